//! The checks: each compares one thing that a document says with the repository or its history.

pub(crate) mod changes;
pub(crate) mod commands;
pub(crate) mod dates;
mod nearest;
pub(crate) mod paths;
pub(crate) mod template;
pub(crate) mod tree;
pub(crate) mod variables;
