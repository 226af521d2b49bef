//! The extent of a relation, by the words around it: whether it is about the whole record or a part
//! of it, is planned, or is negated.
//!
//! Sees words only, never which records there are. The words are in `scope-words.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::parse::vocabulary::{Extent, is_month, is_status_word};

/// A group of words in `scope-words.txt`.
pub(super) fn group(name: &str) -> &'static [&'static str] {
    static GROUPS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let lines = include_str!("scope-words.txt").lines();
        let groups = lines.filter(|line| !line.starts_with('#'));
        let groups = groups.filter_map(|line| line.split_once(':'));
        groups
            .map(|(name, words)| (name, words.split_whitespace().collect()))
            .collect()
    });
    GROUPS.get(name).map_or(&[], Vec::as_slice)
}

/// Whether a word, in lower case, is in a group.
pub(super) fn is(word: &str, name: &str) -> bool {
    group(name).contains(&word)
}

/// A word in lower case, and what is between it and the one before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) gap: &'t str,
}

impl Word<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// A sentence, a note in parentheses or the like begins or ends before this word.
    fn is_apart(&self) -> bool {
        let gap = self.gap;
        let mark = |c| {
            matches!(
                c,
                '(' | ')' | ';' | ':' | '!' | '?' | '—' | '–' | '|' | '→' | '>'
            )
        };
        gap.contains(mark) || gap.contains(" - ") || gap.contains(". ") || gap.contains('\n')
    }
}

/// The words of a text that is in lower case.
pub(super) fn words(lower: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(skip) = lower[at..].find(char::is_alphanumeric) {
        let start = at + skip;
        let rest = &lower[start..];
        let length = rest.find(|c: char| !c.is_alphanumeric());
        let length = length.unwrap_or(rest.len());
        words.push(Word {
            text: &rest[..length],
            start,
            gap: &lower[at..start],
        });
        at = start + length;
    }
    words
}

/// How a verb is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// "is superseded by": the words before it are about the record that is replaced.
    Passive,
    /// "supersedes".
    Active,
    /// "supersede": needs a word such as "will" before it.
    Bare,
}

/// Most words that are looked at before a verb.
const BEFORE: usize = 24;

/// Reads the words before a verb; `verb` is the index of the verb. `None` for a bare verb, such as
/// "supersede", without a word such as "will" before it.
pub(super) fn before(words: &[Word<'_>], verb: usize, voice: Voice) -> Option<Extent> {
    let from = verb.saturating_sub(BEFORE);
    // The sentence, then what follows its last word for a status, then the clause.
    let apart = (from..=verb)
        .rev()
        .find(|at| words.get(*at).is_some_and(Word::is_apart));
    let sentence = apart.unwrap_or(from);
    let after_status = (sentence..verb)
        .rev()
        .find(|at| is_status_word(words[*at].text));
    let near = match after_status {
        // "proposed to be superseded" has no status.
        Some(at) if words.get(at + 1).is_some_and(|next| next.text == "to") => at,
        Some(at) => at + 1,
        None => sentence,
    };
    let clause = (near..verb).rev().find(|at| {
        let starts = matches!(words[*at].text, "and" | "but" | "then" | "however");
        starts || words[*at].gap.contains(',')
    });
    let clause = match clause {
        Some(_) if words[verb].gap.contains(',') => verb,
        Some(at) => at,
        None if words[verb].gap.contains(',') && near < verb => verb,
        None => near,
    };
    let texts = |from: usize| words[from..verb].iter().map(|word| word.text);
    let helps = |word: &&str| {
        matches!(
            *word,
            "is" | "was" | "has" | "been" | "also" | "itself" | "later" | "in" | "turn"
        )
    };
    let subject = texts(sentence).rev().find(|word| !helps(word));
    if matches!(subject, Some("which" | "who")) || subject == Some("that") && voice == Voice::Active
    {
        return Some(Extent::Negated);
    }
    let last = texts(clause).next_back();
    let not = texts(clause).any(|word| is(word, "not"));
    let longer = words[clause..verb].windows(2);
    let not = not
        || longer
            .map(|pair| (pair[0].text, pair[1].text))
            .any(|pair| pair == ("no", "longer"));
    if not {
        return Some(Extent::Negated);
    }
    let condition = |word: &str| is(word, "condition") || word == "when";
    let later = texts(clause).any(|word| is(word, "later") || condition(word));
    let condition = texts(sentence).next().is_some_and(condition);
    let to = match voice {
        Voice::Bare => last == Some("to"),
        _ => words[clause..verb]
            .windows(2)
            .any(|pair| (pair[0].text, pair[1].text) == ("to", "be")),
    };
    if later || to || condition {
        return Some(Extent::Planned);
    }
    if voice == Voice::Bare {
        return None;
    }
    let part =
        texts(near).any(|word| is(word, "part")) || texts(clause).any(|word| is(word, "part-near"));
    let part = part || words[near..=verb].iter().any(|word| word.gap.contains('§'));
    // "Accepted, decision 3 superseded": one of those that the record states.
    let one_of = |pair: &[Word<'_>]| pair[0].text == "decision" && pair[1].is_number();
    let part = part || after_status.is_some() && words[clause..verb].windows(2).any(one_of);
    let whole = |word: &Word<'_>| is(word.text, "whole") || word.is_number() || is_month(word.text);
    let other = voice == Voice::Passive && !words[clause..verb].iter().all(whole);
    Some(if part || other {
        Extent::Part
    } else {
        Extent::Whole
    })
}

/// Reads the words between a verb, or the label of a field, and the first reference. With
/// `replaces` they are about the other record, else about this one.
pub(super) fn between(text: &str, replaces: bool) -> Extent {
    let lower = text.to_ascii_lowercase();
    let words = words(&lower);
    if words.is_empty() {
        let part = replaces && lower.contains('§');
        return if part { Extent::Part } else { Extent::Whole };
    }
    if words.iter().any(|word| is(word.text, "later")) {
        return Extent::Planned;
    }
    let how = |word: &Word<'_>| matches!(word.text, "partially" | "partly");
    let in_part = words
        .windows(2)
        .any(|pair| (pair[0].text, pair[1].text) == ("in", "part"));
    if in_part || words.iter().any(how) {
        return Extent::Part;
    }
    let part = |word: &Word<'_>| {
        is(word.text, "part") || is(word.text, "part-near") || is(word.text, "limits")
    };
    if !replaces {
        // In the field "Superseded by": "sections 2 and 3 by ADR-4".
        let by = words.last().is_some_and(|last| last.text == "by");
        let part = by && words.iter().any(part);
        return if part { Extent::Part } else { Extent::Whole };
    }
    if lower.contains('§') || words.iter().any(part) {
        return Extent::Part;
    }
    // "the retry policy of ADR 3", but not "the decision in ADR 3"
    let of = words
        .iter()
        .rposition(|word| matches!(word.text, "of" | "in" | "from"));
    let thing = of.map_or(&[][..], |of| &words[..of]);
    let whole = |word: &Word<'_>| {
        is(word.text, "whole")
            || is(word.text, "prefix")
            || word.is_number()
            || matches!(
                word.text,
                "previous"
                    | "earlier"
                    | "existing"
                    | "former"
                    | "old"
                    | "what"
                    | "decided"
                    | "content"
                    | "contents"
                    | "version"
            )
    };
    if thing.iter().all(whole) {
        Extent::Whole
    } else {
        Extent::Part
    }
}

/// Reads the text after a reference: the extent that it states, and whether that also applies to
/// the references before it.
pub(super) fn behind(text: &str, replaces: bool) -> (Extent, bool) {
    let trimmed = text.trim_start();
    if trimmed.starts_with('?') {
        return (Extent::Planned, false);
    }
    // A title: what it says is about something else.
    if trimmed.starts_with([':', '.', '"', '“']) {
        return (Extent::Whole, false);
    }
    if let Some(owned) = trimmed.strip_prefix("'s ").or(trimmed.strip_prefix("’s ")) {
        let part = replaces && !owned.trim().is_empty();
        return (if part { Extent::Part } else { Extent::Whole }, false);
    }
    let note = trimmed.strip_prefix('(');
    let marks = |c: char| c.is_whitespace() || matches!(c, ',' | '—' | '–' | '-' | ';');
    let inside = match note {
        Some(note) => note.split(')').next().unwrap_or_default(),
        None => trimmed.trim_start_matches(marks),
    };
    if replaces && inside.starts_with('§') {
        return (Extent::Part, false);
    }
    let lower = inside.to_ascii_lowercase();
    let words = words(&lower);
    let sentence = words.iter().skip(1).position(Word::is_apart);
    let words = &words[..sentence.map_or(words.len(), |at| at + 1)];
    let Some(first) = words.first() else {
        return (Extent::Whole, false);
    };
    // Outside of parentheses a capital begins a title.
    if note.is_none() && inside[first.start..].starts_with(char::is_uppercase) {
        return (Extent::Whole, false);
    }
    // "ADR 3 (the caching layer)"
    let of_it = replaces && note.is_some() && inside.trim_start().starts_with("the ");
    let thing = words.get(1).filter(|_| of_it);
    let extent = if is_to_come(words) {
        Extent::Planned
    } else if thing.is_some_and(|word| !is(word.text, "whole-thing"))
        || is_part(words, note.is_some(), !trimmed.starts_with(marks), replaces)
    {
        Extent::Part
    } else {
        Extent::Whole
    };
    (extent, note.is_none())
}

/// Whether the words after a reference speak of what is not so yet.
fn is_to_come(words: &[Word<'_>]) -> bool {
    let when = matches!(words[0].text, "when" | "after");
    let mut next = words.iter().skip(1).take(5);
    begin(words, "begins-planned") || when && next.any(|word| is(word.text, "to-come"))
}

/// Whether the words after a reference limit what it is about. They are in a note, or right
/// after it with nothing between.
fn is_part(words: &[Word<'_>], is_note: bool, is_near: bool, replaces: bool) -> bool {
    let first = words[0].text;
    let reason = |word: &Word<'_>| is(word.text, "reason") || word.text == "now";
    let of_something = first == "for" && !words.iter().skip(1).take(5).any(reason);
    let last = words.last().map_or("", |word| word.text);
    let left = matches!(first, "but" | "though" | "although" | "while" | "whereas") || is_note;
    let left = left && words.iter().take(12).any(|word| is(word.text, "left"));
    let named = match (is_note, is_near) {
        (true, _) => 8,
        (_, true) => 4,
        _ => 1,
    };
    let named = replaces && words.iter().take(named).any(|word| is(word.text, "part"));
    begin(words, "begins-part") || last == "only" || of_something || left || named
}

/// The offset in the text between two references of a list from which it is about the second.
pub(super) fn turn(text: &str) -> usize {
    let mark = text.rfind([',', ';', '&', '/', '+']).map(|at| at + 1);
    let lower = text.to_ascii_lowercase();
    let words = words(&lower);
    let joins = words.iter().rev().find(|word| is(word.text, "joins"));
    mark.max(joins.map(Word::end)).unwrap_or(text.len())
}

/// Whether a text between two references says more than that the list goes on.
pub(super) fn says_more(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    words(&lower).iter().any(|word| !is(word.text, "joins"))
}

/// What the text of a link says of the record that it leads to: "section 2 of ADR 3".
pub(super) fn within(text: &str) -> Extent {
    let lower = text.trim().to_ascii_lowercase();
    let words = words(&lower);
    let begins = words.first().is_some_and(|word| is(word.text, "part"));
    let of = words.iter().any(|word| matches!(word.text, "of" | "in"));
    if begins && of || lower.starts_with('§') {
        Extent::Part
    } else {
        Extent::Whole
    }
}

/// Whether the words begin as one of a group does.
fn begin(words: &[Word<'_>], name: &str) -> bool {
    let group = group(name).join(" ");
    let mut starts = group.split(';');
    starts.any(|start| {
        let mut here = words.iter().map(|word| word.text);
        start
            .split_whitespace()
            .all(|word| here.next() == Some(word))
    })
}

/// Whether a value says that there is no record, such as "none".
pub(super) fn is_nothing(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = words(&lower);
    match words.first() {
        None => true,
        Some(first) if first.text == "no" => !words.get(1).is_some_and(Word::is_number),
        Some(first) => is(first.text, "nothing"),
    }
}
