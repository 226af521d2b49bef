//! Folders of which no book can be made, and files that cannot be read or written.

use super::Repository;

/// Nothing is written, and the message says why.
fn refused(repository: &Repository, args: &[&str], why: &str) {
    let before = repository.files();
    let run = repository.init(args);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains(why), "{}", run.stderr);
    assert_eq!(repository.files(), before, "nothing is written");
}

#[test]
fn an_empty_folder_has_nothing_for_a_book() {
    refused(
        &Repository::empty(),
        &[],
        "there is nothing to make a book of",
    );
}

#[test]
fn the_folder_must_be_one() {
    let repository = Repository::empty();
    repository.write("file", "x");
    refused(&repository, &["file"], "`file` is not a folder");
    refused(&repository, &["gone"], "`gone` is not a folder");
}

#[test]
fn a_book_toml_that_cannot_be_read_is_not_changed() {
    for text in [
        "[book\n",
        "[book]\nsrc = 1\n",
        "preprocessor = 1\n",
        "\u{0}",
    ] {
        let repository = Repository::empty();
        repository.write("book.toml", text);
        repository.write("src/SUMMARY.md", "- [A](a.md)\n");
        refused(&repository, &[], "book.toml");
    }
}

#[test]
fn a_summary_with_errors_is_left_to_check() {
    for book in [true, false] {
        let repository = Repository::empty();
        repository.write(
            "docs/SUMMARY.md",
            "- [A](a.md\n\n- [ ] (b.md)\n- [B](b.md)\n\n# T\n[x](y.md)\n",
        );
        repository.write("docs/a.md", "# A\n");
        if book {
            repository.write("book.toml", "[book]\nsrc = \"docs\"\n");
        }
        let run = repository.init(&[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            run.stdout.contains("left     docs/SUMMARY.md"),
            "{}",
            run.stdout
        );
        assert!(
            repository
                .read("book.toml")
                .contains("[preprocessor.archsite]")
        );
    }
}

#[test]
fn without_git_a_code_host_may_be_unknown() {
    let repository = Repository::empty();
    repository.write(
        "README.md",
        "# T\n\n[licence](LICENSE) [guide](docs/guide.md)\n",
    );
    repository.write("LICENSE", "x");
    repository.write("docs/guide.md", "# Guide\n");
    let said = repository.set_up(".");
    assert!(said.contains("No code host is known"), "{said}");
    assert!(
        repository
            .page("introduction.html")
            .contains("href=\"guide.html\"")
    );
}

#[test]
fn files_in_the_way_of_folders_are_named() {
    let repository = Repository::empty();
    repository.write("docs", "not a folder");
    repository.write("README.md", "# T\n");
    let run = repository.init(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(repository.read("book.toml").contains("src = \"doc\""));

    let repository = Repository::empty();
    repository.write(".github", "not a folder");
    repository.write("docs/a.md", "# A\n");
    refused(
        &repository,
        &["--ci", "github"],
        "`.github` is a file and not a folder",
    );
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let repository = Repository::empty();
    repository.write("docs/a.md", "# A\n");
    repository.write(".gitignore", "target\n");
    let before = repository.files();
    let run = repository.init(&["--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "+- [A](a.md)",
        "+src = \"docs\"",
        "+/book/",
        "would change .gitignore",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    assert_eq!(repository.files(), before);
}

#[test]
fn a_list_does_not_grow_with_the_documents() {
    let repository = Repository::empty();
    for number in 0..400 {
        repository.write(&format!("docs/notes/{number}.md"), "# Note\n");
        repository.write(&format!("docs/stories/{number}.md"), "# Story\n");
    }
    for number in 0..600 {
        let file = format!("docs/days/{}/{number}.md", number / 50);
        repository.write(&file, "# Day\n");
    }
    repository.write("docs/architecture.md", "# Architecture\n");
    let said = repository.set_up(".");
    let summary = repository.read("docs/SUMMARY.md");
    assert!(summary.lines().count() < 20, "{summary}");
    assert!(said.contains("docs/notes: 400 documents"), "{said}");
    assert!(said.contains("docs/stories: 400 documents"), "{said}");
    assert!(said.contains("docs/days: 600 documents"), "{said}");
}

#[test]
fn what_git_ignores_is_not_read() {
    let repository = Repository::empty();
    repository.write(".gitignore", "docs/out\n");
    repository.write("docs/a.md", "# A\n");
    repository.write("docs/out/b.md", "# B\n");
    repository.write("node_modules/x/ARCHITECTURE.md", "# X\n");
    assert_eq!(repository.init(&[]).code, 0);
    let summary = repository.read("docs/SUMMARY.md");
    assert!(
        !summary.contains("b.md") && !summary.contains('X'),
        "{summary}"
    );
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_links_out_of_the_repository() {
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("a.md"), "# A\n").expect("a file");
    let repository = Repository::empty();
    repository.git("https://code.example/acme/x");
    repository.write("README.md", "# T\n");
    std::os::unix::fs::symlink(outside.path(), repository.path().join("docs")).expect("a link");
    let run = repository.init(&[]);
    assert_ne!(run.code, 101, "{}", run.stderr);
    let names = std::fs::read_dir(outside.path()).expect("a folder");
    assert_eq!(names.count(), 1, "{}{}", run.stdout, run.stderr);
}
