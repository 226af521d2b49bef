//! The way back: edits of files into the document, and files after the document changed.

pub mod added;
mod diff;
pub mod merge_back;
mod pieces;
mod references;
pub mod restore;
pub mod shards;
pub mod sound;
mod tail;
pub mod unrewrite;
