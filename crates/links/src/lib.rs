//! Checks every link of a book before it is built, and says what was probably meant.
//!
//! ```text
//!  files of src ─┐
//!  pages ────────┼─▶ site map: what the built site will hold
//!  [output.html] ┘       │
//!                        ▼
//!  each link ──href──▶ address as mdBook writes it ──resolve─▶ what a browser finds
//!                                                                │
//!                              cause: why not, and what was meant
//!                                                                ▼
//!  references, footnotes, includes, redirects, pages ────▶ diagnostics
//! ```
//!
//! The target of a link is decided as a browser on the built site would, and only there;
//! the rest of the crate explains. Links are judged where the author wrote them, on pages
//! that are not yet split.
//!
//! This crate reads files through core's reader only, writes none, and prints nothing.

mod added;
pub mod config;
mod explain;
pub mod lints;
mod pass;
mod published;
mod rewrite;
mod site;

pub use crate::added::{LinkProblem, remaining};
pub use crate::lints::messages::book::chapters::section_in_summary;
pub use crate::pass::{Input, run};
pub use crate::published::Published;
pub use crate::rewrite::{Rewrites, rewrites};
pub use config::Config;
pub use explain::home::{Origins, Written};
pub use site::summary;

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "links";
