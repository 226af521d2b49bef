//! The chapters that are read from disk are those that mdBook sends.

use std::fs;
use std::path::Path;

use mdbook_driver::MDBook;

use crate::mdbook::disk::*;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::protocol;
use crate::mdbook::settings::{Scope, Settings};

/// The paths of all pages, and of their files.
fn paths(context: &Context, book: Book) -> Vec<(Option<String>, Option<String>)> {
    let settings = Settings::read(context, Scope::Check);
    let loaded: Loaded = load::load(context, &settings, book);
    let pages = loaded.site.pages.iter();
    pages
        .map(|page| (page.path.clone(), page.source_path.clone()))
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a file");
        }
    }
}

fn check(dir: &Path) {
    let ours = read(dir).expect("a book");
    // This one makes the chapters that are not there.
    let theirs = MDBook::load(dir).expect("a book");
    let mut theirs = protocol::from_mdbook(theirs.book);
    each_chapter(&mut theirs.items, &mut |_, chapter| rename_readme(chapter));
    let theirs = paths(&ours.context, theirs);
    assert!(!theirs.is_empty());
    assert_eq!(paths(&ours.context, ours.book), theirs);
}

#[test]
fn the_books_of_this_repository_have_the_chapters_that_mdbook_sends() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for book in ["book-example", "tests/links-book"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&root.join(book), folder.path());
        check(folder.path());
    }
}

#[test]
fn chapters_of_all_spellings_are_those_that_mdbook_sends() {
    let entries = [
        "./a.md",
        ".//b.md",
        "c//d.md",
        "c/./e.md",
        "c/../f.md",
        "./c/../c/./g.md",
        "c/README.md",
        "h%20i.md",
        "<j k.md>",
        "l%3F.md",
        "m.md#n",
        "ü/ö.md",
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let src = folder.path().join("text");
    fs::create_dir_all(src.join("c")).expect("a folder");
    fs::create_dir_all(src.join("ü")).expect("a folder");
    let lines = entries.map(|entry| format!("- [X]({entry})\n"));
    let summary = format!("# Summary\n\n{}- [Draft]()\n", lines.concat());
    fs::write(src.join("SUMMARY.md"), summary).expect("a file");
    for (src, count) in [("text", 13), ("./text/", 13), ("text/../text", 13)] {
        let config = format!("[book]\nsrc = \"{src}\"\n");
        fs::write(folder.path().join("book.toml"), config).expect("a file");
        check(folder.path());
        let ours = read(folder.path()).expect("a book");
        let paths = paths(&ours.context, ours.book);
        assert_eq!(paths.len(), count);
        let odd = |path: &String| path.contains("//") || path.contains("./");
        assert!(!paths.iter().filter_map(|(path, _)| path.as_ref()).any(odd));
    }
}
