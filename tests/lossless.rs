//! Both lossless properties for every document of a corpus, under several configurations.
//!
//! `ARCHSITE_CORPUS` names the folder; without it, the project's own documents are used.

use std::fs;
use std::path::{Path, PathBuf};

use archsite_shard::config::{Config, Names};
use archsite_shard::lossless;

fn markdown_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            markdown_below(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}

fn configurations() -> Vec<Config> {
    let two = Config::default();
    vec![
        two.clone(),
        Config {
            level: 3,
            names: Names::Numbered,
            ..two.clone()
        },
        Config {
            level: 1,
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
fn every_document_of_the_corpus() {
    let corpus = match std::env::var_os("ARCHSITE_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("book-example/src"),
    };
    let mut files = Vec::new();
    markdown_below(&corpus, &mut files);
    assert!(!files.is_empty(), "{} holds no documents", corpus.display());
    let mut failures = Vec::new();
    for file in &files {
        let Ok(markdown) = fs::read_to_string(file) else {
            continue;
        };
        let markdown = markdown.strip_prefix('\u{feff}').unwrap_or(&markdown);
        for config in configurations() {
            if let Err(error) = lossless::check(markdown, &config) {
                let name = file.display();
                failures.push(format!("{name} at level {}: {error}", config.level));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures, the first:\n{}",
        failures.len(),
        failures[0]
    );
    eprintln!("{} documents are lossless", files.len());
}
