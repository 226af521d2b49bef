//! Text for readers: the index, the banner of a record, the diagram, pages and lists.

pub(crate) mod banner;
pub mod create;
pub(crate) mod index;
pub mod list;
pub(crate) mod options;
pub(crate) mod pages;
pub(crate) mod repeated;
pub(crate) mod view;
