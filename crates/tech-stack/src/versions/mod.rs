//! Versions, and the ranges that requirements allow.

pub mod range;
pub mod version;
