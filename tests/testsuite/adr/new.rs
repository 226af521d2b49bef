//! The commands `adr new` and `adr index`.

use super::{FIRST, SECOND, book};
use crate::common::run;

const LISTED: &str = "# Records\n\n| Record | Status |\n|---|---|\n| [1](0001-one.md) | Superseded |\n| [2](0002-two.md) | Proposed |\n| [9](0009-gone.md) | Accepted |\n";

#[test]
fn a_record_is_written_in_the_format_of_its_folder() {
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
    ];
    let book = book("", &[("a.md", "# A\n")], &files);
    let made = run(book.path(), &["adr", "new", "Use three files"], "");
    assert_eq!(
        (made.code, made.stdout.trim()),
        (0, "docs/adr/0003-use-three-files.md")
    );
    let text = std::fs::read_to_string(book.path().join("docs/adr/0003-use-three-files.md"));
    let text = text.expect("the record");
    assert!(
        text.starts_with("# 3. Use three files\n\nDate: 2")
            && text.contains("## Status\n\nProposed\n"),
        "{text}"
    );
    let args = ["adr", "new", "Use four files", "--supersedes", "2"];
    assert_eq!(run(book.path(), &args, "").code, 0);
    let old = std::fs::read_to_string(book.path().join("docs/adr/0002-two.md"));
    let old = old.expect("the old record");
    assert!(
        old.contains("Superseded by [4. Use four files](0004-use-four-files.md)"),
        "{old}"
    );
    let list = run(book.path(), &["adr", "list", "--in-force"], "");
    assert!(
        list.stdout.starts_with("4  accepted") && list.stdout.lines().count() == 1,
        "{}",
        list.stdout
    );
}

#[test]
fn nothing_is_written_outside_the_folder_or_over_a_file() {
    let book = book(
        "",
        &[("a.md", "# A\n")],
        &[("docs/adr/0002-two.md", SECOND)],
    );
    for (title, reason) in [
        ("../../evil", "begin it with a letter or a digit"),
        ("!?", "at least one letter or digit"),
    ] {
        let refused = run(book.path(), &["adr", "new", title], "");
        assert_eq!(refused.code, 2, "{title}");
        assert!(refused.stderr.contains(reason), "{}", refused.stderr);
    }
    let args = ["adr", "new", "X", "--supersedes", "7"];
    assert_eq!(run(book.path(), &args, "").code, 2);
    let folder = std::fs::read_dir(book.path().join("docs/adr"));
    assert_eq!(folder.expect("the folder").count(), 1);
}

#[test]
fn lists_kept_by_hand_are_checked() {
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
        ("docs/adr/README.md", LISTED),
    ];
    let book = book("", &[("a.md", "# A\n")], &files);
    let said = run(book.path(), &["adr", "index", "--check"], "");
    assert_eq!(said.code, 1);
    insta::assert_snapshot!("index_check", said.stdout);
    assert_eq!(run(book.path(), &["adr", "index"], "").code, 0);
}

#[test]
fn a_record_is_explained_by_its_number_with_the_comments_that_name_it() {
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
        ("lib/store.go", "package store\n\n// ADR-0002: two files.\n"),
    ];
    let config = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n[preprocessor.archsite.adr]\ncited-by = true\n";
    let book = book(config, &[super::INDEX], &files);
    let said = run(book.path(), &["adr", "why", "2"], "");
    assert!(
        said.stdout.ends_with("cited in: lib/store.go, line 3\n"),
        "{}",
        said.stdout
    );
    assert_eq!(run(book.path(), &["adr", "why", "7"], "").code, 2);
    let page = super::page(&book, "decisions/0002-two.md");
    assert!(page.contains("Cited in `lib/store.go`"), "{page}");
}
