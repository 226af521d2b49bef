//! Files that were added to a folder of shards and become sections of the document.

use std::fs;
use std::path::Path;

use super::archsite;
use crate::common::Run;

const DOC: &str =
    "# Mill\n\nA mill.\n\n## Stones\n\nGranite.\n\n## Sieves\n\nFine.\n\n## Sacks\n\nLinen.\n";

const NEW: &str =
    "# Belts\n\nLeather, see [stones](stones.md) and [plan](../plan.md).\n\n## Care\n\nOil.\n";
const SECTION: &str =
    "## Belts\n\nLeather, see [stones](#stones) and [plan](plan.md).\n\n### Care\n\nOil.\n";

/// A document split into `out`, with a file added and the index edited; what `assemble` says.
fn assembled(
    doc: &str,
    options: &str,
    (name, text): (&str, &str),
    (from, to): (&str, &str),
    is_there: bool,
) -> (tempfile::TempDir, Run) {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::create_dir(at.join(".git")).expect("a folder");
    fs::write(at.join("doc.md"), doc).expect("a document");
    let said = archsite(at, &format!("shard doc.md out {options}"));
    assert_eq!(said.code, 0, "{}", said.stderr);
    fs::write(at.join("out").join(name), text).expect("a file");
    let index = read(at, "out/index.md");
    assert!(index.contains(from), "{from}: {index}");
    fs::write(at.join("out/index.md"), index.replacen(from, to, 1)).expect("an index");
    if !is_there {
        fs::remove_file(at.join("doc.md")).expect("the document goes");
    }
    let said = archsite(at, "assemble out");
    (folder, said)
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn a_listed_file_becomes_a_section_in_its_place() {
    let line = "- [Belts](./belts.md)\n";
    let with_text = "* [Belts](belts.md) — what turns\n  the stones.\n";
    let cases = [
        ("- [Stones]", format!("{line}- [Stones]"), "## Stones"),
        ("- [Sieves]", format!("{line}- [Sieves]"), "## Sieves"),
        ("- [Sieves]", format!("{with_text}- [Sieves]"), "## Sieves"),
        ("- [Sieves]", format!("\n{line}\n- [Sieves]"), "## Sieves"),
        ("- [Sieves]", format!("\n{line}- [Sieves]"), "## Sieves"),
        ("- [Sacks]", format!("{line}- [Sacks]"), "## Sacks"),
        (
            "- [Sieves]",
            "- [Belts](./belts.md) — see [Sacks](./sacks.md)\n- [Sieves]".to_string(),
            "## Sieves",
        ),
    ];
    for (from, to, heading) in &cases {
        for is_there in [true, false] {
            let (folder, said) = assembled(DOC, "", ("belts.md", NEW), (from, to), is_there);
            assert_eq!(said.code, 0, "{to}: {}", said.stderr);
            let expected = DOC.replacen(heading, &format!("{SECTION}\n{heading}"), 1);
            assert_eq!(read(folder.path(), "doc.md"), expected, "{to}");
            let check = archsite(folder.path(), "shard doc.md out --check");
            assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
            let again = archsite(folder.path(), "assemble out");
            assert!(
                again.stderr.contains("matches the shards"),
                "{}",
                again.stderr
            );
        }
    }
}

#[test]
fn a_file_listed_last_becomes_the_last_section() {
    let size = "Linen. (≈ 50 tokens)\n";
    let to = format!("{size}- [Belts](./belts.md)\n");
    for doc in [DOC.to_string(), DOC.trim_end().to_string()] {
        let (folder, said) = assembled(&doc, "", ("belts.md", NEW), (size, &to), true);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(
            read(folder.path(), "doc.md"),
            format!("{}\n\n{SECTION}", doc.trim_end())
        );
    }
}

#[test]
fn several_files_are_listed_with_blank_lines_or_on_one_line() {
    let size = "Linen. (≈ 50 tokens)\n";
    let lists = [
        "- [Belts](./belts.md)\n\n- [Ropes](./ropes.md)\n",
        "- [Belts](./belts.md)\n\n\n- [Ropes](./ropes.md)\n",
    ];
    let split = || {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(".git")).expect("a folder");
        fs::write(folder.path().join("doc.md"), DOC).expect("a document");
        assert_eq!(archsite(folder.path(), "shard doc.md out").code, 0);
        fs::write(folder.path().join("out/belts.md"), NEW).expect("a file");
        fs::write(folder.path().join("out/ropes.md"), "# Ropes\n\nHemp.\n").expect("a file");
        folder
    };
    let listed = |folder: &Path, lines: &str| {
        let index = read(folder, "out/index.md");
        let index = index.replacen(size, &format!("{size}{lines}"), 1);
        fs::write(folder.join("out/index.md"), index).expect("an index");
        archsite(folder, "assemble out")
    };
    for lines in lists {
        let folder = split();
        let said = listed(folder.path(), lines);
        assert_eq!(said.code, 0, "{lines}: {}", said.stderr);
        let expected = format!("{DOC}\n{SECTION}\n## Ropes\n\nHemp.\n");
        assert_eq!(read(folder.path(), "doc.md"), expected, "{lines}");
    }
    // The second link of a line says no place.
    let folder = split();
    let said = listed(
        folder.path(),
        "- [Belts](./belts.md), see also [Ropes](./ropes.md)\n",
    );
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("ropes.md"), "{}", said.stderr);
    assert_eq!(read(folder.path(), "doc.md"), DOC);
}

#[test]
fn rules_between_sections_are_between_new_ones() {
    let doc = DOC
        .replace("\n\n## Si", "\n\n---\n\n## Si")
        .replace("\n\n## Sa", "\n\n---\n\n## Sa");
    let new = "# Belts\n\nLeather.\n";
    let line = "- [Belts](./belts.md)\n";
    let (folder, said) = assembled(
        &doc,
        "",
        ("belts.md", new),
        ("- [Sieves]", &format!("{line}- [Sieves]")),
        true,
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    let section = "## Belts\n\nLeather.\n\n---\n\n## Sieves";
    assert_eq!(
        read(folder.path(), "doc.md"),
        doc.replace("## Sieves", section)
    );
    let size = "Linen. (≈ 50 tokens)\n";
    let (folder, said) = assembled(
        &doc,
        "",
        ("belts.md", new),
        (size, &format!("{size}{line}")),
        true,
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    let expected = format!("{doc}\n---\n\n## Belts\n\nLeather.\n");
    assert_eq!(read(folder.path(), "doc.md"), expected);
}

#[test]
fn a_nested_file_goes_below_the_section_of_its_line() {
    let doc = "# Mill\n\n## Stones\n\nTwo.\n\n### Upper\n\nMoves.\n\n## Sieves\n\nFine.\n";
    let new = "# Lower\n\nRests.\n";
    let cases = [
        ("  ", "### Lower\n\nRests.\n\n## Sieves"),
        ("", "## Lower\n\nRests.\n\n## Sieves"),
    ];
    for (indent, section) in cases {
        let to = format!("{indent}- [Lower](lower.md)\n- [Sieves]");
        let name = if indent.is_empty() {
            "lower.md"
        } else {
            "stones-lower.md"
        };
        let to = to.replace("lower.md", name);
        let (folder, said) = assembled(doc, "--level 3", (name, new), ("- [Sieves]", &to), true);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(
            read(folder.path(), "doc.md"),
            doc.replace("## Sieves", section)
        );
        let check = archsite(folder.path(), "shard doc.md out --level 3 --check");
        assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    }
}

#[test]
fn a_numbered_section_follows_the_one_before_its_number() {
    let doc =
        "# PRD\n\n## Goals\n\nx\n\n## Epic 1: Login\n\na\n\n## Epic 2: Cart\n\nb\n\n## Next\n\nc\n";
    let none = ("## Sections", "## Sections");
    let new = ("epic-3-mail.md", "# Epic 3: Mail\n\nd\n");
    let (folder, said) = assembled(doc, "", new, none, true);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let expected = doc.replace("## Next", "## Epic 3: Mail\n\nd\n\n## Next");
    assert_eq!(read(folder.path(), "doc.md"), expected);

    let doc = DOC
        .replace("## Stones", "## 1 Stones")
        .replace("## Sieves", "## 2 Sieves");
    let (folder, said) = assembled(&doc, "", ("a.md", "# 3 Belts\n\nx\n"), none, true);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let expected = doc.replace("## Sacks", "## 3 Belts\n\nx\n\n## Sacks");
    assert_eq!(read(folder.path(), "doc.md"), expected);
    assert!(folder.path().join("out/belts.md").exists());
    let (_, said) = assembled(&doc, "", ("a.md", "# 404 Errors\n\nx\n"), none, true);
    assert_eq!(said.code, 2, "{}", said.stderr);

    let new = NEW.replace("stones.md", "01-stones.md");
    let (folder, said) = assembled(DOC, "--names numbered", ("04-belts.md", &new), none, true);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(read(folder.path(), "doc.md"), format!("{DOC}\n{SECTION}"));
}

#[test]
fn a_file_is_renamed_after_its_title_and_keeps_its_front_matter() {
    let front = "---\npaths:\n  - belts/**\n---\n\n";
    let to = "- [Belts](./new.md)\n- [Sieves]";
    let new = format!("{front}{NEW}");
    let (folder, said) = assembled(DOC, "", ("new.md", &new), ("- [Sieves]", to), true);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(
        said.stderr.contains("`new.md` is `belts.md` now"),
        "{}",
        said.stderr
    );
    assert!(!folder.path().join("out/new.md").exists());
    let file = read(folder.path(), "out/belts.md");
    assert!(file.starts_with(&format!("{front}<!-- Shard of")), "{file}");
    assert!(!read(folder.path(), "doc.md").contains("paths"));
}

#[test]
fn a_file_without_a_certain_place_is_refused_by_name() {
    let none = ("## Sections", "## Sections");
    let list = |from: &'static str, to: &'static str| (from, to);
    let cases = [
        ("belts.md", NEW, none, "list of sections"),
        ("belts.md", "# Epic 3: Belts\n", none, "list of sections"),
        ("04-belts.md", NEW, none, "list of sections"),
        ("errors.md", "# 404 Errors\n", none, "list of sections"),
        // The list is in another order than the document, or names it in the text.
        (
            "belts.md",
            NEW,
            list("A mill.", "A [mill](belts.md)."),
            "list of sections",
        ),
        (
            "belts.md",
            "Leather.\n",
            list("- [Sieves]", "- [Belts](./belts.md)\n- [Sieves]"),
            "title of its section",
        ),
    ];
    for (name, text, edit, words) in cases {
        let (folder, said) = assembled(DOC, "", (name, text), edit, true);
        assert_eq!(said.code, 2, "{}", said.stderr);
        assert!(
            said.stderr.contains(&format!("`{name}`")),
            "{}",
            said.stderr
        );
        assert!(said.stderr.contains(words), "{}", said.stderr);
        assert_eq!(read(folder.path(), "doc.md"), DOC);
        assert_eq!(read(folder.path(), &format!("out/{name}")), text);
    }
}
