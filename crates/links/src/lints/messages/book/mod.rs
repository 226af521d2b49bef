//! Messages about chapters, files and redirects.

pub(crate) mod chapters;
pub(crate) mod inputs;
pub(crate) mod pages;
pub(crate) mod redirects;
