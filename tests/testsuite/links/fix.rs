//! `check --fix`.

use super::{TABLE, check, contents};
use crate::common::{TestBook, run};

#[test]
fn links_with_one_possible_fix_are_fixed() {
    let files = [
        (
            "SUMMARY.md",
            "# Summary\n\n- [A](a.md)\n- [B](b.md)\n- [C](sub/c.md)\n- [R](<sub dir/README.md>)\n",
        ),
        (
            "a.md",
            "# A\r\n\r\n[1](B.md#b) [2](b.md#Use) [3](<sub dir/README.md>) [4](sub%20dir/readme.md#x)\r\n\
            [5][Ref] [6](sub\\c.md) [7] (b.md) [8](b.md?q#use) [9](nowhere.md)\r\n\r\n[ref]: b.md#uSe 'title'\r\n",
        ),
        ("b.md", "# B\n\n## Use\n"),
        (
            "sub/c.md",
            "# C\n\n[root](b.md) <a href=\"&#98;.md#use\">x</a> [10](c.md#c-1)\n",
        ),
        ("sub dir/README.md", "# R\n\n## X\n"),
    ];
    let book = TestBook::new(TABLE, &files);
    let before = contents(book.path());
    let run = check(&book, &["--fix"]);
    assert_eq!(
        contents(book.path()),
        before,
        "off a terminal nothing is written"
    );
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(
        "fixes_that_are_offered",
        format!("{}\n{}", run.stdout, run.stderr)
    );
    let run = check(&book, &["--fix", "--yes"]);
    assert_eq!(run.code, 1, "one link is left");
    insta::assert_snapshot!(
        "fixed_files",
        format!("{}\n{}", book.read("src/a.md"), book.read("src/sub/c.md"))
    );
    assert_eq!(
        book.read("src/a.md").matches("\r\n").count(),
        6,
        "line ends stay"
    );
    let again = check(&book, &["--fix", "--yes"]);
    assert!(
        again.stderr.contains("no problem can be fixed"),
        "{}",
        again.stderr
    );
}

/// What is right for one chapter may be wrong for another one that includes the same text.
#[test]
fn included_text_is_not_fixed() {
    let include = "# X\n\n{{#include ROOTinc/p.md}}\n";
    let files = [
        ("a.md", include.replace("ROOT", "")),
        ("sub/b.md", include.replace("ROOT", "../")),
        ("inc/q.md", "# Q\n".to_string()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let book = TestBook::new(TABLE, &files);
    book.write("src/inc/p.md", "[q](q.md)\n");
    let said = check(&book, &["--format", "short"]).stdout;
    assert_eq!(
        said.matches("src/inc/p.md:1:5").count(),
        1,
        "one cause: {said}"
    );
    let run = check(&book, &["--fix", "--yes"]);
    assert_eq!(book.read("src/inc/p.md"), "[q](q.md)\n");
    assert_eq!(run.code, 1);
}

/// The exit code of a repair is that of what it leaves.
#[test]
fn the_exit_code_is_that_of_the_problems_left_after_a_fix() {
    let book = TestBook::new(TABLE, &[("a.md", "# A\n\n[x](A.md)\n\n[unused]: a.md\n")]);
    assert_eq!(check(&book, &["--fix", "--dry-run"]).code, 1);
    let run = check(&book, &["--fix", "--yes", "--format", "short"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("unused-definition"), "{}", run.stdout);
    assert_eq!(
        check(&book, &["--fix", "--yes", "--fail-on", "warning"]).code,
        1
    );
}

/// What another preprocessor wrote is no text of the author's.
#[test]
fn text_altered_by_another_preprocessor_is_checked_and_not_fixed() {
    let config = "[preprocessor.linkcheck]\ncommand = \"mdbook-archsite pass links\"\n\
        after = [\"links\", \"index\"]\nfail-on = \"never\"\n";
    let book = TestBook::new(config, &[("a.md", "# A\n\nplaceholder\n\n[x](A.md)\n")]);
    let mut input = book.input("html");
    let content = "# A\n\n[altered](A.md) and [more](gone.md)\n\n[x](A.md)\n";
    input[1]["items"][0]["Chapter"]["content"] = content.into();
    let run = run(book.path(), &["pass", "links"], &input.to_string());
    assert_eq!(run.book(), input[1], "the book comes back as it was");
    insta::assert_snapshot!(book.redact(&run.stderr));
}

#[test]
#[cfg(unix)]
fn a_file_with_two_names_is_fixed_once() {
    let files = [
        ("SUMMARY.md", "# Summary\n\n- [A](a.md)\n- [B](b.md)\n"),
        ("a.md", "# A\n\n## Use it\n\n[1](#use_it) [2](#Use-it)\n"),
    ];
    let book = TestBook::new(TABLE, &files);
    std::os::unix::fs::symlink("a.md", book.path().join("src/b.md")).expect("a link");
    let run = check(&book, &["--fix", "--yes"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(
        book.read("src/a.md"),
        "# A\n\n## Use it\n\n[1](#use-it) [2](#use-it)\n"
    );
}
