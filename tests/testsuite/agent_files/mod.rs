//! Files for agents from outside: `shard`, `assemble` and `context`, and what they may touch.

mod added;
mod adopt;
mod aside;
mod assemble;
mod folders;
mod instructions;
#[cfg(unix)]
mod named_documents;
mod overwrite;
mod references;
mod renderer;
mod site_files;
mod subfolders;
mod write;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::{Run, TestBook, run};

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

/// Cuts a document into a folder, and gives the folder of the test.
fn cut(doc: &str, options: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("doc.md"), doc).expect("a document");
    let said = archsite(folder.path(), &format!("shard doc.md out {options}"));
    assert_eq!(said.code, 0, "{}", said.stderr);
    folder
}
