//! The link check from outside: what it finds, what it leaves alone, and how it says so.

mod across_pages;
mod fix;
mod labelled;
mod problems;
mod reports;
mod robustness;
mod suggestions;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::common::{Run, TestBook, run};

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

const REWRITE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\
    repository-links = \"rewrite\"\n\
    [output.html]\ngit-repository-url = \"https://example.org/o/r\"\n";

/// Checks a book and gives what is said, without the folder it lies in.
fn check(book: &TestBook, args: &[&str]) -> Run {
    let args = [&["check"], args].concat();
    run(book.path(), &args, "")
}

/// One line for each problem of a book.
fn short(config: &str, files: &[(&str, &str)]) -> String {
    let book = TestBook::new(config, files);
    let run = check(&book, &["--format", "short"]);
    book.redact(&run.stdout)
}

/// The problems of a book as JSON.
fn json(folder: &Path) -> Vec<Value> {
    let run = run(folder, &["check", "--format", "json"], "");
    let lines = run.stdout.lines();
    let values = lines.map(|line| serde_json::from_str(line).expect("a JSON object a line"));
    values.collect()
}

/// A book that is a repository.
fn repository(config: &str, files: &[(&str, &str)]) -> TestBook {
    let book = TestBook::new(config, files);
    std::fs::create_dir(book.path().join(".git")).expect("a folder");
    book
}

/// `lint line` for each problem of a book, in order.
fn lints(book: &TestBook) -> Vec<String> {
    let run = check(book, &["--format", "json"]);
    let problems = run.stdout.lines().map(|line| {
        let problem: Value = serde_json::from_str(line).expect("a JSON object a line");
        let lint = problem["lint"].as_str().expect("a name");
        format!("{lint} {}", problem["line"])
    });
    problems.collect()
}

/// All files of a folder with what is in them.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path)
            } else {
                let bytes = std::fs::read(&path).expect("a file");
                found.insert(path, bytes);
            }
        }
    }
    found
}
