//! Languages that apps for phones are written in.

pub(crate) mod cocoapods;
pub(crate) mod dart;
pub(crate) mod swift;
