//! Documents with one trait each, as the pages they become.
//!
//! A document `tests/cases/NAME.md` is split in a small book by the built command; the
//! snapshot shows every page of it. `INSTA_UPDATE=always cargo test --test cases` accepts
//! what is there now: read the change before you keep it.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use common::{TestBook, chapters};

/// All pages that came of the document, as text that shows white space.
fn pages(markdown: &str) -> String {
    let config = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\nlinks = false\n\
                  [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";
    let book = TestBook::new(
        config,
        &[("intro.md", "# Introduction\n"), ("doc.md", markdown)],
    );
    let run = book.preprocess();
    let mut out = String::new();
    for chapter in chapters(&run.book()).iter().skip(1) {
        let number: Vec<String> = chapter["number"]
            .as_array()
            .map(|n| n.iter().map(ToString::to_string).collect())
            .unwrap_or_default();
        let name = chapter["name"].as_str().unwrap_or_default();
        let path = chapter["path"].as_str().unwrap_or_default();
        let _ = writeln!(out, "=== {path} | {} {name}", number.join("."));
        let content = chapter["content"].as_str().unwrap_or_default();
        for line in content.split_inclusive('\n') {
            let shown = line.replace('\r', "␍").replace('\t', "␉");
            let _ = match shown.strip_suffix('\n') {
                Some(line) => writeln!(out, "{line}"),
                None => writeln!(out, "{shown}␄"),
            };
        }
    }
    if !run.stderr.is_empty() {
        let _ = writeln!(out, "--- standard error\n{}", book.redact(&run.stderr));
    }
    out
}

#[test]
fn documents_become_the_pages_they_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut names: Vec<String> = fs::read_dir(folder.clone())
        .expect("the folder of cases")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".md").map(ToString::to_string))
        .collect();
    names.sort();
    assert!(names.len() >= 45, "cases are missing: {}", names.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cases/pages");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for name in &names {
            let markdown = fs::read_to_string(folder.join(format!("{name}.md"))).expect("UTF-8");
            insta::assert_snapshot!(name.as_str(), pages(&markdown));
        }
    });
}
