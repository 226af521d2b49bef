//! Dates as people write them.
//!
//! A day is checked against the calendar; what no shape fits is no date. Whether `5/4/2020`
//! is in May or in April is not decided here: the other records of the folder resolve_date_order it.

use jiff::civil::Date;

/// What a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// A day.
    Sure(Date),
    /// Two numbers that can both be the month: year, first and second number.
    Either(i16, i8, i8),
    /// Numbers and names of months that make no day.
    Invalid,
    /// No date at all.
    None,
}

/// Which of the first two numbers is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/12/2020`.
    DayFirst,
    /// `12/31/2020`.
    MonthFirst,
}

impl Day {
    /// The day, once the order is settled.
    pub(crate) fn settled(self, order: Option<Order>) -> Option<Date> {
        match (self, order) {
            (Day::Sure(date), _) => Some(date),
            (Day::Either(year, day, month), Some(Order::DayFirst))
            | (Day::Either(year, month, day), Some(Order::MonthFirst)) => {
                Date::new(year, month, day).ok()
            }
            _ => None,
        }
    }
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// One word of a date: digits, or the name of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number { value: i32, digits: usize },
    Month(i8),
}

/// The first date in a text, and which of two numbers it shows to be the month.
pub(crate) fn read(text: &str) -> (Day, Option<Order>) {
    let tokens = tokens(text);
    let seen = tokens.len();
    for window in tokens.windows(3) {
        let (day, order) = triple(window);
        if day != Day::None {
            return (day, order);
        }
    }
    for (token, _) in &tokens {
        if let Token::Number { value, digits: 8 } = token {
            return (day(value / 10000, value / 100 % 100, value % 100), None);
        }
    }
    let numbers = tokens
        .iter()
        .any(|(t, _)| matches!(t, Token::Number { digits: 4.., .. }));
    // A version is no date.
    if seen > 1 && numbers {
        (Day::Invalid, None)
    } else {
        (Day::None, None)
    }
}

/// Numbers and months, each with what stands between it and the one before.
fn tokens(text: &str) -> Vec<(Token, &str)> {
    let mut tokens = Vec::new();
    let bytes = text.as_bytes();
    let (mut at, mut gap) = (0, 0);
    while at < bytes.len() && tokens.len() < 12 {
        let class = |b: u8| (b.is_ascii_digit(), b.is_ascii_alphabetic());
        let (digit, letter) = class(bytes[at]);
        if !digit && !letter {
            at += 1;
            continue;
        }
        let end = at
            + bytes[at..]
                .iter()
                .take_while(|b| class(**b) == (digit, letter))
                .count();
        let word = &text[at..end];
        let before = &text[gap..at];
        if digit {
            let value = word.parse().unwrap_or(i32::MAX);
            let digits = word.len();
            tokens.push((Token::Number { value, digits }, before));
            gap = end;
        } else if let Some(month) = month(word) {
            tokens.push((Token::Month(month), before));
            gap = end;
        } else if ["st", "nd", "rd", "th"]
            .iter()
            .any(|end| word.eq_ignore_ascii_case(end))
        {
            gap = end;
        }
        at = end;
    }
    tokens
}

/// Whether a word is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

fn month(word: &str) -> Option<i8> {
    let same = |name: &str| name.eq_ignore_ascii_case(word);
    let fits = |name: &&str| same(name) || (word.len() == 3 && same(&name[..3]));
    let found = MONTHS.iter().position(fits);
    let found = found.or(same("sept").then_some(8));
    found.map(|index| index as i8 + 1)
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

/// Three words in a row.
fn triple(window: &[(Token, &str)]) -> (Day, Option<Order>) {
    let [(first, _), (second, gap), (third, last)] = window else {
        return (Day::None, None);
    };
    // A word or a sentence between them means that they do not belong together.
    let near = |gap: &str| gap.len() <= 4 && !gap.contains([':', '(', ')', ';', '+']);
    if !near(gap) || !near(last) {
        return (Day::None, None);
    }
    use Token::{Month, Number};
    match (*first, *second, *third) {
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
        ) if digits <= 2 => (day(y, m.into(), d), None),
        (
            Month(m),
            Number { value: d, digits },
            Number {
                value: y,
                digits: 4,
            },
        ) if digits <= 2 => (day(y, m.into(), d), None),
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
        ) => numeric(a, b, y, gap),
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
        ) if matches!(gap.trim(), "/" | ".") => numeric(a, b, 2000 + y, gap),
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
        check("January, 2026", "invalid");
        check("YYYY-MM-DD", "");
        check("insert date", "");
        check("TBD", "");
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
