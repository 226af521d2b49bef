//! Commands that read a whole book: builds, checks and the sides of mdBook's protocol.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod preprocess;
pub(crate) mod render;
pub(crate) mod serve;
