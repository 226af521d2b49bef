//! Beginnings of sentences that relate a record to another one, in languages other than English.
//!
//! English sentences are read by their grammar, in `relations/verbs.rs`; only those that are
//! fixed expressions are here.

use std::ops::Range;

use crate::model::record::Kind;
use crate::parse::vocabulary::extent::Extent;
use crate::parse::vocabulary::language::Words;
use crate::parse::vocabulary::language::is_unspaced;

/// The placeholder for the other record in a pattern.
const OTHER: char = '…';

/// A pattern of words, and what surrounding words mean in its language.
#[derive(Debug)]
pub(crate) struct Sentence {
    pub(crate) kind: Kind,
    /// The words before the other record; empty if the record comes first.
    before: String,
    /// The words after the other record; empty if the record comes last.
    after: String,
    limits: std::sync::Arc<Limits>,
    /// Its language is English.
    pub(crate) english: bool,
}

/// Words that limit a sentence.
#[derive(Debug, Default)]
struct Limits {
    part: Vec<String>,
    planned: Vec<String>,
    not: Vec<String>,
}

/// A sentence that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) kind: Kind,
    pub(crate) extent: Extent,
    /// Byte range of the words of the pattern.
    pub(crate) range: Range<usize>,
    /// Byte range that names the other record.
    pub(crate) about: Range<usize>,
}

/// Whether a key of the table `sentences` is known.
#[cfg(test)]
pub(super) fn is_key(key: &str) -> bool {
    kind(key).is_some() || matches!(key, "part" | "planned" | "not")
}

fn kind(key: &str) -> Option<Kind> {
    match key {
        "supersedes" => Some(Kind::Supersedes),
        "superseded-by" => Some(Kind::SupersededBy),
        "amends" => Some(Kind::Amends),
        "amended-by" => Some(Kind::AmendedBy),
        _ => None,
    }
}

impl Sentence {
    /// The sentences of a language.
    pub(super) fn of_language(code: &str, table: &Words) -> Vec<Sentence> {
        let words = |key: &str| table.get(key).cloned().unwrap_or_default();
        let limits = std::sync::Arc::new(Limits {
            part: words("part"),
            planned: words("planned"),
            not: words("not"),
        });
        let mut sentences = Vec::new();
        for (key, patterns) in table {
            let Some(kind) = kind(key) else { continue };
            for pattern in patterns {
                let (before, after) = pattern.split_once(OTHER).unwrap_or((pattern, ""));
                sentences.push(Sentence {
                    kind,
                    before: before.trim().to_string(),
                    after: after.trim().to_string(),
                    limits: std::sync::Arc::clone(&limits),
                    english: code == "en",
                });
            }
        }
        sentences
    }

    /// The words that come first in a text: those before the other record, else those after it.
    pub(super) fn first(&self) -> &str {
        if self.before.is_empty() {
            &self.after
        } else {
            &self.before
        }
    }

    /// The first match in a text in lower case, from a byte on.
    pub(crate) fn find(&self, lower: &str, from: usize) -> Option<Match> {
        let first = self.first();
        let start = position(lower, first, from)?;
        let end = start + first.len();
        let (range, about) = if self.before.is_empty() {
            (start..end, from..start)
        } else if self.after.is_empty() {
            (start..end, end..lower.len())
        } else {
            let last = position(lower, &self.after, end)?;
            (start..last + self.after.len(), end..last)
        };
        // A record that comes first is named in the same sentence.
        let about = if self.before.is_empty() {
            let begin = lower[about.clone()].rfind(['。', '!', ';', '；']);
            begin.map_or(about.start, |at| {
                about.start
                    + at
                    + lower[about.start + at..]
                        .chars()
                        .next()
                        .map_or(1, char::len_utf8)
            })..about.end
        } else {
            about
        };
        let extent = self.extent(
            &lower[clause(lower, range.start)..range.start],
            lower,
            &range,
        );
        Some(Match {
            kind: self.kind,
            extent,
            range,
            about,
        })
    }

    /// What the words before a match, and right after it, say about its extent.
    fn extent(&self, before: &str, lower: &str, range: &Range<usize>) -> Extent {
        let near: String = lower[range.end..].chars().take(8).collect();
        let has = |words: &[String]| {
            words.iter().any(|word| {
                position(before, word, 0).is_some()
                    || word.chars().any(is_unspaced) && near.contains(word.as_str())
            })
        };
        if has(&self.limits.not) {
            Extent::Negated
        } else if has(&self.limits.planned) {
            Extent::Planned
        } else if has(&self.limits.part) {
            Extent::Part
        } else {
            Extent::Whole
        }
    }
}

/// The start of the clause that a byte of a text is in.
fn clause(lower: &str, at: usize) -> usize {
    let marks = ['.', ',', ';', ':', '(', '。', '、', '，', '；', '：', '（'];
    let mark = lower[..at]
        .char_indices()
        .rev()
        .find(|(_, c)| marks.contains(c));
    mark.map_or(0, |(start, c)| start + c.len_utf8())
}

/// Where whole words are in a text, from a byte on. Scripts without blanks have no whole words.
fn position(text: &str, words: &str, from: usize) -> Option<usize> {
    let rest = &text[from..];
    let mut found = rest.match_indices(words).map(|(at, _)| from + at);
    if words.chars().any(is_unspaced) {
        return found.next();
    }
    found.find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(before) && !letter(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::vocabulary::tables;

    #[test]
    fn sentences_of_all_languages_are_found() {
        let find = |text: &str| {
            let lower = text.to_lowercase();
            let matches = tables().sentences_in(&lower).into_iter();
            let matches = matches.filter_map(|sentence| sentence.find(&lower, 0));
            let found = matches.max_by_key(|found| found.range.len())?;
            let about = lower[found.about.clone()].trim().to_string();
            Some((found.kind, found.extent, about))
        };
        let check = |text: &str, kind: Kind, extent: Extent, about: &str| {
            assert_eq!(
                find(text),
                Some((kind, extent, about.to_string())),
                "{text}"
            );
        };
        use Extent::{Negated, Part, Planned, Whole};
        use Kind::{SupersededBy, Supersedes};
        check("Ersetzt durch ADR-2", SupersededBy, Whole, "adr-2");
        check("Teilweise ersetzt durch 2", SupersededBy, Part, "2");
        check("Wird durch ADR-2 ersetzt", SupersededBy, Planned, "adr-2");
        check("Nicht ersetzt durch 2", SupersededBy, Negated, "2");
        check("Remplacée par 0002", SupersededBy, Whole, "0002");
        check("Reemplazado por 3", SupersededBy, Whole, "3");
        check("Substituída por ADR 4", SupersededBy, Whole, "adr 4");
        check("Sostituisce ADR 4", Supersedes, Whole, "adr 4");
        check("Vervangen door ADR 4", SupersededBy, Whole, "adr 4");
        check("Zastąpiona przez ADR 4", SupersededBy, Whole, "adr 4");
        check("Заменено на ADR 4", SupersededBy, Whole, "adr 4");
        check("ADR-4に置き換えられた", SupersededBy, Whole, "adr-4");
        check("已被 ADR-4 取代", SupersededBy, Whole, "adr-4");
        check("ADR-4로 대체됨", SupersededBy, Whole, "adr-4");
        check("Retired in favour of 4", SupersededBy, Whole, "4");
    }
}
