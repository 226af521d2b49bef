//! The file of one language.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::parse::vocabulary::text::Texts;

/// All language files.
const FILES: &[&str] = &[
    include_str!("../../../languages/en.toml"),
    include_str!("../../../languages/de.toml"),
    include_str!("../../../languages/fr.toml"),
    include_str!("../../../languages/es.toml"),
    include_str!("../../../languages/pt.toml"),
    include_str!("../../../languages/it.toml"),
    include_str!("../../../languages/nl.toml"),
    include_str!("../../../languages/pl.toml"),
    include_str!("../../../languages/ru.toml"),
    include_str!("../../../languages/ja.toml"),
    include_str!("../../../languages/zh.toml"),
    include_str!("../../../languages/ko.toml"),
];

/// Keys of the months, in order.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words by what they mean.
pub(super) type Words = BTreeMap<String, Vec<String>>;

/// The words of one language. `languages/README.md` describes the tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Language {
    pub(super) code: String,
    pub(super) labels: Words,
    pub(super) statuses: Words,
    pub(super) fillers: Words,
    /// Japanese, Chinese and Korean write months as numbers.
    #[serde(default)]
    pub(super) months: Words,
    pub(super) headings: Words,
    pub(super) names: Words,
    pub(super) sentences: Words,
    pub(super) text: Option<Texts>,
}

/// Reads all languages. A file that cannot be read is left out; a test reads them all.
pub(super) fn languages() -> Vec<Language> {
    let files = FILES.iter().map(|file| toml::from_str(file));
    files.filter_map(Result::ok).collect()
}

/// Whether a character belongs to a script without blanks between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Status;
    use crate::parse::vocabulary::label;
    use crate::parse::vocabulary::sentences;

    #[test]
    fn every_file_can_be_read_and_has_known_tables() {
        for file in FILES {
            let language: Language = toml::from_str(file).unwrap_or_else(|error| panic!("{error}"));
            let code = &language.code;
            for key in language.labels.keys() {
                assert!(label::of_key(key).is_some(), "{code}: labels.{key}");
            }
            for key in language.statuses.keys() {
                assert!(Status::named(key).is_some(), "{code}: statuses.{key}");
            }
            for key in language.months.keys() {
                assert!(MONTHS.contains(&key.as_str()), "{code}: months.{key}");
            }
            for key in language.sentences.keys() {
                assert!(sentences::is_key(key), "{code}: sentences.{key}");
            }
            for key in language.names.keys() {
                assert_eq!(key, "template", "{code}: names.{key}");
            }
            for key in language.headings.keys() {
                let known = ["record", "decision", "proposal", "story", "fields"];
                assert!(known.contains(&key.as_str()), "{code}: headings.{key}");
            }
        }
    }
}
