//! Commands on documents and files of a repository, with or without a book.

pub(crate) mod adr;
pub(crate) mod diagrams;
mod documents;
pub(crate) mod drift;
pub(crate) mod tech_stack;
