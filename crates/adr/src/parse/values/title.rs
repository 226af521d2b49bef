//! Titles, without the number before them.

use crate::parse::values::name;
use crate::parse::vocabulary::is_decision_word;

/// A title and the number it carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title<'t> {
    pub(crate) text: &'t str,
    pub(crate) number: Option<u64>,
}

/// Vocabulary between the start of a title and its number.
const WORDS: &[&str] = &[
    "ad",
    "adr",
    "ard",
    "edr",
    "eip",
    "kep",
    "madr",
    "oep",
    "rfc",
    "rfd",
    "tdr",
    "architecture",
    "architectural",
    "decision",
    "record",
    "example",
    "no",
    "nr",
    "number",
];

/// Removes `N. `, `ADR N: ` and the like from a title. `number` is that of the file: where
/// only a blank follows a number, it must be the same.
pub(crate) fn clean(raw: &str, number: Option<u64>) -> Title<'_> {
    let raw = without_shortcode(without_attributes(raw.trim()));
    let whole = Title {
        text: raw,
        number: None,
    };
    let unsigned = raw.trim_start_matches(['#', '[', '(', ' ']);
    // `🎨 ADR-21: X`: what decorates a number goes with it.
    let plain = unsigned.trim_start_matches(is_decoration);
    let decorated = || numbered(plain, number).filter(|(.., named)| *named);
    if let Some((found, rest, named)) = numbered(unsigned, number).or_else(decorated) {
        let separated = rest.trim_start_matches([']', ')']);
        let text = match separated.trim_start().strip_prefix(SEPARATORS) {
            Some(text) if named || text.starts_with([' ', '\t', '\u{a0}']) => text,
            Some(text) if separated.starts_with(WIDE) => text,
            // `2.0 of x` and `3-tier` carry no number.
            Some(text)
                if separated.starts_with(['.', ':']) && text.starts_with(char::is_alphabetic) =>
            {
                text
            }
            None if separated.is_empty() && named => separated,
            None if separated.starts_with([' ', '\u{3000}'])
                && (named || Some(found) == number) =>
            {
                separated
            }
            Some(_) | None => return whole,
        };
        let text = text.trim_start_matches(SEPARATORS).trim();
        return match text {
            "" => Title {
                number: Some(found),
                ..whole
            },
            text => Title {
                text,
                number: Some(found),
            },
        };
    }
    Title {
        text: kind_of_document(raw),
        number: None,
    }
}

const SEPARATORS: [char; 13] = [
    '.', ':', '-', '–', '—', ')', '|', ' ', '\u{a0}', '：', '．', '、', '\u{3000}',
];

/// Separators of scripts that write no blank after them.
const WIDE: [char; 4] = ['：', '．', '、', '\u{3000}'];

/// Whether a character is a picture, or joins pictures.
fn is_decoration(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}' | ' ')
}

/// A number at the start, what follows it, and whether words such as `ADR` name it.
fn numbered(title: &str, number: Option<u64>) -> Option<(u64, &str, bool)> {
    let mut rest = title;
    let mut named = false;
    for _ in 0..5 {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
            .unwrap_or(rest.len());
        let word = rest[..end].trim_end_matches(['-', '_']);
        let read = name::read(word);
        // `14a`, where the file has that number.
        let lettered = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if lettered.len() + 1 == word.len()
            && let Ok(found) = lettered.parse()
            && Some(found) == number
            && rest[word.len()..].starts_with(['.', ':'])
        {
            return Some((found, &rest[word.len()..], true));
        }
        if let Some(number) = read.number
            && read.slug.is_empty()
            && read.date.is_none()
        {
            return Some((number, &rest[word.len()..], named || read.prefixed));
        }
        // Any word that ends in the number of the file names the record.
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let own = word[letters.len()..]
            .parse()
            .ok()
            .filter(|n| Some(*n) == number);
        if let Some(own) = own
            && (2..=8).contains(&letters.len())
            && rest[word.len()..]
                .trim_start()
                .starts_with([':', '-', '–', '—', ']'])
        {
            return Some((own, &rest[word.len()..], true));
        }
        let is_known = |known: &&str| word.eq_ignore_ascii_case(known);
        let tail = word.len().checked_sub(4).and_then(|at| word.get(at..));
        let known = WORDS.iter().any(is_known)
            || is_decision_word(&word.to_lowercase())
            || tail.is_some_and(|t| t.eq_ignore_ascii_case("-adr"));
        if !known || word.is_empty() {
            return None;
        }
        named = true;
        // `No. 12`, `ADR #12`
        rest = rest[end..].trim_start_matches([' ', '#', '.']);
    }
    None
}

/// `:rocket: Title`: an emoji by its name at the start is decoration.
fn without_shortcode(title: &str) -> &str {
    let rest = title
        .strip_prefix(':')
        .and_then(|rest| rest.split_once(": "));
    let is_name = |name: &str| {
        let letters = name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        letters && !name.is_empty()
    };
    match rest {
        Some((name, rest)) if is_name(name) && !rest.trim().is_empty() => rest.trim(),
        _ => title,
    }
}

/// `# Title {#id .class}`: the braces contain attributes of the page.
fn without_attributes(title: &str) -> &str {
    match title.rfind('{') {
        Some(at)
            if at > 0
                && title.ends_with('}')
                && (title[at..].starts_with("{#") || title[at..].starts_with("{.")) =>
        {
            title[..at].trim_end()
        }
        _ => title,
    }
}

/// `Architecture Decision Record: X` is about X.
fn kind_of_document(title: &str) -> &str {
    let kinds = [
        "architecture decision record",
        "architectural decision record",
        "decision record",
        "architecture decision",
        "decision",
        "adr",
    ];
    let Some((kind, rest)) = title.split_once([':', '–', '—']) else {
        return title;
    };
    if kinds.contains(&kind.trim().to_ascii_lowercase().as_str()) && !rest.trim().is_empty() {
        rest.trim()
    } else {
        title
    }
}

/// Whether a value is a place to fill in: `{short title}`, `[Decision Title]`, `<date>`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let pairs = [("{", "}"), ("[", "]"), ("<", ">")];
    let whole = pairs.iter().any(|(open, close)| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.contains(*open) && inner.chars().any(char::is_alphabetic))
    });
    let begins = |with: &str| {
        let head = text.get(..with.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(with))
    };
    whole || begins("YYYY") || begins("DD/MM") || begins("DD-MM")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_off() {
        let check = |raw: &str, text: &str, number: Option<u64>| {
            assert_eq!(clean(raw, Some(7)), Title { text, number }, "{raw}");
        };
        check("1. Record decisions", "Record decisions", Some(1));
        check("ADR 12: Use x", "Use x", Some(12));
        check("ADR-012: Use x", "Use x", Some(12));
        check("ADR012 - Use x", "Use x", Some(12));
        check("ADR 12 Use x", "Use x", Some(12));
        check("ADR #12 — Use x", "Use x", Some(12));
        check("[ADR-012] Use x", "Use x", Some(12));
        check("Decision 1: Use x", "Use x", Some(1));
        check("#46. Use x", "Use x", Some(46));
        check("0004 - Use x", "Use x", Some(4));
        check("0007 Use x", "Use x", Some(7));
        check("8 weeks for x", "8 weeks for x", None);
        check("3-tier services", "3-tier services", None);
        check("2.0 of x", "2.0 of x", None);
        check("1.Use x", "Use x", Some(1));
        check("Architecture Decision Record: Use x", "Use x", None);
        check("Decision: A or B", "A or B", None);
        check("ADR 12", "ADR 12", Some(12));
        check("ADD007: Use x", "Use x", Some(7));
        check("ABC-7: Use x", "Use x", Some(7));
        check("HTTP2: Use x", "HTTP2: Use x", None);
        check("Use x {#why}", "Use x", None);
        check("{short title}", "{short title}", None);
        check("Use x", "Use x", None);
        check("ODH-ADR-Area-0011 - Use x", "Use x", Some(11));
        check("ADR-012：使用缓存", "使用缓存", Some(12));
        check("7、使用缓存", "使用缓存", Some(7));
        check("ADR 12\u{3000}使用缓存", "使用缓存", Some(12));
        check("Décision 12 : Un cache", "Un cache", Some(12));
        check("Entscheidung 12: Ein Cache", "Ein Cache", Some(12));
        check("🎨 ADR-012: Use x", "Use x", Some(12));
        check("🎨 3 colours", "🎨 3 colours", None);
    }

    #[test]
    fn holes_are_seen() {
        for placeholder in ["{short title}", "[Decision Title]", "<date>", "YYYY-MM-DD"] {
            assert!(is_placeholder(placeholder), "{placeholder}");
        }
        for value in ["Use {x}", "[accepted](x) now", "2020-01-02", "[1]"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
