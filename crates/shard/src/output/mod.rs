//! The text of the pages: sections, the list of sections and the script for old addresses.

pub mod about;
mod facts;
pub(crate) mod index;
pub mod list;
pub mod render;
pub(crate) mod script;
pub mod split;
mod style;
