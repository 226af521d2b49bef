//! Titles without the section numbers that authors type into them (`3.`, `3.1`, `Section 3:`, `IV.`,
//! `第3章`).

pub(crate) mod possible;

use std::collections::HashSet;
use std::sync::LazyLock;

use archsite_core::text::data_lines;

/// Words that are before a section number, such as `Section`.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    data_lines(include_str!("../../../../data/section-words.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});
/// Numbers in words, which may be after such a word.
static NUMBER_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    data_lines(include_str!("../../../../data/number-words.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});
/// Units after a number in Chinese, Japanese and Korean: chapter, section, part and the like.
const UNITS: &[&str] = &[
    "部分", "章", "节", "節", "部", "篇", "編", "编", "回", "課", "课", "条", "條", "項", "项",
    "장", "절", "부", "편",
];
const ROMAN_DIGITS: &str = "IVX";
const HAN_DIGITS: &str = "〇零一二三四五六七八九十百";

/// A title, read once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Title<'a> {
    text: &'a str,
    /// What follows the section number, if there is one.
    rest: Option<&'a str>,
}

impl<'a> Title<'a> {
    pub(crate) fn new(text: &'a str) -> Title<'a> {
        Title {
            text,
            rest: strip_number(text),
        }
    }

    /// The title without its section number.
    pub(crate) fn without_number(self) -> &'a str {
        let stripped = self.rest.map(|rest| after_unit(rest.trim_start()));
        let rest = stripped.unwrap_or(self.text).trim_start();
        if rest.chars().any(char::is_alphanumeric) {
            rest
        } else {
            self.text
        }
    }

    /// The number that the title begins with, from the chapter down: 2 and 1 for `2.1 Goals`. It may be
    /// a part of the title, as in `3 Tiers`.
    pub(crate) fn number(self) -> Option<Vec<u32>> {
        let title = self.text;
        let rest = self.rest.or_else(|| {
            let rest = title.get(number_len(title)?..)?;
            rest.starts_with(char::is_whitespace).then_some(rest)
        })?;
        let typed = &title[..title.len() - rest.len()];
        let start = typed.find(|c| digit(c).is_some())?;
        let digits = &typed[start..start + number_len(&typed[start..])?];
        Some(digits.split(['.', '．']).map(value).collect())
    }
}

/// A title without its section number.
pub fn without_number(title: &str) -> &str {
    Title::new(title).without_number()
}

/// The number that a title begins with, from the chapter down: 2 and 1 for `2.1 Goals`.
pub fn number(title: &str) -> Option<Vec<u32>> {
    Title::new(title).number()
}

/// The value of a number in digits, up to the first mark in it.
fn value(number: &str) -> u32 {
    number
        .chars()
        .map_while(digit)
        .fold(0, |sum, n| 10 * sum + n)
}

/// What follows the section number of a title, if it has one.
fn strip_number(title: &str) -> Option<&str> {
    let title = title.trim_start();
    if let Some(rest) = after_word(title) {
        let rest = after_number_sign(rest).unwrap_or(rest);
        return match any_number_len(rest) {
            Some(number) => after_mark(&rest[number..], true),
            // A word needs a mark after it.
            None => after_mark(&rest[number_word_len(rest)?..], false),
        };
    }
    if let Some(rest) = after_number_sign(title) {
        let number = number_len(rest)?;
        return after_mark(&rest[number..], true);
    }
    // Most titles begin with a word, as no number does.
    if title.starts_with(|c: char| c.is_ascii_alphabetic() && !ROMAN_DIGITS.contains(c)) {
        return None;
    }
    after_brackets(title)
        .or_else(|| after_symbol(title))
        .or_else(|| after_ordinal(title))
        .or_else(|| {
            let digits = number_len(title)?;
            // A lone number needs a mark after it: "3 Tiers" is a title.
            let typed = &title[..digits];
            // A zero in front says that it is a position.
            let is_position =
                typed.contains(['.', '．']) || (digits == 2 && typed.starts_with('0'));
            after_mark(&title[digits..], is_position)
        })
        .or_else(|| {
            let digits = han_len(title)?;
            title[digits..].strip_prefix(['、', '．', '.'])
        })
        .or_else(|| {
            let letters = roman_len(title)?;
            after_mark(&title[letters..], false)
        })
}

/// Length of a number in words at the start, such as `One`.
fn number_word_len(text: &str) -> Option<usize> {
    let word = text.split(|c: char| !c.is_alphabetic()).next()?;
    NUMBER_WORDS
        .contains(word.to_lowercase().as_str())
        .then_some(word.len())
}

/// What follows a word such as `Section`.
fn after_word(title: &str) -> Option<&str> {
    if let Some(rest) = title.strip_prefix('§') {
        return Some(rest.trim_start());
    }
    let (first, rest) = title.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    any_number_len(after_number_sign(rest).unwrap_or(rest)).or_else(|| number_word_len(rest))?;
    WORDS
        .contains(first.to_lowercase().as_str())
        .then_some(rest)
}

/// What follows the word for a section and a mark, as in `1. Kapitel: Ziele`; all if there is none.
fn after_unit(rest: &str) -> &str {
    let word = rest.split(|c: char| !c.is_alphabetic()).next();
    let word = word.unwrap_or_default();
    if !WORDS.contains(word.to_lowercase().as_str()) {
        return rest;
    }
    after_mark(&rest[word.len()..], false).unwrap_or(rest)
}

/// What follows `n°`, `Nº` or `№`.
fn after_number_sign(title: &str) -> Option<&str> {
    let rest = title.strip_prefix('№');
    let rest = rest.or_else(|| title.strip_prefix(['n', 'N'])?.strip_prefix(['°', 'º']));
    rest.map(str::trim_start)
}

/// Brackets in which only a number can be alone. One in `[]` may be a reference.
const BRACKETS: [(char, char); 5] = [
    ('(', ')'),
    ('（', '）'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
];

/// What follows `(1)`, `（一）` or `(iv)`.
fn after_brackets(title: &str) -> Option<&str> {
    let mut brackets = BRACKETS.iter();
    let (close, rest) =
        brackets.find_map(|(open, close)| Some((*close, title.strip_prefix(*open)?)))?;
    let (inner, rest) = rest.split_once(close)?;
    let is_number = any_number_len(inner) == Some(inner.len())
        || any_number_len(&inner.to_uppercase()) == Some(inner.len());
    is_number.then(|| after_mark(rest, true).unwrap_or(rest))
}

/// Whether a symbol is a number in a circle or in brackets.
fn is_number_symbol(symbol: char) -> bool {
    let ranges = ['①'..='⒛', '⓪'..='⓾', '❶'..='➓', '㈠'..='㈩', '㊀'..='㊉'];
    ranges.iter().any(|range| range.contains(&symbol))
}

/// What follows a number that is one symbol: `①`, or a digit in a key.
fn after_symbol(title: &str) -> Option<&str> {
    if let Some(rest) = title.strip_prefix(is_number_symbol) {
        return Some(after_mark(rest, true).unwrap_or(rest));
    }
    let after_roman = title.trim_start_matches(|c: char| ('Ⅰ'..='Ⅿ').contains(&c));
    if after_roman.len() < title.len() {
        return after_mark(after_roman, true);
    }
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let rest = title.get(digits..)?;
    let rest = rest.strip_prefix('\u{fe0f}').unwrap_or(rest);
    let rest = rest.strip_prefix('\u{20e3}')?;
    (1..=2)
        .contains(&digits)
        .then(|| after_mark(rest, true).unwrap_or(rest))
}

/// What follows `第3章`, `第三节` or `제1장`.
fn after_ordinal(title: &str) -> Option<&str> {
    let rest = title.strip_prefix(['第', '제'])?.trim_start();
    let len = number_len(rest).or_else(|| han_len(rest))?;
    let rest = rest[len..].trim_start();
    let rest = UNITS.iter().find_map(|unit| rest.strip_prefix(unit))?;
    Some(after_mark(rest, true).unwrap_or(rest))
}

/// Length of a number in any of the usual forms at the start.
fn any_number_len(text: &str) -> Option<usize> {
    number_len(text)
        .or_else(|| han_len(text))
        .or_else(|| roman_len(text))
}

/// Length of `3` or `3.1.2` at the start.
fn number_len(text: &str) -> Option<usize> {
    let mut len = 0;
    loop {
        let is_digit = |c: &char| digit(*c).is_some();
        let digits: Vec<char> = text[len..].chars().take_while(is_digit).collect();
        if digits.is_empty() || digits.len() > 3 {
            return None;
        }
        len += digits.iter().map(|c| c.len_utf8()).sum::<usize>();
        let mut after = text[len..].chars();
        match (after.next(), after.next()) {
            (Some(dot @ ('.' | '．')), Some(next)) if is_digit(&next) => len += dot.len_utf8(),
            _ => return Some(len),
        }
    }
}

/// The value of a digit, also one as wide as a Chinese character, an Arabic or a Hindi one.
fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        '٠'..='٩' => Some(u32::from(c) - u32::from('٠')),
        '۰'..='۹' => Some(u32::from(c) - u32::from('۰')),
        '०'..='९' => Some(u32::from(c) - u32::from('०')),
        _ => c.to_digit(10),
    }
}

/// Length of a number in Chinese digits at the start.
fn han_len(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(|c| HAN_DIGITS.contains(c));
    let len = text.len() - rest.len();
    (1..=4 * '一'.len_utf8()).contains(&len).then_some(len)
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
    // Between Chinese characters there is no white space.
    let wide = rest.trim_start_matches(['、', '．', '：', '）', '｜']);
    if wide.len() < rest.len() {
        return Some(wide.trim_start());
    }
    // French counts `1°)`.
    let ordinal = rest.strip_prefix(['°', 'º']);
    let ordinal = ordinal.filter(|rest| rest.starts_with([')', '.']));
    let rest = ordinal.unwrap_or(rest);
    let marked = rest.trim_start_matches(['.', ':', ')']);
    let is_wide = |c: char| ('\u{2e80}'..='\u{d7ff}').contains(&c);
    // `2.Goals`, but not `3.js`.
    let is_capital = rest.starts_with('.') && marked.starts_with(char::is_uppercase);
    if marked.len() < rest.len() && (is_capital || marked.starts_with(is_wide)) {
        return Some(marked);
    }
    // French has a space before a colon.
    let apart = marked.trim_start();
    let dash = apart.strip_prefix("--");
    let dash = dash.or_else(|| apart.strip_prefix(['-', '–', '—', ':', '|', '·', '•', '/']));
    let marked = match dash {
        Some(after) if after.starts_with(' ') => after,
        _ => marked,
    };
    let has_mark = marked.len() < rest.len();
    let ends = marked.starts_with(char::is_whitespace) || marked.is_empty();
    (ends && (has_mark || space_is_enough)).then(|| marked.trim_start())
}

#[cfg(test)]
mod tests;
