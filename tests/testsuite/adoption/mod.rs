//! Taking over an old book: its baseline, reports for other programs, and what a change takes away.

#[cfg(unix)]
mod action;
#[cfg(unix)]
mod against;
mod baseline;
mod formats;

use std::path::Path;

use crate::common::{Run, TestBook, run};

/// A copy of a book of `tests/adoption`.
fn fixture(name: &str) -> TestBook {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/adoption")
        .join(name);
    let config = std::fs::read_to_string(from.join("book.toml")).expect("the configuration");
    let book = TestBook::new(&config, &[]);
    copy(&from, &from, &book);
    book
}

fn copy(folder: &Path, from: &Path, book: &TestBook) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            copy(&path, from, book);
        } else {
            let name = path.strip_prefix(from).expect("a path below the folder");
            let text = std::fs::read_to_string(&path).expect("a text");
            book.write(name.to_str().expect("a path that is text"), &text);
        }
    }
}

/// Checks a book.
fn check(book: &TestBook, args: &[&str]) -> Run {
    run(book.path(), &[&["check"], args].concat(), "")
}

/// Replaces text in a file of a book.
fn edit(book: &TestBook, name: &str, from: &str, to: &str) {
    let text = book.read(name);
    assert!(text.contains(from), "{name} does not contain {from:?}");
    book.write(name, &text.replace(from, to));
}

/// What a run said, and its exit code.
fn said(book: &TestBook, run: &Run) -> String {
    let all = format!("{}{}exit code {}\n", run.stdout, run.stderr, run.code);
    book.redact(&all)
}
