//! Reads one record, in whatever format it is written.
//!
//! ```text
//!  text ──yaml──▶ keys ─┐
//!    └──doc──▶ fields ──┼─▶ values by label ──▶ Record
//!               sections ┘
//! ```
//!
//! The format is that of the file, not of its folder: every rule looks, and of several that
//! find a value the more explicit one counts. Nothing is invented: a value that stands nowhere
//! is absent, a place to fill in is a flaw, and an impossible date is a flaw and no date.

mod assemble;
pub mod inline;
pub(crate) mod markdown;
mod phrases;
mod scope;
#[cfg(test)]
mod tests;
pub(crate) mod values;

use std::ops::Range;

use archsite_core::site::path;

pub use crate::parse::values::date::Order;
pub use crate::parse::values::status::Words;

use crate::model::record::{Flaw, FlawKind, Found, Record, Rule};

/// A record, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The record.
    pub record: Record,
    /// What is wrong with it, by place.
    pub flaws: Vec<Flaw>,
    /// How many dates of this record show that the day comes first, and how many the month.
    pub orders: (usize, usize),
    /// Dates of which the earliest counts, once the folder has settled their order.
    pending: Vec<Pending>,
}

/// A date that waits for the other records of its folder.
#[derive(Debug, Clone)]
struct Pending {
    day: crate::parse::values::date::Day,
    range: Range<usize>,
    rule: Rule,
}

/// Reads a record. `file` is its path, of which the last two parts count; `kep` is the
/// `kep.yaml` beside it.
pub fn read(file: &str, text: &str, kep: Option<&str>, words: &Words) -> Reading {
    assemble::record(file, text, kep, words)
}

/// What a record is called by others: the stem of its file, or the folder that it has to itself.
pub(crate) fn id(file: &str) -> &str {
    let stem = path::file_name(path::stem(file));
    let folder = path::file_name(path::parent(file));
    if crate::parse::values::name::is_front(stem) && !folder.is_empty() {
        folder
    } else {
        stem
    }
}

/// Settles day and month in the records of one folder: dates that leave no doubt show how
/// the others are meant, those of the same record first. Where they show nothing, or both, a
/// date stays unknown and is a flaw.
pub fn settle(readings: &mut [&mut Reading]) {
    let sums = |(day, month): (usize, usize), reading: &&mut Reading| {
        (day + reading.orders.0, month + reading.orders.1)
    };
    let folder = readings.iter().fold((0, 0), sums);
    for reading in readings {
        let own = order(reading.orders);
        let pending = std::mem::take(&mut reading.pending);
        let days = pending.iter().map(|pending| {
            let day = pending.day.settled(own.or_else(|| order(folder)));
            day.map(|day| (day, pending))
        });
        let days: Option<Vec<_>> = days.collect();
        match (days, pending.first()) {
            (Some(days), Some(_)) => {
                let first = days.into_iter().min_by_key(|(day, _)| *day);
                reading.record.date =
                    first.map(|(day, at)| Found::new(day.to_string(), at.range.clone(), at.rule));
            }
            (None, Some(first)) => reading.flaws.push(Flaw {
                kind: FlawKind::DateAmbiguous,
                range: first.range.clone(),
                words: String::new(),
            }),
            (_, None) => {}
        }
    }
}

/// What counts of dates show: one order, or at least clearly more of it.
fn order((day, month): (usize, usize)) -> Option<Order> {
    match (day, month) {
        (0, 0) => None,
        _ if day > 2 * month => Some(Order::DayFirst),
        _ if month > 2 * day => Some(Order::MonthFirst),
        _ => None,
    }
}
