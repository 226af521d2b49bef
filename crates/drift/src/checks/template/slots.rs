//! Placeholders of templates that fill their place: `[Describe the system]`, `{Project Name}`, `YYYY-MM-DD`.
//!
//! Brackets have many meanings. Only those count that are all of a cell, item, paragraph or value, that
//! hold `e.g.`, or that are words of a title in title case.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Document, Kind, OTHER, Unit};
use crate::lists::{BRACKET_WORDS, SLOT_WORDS};

#[allow(clippy::expect_used)]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("patterns of this program are valid")
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:YYYY-MM-DD|YYYY/MM/DD|DD[./-]MM[./-]YYYY|MM[./-]DD[./-]YYYY)\b")
});
static PERCENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\s(~<>=|$€])XX+(?:\.X+)?\s?%"));
static DOMAIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\byour-domain\b"));
/// Values, not words: numbers, quoted texts, lists of names, members of a type.
static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r#"^(?:[\d\s.,;:+*/<>=%∞-]+|["'`“].*"#,
        r"|[A-Za-z_$][\w$.]*(?:\[\])?\??(?:\s*,\s*[A-Za-z_$.][\w$.]*(?:\[\])?\??)+",
        r"|\s*[A-Za-z_$][\w$]*\??\s*:\s*[A-Za-z\[{].*",
        r"|(?:Source|Ref|Reference|Note|See|Quelle|Fig|Figure|Table|RFC|ADR)\b.*|[A-Za-z]{1,3}\d+)$"
    ))
});

/// Longest text that may have placeholders, in bytes.
const LONGEST: usize = 8000;

/// One group of brackets in a text.
#[derive(Debug, Clone)]
struct Group {
    range: Range<usize>,
    open: char,
}

/// The placeholders of a document, in their order. Prompts in `prompts` are left out.
pub(crate) fn slots(document: &Document<'_>, prompts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut slots = Vec::new();
    let mut over: Option<(char, usize)> = None;
    for (index, unit) in document.units.iter().enumerate() {
        if let Some((close, left)) = over {
            let ends = unit.text.trim_end().ends_with(close);
            over = (!ends && left > 0 && unit.kind != Kind::Heading).then(|| (close, left - 1));
            continue;
        }
        let mut found = in_unit(unit);
        if let Some((range, close)) = opened(document, index) {
            found.push(range);
            over = Some((close, 8));
        }
        for range in found {
            let place = unit.place(range);
            let next = prompts.partition_point(|prompt| prompt.end <= place.start);
            if !prompts
                .get(next)
                .is_some_and(|prompt| prompt.contains(&place.start))
            {
                slots.push(place);
            }
        }
    }
    slots.sort_by_key(|slot| slot.start);
    slots
}

/// A bracket that begins a block and that a later block of the section closes.
fn opened(document: &Document<'_>, index: usize) -> Option<(Range<usize>, char)> {
    let unit = &document.units[index];
    let text = unit.text.trim_start();
    let open = text
        .chars()
        .next()
        .filter(|open| ['{', '['].contains(open))?;
    let close = if open == '{' { '}' } else { ']' };
    let starts = text[1..].trim_start().starts_with(char::is_uppercase);
    if unit.kind == Kind::Heading || text.contains(close) || !starts || !text.contains(' ') {
        return None;
    }
    let start = unit.text.len() - text.len();
    let after = document.units[index + 1..].iter().take(8);
    let mut after = after.take_while(|other| other.kind != Kind::Heading);
    let line = text.lines().next().unwrap_or_default();
    let closed = after.any(|other| other.text.trim_end().ends_with(close));
    closed.then(|| (start..start + line.len(), close))
}

fn in_unit(unit: &Unit) -> Vec<Range<usize>> {
    let text = unit.text.as_str();
    let mut found = Vec::new();
    // No place of a template is that long.
    if text.len() > LONGEST {
        return found;
    }
    let groups = groups(text);
    let mut at = 0;
    while at < groups.len() {
        // Those with nothing but marks between them make one value.
        let mut end = at + 1;
        while end < groups.len()
            && is_joined(&text[groups[end - 1].range.end..groups[end].range.start])
        {
            end += 1;
        }
        let row = &groups[at..end];
        at = end;
        let whole = row[0].range.start..row[row.len() - 1].range.end;
        let fills = fills(unit, &whole);
        for group in row {
            let inner = text[group.range.start + 1..group.range.end - 1].trim();
            let counts = match unit.kind {
                Kind::Heading => is_title(inner, group, &whole, text),
                _ if group.open == '{' && is_name(inner) => !is_quoted(text, &group.range),
                _ => {
                    is_example(inner) && !is_quoted(text, &group.range)
                        || fills && is_words(inner, group.open, unit, &whole)
                }
            };
            if counts {
                found.push(group.range.clone());
            }
        }
    }
    for date in DATE.find_iter(text) {
        if fills(unit, &date.range()) {
            found.push(date.range());
        }
    }
    if unit.kind != Kind::Heading {
        let percents = PERCENT.find_iter(text).map(|found| {
            let start = found.start() + found.as_str().find('X').unwrap_or(0);
            start..found.end()
        });
        found.extend(percents.chain(DOMAIN.find_iter(text).map(|found| found.range())));
    }
    found
}

/// The outermost brackets of a text.
fn groups(text: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' => open.push((c, at)),
            ']' | '}' => {
                let expected = if c == ']' { '[' } else { '{' };
                // What does not fit is text.
                if open.last().is_none_or(|(last, _)| *last != expected) {
                    open.clear();
                    continue;
                }
                let Some((kind, start)) = open.pop() else {
                    continue;
                };
                let next = bytes.get(at + 1).copied();
                let before = text[..start].chars().next_back();
                let is_link = kind == '['
                    && matches!(next, Some(b'(' | b'[' | b':'))
                    && !text[at + 1..].starts_with(": ")
                    || next == Some(c as u8);
                let is_double = before == Some(kind);
                let is_part = before
                    .is_some_and(|c| c.is_alphanumeric() || "_$^\\]}@/#".contains(c) || c == OTHER);
                if open.is_empty() && !is_link && !is_double && !is_part {
                    let range = start..at + 1;
                    groups.push(Group { range, open: kind });
                }
            }
            _ => {}
        }
    }
    groups
}

/// Whether what is between two groups joins them.
fn is_joined(between: &str) -> bool {
    between.len() <= 5
        && between
            .chars()
            .all(|c| c.is_whitespace() && c != '\n' || "/,|·—–-→+&:@.".contains(c))
}

/// Whether a range is all of a unit, or of the value behind a label.
fn fills(unit: &Unit, range: &Range<usize>) -> bool {
    let text = unit.text.as_str();
    let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let line_end = text[range.end..]
        .find('\n')
        .map_or(text.len(), |end| range.end + end);
    let is_end = |c: char| c.is_whitespace() || ".,;:!?)*_~-–—(".contains(c) || c == OTHER;
    let before = text[line..range.start]
        .trim_matches(|c: char| c.is_whitespace() || "-*_•·>–—(~".contains(c) || c == OTHER);
    let after = text[range.end..line_end].trim_matches(is_end);
    let is_note = after.starts_with('(') && after.len() < 60
        || text[range.end..line_end].trim_start().starts_with('(');
    let is_after_label =
        before.ends_with([':', '：', '=', '|', '→']) && before.chars().count() <= 60;
    // Another value may follow on the same line: `A: {x} - B: {y}`.
    let is_followed = after.contains(['{', '[']) && after.contains(':');
    (before.is_empty() || is_after_label) && (after.is_empty() || is_note || is_followed)
}

/// Whether words in brackets tell somebody what to write there.
fn is_words(inner: &str, open: char, unit: &Unit, whole: &Range<usize>) -> bool {
    let lower = inner.to_lowercase();
    if open == '{' && (inner == "..." || inner == "…") {
        return true;
    }
    if inner.is_empty()
        || BRACKET_WORDS.contains(lower.as_str())
        || inner.starts_with([
            '{', '[', '!', '^', '#', '%', '/', '@', '$', '&', '*', '-', '.', '"', '\'', '\u{fffc}',
        ])
        || VALUE.is_match(inner)
        || open == '{' && inner.contains('{')
        || is_quoted(&unit.text, whole)
        || !inner.chars().any(char::is_alphabetic)
    {
        return false;
    }
    let has_words =
        inner.split_whitespace().count() > 1 || !inner.is_ascii() && inner.chars().count() > 3;
    let is_label = unit.text[..whole.start]
        .trim_end_matches([' ', '*', '_'])
        .ends_with([':', '：']);
    let starts_upper = inner.starts_with(char::is_uppercase);
    let is_all_upper = inner
        .chars()
        .filter(|c| c.is_alphabetic())
        .all(char::is_uppercase);
    if open == '{' {
        has_words || starts_upper && inner.len() > 1 || inner.contains('/') && starts_upper
    } else if has_words {
        !is_all_upper || starts_upper && is_label
    } else {
        // One word: a value that a label waits for, or a name in title case.
        SLOT_WORDS.contains(lower.as_str()) || is_label || starts_upper && !is_all_upper
    }
}

/// Whether words are a name in title case, such as `Project Name`.
fn is_name(inner: &str) -> bool {
    let words: Vec<&str> = inner.split(' ').collect();
    let is_capital = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.len() > 1
            && letters.all(|c| c.is_lowercase())
    };
    (2..=4).contains(&words.len()) && words.iter().all(is_capital)
}

/// Whether brackets in a heading stand for a name: words in title case.
fn is_title(inner: &str, group: &Group, whole: &Range<usize>, text: &str) -> bool {
    let words: Vec<&str> = inner.split_whitespace().collect();
    let is_capital = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
            || word.len() == 1
            || word.chars().all(char::is_uppercase)
            || ["of", "the", "and", "e.g.,", "or", "a"].contains(word)
    };
    // A number of the section may come first.
    let before =
        text[..whole.start].trim_end_matches(|c: char| c.is_ascii_digit() || ". )".contains(c));
    let is_whole = before.is_empty() && text[whole.end..].trim().is_empty();
    if BRACKET_WORDS.contains(inner.to_lowercase().as_str()) || VALUE.is_match(inner) {
        return false;
    }
    if group.open == '{' {
        return !words.is_empty() && words.iter().all(is_capital) || is_example(inner);
    }
    let after_label = before.ends_with(':');
    let has_small = inner.contains(char::is_lowercase);
    words.len() > 1
        && has_small
        && words.iter().all(is_capital)
        && (before.is_empty() || after_label)
        || is_example(inner)
        || is_whole && words.len() > 1
}

/// Whether brackets hold an example for whoever fills them in.
fn is_example(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    ["e.g.", "e.g,", "eg.", "z. b.", "z.b.", "p. ex.", "p.ex."]
        .iter()
        .any(|word| {
            lower.starts_with(word)
                || lower.contains(&format!(" {word}"))
                || lower.contains(&format!("({word}"))
        })
}

/// Whether a range is in quotation marks.
fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..range.start];
    before.matches('"').count() % 2 == 1
        || before.matches(['“', '„']).count() > before.matches('”').count()
}
