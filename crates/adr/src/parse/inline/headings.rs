//! Headings of sections with decisions, and the parts before the titles of decisions.

use crate::parse::values::date;
use crate::parse::values::date::Day;

/// Whether decisions are expected below a heading.
pub(super) fn is_section(heading: &str) -> bool {
    let lower = heading.to_ascii_lowercase();
    let name = lower.split(['(', ':']).next().unwrap_or_default();
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic()).trim();
    let ends = [
        "key decisions",
        "architecture decisions",
        "architectural decisions",
        "design decisions",
        "technical decisions",
        "technology decisions",
        "major decisions",
        "decision log",
        "decisions log",
        "decision records",
        "decision register",
        "adrs",
    ];
    ends.iter().any(|end| name.ends_with(end)) || matches!(name, "decisions" | "adr")
}

/// A date before a text, and the rest.
pub(super) fn split_date(text: &str) -> (Option<String>, &str) {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.'))
        .unwrap_or(text.len());
    match date::read(&text[..end]).0 {
        Day::Sure(day) => {
            let rest = text[end..].trim_start_matches([' ', ':', '-', '–', '—', '*', ')']);
            (Some(day.to_string()), rest)
        }
        _ => (None, text),
    }
}

/// `[Date] - X`: a placeholder before a text, and the rest.
pub(super) fn split_hole(text: &str) -> (bool, &str) {
    let Some(close) = text
        .find([']', '}'])
        .filter(|_| text.starts_with(['[', '{']))
    else {
        return (false, text);
    };
    let (placeholder, rest) = text.split_at(close + 1);
    let rest = rest
        .trim_start()
        .strip_prefix(['-', ':', '–', '—'])
        .map(str::trim);
    match rest {
        Some(rest) if !rest.is_empty() && !placeholder.bytes().any(|b| b.is_ascii_digit()) => {
            (true, rest)
        }
        _ => (false, text),
    }
}

/// The part of a raw title before the cleaned one, such as its number; empty without a number.
pub(super) fn prefix<'t>(raw: &'t str, title: &str) -> &'t str {
    let end = raw.find(title).unwrap_or(0);
    let lead = raw[..end].trim_matches([' ', ':', '-', '–', '—', '[', ']', '.', '#']);
    let has_number = lead.bytes().any(|b| b.is_ascii_digit());
    if has_number {
        lead.strip_prefix("Example ").unwrap_or(lead)
    } else {
        ""
    }
}

pub(super) fn strip_label<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let (name, rest) = text.split_once(':')?;
    let fits = name.trim().eq_ignore_ascii_case(label);
    (fits && !rest.trim().is_empty()).then(|| rest.trim())
}

/// `D-007-1`: letters, then numbers.
pub(super) fn is_id(text: &str) -> bool {
    let mut parts = text.split('-');
    let letters = parts
        .next()
        .is_some_and(|p| (1..=6).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_uppercase()));
    let mut numbers = 0;
    letters
        && parts.all(|p| {
            numbers += 1;
            !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())
        })
        && numbers > 0
}
