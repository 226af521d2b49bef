//! Relations between records: the phrases that state them, and the records that they name.

pub(crate) mod phrases;
pub(crate) mod references;
pub(crate) mod scope;
pub(crate) mod statements;
mod verbs;
