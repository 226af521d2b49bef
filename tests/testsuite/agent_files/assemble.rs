//! Edited shards, brought back into their document by `assemble`.

use std::fs;
use std::path::Path;

use super::{DOC, archsite, cut};
use crate::common::Run;

#[test]
fn assembled_shards_are_the_document_byte_for_byte() {
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
            "--level 3 --folders",
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
fn edits_of_generated_text_are_refused() {
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
        ("`out/goods.md` is missing", |folder| {
            fs::remove_file(folder.join("out/goods.md")).expect("a shard");
        }),
        ("`out/new.md` is not a shard", |folder| {
            fs::write(folder.join("out/new.md"), "# New\n").expect("a file");
        }),
        ("is missing and `out/wares.md` is new", |folder| {
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
fn changed_line_ends_are_not_an_edit() {
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
fn omitted_text_keeps_its_place() {
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
        said.stderr.contains("cannot assemble `goods.md`"),
        "{}",
        said.stderr
    );
}

#[test]
fn code_in_components_of_mdx_hides_no_section() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::create_dir(at.join(".git")).expect("a folder");
    let doc = "# T\n\n## A\n\n<Tab title=\"x\">\n```ts\na\n\n// b\n```\n</Tab>\n\n## B\n\n```\nb\n```\n\n### C\n\nc\n";
    fs::write(at.join("doc.mdx"), doc).expect("a document");
    let said = archsite(at, "shard doc.mdx");
    assert_eq!((said.code, said.stderr.contains("warning")), (0, false));
    let path = at.join("doc/b.md");
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(
        &path,
        text.replace("## C", "<Tab>\n```\nx\n\ny\n```\n</Tab>\n\n## C\n\n## D"),
    )
    .expect("an edit");
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let now = fs::read_to_string(at.join("doc.mdx")).expect("a document");
    let added = "<Tab>\n```\nx\n\ny\n```\n</Tab>\n\n### C\n\n### D";
    assert_eq!(now, doc.replace("### C", added));
}

#[test]
fn links_of_diagrams_are_adjusted_and_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::create_dir(at.join(".git")).expect("a folder");
    let doc = "# T\n\n## A\n\n```mermaid\ngraph TD\n A-->B\n click A \"#b\"\n click B \"x.md\"\n```\n\n## B\n\nb\n";
    fs::write(at.join("doc.md"), doc).expect("a document");
    let said = archsite(at, "shard doc.md");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = fs::read_to_string(at.join("doc/a.md")).expect("a file");
    assert!(
        text.contains("click A \"b.md#b\"\n click B \"../x.md\""),
        "{text}"
    );
    fs::write(at.join("doc/a.md"), text.replace("A-->B", "A---B")).expect("an edit");
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let now = fs::read_to_string(at.join("doc.md")).expect("a document");
    assert_eq!(now, doc.replace("A-->B", "A---B"));
}

#[test]
fn a_document_that_only_includes_another_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::write(at.join("doc.md"), "{{#include ../other.md:2:9}}\n").expect("a document");
    let said = archsite(at, "shard doc.md");
    assert!(said.stderr.contains("`../other.md`"), "{}", said.stderr);
}
