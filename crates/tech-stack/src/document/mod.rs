//! What a document states: tables and lists of technologies, their names and versions, and the
//! directives above them.

pub(crate) mod columns;
pub mod directive;
pub mod markdown;
pub mod names;
pub(crate) mod rows;
pub(crate) mod sections;
pub(crate) mod versions;
mod words;
