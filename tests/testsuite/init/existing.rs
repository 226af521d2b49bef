//! Books that are there, and files that are in the way.

use super::Repository;

const BOOK: &str = "[book]\r\ntitle = \"Old\"\r\n# the end\r\n";

#[test]
fn line_ends_and_comments_stay() {
    let repository = Repository::empty();
    repository.write("book.toml", BOOK);
    repository.write("src/SUMMARY.md", "- [A](a.md)\r\n");
    repository.write("src/a.md", "# A\r\n");
    repository.write(".gitignore", "target\r\n# own");
    let run = repository.init(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let new = repository.read("book.toml");
    assert!(new.starts_with(BOOK), "{new}");
    assert!(new.contains("optional = true\r\n"), "{new}");
    assert!(!new.replace("\r\n", "").contains('\n'), "{new}");
    assert_eq!(
        repository.read(".gitignore"),
        "target\r\n# own\r\n/book/\r\n"
    );
}

#[test]
fn a_book_that_is_set_up_is_left_alone() {
    for table in [
        "[preprocessor.archsite]\nlinks = false\n",
        "preprocessor.archsite = {}\n",
        "[preprocessor]\narchsite.after = [\"links\"]\n",
    ] {
        let repository = Repository::empty();
        repository.write("book.toml", table);
        repository.write(".gitignore", "book\n");
        repository.write("src/SUMMARY.md", "- [A](a.md)\n");
        repository.write("src/a.md", "# A\n");
        let before = repository.files();
        let run = repository.init(&[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            run.stdout
                .contains("book.toml: it has [preprocessor.archsite]")
        );
        assert_eq!(repository.files(), before);
    }
}

#[test]
fn a_list_of_chapters_is_used_as_it_is() {
    let repository = Repository::empty();
    let summary = "# Inhalt\n\n- [Eins](eins.md)\n";
    repository.write("docs/SUMMARY.md", summary);
    repository.write("docs/eins.md", "# Eins\n");
    repository.write("docs/zwei.md", "# Zwei\n");
    let run = repository.init(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(repository.read("docs/SUMMARY.md"), summary);
    assert!(repository.read("book.toml").contains("src = \"docs\""));
    let names: Vec<String> = repository.files().into_keys().collect();
    let expected = [
        ".gitignore",
        "book.toml",
        "docs/SUMMARY.md",
        "docs/eins.md",
        "docs/zwei.md",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_folder_inside_a_book_means_that_book() {
    let repository = Repository::empty();
    repository.git("https://code.example/acme/x");
    repository.write("book.toml", "[book]\nsrc = \"docs\"\n");
    repository.write("docs/SUMMARY.md", "- [A](a.md)\n");
    repository.write("docs/a.md", "# A\n");
    let run = repository.init(&["docs"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        repository
            .read("book.toml")
            .contains("[preprocessor.archsite]")
    );
    assert!(!repository.files().contains_key("docs/book.toml"));
}

#[test]
fn a_run_that_was_stopped_is_continued() {
    let repository = Repository::new("workspace");
    assert_eq!(repository.init(&[]).code, 0);
    let whole = repository.files();
    for file in [
        "book.toml",
        "docs/SUMMARY.md",
        "docs/components/crates-cli.md",
    ] {
        std::fs::remove_file(repository.path().join(file)).expect("a file");
    }
    assert_eq!(repository.init(&[]).code, 0);
    assert_eq!(repository.files(), whole);
}

#[test]
fn a_built_site_is_not_built_over_sources() {
    let repository = Repository::empty();
    repository.write("book/main.rs", "fn main() {}\n");
    repository.write("docs/a.md", "# A\n");
    assert_eq!(repository.init(&[]).code, 0);
    assert!(
        repository
            .read("book.toml")
            .contains("build-dir = \"_book\"")
    );
}

#[test]
fn a_book_without_chapters_gets_the_settings_of_a_new_one() {
    let repository = Repository::empty();
    repository.write("book.toml", "");
    repository.write("README.md", "# Shop\n\nSee [why](docs/architecture.md).\n");
    repository.write("docs/architecture.md", "# Architecture\n\nOne service.\n");
    repository.write(
        "docs/adr/0001-rust.md",
        "# 1. Rust\n\nDate: 2024-01-02\n\n## Status\n\nAccepted\n",
    );
    let all = repository.set_up(".");
    assert!(!all.contains("adr-index` on a page"), "{all}");
    let settings = repository.read("book.toml");
    for key in ["repository-links", "directories = [\"docs/adr\"]"] {
        assert!(settings.contains(key), "{settings}");
    }
}
