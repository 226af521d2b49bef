//! The way back: edits of files into the document, and files after the document changed.

mod diff;
pub(super) mod fold;
pub(super) mod inverse;
pub(super) mod relink;
pub(super) mod sound;
mod tail;
