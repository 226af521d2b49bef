//! Titles without the section numbers that authors type into them (`3.`, `3.1`, `Section 3:`, `IV.`),
//! and titles as names of files.
//!
//! Text in, text out; what a number means is nobody's business here.

/// A title without its section number.
pub(crate) fn without_number(title: &str) -> &str {
    let rest = strip_number(title).unwrap_or(title).trim_start();
    if rest.chars().any(char::is_alphanumeric) {
        rest
    } else {
        title
    }
}

fn strip_number(title: &str) -> Option<&str> {
    const WORDS: &[&str] = &["section", "chapter", "part", "§"];
    let first = title.split_whitespace().next()?;
    let word = WORDS
        .iter()
        .find(|word| first.eq_ignore_ascii_case(word) || (**word == "§" && first.starts_with('§')));
    if let Some(word) = word {
        let rest = title.get(word.len()..)?.trim_start();
        let digits = number_len(rest).or_else(|| roman_len(rest))?;
        return after_mark(&rest[digits..], true);
    }
    if let Some(digits) = number_len(title) {
        // A lone number needs a mark after it: "3 Tiers" is a title.
        let dotted = title[..digits].contains('.');
        return after_mark(&title[digits..], dotted);
    }
    let letters = roman_len(title)?;
    after_mark(&title[letters..], false)
}

/// Length of `3` or `3.1.2` at the start.
fn number_len(text: &str) -> Option<usize> {
    let mut len = 0;
    loop {
        let digits = text[len..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 3 {
            return None;
        }
        len += digits;
        let more = text[len..].starts_with('.')
            && text[len + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !more {
            return Some(len);
        }
        len += 1;
    }
}

/// Length of a Roman number up to 39 at the start.
fn roman_len(text: &str) -> Option<usize> {
    let len = text.bytes().take_while(|b| b"IVX".contains(b)).count();
    let numeral = &text[..len];
    let tens = numeral.bytes().take_while(|b| *b == b'X').count().min(3);
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    (len > 0 && (0..=tens).any(|t| ones.contains(&&numeral[t..]))).then_some(len)
}

/// What follows the mark after a number, if there is one, or white space where that is
/// enough.
fn after_mark(rest: &str, space_is_enough: bool) -> Option<&str> {
    let marked = rest.trim_start_matches(['.', ':', ')']);
    let marked = match marked.trim_start().strip_prefix(['-', '–', '—']) {
        Some(behind) if behind.starts_with(' ') => behind,
        _ => marked,
    };
    let has_mark = marked.len() < rest.len();
    let ends = marked.starts_with(char::is_whitespace) || marked.is_empty();
    (ends && (has_mark || space_is_enough)).then(|| marked.trim_start())
}

/// Longest name, in bytes, without the ending and a number against collisions.
pub(super) const LONGEST: usize = 80;

/// Text in lower-case dash-case ASCII; empty if nothing in it can be written so.
pub(crate) fn slug(text: &str) -> String {
    let words = dashed(text, |c| !c.is_alphanumeric());
    if words.is_empty() {
        // Only emoji or the like: their names are better than none.
        let described = dashed(text, |c| c.is_ascii());
        return cut(&described).to_string();
    }
    cut(&words).to_string()
}

/// Words of a text joined by dashes. `separates` tells which characters are between
/// words; apostrophes and marks vanish.
fn dashed(text: &str, separates: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let ascii = deunicode::deunicode_char(c).unwrap_or("");
        let vanishes = matches!(c, '\'' | '’' | 'ʼ' | '`') || ascii.is_empty();
        if vanishes {
            continue;
        }
        if separates(c) {
            gap = true;
            continue;
        }
        for part in ascii.chars() {
            if part.is_ascii_alphanumeric() {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push(part.to_ascii_lowercase());
            } else if part == ' ' {
                gap = true;
            }
        }
    }
    out
}

/// At most [`LONGEST`] bytes, cut at a word where there is one.
pub(super) fn cut(name: &str) -> &str {
    if name.len() <= LONGEST {
        return name;
    }
    let end = match name.as_bytes()[LONGEST] {
        b'-' => LONGEST,
        _ => name[..LONGEST].rfind('-').unwrap_or(LONGEST),
    };
    name[..end].trim_end_matches('-')
}
