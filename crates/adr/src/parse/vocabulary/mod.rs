//! The words of records: labels, statuses, months and headings of all languages, and the user's own.
//!
//! The built-in words are in `languages/`, a file a language.

mod label;
mod language;
pub(crate) mod sentences;
mod status;
mod tables;
pub(crate) mod text;

use crate::model::record::Status;

pub(crate) use self::label::{Label, Section};
pub(crate) use self::status::{ParsedStatus, is_status_word};
pub(crate) use self::tables::{is_month, month, tables};

/// The user's own words, which come before the built-in ones.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Statuses by their words, in lower case, hyphens as blanks.
    pub statuses: Vec<(String, Status)>,
    /// Labels by their folded names.
    labels: Vec<(String, Label)>,
}

impl Vocabulary {
    /// Adds a status word.
    pub fn add_status(&mut self, word: &str, status: Status) {
        let word = word.to_lowercase().replace('-', " ");
        self.statuses.push((word, status));
    }

    /// Adds a label with the meaning that [`Vocabulary::meanings`] lists. Returns whether there
    /// is such a meaning.
    pub fn add_label(&mut self, name: &str, meaning: &str) -> bool {
        let label = label::of_key(meaning);
        if let (Some((label, _)), Some(name)) = (label, label::folded(name)) {
            self.labels.push((name, label));
        }
        label.is_some()
    }

    /// What a label can mean, in the order of the language files.
    pub fn meanings() -> impl Iterator<Item = &'static str> {
        label::KEYS.iter().map(|(key, ..)| *key)
    }
}
