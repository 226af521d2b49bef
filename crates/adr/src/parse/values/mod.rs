//! The values of fields: titles, dates, statuses and names.

pub(crate) mod date;
pub(crate) mod name;
pub(crate) mod names;
pub(crate) mod state;
pub(crate) mod status;
pub(crate) mod title;
pub(crate) mod when;
