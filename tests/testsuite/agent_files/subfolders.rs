//! Files of sections below a section, in a folder of its name.

use std::fs;
use std::path::Path;

use super::{archsite, files};
use crate::common::TestBook;

const DOC: &str = "# Shop\n\nIntro, see [cart](#cart).\n\n## Goals\n\nSell.\n\n## Login\n\nPeople.\n\n### Form\n\n\
    See [goals](#goals), [mail](#mail), ![p](p.png) and [r].[^n]\n\n#### Notes\n\nx\n\n### Mail\n\nA mail.\n\n\
    ## Store\n\n### Cart\n\nBack to [form](#form).\n\n[r]: ref.md\n\n[^n]: A note.\n";

fn folder_with(doc: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    fs::write(folder.path().join("doc.md"), doc).expect("a document");
    folder
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

const SHARD: &str = "shard doc.md --level 3 --folders";

#[test]
fn sections_below_a_section_are_in_its_folder() {
    let folder = folder_with(DOC);
    let at = folder.path();
    let said = archsite(at, SHARD);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let index = read(at, "doc/index.md");
    assert!(index.contains("[cart](store/cart.md#cart)"), "{index}");
    assert!(
        index.contains("\n  - [Form](./login/form.md) — "),
        "{index}"
    );
    let form = read(at, "doc/login/form.md");
    assert!(form.starts_with("<!-- Shard of ../../doc.md, "), "{form}");
    assert!(
        form.contains(" Previous: ../login.md. Next: mail.md. -->"),
        "{form}"
    );
    assert!(form.contains("\n[r]: ../../ref.md\n"), "{form}");
    let links =
        "See [goals](../goals.md#goals), [mail](mail.md#mail), ![p](../../p.png) and [r].[^n]";
    assert!(form.contains(links), "{form}");
    let check = archsite(at, &format!("{SHARD} --check"));
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    // The default is one folder.
    let said = archsite(at, "shard doc.md --level 3");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(at.join("doc/login-form.md").exists());
    assert!(!at.join("doc/login").exists());
}

#[test]
fn assemble_is_exact_and_takes_edits() {
    for doc in [
        DOC.to_string(),
        format!("\u{feff}{}", DOC.replace('\n', "\r\n")),
    ] {
        let folder = folder_with(&doc);
        let at = folder.path();
        archsite(at, SHARD);
        fs::remove_file(at.join("doc.md")).expect("the document goes");
        let said = archsite(at, "assemble doc");
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(read(at, "doc.md"), doc);
        let mail = read(at, "doc/login/mail.md");
        let edited = mail.replace(
            "A mail.",
            "A [f](form.md#notes) [g](../goals.md) [x](../../x.md).",
        );
        fs::write(at.join("doc/login/mail.md"), edited).expect("an edit");
        let said = archsite(at, "assemble doc");
        assert_eq!(said.code, 0, "{}", said.stderr);
        let expected = doc.replace("A mail.", "A [f](#notes) [g](#goals) [x](x.md).");
        assert_eq!(read(at, "doc.md"), expected);
        let check = archsite(at, &format!("{SHARD} --check"));
        assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    }
}

#[test]
fn stale_files_go_and_others_stay() {
    let folder = folder_with(DOC);
    let at = folder.path();
    archsite(at, SHARD);
    fs::write(at.join("doc/login/notes.txt"), "mine").expect("a file");
    let doc = DOC.replace("### Cart\n\n", "").replace("#cart", "#goals");
    fs::write(
        at.join("doc.md"),
        doc.replace("### Mail", "### Post")
            .replace("#mail", "#post"),
    )
    .expect("a document");
    let check = archsite(at, &format!("{SHARD} --check"));
    assert_eq!(check.code, 1, "{}", check.stdout);
    let said = archsite(at, SHARD);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(!at.join("doc/store").exists());
    let names: Vec<String> = files(&at.join("doc/login")).into_keys().collect();
    assert_eq!(names, ["form.md", "notes.txt", "post.md"]);
    // An edited file is not removed.
    fs::write(at.join("doc/login/post.md"), "mine").expect("an edit");
    fs::write(at.join("doc.md"), "# Shop\n\n## Goals\n\nx\n").expect("a document");
    let said = archsite(at, SHARD);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert_eq!(read(at, "doc/login/post.md"), "mine");
}

#[test]
fn a_new_file_in_a_folder_is_a_section_below() {
    let doc = DOC
        .replace("### Form", "### Step 1: Form")
        .replace("### Mail", "### Step 2: Mail");
    let doc = doc
        .replace("#form", "#step-1-form")
        .replace("#mail", "#step-2-mail");
    let folder = folder_with(&doc);
    let at = folder.path();
    archsite(at, SHARD);
    let new = "# Step 3: Exit\n\nAs in [mail](step-2-mail.md).\n";
    fs::write(at.join("doc/login/step-3-exit.md"), new).expect("a file");
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let section = "### Step 3: Exit\n\nAs in [mail](#step-2-mail).\n\n## Store";
    assert_eq!(read(at, "doc.md"), doc.replace("## Store", section));
    let other = at.join("doc/login/other.md");
    fs::write(&other, "# Other\n").expect("a file");
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("`login/other.md`"), "{}", said.stderr);
    assert!(other.exists());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_folder_is_not_followed() {
    let folder = folder_with(DOC);
    let at = folder.path();
    fs::create_dir_all(at.join("other")).expect("a folder");
    fs::create_dir_all(at.join("doc")).expect("a folder");
    std::os::unix::fs::symlink("../other", at.join("doc/login")).expect("a link");
    let said = archsite(at, SHARD);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("login"), "{}", said.stderr);
    assert!(files(&at.join("other")).is_empty());
    assert!(!at.join("doc/index.md").exists());
}

#[test]
fn context_writes_folders_where_the_book_says_so() {
    let book = "[book]\ntitle = \"B\"\n\n[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\n\
        [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\nlevel = 3\nfolders = true\n\n\
        [preprocessor.archsite.context]\ndir = \"agents\"\nllms-txt = true\n";
    let doc = DOC.replace(" ![p](p.png) and [r].", "");
    let book = TestBook::new(book, &[("doc.md", &doc)]);
    let at = book.path();
    let said = archsite(at, "context");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let form = read(at, "agents/doc/login/form.md");
    assert!(form.contains("[mail](mail.md#mail)"), "{form}");
    let check = archsite(at, "context --check");
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    let llms = read(at, "agents/doc/llms.txt");
    assert!(llms.contains("](login/form.md)"), "{llms}");
    // Pages of the book have the addresses that they have without.
    let said = archsite(at, "build");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(at.join("book/doc/login-form.html").exists());
}

#[test]
fn new_files_in_the_folder_of_a_section_without_files_are_its_sections() {
    // Of a section of the document, and of one that is new as well.
    for (owner, section) in [("goals", "## Goals\n\nSell.\n\n"), ("step-2", "## Login")] {
        let doc = DOC
            .replace("## Goals", "## Step 1: Goals")
            .replace("](#goals", "](#step-1-goals");
        let folder = folder_with(&doc);
        let at = folder.path();
        archsite(at, SHARD);
        let owner = if owner == "goals" {
            "step-1-goals"
        } else {
            owner
        };
        fs::create_dir_all(at.join("doc").join(owner)).expect("a folder");
        if owner == "step-2" {
            fs::write(at.join("doc/step-2.md"), "# Step 2\n\nNew.\n").expect("a file");
        }
        for (name, text) in [("b", "# 2. B\n\nSee [a](a.md).\n"), ("a", "# 1. A\n\na\n")] {
            fs::write(at.join(format!("doc/{owner}/{name}.md")), text).expect("a file");
        }
        let said = archsite(at, "assemble doc");
        assert_eq!(said.code, 0, "{}", said.stderr);
        let below = "### 1. A\n\na\n\n### 2. B\n\nSee [a](#1-a).\n\n";
        let expected = if owner == "step-2" {
            doc.replace(section, &format!("## Step 2\n\nNew.\n\n{below}{section}"))
        } else {
            doc.replace("Sell.\n\n", &format!("Sell.\n\n{below}"))
        };
        assert_eq!(read(at, "doc.md"), expected, "{section}");
        let check = archsite(at, &format!("{SHARD} --check"));
        assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    }
}

#[test]
fn new_files_without_an_order_are_refused() {
    let folder = folder_with(DOC);
    let at = folder.path();
    archsite(at, SHARD);
    fs::create_dir_all(at.join("doc/goals")).expect("a folder");
    for name in ["a", "b"] {
        fs::write(
            at.join(format!("doc/goals/{name}.md")),
            format!("# {name}\n"),
        )
        .expect("a file");
    }
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("`goals/a.md`"), "{}", said.stderr);
    assert_eq!(read(at, "doc.md"), DOC);
}
