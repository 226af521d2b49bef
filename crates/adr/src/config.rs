//! The table `[preprocessor.archsite.adr]`, validated.
//!
//! Reads only the table that it is given; the pass gets only valid values.

use archsite_core::config::pattern::Pattern;
use archsite_core::config::{Key, Kind, Table};
use archsite_core::diagnostics::suggest::nearest;
use archsite_core::site::path;
use serde_json::Value;

use crate::discover::Request;
use crate::model::host::Host;
use crate::model::record::Status;
use crate::model::records::Directory;
use crate::parse::Vocabulary;

/// The keys of the table.
pub const KEYS: &[Key] = &[
    Key::new(
        "directories",
        Kind::Texts,
        "",
        "Folders of records, relative to the folder of `book.toml`; by default the usual folders \
         of the repository are searched",
    ),
    Key::new(
        "prefixes",
        Kind::Entries,
        "",
        "The prefix of the record numbers of a folder, by folder",
    ),
    Key::new(
        "statuses",
        Kind::Entries,
        "",
        "The meaning of your own status words, such as `parked = \"on-hold\"`",
    ),
    Key::new(
        "labels",
        Kind::Entries,
        "",
        "The meaning of your own labels, such as `stav = \"status\"`: `status`, `date`, `deciders`, \
         `tags`, `area`, `supersedes`, `superseded-by` and others",
    ),
    Key::new(
        "exclude",
        Kind::Texts,
        "",
        "Patterns of files that are not records, relative to the folder of `book.toml`",
    ),
    Key::new(
        "cited-by",
        Kind::Flag,
        "false",
        "Whether the page of a record lists the source files whose comments name it",
    ),
    Key::new(
        "inline",
        Kind::Flag,
        "true",
        "Whether decisions inside a document that is split count as records",
    ),
];

/// Where records are, and how they are read.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folders of records, relative to the book root, each with its prefix; the usual places
    /// of the repository if there are none.
    pub directories: Vec<(String, Option<String>)>,
    /// The user's own status words.
    pub vocabulary: Vocabulary,
    /// Whether decisions inside documents count.
    pub inline: bool,
    /// Patterns of files that are not records, relative to the book root.
    pub exclude: Vec<String>,
    /// Whether pages of records list the source files whose comments name them.
    pub cited_by: bool,
    /// Whether comments of source files are checked: a lint asks for it.
    pub checks_comments: bool,
    /// The code host of the repository.
    pub host: Host,
    /// The folder into which the book is built, relative to the book root.
    pub build: String,
    /// The language of the book, such as `de`.
    pub language: String,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            directories: Vec::new(),
            vocabulary: Vocabulary::default(),
            inline: true,
            exclude: Vec::new(),
            cited_by: false,
            checks_comments: false,
            host: Host::default(),
            build: "book".to_string(),
            language: "en".to_string(),
        }
    }
}

impl Config {
    /// Reads the table. Problems stay in it, for whoever closes it.
    pub fn read(table: &mut Table<'_>) -> Config {
        let mut directories: Vec<(String, Option<String>)> = Vec::new();
        for folder in table.texts("directories").unwrap_or_default() {
            let clean = folder.trim_end_matches('/');
            if directories.iter().any(|(other, _)| other == clean) {
                table.reject("directories", format!("`{folder}` is listed twice"));
            } else {
                directories.push((clean.to_string(), None));
            }
        }
        if let Some(mut below) = table.table("prefixes") {
            let entries: Vec<(&str, &Value)> = below.entries().collect();
            for (folder, value) in entries {
                let known = directories
                    .iter_mut()
                    .find(|(path, _)| path == folder.trim_end_matches('/'));
                match (known, value.as_str()) {
                    (Some((_, prefix)), Some(text)) => *prefix = Some(text.to_string()),
                    (None, _) => {
                        table.reject("prefixes", format!("`{folder}` is not in `directories`"))
                    }
                    (_, None) => table.reject(
                        "prefixes",
                        format!("the prefix of `{folder}` must be a string"),
                    ),
                }
            }
        }
        let mut vocabulary = Vocabulary::default();
        if let Some(mut below) = table.table("statuses") {
            let entries: Vec<(&str, &Value)> = below.entries().collect();
            for (word, value) in entries {
                match value.as_str().and_then(Status::named) {
                    Some(status) => vocabulary.add_status(word, status),
                    None => table.reject("statuses", no_status(word, value)),
                }
            }
        }
        if let Some(mut below) = table.table("labels") {
            let entries: Vec<(&str, &Value)> = below.entries().collect();
            for (name, value) in entries {
                let known = value
                    .as_str()
                    .is_some_and(|meaning| vocabulary.add_label(name, meaning));
                if !known {
                    table.reject("labels", unknown_meaning(name, value));
                }
            }
        }
        let mut exclude = Vec::new();
        for glob in table.texts("exclude").unwrap_or_default() {
            match Pattern::new(glob) {
                Ok(_) => exclude.push(glob.to_string()),
                Err(error) => table.reject("exclude", error.about(glob)),
            }
        }
        let inline = table.boolean("inline");
        let cited_by = table.boolean("cited-by");
        Config {
            directories,
            vocabulary,
            exclude,
            inline,
            cited_by,
            ..Config::default()
        }
    }
}

impl Config {
    /// The configuration with values of the book: the code host of the repository, the folder into
    /// which the book is built, and its language.
    pub fn in_book(self, host: Host, build: String, language: Option<String>) -> Config {
        Config {
            host,
            build,
            language: language.unwrap_or(self.language),
            ..self
        }
    }

    /// What is searched for below the repository root, for a book in a folder of it.
    pub fn request(&self, book: &str) -> Request {
        let built = path::join(book, &self.build);
        Request {
            directories: self.directories_from(book),
            vocabulary: self.vocabulary.clone(),
            host: self.host.clone(),
            // A folder outside of the repository is not searched in any case.
            built: built.into_iter().collect(),
            exclude: self.exclude_from(book),
        }
    }

    /// The patterns of files that are not records, relative to the repository root.
    pub fn exclude_from(&self, book: &str) -> Vec<Pattern> {
        let globs = self.exclude.iter().map(|glob| {
            let glob = glob.trim_start_matches("./");
            if book.is_empty() {
                return glob.to_string();
            }
            // A pattern may begin with `../`, as the folders do.
            let fixed = glob.find(['*', '?', '[', '{']).unwrap_or(glob.len());
            let fixed = glob[..fixed].rfind('/').map_or(0, |at| at + 1);
            let folder = path::join(book, glob[..fixed].trim_end_matches('/'));
            match folder.as_deref() {
                Some("") => glob[fixed..].to_string(),
                Some(folder) => format!("{folder}/{}", &glob[fixed..]),
                None => glob.to_string(),
            }
        });
        globs.filter_map(|glob| Pattern::new(&glob).ok()).collect()
    }

    /// The folders relative to the repository root, for a book in a folder of it.
    pub fn directories_from(&self, book: &str) -> Vec<Directory> {
        let folders = self.directories.iter();
        folders
            .map(|(folder, prefix)| Directory {
                // A folder outside of the repository holds nothing that may be read.
                path: path::join(book, folder).unwrap_or_else(|| folder.clone()),
                prefix: prefix.clone(),
            })
            .collect()
    }
}

fn unknown_meaning(name: &str, value: &Value) -> String {
    let near = value
        .as_str()
        .and_then(|value| nearest(value, Vocabulary::meanings()));
    let hint = match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => {
            let known: Vec<&str> = Vocabulary::meanings().collect();
            format!("known meanings are {}", known.join(", "))
        }
    };
    format!("the meaning of `{name}` in `labels` is not known: {value}; {hint}")
}

fn no_status(word: &str, value: &Value) -> String {
    let names = || Status::ALL.iter().map(|status| status.name());
    let near = value.as_str().and_then(|value| nearest(value, names()));
    let hint = match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!(
            "known statuses are {}",
            names().collect::<Vec<_>>().join(", ")
        ),
    };
    format!("the meaning of `{word}` in `statuses` is not a status: {value}; {hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let read = |json: &str| {
            let value: Value = serde_json::from_str(json).expect("JSON");
            let mut table = Table::new(&["adr"], value.as_object().expect("a table"), KEYS);
            let config = Config::read(&mut table);
            let problems: Vec<String> = table.finish().into_iter().map(|p| p.message).collect();
            (config, problems)
        };
        let (config, problems) = read(
            r#"{"directories": ["a/", "b"], "prefixes": {"b": "B"}, "statuses": {"Parked": "on-hold"}, "inline": false}"#,
        );
        assert!(problems.is_empty(), "{problems:?}");
        let meant = [
            ("a".to_string(), None),
            ("b".to_string(), Some("B".to_string())),
        ];
        assert_eq!(config.directories, meant);
        assert_eq!(
            config.vocabulary.statuses,
            [("parked".to_string(), Status::OnHold)]
        );
        assert!(!config.inline);
        let (_, problems) = read(
            r#"{"directories": ["a", "a/"], "prefixes": {"c": "x"}, "statuses": {"x": "acepted"}, "q": 1}"#,
        );
        assert_eq!(
            problems,
            [
                "`a/` is listed twice",
                "`c` is not in `directories`",
                "the meaning of `x` in `statuses` is not a status: \"acepted\"; did you mean \"accepted\"?",
                "unknown key `q` in [adr]",
            ]
        );
    }
}
