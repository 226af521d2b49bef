//! Where anchors are after the split, and the links and definitions that follow them.

pub mod carry;
pub(crate) mod copies;
pub(crate) mod edits;
pub(crate) mod links;
pub mod moves;
pub mod owners;
