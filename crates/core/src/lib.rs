//! The pieces that every pass of mdbook-archsite is made of. Read this crate first.
//!
//! A book is a [`Site`](site::Site): a tree of [`Page`](site::Page)s. A page holds a
//! [`Text`](text::Text): Markdown plus the origin of every byte of it. What the
//! Markdown *means* is found by one parse and kept in an
//! [`Outline`](crate::markdown::outline::Outline): headings, links, definitions, footnotes, ids and
//! directives, all as byte ranges. [`Resolution`](crate::site::resolve::Resolution) says what each
//! link of the whole site points at.
//!
//! # Where does a byte go?
//!
//! ```text
//!  chapter text ──▶ Text ──parse once──▶ Outline ──▶ Resolution
//!                    │                      │            │
//!                    │        a pass plans from these; it returns Edits
//!                    ▼                                   ▼
//!              Text::splice(ranges, edits) ──▶ new Text + AppliedEdit edits
//! ```
//!
//! A pass never builds a page by formatting the author's words. It names byte ranges of
//! the source to copy and [`Edit`](text::Edit)s to make on the way, and
//! [`Text::splice`](text::Text::splice) makes one forward copy. Every byte of the result
//! still knows where it came from, and each edit is recorded with the range it replaced,
//! so the copy can be undone exactly ([`Text::undo`](text::Text::undo)).
//!
//! Text that a pass writes itself comes from [`emit`], the only module that writes
//! Markdown.
//!
//! # What this crate may not do
//!
//! It does not print, does not exit, knows nothing of mdBook's JSON, and reads files only
//! through [`crate::fs::Reader`].

pub mod config;
pub mod diagnostics;
pub mod emit;
pub mod fs;
pub mod markdown;
pub mod site;
pub mod text;
pub mod yaml;
