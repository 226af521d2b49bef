//! The names of values: of sections, list items, table rows and keys.

use std::ops::Range;

use memchr::memchr2;

use crate::model::record::Kind;
use crate::parse::values::date;
use crate::parse::values::date::Day;
use crate::parse::vocabulary::Vocabulary;
use crate::parse::vocabulary::tables::tables;

/// The meaning of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Status,
    /// A status, unless a label is there that surely means one.
    State,
    /// A date by rank; of several the one with the lowest rank counts.
    Date(u8),
    Deciders,
    Tags,
    Area,
    Title,
    Summary,
    /// The day until which the decision is to be reviewed.
    Review,
    Relation(Kind),
    /// Links to other records, each with its relation.
    Links,
    ChangeLog,
}

/// The rank of a date of change, which counts only where no other date is.
pub(crate) const MODIFIED: u8 = 4;

/// The keys of labels in language files and in the configuration, and whether a date must follow
/// for the label to count.
pub(super) const KEYS: &[(&str, Label, bool)] = &[
    ("status", Label::Status, false),
    ("state", Label::State, false),
    ("date-decided", Label::Date(0), true),
    ("date-accepted", Label::Date(1), true),
    ("date", Label::Date(2), false),
    ("date-if-date", Label::Date(2), true),
    ("date-created", Label::Date(3), true),
    ("date-modified", Label::Date(MODIFIED), true),
    ("deciders", Label::Deciders, false),
    ("tags", Label::Tags, false),
    ("area", Label::Area, false),
    ("title", Label::Title, false),
    ("summary", Label::Summary, false),
    ("review", Label::Review, true),
    ("supersedes", Label::Relation(Kind::Supersedes), false),
    ("superseded-by", Label::Relation(Kind::SupersededBy), false),
    ("amends", Label::Relation(Kind::Amends), false),
    ("amended-by", Label::Relation(Kind::AmendedBy), false),
    ("relates-to", Label::Relation(Kind::RelatesTo), false),
    ("links", Label::Links, false),
    ("change-log", Label::ChangeLog, false),
];

/// The label of a key, and whether a date must follow.
pub(super) fn of_key(key: &str) -> Option<(Label, bool)> {
    let found = KEYS.iter().find(|(known, ..)| *known == key);
    found.map(|(_, label, needs_date)| (*label, *needs_date))
}

/// Longest label, in bytes, with whatever is around it.
const LONGEST: usize = 64;

/// A name without case, punctuation and emoji, with one blank between its words; `None` if it is
/// longer than any label.
pub(super) fn folded(raw: &str) -> Option<String> {
    if raw.len() > LONGEST {
        return None;
    }
    let mut name = String::with_capacity(raw.len());
    for c in raw.chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if matches!(c, '-' | '_' | '/' | ' ' | '\u{a0}' | '’' | '\'')
            && !name.is_empty()
            && !name.ends_with(' ')
        {
            name.push(' ');
        }
    }
    name.truncate(name.trim_end().len());
    Some(name)
}

/// A folded name without numbers and `adr` before it.
fn without_number(name: &str) -> &str {
    let mut name = name;
    while let Some((first, rest)) = name.split_once(' ')
        && first.bytes().all(|b| b.is_ascii_digit())
    {
        name = rest;
    }
    name.strip_prefix("adr ").unwrap_or(name)
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
        self.lookup(raw).map(|(label, _)| label)
    }

    fn lookup(&self, raw: &str) -> Option<(Label, bool)> {
        let name = folded(raw)?;
        let own = |name: &str| self.labels.iter().find(|(known, _)| known == name);
        if let Some((_, label)) = own(&name) {
            return Some((*label, false));
        }
        tables().labels.get(without_number(&name)).copied()
    }

    /// The meaning of a label before a value. Words such as `Accepted` are labels of a date only
    /// before a date.
    pub(crate) fn label_of(&self, raw: &str, value: &str) -> Option<Label> {
        let (label, needs_date) = self.lookup(raw)?;
        let is_date = || {
            matches!(
                date::read(value).0,
                Day::Sure(_) | Day::Either(..) | Day::Month(..) | Day::Year(_)
            )
        };
        (!needs_date || is_date()).then_some(label)
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
    fn a_date_must_follow_words_that_mean_other_things_too() {
        let vocabulary = Vocabulary::default();
        let check = |raw: &str, value: &str, expected: Option<Label>| {
            assert_eq!(vocabulary.label_of(raw, value), expected, "{raw}: {value}");
        };
        check("Data", "2024-01-15", Some(Label::Date(2)));
        check("Data", "of customers", None);
        check("Accepted", "2024-01-15", Some(Label::Date(1)));
        check("Accepted", "by all", None);
        check("Date", "tomorrow", Some(Label::Date(2)));
    }

    #[test]
    fn own_labels_come_first() {
        let mut vocabulary = Vocabulary::default();
        assert!(vocabulary.add_label("Stav", "status"));
        assert!(!vocabulary.add_label("x", "colour"));
        assert_eq!(vocabulary.label("stav:"), Some(Label::Status));
    }
}
