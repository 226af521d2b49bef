//! Writes Markdown that no author wrote.
//!
//! ```text
//! values ──▶ Inline ──▶ Markdown (blocks) ──▶ events ──▶ pulldown-cmark-to-cmark ──▶ text
//!                           escape: what mdBook reads beyond CommonMark ──▶┘
//! ```
//!
//! Callers pass values, never Markdown: text, destinations and ids are escaped here.

mod blocks;
mod escape;
mod inline;
mod serialize;

pub use blocks::{Item, Markdown, definition, table_rows};
pub use escape::{EscapeMode, Position, comment, escape, escape_html};
pub use inline::{Inline, link, markup, span, strong, text, within};

/// An empty anchor in an author's line, for the html renderer.
pub fn anchor(id: &str) -> String {
    inline::anchor_tags(id).concat()
}

#[cfg(test)]
mod tests;
