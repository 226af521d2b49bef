//! What an author writes in place of a version, and what it claims.
//!
//! `3.11+`, `18.x`, `20 LTS`, `≥ 5`, `Latest`, `N/A`: no reader of requirements knows these. It
//! may not compare anything with a manifest.

use std::ops::Range as Bytes;

use crate::counts;
use crate::versions::range;
use crate::versions::range::Range;
use crate::versions::version::Version;

/// What a cell says about a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing, and a version may be put there: empty, `Latest`, `TBD`, a placeholder.
    Open,
    /// Nothing, on purpose or in words: `N/A`, `Built-in`, `Pro Plan`.
    Silent,
    /// Several versions: of several technologies, or a list.
    Several(Vec<Claimed>),
    /// A version.
    Version(Claimed),
}

/// How much a claimed version fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `1.2.3`
    Exact,
    /// `18`, `18.x`, `4.18`
    Prefix,
    /// `3.11+`, `≥ 3.11`
    Floor,
    /// `^1.2`, `~5.9`, `<4`
    Range,
}

/// A claimed version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its numbers.
    pub version: Version,
    /// How much it fixes.
    pub shape: Shape,
    /// The versions that make it true.
    pub range: Range,
    /// Bytes of the numbers, in the text that was read.
    pub at: Bytes<usize>,
    /// Bytes of numbers, signs and wildcards.
    pub whole: Bytes<usize>,
}

const OPEN: &[&str] = &[
    "",
    "?",
    "??",
    "???",
    "current",
    "latest",
    "latest stable",
    "latest version",
    "latest lts",
    "newest",
    "stable",
    "tbd",
    "tbc",
    "todo",
    "to be defined",
    "to be determined",
    "version",
    "x",
    "x.x",
    "x.x.x",
    "x.y",
    "x.y.z",
    "v.x.x",
    "最新",
    "最新版",
    "última",
    "neueste",
    "dernière",
];

/// Words behind a version that make it a floor.
const FLOORS: &[&str] = &[
    "or above",
    "or greater",
    "or higher",
    "or later",
    "or newer",
    "and above",
    "and later",
    "and up",
    "minimum",
    "及以上",
    "以上",
    "o superior",
    "oder höher",
    "oder neuer",
    "ou supérieur",
];

/// What a text claims. Markup must be gone; `struck` says that it was crossed out.
pub fn read(text: &str, struck: bool) -> Claim {
    if struck {
        return Claim::Silent;
    }
    let (plain, inside) = parentheses(text);
    if OPEN.contains(&word(&plain).as_str()) {
        // `Latest (17.x)` claims 17; `(see the lock)` is the author's and stays.
        return match inside.trim_matches([' ', '(', ')', '（', '）']) {
            "" if text.trim().chars().all(|c| !"()（）".contains(c)) => Claim::Open,
            words if OPEN.contains(&word(words).as_str()) && !words.is_empty() => Claim::Open,
            words => aside(words, &inside),
        };
    }
    let framed = [('{', '}'), ('[', ']'), ('<', '>')];
    let inner = framed.iter().find_map(|(open, close)| {
        let inner = plain.trim().trim_matches(['*', '_', '`']);
        inner.strip_prefix(*open)?.strip_suffix(*close)
    });
    if let Some(inner) = inner {
        let word = word(inner);
        return if word.contains(|c: char| c.is_ascii_digit()) {
            // A frame may look like a sign: `<17>` is not less than 17.
            aside(inner, &plain.replace(FRAME, " "))
        } else if NONE.contains(&word.as_str()) {
            Claim::Silent
        } else {
            Claim::Open
        };
    }
    // `3 (replicas)` counts what the parentheses say.
    if counts::counts_behind(inside.trim()) {
        return Claim::Silent;
    }
    of_versions(&plain)
}

/// Signs around a placeholder.
const FRAME: [char; 6] = ['{', '}', '[', ']', '<', '>'];

/// Words in a frame that say there is no version.
const NONE: &[&str] = &[
    "-",
    "--",
    "built-in",
    "n.a.",
    "n/a",
    "na",
    "native",
    "none",
    "not applicable",
    "–",
    "—",
];

/// A text in lower case without emphasis.
fn word(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .trim_matches(['*', '_', '`'])
        .to_string()
}

/// What stands in parentheses or a frame: a claim if it begins with a version. `since 2021` and
/// `e.g. 1.2` say something else.
fn aside(words: &str, padded: &str) -> Claim {
    let words = words.trim().to_lowercase();
    let lead = words
        .split(' ')
        .find(|word| !["currently", "now", "version"].contains(word));
    let lead = lead
        .unwrap_or_default()
        .trim_start_matches(['v', '^', '~', '<', '>', '=', '≥', '≤']);
    if lead.starts_with(|c: char| c.is_ascii_digit()) || lead.is_empty() {
        of_versions(padded)
    } else {
        Claim::Silent
    }
}

fn of_versions(plain: &str) -> Claim {
    let found = versions(plain);
    match found.as_slice() {
        [] => Claim::Silent,
        [one] => Claim::Version(one.clone()),
        many => match comparators(plain, many) {
            Some(claimed) => Claim::Version(claimed),
            None => Claim::Several(found),
        },
    }
}

/// `>=18 <21`: several signs, one claim.
fn comparators(text: &str, many: &[Claimed]) -> Option<Claimed> {
    let first = many.first()?;
    let last = many.last()?;
    let whole = first.whole.start..last.whole.end;
    let text = text.get(whole.clone())?;
    let signs = text.starts_with(['<', '>', '=', '^', '~', '≥']);
    let range = range::runtime(text, false).filter(|_| signs || text.contains("||"))?;
    Some(Claimed {
        range,
        shape: Shape::Range,
        whole,
        ..first.clone()
    })
}

/// The text outside of parentheses, and inside: blanks for the rest, so that offsets stay.
fn parentheses(text: &str) -> (String, String) {
    let mut depth = 0_usize;
    let (mut outside, mut inside) = (String::new(), String::new());
    for c in text.chars() {
        depth += usize::from(matches!(c, '(' | '（'));
        let (to, other) = match depth {
            0 => (&mut outside, &mut inside),
            _ => (&mut inside, &mut outside),
        };
        to.push(c);
        other.extend(std::iter::repeat_n(' ', c.len_utf8()));
        if matches!(c, ')' | '）') {
            depth = depth.saturating_sub(1);
        }
    }
    // What never closes is no parenthesis.
    match depth {
        0 => (outside, inside),
        _ => (text.to_string(), String::new()),
    }
}

/// The versions a text names, each with its signs.
pub fn versions(text: &str) -> Vec<Claimed> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + next;
        let Some(claimed) = version_at(text, start) else {
            // A number inside a word or a date: its digits are done with.
            let rest = &text[start..];
            let word = rest.find(|c: char| c.is_whitespace() || ",;/|".contains(c));
            at = start + word.unwrap_or(rest.len());
            continue;
        };
        at = claimed.whole.end;
        found.push(claimed);
    }
    found
}

fn version_at(text: &str, start: usize) -> Option<Claimed> {
    let before = &text[..start];
    let marked = before.strip_suffix(['v', 'V']).unwrap_or(before);
    let signs = marked.trim_end_matches(['<', '>', '=', '~', '^', '≥', '≤', ' ', '\u{a0}']);
    let sign = marked[signs.len()..].trim();
    let signs_at = if sign.is_empty() {
        marked.len()
    } else {
        signs.len() + marked[signs.len()..].find(sign).unwrap_or(0)
    };
    let outside = &text[..signs_at];
    // `GPT-4`, `ES2022`, `h2`: the number is part of a name.
    if outside.ends_with(|c: char| c.is_alphanumeric() || "-_.@#$€£×".contains(c)) {
        return None;
    }
    if counts::counts_before(outside) {
        return None;
    }
    let (version, rest) = Version::leading(&text[start..])?;
    if matches!(version.parts.as_slice(), [number] if counts::is_large(*number)) {
        return None;
    }
    let digits = text[start..].len() - rest.len();
    let mut end = start + digits;
    let mut tail = rest;
    let mut wild = false;
    while let Some(next) = tail
        .strip_prefix(".x")
        .or(tail.strip_prefix(".X"))
        .or(tail.strip_prefix(".*"))
    {
        wild = true;
        end += tail.len() - next.len();
        tail = next;
    }
    if let Some(pre) = &version.pre {
        let length = tail.find(pre.as_str()).map_or(0, |at| at + pre.len());
        end += length;
        tail = &tail[length..];
    } else if !wild && tail.starts_with(['.', '-', '_']) {
        // `15-alpine` and `8.4.1.jre8` say more than numbers; `2024-01` is no version.
        let word = tail
            .find(|c: char| c.is_whitespace() || ",;/|+)".contains(c))
            .unwrap_or(tail.len());
        if tail[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if tail[1..word].starts_with(|c: char| c.is_alphabetic()) {
            end += word;
            tail = &tail[word..];
        }
    }
    let mut floor = false;
    if let Some(next) = tail.strip_prefix('+').or(tail.strip_prefix('＋')) {
        end += tail.len() - next.len();
        (floor, tail) = (true, next);
    }
    if tail.starts_with(|c: char| c.is_ascii_alphabetic()) || tail.trim_start().starts_with('%') {
        return None;
    }
    // `10,000` is one number.
    let grouped = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        digits == 3
    };
    let before = outside.strip_suffix(',').unwrap_or_default();
    let goes_on = before.ends_with(|c: char| c.is_ascii_digit()) && grouped(&text[start..]);
    if goes_on || tail.strip_prefix(',').is_some_and(grouped) {
        return None;
    }
    // `16:9`, `0 €`, and `15.01.2024`.
    let ratio = tail.strip_prefix(':').unwrap_or_default();
    if ratio.starts_with(|c: char| c.is_ascii_digit())
        || tail.trim_start().starts_with(['€', '£', '¥'])
        || is_date(&version)
    {
        return None;
    }
    if counts::counts_behind(rest) || counts::counts_behind(tail) || tail.starts_with('×') {
        return None;
    }
    let words = tail.trim_start().to_lowercase();
    floor |= FLOORS.iter().any(|word| words.starts_with(word));
    floor |= matches!(sign, ">=" | "≥" | "=>");
    let shape = match sign {
        _ if floor => Shape::Floor,
        "^" | "~" | ">" | "<" | "<=" | "≤" | "~>" | "~=" => Shape::Range,
        _ if wild || version.parts.len() < 3 => Shape::Prefix,
        _ => Shape::Exact,
    };
    let range = match shape {
        Shape::Floor => Range::floor(&version),
        Shape::Prefix => Range::prefix_and_before(&version),
        Shape::Exact => Range::exact(&version),
        Shape::Range => range::runtime(&format!("{}{version}", sign.replace('≤', "<=")), false)?,
    };
    Some(Claimed {
        version,
        shape,
        range,
        at: start..start + digits,
        whole: signs_at..end,
    })
}

/// Numbers with the leading zeros that a file writes: `20.04`.
fn with_zeros(numbers: &str, shown: &str) -> String {
    let shown = shown.trim_start_matches(['v', 'V']);
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let mut written = shown.split('.').map(|part| &part[..digits(part)]);
    let parts = numbers.split('.').map(|part| {
        let written = written.next().unwrap_or_default();
        let same = !part.is_empty() && written.trim_start_matches('0') == part;
        if same { written } else { part }
    });
    parts.collect::<Vec<_>>().join(".")
}

/// Whether numbers are a day, a month and a year.
fn is_date(version: &Version) -> bool {
    let [day, month, year] = version.parts[..] else {
        return false;
    };
    let is_year = (1990..2100).contains(&year);
    is_year && (1..=31).contains(&day) && (1..=12).contains(&month)
}

impl Claimed {
    /// The version at the author's own precision: `18.x` becomes `19.x`, not `19.1.0`.
    /// `shown` is the actual version as its file spells it.
    pub fn restated(&self, text: &str, actual: &Version, shown: &str) -> String {
        let numbers = match self.shape {
            Shape::Exact => actual.clone(),
            // Numbers that the actual version does not name are not made up.
            _ => actual.cut(self.version.parts.len().min(actual.parts.len())),
        };
        let before = &text[self.whole.start..self.at.start];
        let numbers = match self.shape {
            Shape::Exact => numbers.to_string(),
            _ => Version::of(&numbers.parts).to_string(),
        };
        let numbers = with_zeros(&numbers, shown);
        let behind = if self.version.pre.is_some() || self.shape == Shape::Exact {
            ""
        } else {
            &text[self.at.end..self.whole.end]
        };
        format!("{before}{numbers}{behind}")
    }
}

#[cfg(test)]
mod tests;
