//! The meaning of labels and headings, with the user's own words before the built-in ones.

use std::ops::Range;

use memchr::memchr2;

use crate::model::record::Status;
use crate::parse::vocabulary::label;
use crate::parse::vocabulary::label::{Label, folded, without_number};
use crate::parse::vocabulary::tables::tables;

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

/// The kind of a section, by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Section {
    /// The section contains fields, as the lines below the title do.
    Fields,
    /// The section is a field, and this part of its heading is the beginning of its value.
    Field(Label, Range<usize>),
    /// The section contains no values.
    Prose,
}

impl Vocabulary {
    /// The meaning of a label. Case, emoji, a number before it and a colon after it do not count.
    pub(crate) fn label(&self, raw: &str) -> Option<Label> {
        self.label_before_value(raw).map(|(label, _)| label)
    }

    /// The meaning of a label, and whether it has that meaning only before a date.
    pub(crate) fn label_before_value(&self, raw: &str) -> Option<(Label, bool)> {
        let name = folded(raw)?;
        let own = |name: &str| self.labels.iter().find(|(known, _)| known == name);
        if let Some((_, label)) = own(&name) {
            return Some((*label, false));
        }
        tables().labels.get(without_number(&name)).copied()
    }

    /// The kind of the section below a heading.
    pub(crate) fn section(&self, heading: &str) -> Section {
        let name = folded(heading);
        if name.is_some_and(|name| tables().field_headings.contains(&name)) {
            return Section::Fields;
        }
        // `## Status: Accepted`
        let (name, value) = match memchr2(b':', b'[', heading.as_bytes()) {
            Some(mark) => (&heading[..mark], mark + 1..heading.len()),
            None => (heading, 0..0),
        };
        match self.label(name) {
            None | Some(Label::Summary | Label::Title | Label::Review) => Section::Prose,
            Some(label) => Section::Field(label, value),
        }
    }

    /// Whether a heading is that of a section that only records have.
    pub(crate) fn is_record_heading(&self, heading: &str) -> bool {
        let name = folded(heading);
        name.is_some_and(|name| tables().record_headings.contains(without_number(&name)))
    }

    /// Whether a heading is that of the section that states the decision.
    pub(crate) fn is_decision_heading(&self, heading: &str) -> bool {
        let name = folded(heading);
        name.is_some_and(|name| tables().decision_headings.contains(without_number(&name)))
    }

    /// Whether a heading is that of a section of user stories.
    pub(crate) fn is_story_heading(&self, heading: &str) -> bool {
        let name = folded(heading);
        name.is_some_and(|name| tables().story_headings.contains(without_number(&name)))
    }

    /// Whether a heading is that of a section of proposals, which may be records.
    pub(crate) fn is_proposal_heading(&self, heading: &str) -> bool {
        let name = folded(heading);
        name.is_some_and(|name| tables().proposal_headings.contains(without_number(&name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_by_their_words() {
        let vocabulary = Vocabulary::default();
        let check = |raw: &str, expected: Option<Label>| {
            assert_eq!(vocabulary.label(raw), expected, "{raw}");
        };
        check("📅 1. Decision-Makers:", Some(Label::Deciders));
        check("ADR Status", Some(Label::Status));
        check("ADR", None);
        check("Date (YYYY-MM-DD)", Some(Label::Date(2)));
        check("status of the decision and of much else", None);
        check("Größe", None);
        check("", None);
        check("Überprüfen bis", Some(Label::Review));
        check("СТАТУС", Some(Label::Status));
        check("ステータス", Some(Label::Status));
    }

    #[test]
    fn own_labels_come_first() {
        let mut vocabulary = Vocabulary::default();
        assert!(vocabulary.add_label("Stav", "status"));
        assert!(!vocabulary.add_label("x", "colour"));
        assert_eq!(vocabulary.label("stav:"), Some(Label::Status));
    }
}
