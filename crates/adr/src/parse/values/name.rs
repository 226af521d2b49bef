//! What the name of a file or folder says: number, date, and whether it is a record at all.
//!
//! Sees names only, never what is in the files.

use archsite_core::site::path;

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Name<'n> {
    /// The number.
    pub(crate) number: Option<u64>,
    /// A date in front, `(year, month, day)`, not checked.
    pub(crate) date: Option<(i16, i8, i8)>,
    /// Vocabulary such as `adr` stand before the number.
    pub(crate) prefixed: bool,
    /// What is left.
    pub(crate) slug: &'n str,
}

impl Name<'_> {
    /// Whether only a record is called so.
    pub(crate) fn is_sure(&self) -> bool {
        self.prefixed && self.number.is_some() && !is_template(self)
    }

    /// Whether a record can be called so: a number or a date stands in front.
    pub(crate) fn is_numbered(&self) -> bool {
        self.number.is_some() || self.date.is_some()
    }
}

/// Vocabulary that stand before the number of a record.
const PREFIXES: &[&str] = &[
    "adr", "adrs", "madr", "ad", "ard", "decision", "dec", "dr", "edr", "tdr", "rfc", "kep",
];

/// Reads the stem of a file's name, or the name of a folder.
pub(crate) fn read(stem: &str) -> Name<'_> {
    if let Some((date, rest)) = dated(stem) {
        let (number, slug) = match separator(rest).and_then(leading_number) {
            Some((number, slug)) => (Some(number), slug),
            None => (None, rest),
        };
        let slug = slug.trim_start_matches(is_separator);
        return Name {
            number,
            date: Some(date),
            prefixed: false,
            slug,
        };
    }
    if let Some((number, slug)) = leading_number(stem) {
        let slug = slug.trim_start_matches(is_separator);
        return Name {
            number: Some(number),
            slug,
            ..Name::default()
        };
    }
    match prefixed(stem) {
        Some((number, slug)) => Name {
            number,
            date: None,
            prefixed: true,
            slug,
        },
        None => Name {
            slug: stem,
            ..Name::default()
        },
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ')
}

fn separator(text: &str) -> Option<&str> {
    text.strip_prefix(is_separator)
        .map(|rest| rest.trim_start_matches(is_separator))
}

/// Digits at the start that end at a separator or at the end: at most six, so that the
/// time in front of a name is no number.
fn leading_number(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let ends = rest.is_empty() || rest.starts_with(is_separator);
    let number = text[..digits].parse().ok()?;
    ((1..=6).contains(&digits) && ends).then_some((number, rest))
}

/// `2020-09-26…`, `20200926…`, `20200926153000…`.
fn dated(stem: &str) -> Option<((i16, i8, i8), &str)> {
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day, length) = match digits {
        4 => {
            let mark = stem.get(4..5)?;
            let again = stem.get(7..8) == Some(mark);
            if !matches!(mark, "-" | "_" | ".") || !again {
                return None;
            }
            (stem.get(..4)?, stem.get(5..7)?, stem.get(8..10)?, 10)
        }
        8 | 12 | 14 => (&stem[..4], &stem[4..6], &stem[6..8], digits),
        _ => return None,
    };
    let rest = &stem[length..];
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let date: (i16, i8, i8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let plausible =
        (1970..2200).contains(&date.0) && (1..=12).contains(&date.1) && (1..=31).contains(&date.2);
    plausible.then_some((date, rest))
}

/// `adr-012-x`, `ADR012-x`, `ODH-ADR-Operator-0012-x`, `adr-draft-x`.
fn prefixed(stem: &str) -> Option<(Option<u64>, &str)> {
    let mut at = 0;
    let mut seen = false;
    let mut words = 0;
    while words < 4 {
        let rest = &stem[at..];
        let end = rest.find(is_separator).unwrap_or(rest.len());
        let word = &rest[..end];
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_prefix = is_any(letters, PREFIXES);
        if is_prefix && letters.len() < word.len() {
            let slug = rest[end..].trim_start_matches(is_separator);
            return Some((word[letters.len()..].parse().ok(), slug));
        }
        seen |= is_prefix;
        if seen && let Some((number, slug)) = leading_number(rest) {
            return Some((Some(number), slug.trim_start_matches(is_separator)));
        }
        if end == rest.len() {
            break;
        }
        at += end + 1;
        words += 1;
    }
    // `adr-draft-x`: the first word alone is enough.
    let end = stem.find(is_separator)?;
    let first = is_any(&stem[..end], &PREFIXES[..3]);
    first.then(|| (None, stem[end..].trim_start_matches(is_separator)))
}

/// Whole names that are no record, in lower case, without ending.
const OTHERS: &[&str] = &[
    "readme",
    "index",
    "agents",
    "claude",
    "gemini",
    "changelog",
    "contributing",
    "summary",
    "license",
    "toc",
    "_index",
    "_sidebar",
    "sidebar",
    "about",
    "overview",
    "contents",
    "code_of_conduct",
];

/// Whether a stem is that of a page about a folder: it may be a record that has the folder to
/// itself.
pub(crate) fn is_index(stem: &str) -> bool {
    is_any(stem, &["readme", "index", "_index"])
}

/// Whether no record is called so.
pub(crate) fn is_other(stem: &str) -> bool {
    is_any(stem, OTHERS)
}

/// Whether a word is one of a list, in any case.
fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Whether a name is that of a template: its whole slug says so, or it ends in `template` and
/// has no number of its own.
pub(crate) fn is_template(name: &Name<'_>) -> bool {
    let slug = name.slug.to_ascii_lowercase();
    // Each of the rules below wants this word.
    if !slug.contains("template") {
        return false;
    }
    let words: Vec<&str> = slug
        .split(is_separator)
        .filter(|w| !w.is_empty() && !PREFIXES.contains(w))
        .collect();
    let filler = [
        "template",
        "templates",
        "the",
        "a",
        "short",
        "long",
        "bare",
        "minimal",
        "full",
        "my",
        "title",
        "of",
        "new",
        "blank",
        "architecture",
        "architectural",
        "record",
        "records",
        "en",
        "default",
        "base",
        "example",
    ];
    let says = words.iter().any(|w| *w == "template" || *w == "templates");
    let whole = says && words.iter().all(|w| filler.contains(w));
    let ends = matches!(words.last(), Some(&"template" | &"templates"));
    let starts = matches!(words.first(), Some(&"template" | &"templates"));
    let unnumbered = name.number.is_none_or(|n| n == 0) && name.date.is_none();
    whole || (unnumbered && (ends || starts))
}

/// What a record is called by others: the stem of its file, or the folder that it has to itself.
pub(crate) fn of_file(file: &str) -> &str {
    let stem = path::file_name(path::stem(file));
    let folder = path::file_name(path::parent(file));
    if is_index(stem) && !folder.is_empty() {
        folder
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        let check = |stem: &str, number: Option<u64>, date: bool, slug: &str| {
            let name = read(stem);
            assert_eq!(
                (name.number, name.date.is_some(), name.slug),
                (number, date, slug),
                "{stem}"
            );
        };
        check("0012-use-x", Some(12), false, "use-x");
        check("12", Some(12), false, "");
        check("adr-012-use-x", Some(12), false, "use-x");
        check("ADR-12", Some(12), false, "");
        check("ADR012-use-x", Some(12), false, "use-x");
        check("ORG-ADR-Area-0012-use-x", Some(12), false, "use-x");
        check("2020-09-26-use-x", None, true, "use-x");
        check("2020-09-26_012-use-x", Some(12), true, "use-x");
        check("20200926-use-x", None, true, "use-x");
        check("20200926153000_use_x", None, true, "use_x");
        check("adr-draft-x", None, false, "draft-x");
        check("use-x", None, false, "use-x");
        check("3d-model", None, false, "3d-model");
        check("2020-plans", Some(2020), false, "plans");
    }

    #[test]
    fn templates_are_told_apart() {
        let check = |stem: &str, template: bool| {
            assert_eq!(is_template(&read(stem)), template, "{stem}");
        };
        check("template", true);
        check("adr-template", true);
        check("adr-short-template", true);
        check("0000-template", true);
        check("ADRXXX-architecture-decision-record-template", true);
        check("template-with-hints", true);
        check("0042-use-a-template-engine", false);
        check("0042-choose-template", false);
        check("use-template-engine", false);
    }
}
