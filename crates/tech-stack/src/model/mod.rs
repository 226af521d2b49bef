//! What manifests state, as plain data: facts, versions, and the ranges that requirements allow.

mod ecosystem;
pub mod facts;
pub mod index;
pub mod range;
pub mod requirement;
pub mod rule;
pub mod version;
