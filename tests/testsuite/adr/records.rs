//! Decision records from outside: which of them bind, what is searched for them, and the paths of
//! their pages.

use crate::common::{TestBook, chapters, run};
use serde_json::Value;

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";
const INDEX: (&str, &str) = (
    "decisions.md",
    "# Decisions\n\n<!-- archsite: adr-index -->\n",
);

fn record(title: &str, status: &str) -> String {
    format!("# {title}\n\nDate: 2024-01-15\n\n## Status\n\n{status}\n\n## Decision\n\nOne.\n")
}

/// A book with an index of records, and files beside it.
fn book(config: &str, files: &[(&str, String)]) -> TestBook {
    let book = TestBook::new(config, &[INDEX]);
    for (name, text) in files {
        book.write(name, text);
    }
    book
}

/// The text of a page as the preprocessor leaves it.
fn page(book: &TestBook, path: &str) -> String {
    let made = book.preprocess().book();
    let pages = chapters(&made);
    let found = pages.iter().find(|page| page["path"] == path);
    let found = found.unwrap_or_else(|| panic!("no {path}"));
    found["content"].as_str().unwrap_or_default().to_string()
}

fn paths(book: &TestBook) -> Vec<String> {
    let made = book.preprocess().book();
    let pages = chapters(&made).into_iter();
    let paths = pages.filter_map(|page| page["path"].as_str().map(ToString::to_string));
    paths.collect()
}

fn list(book: &TestBook, options: &[&str]) -> Vec<String> {
    let args = [&["adr", "list", ".", "--format", "json"][..], options].concat();
    let run = run(book.path(), &args, "");
    let list: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let list = list.as_array().into_iter().flatten();
    let files = list.map(|record| record["file"].as_str().unwrap_or_default().to_string());
    files.collect()
}

#[test]
fn a_proposed_record_retires_none() {
    let files = [
        ("docs/adr/0001-a.md", record("1. A", "Accepted")),
        (
            "docs/adr/0002-b.md",
            record("2. B", "Proposed\n\nSupersedes [1. A](0001-a.md)"),
        ),
        (
            "src/last.md",
            "# Last\n\n[A](../docs/adr/0001-a.md)\n".to_string(),
        ),
    ];
    let book = book(TABLE, &files);
    let first = page(&book, "decisions/0001-a.md");
    assert!(
        first.contains("Would be replaced by [2. B](0002-b.md) (proposed)"),
        "{first}"
    );
    assert!(!first.contains("No longer in force"), "{first}");
    let second = page(&book, "decisions/0002-b.md");
    assert!(
        second.contains("Would replace [1. A](0001-a.md)"),
        "{second}"
    );
    assert_eq!(list(&book, &["--in-force"]), ["docs/adr/0001-a.md"]);
}

#[test]
fn a_successor_on_another_site_is_a_link() {
    let elsewhere = "Superseded by [ADR-2](https://elsewhere.example/adr/0002-x.md)";
    let files = [
        ("docs/adr/0001-a.md", record("1. A", elsewhere)),
        ("docs/adr/0002-b.md", record("2. B", "Accepted")),
    ];
    let book = book(TABLE, &files);
    let first = page(&book, "decisions/0001-a.md");
    let link = "Now: [ADR-2](https://elsewhere.example/adr/0002-x.md)";
    assert!(first.contains(link), "{first}");
    let run = run(book.path(), &["check", "--format", "short"], "");
    assert_eq!(book.redact(&run.stdout), "");
}

#[test]
fn built_and_ignored_folders_are_not_searched() {
    let made = record("9. Made", "Accepted");
    let files = [
        ("docs/adr/0001-a.md", record("1. A", "Accepted")),
        ("docs/adr/built/adr/0009-made.md", made.clone()),
        (
            "other/book.toml",
            "[build]\nbuild-dir = \"../site\"\n".to_string(),
        ),
        ("site/adr/0009-made.md", made.clone()),
        ("old/html/.nojekyll", String::new()),
        ("old/html/toc.html", String::new()),
        ("old/markdown/adr/0009-made.md", made.clone()),
        (".gitignore", "/made\n".to_string()),
        ("made/adr/0009-made.md", made.clone()),
        ("docs/.gitignore", "/tmp\n".to_string()),
        ("docs/tmp/adr/0009-made.md", made),
    ];
    let build = "[build]\nbuild-dir = \"docs/adr/built\"\n";
    let plain = book(&format!("{TABLE}{build}"), &files);
    assert_eq!(list(&plain, &[]), ["docs/adr/0001-a.md"]);
    assert_eq!(paths(&plain), ["decisions.md", "decisions/0001-a.md"]);
    // The user knows better.
    let named = "[preprocessor.archsite.adr]\ndirectories = [\"made/adr\"]\n";
    let named = book(&format!("{TABLE}{named}{build}"), &files);
    assert_eq!(list(&named, &[]), ["made/adr/0009-made.md"]);
}

#[cfg(unix)]
#[test]
fn pages_have_paths_that_work_everywhere() {
    let files = [
        ("docs/adr/0001-c#.md", record("1. C#", "Accepted")),
        ("docs/adr/0001-c.md", record("1. C", "Accepted")),
        ("docs/adr/0001-c?.md", record("1. Why C?", "Accepted")),
        ("docs/adr/0002-\"><img>.md", record("2. Markup", "Accepted")),
        (
            "docs/adr/0003-für alle.md",
            record("3. For all", "Accepted"),
        ),
    ];
    let book = book(TABLE, &files);
    book.write("src/last.md", "# Last\n\n[C](../docs/adr/0001-c%23.md)\n");
    let expected = [
        "decisions.md",
        "decisions/0001-c-2.md",
        "decisions/0001-c.md",
        "decisions/0001-c-3.md",
        "decisions/0002-img.md",
        "decisions/0003-für alle.md",
    ];
    assert_eq!(paths(&book), expected);
    let index = page(&book, "decisions.md");
    assert!(index.contains("(decisions/0001-c-2.md)"), "{index}");
}

#[test]
fn nothing_from_outside_comes_into_the_page_of_a_record() {
    let outside = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let status = format!("Accepted\n\n{{{{#include {outside}}}}}\n\n{{{{ #include {outside} }}}}");
    let files = [("docs/adr/0001-a.md", record("1. A", &status))];
    // Behind us mdBook would expand what is left.
    let book = book("[preprocessor.archsite]\nfail-on = \"never\"\n", &files);
    let text = page(&book, "decisions/0001-a.md");
    let kept = text.matches(&format!("\\{{{{#include {outside}")).count();
    assert_eq!(kept, 2, "{text}");
}
