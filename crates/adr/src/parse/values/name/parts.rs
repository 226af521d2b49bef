//! The parts of a name, and whether it is that of a record or of a template.

use crate::parse::vocabulary::is_template_word;

/// The parts of a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Name<'n> {
    /// The number in its series.
    pub(crate) number: Option<u64>,
    /// The series of the number: a year (`ADR-2024-001`) or an area (`ADR-PAY-0002`).
    pub(crate) series: Option<&'n str>,
    /// The letter after the number: `0014a`.
    pub(crate) letter: Option<char>,
    /// A date at the start, `(year, month, day)`, not checked.
    pub(crate) date: Option<(i16, i8, i8)>,
    /// A month at the start, `(year, month)`: `2026-01-x`.
    pub(crate) month: Option<(i16, i8)>,
    /// Words such as `adr` are before the number.
    pub(crate) prefixed: bool,
    /// These words mean a decision and nothing else; `rfc` and the like name other documents, too.
    pub(crate) is_decision: bool,
    /// The rest.
    pub(crate) slug: &'n str,
}

impl Name<'_> {
    /// Whether only a record has such a name.
    pub(crate) fn is_sure(&self) -> bool {
        self.is_decision && self.number.is_some() && !is_template(self)
    }

    /// Whether a record may have such a name: a number or a date is at the start.
    pub(crate) fn is_numbered(&self) -> bool {
        self.number.is_some() || self.date.is_some() || self.month.is_some()
    }

    /// The name by which others refer to the record: `12`, `2024-1`, `PAY-2`, `14a`; `None` without
    /// a number.
    pub(crate) fn reference(&self) -> Option<String> {
        let number = self.number?;
        let letter = self.letter.map(String::from).unwrap_or_default();
        Some(match self.series {
            Some(series) => format!("{series}-{number}{letter}"),
            None => format!("{number}{letter}"),
        })
    }
}

/// Words that come before the number of a record.
pub(super) const PREFIXES: &[&str] = &[
    "adr", "adrs", "madr", "ad", "ard", "decision", "dec", "dr", "edr", "tdr", "rfc", "kep", "rfd",
    "eip", "oep",
];

/// Those of them that are before the numbers of other documents as well.
pub(super) const AMBIGUOUS: &[&str] = &["ad", "dec", "rfc", "kep", "rfd", "eip", "oep"];

pub(super) fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ' | '(')
}

/// Whether a word is one of a list, in any case.
pub(super) fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Words beside that for a template in the name of one.
const FILLERS: &[&str] = &[
    "the",
    "a",
    "short",
    "long",
    "bare",
    "minimal",
    "full",
    "my",
    "title",
    "of",
    "new",
    "blank",
    "architecture",
    "architectural",
    "record",
    "records",
    "en",
    "default",
    "base",
    "example",
];

/// Whether a name is that of a template: its whole slug says so, or it ends in `template` and
/// has no number of its own.
pub(crate) fn is_template(name: &Name<'_>) -> bool {
    let slug = name.slug.to_lowercase();
    let words: Vec<&str> = slug
        .split(is_separator)
        .filter(|w| !w.is_empty() && !PREFIXES.contains(w))
        .collect();
    if !words.iter().any(|word| is_template_word(word)) {
        return false;
    }
    let whole = words
        .iter()
        .all(|word| is_template_word(word) || FILLERS.contains(word));
    let ends = words.last().is_some_and(|word| is_template_word(word));
    let starts = words.first().is_some_and(|word| is_template_word(word));
    let unnumbered = name.number.is_none_or(|n| n == 0) && name.date.is_none();
    whole || (unnumbered && (ends || starts))
}
