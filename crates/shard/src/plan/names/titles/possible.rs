//! What a title begins with that may be its section number, or a part of the title.

use super::{Title, number_len, roman_len, value};

/// How something that may be a section number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Digits,
    Roman,
    Letter,
}

/// Something at the start of a title that may be a section number, or a part of the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Possible<'a> {
    pub(crate) written: Written,
    pub(crate) number: u32,
    /// What follows it.
    pub(crate) rest: &'a str,
}

/// What a title begins with that may be its number, or a part of it: `1 Scope` beside `3 Tiers`,
/// `[1] Scope`, `#1 Scope`, `1º Scope`, `I Scope`, `A. Scope`.
pub(crate) fn possible_number(title: Title<'_>) -> Option<Possible<'_>> {
    if title.rest.is_some() {
        return None;
    }
    let title = title.text.trim_start();
    let (written, number, rest) = in_digits(title)
        .map(|(number, rest)| (Written::Digits, number, rest))
        .or_else(|| {
            let (letter, rest) = title.split_at_checked(1)?;
            let letter = letter.chars().next().filter(char::is_ascii_alphabetic)?;
            let rest = rest.strip_prefix(['.', ')'])?;
            let place = u32::from(letter.to_ascii_lowercase()) - u32::from('a');
            Some((Written::Letter, place + 1, rest))
        })
        .or_else(|| {
            let len = roman_len(title)?;
            Some((Written::Roman, roman_value(&title[..len]), &title[len..]))
        })?;
    let is_word = rest.starts_with(char::is_whitespace) && rest.contains(char::is_alphanumeric);
    is_word.then(|| Possible {
        written,
        number,
        rest: rest.trim_start(),
    })
}

/// A number in digits at the start of a title, also as `[1]`, `#1` or `1º`, and what follows it.
fn in_digits(title: &str) -> Option<(u32, &str)> {
    if let Some(rest) = title.strip_prefix('[') {
        let len = number_len(rest)?;
        return Some((value(&rest[..len]), rest[len..].strip_prefix(']')?));
    }
    let digits = title.strip_prefix('#').unwrap_or(title);
    let len = number_len(digits)?;
    let rest = &digits[len..];
    let rest = rest.strip_prefix(['°', 'º']).unwrap_or(rest);
    Some((value(&digits[..len]), rest))
}

/// The value of a Roman number up to 39.
fn roman_value(number: &str) -> u32 {
    let value = |digit: char| match digit {
        'I' => 1,
        'V' => 5,
        _ => 10,
    };
    let digits: Vec<u32> = number.chars().map(value).collect();
    let next = digits.iter().skip(1).chain([&0]);
    let (plus, minus): (Vec<_>, Vec<_>) = digits.iter().zip(next).partition(|(a, b)| a >= b);
    let sum = |digits: Vec<(&u32, &u32)>| digits.iter().map(|(digit, _)| **digit).sum::<u32>();
    sum(plus) - sum(minus)
}
