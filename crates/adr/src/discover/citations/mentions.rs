//! Words of a text that name decision records: `ADR-0042`, `ADR 42`, `docs/adr/0042-name.md`.
//!
//! Knows nothing of which records there are.

use std::ops::Range;

use archsite_core::site::path;
use memchr::{memchr2_iter, memmem};

use crate::parse::values::name;

/// A mention of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mention<'t> {
    /// Its number with its series, in lower case.
    Number(String),
    /// The path of its file, or the end of the path.
    File(&'t str),
}

/// The mentions in a range of a text, each with its bytes.
pub(super) fn mentions(text: &str, range: Range<usize>) -> Vec<(Range<usize>, Mention<'_>)> {
    let part = &text.as_bytes()[range.clone()];
    let letters = memchr2_iter(b'a', b'A', part);
    let starts = letters.filter(|at| {
        let word = part.get(*at..at + 3);
        word.is_some_and(|word| word.eq_ignore_ascii_case(b"adr"))
    });
    let folders = memmem::find_iter(part, b"decisions/");
    let mut starts: Vec<usize> = starts.chain(folders).map(|at| range.start + at).collect();
    starts.sort_unstable();
    let mut found: Vec<(Range<usize>, Mention<'_>)> = Vec::new();
    let mut end = range.start;
    for at in starts {
        // A path may name a folder and a file of these words.
        if at < end {
            continue;
        }
        let token = token(text, at, &range);
        end = token.end;
        if let Some((bytes, mention)) = mention(text, token, &range) {
            end = end.max(bytes.end);
            found.push((bytes, mention));
        }
    }
    found
}

/// The longest run of characters of paths and addresses around `at`.
fn token(text: &str, at: usize, range: &Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let part = |byte: &u8| {
        byte.is_ascii_alphanumeric() || b"-_./:@#~%+=?&$".contains(byte) || !byte.is_ascii()
    };
    let before = bytes[range.start..at].iter().rev().take_while(|b| part(b));
    let start = at - before.count();
    let after = bytes[at..range.end].iter().take_while(|b| part(b));
    let end = at + after.count();
    let whole = &text[start..end];
    let trimmed = whole.trim_end_matches(['.', ':', '#', '?', '/']);
    start..start + trimmed.len()
}

fn mention<'t>(
    text: &'t str,
    token: Range<usize>,
    range: &Range<usize>,
) -> Option<(Range<usize>, Mention<'t>)> {
    let words = &text[token.clone()];
    // An address is that of another repository as often as not.
    if words.contains("://") || words.contains(['@', '$', '%', '~', '=', '&']) {
        return None;
    }
    let (words, _) = words.split_once('#').unwrap_or((words, ""));
    let token = token.start..token.start + words.len();
    if words.contains('/') {
        let stem = words.strip_suffix(".md")?;
        let numbered = name::read(path::file_name(stem)).is_numbered();
        return numbered.then_some((token, Mention::File(words)));
    }
    if let Some(stem) = words.strip_suffix(".md") {
        let named = name::read(stem).is_decision;
        return named.then_some((token, Mention::File(words)));
    }
    let words = words.trim_end_matches(':');
    let token = token.start..token.start + words.len();
    if words == "ADR" {
        return spaced(text, token, range);
    }
    let read = name::read(words);
    let upper = words.contains("ADR");
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    // `adr1` is a variable as often as not.
    let sure =
        upper && words.contains('-') || words.contains("adr-") && digits > 2 || upper && digits > 2;
    let is_word = read.prefixed && read.slug.is_empty() && !words.contains(['.', ':']);
    (sure && is_word).then_some(())?;
    Some((
        token,
        Mention::Number(read.reference()?.to_ascii_lowercase()),
    ))
}

/// `ADR 42` and `ADR #42`.
fn spaced<'t>(
    text: &'t str,
    token: Range<usize>,
    range: &Range<usize>,
) -> Option<(Range<usize>, Mention<'t>)> {
    let rest = &text[token.end..range.end];
    let digits = rest.strip_prefix(" #").or(rest.strip_prefix(' '))?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let after = digits[length..].chars();
    let mut after = after.take(2);
    let (next, then) = (after.next(), after.next());
    // `ADR 1.2` is a version, `ADR 2-way` is something else.
    let ends = next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '%'))
        && !(next == Some('.') && then.is_some_and(|c| c.is_ascii_digit()));
    let number: u64 = digits[..length].parse().ok()?;
    let end = token.end + (rest.len() - digits.len()) + length;
    (ends && length < 6).then(|| (token.start..end, Mention::Number(number.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_mentioned_by_number_and_by_file() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = mentions(text, 0..text.len())
                .into_iter()
                .map(|(range, mention)| match mention {
                    Mention::Number(number) => format!("{}={number}", &text[range]),
                    Mention::File(file) => format!("file {file}"),
                })
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("see ADR-0042.", &["ADR-0042=42"]);
        check("(ADR 42, ADR #7): x", &["ADR 42=42", "ADR #7=7"]);
        check("adr-0042: x; ADR0042", &["adr-0042=42", "ADR0042=42"]);
        check(
            "ADR-PAY-0002 and PAY-ADR-0003",
            &["ADR-PAY-0002=pay-2", "PAY-ADR-0003=pay-3"],
        );
        check("ADR-2024-001", &["ADR-2024-001=2024-1"]);
        check("ADR-14a", &["ADR-14a=14a"]);
        check(
            "../docs/adr/0042-use-x.md#why",
            &["file ../docs/adr/0042-use-x.md"],
        );
        check(
            "docs/decisions/0042-use-x.md",
            &["file docs/decisions/0042-use-x.md"],
        );
        check("adr-0042-use-x.md", &["file adr-0042-use-x.md"]);
        for other in [
            "https://example.com/o/r/blob/main/docs/adr/0042-use-x.md",
            "ADR-NNNN, ADR-XXX and ADR 1.2",
            "adr1 = ADR1; ADR_1",
            "the ADR of 42 people, quadratic ADRs",
            "docs/adr/README.md and docs/adr/",
            "ADR 2-way",
            "$ADR-12 and a@ADR-12",
        ] {
            check(other, &[]);
        }
    }
}
