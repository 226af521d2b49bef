//! The values of one record, and the dates that are settled with the other records of its folder.

use std::ops::Range;

use crate::model::record::{Flaw, FlawKind, Located, Record, Rule};
use crate::parse::values::date::{Day, Order};

/// A record, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The record.
    pub record: Record,
    /// What is wrong with it, by place.
    pub flaws: Vec<Flaw>,
    /// It has a section about the decision.
    pub decides: bool,
    /// It has the sections of a user story.
    pub is_story: bool,
    /// Labels that are not known, with their byte ranges.
    pub unknown_labels: Vec<(String, Range<usize>)>,
    /// How many dates of this record show that the day comes first, and how many the month.
    pub orders: (usize, usize),
    /// Dates of which the earliest counts, once the folder has settled their order.
    pub(super) pending: Vec<Pending>,
}

/// A date that waits for the other records of its folder.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) day: Day,
    pub(super) range: Range<usize>,
    pub(super) rule: Rule,
}

/// Settles day and month in the records of one folder: dates that leave no doubt show how
/// the others are meant, those of the same record first. Where they show nothing, or both, a
/// date stays unknown and is a flaw.
pub fn resolve_date_order(readings: &mut [&mut Reading]) {
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
                    first.map(|(day, at)| Located::new(day.to_string(), at.range.clone(), at.rule));
            }
            (None, Some(first)) => reading.flaws.push(Flaw {
                kind: FlawKind::DateAmbiguous,
                range: first.range.clone(),
                text: String::new(),
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
