//! English verbs that relate records, with the words around them: "superseded in 2024 by".

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::record::Kind;
use crate::parse::relations::scope;
use crate::parse::relations::scope::{Voice, Word, is};
use crate::parse::vocabulary::{Extent, is_month};

/// A verb that relates records.
pub(super) struct Verb {
    pub(super) kind: Kind,
    pub(super) extent: Extent,
    /// How many words it takes.
    pub(super) words: usize,
    /// Offset after its words, where the names of records begin.
    pub(super) end: usize,
}

/// The group of verbs that a word is in.
fn verb_group(word: &str) -> Option<&'static str> {
    const GROUPS: &[&str] = &[
        "replaced",
        "changed",
        "replacement",
        "replaces",
        "changes",
        "replace",
        "change",
        "refines",
        "relates",
    ];
    static VERBS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let words = |name: &'static str| {
            let words = scope::group(name).iter();
            words.map(move |word| (*word, name))
        };
        GROUPS.iter().copied().flat_map(words).collect()
    });
    VERBS.get(word).copied()
}

/// Most words between a verb and its "by".
const BETWEEN: usize = 10;

impl Verb {
    pub(super) fn read(lower: &str, words: &[Word<'_>], at: usize) -> Option<Verb> {
        let group = verb_group(words[at].text)?;
        if !begins(lower, words, at) {
            return None;
        }
        let verb = |kind, voice| Verb::active(lower, words, at, kind, voice);
        match group {
            "replaced" => Verb::passive(lower, words, at, Kind::SupersededBy),
            "changed" => Verb::passive(lower, words, at, Kind::AmendedBy),
            "replacement" => Verb::noun(words, at),
            "replaces" => verb(Kind::Supersedes, Voice::Active),
            "changes" => verb(Kind::Amends, Voice::Active),
            "replace" => verb(Kind::Supersedes, Voice::Bare),
            "change" => verb(Kind::Amends, Voice::Bare),
            "refines" => verb(Kind::RelatesTo, Voice::Active),
            "relates" => {
                let next = words.get(at + 1)?;
                let joins = matches!(next.text, "to" | "on") && next.gap.trim().is_empty();
                joins.then(|| Verb {
                    kind: Kind::RelatesTo,
                    extent: Extent::Whole,
                    words: 2,
                    end: next.end(),
                })
            }
            _ => None,
        }
    }

    /// "pending replacement by", "partial supersession by".
    fn noun(words: &[Word<'_>], at: usize) -> Option<Verb> {
        let by = words.get(at + 1).filter(|next| next.text == "by")?;
        let part = words[at.saturating_sub(2)..at]
            .iter()
            .any(|word| is(word.text, "part"));
        Some(Verb {
            kind: Kind::SupersededBy,
            extent: if part { Extent::Part } else { Extent::Planned },
            words: 2,
            end: by.end(),
        })
    }

    /// "superseded in 2024 by", "replaced with", "superseded:", "partially superseded".
    fn passive(lower: &str, words: &[Word<'_>], at: usize, kind: Kind) -> Option<Verb> {
        let before = scope::before(words, at, Voice::Passive)?;
        let way = Way::read(words, at);
        let replaces = kind == Kind::SupersededBy;
        let next = words.get(at + 1).map_or("", |next| next.text);
        let with = matches!(next, "with" | "in") && !is_year(words, at + 2);
        let colon = || lower[words[at].end()..].trim_start().starts_with(':');
        let last = match way.by {
            Some(by) => by,
            None if !replaces => return None,
            None if way.part.is_some() => way.part.unwrap_or(at),
            None if with => at + 1,
            None if colon() || before != Extent::Whole => at,
            None => return None,
        };
        let extent = match before {
            Extent::Whole | Extent::Part if way.later => Extent::Planned,
            Extent::Whole if way.part.is_some() => Extent::Part,
            before => before,
        };
        Some(Verb {
            kind,
            extent,
            words: last + 1 - at,
            end: words[last].end(),
        })
    }

    /// "supersedes", and "supersedes by", which is a mistake for "superseded by".
    fn active(
        lower: &str,
        words: &[Word<'_>],
        at: usize,
        kind: Kind,
        voice: Voice,
    ) -> Option<Verb> {
        let next = words.get(at + 1);
        let by = next.filter(|next| next.text == "by" && next.gap.trim().is_empty());
        if let Some(by) = by.filter(|_| kind == Kind::Supersedes) {
            return Some(Verb {
                kind: Kind::SupersededBy,
                extent: scope::before(words, at, Voice::Passive)?,
                words: 2,
                end: by.end(),
            });
        }
        let end = words[at].end();
        // Part of the name of a file, or of a compound word.
        if lower[end..].starts_with('-') && next.is_some_and(|next| next.gap == "-") {
            return None;
        }
        let extent = scope::before(words, at, voice)?;
        let words = 1;
        Some(Verb {
            kind,
            extent,
            words,
            end,
        })
    }
}

/// The words between a verb and its "by": the time, the manner, or the part that is meant.
#[derive(Default)]
struct Way {
    by: Option<usize>,
    /// The last word that says that only a part is meant.
    part: Option<usize>,
    /// It is still to come: "superseded soon by".
    later: bool,
}

impl Way {
    fn read(words: &[Word<'_>], verb: usize) -> Way {
        let mut way = Way::default();
        // "superseded for new services by"
        let mut of_something = None;
        for (index, word) in words.iter().enumerate().skip(verb + 1).take(BETWEEN) {
            let inside = |c: char| c.is_whitespace() || matches!(c, '-' | '(' | ')' | ',' | '/');
            if !word.gap.chars().all(inside) {
                break;
            }
            if word.text == "by" {
                way.by = Some(index);
                way.part = way.part.or(of_something);
                break;
            }
            let digit = word.text.starts_with(|c: char| c.is_ascii_digit());
            let how = is(word.text, "adjunct") || is_month(word.text) || digit;
            if is(word.text, "part") {
                way.part = Some(index);
            } else if !how && is(word.text, "later") {
                way.later = true;
            } else if word.text == "for" || !how && words[index - 1].text == "on" {
                of_something = Some(index);
            } else if !how && of_something.is_none() {
                break;
            }
            if is(word.text, "reason") {
                break;
            }
        }
        way
    }
}

/// A relation begins where a word does; `in-part-superseded` does, `0012-replaces-x` does not.
fn begins(lower: &str, words: &[Word<'_>], at: usize) -> bool {
    match lower[..words[at].start].chars().next_back() {
        Some('-') => at > 0 && is(words[at - 1].text, "part"),
        Some('/' | '_') => false,
        _ => true,
    }
}

fn is_year(words: &[Word<'_>], at: usize) -> bool {
    let year = words.get(at).and_then(|word| word.text.parse::<u64>().ok());
    let month = words.get(at).is_some_and(|word| is_month(word.text));
    month || year.is_some_and(|year| (1900..2100).contains(&year))
}
