//! Finds the versions in a text.

use crate::document::versions::{DocumentedVersion, Shape, counts};
use crate::model::range::Range;
use crate::model::requirement;
use crate::model::version::Version;

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
    "and higher",
    "and newer",
    "and onwards",
    "or more recent",
    "及以上",
    "及更高",
    "或更高",
    "或以上",
    "或更新",
    "e superior",
    "ou superior",
    "et plus",
    "и выше",
    "以上",
    "o superior",
    "oder höher",
    "oder neuer",
    "ou supérieur",
];

/// The versions a text names, each with its signs.
pub(crate) fn versions(text: &str) -> Vec<DocumentedVersion> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + next;
        let Some(documented) = version_at(text, start) else {
            // A number inside a word or a date: its digits are done with.
            let rest = &text[start..];
            let word = rest.find(|c: char| c.is_whitespace() || ",;/|".contains(c));
            at = start + word.unwrap_or(rest.len());
            continue;
        };
        at = documented.whole.end;
        found.push(documented);
    }
    found
}

fn version_at(text: &str, start: usize) -> Option<DocumentedVersion> {
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
    // `GPT-4`, `ES2022`, `h2`: the number is part of a name. `react@18` is a name and a version.
    let name = outside.strip_suffix('@');
    let follows_name = name.is_some_and(|name| name.ends_with(|c: char| c.is_alphanumeric()));
    let is_joined = |c: char| c.is_alphanumeric() || "-_.@#$€£×".contains(c);
    if outside.ends_with(is_joined) && !follows_name {
        return None;
    }
    if counts::is_count_before(outside) {
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
    if counts::is_count_after(rest) || counts::is_count_after(tail) || tail.starts_with('×') {
        return None;
    }
    let words = tail.trim_start().to_lowercase();
    // `20 LTS or higher`
    let words = words.strip_prefix("lts").unwrap_or(&words).trim_start();
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
        Shape::Range => {
            requirement::runtime(&format!("{}{version}", sign.replace('≤', "<=")), false)?
        }
    };
    Some(DocumentedVersion {
        version,
        shape,
        range,
        at: start..start + digits,
        whole: signs_at..end,
    })
}

/// Whether numbers are a day, a month and a year.
fn is_date(version: &Version) -> bool {
    let [day, month, year] = version.parts[..] else {
        return false;
    };
    let is_year = (1990..2100).contains(&year);
    is_year && (1..=31).contains(&day) && (1..=12).contains(&month)
}
