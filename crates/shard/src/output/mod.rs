//! The text of the pages: sections, the list of sections and the script for old addresses.

pub(crate) mod index;
pub(crate) mod list;
pub mod render;
pub(crate) mod script;
