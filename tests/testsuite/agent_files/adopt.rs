//! Folders of sections that other tools wrote, made a document by `assemble`.

use std::fs;

use super::archsite;

const INDEX: &str = "# Mill\n\nIntro.\n\n## Table of Contents\n\n- [Mill](#table-of-contents)\n  - [Tech \
    Stack](./tech-stack.md)\n  - [Rules](./rules.md)\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join(".git")).expect("a folder");
    fs::create_dir_all(folder.path().join("docs/mill")).expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join("docs").join(name), text).expect("a file");
    }
    folder
}

#[test]
fn an_adopted_folder_goes_round() {
    let stack = "# Tech Stack\n\nRust, see [rules](rules.md#tests).\n";
    let rules = "# Rules\r\n\r\n## Tests\r\n\r\nAlways.\r\n";
    let folder = folder(&[
        ("mill/index.md", INDEX),
        ("mill/rules.md", rules),
        ("mill/tech-stack.md", stack),
        ("mill/added.md", "# Added\n\nText.\n"),
    ]);
    let at = folder.path();
    let said = archsite(at, "assemble docs/mill");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(
        said.stderr.contains("does not name added.md"),
        "{}",
        said.stderr
    );
    let doc = fs::read_to_string(at.join("docs/mill.md")).expect("a document");
    let expected = "## Tech Stack\n\nRust, see [rules](#tests).\n\n## Rules\n\n### Tests\n\nAlways.\n\n## Added\n\nText.\n";
    assert!(doc.ends_with(expected), "{doc}");
    let again = archsite(at, "assemble docs/mill");
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(at.join("docs/mill/added.md").exists());
    let said = archsite(at, "assemble docs/mill --take-over");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let said = archsite(at, "assemble docs/mill");
    assert!(
        said.stderr.contains("matches the shards"),
        "{}",
        said.stderr
    );
    let now = fs::read_to_string(at.join("docs/mill.md")).expect("a document");
    assert_eq!(now, doc);
}

#[test]
fn what_is_there_is_not_overwritten() {
    let files = [
        ("mill/index.md", INDEX),
        ("mill/rules.md", "# Rules\n"),
        ("mill.md", "# Mine\n"),
    ];
    let folder = folder(&files);
    let at = folder.path();
    let said = archsite(at, "assemble docs/mill");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(
        said.stderr.contains("exists and says something else"),
        "{}",
        said.stderr
    );
    let dry = archsite(at, "assemble docs/mill docs/other.md --dry-run");
    assert!(dry.stdout.contains("+## Rules"), "{}", dry.stdout);
    for (name, text) in files {
        assert_eq!(
            fs::read_to_string(at.join("docs").join(name)).expect("a file"),
            text
        );
    }
    let empty = archsite(at, "assemble .git");
    assert_eq!(empty.code, 2);
    assert!(
        empty
            .stderr
            .contains("neither manifest.json nor a Markdown file"),
        "{}",
        empty.stderr
    );
}
