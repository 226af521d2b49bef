//! The names of values: of sections, list items, table rows and keys.

use crate::model::record::Kind;

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
pub(super) fn without_number(name: &str) -> &str {
    let mut name = name;
    while let Some((first, rest)) = name.split_once(' ')
        && first.bytes().all(|b| b.is_ascii_digit())
    {
        name = rest;
    }
    name.strip_prefix("adr ").unwrap_or(name)
}
