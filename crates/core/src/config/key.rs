//! Keys of the configuration: name, type of the value, and purpose.
//!
//! Tables are read by these declarations, and the reference in the guide is generated from them.

/// A key of the configuration.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// The type of its value.
    pub kind: Kind,
    /// Its default as TOML; empty if it is unset by default.
    pub default: &'static str,
    /// Its purpose, in one sentence.
    pub about: &'static str,
}

/// The type of a key's value.
#[derive(Debug)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// A whole number, at least the first and at most the second one.
    Number(u64, u64),
    /// A whole number, at least the first and at most the second one, or a word.
    NumberOr(u64, u64, &'static str),
    /// One of some words.
    Word(&'static [&'static str]),
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables with these keys.
    Tables(&'static [Key]),
    /// A table whose keys are the user's.
    Entries,
    /// Whatever mdBook says: the key is its own.
    Foreign,
}

impl Key {
    /// Declares a key.
    pub const fn new(
        name: &'static str,
        kind: Kind,
        default: &'static str,
        about: &'static str,
    ) -> Key {
        Key {
            name,
            kind,
            default,
            about,
        }
    }
}

impl Kind {
    /// The keys of a table.
    pub fn keys(&self) -> &'static [Key] {
        match self {
            Kind::Table(keys) | Kind::Tables(keys) => keys,
            _ => &[],
        }
    }

    /// The name of the type, for messages.
    pub fn words(&self) -> String {
        match self {
            Kind::Flag => "`true` or `false`".to_string(),
            Kind::Number(_, u64::MAX) => "whole number".to_string(),
            Kind::Number(from, to) => format!("whole number from {from} to {to}"),
            Kind::NumberOr(from, to, word) => {
                format!("whole number from {from} to {to}, or `\"{word}\"`")
            }
            Kind::Word(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
                words.join(", ")
            }
            Kind::Text => "string".to_string(),
            Kind::Texts => "list of strings".to_string(),
            Kind::Table(_) | Kind::Entries => "table".to_string(),
            Kind::Tables(_) => "list of tables".to_string(),
            Kind::Foreign => "as mdBook documents it".to_string(),
        }
    }
}
