//! `check --against`: which addresses a change removes, and what is offered.

use std::path::Path;
use std::process::Command;

use super::{check, edit, fixture, said};
use crate::common::TestBook;

/// Runs git in a folder, with nothing of this machine.
fn git(folder: &Path, args: &[&str]) {
    let made = Command::new("git")
        .args([
            "-c",
            "user.name=T",
            "-c",
            "user.email=t@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .expect("git");
    assert!(
        made.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&made.stderr)
    );
}

fn commit(book: &TestBook, message: &str) {
    git(book.path(), &["add", "-A"]);
    git(
        book.path(),
        &["commit", "-q", "--allow-empty", "-m", message],
    );
}

/// A book with one commit.
fn published() -> TestBook {
    let book = fixture("published-book");
    git(book.path(), &["init", "-q"]);
    commit(&book, "first");
    book
}

/// What is said, one line for each problem.
fn short(book: &TestBook, revision: &str) -> String {
    let run = check(book, &["--against", revision, "--format", "short"]);
    said(book, &run)
}

#[test]
fn a_book_that_keeps_its_addresses() {
    let book = published();
    edit(
        &book,
        "src/guide.md",
        "## Install",
        "A new text.\n\n## Install",
    );
    book.write("src/new.md", "# New\n");
    edit(
        &book,
        "src/SUMMARY.md",
        "- [Guide]",
        "- [New](new.md)\n- [Guide]",
    );
    insta::assert_snapshot!(short(&book, "main"));
}

#[test]
fn removed_pages_and_anchors_are_reported_with_redirects_that_keep_them() {
    let book = published();
    // A renamed page, a renamed heading, a heading that moved, a page that is gone.
    let guide = book.read("src/guide.md");
    std::fs::remove_file(book.path().join("src/guide.md")).expect("a file");
    std::fs::remove_file(book.path().join("src/faq.md")).expect("a file");
    book.write("src/manual.md", &guide);
    book.write(
        "src/SUMMARY.md",
        "# Summary\n\n- [Manual](manual.md)\n- [Architecture](architecture.md)\n- [Notes](notes.md)\n",
    );
    edit(&book, "src/architecture.md", "## Storage", "## Databases");
    edit(
        &book,
        "src/architecture.md",
        "## Deployment\n\nOne container.\n",
        "",
    );
    edit(
        &book,
        "src/notes.md",
        "# Notes\n",
        "# Notes\n\n## Deployment\n\nOne container.\n",
    );
    let human = check(&book, &["--against", "HEAD"]);
    insta::assert_snapshot!(format!("{}\n{}", short(&book, "HEAD"), said(&book, &human)));

    // With what is offered only the page without a successor is reported.
    let offered = human
        .stderr
        .split("[output.html.redirect]\n")
        .nth(1)
        .expect("redirects");
    let lines: Vec<&str> = offered
        .lines()
        .map(str::trim)
        .filter(|l| l.starts_with('"'))
        .collect();
    let config = book.read("book.toml");
    let config = format!("{config}\n[output.html.redirect]\n{}\n", lines.join("\n"));
    book.write("book.toml", &config);
    let after = short(&book, "HEAD");
    assert!(
        after.contains("`faq.html`") && after.lines().count() == 3,
        "{after}"
    );
    assert!(!after.contains("redirect]:"), "{after}");
}

/// The address of a section before its document was split leads to its page.
#[test]
fn splitting_a_document_removes_nothing() {
    let book = published();
    let table = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\
                 shard.documents = [\"architecture.md\"]\n";
    let config = format!("{}\n{table}", book.read("book.toml"));
    book.write("book.toml", &config);
    assert!(short(&book, "HEAD").contains("exit code 0"));
    commit(&book, "split");
    // What splitting published is kept too.
    let config = book.read("book.toml").replace(table, "");
    book.write("book.toml", &config);
    let said = short(&book, "HEAD");
    assert!(said.contains("`architecture/storage.html`"), "{said}");
}

/// What others added to a branch since is no change of this one.
#[test]
fn a_branch_is_compared_with_where_it_began() {
    let book = published();
    git(book.path(), &["checkout", "-q", "-b", "topic"]);
    git(book.path(), &["checkout", "-q", "main"]);
    book.write("src/new.md", "# New\n");
    edit(
        &book,
        "src/SUMMARY.md",
        "- [Guide]",
        "- [New](new.md)\n- [Guide]",
    );
    commit(&book, "a page of somebody else");
    git(book.path(), &["checkout", "-q", "topic"]);
    let said = short(&book, "main");
    assert!(
        !said.contains("new.html") && said.contains("exit code 0"),
        "{said}"
    );
}

#[test]
fn revisions_that_cannot_be_read() {
    let book = published();
    commit(&book, "second");
    let clone = tempfile::tempdir().expect("a temporary folder");
    let from = format!("file://{}", book.path().display());
    git(
        clone.path(),
        &["clone", "-q", "--depth", "1", &from, "shallow"],
    );
    let run = |folder: &Path, revision: &str| {
        let run = crate::common::run(folder, &["check", "--against", revision], "");
        format!("{}{}exit code {}\n", run.stdout, run.stderr, run.code)
    };
    let mut all = run(&clone.path().join("shallow"), "HEAD~1");
    all.push_str(&run(book.path(), "no-such-branch"));
    all.push_str(&run(book.path(), "HEAD^{tree}"));
    all.push_str(&run(book.path(), "HEAD~1..HEAD"));
    let none = fixture("published-book");
    all.push_str(&none.redact(&run(none.path(), "HEAD")));
    book.write("docs/book.toml", "[book]\n");
    book.write("docs/src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n");
    book.write("docs/src/a.md", "# A\n");
    all.push_str(&run(&book.path().join("docs"), "HEAD"));
    insta::assert_snapshot!(all);
}
