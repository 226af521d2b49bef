//! The numbers and names of months in a text, with what is between them.

use crate::parse::vocabulary::month;

/// A number or a month of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Number {
        value: i32,
        digits: usize,
    },
    Month(i8),
    /// `Q1`
    Quarter,
}

/// A part, and the text between it and the one before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) part: Part,
    pub(super) gap: &'t str,
    /// The word before it, if there is no other part between them.
    pub(super) word: &'t str,
}

/// The tokens of a text, and whether it has other words.
pub(super) struct Tokens<'t> {
    pub(super) list: Vec<Token<'t>>,
    pub(super) has_words: bool,
}

/// Most tokens that are looked at.
const MOST: usize = 12;

/// The parts of dates in a text.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    let mut list: Vec<Token<'_>> = Vec::new();
    let mut has_words = false;
    let mut word = "";
    let mut gap = 0;
    let mut rest = text;
    let at = |rest: &str| text.len() - rest.len();
    while let Some(skip) = rest.find(char::is_alphanumeric) {
        if list.len() == MOST {
            break;
        }
        rest = &rest[skip..];
        let start = at(rest);
        let digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest
            .find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digit)
            .unwrap_or(rest.len());
        let found = &rest[..end];
        rest = &rest[end..];
        let part = if digit {
            Some(Part::Number {
                value: found.parse().unwrap_or(i32::MAX),
                digits: found.len(),
            })
        } else if found.eq_ignore_ascii_case("q") && rest.starts_with(['1', '2', '3', '4']) {
            rest = &rest[1..];
            Some(Part::Quarter)
        } else {
            month(&found.to_lowercase()).map(Part::Month)
        };
        match part {
            Some(part) => {
                let gap_text = &text[gap..start];
                list.push(Token {
                    part,
                    gap: gap_text,
                    word,
                });
                (word, gap) = ("", at(rest));
            }
            // `1st`, `2024年`
            None if is_suffix(found) => gap = at(rest),
            None => {
                has_words |= !is_filler(found);
                word = found;
            }
        }
    }
    Tokens { list, has_words }
}

/// Whether letters belong to the number before them.
fn is_suffix(word: &str) -> bool {
    let suffixes = [
        "st", "nd", "rd", "th", "er", "年", "月", "日", "년", "월", "일", "º", "ª", "г", "r",
    ];
    suffixes
        .iter()
        .any(|suffix| word.eq_ignore_ascii_case(suffix))
}

/// Whether a word may be part of a date.
fn is_filler(word: &str) -> bool {
    let words = [
        "of",
        "the",
        "on",
        "de",
        "del",
        "le",
        "den",
        "der",
        "am",
        "t",
        "z",
        "utc",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}
