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

#[test]
fn an_id_that_links_of_others_find_is_not_taken_away() {
    for added in ["## Other {#rules-1}", "<a id=\"rules-1\"></a>"] {
        let (code, stderr, doc) = after("grain.md", |text| format!("{text}\n{added}\n\nThree.\n"));
        assert_eq!(code, 2, "{stderr}");
        assert!(
            stderr.contains("grain.md") && stderr.contains("rules-1"),
            "{stderr}"
        );
        assert_eq!(doc, MILL);
    }
}

#[test]
fn files_that_were_written_anew_fit_their_section() {
    let expected = "# Mill\n\n## Grain\n\nVery dry.\n\n## Flour\n";
    for text in [
        "\u{feff}# Grain\r\n\r\nVery dry.\r\n",
        "## Grain\n\nVery dry.",
        "---\nglobs: '*.rs'\n---\n\n# Grain\n\nVery dry.\n",
    ] {
        let (code, stderr, doc) = after("grain.md", |_| text.to_string());
        assert_eq!(code, 0, "{text:?}: {stderr}");
        assert!(doc.contains(expected), "{text:?}: {doc}");
    }
    let (code, stderr, doc) = after("index.md", |_| "# Mill\n\nOf stone.\n".to_string());
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(
        doc,
        MILL.replace("# Mill\n\n##", "# Mill\n\nOf stone.\n\n##")
    );
}

#[test]
fn a_comment_that_says_the_same_place_is_the_comment() {
    for (old, new) in [
        ("<!-- Shard", "<!--Shard"),
        (". Edit", ".\n  Edit"),
        ("Section: Mill › Grain. ", ""),
        ("Mill › Grain", "Mill › Wheat"),
    ] {
        let (code, stderr, doc) = after("grain.md", |text| {
            assert!(text.contains(old), "{text}");
            text.replace(old, new)
        });
        assert_eq!(code, 0, "{new}: {stderr}");
        assert_eq!(doc, MILL, "{new}");
    }
    let (code, stderr, doc) = after("grain.md", |text| text.replace("Next: flour", "Next: bran"));
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(doc, MILL);
}

#[test]
fn front_matter_of_a_file_that_was_written_anew_stays_there() {
    let folder = cut(MILL, "");
    let path = folder.path().join("out/bran.md");
    fs::write(&path, "---\nglobs: b/**\n---\n# Bran\n\nNone.\n").expect("an edit");
    let said = archsite(folder.path(), "assemble out");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = fs::read_to_string(&path).expect("a shard");
    assert!(
        text.starts_with("---\nglobs: b/**\n---\n\n<!-- Shard of "),
        "{text}"
    );
    let said = archsite(folder.path(), "shard doc.md out --check");
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn what_an_editor_does_to_files_is_no_edit() {
    let folder = cut(MILL, "");
    for name in ["index.md", "grain.md", "manifest.json"] {
        let path = folder.path().join("out").join(name);
        let text = fs::read_to_string(&path).expect("a file");
        fs::write(&path, format!("\u{feff}{text}")).expect("a mark");
    }
    let said = archsite(folder.path(), "shard doc.md out --check");
    assert_eq!(said.code, 0, "{}", said.stdout);
    let path = folder.path().join("out/manifest.json");
    let text = fs::read_to_string(&path).expect("a file");
    let json: serde_json::Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON");
    let text = serde_json::to_string_pretty(&json).expect("JSON");
    fs::write(&path, text).expect("another form");
    let said = archsite(folder.path(), "shard doc.md out --check");
    assert_eq!(said.code, 0, "{}", said.stdout);
}

#[test]
fn front_matter_can_be_changed_in_the_index() {
    let folder = cut(&format!("---\nstatus: draft\n---\n\n{MILL}"), "");
    let path = folder.path().join("out/index.md");
    let text = fs::read_to_string(&path).expect("an index");
    let edited = text.replace("status: draft", "status: done\nsteps: [1, 2]");
    assert_ne!(edited, text);
    fs::write(&path, edited).expect("an edit");
    let said = archsite(folder.path(), "assemble out");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let doc = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
    let expected = format!("---\nstatus: done\nsteps: [1, 2]\n---\n\n{MILL}");
    assert_eq!(doc, expected);
    // What would end the front matter is refused.
    let text = fs::read_to_string(&path).expect("an index");
    fs::write(&path, text.replace("status: done", "---")).expect("an edit");
    let said = archsite(folder.path(), "assemble out");
    assert_eq!(said.code, 2, "{}", said.stderr);
    let doc = fs::read_to_string(folder.path().join("doc.md")).expect("a document");
    assert_eq!(doc, expected);
}
