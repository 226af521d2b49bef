//! The lossless properties for every document of a corpus, under several configurations.
//!
//! `ARCHSITE_CORPUS` names the folder; without it, the project's own documents are used.

use std::fs;

use archsite_agent_files::lossless;
use archsite_shard::config::{Config, Names};

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
    let files = super::corpus();
    let mut failures = Vec::new();
    for file in &files {
        let Ok(markdown) = fs::read_to_string(file) else {
            continue;
        };
        let markdown = markdown.strip_prefix('\u{feff}').unwrap_or(&markdown);
        for config in configurations() {
            let checked = lossless::check(markdown, &config);
            let checked = checked.and_then(|_| lossless::check_ends(markdown, &config));
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
