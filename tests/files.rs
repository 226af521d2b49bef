//! Files for agents from outside: `shard`, `assemble` and `context`, and what they may touch.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{Run, TestBook, conforms, run};
use serde_json::Value;

const BOOK: &str = "[book]\ntitle = \"A book\"\ndescription = \"What it is about.\"\n\n\
                    [preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\n\
                    [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";

const DOC: &str = "\
---
status: draft
---
# Shop

A shop, see [money](#money) and the [guide](guide.md).

## Table of Contents

- [Goods](#goods)
- [Money](#money)

## Goods

Things that are sold.[^n] See [coins](#coins), ![a picture](img/a.png).

### Kinds

Big and [small].

---

## Money

### Coins

Back to [goods](doc.md#goods) or [up](#table-of-contents).

[^n]: A note with a [link](guide.md).

[small]: guide.md#small
";

fn archsite(folder: &Path, words: &str) -> Run {
    let words: Vec<&str> = words.split_whitespace().collect();
    run(folder, &words, "")
}

fn shop() -> TestBook {
    TestBook::new(
        BOOK,
        &[("doc.md", DOC), ("guide.md", "# Guide\n\n## Small\n")],
    )
}

/// The files of a folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let file = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).expect("a text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    };
    entries
        .map(|entry| file(entry.expect("an entry")))
        .collect()
}

/// Everything a run said and wrote, for a snapshot.
fn told(book: &TestBook, run: &Run) -> String {
    book.redact(&format!(
        "exit code {}\n{}{}",
        run.code, run.stdout, run.stderr
    ))
}

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
fn what_the_site_says_becomes_files() {
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
    // Files that are made are no orphans, and change nothing in the book.
    let checked = archsite(book.path(), "check");
    assert!(!checked.stdout.contains("orphan"), "{}", checked.stdout);
    assert_eq!(archsite(book.path(), "context --llms-txt --check").code, 0);
}

/// Cuts a document into a folder, and gives the folder of the test.
fn cut(doc: &str, options: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("doc.md"), doc).expect("a document");
    let said = archsite(folder.path(), &format!("shard doc.md out {options}"));
    assert_eq!(said.code, 0, "{}", said.stderr);
    folder
}

#[test]
fn shards_are_the_document_again() {
    let mut documents: Vec<String> = Vec::new();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for file in corpus_of(&cases) {
        documents.extend(fs::read_to_string(file));
    }
    documents.push(DOC.to_string());
    documents.push(format!("\u{feff}{}", DOC.replace('\n', "\r\n")));
    for doc in &documents {
        for options in [
            "",
            "--level 3",
            "--min-tokens 40",
            "--max-tokens 40 --names numbered",
        ] {
            let folder = cut(doc, options);
            fs::remove_file(folder.path().join("doc.md")).expect("the document goes");
            let said = archsite(folder.path(), "assemble out");
            assert_eq!(said.code, 0, "{}\n{doc}", said.stderr);
            let again = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
            assert!(again == *doc, "with `{options}`:\n{again}\n---\n{doc}");
        }
    }
}

fn corpus_of(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "md"));
    files.sort();
    files
}

/// Replaces words in a shard and assembles; the document must have exactly that change.
fn edited(shard: &str, from: &str, to: &str, source: bool) -> (Run, String) {
    let folder = cut(DOC, "");
    let path = folder.path().join("out").join(shard);
    let text = fs::read_to_string(&path).expect("a shard");
    assert!(text.contains(from), "{text}");
    fs::write(&path, text.replacen(from, to, 1)).expect("an edit");
    let doc = folder.path().join("doc.md");
    if !source {
        fs::remove_file(&doc).expect("the document goes");
    }
    let said = archsite(folder.path(), "assemble out");
    let text = fs::read_to_string(doc).unwrap_or_default();
    (said, text)
}

#[test]
fn edits_of_shards_go_into_the_document_and_nothing_else() {
    // In the shard: what and by what; in the document: what and by what.
    let cases = [
        (
            "goods.md",
            "Things that",
            "Stuff that",
            "Things that",
            "Stuff that",
        ),
        (
            "goods.md",
            "Big and",
            "Big,\n\nand",
            "Big and",
            "Big,\n\nand",
        ),
        (
            "goods.md",
            "## Kinds\n",
            "## Kinds\n\n## More\n",
            "### Kinds\n",
            "### Kinds\n\n### More\n",
        ),
        ("goods.md", "# Goods", "# Wares", "## Goods", "## Wares"),
        (
            "money.md",
            "Back to",
            "New [a](goods.md#kinds), back to",
            "Back to",
            "New [a](#kinds), back to",
        ),
        (
            "money.md",
            "Back to",
            "[G](../guide.md) [m](money.md) to",
            "Back to",
            "[G](guide.md) [m](#money) to",
        ),
        ("index.md", "A shop,", "One shop,", "A shop,", "One shop,"),
    ];
    for (shard, from, to, doc_from, doc_to) in cases {
        let expected = DOC.replacen(doc_from, doc_to, 1);
        assert_ne!(expected, DOC);
        for source in [true, false] {
            let (said, text) = edited(shard, from, to, source);
            assert_eq!(said.code, 0, "{}", said.stderr);
            assert_eq!(text, expected, "{shard}, the document there: {source}");
        }
    }
}

#[test]
fn what_is_generated_can_not_be_edited() {
    let cases = [
        ("goods.md", "<!-- Shard of", "<!-- A shard of"),
        ("goods.md", "[small]: ../guide.md", "[small]: ../other.md"),
        ("index.md", "- [Money]", "- [Cash]"),
    ];
    for (shard, from, to) in cases {
        for source in [true, false] {
            let (said, text) = edited(shard, from, to, source);
            assert_eq!(said.code, 2, "{}", said.stderr);
            assert!(said.stderr.contains(shard), "{}", said.stderr);
            assert_eq!(text, if source { DOC } else { "" });
        }
    }
}

#[test]
fn doubtful_folders_are_refused_by_name() {
    type Change = fn(&Path);
    let cases: [(&str, Change); 4] = [
        ("`out/goods.md` is gone", |folder| {
            fs::remove_file(folder.join("out/goods.md")).expect("a shard");
        }),
        ("`out/new.md` is not a shard", |folder| {
            fs::write(folder.join("out/new.md"), "# New\n").expect("a file");
        }),
        ("is gone and `out/wares.md` is new", |folder| {
            let out = folder.join("out");
            fs::rename(out.join("goods.md"), out.join("wares.md")).expect("a shard");
        }),
        ("were both changed", |folder| {
            let shard = folder.join("out/goods.md");
            let text = fs::read_to_string(&shard).expect("a shard");
            fs::write(&shard, text.replace("Things", "Stuff")).expect("a shard");
            let doc = DOC.replace("Things", "Objects");
            fs::write(folder.join("doc.md"), doc).expect("a document");
        }),
    ];
    for (words, change) in cases {
        let folder = cut(DOC, "");
        change(folder.path());
        let before = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
        let said = archsite(folder.path(), "assemble out");
        assert_eq!(said.code, 2, "{}", said.stderr);
        let words = words.replace("out/", "");
        assert!(said.stderr.contains(&words), "{words}: {}", said.stderr);
        let after = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
        assert_eq!(before, after);
    }
}

#[test]
fn changes_of_the_document_and_of_other_shards_come_together() {
    let folder = cut(DOC, "");
    let shard = folder.path().join("out/money.md");
    let text = fs::read_to_string(&shard).expect("a shard");
    fs::write(&shard, text.replace("Back to", "Return to")).expect("a shard");
    let changed = DOC.replace("Things that", "Stuff that");
    fs::write(folder.path().join("doc.md"), &changed).expect("a document");
    let said = archsite(folder.path(), "assemble out");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
    assert_eq!(text, changed.replace("Back to", "Return to"));
    // The folder is as the document is cut now.
    assert_eq!(archsite(folder.path(), "shard doc.md out --check").code, 0);
}

#[test]
fn only_what_is_ours_and_unedited_is_replaced() {
    let folder = cut(DOC, "");
    let out = folder.path().join("out");
    let before = files(&out);
    // Nothing changed: nothing is written.
    let modified = |name: &str| {
        fs::metadata(out.join(name))
            .and_then(|m| m.modified())
            .expect("a time")
    };
    let time = modified("goods.md");
    fs::write(out.join(".archsite-old.tmp"), "half").expect("a file");
    assert_eq!(archsite(folder.path(), "shard doc.md out").code, 0);
    assert_eq!(modified("goods.md"), time);
    assert!(!out.join(".archsite-old.tmp").exists());
    // An edited shard stays, and the whole run is refused.
    fs::write(out.join("goods.md"), "mine\n").expect("an edit");
    fs::write(
        folder.path().join("doc.md"),
        DOC.replace("Back to", "Up to"),
    )
    .expect("a document");
    let said = archsite(folder.path(), "shard doc.md out");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr
            .contains("edited since they were written: `goods.md`"),
        "{}",
        said.stderr
    );
    assert_eq!(files(&out)["money.md"], before["money.md"]);
    let said = archsite(folder.path(), "shard doc.md out --dry-run");
    assert!(
        said.stdout.contains("would replace out/goods.md (edited"),
        "{}",
        said.stdout
    );
    assert_eq!(archsite(folder.path(), "shard doc.md out --force").code, 0);
    assert_eq!(files(&out)["goods.md"], before["goods.md"]);
    // A section that is gone takes its file with it; files of others stay.
    fs::write(out.join("notes.txt"), "mine\n").expect("a file");
    fs::write(folder.path().join("doc.md"), "# Shop\n\n## Goods\n").expect("a document");
    assert_eq!(archsite(folder.path(), "shard doc.md out").code, 0);
    let names: Vec<String> = files(&out).into_keys().collect();
    assert_eq!(
        names,
        ["goods.md", "index.md", "manifest.json", "notes.txt"]
    );
}

#[test]
fn files_of_others_are_not_overwritten() {
    for name in ["goods.md", "Goods.md"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("doc.md"), DOC).expect("a document");
        fs::create_dir(folder.path().join("out")).expect("a folder");
        fs::write(folder.path().join("out").join(name), "mine\n").expect("a file");
        let said = archsite(folder.path(), "shard doc.md out");
        assert_eq!(said.code, 2);
        assert!(
            said.stderr
                .contains("not written by this program: `goods.md`"),
            "{}",
            said.stderr
        );
        assert_eq!(files(&folder.path().join("out")).len(), 1);
    }
}

#[test]
fn manifests_that_can_not_be_used_are_refused() {
    let cases = [
        ("{", "it is not a manifest of this program"),
        ("{\"schema\": 1}", "it is not a manifest of this program"),
        ("{\"schema\": 99}", "it has version 99"),
        (
            "{\"schema\":1,\"made_by\":\"shard\",\"source\":\"../doc.md\",\"level\":2,\"min_tokens\":0,\
             \"max_tokens\":0,\"names\":\"title\",\"shards\":[],\"files\":[{\"file\":\"../doc.md\",\
             \"hash\":\"\"}]}",
            "it names `../doc.md`, which is not a file of its folder",
        ),
    ];
    for (manifest, words) in cases {
        let folder = cut(DOC, "");
        fs::write(folder.path().join("out/manifest.json"), manifest).expect("a manifest");
        for command in [
            "shard doc.md out",
            "assemble out",
            "shard doc.md out --check",
        ] {
            let said = archsite(folder.path(), command);
            assert_eq!(said.code, 2, "{command}: {}", said.stderr);
            assert!(said.stderr.contains(words), "{command}: {}", said.stderr);
        }
        assert_eq!(
            fs::read_to_string(folder.path().join("doc.md")).expect("a document"),
            DOC
        );
    }
}

#[test]
fn a_killed_run_is_finished_by_the_next() {
    let folder = cut(DOC, "");
    let out = folder.path().join("out");
    let wanted = DOC.replace("Things", "Stuff").replace("Back", "Home");
    // One file is new, the manifest old: what a run leaves that is killed in between.
    let other = cut(&wanted, "");
    let new = files(&other.path().join("out"));
    fs::write(out.join("goods.md"), &new["goods.md"]).expect("a shard");
    fs::write(out.join(".archsite-x.tmp"), "half").expect("a file");
    let manifest: Value = serde_json::from_str(&new["manifest.json"]).expect("JSON");
    let shards = manifest["shards"].as_array().expect("shards").iter();
    let hash = |name: &str| {
        let mut shards = shards.clone();
        let shard = shards
            .find(|shard| shard["file"] == name)
            .expect("the shard");
        shard["hash"].as_str().expect("a hash").to_string()
    };
    let journal = serde_json::json!({"files": {"goods.md": [hash("goods.md")]}});
    fs::write(out.join("manifest.pending.json"), journal.to_string()).expect("a journal");
    // The document changed once more before the next run.
    let last = wanted.replace("Big", "Large");
    fs::write(folder.path().join("doc.md"), &last).expect("a document");
    let said = archsite(folder.path(), "shard doc.md out");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let fresh = cut(&last, "");
    assert_eq!(files(&out), files(&fresh.path().join("out")));
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
fn what_is_stale_is_shown() {
    let book = shop();
    assert_eq!(archsite(book.path(), "context").code, 0);
    book.write("src/doc.md", &DOC.replace("Things", "Stuff"));
    fs::remove_file(book.path().join("src/doc/money.md")).expect("a shard");
    book.write("src/doc/extra.md", "# Mine\n");
    insta::assert_snapshot!(told(&book, &archsite(book.path(), "context --check")));
    book.write("src/doc.md", DOC);
    book.write("src/doc/goods.md", "# Mine\n");
    insta::assert_snapshot!(told(&book, &archsite(book.path(), "assemble src/doc")));
}

#[test]
fn projects_of_agents_say_where_files_go_and_what_they_are_called() {
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
        said.stdout.contains("could serve as `source-tree.md`"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("could serve as `coding-standards.md`"),
        "{}",
        said.stdout
    );
}

#[test]
fn manifests_have_the_documented_schema() {
    let schema = include_str!("../book-example/src/guide/manifest.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("JSON");
    let folder = cut(DOC, "--level 3 --min-tokens 10");
    let text = fs::read_to_string(folder.path().join("out/manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    conforms(&manifest, &schema, "");
    let said = archsite(
        folder.path(),
        "shard doc.md out --level 3 --min-tokens 10 --format json",
    );
    let printed: Value = serde_json::from_str(&said.stdout).expect("JSON");
    conforms(&printed, &schema, "");
    assert_eq!(printed["shards"][0]["ranges"][0][0], 0);
    let book = shop();
    assert_eq!(archsite(book.path(), "context --llms-full").code, 0);
    let manifest: Value = serde_json::from_str(&book.read("src/doc/manifest.json")).expect("JSON");
    conforms(&manifest, &schema, "");
    assert_eq!(manifest["files"][0]["file"], "llms-full.txt");
}

#[test]
fn edits_can_be_brought_back_again_and_again() {
    let folder = cut(DOC, "");
    let out = folder.path().join("out");
    let mut expected = DOC.to_string();
    // A new link is written otherwise when the document is cut again.
    for (from, to, in_doc) in [
        (
            "Back to",
            "See [g](goods.md), back to",
            "See [g](#goods), back to",
        ),
        ("See [g]", "Do see [g]", "Do see [g]"),
    ] {
        let path = out.join("money.md");
        let text = fs::read_to_string(&path).expect("a shard");
        fs::write(&path, text.replacen(from, to, 1)).expect("an edit");
        expected = expected.replacen(from, in_doc, 1);
        for _ in 0..2 {
            let said = archsite(folder.path(), "assemble out");
            assert_eq!(said.code, 0, "{}", said.stderr);
            let text = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
            assert_eq!(text, expected);
        }
        assert_eq!(archsite(folder.path(), "shard doc.md out --check").code, 0);
    }
}

#[test]
fn sections_stay_apart_whatever_an_editor_does() {
    let doc = "# D\n\n## A\n\ntext\n\n## B\n\nb\n\nC\n---\n\nc\n";
    // The shard, its new text behind the head, and the document.
    let cases = [
        (
            "a.md",
            "# A\n\ntext",
            "# D\n\n## A\n\ntext\n\n## B\n\nb\n\nC\n---\n\nc\n",
        ),
        (
            "b.md",
            "# B\n\nb",
            "# D\n\n## A\n\ntext\n\n## B\n\nb\n\nC\n---\n\nc\n",
        ),
        (
            "b.md",
            "# B\n\nother",
            "# D\n\n## A\n\ntext\n\n## B\n\nother\n\nC\n---\n\nc\n",
        ),
        (
            "a.md",
            "# A\n\nother",
            "# D\n\n## A\n\nother\n\n## B\n\nb\n\nC\n---\n\nc\n",
        ),
        ("a.md", "# A\n\n```\n", ""),
        ("a.md", "# A\n\n<!-- x\n", ""),
    ];
    for source in [true, false] {
        for (shard, body, expected) in cases {
            let folder = cut(doc, "");
            let path = folder.path().join("out").join(shard);
            let text = fs::read_to_string(&path).expect("a shard");
            let head = text.find("\n\n").expect("a head") + 2;
            fs::write(&path, format!("{}{body}", &text[..head])).expect("an edit");
            if !source {
                fs::remove_file(folder.path().join("doc.md")).expect("the document goes");
            }
            let said = archsite(folder.path(), "assemble out");
            let text = fs::read_to_string(folder.path().join("doc.md")).unwrap_or_default();
            match expected {
                "" => {
                    assert_eq!(said.code, 2, "{body}");
                    assert!(
                        said.stderr.contains("headings of `b.md`"),
                        "{}",
                        said.stderr
                    );
                    assert_eq!(text, if source { doc } else { "" });
                }
                expected => assert_eq!(text, expected, "{shard}, {source}: {}", said.stderr),
            }
        }
    }
}

#[test]
fn line_ends_of_an_editor_are_no_edit() {
    let doc = DOC.replace('\n', "\r\n");
    for (from, to) in [("\r\n", "\n"), ("\n", "\r\n")] {
        let folder = cut(&doc, "");
        let path = folder.path().join("out/goods.md");
        let text = fs::read_to_string(&path)
            .expect("a shard")
            .replace("\r\n", "\n");
        let text = text
            .replace("Things", "Stuff")
            .replace('\n', if from == "\n" { to } else { "\n" });
        fs::write(&path, text).expect("an edit");
        let said = archsite(folder.path(), "assemble out");
        assert_eq!(said.code, 0, "{}", said.stderr);
        let text = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
        let same = |text: &str| text.replace("\r\n", "\n");
        assert_eq!(same(&text), same(&doc.replace("Things", "Stuff")));
        assert!(
            text.lines().count() > 20 && text.matches("\r\n").count() + 1 >= doc.lines().count()
        );
    }
}

#[test]
fn folders_of_other_documents_and_documents_themselves_are_safe() {
    let folder = cut(DOC, "");
    let out = folder.path().join("out");
    let before = files(&out);
    fs::write(folder.path().join("other.md"), "# Other\n\n## Goods\n").expect("a document");
    let said = archsite(folder.path(), "shard other.md out");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("holds the files of `../doc.md`"),
        "{}",
        said.stderr
    );
    assert_eq!(files(&out), before);
    // No option overwrites the document.
    fs::write(out.join("index.md"), DOC).expect("a document");
    let said = archsite(folder.path(), "shard out/index.md out --force");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert_eq!(files(&out)["index.md"], DOC);

    let book = shop();
    assert_eq!(archsite(book.path(), "context").code, 0);
    fs::remove_file(book.path().join("src/doc.md")).expect("the document goes");
    let said = archsite(book.path(), "context");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("src/doc.md`: it is not there"),
        "{}",
        said.stderr
    );
    assert_eq!(files(&book.path().join("src/doc")).len(), 4);
}

#[test]
fn folders_that_nothing_is_written_to_any_more_are_named() {
    let book = shop();
    assert_eq!(archsite(book.path(), "context").code, 0);
    book.write(
        "book.toml",
        &format!("{BOOK}\n[preprocessor.archsite.context]\ndir = \"out\"\n"),
    );
    let said = archsite(book.path(), "context");
    assert!(
        said.stderr.contains("`src/doc` was written for"),
        "{}",
        said.stderr
    );
    assert_eq!(archsite(book.path(), "context --check").code, 1);
    fs::remove_dir_all(book.path().join("src/doc")).expect("the old folder goes");
    assert_eq!(archsite(book.path(), "context --check").code, 0);
    // A chapter of the book that lies in the folder belongs there.
    book.write("book.toml", BOOK);
    book.write("src/doc/more.md", "# More\n");
    book.write("src/SUMMARY.md", "- [Doc](doc.md)\n- [More](doc/more.md)\n");
    fs::remove_dir_all(book.path().join("out")).expect("the old folder goes");
    assert_eq!(archsite(book.path(), "context").code, 0);
    assert_eq!(archsite(book.path(), "context --check").code, 0);
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

#[cfg(unix)]
#[test]
fn links_to_folders_and_documents_are_followed() {
    let folder = cut(DOC, "");
    let root = folder.path();
    std::os::unix::fs::symlink(root.join("out"), root.join("link")).expect("a link");
    let said = archsite(root, "shard doc.md link --check");
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    fs::create_dir(root.join("real")).expect("a folder");
    fs::rename(root.join("doc.md"), root.join("real/doc.md")).expect("the document moves");
    std::os::unix::fs::symlink("real/doc.md", root.join("doc.md")).expect("a link");
    let path = root.join("out/goods.md");
    let text = fs::read_to_string(&path).expect("a shard");
    fs::write(&path, text.replace("Things", "Stuff")).expect("an edit");
    assert_eq!(archsite(root, "assemble link").code, 0);
    assert!(root.join("doc.md").is_symlink());
    let text = fs::read_to_string(root.join("real/doc.md")).expect("a document");
    assert_eq!(text, DOC.replace("Things", "Stuff"));
}

#[test]
fn what_is_hidden_stays_where_it_was() {
    // Added to the index, it stands before the table of contents; a rule stays where an editor
    // takes empty lines away; a fence that is left open is refused also where others were edited.
    let (said, text) = edited("index.md", "# Shop\n\n", "# Shop\n\nNew.\n\n", true);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(text, DOC.replace("# Shop\n\n", "# Shop\n\nNew.\n\n"));
    let (said, text) = edited("index.md", "guide.md).\n\n", "guide.md).\n\nNew.\n\n", true);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(
        text,
        DOC.replace("(guide.md).\n\n## Table", "(guide.md).\n\nNew.\n\n## Table")
    );
    for source in [true, false] {
        let folder = cut(DOC, "");
        let path = folder.path().join("out/goods.md");
        let text = fs::read_to_string(&path).expect("a shard");
        fs::write(&path, format!("{}\n", text.trim_end())).expect("an edit");
        if !source {
            fs::remove_file(folder.path().join("doc.md")).expect("the document goes");
        }
        assert_eq!(archsite(folder.path(), "assemble out").code, 0);
        let text = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
        assert_eq!(text, DOC);
    }
    let folder = cut(DOC, "");
    for (shard, more) in [("goods.md", "```\ncode\n"), ("money.md", "more\n")] {
        let path = folder.path().join("out").join(shard);
        let text = fs::read_to_string(&path).expect("a shard");
        fs::write(&path, text + more).expect("an edit");
    }
    let said = archsite(folder.path(), "assemble out");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("`goods.md` cannot go back"),
        "{}",
        said.stderr
    );
}
