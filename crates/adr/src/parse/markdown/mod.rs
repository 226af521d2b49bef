//! The parts of a record file: blocks, fields, labels and front matter.

pub(crate) mod doc;
pub(crate) mod fields;
pub(crate) mod front;
pub(crate) mod skim;
pub(crate) mod statement;
pub(crate) mod walk;
