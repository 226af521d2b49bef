//! Splits large documents into a page per section, losing no byte and no link.
//!
//! ```text
//!  outline ──plan──▶ byte ranges per page ──names──▶ paths
//!                          │
//!  shared definitions: what each page needs from the others
//!                          │
//!         anchor map: old id ──▶ page and new id
//!                          │
//!            render: ranges + edits ──splice──▶ pages ──book──▶ site
//! ```
//!
//! The guide has the rules; the reason for an unusual one is in the code that applies it.
//! A page is a list of byte ranges of the document. What is written between them is
//! generated and marked so; what is changed in them is an edit that can be undone.
//!
//! This crate does not read or write files, and knows nothing of mdBook's protocol.

pub mod config;
pub mod fences;
pub mod lints;
pub mod output;
pub mod pass;
pub mod plan;
mod problems;
pub mod rewrite;

use archsite_core::markdown::directive::{Kind, Takes};

pub use crate::output::split::Split;
pub use crate::pass::{Sharding, run};
pub use crate::plan::document::Input;
pub use crate::plan::select::prepare;
pub use crate::plan::target::Target;
pub use config::Config;

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "shard";

/// Gives a section a page of its own.
pub static SPLIT: Kind = Kind {
    name: "split",
    takes: Takes::Nothing,
    place: "directly below a heading",
    is_inline: false,
    about: "gives the section a page of its own",
};

/// Keeps a section in the page of its parent.
pub static NO_SPLIT: Kind = Kind {
    name: "no-split",
    takes: Takes::Nothing,
    place: "directly below a heading",
    is_inline: false,
    about: "keeps the section in the page of its parent",
};
