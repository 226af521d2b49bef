//! Splits large documents into a page per section, losing no byte and no link.
//!
//! ```text
//!  outline ──plan──▶ byte ranges per page ──names──▶ paths
//!                          │
//!            carry: what each page needs from the others
//!                          │
//!            moves: old id ──▶ page and new id
//!                          │
//!            render: ranges + edits ──splice──▶ pages ──book──▶ site
//! ```
//!
//! The rules are in the guide; the reasons for the odd ones stand where they are applied.
//! A page is a list of byte ranges of the document. What is written between them is
//! generated and marked so; what is changed in them is an edit that can be undone.
//!
//! This crate does not read or write files, and knows nothing of mdBook's protocol.

pub mod book;
pub mod carry;
mod collisions;
pub mod config;
mod contract;
mod copies;
pub mod disk;
pub mod document;
mod edits;
mod index;
mod links;
mod list;
#[cfg(any(test, feature = "lossless"))]
pub mod lossless;
pub mod moves;
pub mod names;
mod numbers;
pub mod plan;
mod problems;
pub mod render;
mod script;
mod select;
mod start;
pub mod target;
mod wishes;

pub use book::{Input, Sharding, Split, run};
pub use config::Config;
pub use select::prepare;
pub use target::Target;

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "shard";
