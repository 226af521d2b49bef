//! Edits of one shard that other sections depend on, and files that were written anew.

use std::fs;

use super::{archsite, cut};

const MILL: &str = "\
# Mill

## Grain

Dry.

### Rules

One.

## Flour

### Rules

Two.[^f]

[^f]: About flour.

## Bran

See [grain](#grain), [flour rules](#rules-1) and [them](doc.md#rules-1).
";

/// Changes a shard and assembles; gives the exit code, the messages and the document.
fn after(shard: &str, change: impl Fn(&str) -> String) -> (i32, String, String) {
    let folder = cut(MILL, "");
    let path = folder.path().join("out").join(shard);
    let text = fs::read_to_string(&path).expect("a shard");
    fs::write(&path, change(&text)).expect("an edit");
    let said = archsite(folder.path(), "assemble out");
    let doc = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
    (said.code, said.stderr, doc)
}

#[test]
fn links_follow_headings_that_were_renamed() {
    let (code, stderr, doc) = after("grain.md", |text| text.replace("# Grain", "# Wheat"));
    assert_eq!(code, 0, "{stderr}");
    assert!(doc.contains("[grain](#wheat)"), "{doc}");
}

#[test]
fn links_follow_headings_that_got_another_number() {
    let (code, stderr, doc) = after("grain.md", |text| {
        text.to_string() + "\n## Rules\n\nThree.\n"
    });
    assert_eq!(code, 0, "{stderr}");
    let expected = "[flour rules](#rules-2) and [them](doc.md#rules-2)";
    assert!(doc.contains(expected), "{doc}");
}

#[test]
fn a_heading_that_others_link_to_is_not_lost() {
    let (code, stderr, doc) = after("flour.md", |text| text.replace("## Rules\n\n", ""));
    assert_eq!(code, 2, "{stderr}");
    assert!(
        stderr.contains("flour.md") && stderr.contains("bran.md"),
        "{stderr}"
    );
    assert_eq!(doc, MILL);
}

#[test]
fn a_label_of_another_section_is_refused() {
    for shard in ["grain.md", "bran.md"] {
        let (code, stderr, doc) = after(shard, |text| {
            text.to_string() + "\nMore[^f].\n\n[^f]: Other.\n"
        });
        assert_eq!(code, 2, "{stderr}");
        assert!(
            stderr.contains(shard) && stderr.contains("[^f]"),
            "{stderr}"
        );
        assert_eq!(doc, MILL);
    }
}

#[test]
fn a_file_that_was_written_anew_is_taken_by_its_name() {
    let (code, stderr, doc) = after("grain.md", |_| "# Grain\n\nVery dry.\n".to_string());
    assert_eq!(code, 0, "{stderr}");
    assert!(
        doc.contains("# Mill\n\n## Grain\n\nVery dry.\n\n## Flour\n"),
        "{doc}"
    );
}

#[test]
fn without_the_empty_line_after_the_comment_nothing_is_edited() {
    let (code, stderr, doc) = after("grain.md", |text| text.replace("-->\n\n", "-->\n"));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(doc, MILL);
}
