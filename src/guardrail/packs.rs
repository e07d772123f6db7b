//! The rule files that ship with Banister, built into the program: one general, one a language, and one for
//! many languages that have none of their own.

/// File names and texts, in the order they are read. A pack is added here once its file exists.
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("rules/default.toml", include_str!("../../rules/default.toml")),
    ("rules/lang/ar.toml", include_str!("../../rules/lang/ar.toml")),
    ("rules/lang/da.toml", include_str!("../../rules/lang/da.toml")),
    ("rules/lang/de.toml", include_str!("../../rules/lang/de.toml")),
    ("rules/lang/el.toml", include_str!("../../rules/lang/el.toml")),
    ("rules/lang/es.toml", include_str!("../../rules/lang/es.toml")),
    ("rules/lang/fr.toml", include_str!("../../rules/lang/fr.toml")),
    ("rules/lang/hi.toml", include_str!("../../rules/lang/hi.toml")),
    ("rules/lang/it.toml", include_str!("../../rules/lang/it.toml")),
    ("rules/lang/ja.toml", include_str!("../../rules/lang/ja.toml")),
    ("rules/lang/ko.toml", include_str!("../../rules/lang/ko.toml")),
    ("rules/lang/more.toml", include_str!("../../rules/lang/more.toml")),
    ("rules/lang/nl.toml", include_str!("../../rules/lang/nl.toml")),
    ("rules/lang/pl.toml", include_str!("../../rules/lang/pl.toml")),
    ("rules/lang/pt.toml", include_str!("../../rules/lang/pt.toml")),
    ("rules/lang/ru.toml", include_str!("../../rules/lang/ru.toml")),
    ("rules/lang/sv.toml", include_str!("../../rules/lang/sv.toml")),
    ("rules/lang/tr.toml", include_str!("../../rules/lang/tr.toml")),
    ("rules/lang/zh.toml", include_str!("../../rules/lang/zh.toml")),
];

/// The files of the second rulebook: who is to have a human at once, whatever they ask.
pub(super) const ROUTING: &[(&str, &str)] = &[
    ("rules/routing/en.toml", include_str!("../../rules/routing/en.toml")),
    ("rules/routing/ar.toml", include_str!("../../rules/routing/ar.toml")),
    ("rules/routing/cs.toml", include_str!("../../rules/routing/cs.toml")),
    ("rules/routing/da.toml", include_str!("../../rules/routing/da.toml")),
    ("rules/routing/de.toml", include_str!("../../rules/routing/de.toml")),
    ("rules/routing/el.toml", include_str!("../../rules/routing/el.toml")),
    ("rules/routing/es.toml", include_str!("../../rules/routing/es.toml")),
    ("rules/routing/fr.toml", include_str!("../../rules/routing/fr.toml")),
    ("rules/routing/hi.toml", include_str!("../../rules/routing/hi.toml")),
    ("rules/routing/it.toml", include_str!("../../rules/routing/it.toml")),
    ("rules/routing/ja.toml", include_str!("../../rules/routing/ja.toml")),
    ("rules/routing/ko.toml", include_str!("../../rules/routing/ko.toml")),
    ("rules/routing/nl.toml", include_str!("../../rules/routing/nl.toml")),
    ("rules/routing/no.toml", include_str!("../../rules/routing/no.toml")),
    ("rules/routing/pl.toml", include_str!("../../rules/routing/pl.toml")),
    ("rules/routing/pt.toml", include_str!("../../rules/routing/pt.toml")),
    ("rules/routing/ru.toml", include_str!("../../rules/routing/ru.toml")),
    ("rules/routing/sv.toml", include_str!("../../rules/routing/sv.toml")),
    ("rules/routing/tr.toml", include_str!("../../rules/routing/tr.toml")),
    ("rules/routing/uk.toml", include_str!("../../rules/routing/uk.toml")),
    ("rules/routing/zh.toml", include_str!("../../rules/routing/zh.toml")),
];
