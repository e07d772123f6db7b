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
