//! The table `[preprocessor.archsite.diagrams]`, validated.
//!
//! Reads nothing but the table it is given; the pass sees only what is valid.

use archsite_core::config::{Key, Kind, Table};

/// The keys of the table.
pub const KEYS: &[Key] = &[
    Key::new(
        "mermaid",
        Kind::Flag,
        "true",
        "Whether diagrams in Mermaid are drawn; by default they are unless the book loads Mermaid itself",
    ),
    Key::new(
        "text",
        Kind::Flag,
        "true",
        "Whether diagrams of characters are marked up for readers with small screens and for screen readers",
    ),
];

/// Which diagrams the pass takes care of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// Diagrams in Mermaid are drawn.
    pub mermaid: bool,
    /// Diagrams of characters are marked up.
    pub text: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            mermaid: true,
            text: true,
        }
    }
}

impl Config {
    /// Reads the table. Problems stay in it, for whoever closes it.
    pub fn read(table: &mut Table<'_>) -> Config {
        Config {
            mermaid: table.boolean("mermaid"),
            text: table.boolean("text"),
        }
    }
}
