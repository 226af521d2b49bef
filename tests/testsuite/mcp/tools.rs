//! What the tools answer.

use serde_json::json;

use super::client::Client;
use crate::common::TestBook;

const DOCUMENT: &str = "# Mill\n\nIntroduction.\n\n{{#include parts/stack.md}}\n\n## Data\n\n### Models\n\nGrain \
    has a weight.\n\n## API\n\n### Models\n\nThe API returns flour.\n";

/// A book with a document that includes another file, two records and a manifest.
fn mill() -> TestBook {
    let book = TestBook::new(
        "[book]\ntitle = \"Mill\"\n[preprocessor.archsite]\n",
        &[("mill.md", DOCUMENT)],
    );
    book.write(
        "src/parts/stack.md",
        "## Tech Stack\n\nThe stones are granite.\n",
    );
    let record = |title: &str, status: &str, tag: &str, text: &str| {
        format!(
            "---\nstatus: {status}\ndate: 2026-01-02\ntags: [{tag}]\n---\n\n# {title}\n\n## Context and Problem \
             Statement\n\n{text}\n\n## Decision Outcome\n\nWe grind in `src/grinder/`.\n"
        )
    };
    book.write(
        "docs/adr/0001-grind.md",
        &record("Grind twice", "accepted", "stones", "Coarse."),
    );
    book.write(
        "docs/adr/0002-sieve.md",
        &record("Sieve by hand", "rejected", "stones", "Slow."),
    );
    book.write(
        "package.json",
        "{\n  \"dependencies\": {\n    \"react\": \"^18.2.0\"\n  }\n}\n",
    );
    std::fs::create_dir(book.path().join(".git")).expect("a folder");
    book
}

#[test]
fn tools_answer_with_files_and_lines() {
    let book = mill();
    let mut client = Client::new(book.path());
    let cases = [
        ("outline", json!({}), "src/mill.md:1 Mill"),
        ("outline", json!({}), " parts/stack.md:1 Tech Stack"),
        ("outline", json!({"section": "data"}), "  9 Models #models"),
        (
            "section",
            json!({"section": "Data > Models"}),
            "src/mill.md:9 to line 11: Mill > Data > Models\n\n### Models\n\nGrain has a weight.",
        ),
        (
            "section",
            json!({"section": "models-1"}),
            "The API returns flour.",
        ),
        (
            "section",
            json!({"section": "tech stack"}),
            "src/parts/stack.md:1 to line 3: Mill > Tech Stack",
        ),
        (
            "search",
            json!({"query": "Which granite stones are used?"}),
            "src/parts/stack.md:1 Mill > Tech Stack #tech-stack\n  3: The stones are granite.",
        ),
        (
            "decisions",
            json!({}),
            "1 decision in force:\ndocs/adr/0001-grind.md:7 1. Grind twice (accepted, 2026-01-02)\n  We grind in \
             src/grinder/.",
        ),
        (
            "decisions",
            json!({"tag": "Stones", "path": "src/grinder/stone.rs"}),
            "Grind twice",
        ),
        (
            "decisions",
            json!({"path": "src/sieve"}),
            "there is no decision record in force that fits",
        ),
        (
            "technology",
            json!({"name": "React"}),
            "^18.2.0 (normal) in package.json:3",
        ),
        ("technology", json!({}), "react "),
    ];
    for (tool, arguments, expected) in cases {
        let expected = expected.replace(" parts/", " src/parts/");
        let answer = client.call(tool, arguments.clone());
        assert!(
            !answer.is_error && answer.text.contains(&expected),
            "{tool} {arguments}: {}",
            answer.text
        );
    }
    assert_eq!(client.close(), (Some(0), String::new()));
}

#[test]
fn questions_without_an_answer_say_what_to_ask_instead() {
    let book = mill();
    let mut client = Client::new(book.path());
    let cases = [
        (
            "section",
            json!({"section": "Models"}),
            "`Models` means 2 sections",
        ),
        (
            "section",
            json!({"section": "Modles"}),
            "did you mean `Models`?",
        ),
        ("section", json!({}), "`section` is missing"),
        (
            "outline",
            json!({"document": "mil.md"}),
            "did you mean `mill.md`?",
        ),
        (
            "technology",
            json!({"name": "Reakt"}),
            "did you mean `react`?",
        ),
        ("search", json!({"query": " ?! "}), "no word to search for"),
    ];
    for (tool, arguments, expected) in cases {
        let answer = client.call(tool, arguments.clone());
        assert!(
            answer.is_error && answer.text.contains(expected),
            "{tool} {arguments}: {}",
            answer.text
        );
    }
}

#[test]
fn a_file_that_changed_is_seen() {
    let book = mill();
    let mut client = Client::new(book.path());
    let before = client.call("search", json!({"query": "windmill"}));
    assert!(before.text.starts_with("no section of"), "{}", before.text);
    book.write(
        "src/mill.md",
        &format!("{DOCUMENT}\n## Power\n\nA windmill.\n"),
    );
    let after = client.call("search", json!({"query": "windmill"}));
    assert!(
        after.text.contains("src/mill.md:19 Mill > Power"),
        "{}",
        after.text
    );
    book.write("src/SUMMARY.md", "# Summary\n\n- [Mill](gone.md)\n");
    let gone = client.call("outline", json!({}));
    assert!(!gone.text.contains("mill.md"), "{}", gone.text);
}

#[test]
fn a_folder_without_a_book_has_its_markdown_files() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("docs")).expect("a folder");
    let files = [
        ("README.md", "# Home\n"),
        ("docs/a.md", "# A\n\n## Rules\n"),
    ];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut client = Client::new(folder.path());
    let outline = client.call("outline", json!({}));
    assert!(
        outline.text.contains("README.md:1 Home") && outline.text.contains("docs/a.md:1 A"),
        "{}",
        outline.text
    );
    let rules = client.call("section", json!({"section": "rules", "document": "a"}));
    assert!(rules.text.starts_with("docs/a.md:3"), "{}", rules.text);
}
