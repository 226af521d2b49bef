//! Status words.
//!
//! A status is the first known word of a short text; a text that lists several is a template
//! that nobody filled in, and says nothing.

use std::sync::LazyLock;

use crate::model::record::Status;
use crate::parse::values::date;

/// What a text says about a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParsedStatus {
    /// A status.
    Known(Status),
    /// Vocabulary that are in no table.
    Unknown,
    /// Several to choose from, or a place to fill in.
    Template,
    /// Nothing.
    Nothing,
}

/// Vocabulary and what they mean; the user's own come first.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// In lower case.
    pub own: Vec<(String, Status)>,
}

use Status::{
    Accepted, Deprecated, Draft, Experimental, OnHold, Proposed, Rejected, Reverted, Superseded,
};

/// Up to three words each, in lower case; hyphens count as blanks.
const KNOWN: &[(&str, Status)] = &[
    ("accept", Accepted),
    ("accepted", Accepted),
    ("acepted", Accepted),
    ("active", Accepted),
    ("adopted", Accepted),
    ("agreed", Accepted),
    ("amended", Accepted),
    ("approved", Accepted),
    ("committed", Accepted),
    ("complete", Accepted),
    ("completed", Accepted),
    ("confirmed", Accepted),
    ("current", Accepted),
    ("decided", Accepted),
    ("decision made", Accepted),
    ("done", Accepted),
    ("enacted", Accepted),
    ("final", Accepted),
    ("finalised", Accepted),
    ("finalized", Accepted),
    ("implemented", Accepted),
    ("in effect", Accepted),
    ("in force", Accepted),
    ("in use", Accepted),
    ("live", Accepted),
    ("merged", Accepted),
    ("ratified", Accepted),
    ("implementable", Accepted),
    ("validated", Accepted),
    ("awaiting approval", Proposed),
    ("awaiting review", Proposed),
    ("candidate", Proposed),
    ("discussion", Proposed),
    ("for review", Proposed),
    ("in discussion", Proposed),
    ("in review", Proposed),
    ("open", Proposed),
    ("pending", Proposed),
    ("proposal", Proposed),
    ("proposed", Proposed),
    ("provisional", Proposed),
    ("ready for review", Proposed),
    ("request for comments", Proposed),
    ("review", Proposed),
    ("rfc", Proposed),
    ("suggested", Proposed),
    ("under consideration", Proposed),
    ("under discussion", Proposed),
    ("under review", Proposed),
    ("draft", Draft),
    ("drafted", Draft),
    ("drafting", Draft),
    ("in progress", Draft),
    ("incomplete", Draft),
    ("wip", Draft),
    ("work in progress", Draft),
    ("abandoned", Rejected),
    ("canceled", Rejected),
    ("cancelled", Rejected),
    ("declined", Rejected),
    ("denied", Rejected),
    ("discarded", Rejected),
    ("not accepted", Rejected),
    ("not approved", Rejected),
    ("refused", Rejected),
    ("rejected", Rejected),
    ("withdrawn", Rejected),
    ("archived", Deprecated),
    ("deprecated", Deprecated),
    ("obsolete", Deprecated),
    ("outdated", Deprecated),
    ("retired", Deprecated),
    ("sunset", Deprecated),
    ("invalidated", Superseded),
    ("obsoleted", Superseded),
    ("overridden", Superseded),
    ("replaced", Superseded),
    ("superceded", Superseded),
    ("supercedes by", Superseded),
    ("superseded", Superseded),
    ("superseeded", Superseded),
    ("supersede by", Superseded),
    ("blocked", OnHold),
    ("deferred", OnHold),
    ("hold", OnHold),
    ("on hold", OnHold),
    ("onhold", OnHold),
    ("parked", OnHold),
    ("paused", OnHold),
    ("postponed", OnHold),
    ("suspended", OnHold),
    ("experiment", Experimental),
    ("experimental", Experimental),
    ("pilot", Experimental),
    ("trial", Experimental),
    ("trialing", Experimental),
    ("reverted", Reverted),
    ("rolled back", Reverted),
];

/// Vocabulary that may stand before the one that counts.
const FILLERS: &[&str] = &[
    "a",
    "adr",
    "all",
    "already",
    "as",
    "been",
    "being",
    "by",
    "consensus",
    "currently",
    "decision",
    "formally",
    "fully",
    "has",
    "have",
    "initial",
    "initially",
    "is",
    "it",
    "lazily",
    "lazy",
    "marked",
    "mostly",
    "now",
    "partially",
    "partly",
    "provisionally",
    "record",
    "state",
    "status",
    "the",
    "this",
    "was",
    "we",
];

impl Vocabulary {
    /// What a text says.
    pub(crate) fn read(&self, text: &str) -> ParsedStatus {
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
        // `Draft → Accepted`: what it became.
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
            if !number && !FILLERS.contains(&word) && !date::is_month(word) {
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
        let own = self.own.iter().filter_map(|(phrase, status)| {
            let rest = phrase.strip_prefix(first)?;
            let rest = rest.strip_prefix(' ').or(rest.is_empty().then_some(""))?;
            Some((rest, *status))
        });
        let known = known(first).iter();
        let known = known.map(|(_, rest, status)| (*rest, *status));
        let mut best: Option<(Status, usize)> = None;
        for (rest, status) in own.chain(known) {
            if let Some(length) = begins(later, rest)
                && best.is_none_or(|(_, longest)| longest < length)
            {
                best = Some((status, length));
            }
        }
        best
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

/// Whether a word alone, in lower case, is a status.
pub(crate) fn is_word(word: &str) -> bool {
    known(word).iter().any(|(_, rest, _)| rest.is_empty())
}

/// How many words a phrase takes, if what comes after its first is the rest of it.
fn begins(later: &[&str], rest: &str) -> Option<usize> {
    if rest.is_empty() {
        return Some(1);
    }
    let count = rest.split(' ').count();
    let same = later.iter().copied().take(count).eq(rest.split(' '));
    (same && count < 3).then_some(1 + count)
}

/// The known phrases that begin with a word: that word, the others, and what they mean.
fn known(first: &str) -> &'static [(&'static str, &'static str, Status)] {
    static TABLE: LazyLock<Vec<(&str, &str, Status)>> = LazyLock::new(|| {
        let split = |(phrase, status): &(&'static str, Status)| {
            let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
            (first, rest, *status)
        };
        let mut table: Vec<_> = KNOWN.iter().map(split).collect();
        table.sort_by_key(|(first, ..)| *first);
        table
    });
    let start = TABLE.partition_point(|(word, ..)| *word < first);
    let rest = &TABLE[start..];
    let others = |(word, ..): &(&str, &str, Status)| *word != first;
    &rest[..rest.iter().position(others).unwrap_or(rest.len())]
}

/// The words of a text; at most forty matter.
fn words(lower: &str) -> Vec<&str> {
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(40)
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
        let words = Vocabulary {
            own: vec![("parked".to_string(), Status::Rejected)],
        };
        assert_eq!(words.read("Parked"), ParsedStatus::Known(Status::Rejected));
        assert_eq!(words.is_exact("Accepted!"), Some(Status::Accepted));
        assert_eq!(words.is_exact("accepted by all"), None);
    }
}
