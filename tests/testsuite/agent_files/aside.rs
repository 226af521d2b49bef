//! Documents that give way to their files, with `--archive` and `--replace`, and come back.

use std::fs;
use std::path::Path;

use super::{DOC, archsite};

/// All files below a folder but those of the shards, sorted.
fn others(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut stack = vec![folder.to_path_buf()];
    while let Some(at) = stack.pop() {
        for entry in fs::read_dir(at).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                stack.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside");
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.retain(|name| !name.starts_with("doc/"));
    found.sort();
    found
}

fn folder_with(doc: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    fs::write(folder.path().join("doc.md"), doc).expect("a document");
    folder
}

#[test]
fn a_document_comes_back_byte_for_byte() {
    let documents = [
        DOC.to_string(),
        format!("\u{feff}{}", DOC.replace('\n', "\r\n")),
        DOC.replace('\n', "\r\n").replace("sold.", "sold.\r"),
        "---\ntitle: T\n---\n\nIntro.\n\n## A\n\na\n\n---\n\n## B".to_string(),
    ];
    let cases = [
        ("--archive", ["archive/doc.md"].as_slice()),
        ("--archive --archive-dir old", &["old/doc.md"]),
        ("--replace", &["doc.md"]),
        ("--archive --replace", &["archive/doc.md", "doc.md"]),
    ];
    for doc in &documents {
        for (options, left) in cases {
            let folder = folder_with(doc);
            let at = folder.path();
            let said = archsite(at, &format!("shard doc.md {options}"));
            assert_eq!(said.code, 0, "{}", said.stderr);
            assert_eq!(others(at), left, "{options}");
            let again = archsite(at, "shard doc.md");
            assert_eq!(again.code, 2, "{options}: {}", again.stderr);
            assert!(
                again.stderr.contains("mdbook-archsite assemble"),
                "{}",
                again.stderr
            );
            for _ in 0..2 {
                let said = archsite(at, "assemble doc");
                assert_eq!(said.code, 0, "{}", said.stderr);
                assert_eq!(others(at), ["doc.md"], "{options}");
                assert_eq!(fs::read_to_string(at.join("doc.md")).expect("it"), *doc);
            }
            let said = archsite(at, "shard doc.md --check");
            assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
        }
    }
}

#[test]
fn edits_of_the_files_are_in_the_document_that_comes_back() {
    for options in ["--archive", "--replace", "--archive --replace"] {
        let folder = folder_with(DOC);
        let at = folder.path();
        archsite(at, &format!("shard doc.md {options}"));
        let shard = at.join("doc/goods.md");
        let text = fs::read_to_string(&shard).expect("a shard");
        fs::write(&shard, text.replacen("Things that", "Stuff that", 1)).expect("an edit");
        let said = archsite(at, "assemble doc");
        assert_eq!(said.code, 0, "{}", said.stderr);
        let doc = fs::read_to_string(at.join("doc.md")).expect("the document");
        assert_eq!(doc, DOC.replacen("Things that", "Stuff that", 1));
    }
}

#[test]
fn nothing_is_moved_that_would_be_lost() {
    let folder = folder_with(DOC);
    let at = folder.path();
    fs::create_dir(at.join("archive")).expect("a folder");
    fs::write(at.join("archive/doc.md"), "older\n").expect("an archive");
    let cases = [
        ("shard doc.md --archive", "exists and has another text"),
        (
            "shard doc.md --archive --archive-dir doc",
            "agents would read the archive too",
        ),
        (
            "shard doc.md --archive --archive-dir .",
            "is in this folder already",
        ),
    ];
    for (command, why) in cases {
        let said = archsite(at, command);
        assert_eq!(said.code, 2, "{command}: {}", said.stderr);
        assert!(said.stderr.contains(why), "{command}: {}", said.stderr);
        assert_eq!(others(at), ["archive/doc.md", "doc.md"]);
    }
    let said = archsite(at, "shard doc.md --replace");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let index = fs::read_to_string(at.join("doc.md")).expect("an index");
    assert!(index.contains("](doc/goods.md)"), "{index}");
    fs::write(at.join("doc.md"), format!("{index}\nA note.\n")).expect("an edit");
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("was edited"), "{}", said.stderr);
}

#[test]
fn a_document_of_a_book_stays() {
    let folder = folder_with("");
    let at = folder.path();
    fs::create_dir(at.join("src")).expect("a folder");
    fs::write(at.join("src/doc.md"), DOC).expect("a document");
    fs::write(
        at.join("book.toml"),
        "[book]\n[preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n",
    )
    .expect("a book");
    let said = archsite(at, "shard src/doc.md --archive");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(
        said.stderr.contains("splits it for the site"),
        "{}",
        said.stderr
    );
}
