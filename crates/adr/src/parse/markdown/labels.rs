//! The names that values go by: of sections, bullets, table rows and keys.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memchr2;

use crate::parse::values::date;
use crate::parse::values::date::Day;
pub(crate) use crate::parse::values::names::Label;
use crate::parse::values::names::NAMES;

/// No label is longer, in bytes, whatever stands around it.
const LONGEST: usize = 48;

/// What a label means. Case, emoji, numbers in front and a colon behind do not count.
pub(crate) fn label(raw: &str) -> Option<Label> {
    let mut room = [0; LONGEST];
    let mut name = folded(raw, &mut room, &LABEL, |c| match c {
        '\u{a0}' => Some(' '),
        c => c.is_alphanumeric().then_some(c),
    })?;
    while name.first().is_some_and(u8::is_ascii_digit) {
        let end = name.iter().position(|b| !b.is_ascii_digit())?;
        match name[end..].strip_prefix(b" ") {
            Some(rest) => name = rest,
            // `2nd decision`
            None => break,
        }
    }
    let name = name.strip_prefix(b"adr ").unwrap_or(name);
    // Most headings differ from all names that begin as they do by their length alone.
    let names = names_from(*name.first()?);
    let same = |(known, _): &&(&str, Label)| known.as_bytes() == name;
    names.iter().find(same).map(|(_, label)| *label)
}

/// The names that begin with a letter.
fn names_from(letter: u8) -> &'static [(&'static str, Label)] {
    static STARTS: LazyLock<[usize; 27]> = LazyLock::new(|| {
        std::array::from_fn(|at| {
            let before = |(name, _): &(&str, Label)| name.as_bytes()[0] < b'a' + at as u8;
            NAMES.partition_point(before)
        })
    });
    let at = usize::from(letter.wrapping_sub(b'a'));
    if at < 26 {
        &NAMES[STARTS[at]..STARTS[at + 1]]
    } else {
        &[]
    }
}

/// What each letter of ASCII counts as; 0 is nothing.
type Folding = [u8; 128];

/// The foldings of labels, and of headings that show what a text is.
static LABEL: Folding = folding(b"-_/ ");
static MARK: Folding = folding(b" ");

const fn folding(blanks: &[u8]) -> Folding {
    let mut table = [0; 128];
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    let mut at = 0;
    while at < blanks.len() {
        table[blanks[at] as usize] = b' ';
        at += 1;
    }
    table
}

/// The letters of a text that count, in lower case, with one blank between its words. Most
/// headings are longer than any label: looking closer at them costs more than the rest.
fn folded<'r>(
    raw: &str,
    room: &'r mut [u8; LONGEST],
    ascii: &Folding,
    other: impl Fn(char) -> Option<char>,
) -> Option<&'r [u8]> {
    if raw.len() > LONGEST {
        return None;
    }
    let mut at = 0;
    for c in raw.chars() {
        let byte = match ascii.get(c as usize) {
            Some(byte) => *byte,
            None => match other(c) {
                Some(' ') => b' ',
                Some(c) => {
                    // Never longer than what it came from.
                    at += c.encode_utf8(&mut room[at..]).len();
                    continue;
                }
                None => 0,
            },
        };
        if byte == 0 || byte == b' ' && (at == 0 || room[at - 1] == b' ') {
            continue;
        }
        room[at] = byte;
        at += 1;
    }
    let name = &room[..at];
    Some(name.strip_suffix(b" ").unwrap_or(name))
}

/// The label of a value. Vocabulary such as `Accepted` are one only before a date.
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
    let (name, value) = match memchr2(b':', b'[', heading.as_bytes()) {
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
    let Some(folded) = folded(heading, &mut room, &MARK, |_| None) else {
        return false;
    };
    let digits = folded.iter().take_while(|b| b.is_ascii_digit()).count();
    MARKS.contains(&folded[digits..].trim_ascii_start())
}

const MARKS: &[&[u8]] = &[
    b"status",
    b"decision",
    b"decisions",
    b"the decision",
    b"decision outcome",
    b"decision drivers",
    b"considered options",
    b"options considered",
    b"considered alternatives",
    b"alternatives considered",
    b"context and problem statement",
    b"context and problem",
    b"consequences",
    b"positive consequences",
    b"negative consequences",
    b"pros and cons of the options",
    b"pros and cons of the alternatives",
    b"context",
    b"rationale",
    b"alternative approaches",
];

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
