//! What is reported about records.

use archsite_cli::reference;
use serde_json::Value;

use super::{INDEX, TABLE, book, names, short};
use crate::common::{TestBook, run};

#[test]
fn problems_of_records_are_reported() {
    let config =
        format!("{TABLE}[preprocessor.archsite.adr]\ndirectories = [\"docs/adr\", \"none\"]\n");
    let files = [
        (
            "docs/adr/0001-one.md",
            "# 7. One\n\n## Status\n\nSuperseded by [9](0009-none.md)\n",
        ),
        (
            "docs/adr/0002-two.md",
            "# Two\n\nDate: 2021-02-30\n\n## Status\n\nSimmering\n",
        ),
        ("docs/adr/0002-also.md", "# Also\n\nDate: 2021-02-01\n"),
        (
            "docs/adr/0003-three.md",
            "---\nstatus: accepted\n---\n# Three\n\nDate: 2021-02-01\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n",
        ),
        (
            "docs/adr/0004-four.md",
            "# Four\n\nDate: 2021-02-01\n\n## Status\n\nSuperseded by [4](0004-four.md)\n",
        ),
    ];
    let last = "# Last\n\nAs [the record](../docs/adr/0004-four.md) says.\n";
    let book = book(&config, &[INDEX, ("last.md", last)], &files);
    insta::assert_snapshot!("problems", short(&book));
}

/// A repository that has everything wrong that can be.
fn everything_wrong() -> TestBook {
    let config = format!(
        "{TABLE}[preprocessor.archsite.adr]\ndirectories = [\"docs/adr\", \"none\"]\n\
         [preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]\n\
         [preprocessor.archsite.lints]\nrecord-number-gap = \"warn\"\nsupersession-one-way = \"warn\"\n\
         citation-unknown = \"warn\"\ncitation-outdated = \"warn\"\n"
    );
    let record = |status: &str, rest: &str| {
        format!("# A title\n\nDate: 2020-01-02\n\n## Status\n\n{status}\n\n{rest}\n")
    };
    let list = "# Decisions\n\n| # | Title | Status |\n|---|---|---|\n\
                | 4 | [A](0001-one.md) | Accepted |\n\n* [B](0002-two.md)\n* [C](0003-three.md)\n* [D](0099-gone.md)\n";
    let files = [
        ("0001-one.md", record("Superseded", "")),
        (
            "0002-two.md",
            record(
                "Accepted",
                "## Context\n\n[record 7](0001-one.md), superseded, ![a](a.png)",
            ),
        ),
        (
            "0002-too.md",
            record("Accepted", "Supersedes [2](0002-two.md)"),
        ),
        ("0003-three.md", record("Accepted", "Supersedes ADR-3")),
        (
            "0010-ten.md",
            record("Accepted", "").replace("## Status", "Review by: 2020-02-03\n\n## Status"),
        ),
        (
            "0004-four.md",
            "# 5. Four\n\nDate: 2020-02-31\n\nStatus: simmering\n".to_string(),
        ),
        (
            "0006-six.md",
            "---\nstatus: [\ndate: 01/02/2020\n---\n# Six\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n".to_string(),
        ),
        (
            "0007-seven.md",
            "## Decision\n\nx\n\n## Context\n\ny\n".to_string(),
        ),
        (
            "0008-eight.md",
            record("Proposed | Rejected | Accepted", "Supersedes ADR-77"),
        ),
        ("0009-nine.md", "\0".repeat(5 << 20)),
        ("README.md", list.to_string()),
        ("a.png", String::new()),
    ];
    let document = "# Architecture\n\n<!-- archsite: adr-index -->\n\n## Key decisions\n\n### [Decision title]\n\nStatus: [status]\n";
    let last = "# Last\n\nSee [the first](../docs/adr/0001-one.md).\n";
    let book = book(
        &config,
        &[("architecture.md", document), ("last.md", last)],
        &[],
    );
    for (name, text) in files {
        book.write(&format!("docs/adr/{name}"), &text);
    }
    book.write("lib/store.go", "// ADR-0001\n// ADR-0044\n");
    book
}

#[test]
fn every_lint_of_records_names_a_file_and_says_what_to_do() {
    let book = everything_wrong();
    let said = run(book.path(), &["check", "--format", "json"], "").stdout;
    let mut missing: Vec<&str> = reference::lints()
        .filter(|lint| lint.family == "adr")
        .map(|lint| lint.name)
        .collect();
    for line in said.lines() {
        let problem: Value = serde_json::from_str(line).expect("JSON");
        let name = problem["lint"].as_str().expect("a name");
        missing.retain(|other| *other != name);
        assert!(
            problem["file"].is_string() && problem["help"].is_string(),
            "{line}"
        );
    }
    assert!(missing.is_empty(), "{missing:?} in\n{said}");
    insta::assert_snapshot!("everything_wrong", short(&book));
}

#[test]
fn without_an_index_records_are_checked_where_they_are() {
    let config = format!("{TABLE}[preprocessor.archsite.adr]\ndirectories = [\"docs/adr\"]\n");
    let files = [(
        "docs/adr/0001-one.md",
        "# One\n\nDate: 2021-02-30\n\nStatus: simmering\n",
    )];
    let book = book(&config, &[("last.md", "# Last\n")], &files);
    insta::assert_snapshot!("without_index", short(&book));
    assert_eq!(names(&book), ["1 last.md"]);
}
