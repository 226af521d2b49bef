//! The sections of a document: where each begins, and which of them become pages.

pub(crate) mod chapters;
pub(crate) mod comments;
pub(crate) mod contents;
pub mod front_matter;
pub(crate) mod levels;
pub(crate) mod split_directives;
pub mod start;
pub(crate) mod tree;
