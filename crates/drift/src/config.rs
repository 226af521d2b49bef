//! The table `[preprocessor.archsite.drift]`, validated.
//!
//! Reads nothing but the table it is given; the pass sees only what is valid.

use archsite_core::config::pattern::Pattern;
use archsite_core::config::{Key, Kind, Table};

/// The keys of the table.
pub const KEYS: &[Key] = &[
    Key::new(
        "exclude",
        Kind::Texts,
        "[]",
        "Patterns for documents that are not compared, relative to the folder of `book.toml`",
    ),
    Key::new(
        "strip-prompts",
        Kind::Flag,
        "false",
        "Whether prompts of templates, `[[LLM: …]]`, are left out of published pages and of files for agents",
    ),
];

/// What is compared.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Patterns of documents that are not compared, relative to the book root.
    pub exclude: Vec<Pattern>,
    /// Prompts of templates are not published, so they are no problem.
    pub strip_prompts: bool,
}

impl Config {
    /// Reads the table. Problems stay in it, for whoever closes it.
    pub fn read(table: &mut Table<'_>) -> Config {
        let mut config = Config {
            strip_prompts: table.boolean("strip-prompts"),
            ..Config::default()
        };
        for pattern in table.texts("exclude").unwrap_or_default() {
            match Pattern::new(pattern) {
                Ok(pattern) => config.exclude.push(pattern),
                Err(error) => table.reject("exclude", error.about(pattern)),
            }
        }
        config
    }
}
