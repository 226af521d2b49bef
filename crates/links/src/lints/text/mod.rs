//! Checks of what is written on one page: references, footnotes and brackets that are no links.

pub(crate) mod blank;
pub(crate) mod footnotes;
pub(crate) mod references;
pub(crate) mod shared;
