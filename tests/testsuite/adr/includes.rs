//! Includes and directives in records.

use super::{INDEX, TABLE, book, page, short};

#[test]
fn directives_work_in_records() {
    let record = "---\nstatus: accepted\ndate: 2020-01-01\nnote: '\\{{#include x.md}}'\n---\n# One\n\n{{#include parts/a.md}}\n\n\
                  ~~~rust\n{{#include ../../code.rs:part}}\n~~~\n\n\\{{#include x.md}}\n\n\
                  We use serde {{#version serde}}.\n\n\
                  <!-- archsite: tech-stack -->\n\n| Technology | Version |\n|---|---|\n| serde | |\n";
    let files = [
        ("docs/adr/0001-one.md", record),
        (
            "docs/adr/parts/a.md",
            "Included, with {{#include b.md}} and [two](0002-two.md).\n",
        ),
        ("docs/adr/parts/b.md", "the rest"),
        (
            "src/adr/0003-in.md",
            "# Three\n\nDate: 2020-01-01\n\nStatus: accepted\n\n{{#include ../last.md}}\n",
        ),
        (
            "docs/adr/0002-two.md",
            "# Two\n\nDate: 2020-01-01\n\nStatus: accepted\n",
        ),
        (
            "code.rs",
            "no\n// ANCHOR: part\nlet a = 1;\n// ANCHOR_END: part\n",
        ),
        (
            "Cargo.toml",
            "[package]\nname = \"x\"\n[dependencies]\nserde = \"1.0.200\"\n",
        ),
    ];
    let book = book(TABLE, &[INDEX, ("last.md", "Last.\n")], &files);
    assert_eq!(short(&book), "");
    insta::assert_snapshot!(
        "directives",
        format!(
            "{}=== three\n{}",
            page(&book, "0001-one.md"),
            page(&book, "0003-in.md")
        )
    );
}

#[test]
fn broken_includes_of_records_are_shown_where_they_are_written() {
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.md");
    std::fs::write(&secret, "SECRET").expect("a file");
    let record = "---\nstatus: accepted\ndate: 2020-01-01\n---\n# One\n\n{{#include gone.md}}\n\n\
                  {{#include a.txt:nowhere}} and {{#include b.txt}}\n\n\
                  {{#include c.txt}}\n\n{{#include SECRET}}\n\n{{#include d.txt}} [dead](dead.md)\n\n{{#include bomb.txt}}\n";
    let record = record.replace("SECRET", &secret.display().to_string());
    let include = format!("{{{{#include {}}}}}", secret.display());
    let files = [
        ("docs/adr/0001-one.md", record.as_str()),
        ("docs/adr/a.txt", "a\n"),
        (
            "docs/adr/b.txt",
            "b {{#include d.txt}}\n\nD {{#include gone.txt}}\n",
        ),
        ("docs/adr/c.txt", include.as_str()),
        ("docs/adr/bomb.txt", &"{{#include bomb.txt}} ".repeat(20)),
        ("docs/adr/d.txt", "{{#include e.txt}}"),
        ("docs/adr/e.txt", "{{#include d.txt}} x [dead](dead-too.md)"),
    ];
    let book = book(TABLE, &[INDEX], &files);
    let said = short(&book).replace(&secret.display().to_string(), "SECRET");
    insta::assert_snapshot!("broken_includes", said);
    let config = format!("{TABLE}fail-on = \"never\"\n");
    book.write("book.toml", &config);
    let shown = page(&book, "0001-one.md");
    assert!(shown.contains("{{#include gone.md}}"), "{shown}");
    assert!(!shown.contains("SECRET\n"), "{shown}");
}

#[test]
fn versions_in_records_are_not_compared() {
    let table = "\n## Tech Stack\n\n| Technology | Version |\n|---|---|\n| serde | 0.1 |\n";
    let record = format!("# One\n\nDate: 2020-01-01\n\nStatus: accepted\n{table}");
    let files = [
        ("docs/adr/0001-one.md", record.as_str()),
        (
            "Cargo.toml",
            "[package]\nname = \"x\"\n[dependencies]\nserde = \"1.0.200\"\n",
        ),
    ];
    let config = format!("{TABLE}[preprocessor.archsite.tech-stack]\n");
    let last = format!("# Last\n{table}");
    let book = book(&config, &[INDEX, ("last.md", &last)], &files);
    let said = short(&book);
    assert!(
        said.contains("src/last.md") && !said.contains("0001"),
        "{said}"
    );
}
