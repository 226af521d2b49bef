//! Messages about references, footnotes and brackets that are no links.

pub(crate) mod blank;
pub(crate) mod footnotes;
pub(crate) mod references;
