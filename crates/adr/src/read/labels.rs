//! The names that values go by: of sections, bullets, table rows and keys.

use std::ops::Range;

use super::date::{self, Day};
use super::names::NAMES;
use crate::record::Kind;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Status,
    /// A date; of several the one with the lowest number counts.
    Date(u8),
    Deciders,
    Tags,
    Area,
    Title,
    Relation(Kind),
    /// Links to other records, each with its relation.
    Links,
    ChangeLog,
}

/// No label is longer, in bytes, whatever stands around it.
const LONGEST: usize = 48;

/// What a label means. Case, emoji, numbers in front and a colon behind do not count.
pub(crate) fn label(raw: &str) -> Option<Label> {
    let mut room = [0; LONGEST];
    let mut name = folded(raw, &mut room, |c| match c {
        '-' | '_' | '/' | ' ' | '\u{a0}' => Some(' '),
        c => c.is_alphanumeric().then_some(c),
    })?;
    while name.starts_with(|c: char| c.is_ascii_digit()) {
        let end = name.bytes().position(|b| !b.is_ascii_digit());
        match end.map(|end| name.split_at(end).1.strip_prefix(' ')) {
            Some(Some(rest)) => name = rest,
            // `2nd decision`
            Some(None) => break,
            None => return None,
        }
    }
    let name = name.strip_prefix("adr ").unwrap_or(name);
    let at = NAMES.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(NAMES[at].1)
}

/// The letters of a text that count, in lower case, with one blank between its words. Most
/// headings are longer than any label: looking closer at them costs more than the rest.
fn folded<'r>(
    raw: &str,
    room: &'r mut [u8; LONGEST],
    fold: impl Fn(char) -> Option<char>,
) -> Option<&'r str> {
    if raw.len() > LONGEST {
        return None;
    }
    let mut at = 0;
    for c in raw.chars().filter_map(fold) {
        if c == ' ' && (at == 0 || room[at - 1] == b' ') {
            continue;
        }
        // Never longer than what it came from.
        at += match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => {
                room[at] = byte.to_ascii_lowercase();
                1
            }
            _ => c.encode_utf8(&mut room[at..]).len(),
        };
    }
    let name = std::str::from_utf8(&room[..at]).ok()?;
    Some(name.trim_end_matches(' '))
}

/// The label of a value. Words such as `Accepted` are one only before a date.
pub(crate) fn label_of(raw: &str, value: &str) -> Option<Label> {
    match label(raw)? {
        Label::Date(0 | 1) if !raw.to_ascii_lowercase().contains("date") => {
            let day = date::read(value).0;
            match day {
                Day::Sure(_) | Day::Either(..) => label(raw),
                Day::Invalid | Day::None => None,
            }
        }
        label => Some(label),
    }
}

/// What a section is, by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Section {
    /// Fields stand in it as they do below the title.
    Fields,
    /// The section is a field, and this part of its heading already its value.
    Field(Label, Range<usize>),
    /// No value is in it.
    Prose,
}

/// What a heading says of its section.
pub(crate) fn section(heading: &str) -> Section {
    if is_metadata(heading) {
        return Section::Fields;
    }
    // `## Status: Accepted`
    let (name, value) = match heading.find([':', '[']) {
        Some(mark) => (&heading[..mark], mark + 1..heading.len()),
        None => (heading, 0..0),
    };
    match label(name) {
        Some(label) => Section::Field(label, value),
        None => Section::Prose,
    }
}

/// Sections that only records have, and that show what a text is.
pub(crate) fn is_mark(heading: &str) -> bool {
    let mut room = [0; LONGEST];
    let fold = |c: char| (c.is_ascii_alphanumeric() || c == ' ').then_some(c);
    let Some(folded) = folded(heading, &mut room, fold) else {
        return false;
    };
    let name = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(
        name.trim_start(),
        "status"
            | "decision"
            | "decisions"
            | "the decision"
            | "decision outcome"
            | "decision drivers"
            | "considered options"
            | "options considered"
            | "considered alternatives"
            | "alternatives considered"
            | "context and problem statement"
            | "context and problem"
            | "consequences"
            | "positive consequences"
            | "negative consequences"
            | "pros and cons of the options"
            | "pros and cons of the alternatives"
            | "context"
            | "rationale"
            | "alternative approaches"
    )
}

/// Sections in which fields stand as they do below the title.
fn is_metadata(heading: &str) -> bool {
    let name = heading.trim().trim_end_matches(':');
    METADATA
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

const METADATA: &[&str] = &[
    "metadata",
    "meta",
    "meta data",
    "details",
    "information",
    "info",
    "properties",
    "summary",
    "document information",
    "adr information",
    "header",
    "decision details",
    "overview",
    "basic information",
    "general information",
    "general",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_mean_themselves() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for (name, meaning) in NAMES {
            assert_eq!(label(name), Some(*meaning), "{name}");
        }
    }

    #[test]
    fn labels_are_told_by_their_words() {
        let check = |raw: &str, expected: Option<Label>| assert_eq!(label(raw), expected, "{raw}");
        check("📅 1. Decision-Makers:", Some(Label::Deciders));
        check("ADR Status", Some(Label::Status));
        check("ADR", None);
        check("Date (YYYY-MM-DD)", Some(Label::Date(2)));
        check("status of the decision and of much else", None);
        check("Größe", None);
        check("", None);
    }
}
