//! What `shard` and `context` write.

use std::fs;

use serde_json::Value;

use super::{BOOK, DOC, archsite, cut, files, shop, told};
use crate::common::{TestBook, conforms};

#[test]
fn a_document_becomes_files() {
    let book = shop();
    let said = archsite(book.path(), "shard src/doc.md");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let mut all = String::new();
    for (name, text) in files(&book.path().join("src/doc")) {
        all.push_str(&format!("==== {name}\n{text}\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn context_writes_what_the_site_publishes() {
    let book = shop();
    book.write("src/part.md", "Included [text](guide.md).\n");
    let doc = DOC.replace("Big and", "{{#include part.md}}\n\nBig and")
        + "\n## Decisions\n\n<!-- archsite: adr-index -->\n";
    book.write("src/doc.md", &doc);
    book.write(
        "docs/adr/0001-sell.md",
        "# 1. Sell\n\nDate: 2024-01-02\n\n## Status\n\nAccepted\n",
    );
    // Records are below the root of the repository.
    book.write(".git/HEAD", "ref: refs/heads/main\n");
    let said = archsite(book.path(), "context --llms-txt");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let mut all = String::new();
    for (name, text) in files(&book.path().join("src/doc")) {
        if name != "manifest.json" {
            all.push_str(&format!("==== {name}\n{text}\n"));
        }
    }
    insta::assert_snapshot!(all);
    // Generated files are not orphans, which a file beside them is, and change nothing in the book.
    let checked = archsite(book.path(), "check --format short");
    let dead = "broken-link]: there is no `img/a.png`";
    assert!(checked.stdout.contains(dead), "{}", checked.stdout);
    assert_eq!(checked.stdout.lines().count(), 1, "{}", checked.stdout);
    book.write("src/lone.md", "# Lone\n");
    let checked = archsite(book.path(), "check --format short");
    assert_eq!(checked.stdout.lines().count(), 2, "{}", checked.stdout);
    assert!(checked.stdout.contains("src/lone.md"), "{}", checked.stdout);
    fs::remove_file(book.path().join("src/lone.md")).expect("a file");
    assert_eq!(archsite(book.path(), "context --llms-txt --check").code, 0);
}

#[test]
fn a_line_more_changes_one_shard_and_one_line_of_the_manifest() {
    let folder = cut(DOC, "");
    let before = files(&folder.path().join("out"));
    let more = DOC.replace("Big and", "One line more.\nBig and");
    fs::write(folder.path().join("doc.md"), more).expect("a document");
    assert_eq!(archsite(folder.path(), "shard doc.md out").code, 0);
    let after = files(&folder.path().join("out"));
    let changed: Vec<&String> = before
        .keys()
        .filter(|name| before[*name] != after[*name])
        .collect();
    assert_eq!(changed, ["goods.md", "manifest.json"]);
    let lines = before["manifest.json"]
        .lines()
        .zip(after["manifest.json"].lines());
    assert_eq!(lines.filter(|(a, b)| a != b).count(), 1);
}

#[test]
fn stale_files_are_listed() {
    let book = shop();
    assert_eq!(archsite(book.path(), "context").code, 0);
    book.write("src/doc.md", &DOC.replace("Things", "Stuff"));
    fs::remove_file(book.path().join("src/doc/money.md")).expect("a shard");
    book.write("src/doc/extra.md", "# Mine\n");
    insta::assert_snapshot!(
        "stale_files_of_context",
        told(&book, &archsite(book.path(), "context --check"))
    );
    book.write("src/doc.md", DOC);
    book.write("src/doc/goods.md", "# Mine\n");
    insta::assert_snapshot!(
        "stale_files_of_assemble",
        told(&book, &archsite(book.path(), "assemble src/doc"))
    );
}

#[test]
fn bmad_settings_choose_folder_and_names_of_files() {
    let book = TestBook::new(
        BOOK,
        &[(
            "doc.md",
            "# Doc\n\n## 3. Technology Stack\n\n## Unified Project Structure\n\n## Rest\n\n### Coding Rules\n",
        )],
    );
    book.write(".git/HEAD", "ref: refs/heads/main\n");
    book.write(
        ".bmad-core/core-config.yaml",
        "architecture:\n  architectureFile: src/doc.md\n  architectureShardedLocation: docs/arch\n\
         devLoadAlwaysFiles:\n  - docs/arch/tech-stack.md\n  - docs/arch/source-tree.md\n",
    );
    for command in ["context", "shard src/doc.md"] {
        let said = archsite(book.path(), &format!("{command} --force"));
        assert_eq!(said.code, 0, "{}", said.stderr);
        let names: Vec<String> = files(&book.path().join("docs/arch")).into_keys().collect();
        let expected = [
            "index.md",
            "manifest.json",
            "rest.md",
            "tech-stack.md",
            "unified-project-structure.md",
        ];
        assert_eq!(names, expected, "{command}");
    }
    let said = archsite(book.path(), "check --format short");
    insta::assert_snapshot!(told(&book, &said));
    let said = archsite(book.path(), "check");
    assert!(
        said.stdout.contains("could be `source-tree.md`"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("could be `coding-standards.md`"),
        "{}",
        said.stdout
    );
}

#[test]
fn manifests_conform_to_the_documented_schema() {
    let schema = include_str!("../../../book-example/src/guide/manifest.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("JSON");
    let folder = cut(DOC, "--level 3 --min-tokens 10");
    let text = fs::read_to_string(folder.path().join("out/manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    conforms(&manifest, &schema);
    let said = archsite(
        folder.path(),
        "shard doc.md out --level 3 --min-tokens 10 --format json",
    );
    let printed: Value = serde_json::from_str(&said.stdout).expect("JSON");
    conforms(&printed, &schema);
    assert_eq!(printed["shards"][0]["ranges"][0][0], 0);
    let book = shop();
    assert_eq!(archsite(book.path(), "context --llms-full").code, 0);
    let manifest: Value = serde_json::from_str(&book.read("src/doc/manifest.json")).expect("JSON");
    conforms(&manifest, &schema);
    assert_eq!(manifest["files"][0]["file"], "llms-full.txt");
}

#[test]
fn links_to_the_page_of_a_readme_lead_to_its_file() {
    let doc =
        "# D\n\n## A\n\n[i](sub/index.md) [h](sub/index.html#x) [r](sub/README.md) [g](guide)\n";
    let book = TestBook::new(
        BOOK,
        &[
            ("doc.md", doc),
            ("sub/README.md", "# X\n"),
            ("guide.md", "# G\n"),
        ],
    );
    assert_eq!(archsite(book.path(), "context").code, 0);
    let text = book.read("src/doc/a.md");
    let links =
        "[i](../sub/README.md) [h](../sub/README.md#x) [r](../sub/README.md) [g](../guide.md)";
    assert!(text.contains(links), "{text}");
}

#[test]
fn links_that_code_hosts_understand_lead_to_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::create_dir(at.join(".git")).expect("a folder");
    let doc = "# T\n\n## A\n\n[x](#join---all) [y](#gone)\n\n## B\n\n### Join --all\n\nb\n";
    fs::write(at.join("doc.md"), doc).expect("a document");
    let said = archsite(at, "shard doc.md");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = fs::read_to_string(at.join("doc/a.md")).expect("a file");
    assert!(text.contains("[x](b.md#join-all) [y](#gone)"), "{text}");
    fs::remove_file(at.join("doc.md")).expect("the document goes");
    assert_eq!(archsite(at, "assemble doc").code, 0);
    assert_eq!(
        fs::read_to_string(at.join("doc.md")).expect("a document"),
        doc
    );
}

#[test]
fn a_comment_that_swallows_headings_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for (doc, line) in [
        ("# T\n\n## A\n\n<!-- open\n\n## B\n\nb\n", Some(5)),
        (
            "# T\n\n## A\n\n<!-- a -->\n<!-- open\n\n## B\n\nb\n",
            Some(6),
        ),
        ("# T\n\n## A\n\n<!-- closed\n\n## B\n\n-->\n\nb\n", None),
        ("# T\n\n## A\n\n<!-- open\n\nb\n", None),
    ] {
        fs::write(at.join("doc.md"), doc).expect("a document");
        let said = archsite(at, "shard doc.md --force");
        let place = line.map(|line| format!("doc.md:{line}:1"));
        match place {
            Some(place) => assert!(said.stderr.contains(&place), "{doc}: {}", said.stderr),
            None => assert!(
                !said.stderr.contains("open-fence"),
                "{doc}: {}",
                said.stderr
            ),
        }
    }
}
