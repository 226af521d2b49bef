//! The values of fields: titles, dates, statuses and names of files.

pub(crate) mod date;
pub(crate) mod label;
pub(crate) mod name;
pub(crate) mod state;
pub(crate) mod title;
