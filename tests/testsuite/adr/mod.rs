//! Decision records from outside: their index, their pages, links to them, and what is wrong.

mod includes;
mod index;
mod links;
mod list;
mod new;
mod problems;
mod records;

use crate::common::{TestBook, chapters, run};

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

const INDEX: (&str, &str) = (
    "decisions.md",
    "# Decisions\n\n<!-- archsite: adr-index -->\n",
);

const FIRST: &str = "---\nstatus: superseded by ADR-0002\ndate: 2020-01-02\n---\n\n# Use one file\n\n## Context\n\nSee [the next](0002-two.md#decision).\n";

const SECOND: &str = "# 2. Use two files\n\nDate: 2021-03-04\n\n## Status\n\nAccepted\n\nSupersedes [1. Use one file](0001-one.md)\n\n## Decision\n\nTwo.\n";

/// A book with chapters in `src` and other files beside it.
fn book(config: &str, chapters: &[(&str, &str)], files: &[(&str, &str)]) -> TestBook {
    let book = TestBook::new(config, chapters);
    for (name, text) in files {
        book.write(name, text);
    }
    book
}

/// One line for each problem.
fn short(book: &TestBook) -> String {
    let run = run(book.path(), &["check", "--format", "short"], "");
    book.redact(&run.stdout)
}

/// Pages as the preprocessor leaves them: number, path and text, without the style.
fn pages(book: &TestBook) -> Vec<(String, String)> {
    let book = book.preprocess().book();
    let pages = chapters(&book).into_iter().map(|page| {
        let number = page["number"].as_array().into_iter().flatten();
        let number: Vec<String> = number.map(ToString::to_string).collect();
        let path = page["path"].as_str().unwrap_or_default();
        let text = page["content"].as_str().unwrap_or_default();
        let mut parts = text.split("<style>");
        let first = parts.next().unwrap_or_default().to_string();
        let rest = parts.filter_map(|part| Some(part.split_once("</style>\n")?.1));
        let text = rest.fold(first, |text, rest| text + rest);
        (format!("{} {path}", number.join(".")), text)
    });
    pages.collect()
}

fn page(book: &TestBook, path: &str) -> String {
    let pages = pages(book);
    let found = pages.iter().find(|(name, _)| name.ends_with(path));
    found.unwrap_or_else(|| panic!("no {path}")).1.clone()
}

fn names(book: &TestBook) -> Vec<String> {
    pages(book).into_iter().map(|(name, _)| name).collect()
}
