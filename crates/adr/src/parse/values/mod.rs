//! The values of fields: titles, dates, statuses, names and relations.

pub(crate) mod date;
pub(crate) mod name;
pub(crate) mod names;
pub(crate) mod references;
pub(crate) mod relations;
pub(crate) mod state;
pub(crate) mod status;
pub(crate) mod title;
pub(crate) mod when;
