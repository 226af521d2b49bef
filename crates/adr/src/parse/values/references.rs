//! How records name each other, in words and in links.
//!
//! Knows nothing of what the relation is, and nothing of which records there are.

use std::ops::Range;

use archsite_core::site::path;

use crate::model::record::Kind;
use crate::parse::markdown::doc::{Doc, Line};
use crate::parse::values::name;

/// A record that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) text: String,
    pub(crate) dest: Option<String>,
    pub(crate) target: String,
    /// Byte range in the line's text.
    pub(crate) range: Range<usize>,
}

/// Words for a relation, the longer ones first.
const PHRASES: &[(&str, Kind)] = &[
    ("superseded by", Kind::SupersededBy),
    ("superceded by", Kind::SupersededBy),
    ("superseeded by", Kind::SupersededBy),
    ("superseded-by", Kind::SupersededBy),
    ("supersede by", Kind::SupersededBy),
    ("superseded in", Kind::SupersededBy),
    ("superseded with", Kind::SupersededBy),
    ("superseded:", Kind::SupersededBy),
    ("replaced by", Kind::SupersededBy),
    ("replaced with", Kind::SupersededBy),
    ("obsoleted by", Kind::SupersededBy),
    ("invalidated by", Kind::SupersededBy),
    ("overridden by", Kind::SupersededBy),
    ("amended by", Kind::AmendedBy),
    ("updated by", Kind::AmendedBy),
    ("clarified by", Kind::AmendedBy),
    ("extended by", Kind::AmendedBy),
    ("supersedes", Kind::Supersedes),
    ("supercedes", Kind::Supersedes),
    ("superseeds", Kind::Supersedes),
    ("replaces", Kind::Supersedes),
    ("obsoletes", Kind::Supersedes),
    ("invalidates", Kind::Supersedes),
    ("amends", Kind::Amends),
    ("updates", Kind::Amends),
    ("clarifies", Kind::Amends),
    ("extends", Kind::Amends),
    ("relates to", Kind::RelatesTo),
    ("related to", Kind::RelatesTo),
    ("depends on", Kind::RelatesTo),
    ("refines", Kind::RelatesTo),
    ("linked to", Kind::RelatesTo),
];

/// The phrases of a line: kind, and the part of the line that is about it.
pub(crate) fn phrases(text: &str) -> Vec<(Kind, Range<usize>)> {
    let lower = text.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let mut found: Vec<(usize, usize, Kind)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        // A phrase begins where a word does.
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let inside =
            before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | 0x80..));
        let here = |(phrase, _): &&(&str, Kind)| bytes[at..].starts_with(phrase.as_bytes());
        let known = !inside && may_begin(bytes[at]);
        match known.then(|| PHRASES.iter().find(here)).flatten() {
            Some((phrase, kind)) => {
                found.push((at, at + phrase.len(), *kind));
                at += phrase.len();
            }
            None => at += 1,
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let ends: Vec<usize> = found
        .iter()
        .skip(1)
        .map(|(at, ..)| *at)
        .chain([text.len()])
        .collect();
    let sentence = |at: usize| lower[..at].rfind(". ").map_or(0, |dot| dot + 2);
    found
        .iter()
        .zip(ends)
        .map(|((at, from, kind), end)| {
            let before = &lower[sentence(*at)..*at];
            let after: String = lower[*from..end].chars().take(24).collect();
            let kind = match kind {
                Kind::Supersedes if partial(before) || partial(&after) => Kind::Amends,
                Kind::SupersededBy if partial(before) => Kind::AmendedBy,
                kind => *kind,
            };
            (kind, *from..end)
        })
        .collect()
}

/// Whether some phrase begins with this letter.
fn may_begin(letter: u8) -> bool {
    matches!(
        letter,
        b'a' | b'c' | b'd' | b'e' | b'i' | b'l' | b'o' | b'r' | b's' | b'u'
    )
}

/// Only a part of a record is meant.
fn partial(words: &str) -> bool {
    let mut words = words.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        matches!(
            word,
            "part" | "parts" | "partly" | "partially" | "partial" | "some" | "aspects" | "portions"
        )
    })
}

/// The records named in a part of a line: its links, else words that are surely one.
pub(crate) fn references(doc: &Doc<'_>, line: &Line<'_>, range: Range<usize>) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut linked = false;
    for (at, index) in &line.links {
        if at.start < range.start || at.start >= range.end {
            continue;
        }
        linked = true;
        let text = &line.text[at.clone()];
        let dest = doc.links[*index].dest.as_str();
        if let Some(target) = of_link(text, dest) {
            found.push(Reference {
                text: text.trim().to_string(),
                dest: Some(dest.to_string()),
                target,
                range: at.clone(),
            });
        }
    }
    if !linked {
        found = of_words(&line.text[range.clone()]);
        for reference in &mut found {
            reference.range =
                reference.range.start + range.start..reference.range.end + range.start;
        }
    }
    found
}

/// What a link names: by its file, else by its text.
pub(crate) fn of_link(text: &str, dest: &str) -> Option<String> {
    let by_text = || {
        let words = of_words(text.trim());
        words.into_iter().next().map(|reference| reference.target)
    };
    let path = dest.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() {
        return by_text();
    }
    let decoded = path::percent_decode(path);
    let parts: Vec<&str> = decoded
        .split('/')
        .filter(|p| !p.is_empty() && *p != ".")
        .collect();
    let last = parts.last().copied().unwrap_or_default();
    let file = [".md", ".mdx", ".markdown", ".html"]
        .iter()
        .find_map(|ending| last.strip_suffix(ending));
    let named = match file {
        Some(stem) if name::is_front(stem) => parts.iter().rev().nth(1).copied(),
        Some(stem) => Some(stem),
        None => Some(last),
    };
    let external = path.contains("://") || path.starts_with("//");
    let named = named.filter(|name| !matches!(*name, ".." | ""))?;
    let read = name::read(named);
    // The number at the end of the address of an issue is not that of a record.
    let sure = file.is_some() || read.prefixed || !read.slug.is_empty();
    if external && !(file.is_some() && read.is_numbered() || read.is_sure() && sure) {
        return None;
    }
    match read.number {
        Some(number) => Some(number.to_string()),
        None if read.is_numbered() || file.is_some() => by_text()
            .filter(|_| !read.is_numbered())
            .or_else(|| Some(named.to_string())),
        None => by_text(),
    }
}

/// Records named in plain words: `ADR-12`, `ADR 12`, a file's name, or numbers alone.
pub(crate) fn of_words(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut before = "";
    let mut first = true;
    let mut numbers = true;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let skip = rest.find(is_word).unwrap_or(rest.len());
        at += skip;
        let rest = &text[at..];
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        let word = rest[..end].trim_end_matches(['.', '-', '/', '_']);
        let range = at..at + word.len();
        at += end;
        let stem = path::file_name(word);
        let stem = stem.strip_suffix(".md").unwrap_or(stem);
        let read = name::read(stem);
        let digits = !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_digit());
        let prefix = before.to_ascii_lowercase();
        let after_prefix = matches!(
            prefix.as_str(),
            "adr" | "adrs" | "ad" | "madr" | "decision" | "record" | "dec"
        );
        let target = match read.number {
            Some(number) if read.prefixed && !read_is_word(stem) => Some(number.to_string()),
            Some(number) if digits && (after_prefix || numbers && read.date.is_none()) => {
                Some(number.to_string())
            }
            Some(number) if !digits && first && read.slug.contains('-') => Some(number.to_string()),
            None if read.date.is_some() && !read.slug.is_empty() => Some(stem.to_string()),
            _ => None,
        };
        let joins = target.is_some() || after_prefix_word(word);
        numbers &= joins;
        first = first && target.is_some();
        before = word;
        if let Some(target) = target {
            found.push(Reference {
                text: word.to_string(),
                dest: None,
                target,
                range,
            });
        }
    }
    found
}

/// Words that may stand between the numbers of a list.
fn after_prefix_word(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "adr"
            | "adrs"
            | "ad"
            | "and"
            | "decision"
            | "decisions"
            | "record"
            | "no"
            | "nr"
            | "number"
    )
}

/// `dec12` and the like are months and words as often as names of records.
fn read_is_word(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    lower.starts_with("dec") && !lower.starts_with("dec-") && !lower.starts_with("decision-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_records() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = of_words(text).into_iter().map(|r| r.target).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("ADR-0045", &["45"]);
        check("ADR 12 and ADR 13", &["12", "13"]);
        check("ADR019 Use X", &["19"]);
        check("AD045: Remove", &["45"]);
        check("0009, 0010", &["9", "10"]);
        check("16. Distributed queue", &["16"]);
        check("0012-use-x.md", &["12"]);
        check("20201016-use-the-slug", &["20201016-use-the-slug"]);
        check("N/A", &[]);
        check("the new design of 2020", &[]);
        check("version 2 of the API", &[]);
    }

    #[test]
    fn links_name_records_by_their_file() {
        let check = |text: &str, dest: &str, expected: Option<&str>| {
            assert_eq!(of_link(text, dest).as_deref(), expected, "[{text}]({dest})");
        };
        check("New", "0015-x.md", Some("15"));
        check("New", "./adr-015-x.md#context", Some("15"));
        check("ADR 7", "/adr/7", Some("7"));
        check("New", "../012-release/index.md", Some("12"));
        check("New", "20201016-x.md", Some("20201016-x"));
        check("New", "use-x.md", Some("use-x"));
        check("ADR-0004", "use-x.md", Some("4"));
        check("#66", "https://example.com/o/r/pull/66", None);
        check(
            "x",
            "https://example.com/o/r/blob/main/adr/0007-x.md",
            Some("7"),
        );
        check("ADR-3", "#adr-3", Some("3"));
    }

    #[test]
    fn phrases_have_a_kind() {
        let check = |text: &str, expected: &[Kind]| {
            let found: Vec<Kind> = phrases(text).into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Superseded by ADR-3", &[Kind::SupersededBy]);
        check("accepted; supersedes ADR-0045", &[Kind::Supersedes]);
        check("Parts of this were superseded by ADR-3", &[Kind::AmendedBy]);
        check("supersedes some aspects of ADR-3", &[Kind::Amends]);
        check(
            "Supersedes 1. Superseded by 3",
            &[Kind::Supersedes, Kind::SupersededBy],
        );
        check("unrelated to", &[]);
        for (phrase, _) in PHRASES {
            assert!(may_begin(phrase.as_bytes()[0]), "{phrase}");
        }
    }
}
