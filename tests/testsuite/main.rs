//! The command from outside, and the properties that hold for whole documents and books.
//!
//! Each folder is a topic, with its snapshots beside it. One test: `cargo test --test testsuite adr::list`.
//! `INSTA_UPDATE=always` accepts what the program says now: read the change before you keep it.

mod common;

mod adoption;
mod adr;
mod agent_files;
mod books;
mod cases;
mod corpus;
mod diagnostics;
mod diagrams;
mod drift;
mod init;
mod links;
mod lint_examples;
#[cfg(feature = "mcp")]
mod mcp;
mod protocol;
mod schemas;
mod serve;
mod site;
mod tech_stack;
