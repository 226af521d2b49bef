//! Dates of the last change that documents state, and what contradicts them.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use regex::Regex;

use crate::document::{Document, Kind, Unit};
use crate::history::{Age, days};
use crate::lists::{CHANGE_LOG, DATE_KEYS, MONTHS};

/// Lines at the beginning of a document that may state its date.
const HEAD: usize = 40;
/// Lines at its end.
const TAIL: usize = 15;
/// Days that a date may be in the future: time zones differ.
const AHEAD: i32 = 2;
/// Days that a date may differ from the history: documents are written before they are committed.
const APART: i32 = 30;
/// Days by which a date with a wrong year may differ from a year.
const SLIP: i32 = 3;

#[allow(clippy::expect_used)]
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?";
    let month = r"(?P<month>\p{L}{3,10})\.?";
    let forms = [
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})".to_string(),
        r"(?P<year>\d{4})年(?P<number>\d{1,2})月(?P<day>\d{1,2})日".to_string(),
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})".to_string(),
        format!(r"{month} {day},? (?P<year>\d{{4}})"),
        format!(r"{day} {month},? (?P<year>\d{{4}})"),
        format!(r"{month} (?P<year>\d{{4}})"),
    ];
    // A name may be used once in a pattern.
    let forms = forms.iter().enumerate().map(|(at, form)| {
        let form = ["year", "month", "number", "day"]
            .iter()
            .fold(form.clone(), |form, name| {
                form.replace(&format!("<{name}>"), &format!("<{name}{at}>"))
            });
        format!(r"(?:^|\b){form}(?:\b|$)")
    });
    Regex::new(&forms.collect::<Vec<_>>().join("|")).expect("a valid pattern")
});

/// Forms of dates in the pattern.
const FORMS: usize = 6;

/// A date as written, or a month.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    range: Range<usize>,
    /// `None` if there is no such day.
    first: Option<Date>,
    last: Option<Date>,
}

/// The dates in a text.
fn written(text: &str) -> Vec<Written> {
    let found = DATE.captures_iter(text).filter_map(|found| {
        let form = (0..FORMS).find(|form| found.name(&format!("year{form}")).is_some())?;
        let part = |name: &str| {
            found
                .name(&format!("{name}{form}"))
                .map(|part| part.as_str())
        };
        let year: i16 = part("year")?.parse().ok()?;
        let month = match part("month") {
            Some(name) => *MONTHS.get(name.to_lowercase().as_str())?,
            None => part("number")?.parse().ok()?,
        };
        let day = part("day").map(str::parse::<i8>);
        let (first, last) = match day {
            Some(day) => {
                let date = Date::new(year, month, day.ok()?).ok();
                (date, date)
            }
            None => {
                let first = Date::new(year, month, 1).ok();
                (first, first.map(Date::last_of_month))
            }
        };
        Some(Written {
            range: found.get(0)?.range(),
            first,
            last,
        })
    });
    found.collect()
}

/// The date that a document states of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
    /// The day, or the first one of a month; `None` if there is no such day.
    first: Option<Date>,
    /// The day, or the last one of a month.
    last: Option<Date>,
    /// The key says that it is the date of the last change, and not of anything.
    is_update: bool,
}

/// What is wrong with a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// There is no such day.
    NoSuchDay,
    /// It is in the future.
    Future,
    /// The change log has a newer entry: its date and place.
    Outdated(Date, Range<usize>),
    /// The document did not exist on that day: the day of its first commit.
    OlderThanFile(Date),
    /// The document changed later: the day, and how many days later.
    Changed(Date, i32),
}

/// The dates that a document states of its last change.
pub(crate) fn stated(document: &Document<'_>) -> Vec<Stated> {
    let (head, tail) = ends(document.source);
    let mut stated = Vec::new();
    for (index, unit) in document.units.iter().enumerate() {
        for found in written(&unit.text) {
            let range = unit.place(found.range.clone());
            if range.start >= head && range.start < tail {
                continue;
            }
            let Some(key) = key(document, index, unit, found.range.start) else {
                continue;
            };
            if !DATE_KEYS.contains(key.as_str()) {
                continue;
            }
            stated.push(Stated {
                range,
                text: unit.text[found.range].to_string(),
                first: found.first,
                last: found.last,
                is_update: key != "date" && key != "дата" && key != "fecha" && key != "as of",
            });
        }
    }
    stated
}

/// Offsets of the end of the first lines and of the beginning of the last ones.
fn ends(source: &str) -> (usize, usize) {
    let head = source.match_indices('\n').nth(HEAD - 1);
    let tail = source.trim_end().rmatch_indices('\n').nth(TAIL - 1);
    (
        head.map_or(source.len(), |(at, _)| at),
        tail.map_or(0, |(at, _)| at),
    )
}

/// The key before a date, in lower case: in the text, or in the cell before it.
fn key(document: &Document<'_>, index: usize, unit: &Unit, at: usize) -> Option<String> {
    let line = unit.text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = unit.text[line..at].trim();
    let clean = |text: &str| {
        let text = text.rsplit(['|', '•', '·']).next().unwrap_or_default();
        let is_mark = |c: char| !c.is_alphanumeric();
        text.trim_matches(is_mark).to_lowercase()
    };
    if before.is_empty() && unit.kind == Kind::Cell {
        let previous = document.units.get(index.checked_sub(1)?)?;
        let is_key = previous.kind == Kind::Cell && previous.row == unit.row;
        return is_key.then(|| clean(&previous.text));
    }
    let before = before
        .strip_suffix([':', '：'])
        .or_else(|| before.strip_suffix("**"))?;
    Some(clean(before))
}

/// What is wrong with a date, as far as the document itself and today say.
pub(crate) fn wrong(document: &Document<'_>, stated: &Stated) -> Option<Wrong> {
    let (Some(first), Some(last)) = (stated.first, stated.last) else {
        return Some(Wrong::NoSuchDay);
    };
    if days(today(), first) > AHEAD {
        return Some(Wrong::Future);
    }
    let newest = newest_change(document).filter(|_| stated.is_update);
    let (newest, place) = newest?;
    (days(last, newest) > 1 && newest <= today()).then_some(Wrong::Outdated(newest, place))
}

/// What is wrong with a date, as far as the history of the document says.
pub(crate) fn wrong_by_history(stated: &Stated, age: &Age) -> Option<Wrong> {
    let date = stated.last?;
    let earlier = days(date, age.first);
    if earlier > APART {
        // What came with the beginning may be older; exactly a year is a slip in January.
        let is_slip = (earlier - 365).abs() <= SLIP;
        return (!age.is_first || is_slip).then_some(Wrong::OlderThanFile(age.first));
    }
    let later = days(date, age.last);
    (later > APART).then_some(Wrong::Changed(age.last, later))
}

/// Today, in UTC.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The newest row of the change log of a document.
fn newest_change(document: &Document<'_>) -> Option<(Date, Range<usize>)> {
    let mut newest: Option<(Date, Range<usize>)> = None;
    for unit in document.units.iter().filter(|unit| unit.kind == Kind::Cell) {
        let text = unit.text.trim();
        let Some(found) = written(text)
            .into_iter()
            .find(|found| found.range == (0..text.len()))
        else {
            continue;
        };
        let place = unit.place(0..unit.text.len());
        let title = document.titles(place.start);
        let is_log = title
            .first()
            .is_some_and(|title| CHANGE_LOG.is_match(title));
        let Some(date) = found.first.filter(|_| is_log) else {
            continue;
        };
        if newest.as_ref().is_none_or(|(known, _)| date > *known) {
            newest = Some((date, place));
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_many_forms() {
        for (text, expected) in [
            ("2025-03-01", "2025-03-01"),
            ("2025/3/1", "2025-03-01"),
            ("1.3.2025", "2025-03-01"),
            ("2025年3月1日", "2025-03-01"),
            ("March 1, 2025", "2025-03-01"),
            ("1st Mar 2025", "2025-03-01"),
            ("1. März 2025", "2025-03-01"),
            ("March 2025", "2025-03-31"),
            ("version 2025", ""),
            ("12025-03-011", ""),
        ] {
            let last = written(text).first().and_then(|found| found.last);
            let last = last.map(|date| date.to_string()).unwrap_or_default();
            assert_eq!(last, expected, "{text}");
        }
        assert_eq!(written("2025-02-30")[0].first, None);
    }

    #[test]
    fn dates_are_compared_with_the_history() {
        let day = |text: &str| written(text)[0].first.expect("a date");
        let stated = |text: &str| Stated {
            range: 0..0,
            text: text.to_string(),
            first: written(text)[0].first,
            last: written(text)[0].last,
            is_update: true,
        };
        let age = |is_first: bool| Age {
            first: day("2025-06-01"),
            is_first,
            last: day("2025-08-01"),
        };
        for (text, is_first, expected) in [
            ("2025-07-15", false, None),
            (
                "2025-05-20",
                false,
                Some(Wrong::Changed(day("2025-08-01"), 73)),
            ),
            (
                "2025-01-01",
                false,
                Some(Wrong::OlderThanFile(day("2025-06-01"))),
            ),
            ("2025-01-01", true, None),
            (
                "2024-06-01",
                true,
                Some(Wrong::OlderThanFile(day("2025-06-01"))),
            ),
        ] {
            assert_eq!(
                wrong_by_history(&stated(text), &age(is_first)),
                expected,
                "{text}"
            );
        }
    }
}
