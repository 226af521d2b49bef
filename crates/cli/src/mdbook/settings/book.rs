//! What a configuration says of the book and its preprocessors besides our own table.

use std::path::{Path, PathBuf};

use archsite_core::site::path::clean;
use serde_json::Value;

/// Name of the table below `[preprocessor]`.
pub(crate) const NAME: &str = "archsite";

/// Which passes run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All passes.
    All,
    /// The link check alone, after other preprocessors.
    Links,
    /// All passes over files on disk: no other preprocessor has run.
    Check,
}

/// The table that this run is configured by: our own, or for the link check alone the one
/// whose command says so.
pub(crate) fn table_name(config: &Value, scope: Scope) -> &str {
    let tables = config.pointer("/preprocessor").and_then(Value::as_object);
    let has_own = tables.is_some_and(|tables| tables.contains_key(NAME));
    let mut alone = tables.into_iter().flatten().filter(|(_, table)| {
        let command = table.get("command").and_then(Value::as_str);
        let words: Vec<&str> = command.unwrap_or_default().split_whitespace().collect();
        words.ends_with(&["pass", "links"])
    });
    match scope {
        Scope::All => NAME,
        Scope::Check if has_own => NAME,
        Scope::Check | Scope::Links => alone.next().map_or(NAME, |(name, _)| name.as_str()),
    }
}

/// Whether one of mdBook's own preprocessors runs.
pub(crate) fn runs(config: &Value, name: &str) -> bool {
    let defaults = config.pointer("/build/use-default-preprocessors");
    defaults.and_then(Value::as_bool).unwrap_or(true)
        || config.pointer(&format!("/preprocessor/{name}")).is_some()
}

/// The preprocessors of a book that are neither mdBook's own nor ours.
pub(crate) fn others(config: &Value) -> impl Iterator<Item = &str> {
    let tables = config.pointer("/preprocessor").and_then(Value::as_object);
    let tables = tables.into_iter().flatten();
    tables
        .filter(|(name, table)| {
            let command = table
                .get("command")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let own = ["links", "index", NAME].contains(&name.as_str());
            !own && !command.contains("mdbook-archsite")
        })
        .map(|(name, _)| name.as_str())
}

/// Folder of the chapters, relative to the book root.
pub(crate) fn src(config: &Value) -> PathBuf {
    let src = config.pointer("/book/src").and_then(Value::as_str);
    clean(Path::new(src.unwrap_or("src")))
}

/// The nearest folder upward that holds `.git`, else the book's own.
pub(crate) fn repository_root(book: &Path) -> PathBuf {
    book.ancestors()
        .find(|folder| folder.join(".git").exists())
        .unwrap_or(book)
        .to_path_buf()
}

/// Whether the order of preprocessors runs us after mdBook's `links`.
pub(crate) fn includes_expanded(config: &Value, own: &str) -> bool {
    let names = |pointer: &str, name: &str| {
        let list = config.pointer(pointer).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|item| item == name))
    };
    // A book that is only checked is checked as if it were set up well.
    let is_set_up = config.pointer(&format!("/preprocessor/{own}")).is_some();
    !is_set_up
        || !runs(config, "links")
        || names(&format!("/preprocessor/{own}/after"), "links")
        || names("/preprocessor/links/before", own)
}
