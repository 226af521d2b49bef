//! Titles without the section numbers that authors type into them (`3.`, `3.1`, `Section 3:`, `IV.`,
//! `第3章`).

use std::collections::HashSet;
use std::sync::LazyLock;

use archsite_core::text::data_lines;
/// Words that are before a section number, such as `Section`.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    data_lines(include_str!("../../../data/section-words.txt"))
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

/// A title without its section number.
pub fn without_number(title: &str) -> &str {
    let rest = strip_number(title).unwrap_or(title).trim_start();
    if rest.chars().any(char::is_alphanumeric) {
        rest
    } else {
        title
    }
}

/// The number that a title begins with, from the chapter down: 2 and 1 for `2.1 Goals`. It may be
/// a part of the title, as in `3 Tiers`.
pub fn number(title: &str) -> Option<Vec<u32>> {
    let rest = strip_number(title).or_else(|| {
        let rest = title.get(number_len(title)?..)?;
        rest.starts_with(char::is_whitespace).then_some(rest)
    })?;
    let typed = &title[..title.len() - rest.len()];
    let start = typed.find(|c| digit(c).is_some())?;
    let digits = &typed[start..start + number_len(&typed[start..])?];
    let value = |part: &str| {
        part.chars()
            .filter_map(digit)
            .fold(0, |sum, n| 10 * sum + n)
    };
    Some(digits.split(['.', '．']).map(value).collect())
}

/// The number without a mark that a title begins with, and what follows it: `1 Scope`. It may be a
/// part of the title, as in `3 Tiers`.
pub(crate) fn bare_number(title: &str) -> Option<(u32, &str)> {
    if strip_number(title).is_some() {
        return None;
    }
    let title = title.trim_start();
    let rest = &title[number_len(title)?..];
    let number = number(title)?;
    let is_word = rest.starts_with(char::is_whitespace) && rest.contains(char::is_alphanumeric);
    is_word.then(|| (number[0], rest.trim_start()))
}

/// What follows the section number of a title, if it has one.
fn strip_number(title: &str) -> Option<&str> {
    let title = title.trim_start();
    if let Some(rest) = after_word(title) {
        let rest = after_number_sign(rest).unwrap_or(rest);
        let number = any_number_len(rest)?;
        return after_mark(&rest[number..], true);
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

/// What follows a word such as `Section`.
fn after_word(title: &str) -> Option<&str> {
    if let Some(rest) = title.strip_prefix('§') {
        return Some(rest.trim_start());
    }
    let (first, rest) = title.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    any_number_len(after_number_sign(rest).unwrap_or(rest))?;
    WORDS
        .contains(first.to_lowercase().as_str())
        .then_some(rest)
}

/// What follows `n°`, `Nº` or `№`.
fn after_number_sign(title: &str) -> Option<&str> {
    let rest = title.strip_prefix('№');
    let rest = rest.or_else(|| title.strip_prefix(['n', 'N'])?.strip_prefix(['°', 'º']));
    rest.map(str::trim_start)
}

/// What follows `(1)`, `（一）` or `(iv)`.
fn after_brackets(title: &str) -> Option<&str> {
    let (close, rest) = if let Some(rest) = title.strip_prefix('(') {
        (')', rest)
    } else {
        ('）', title.strip_prefix('（')?)
    };
    let (inner, rest) = rest.split_once(close)?;
    let is_number = any_number_len(inner) == Some(inner.len())
        || any_number_len(&inner.to_uppercase()) == Some(inner.len());
    is_number.then(|| after_mark(rest, true).unwrap_or(rest))
}

/// What follows a number that is one symbol: `①`, or a digit in a key.
fn after_symbol(title: &str) -> Option<&str> {
    if let Some(rest) = title.strip_prefix(|c: char| ('①'..='⑳').contains(&c)) {
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
    let marked = rest.trim_start_matches(['.', ':', ')']);
    let is_wide = |c: char| ('\u{2e80}'..='\u{d7ff}').contains(&c);
    // `2.Goals`, but not `3.js`.
    let is_capital = rest.starts_with('.') && marked.starts_with(char::is_uppercase);
    if marked.len() < rest.len() && (is_capital || marked.starts_with(is_wide)) {
        return Some(marked);
    }
    // French has a space before a colon.
    let apart = marked.trim_start();
    let marked = match apart.strip_prefix(['-', '–', '—', ':', '|']) {
        Some(after) if after.starts_with(' ') => after,
        _ => marked,
    };
    let has_mark = marked.len() < rest.len();
    let ends = marked.starts_with(char::is_whitespace) || marked.is_empty();
    (ends && (has_mark || space_is_enough)).then(|| marked.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_numbers_are_found() {
        let cases = [
            ("1、系统概述", "系统概述"),
            ("1.系统概述", "系统概述"),
            ("2．部署", "部署"),
            ("２．部署", "部署"),
            ("２．１　部署", "部署"),
            ("一、概述", "概述"),
            ("十二、附录", "附录"),
            ("（三）部署", "部署"),
            ("第2章 部署", "部署"),
            ("第三节：存储", "存储"),
            ("第4部分 总结", "总结"),
            ("제1장 개요", "개요"),
            ("① 目的", "目的"),
            ("1️⃣ Start", "Start"),
            ("(1) Goals", "Goals"),
            ("(iv) Goals", "Goals"),
            ("Kapitel 3: Ziele", "Ziele"),
            ("Abschnitt II – Ziele", "Ziele"),
            ("Étape 1 : Début", "Début"),
            ("Глава 2. Обзор", "Обзор"),
            ("Rozdział 4. Wstęp", "Wstęp"),
            ("Étape n°2 : Début", "Début"),
            ("Nº 3 Alcance", "Alcance"),
            ("الفصل ٢: النطاق", "النطاق"),
            ("פרק 2: היקף", "היקף"),
            ("अध्याय २: दायरा", "दायरा"),
            ("Ⅲ. 範囲", "範囲"),
            ("① Scope", "Scope"),
            ("01 Scope", "Scope"),
            ("3.Scope", "Scope"),
            ("1 | Scope", "Scope"),
            ("1｜范围", "范围"),
        ];
        for (title, rest) in cases {
            assert_eq!(without_number(title), rest, "{title}");
        }
        let titles = [
            "3 Tiers",
            "3.js",
            "007 Agents",
            "No Limits",
            "3D打印",
            "一致性",
            "第二次迁移",
            "(Almost) Done",
            "Mix",
            "C API",
            "Phase 1: Start",
            "Version 2: Changes",
            "Partie de pêche",
            "2024 Review",
            "Part of speech",
            "[x] Done",
        ];
        for title in titles {
            assert_eq!(without_number(title), title);
        }
    }

    #[test]
    fn numbers_are_read() {
        let cases: &[(&str, Option<&[u32]>)] = &[
            ("2. Goals", Some(&[2])),
            ("2.1 Goals", Some(&[2, 1])),
            ("Section 3.2.1: Goals", Some(&[3, 2, 1])),
            ("第3章 目标", Some(&[3])),
            ("IV. Goals", None),
            ("3 Tiers", Some(&[3])),
            ("１２．３　部署", Some(&[12, 3])),
            ("3D", None),
        ];
        for (title, expected) in cases {
            assert_eq!(number(title).as_deref(), *expected, "{title}");
        }
    }
}
