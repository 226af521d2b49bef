//! A folder of documents, and the properties of each under several configurations.

use std::fs;
use std::path::{Path, PathBuf};

/// The Markdown files of the folder `ARCHSITE_CORPUS`, or the project's own documents.
///
/// # Panics
/// If the folder cannot be read, or has no documents.
pub fn corpus() -> Vec<PathBuf> {
    let folder = match std::env::var_os("ARCHSITE_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../book-example/src"),
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

#[cfg(test)]
mod tests {
    use archsite_shard::config::{Config, Names};

    use super::*;
    use crate::lossless::{check, check_ends};

    fn configurations() -> Vec<Config> {
        let two = Config::default();
        vec![
            two.clone(),
            Config {
                level: Some(3),
                names: Names::Numbered,
                ..two.clone()
            },
            Config {
                level: Some(1),
                ..two.clone()
            },
            Config {
                min_tokens: 200,
                names: Names::Bmad,
                ..two.clone()
            },
            Config {
                max_tokens: 300,
                min_tokens: 20,
                ..two
            },
        ]
    }

    #[test]
    fn every_document_of_the_corpus_is_split_without_loss() {
        let files = corpus();
        let mut failures = Vec::new();
        for file in &files {
            let Ok(markdown) = fs::read_to_string(file) else {
                continue;
            };
            let markdown = markdown.strip_prefix('\u{feff}').unwrap_or(&markdown);
            for config in configurations() {
                let checked = check(markdown, &config);
                let checked = checked.and_then(|_| check_ends(markdown, &config));
                if let Err(error) = checked {
                    let name = file.display();
                    failures.push(format!("{name} at level {:?}: {error}", config.level));
                }
            }
        }
        assert!(
            failures.is_empty(),
            "{} failures, the first:\n{}",
            failures.len(),
            failures[0]
        );
    }
}
