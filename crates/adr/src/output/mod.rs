//! Text for readers: the index, the banner of a record, the graph, pages and lists.

pub(crate) mod head;
pub(crate) mod index;
pub mod list;
pub(crate) mod pages;
pub(crate) mod picture;
pub(crate) mod shown;
