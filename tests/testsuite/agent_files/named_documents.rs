//! Documents that a command is given: where they are, what they hold, and how their sections end.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::common::{Run, TestBook, run};

const DOC: &str = "# D\n\nIntro.\n\n## One\n\nx\n\n---\n\n## Two\n\ny\n";

fn archsite(folder: &Path, words: &str) -> Run {
    let words: Vec<&str> = words.split_whitespace().collect();
    run(folder, &words, "")
}

/// A repository with a document that was cut.
fn cut(doc: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("repository");
    fs::create_dir_all(root.join(".git")).expect("a folder");
    fs::write(root.join("doc.md"), doc).expect("a document");
    assert_eq!(archsite(&root, "shard doc.md").code, 0);
    folder
}

#[test]
fn a_link_out_of_the_repository_is_not_followed() {
    let folder = cut(DOC);
    let root = folder.path().join("repository");
    fs::write(folder.path().join("secret.md"), "# S\n\n## Key\n\nSESAME\n").expect("a file");
    fs::remove_file(root.join("doc.md")).expect("the document goes");
    symlink("../secret.md", root.join("doc.md")).expect("a link");
    for command in [
        "shard doc.md --check",
        "shard doc.md",
        "assemble doc doc.md",
    ] {
        let said = archsite(&root, command);
        assert_eq!(said.code, 2, "{command}: {}", said.stderr);
        assert!(said.stderr.contains("symbolic link"), "{}", said.stderr);
        assert!(!said.stdout.contains("SESAME"), "{command}");
    }
    assert!(root.join("doc/two.md").is_file());
    // A document that the user names where it is may be anywhere.
    assert_eq!(archsite(&root, "shard ../secret.md out").code, 0);
    // A link inside of the repository is followed.
    symlink("real.md", root.join("link.md")).expect("a link");
    fs::write(root.join("real.md"), DOC).expect("a document");
    assert_eq!(archsite(&root, "shard link.md").code, 0);
}

#[test]
fn a_document_that_is_no_file_is_not_replaced() {
    let folder = cut(DOC);
    let root = folder.path().join("repository");
    fs::remove_file(root.join("doc.md")).expect("the document goes");
    let made = Command::new("mkfifo").arg(root.join("doc.md")).status();
    assert!(made.expect("mkfifo").success());
    let said = archsite(&root, "assemble doc");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(
        said.stderr.contains("not a regular file"),
        "{}",
        said.stderr
    );
    assert!(!root.join("doc.md").is_file());
}

#[test]
fn a_document_with_zero_bytes_is_not_text() {
    let utf_16: Vec<u8> = DOC.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let config = "[preprocessor.archsite]\nafter = [\"links\"]\n\n\
                  [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";
    let book = TestBook::new(config, &[("doc.md", DOC)]);
    assert_eq!(archsite(book.path(), "context").code, 0);
    fs::write(book.path().join("src/doc.md"), &utf_16).expect("a document");
    for command in ["context", "context --check", "shard src/doc.md"] {
        let said = archsite(book.path(), command);
        assert_eq!(said.code, 2, "{command}: {}", said.stderr);
        assert!(
            said.stderr.contains("bytes with the value 0"),
            "{}",
            said.stderr
        );
    }
    assert!(book.read("src/doc/two.md").ends_with("y\n"));
}

#[test]
fn an_emptied_document_keeps_its_files() {
    let config = "[preprocessor.archsite]\nafter = [\"links\"]\n\n\
                  [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";
    let book = TestBook::new(config, &[("doc.md", DOC)]);
    assert_eq!(archsite(book.path(), "context").code, 0);
    fs::write(book.path().join("src/doc.md"), "\n").expect("a document");
    for command in ["context", "context --check"] {
        let said = archsite(book.path(), command);
        assert_eq!(said.code, 2, "{command}: {}", said.stderr);
        assert!(said.stderr.contains("it is empty"), "{}", said.stderr);
    }
    assert!(book.read("src/doc/two.md").ends_with("y\n"));
}

#[test]
fn blanks_at_the_borders_of_a_shard_change_nothing() {
    let doc = DOC.replace("---", "  ---");
    let folder = cut(&doc);
    let root = folder.path().join("repository");
    let path = root.join("doc/two.md");
    let text = fs::read_to_string(&path).expect("a shard");
    fs::write(
        &path,
        format!("\u{feff}\n {}", text.replace("\ny\n", "\nz\n")),
    )
    .expect("an edit");
    let path = root.join("doc/one.md");
    let text = fs::read_to_string(&path).expect("a shard");
    fs::write(&path, format!("{}\n\nMore.\n", text.trim_end())).expect("an edit");
    let said = archsite(&root, "assemble doc");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = fs::read_to_string(root.join("doc.md")).expect("a document");
    let expected = doc
        .replace("\nx\n", "\nx\n\nMore.\n")
        .replace("\ny\n", "\nz\n");
    assert_eq!(text, expected);
    assert_eq!(archsite(&root, "shard doc.md --check").code, 0);
}

#[test]
fn a_heading_without_a_line_end_is_not_taken_for_blanks() {
    // The hash of this heading in its file is that of a line of blanks.
    let doc = "# Long\n\n## Item number 876\n\n## Item number 877\n\n## Item number 878\n";
    let folder = cut(doc);
    let root = folder.path().join("repository");
    let path = root.join("doc/item-number-877.md");
    let text = fs::read_to_string(&path).expect("a shard");
    fs::write(&path, text.trim_end()).expect("a shard");
    let said = archsite(&root, "assemble doc");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let now = fs::read_to_string(root.join("doc.md")).expect("a document");
    assert_eq!(now, doc);
}
