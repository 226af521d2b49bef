//! Where anchors are after the split, and the links and definitions that follow them.

pub mod anchor_map;
pub(crate) mod copies;
pub mod edits;
pub mod imports;
pub mod links;
pub mod owners;
pub mod shared_definitions;
