//! The commands `adr list` and `adr why`.

use serde_json::Value;

use super::{FIRST, SECOND, book};
use crate::common::{conforms, run};

#[test]
fn records_are_listed_and_explained() {
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
    ];
    let book = book("", &[("a.md", "# A\n")], &files);
    let said = |args: &[&str]| {
        let run = run(book.path(), args, "");
        format!(
            "$ {} ({})\n{}{}",
            args.join(" "),
            run.code,
            run.stdout,
            book.redact(&run.stderr)
        )
    };
    let all = [
        said(&["adr", "list"]),
        said(&["adr", "list", "docs", "--in-force", "--format", "json"]),
        said(&["adr", "list", "--status", "rejected"]),
        said(&["adr", "why", "docs/adr/0001-one.md"]),
    ];
    insta::assert_snapshot!("commands", all.concat());
}

#[test]
fn lists_use_the_configuration_of_the_book_around_a_folder() {
    let config = "[preprocessor.archsite.adr]\ndirectories = [\"../own\", \"../more\"]\nstatuses = { parked = \"on-hold\" }\n";
    let book = book("", &[("a.md", "# A\n")], &[]);
    for (name, text) in [
        ("book.toml", ""),
        ("site/book.toml", config),
        ("site/src/SUMMARY.md", "- [A](a.md)\n"),
        ("own/0001-one.md", "# One\n\nStatus: parked\n"),
        ("own/area/0002-two.md", "# Two\n\nStatus: accepted\n"),
        ("docs/adr/0003-three.md", "# Three\n\nStatus: Parked\n"),
        (".git/HEAD", ""),
    ] {
        book.write(name, text);
    }
    let said = |args: &[&str]| {
        let run = run(book.path(), args, "");
        let words = args.join(" ");
        format!("$ {words}\n{}{}", run.stdout, book.redact(&run.stderr))
    };
    let all = [
        said(&["adr", "list", "."]),
        said(&["adr", "list", "site"]),
        said(&["adr", "list", "own/area"]),
        said(&["adr", "list", "docs"]),
        said(&["adr", "why", "own/0001-one.md"]),
    ];
    insta::assert_snapshot!("configured_lists", all.concat());
}

#[test]
fn listed_records_conform_to_the_documented_schema() {
    let guide = include_str!("../../../book-example/src/guide/command-line.md");
    let title = guide.find("The records listed by").expect("the schema");
    let start = guide[..title].rfind("```json\n").expect("its fence") + 8;
    let end = start + guide[start..].find("\n```").expect("its end");
    let schema: Value = serde_json::from_str(&guide[start..end]).expect("JSON");
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
        (
            "docs/adr/plain.md",
            "---\nstatus: simmering\ntags: [x]\ndeciders: [A, B]\narea: core\n---\n# T\n\n## Decision\n\n## Context\n\n## Consequences\n",
        ),
    ];
    let book = book("", &[("a.md", "# A\n")], &files);
    let listed = run(book.path(), &["adr", "list", "--format", "json"], "");
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(3), "{listed}");
    conforms(&listed, &schema);
}
