//! Reads the forms in which people write the names of records.

use std::ops::Range;

use crate::parse::values::name::parts::{AMBIGUOUS, Name, PREFIXES, is_any, is_separator};

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
            slug,
            ..Name::default()
        };
    }
    if let Some(name) = yearly(stem, false).or_else(|| monthly(stem)) {
        return name;
    }
    if let Some((number, slug)) = leading_number(stem) {
        let slug = slug.trim_start_matches(is_separator);
        return Name {
            number: Some(number),
            slug,
            ..Name::default()
        };
    }
    let name = lettered(stem, 3)
        .or_else(|| prefixed(stem))
        .or_else(|| area(stem));
    name.unwrap_or(Name {
        slug: stem,
        ..Name::default()
    })
}

fn separator(text: &str) -> Option<&str> {
    text.strip_prefix(is_separator)
        .map(|rest| rest.trim_start_matches(is_separator))
}

/// Digits at the start that end at a separator or at the end: at most six, so that the
/// time at the start of a name is not a number.
fn leading_number(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let ends = rest.is_empty() || rest.starts_with(is_separator);
    let number = text[..digits].parse().ok()?;
    ((1..=6).contains(&digits) && ends).then_some((number, rest))
}

/// `2024-001-x`, the record 1 of 2024. After a word such as `adr` the number may be shorter.
fn yearly(stem: &str, prefixed: bool) -> Option<Name<'_>> {
    let (year, rest) = leading_number(stem)?;
    let rest = rest.strip_prefix(is_separator)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, slug) = leading_number(rest)?;
    let is_year = (1990..2100).contains(&year);
    let least = if prefixed { 1 } else { 3 };
    ((least..=4).contains(&digits) && is_year).then_some(Name {
        number: Some(number),
        series: stem.get(..4),
        slug: slug.trim_start_matches(is_separator),
        prefixed,
        ..Name::default()
    })
}

/// `2026-01-x`, a month and a slug.
fn monthly(stem: &str) -> Option<Name<'_>> {
    let (year, rest) = leading_number(stem)?;
    let rest = rest.strip_prefix('-')?;
    let (month, slug) = leading_number(rest)?;
    let two_digits = rest.len() - slug.len() == 2;
    let month = i8::try_from(month)
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1990..2100).contains(year))?;
    two_digits.then_some(Name {
        month: Some((year, month)),
        slug: slug.trim_start_matches(is_separator),
        ..Name::default()
    })
}

/// `0014a-x`: a number of at least so many digits, and a letter.
fn lettered(stem: &str, least: usize) -> Option<Name<'_>> {
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = stem[digits..].chars();
    let letter = rest.next().filter(char::is_ascii_lowercase)?;
    let rest = rest.as_str();
    let ends = rest.is_empty() || rest.starts_with(is_separator);
    ((least..=6).contains(&digits) && ends).then(|| Name {
        number: stem[..digits].parse().ok(),
        letter: Some(letter),
        slug: rest.trim_start_matches(is_separator),
        ..Name::default()
    })
}

/// `CE-001-x`: capitals and a number.
fn area(stem: &str) -> Option<Name<'_>> {
    let end = stem.find('-')?;
    let (letters, rest) = (&stem[..end], &stem[end + 1..]);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, slug) = leading_number(rest)?;
    let capitals = letters.bytes().all(|b| b.is_ascii_uppercase());
    (capitals && (2..=6).contains(&letters.len()) && digits >= 3).then_some(Name {
        number: Some(number),
        series: Some(letters),
        slug: slug.trim_start_matches(is_separator),
        ..Name::default()
    })
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

/// `adr-012-x`, `ADR012-x`, `ODH-ADR-Operator-0012-x`, `adr-draft-x`, `ADR-2024-001-x`.
fn prefixed(stem: &str) -> Option<Name<'_>> {
    let mut at = 0;
    let mut prefix: Option<Range<usize>> = None;
    for _ in 0..4 {
        let rest = &stem[at..];
        let end = rest.find(is_separator).unwrap_or(rest.len());
        let word = &rest[..end];
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_prefix = is_any(letters, PREFIXES);
        if is_prefix && letters.len() < word.len() {
            // `notes-on-adr017` is about a record.
            if stem[..at].matches(is_separator).count() > 1 {
                return None;
            }
            return Some(Name {
                number: word[letters.len()..].parse().ok(),
                prefixed: true,
                is_decision: !is_any(letters, AMBIGUOUS),
                slug: rest[end..].trim_start_matches(is_separator),
                ..Name::default()
            });
        }
        if is_prefix && prefix.is_none() {
            prefix = Some(at..at + end);
        }
        if let Some(prefix) = &prefix {
            // `adr-2024-01-15-x` has a date, `decision-log-2024-01-15` is another document.
            if let Some((date, rest)) = dated(rest) {
                let directly = stem[prefix.end..at].chars().all(is_separator);
                return directly.then(|| Name {
                    date: Some(date),
                    prefixed: true,
                    is_decision: !is_any(&stem[prefix.clone()], AMBIGUOUS),
                    slug: rest.trim_start_matches(is_separator),
                    ..Name::default()
                });
            }
            let numbered = yearly(rest, true)
                .or_else(|| lettered(rest, 1))
                .or_else(|| numbered(rest));
            if let Some(mut name) = numbered {
                name.prefixed = true;
                name.is_decision = !is_any(&stem[prefix.clone()], AMBIGUOUS);
                name.series = name.series.or_else(|| series(stem, prefix, at));
                return Some(name);
            }
        }
        if end == rest.len() {
            break;
        }
        at += end + 1;
    }
    // `adr-draft-x`: the first word alone is enough.
    let end = stem.find(is_separator)?;
    is_any(&stem[..end], &PREFIXES[..3]).then(|| Name {
        prefixed: true,
        is_decision: true,
        slug: stem[end..].trim_start_matches(is_separator),
        ..Name::default()
    })
}

fn numbered(text: &str) -> Option<Name<'_>> {
    let (number, slug) = leading_number(text)?;
    Some(Name {
        number: Some(number),
        slug: slug.trim_start_matches(is_separator),
        ..Name::default()
    })
}

/// The words between a prefix and the number, else those before the prefix.
fn series<'n>(stem: &'n str, prefix: &Range<usize>, number: usize) -> Option<&'n str> {
    let after = stem.get(prefix.end..number)?.trim_matches(is_separator);
    let before = stem[..prefix.start].trim_matches(is_separator);
    let series = if after.is_empty() { before } else { after };
    (!series.is_empty()).then_some(series)
}
