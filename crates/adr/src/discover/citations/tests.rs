use std::fs;

use archsite_core::fs::Reader;

use super::citations;
use crate::discover::{Request, find};

/// What the comments of some files name, a line each: place, name, and the numbers of the records.
fn cited(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    for (file, text) in files {
        let file = root.join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, text).expect("a file");
    }
    let reader = Reader::new(root);
    let records = find(&reader, root, &Request::default());
    let found = citations(&reader, root, &records).into_iter();
    let shown = found.map(|found| {
        let files = found
            .records
            .iter()
            .map(|id| records.entries[*id].file.as_str());
        let files: Vec<&str> = files.collect();
        format!(
            "{}:{}: {} {}",
            found.file,
            found.line,
            found.text,
            files.join("+")
        )
    });
    shown.collect()
}

const ONE: (&str, &str) = (
    "docs/adr/0001-use-files.md",
    "# 1. Use files\n\nStatus: accepted\n",
);

#[test]
fn comments_name_records() {
    let found = cited(&[
        ONE,
        (
            "src/a.rs",
            "// ADR-0001: files\nlet a = \"ADR-0007\";\n/* ADR 12 */\n",
        ),
        (
            "lib/b.py",
            "# docs/adr/0001-use-files.md, docs/adr/0001-old-name.md\n",
        ),
        ("lib/c.sql", "-- see 0001 and adr-001\n"),
    ]);
    assert_eq!(
        found,
        [
            "lib/b.py:1: docs/adr/0001-use-files.md docs/adr/0001-use-files.md",
            "lib/b.py:1: docs/adr/0001-old-name.md ",
            "lib/c.sql:1: adr-001 docs/adr/0001-use-files.md",
            "src/a.rs:1: ADR-0001 docs/adr/0001-use-files.md",
            "src/a.rs:3: ADR 12 ",
        ]
    );
}

#[test]
fn what_may_be_about_something_else_does_not_count() {
    let found = cited(&[
        ONE,
        (".gitignore", "gen\n"),
        ("gen/a.rs", "// ADR-0009\n"),
        ("vendor/a.go", "// ADR-0009\n"),
        ("tests/fixtures/a.go", "// ADR-0009\n"),
        (
            "src/a.go",
            "// ADR-0009 of https://example.com/other\n// ADR-PAY-0009, ADR-1234\n",
        ),
        ("src/b.json", "{\"x\": \"// ADR-0009\"}\n"),
        ("notes.txt", "ADR-0009\n"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn without_plain_numbers_a_number_names_no_record() {
    let record = (
        "docs/adr/20240102-use-files.md",
        "# Use files\n\nStatus: accepted\n",
    );
    assert_eq!(cited(&[record, ("src/a.go", "// ADR-0009\n")]), [""; 0]);
}

#[test]
fn a_number_of_two_folders_means_both() {
    let found = cited(&[
        ("a/docs/adr/0001-x.md", "# X\n\nStatus: accepted\n"),
        ("b/docs/adr/0001-y.md", "# Y\n\nStatus: accepted\n"),
        ("src/a.go", "// ADR-1\n"),
    ]);
    assert_eq!(
        found,
        ["src/a.go:1: ADR-1 a/docs/adr/0001-x.md+b/docs/adr/0001-y.md"]
    );
}
