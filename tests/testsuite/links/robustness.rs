//! Books that cannot be loaded, bad input, and what a check must not do.

use super::{TABLE, check, contents};
use crate::common::TestBook;

#[test]
fn a_check_writes_nothing_and_starts_nothing() {
    let config = format!(
        "{TABLE}[preprocessor.other]\ncommand = \"touch started\"\n\
         [preprocessor.archsite.shard]\ndocuments = [\"a.md\"]\n"
    );
    let files = [
        (
            "SUMMARY.md",
            "# Summary\n\n- [A](a.md)\n- [Missing](sub/missing.md)\n",
        ),
        (
            "a.md",
            "---\nfor: other\n---\n\n# A\n\n## B\n\n[b](#b) [page](a/b.md) {{ other }} [t]({{ x }}.md)\n",
        ),
    ];
    let book = TestBook::new(&config, &files);
    let before = contents(book.path());
    let run = check(&book, &["--format", "short"]);
    assert_eq!(contents(book.path()), before);
    insta::assert_snapshot!(format!("{}\n{}", run.stdout, run.stderr));
    assert_eq!(run.code, 1);
}

#[test]
fn a_book_that_cannot_be_loaded_is_a_problem_or_a_failure() {
    let book = TestBook::new(
        TABLE,
        &[(
            "SUMMARY.md",
            "# Summary\n\n- [A](a.md)\n\nx\n\n[B](b.md)\n- [C](c.md)\n",
        )],
    );
    let run = check(&book, &["--format", "short"]);
    insta::assert_snapshot!(run.stdout);
    assert_eq!(run.code, 1);
    let book = TestBook::new("[book\n", &[]);
    assert_eq!(check(&book, &[]).code, 2);
    std::fs::remove_file(book.path().join("book.toml")).expect("a file");
    assert_eq!(check(&book, &[]).code, 2);
}

/// Input that is wrong in every way gives problems, and nothing else happens.
#[test]
fn bad_input_gives_problems_and_nothing_else() {
    let long = "x".repeat(100_000);
    let deep = format!("{}a{}", "[".repeat(20_000), "](b)".repeat(20_000));
    let text = format!(
        "# A\n\n[long]({long}.md) [l](#{long})\n\n{deep}\n\n[pct](%zz%ff%00.md) [back](..\\..\\x.md)\n\
         [ctl](a\u{1}b.md) [rtl](\u{5d0}\u{202e}\u{5d2}.md) \u{202e}[bidi](dead.md)\u{202c} [nul](\u{0}.md)\n\
         <a href=\"{long}\"></a> [up](../../../../../../../../etc/passwd) [^{long}] [[{long}]]\n\
         {{{{#include ../../../../../../etc/passwd}}}}\n"
    );
    let book = TestBook::new(TABLE, &[("a.md", &text), ("b.md", "# B\n")]);
    std::fs::write(book.path().join("src/bin.md"), [0xff, 0xfe, 0x00]).expect("a file");
    book.write(
        "src/SUMMARY.md",
        "# Summary\n\n- [A](a.md)\n- [B](b.md)\n- [Bin](bin.md)\n",
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(book.path(), book.path().join("src/loop")).expect("a link");
    for format in ["human", "short", "json", "github"] {
        let run = check(&book, &["--format", format]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stdout.len() < 200_000 || format == "json", "{format}");
        let turns = |c: char| c == '\u{202e}' && format != "json";
        let control = |c: char| (c.is_control() && c != '\n') || turns(c);
        assert!(!run.stdout.contains(control), "{format}");
        for word in ["broken-link", "dead.md", "bin.md"] {
            assert!(run.stdout.contains(word), "{format}: no {word}");
        }
    }
}
