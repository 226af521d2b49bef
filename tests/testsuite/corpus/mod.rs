//! Properties of every document of a folder: `ARCHSITE_CORPUS`, else the project's own documents.

mod heading_ids;
mod lossless;

use std::fs;
use std::path::{Path, PathBuf};

/// The Markdown files of `ARCHSITE_CORPUS`, or the project's own.
fn corpus() -> Vec<PathBuf> {
    let folder = match std::env::var_os("ARCHSITE_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("book-example/src"),
    };
    let mut found = Vec::new();
    markdown_below(&folder, &mut found);
    assert!(!found.is_empty(), "{} holds no documents", folder.display());
    found
}

fn markdown_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            markdown_below(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}
