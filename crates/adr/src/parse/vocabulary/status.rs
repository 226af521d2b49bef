//! Status words.
//!
//! A status is the first known phrase of a short text. A text that lists several statuses is a
//! template that is not filled in.

use std::borrow::Cow;

use crate::model::record::Status;
use crate::parse::vocabulary::language::is_unspaced;
use crate::parse::vocabulary::lookup::Vocabulary;
use crate::parse::vocabulary::tables::{is_month, tables};

/// The status that a text states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParsedStatus {
    Known(Status),
    /// Words that are not a known status.
    Unknown,
    /// Several statuses to choose from, or a place to fill in.
    Template,
    /// No words.
    Nothing,
}

/// Most words of a phrase.
const LONGEST: usize = 5;

/// Most words of a text that are looked at.
const WORDS: usize = 40;

impl Vocabulary {
    /// Reads the status that a text states.
    pub(crate) fn read(&self, text: &str) -> ParsedStatus {
        let text = &without_shortcodes(text);
        let lower = text.to_lowercase();
        let words = words(&lower);
        if words.is_empty() {
            return ParsedStatus::Nothing;
        }
        // One word and nothing else, as most are.
        if text.bytes().all(|b| b.is_ascii_alphabetic()) {
            let said = self.phrase(&words);
            return said.map_or(ParsedStatus::Unknown, |(status, _)| {
                ParsedStatus::Known(status)
            });
        }
        if self.is_template(text, &words) {
            return ParsedStatus::Template;
        }
        // `Draft → Accepted`: the status after the last arrow counts.
        let arrow = |arrow| text.rsplit_once(arrow);
        let last = if text.contains(['>', '→']) {
            ["->", "→", "=>"].into_iter().find_map(arrow)
        } else {
            None
        };
        if let Some(status) = last.and_then(|(_, last)| self.is_exact(last)) {
            return ParsedStatus::Known(status);
        }
        for at in 0..words.len() {
            if let Some((status, _)) = self.phrase(&words[at..]) {
                return ParsedStatus::Known(status);
            }
            let word = words[at];
            let number = word.starts_with(|c: char| c.is_ascii_digit());
            if !number && !tables().fillers.contains(word) && !is_month(word) {
                break;
            }
        }
        ParsedStatus::Unknown
    }

    /// Whether a text is one status and nothing else.
    pub(crate) fn is_exact(&self, text: &str) -> Option<Status> {
        let lower = text.to_lowercase();
        let words = words(&lower);
        let (status, length) = self.phrase(&words)?;
        (length == words.len()).then_some(status)
    }

    /// The status that the words begin with, and how many words it takes. Of several the
    /// longest counts, of equal ones the user's own.
    fn phrase(&self, words: &[&str]) -> Option<(Status, usize)> {
        let (first, later) = words.split_first()?;
        let own = self.statuses.iter().filter_map(|(phrase, status)| {
            let rest = phrase.strip_prefix(first)?;
            let rest = rest.strip_prefix(' ').or(rest.is_empty().then_some(""))?;
            Some((rest, *status))
        });
        let known = tables().statuses.get(*first).into_iter().flatten();
        let known = known.map(|(rest, status)| (rest.as_str(), *status));
        let mut best: Option<(Status, usize)> = None;
        for (rest, status) in own.chain(known) {
            if let Some(count) = length(later, rest)
                && best.is_none_or(|(_, longest)| longest < count)
            {
                best = Some((status, count));
            }
        }
        best.or_else(|| Some((unspaced(first)?, 1)))
    }

    fn is_template(&self, text: &str, words: &[&str]) -> bool {
        let text = text.trim();
        let placeholder = text.starts_with(['{', '[', '<']) && text.ends_with(['}', ']', '>']);
        let mut kinds: Vec<Status> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.phrase(&words[at..]) {
                Some((status, length)) => {
                    if !kinds.contains(&status) {
                        kinds.push(status);
                    }
                    at += length;
                }
                None => at += 1,
            }
        }
        let choice = text.contains('|') || words.contains(&"or");
        match kinds.len() {
            0 => placeholder,
            1 => false,
            2 => choice && words.len() <= 6,
            _ => choice || placeholder || text.contains(['/', ',', '?', '"']),
        }
    }
}

/// The status that a word begins with, in languages that write no blanks between words.
fn unspaced(word: &str) -> Option<Status> {
    if !word.starts_with(is_unspaced) {
        return None;
    }
    let mut known = tables().unspaced.iter();
    known
        .find(|(phrase, _)| word.starts_with(phrase.as_str()))
        .map(|(_, status)| *status)
}

/// Whether a word alone, in lower case, is a status.
pub(crate) fn is_status_word(word: &str) -> bool {
    let known = tables().statuses.get(word);
    known.is_some_and(|known| known.iter().any(|(rest, _)| rest.is_empty()))
}

/// The number of words of a phrase, if `later` begins with all words of `rest`.
fn length(later: &[&str], rest: &str) -> Option<usize> {
    if rest.is_empty() {
        return Some(1);
    }
    let count = rest.split(' ').count();
    let same = later.iter().copied().take(count).eq(rest.split(' '));
    (same && count < LONGEST).then_some(1 + count)
}

/// A text without the names of emoji, such as `:white_check_mark:`.
fn without_shortcodes(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once(':') else {
        return Cow::Borrowed(text);
    };
    let Some((name, after)) = rest.split_once(':') else {
        return Cow::Borrowed(text);
    };
    let letters = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if name.is_empty() || !letters {
        return Cow::Borrowed(text);
    }
    Cow::Owned([before, " ", after].concat())
}

/// The words of a text in lower case.
fn words(lower: &str) -> Vec<&str> {
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_word_counts() {
        let words = Vocabulary::default();
        let check = |text: &str, expected: &str| {
            let said = match words.read(text) {
                ParsedStatus::Known(status) => status.name(),
                ParsedStatus::Unknown => "unknown",
                ParsedStatus::Template => "template",
                ParsedStatus::Nothing => "",
            };
            assert_eq!(said, expected, "{text}");
        };
        check("Accepted (lazy consensus) & implemented.", "accepted");
        check("✅ **Approved**", "accepted");
        check("Proposed, not implemented yet.", "proposed");
        check("In Review.", "proposed");
        check("on hold", "on-hold");
        check("in-progress", "draft");
        check("2020-05-01: Accepted", "accepted");
        check("This ADR has been deprecated", "deprecated");
        check("Partially accepted", "accepted");
        check("January 5, 2020: accepted", "accepted");
        check("Draft → Accepted", "accepted");
        check("Accepted -> does not affect x", "accepted");
        check("Not-Implemented", "unknown");
        check("The two points above have been implemented", "unknown");
        check("Refinement completed", "unknown");
        check("[accepted ]", "accepted");
        check("[proposed | rejected | accepted]", "template");
        check("Accepted or Rejected", "template");
        check("{status}", "template");
        check(
            "What is the status, such as proposed, accepted, rejected?",
            "template",
        );
        check(" … ", "");
    }

    #[test]
    fn own_words_come_first() {
        let mut words = Vocabulary::default();
        words.add_status("parked", Status::Rejected);
        assert_eq!(words.read("Parked"), ParsedStatus::Known(Status::Rejected));
        assert_eq!(words.is_exact("Accepted!"), Some(Status::Accepted));
        assert_eq!(words.is_exact("accepted by all"), None);
    }
}
