//! Titles as names of files: in lower case, with dashes between words, in the script of the title.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// Longest name, in characters, without the ending and a number against collisions.
pub(super) const LONGEST: usize = 80;
/// Longest name, in bytes: file systems take 255 with all that follows.
const LONGEST_BYTES: usize = 200;

/// Names of languages whose marks would be lost.
const LANGUAGES: &[(&str, &str)] = &[("c++", "cpp"), ("c#", "csharp"), ("f#", "fsharp")];

/// A text as a name, in its own script but for the marks of Latin letters; empty if it has no
/// letter or digit, and no symbol that has a name.
pub(crate) fn slug(text: &str) -> String {
    let words = with_dashes(text, &own_script);
    if !words.is_empty() {
        return cut(&words).to_string();
    }
    // Only emoji or the like: their names are better than none.
    let names = text.chars().filter(|c| !c.is_ascii());
    let names: String = names.filter_map(deunicode::deunicode_char).collect();
    cut(&with_dashes(&names, &ascii)).to_string()
}

/// A text as a name in ASCII; other scripts are transliterated.
pub(crate) fn ascii_slug(text: &str) -> String {
    let words = with_dashes(text, &ascii);
    if words.is_empty() {
        slug(text)
    } else {
        cut(&words).to_string()
    }
}

/// A letter or digit in lower case, without the marks of Latin letters.
fn own_script(c: char, out: &mut String) {
    if is_latin(c) {
        ascii(c, out);
    } else {
        out.extend(c.to_lowercase());
    }
}

/// A letter or digit in ASCII.
fn ascii(c: char, out: &mut String) {
    let letters = deunicode::deunicode_char(c).unwrap_or_default();
    out.extend(letters.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
        _ => None,
    }));
}

/// Whether a character is a Latin letter, or a wide or compatible form of ASCII.
fn is_latin(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2af}')
        || matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}')
        || matches!(c, '\u{fb00}'..='\u{fb06}' | '\u{ff10}'..='\u{ff5a}')
}

/// The words of a text, letter by letter, with dashes between them. Apostrophes and what has no
/// width vanish.
fn with_dashes(text: &str, letter: &dyn Fn(char, &mut String)) -> String {
    let text = with_language_names(text);
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut is_after_latin = false;
    for c in composed(&text).chars() {
        if c.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
            (gap, is_after_latin) = (false, true);
            continue;
        }
        let vanishes = matches!(c, '\'' | '’' | 'ʼ' | '`' | '\u{ad}')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}');
        if vanishes || (is_combining_mark(c) && is_after_latin) {
            continue;
        }
        // Marks of other scripts are parts of their letters, such as vowels.
        let is_part = is_combining_mark(c) && !gap && !out.is_empty();
        if !c.is_alphanumeric() && !is_part {
            gap = true;
            continue;
        }
        is_after_latin = is_latin(c);
        let mut letters = String::new();
        letter(c, &mut letters);
        if gap && !out.is_empty() && !letters.is_empty() {
            out.push('-');
        }
        gap = gap && letters.is_empty();
        // A transliterated character ends with a space, as a word does.
        match letters.strip_suffix('-') {
            Some(word) => {
                out.push_str(word);
                gap = true;
            }
            None => out.push_str(&letters),
        }
    }
    composed(&out).into_owned()
}

/// A text in the normal form NFC.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// A text in which names of languages have no marks.
fn with_language_names(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_end();
        let ends = bare.trim_end_matches([',', ':', ';', '.', ')', '/']);
        let known = LANGUAGES
            .iter()
            .find(|(name, _)| *name == ends.to_lowercase());
        match known {
            Some((_, name)) => format!("{name}{}", &word[ends.len()..]),
            None => word.to_string(),
        }
    });
    words.collect()
}

/// As much of a name as is allowed, cut at a word where there is one.
pub(super) fn cut(name: &str) -> &str {
    let mut ends = name.char_indices().map(|(at, _)| at);
    let fits = ends.nth(LONGEST).unwrap_or(name.len());
    let mut end = fits.min(LONGEST_BYTES.min(name.len()));
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    if end == name.len() {
        return name;
    }
    let at_word = match name.as_bytes()[end] {
        b'-' => end,
        _ => name[..end].rfind('-').unwrap_or(end),
    };
    name[..at_word].trim_end_matches('-')
}
