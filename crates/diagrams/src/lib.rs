//! Diagrams as pictures: Mermaid becomes inline SVG when the book is built, without script.
//!
//! ```text
//!  page ──blocks──▶ Mermaid ──draw──▶ SVG of the library ──for_page──▶ SVG of the page ──▶ figure
//!                   characters ───────────────────────────────────────────────────────────▶ figure
//! ```
//!
//! A diagram that cannot be drawn stays the block of code that it is, and is reported. A drawing depends on its
//! source alone: widths of text are in a table, and colours are variables of the page.

pub mod config;
mod document;
#[cfg(feature = "draw")]
mod draw;
pub mod lints;
mod output;
mod pass;
#[cfg(feature = "draw")]
mod svg;
mod text_diagram;

pub use crate::config::Config;
pub use crate::pass::{Input, any, render};

/// Whether this program draws Mermaid.
pub const DRAWS: bool = cfg!(feature = "draw");

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "diagrams";
