//! Dates as people write them, in all languages.
//!
//! A day is checked against the calendar. Whether `5/4/2020` is in May or in April is decided later,
//! from the other records of the folder.

mod day;
mod tokens;

use jiff::civil::Date;

pub(crate) use self::day::Day;
pub use self::day::Order;
use self::tokens::{Part, Token, Tokens, tokens};

/// The first date in a text, and which of two numbers it shows to be the month.
pub(crate) fn read(text: &str) -> (Day, Option<Order>) {
    let tokens = tokens(text);
    for window in tokens.list.windows(3) {
        let found = triple(window);
        if found.0 != Day::None {
            return found;
        }
    }
    if let Some(day) = tokens.list.iter().find_map(eight_digits) {
        return (day, None);
    }
    if let Some(day) = partial(&tokens) {
        return (day, None);
    }
    let has_year = tokens
        .list
        .iter()
        .any(|token| matches!(token.part, Part::Number { digits: 4.., .. }));
    // One number, such as that of a version, is not a wrong date.
    if tokens.list.len() > 1 && has_year {
        (Day::Invalid, None)
    } else {
        (Day::None, None)
    }
}

/// The first day in a sentence. Numbers such as `5.4.10` may be those of a task or a release.
pub(crate) fn in_sentence(text: &str) -> Day {
    let tokens = tokens(text);
    for window in tokens.list.windows(3) {
        let two_digits = matches!(window[2].part, Part::Number { digits: 2, .. })
            && !matches!(window[0].part, Part::Number { digits: 4, .. });
        let dotted = window[1].gap.trim() == "." && window[2].gap.trim() == ".";
        let numbered = dotted && is_numbered(window[0].word);
        let day = triple(window).0;
        if day != Day::None && !two_digits && !numbered {
            return day;
        }
    }
    tokens
        .list
        .iter()
        .find_map(eight_digits)
        .unwrap_or(Day::None)
}

/// Reads a text that contains a date and nothing else.
pub(crate) fn whole(text: &str) -> Option<(Day, Option<Order>)> {
    let tokens = tokens(text);
    if tokens.has_words {
        return None;
    }
    match tokens.list.as_slice() {
        [one] => Some((eight_digits(one)?, None)),
        [_, _, _] => {
            let found = triple(&tokens.list);
            matches!(found.0, Day::Sure(_) | Day::Either(..)).then_some(found)
        }
        _ => None,
    }
}

/// Whether a word makes the number after it a label, such as "task" or "release".
fn is_numbered(word: &str) -> bool {
    let words = [
        "task",
        "tasks",
        "release",
        "version",
        "v",
        "ver",
        "step",
        "section",
        "sec",
        "build",
        "story",
        "epic",
        "issue",
        "ticket",
        "chapter",
        "rev",
        "revision",
        "requirement",
        "req",
        "milestone",
        "phase",
        "sprint",
        "item",
        "point",
        "no",
        "nr",
        "aufgabe",
        "kapitel",
        "abschnitt",
        "paragraph",
        "clause",
        "rule",
        "goal",
        "work",
        "package",
        "wp",
    ];
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn eight_digits(token: &Token<'_>) -> Option<Day> {
    match token.part {
        Part::Number { value, digits: 8 } => {
            Some(day(value / 10000, value / 100 % 100, value % 100))
        }
        _ => None,
    }
}

/// A month or quarter with its year, or a year alone.
fn partial(tokens: &Tokens<'_>) -> Option<Day> {
    let year = |part: Part| match part {
        Part::Number { value, digits: 4 } => i16::try_from(value)
            .ok()
            .filter(|year| (1970..2200).contains(year)),
        _ => None,
    };
    let near = |gap: &str| is_near(gap);
    for pair in tokens.list.windows(2) {
        let [first, second] = pair else { continue };
        if !near(second.gap) {
            continue;
        }
        let found = match (first.part, second.part) {
            (Part::Month(month), other) | (other, Part::Month(month)) => {
                year(other).map(|year| Day::Month(year, month))
            }
            (Part::Quarter, other) | (other, Part::Quarter) => year(other).map(Day::Year),
            // `2024-02`, `2024年2月`
            (
                other,
                Part::Number {
                    value,
                    digits: 1..=2,
                },
            ) if tokens.list.len() == 2 => {
                let month = i8::try_from(value)
                    .ok()
                    .filter(|month| (1..=12).contains(month));
                let joined = !second.gap.contains(char::is_whitespace) && !tokens.has_words;
                year(other)
                    .filter(|_| joined)
                    .zip(month)
                    .map(|(year, month)| Day::Month(year, month))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    match tokens.list.as_slice() {
        [one] if !tokens.has_words => year(one.part).map(Day::Year),
        _ => None,
    }
}

/// Whether two parts with a text between them belong together.
fn is_near(gap: &str) -> bool {
    gap.chars().count() <= 5 && !gap.contains([':', '(', ')', ';', '+'])
}

fn day(year: i32, month: i32, day: i32) -> Day {
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    match parts {
        (Ok(year @ 1970..), Ok(month), Ok(day)) => {
            Date::new(year, month, day).map_or(Day::Invalid, Day::Sure)
        }
        _ => Day::Invalid,
    }
}

/// The date of three parts in a row.
fn triple(window: &[Token<'_>]) -> (Day, Option<Order>) {
    use Part::{Month, Number};
    let [first, second, third] = window else {
        return (Day::None, None);
    };
    if !is_near(second.gap) || !is_near(third.gap) {
        return (Day::None, None);
    }
    let short = 1..=2;
    match (first.part, second.part, third.part) {
        (
            Number {
                value: y,
                digits: 4,
            },
            Number { value: m, .. },
            Number { value: d, .. },
        ) => (day(y, m, d), None),
        (
            Number {
                value: y,
                digits: 4,
            },
            Month(m),
            Number { value: d, .. },
        ) => (day(y, m.into(), d), None),
        (
            Number { value: d, digits },
            Month(m),
            Number {
                value: y,
                digits: 4,
            },
        )
        | (
            Month(m),
            Number { value: d, digits },
            Number {
                value: y,
                digits: 4,
            },
        ) if short.contains(&digits) => (day(y, m.into(), d), None),
        (
            Number {
                value: a,
                digits: 1..=2,
            },
            Number {
                value: b,
                digits: 1..=2,
            },
            Number {
                value: y,
                digits: 4,
            },
        ) => numeric(a, b, y, second.gap),
        // `08/01/24`: with a dash between them the year could as well come first.
        (
            Number {
                value: a,
                digits: 1..=2,
            },
            Number {
                value: b,
                digits: 1..=2,
            },
            Number {
                value: y,
                digits: 2,
            },
        ) if matches!(second.gap.trim(), "/" | ".") => numeric(a, b, 2000 + y, second.gap),
        _ => (Day::None, None),
    }
}

/// `5/4/2020`: with points between them the day comes first, everywhere.
fn numeric(a: i32, b: i32, year: i32, gap: &str) -> (Day, Option<Order>) {
    match (a, b) {
        (13.., 13..) => (Day::Invalid, None),
        (13.., _) => (day(year, b, a), Some(Order::DayFirst)),
        (_, 13..) => (day(year, a, b), Some(Order::MonthFirst)),
        _ if gap.trim() == "." || a == b => (day(year, b, a), None),
        _ => match i16::try_from(year) {
            Ok(year) => (Day::Either(year, a as i8, b as i8), None),
            Err(_) => (Day::Invalid, None),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        let check = |text: &str, expected: &str| {
            let found = match read(text).0 {
                Day::Sure(date) => date.to_string(),
                Day::Either(year, a, b) => format!("{a} or {b} of {year}"),
                day @ (Day::Month(..) | Day::Year(_)) => day.partial().unwrap_or_default(),
                Day::Invalid => "invalid".to_string(),
                Day::None => String::new(),
            };
            assert_eq!(found, expected, "{text}");
        };
        check("2022-04-21", "2022-04-21");
        check("2022/4/1 (last updated 2023-01-01)", "2022-04-01");
        check("2022-04-21T10:00:00Z", "2022-04-21");
        check("20220421", "2022-04-21");
        check("Sep 5th, 2023", "2023-09-05");
        check("September 22, 2023", "2023-09-22");
        check("8 Jun 2024", "2024-06-08");
        check("11-April-2023", "2023-04-11");
        check("22-10-2024", "2024-10-22");
        check("10/22/2024", "2024-10-22");
        check("04.05.2024", "2024-05-04");
        check("5/4/2024", "5 or 4 of 2024");
        check("28/4/24", "2024-04-28");
        check("Monday, 5. April 2021", "2021-04-05");
        check("1st of March 2020", "2020-03-01");
        check("2024-023-2706", "invalid");
        check("2021-02-30", "invalid");
        check("January, 2026", "2026-01");
        check("2024-02", "2024-02");
        check("Q1 2024", "2024");
        check("2024", "2024");
        check("3. März 2024", "2024-03-03");
        check("15 janvier 2024", "2024-01-15");
        check("1er août 2024", "2024-08-01");
        check("7 de junio de 2024", "2024-06-07");
        check("15 января 2024 г.", "2024-01-15");
        check("2024年1月15日", "2024-01-15");
        check("2024년 1월 15일", "2024-01-15");
        check("version 2024", "");
        check("YYYY-MM-DD", "");
        check("insert date", "");
        check("TBD", "");
    }

    #[test]
    fn numbers_of_tasks_are_not_dates_of_sentences() {
        let check = |text: &str, expected: Option<&str>| {
            let found = match in_sentence(text) {
                Day::Sure(date) => Some(date.to_string()),
                _ => None,
            };
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("Shipped (Task 5.4.10)", None);
        check("Accepted in release 1.2.2024", None);
        check("Accepted on 1.2.2024", Some("2024-02-01"));
        check("Accepted 2024-02-01", Some("2024-02-01"));
    }

    #[test]
    fn a_text_may_be_a_date_and_nothing_else() {
        for date in [
            "25-10-2017",
            "26 October 2017",
            "2017-10-25",
            "Monday, 5. April 2021",
        ] {
            assert!(whole(date).is_some(), "{date}");
        }
        for other in ["released 2017-10-25", "2017", "1.2", "on 3 servers", ""] {
            assert!(whole(other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_folder_settles_the_order() {
        let (day, order) = read("5/4/2024");
        assert_eq!((order, day.settled(None)), (None, None));
        let view = |order| day.settled(Some(order)).map(|d| d.to_string());
        assert_eq!(view(Order::DayFirst).as_deref(), Some("2024-04-05"));
        assert_eq!(view(Order::MonthFirst).as_deref(), Some("2024-05-04"));
        assert_eq!(read("22/10/2024").1, Some(Order::DayFirst));
        assert_eq!(read("10/22/2024").1, Some(Order::MonthFirst));
    }
}
