//! Forms, levels and groups of reported problems.

use super::{TABLE, check, json, short};
use crate::common::{TestBook, run};

/// A reader who does not know the book can fix a link from what is said about it.
#[test]
fn problems_are_shown_with_both_places() {
    let files = [
        (
            "a.md",
            "# A\n\n[one](b.md#instalation)\n\n[two over\ntwo lines](B.md)\n\n[three][d] [four][d]\n\n[d]: nowhere.md\n",
        ),
        ("b.md", "# B\n\n## Installation\n\n## Usage\n"),
    ];
    let book = TestBook::new(TABLE, &files);
    let run = check(&book, &[]);
    insta::assert_snapshot!(format!("{}\n{}", book.redact(&run.stdout), run.stderr));
}

#[test]
fn formats_for_programs() {
    let files = [("a.md", "# A\n\nÜ [100%, \u{1F600}](a.md#B)\n\n## b\n")];
    let book = TestBook::new(TABLE, &files);
    let said = |format: &str| check(&book, &["--format", format]).stdout;
    let all = ["json", "github", "short"].map(said).join("\n");
    insta::assert_snapshot!(book.redact(&all));
}

#[test]
fn levels_by_file_and_link() {
    let config = format!(
        "{TABLE}built-elsewhere = [\"../std/**\", \"*.pdf\", \"api/**\"]\n\
         [preprocessor.archsite.lints]\nbroken-anchor = \"warn\"\n\
         [[preprocessor.archsite.lint-overrides]]\nfiles = [\"src/old/**\"]\nlevel = \"warn\"\n\
         [[preprocessor.archsite.lint-overrides]]\nlinks = [\"generated/**\"]\nlevel = \"allow\"\n\
         [[preprocessor.archsite.lint-overrides]]\nfiles = [\"src/a.md\"]\nlints = [\"unused-file\", \
         \"broken-anchor\"]\nlevel = \"deny\"\n"
    );
    let dead = "# A\n\n[x](../std/vec.html) [x](deep/book.pdf) [x](api/x.html)\n\n\
        [x](generated/y.md) [x](dead.md) [x](#dead)\n\n\
        <!-- archsite: allow broken-link -->\n[x](allowed.md)\n\n[x](dead2.md)\n";
    let files = [("a.md", dead), ("old/b.md", dead)];
    insta::assert_snapshot!("levels_by_file_and_link", short(&config, &files));
    let wrong = format!(
        "{TABLE}[[preprocessor.archsite.lint-overrides]]\nfile = \"x\"\nlints = [\"broken-lnk\"]\n"
    );
    insta::assert_snapshot!(
        "wrong_keys_of_overrides",
        short(&wrong, &[("a.md", "# A\n")])
    );
}

#[test]
fn problems_do_not_stop_a_preview() {
    let config = format!("{TABLE}[output.html]\nsite-url = \"/docs/\"\n");
    let book = TestBook::new(
        &config,
        &[("a.md", "# A\n\n[ok](/docs/a.html) [dead](dead.md)\n")],
    );
    let mut input = book.input("html");
    input[0]["config"]["output"]["html"]["live-reload-endpoint"] = "__livereload".into();
    input[0]["config"]["output"]["html"]["site-url"] = "/".into();
    let run = run(book.path(), &[], &input.to_string());
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.contains("`dead.md`") && !run.stderr.contains("leaves the site"),
        "{}",
        run.stderr
    );
}

#[test]
fn addresses_on_the_web_are_listed() {
    let text = "# A\n\n[x](https://example.org/a?b#c) <https://example.org> <a@example.org> [y](a.md)\n\
        <img src=\"HTTPS://example.org/p.png\"> [z]\n\n[z]: //example.org/z\n";
    let book = TestBook::new(TABLE, &[("a.md", text)]);
    let run = check(&book, &["--external"]);
    insta::assert_snapshot!(run.stdout);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

/// Very many problems are counted for people and listed for programs.
#[test]
fn many_problems_are_grouped() {
    let mut text = String::from("# A\n\n");
    for number in 0..2_000 {
        text.push_str(&format!("[x](dead-{number}.md)\n\n[x](same.md)\n\n"));
    }
    let book = TestBook::new(TABLE, &[("a.md", &text)]);
    let run = check(&book, &[]);
    assert!(
        run.stdout.lines().count() < 1_000,
        "{}",
        run.stdout.lines().count()
    );
    assert!(
        run.stdout.contains("more places"),
        "one report for one missing page"
    );
    assert!(run.stdout.contains("lists all"), "the others are counted");
    assert!(run.stderr.contains("4000 errors"), "{}", run.stderr);
    assert_eq!(json(book.path()).len(), 4_000);
}
