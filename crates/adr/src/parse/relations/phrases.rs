//! The words of a line that relate its record to others: "superseded by", "amends".
//!
//! Knows neither how records are named nor which there are.

use std::cmp::Reverse;
use std::ops::Range;

use crate::model::record::Kind;
use crate::parse::relations::scope;
use crate::parse::relations::scope::{Voice, Word};
use crate::parse::relations::verbs::Verb;
use crate::parse::vocabulary::Extent;
use crate::parse::vocabulary::sentences::Match;
use crate::parse::vocabulary::tables;

/// A phrase that states a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The relation that the verb alone names.
    pub(crate) kind: Kind,
    /// What the words before the verb say of it.
    pub(crate) extent: Extent,
    /// Where the verb begins.
    pub(crate) start: usize,
    /// How many words are before it.
    pub(crate) lead: usize,
    /// The part of the line that is about it.
    pub(crate) about: Range<usize>,
    /// A fixed expression such as "retired in favour of", after which the status stays what its
    /// own word says.
    pub(crate) is_expression: bool,
    /// Where the note in parentheses begins that it is in.
    pub(crate) parenthesis: Option<usize>,
}

impl Phrase {
    /// Whether it says that one record takes the place of another.
    pub(crate) fn replaces(&self) -> bool {
        matches!(self.kind, Kind::Supersedes | Kind::SupersededBy)
    }
}

/// The phrases of a line.
pub(crate) fn phrases(text: &str) -> Vec<Phrase> {
    let lower = text.to_ascii_lowercase();
    let words = scope::words(&lower);
    let mut found: Vec<Phrase> = Vec::new();
    let mut parentheses = Parentheses::new(text);
    let mut at = 0;
    while at < words.len() {
        let Some(verb) = Verb::read(&lower, &words, at) else {
            at += 1;
            continue;
        };
        let start = words[at].start;
        if let Some(last) = found.last_mut() {
            last.about.end = start;
        }
        found.push(Phrase {
            kind: verb.kind,
            extent: verb.extent,
            start,
            lead: at,
            about: verb.end..text.len(),
            is_expression: false,
            parenthesis: parentheses.around(start),
        });
        at += verb.words;
    }
    add_sentences(text, &words, &mut found);
    found
}

/// Whether a text ends with the words for a relation, so that the record must follow.
pub(crate) fn is_open(text: &str) -> bool {
    let phrases = phrases(text);
    phrases.last().is_some_and(|phrase| {
        let rest = text.get(phrase.about.clone()).unwrap_or_default();
        phrase.about.end == text.len() && rest.trim_matches([':', ' ']).is_empty()
    })
}

/// Adds the fixed expressions of all languages; those of other languages only where no English
/// verb is.
fn add_sentences(text: &str, words: &[Word<'_>], found: &mut Vec<Phrase>) {
    let lower = lowercase(text);
    let foreign = found.is_empty();
    let sentences = tables().sentences_in(&lower).into_iter();
    let sentences = sentences.filter(|sentence| foreign || sentence.english);
    let mut matches: Vec<(Match, bool)> = sentences
        .filter_map(|sentence| Some((sentence.find(&lower, 0)?, sentence.english)))
        .collect();
    // Of several at one place the longest counts.
    matches.sort_by_key(|(found, _)| (found.range.start, Reverse(found.range.len())));
    let mut end = 0;
    for (found_at, english) in matches {
        let range = found_at.range;
        let overlaps = found
            .iter()
            .any(|phrase| phrase.start < range.end && range.start < phrase.about.start);
        if range.start < end || overlaps {
            continue;
        }
        end = range.end;
        let lead = words
            .iter()
            .take_while(|word| word.start < range.start)
            .count();
        let extent = if english {
            scope::before(words, lead, voice(found_at.kind)).unwrap_or(Extent::Whole)
        } else {
            found_at.extent
        };
        found.push(Phrase {
            kind: found_at.kind,
            extent,
            start: range.start,
            lead,
            about: found_at.about,
            is_expression: english,
            parenthesis: Parentheses::new(text).around(range.start),
        });
    }
    found.sort_by_key(|phrase| phrase.start);
    let starts: Vec<usize> = found.iter().skip(1).map(|phrase| phrase.start).collect();
    for (phrase, next) in found.iter_mut().zip(starts) {
        phrase.about.end = phrase.about.end.min(next).max(phrase.about.start);
    }
}

fn voice(kind: Kind) -> Voice {
    match kind {
        Kind::SupersededBy | Kind::AmendedBy => Voice::Passive,
        _ => Voice::Active,
    }
}

/// A text in lower case, of which each character is at the same byte.
fn lowercase(text: &str) -> String {
    let lower = |c: char| {
        let mut lower = c.to_lowercase();
        let single = lower.next().filter(|_| lower.next().is_none());
        single.filter(|l| l.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(lower).collect()
}

/// Where notes in parentheses begin and end, read once from left to right.
struct Parentheses<'t> {
    text: &'t str,
    at: usize,
    open: Vec<usize>,
}

impl<'t> Parentheses<'t> {
    fn new(text: &'t str) -> Self {
        let open = Vec::new();
        Parentheses { text, at: 0, open }
    }

    /// The outermost note around a place after those asked for before.
    fn around(&mut self, place: usize) -> Option<usize> {
        for (offset, byte) in self.text.bytes().enumerate().take(place).skip(self.at) {
            match byte {
                b'(' => self.open.push(offset),
                b')' => drop(self.open.pop()),
                _ => {}
            }
        }
        self.at = place;
        self.open.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_have_a_kind_and_an_extent() {
        use Extent::{Negated, Part, Planned, Whole};
        use Kind::{Amends, RelatesTo, SupersededBy, Supersedes};
        let check = |text: &str, expected: &[(Kind, Extent)]| {
            let found = phrases(text).into_iter();
            let found: Vec<_> = found.map(|phrase| (phrase.kind, phrase.extent)).collect();
            assert_eq!(found, expected, "{text}");
        };
        for text in [
            "Superseded by ADR-3",
            "Accepted. Superseded by ADR-3",
            "Accepted, superseded by ADR-3",
            "This ADR has been superseded by ADR-3",
            "Accepted (superseded by ADR-3)",
            "Accepted by all members of the board; replaced with ADR-3",
            "Superseded in 2024 by ADR-3",
            "Superseded on 3 May 2024 by ADR-3",
            "superseded-by 3",
            "Superseded as of version 3 by ADR-3",
            "Decision 2 superseded by ADR-3",
            "Superseded: ADR-3",
            "Partially implemented, superseded by ADR-3",
            "Changed to superseded by ADR-3",
            "Accepted 2020-01-02 and later superseded by ADR-3",
        ] {
            check(text, &[(SupersededBy, Whole)]);
        }
        for text in [
            "Parts of this were superseded by ADR-3",
            "Accepted, key format superseded by ADR-3",
            "Partially superseded by ADR-3",
            "partially-superseded by ADR-3",
            "superseded-in-part by 3",
            "Superseded (in part) by 3",
            "Section 3 is replaced by ADR-3",
            "Sections 2, 3 and 4 superseded by ADR-3",
            "Accepted; §4 superseded by ADR-3",
            "Accepted, decision 2 superseded by ADR-3",
            "Superseded in part",
            "Superseded for new services by ADR-3",
            "Superseded on Android by ADR-3",
            "Partial supersession by ADR-3",
        ] {
            check(text, &[(SupersededBy, Part)]);
        }
        for text in [
            "Accepted — proposed to be superseded by ADR-3",
            "Will be superseded by ADR-3 once it ships",
            "To be superseded by ADR-3",
            "Accepted, may be replaced by ADR-3",
            "Is being superseded by ADR-3",
            "Accepted until superseded by ADR-3",
            "Conditionally superseded by ADR-3",
            "Superseded soon by ADR-3",
            "Maybe superseded by ADR-3",
            "Accepted (pending replacement by ADR-3)",
        ] {
            check(text, &[(SupersededBy, Planned)]);
        }
        check("Not superseded by ADR-3", &[(SupersededBy, Negated)]);
        check("accepted; supersedes ADR-0045", &[(Supersedes, Whole)]);
        check("partially supersedes ADR-3", &[(Supersedes, Part)]);
        check("If accepted, supersedes ADR-3", &[(Supersedes, Planned)]);
        check("Proposed to supersede ADR-3", &[(Supersedes, Planned)]);
        check("does not supersede ADR-3", &[(Supersedes, Negated)]);
        check("we supersede", &[]);
        check(
            "Supersedes 1. Superseded by 3",
            &[(Supersedes, Whole), (SupersededBy, Whole)],
        );
        check(
            "Superseded by 9, which also replaces 5",
            &[(SupersededBy, Whole), (Supersedes, Negated)],
        );
        check("Extends ADR-1", &[(Amends, Whole)]);
        check("related to x", &[(RelatesTo, Whole)]);
        check("unrelated to", &[]);
        check("0012-replaces-x.md", &[]);
    }
}
