//! How a reference in words is written.

use crate::parse::values::name;

/// How a reference is written; a list goes on with the same form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Link,
    /// `ADR-12`
    Prefixed,
    /// `PAY-0002`: a record, or the key of an issue.
    Area,
    /// A number of so many digits.
    Number(usize),
    /// The name of a file.
    Name,
}

/// The number that a word is, with or without a word such as `ADR` before it.
pub(super) fn number(word: &str, bare: bool) -> Option<(String, Form)> {
    let read = name::read(word);
    let target = read.reference()?;
    if read.prefixed && !is_word(word) {
        return Some((target, Form::Prefixed));
    }
    // `PAY-0002`, `2024-001` and `0014a`
    let specific = read.series.is_some() || read.letter.is_some();
    if specific && read.slug.is_empty() {
        return Some((target, Form::Area));
    }
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    (bare && digits && read.date.is_none()).then_some((target, Form::Number(word.len())))
}

/// `dec12` and the like are months and words as often as names of records.
fn is_word(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    lower.starts_with("dec") && !lower.starts_with("dec-") && !lower.starts_with("decision-")
}
