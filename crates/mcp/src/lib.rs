//! Architecture documents as tools of the Model Context Protocol.
//!
//! ```text
//!  client ──JSON-RPC──▶ server ──▶ tools ──asks──▶ Library (the command line)
//!                                    │
//!                                 answer: text with files and lines, within a budget
//! ```
//!
//! This crate reads no files: each call asks the [`Library`] anew, so that an answer says what the
//! files say now. Nothing is written.

mod answer;
mod arguments;
pub mod library;
mod server;
mod tools;

pub use crate::library::{Decision, DecisionFilter, Document, Library, Line, Section};
pub use crate::server::serve;
