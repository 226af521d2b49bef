//! The checks of the pass, a file for each group, and their messages.

pub(crate) mod footnotes;
pub mod guard;
pub mod includes;
pub(crate) mod made;
pub(crate) mod messages;
pub(crate) mod pages;
pub(crate) mod redirects;
pub(crate) mod references;
