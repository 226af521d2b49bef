//! The date that a text states, as far as it is known.

use jiff::civil::Date;

/// The date that a text states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// A day.
    Sure(Date),
    /// Two numbers that can both be the month: year, first and second number.
    Either(i16, i8, i8),
    /// A month of a year.
    Month(i16, i8),
    /// A year, or a quarter of it.
    Year(i16),
    /// Numbers and names of months that are not a date.
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
    /// The day, once the order is known.
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

    /// The date as far as it is known, `YYYY-MM` or `YYYY`, if it is less than a day.
    pub(crate) fn partial(self) -> Option<String> {
        match self {
            Day::Month(year, month) => Some(format!("{year:04}-{month:02}")),
            Day::Year(year) => Some(format!("{year:04}")),
            _ => None,
        }
    }
}
