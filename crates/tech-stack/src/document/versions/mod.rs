//! Versions as authors write them: `3.11+`, `18.x`, `20 LTS`, `≥ 5`, `Latest`, `N/A`. Readers of
//! requirements do not know these forms.

pub(crate) mod counts;
mod scan;

use std::ops::Range as Bytes;

pub(crate) use self::scan::versions;
use crate::model::range::Range;
use crate::model::requirement;
use crate::model::version::Version;

/// The version in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum VersionText {
    /// None, and one may be filled in: empty, `Latest`, `TBD`, a placeholder.
    Placeholder,
    /// None, on purpose or in other words: `N/A`, `Built-in`, `Pro Plan`.
    NoVersion,
    /// Several versions: of several technologies, or a list.
    Several(Vec<DocumentedVersion>),
    /// A version.
    One(DocumentedVersion),
}

/// How much a documented version fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `1.2.3`
    Exact,
    /// `18`, `18.x`, `4.18`
    Prefix,
    /// `3.11+`, `≥ 3.11`
    Floor,
    /// `^1.2`, `~5.9`, `<4`
    Range,
}

/// A documented version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentedVersion {
    /// Its numbers.
    pub(crate) version: Version,
    /// How much it fixes.
    pub(crate) shape: Shape,
    /// The versions that make it true.
    pub(crate) range: Range,
    /// Bytes of the numbers, in the text that was read.
    pub(crate) at: Bytes<usize>,
    /// Bytes of numbers, signs and wildcards.
    pub(crate) whole: Bytes<usize>,
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

/// What a text versions. Markup must be gone; `struck` says that it was crossed out.
pub(crate) fn read(text: &str, struck: bool) -> VersionText {
    if struck {
        return VersionText::NoVersion;
    }
    let (plain, inside) = parentheses(text);
    if OPEN.contains(&word(&plain).as_str()) {
        // `Latest (17.x)` versions 17; `(see the lock)` is the author's and stays.
        return match inside.trim_matches([' ', '(', ')', '（', '）']) {
            "" if text.trim().chars().all(|c| !"()（）".contains(c)) => VersionText::Placeholder,
            words if OPEN.contains(&word(words).as_str()) && !words.is_empty() => {
                VersionText::Placeholder
            }
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
            VersionText::NoVersion
        } else {
            VersionText::Placeholder
        };
    }
    // `3 (replicas)` counts what the parentheses say.
    if counts::is_count_after(inside.trim()) {
        return VersionText::NoVersion;
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

/// What is in parentheses or a frame: a claim if it begins with a version. `since 2021` and
/// `e.g. 1.2` say something else.
fn aside(words: &str, padded: &str) -> VersionText {
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
        VersionText::NoVersion
    }
}

fn of_versions(plain: &str) -> VersionText {
    let found = versions(plain);
    match found.as_slice() {
        [] => VersionText::NoVersion,
        [one] => VersionText::One(one.clone()),
        many => match comparators(plain, many) {
            Some(documented) => VersionText::One(documented),
            None => VersionText::Several(found),
        },
    }
}

/// `>=18 <21`: several signs, one claim.
fn comparators(text: &str, many: &[DocumentedVersion]) -> Option<DocumentedVersion> {
    let first = many.first()?;
    let last = many.last()?;
    let whole = first.whole.start..last.whole.end;
    let text = text.get(whole.clone())?;
    let signs = text.starts_with(['<', '>', '=', '^', '~', '≥']);
    let range = requirement::runtime(text, false).filter(|_| signs || text.contains("||"))?;
    Some(DocumentedVersion {
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

/// Numbers with the leading zeros that a file writes: `20.04`.
fn with_zeros(numbers: &str, display: &str) -> String {
    let display = display.trim_start_matches(['v', 'V']);
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let mut written = display.split('.').map(|part| &part[..digits(part)]);
    let parts = numbers.split('.').map(|part| {
        let written = written.next().unwrap_or_default();
        let same = !part.is_empty() && written.trim_start_matches('0') == part;
        if same { written } else { part }
    });
    parts.collect::<Vec<_>>().join(".")
}

impl DocumentedVersion {
    /// Makes it the lowest version that works, as in a column of minimum versions.
    pub(crate) fn make_minimum(&mut self) {
        if matches!(self.shape, Shape::Exact | Shape::Prefix) {
            self.shape = Shape::Floor;
            self.range = Range::floor(&self.version);
        }
    }

    /// The version at the author's own precision: `18.x` becomes `19.x`, not `19.1.0`.
    /// `display` is the actual version as its file spells it.
    pub(crate) fn restated(&self, text: &str, actual: &Version, display: &str) -> String {
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
        let numbers = with_zeros(&numbers, display);
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
