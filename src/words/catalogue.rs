//! The messages of every language, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::language::Language;

#[derive(rust_embed::RustEmbed)]
#[folder = "messages/pages"]
struct Files;

/// A language's messages, or what is wrong with its files.
pub(super) struct Catalogue {
    pub(super) bundle: FluentBundle<FluentResource>,
    /// File and fault; none, as a test demands.
    pub(super) faults: Vec<String>,
}

static CATALOGUES: LazyLock<BTreeMap<&'static str, Catalogue>> = LazyLock::new(|| {
    let read = Language::ALL.into_iter().map(|language| {
        let catalogue = Catalogue::read(language);
        for fault in &catalogue.faults {
            tracing::error!(%fault, "a file of page texts is faulty");
        }
        (language.tag(), catalogue)
    });
    read.collect()
});

/// The message `key` with its arguments. What a translation lacks is said in English; what nobody has written, by its key.
pub(super) fn say(language: Language, key: &str, arguments: &FluentArgs<'_>) -> String {
    let mut spoken = [language, Language::English].into_iter().filter_map(|l| CATALOGUES.get(l.tag()));
    spoken.find_map(|c| c.say(key, arguments)).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
pub(super) fn of(language: Language) -> Option<&'static Catalogue> {
    CATALOGUES.get(language.tag())
}

impl Catalogue {
    fn read(language: Language) -> Self {
        let accented = language == Language::Accented;
        let folder = if accented { Language::English.tag() } else { language.tag() };
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Pages say themselves which way they are read.
        bundle.set_use_isolating(false);
        if accented {
            bundle.set_transform(Some(super::accents::accented));
        }
        let mut faults = Vec::new();
        for name in Files::iter().filter(|name| name.starts_with(&format!("{folder}/"))) {
            let text = Files::get(&name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
            let resource =
                FluentResource::try_new(text.unwrap_or_default()).unwrap_or_else(|(read, wrong)| {
                    faults.extend(wrong.iter().map(|error| format!("{name}: {error}")));
                    read
                });
            if let Err(wrong) = bundle.add_resource(resource) {
                faults.extend(wrong.iter().map(|error| format!("{name}: {error}")));
            }
        }
        Self { bundle, faults }
    }

    fn say(&self, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(arguments), &mut faults);
        debug_assert!(faults.is_empty(), "{key}: {faults:?}");
        Some(said.into_owned())
    }
}
