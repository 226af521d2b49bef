//! Fixes that are written, and fixes that are only suggested.

use super::{check, lints};
use crate::common::TestBook;

/// What one run makes of the text of `dev/dev.md`, beside pages in other folders.
#[track_caller]
fn fixed(config: &str, link: &str, expected: &str) {
    let page = format!("# Dev\n\n{link}\n");
    let files = [
        ("home.md", "# Home\n"),
        ("ops/run.md", "# Run\n\n## Night Shift\n\n## V1.0\n"),
        ("linux/setup.md", "# Setup\n"),
        ("dev/dev.md", page.as_str()),
        ("dev/my file.md", "# File\n"),
        ("img/x.png", "x"),
        ("dev/Pic.png", "x"),
    ];
    let summary = "# Summary\n\n- [H](home.md)\n- [R](ops/run.md)\n- [S](linux/setup.md)\n\
        - [D](dev/dev.md)\n- [F](<dev/my file.md>)\n";
    let book = TestBook::new(config, &[&files[..], &[("SUMMARY.md", summary)]].concat());
    let run = check(&book, &["--fix", "--yes"]);
    let found = book.read("src/dev/dev.md");
    assert_eq!(found, format!("# Dev\n\n{expected}\n"), "{}", run.stderr);
    let left = lints(&book).len();
    let count = format!(" {left} problem");
    assert!(left == 0 || run.stderr.contains(&count), "{}", run.stderr);
}

#[test]
fn proven_fixes_are_written_in_one_run() {
    for (link, expected) in [
        (
            "[a](ops/run.md#night-shift)",
            "[a](../ops/run.md#night-shift)",
        ),
        ("[a](ops/run.html)", "[a](../ops/run.html)"),
        (
            "[a](../Ops/Run.md#Night-Shift)",
            "[a](../ops/run.md#night-shift)",
        ),
        (
            "[a](ops/run.md#Night-Shift)",
            "[a](../ops/run.md#night-shift)",
        ),
        ("[a](../ops/run.md#v1.0)", "[a](../ops/run.md#v10)"),
        ("![p](pic.png)", "![p](Pic.png)"),
        ("[a](../ops/run)", "[a](../ops/run.md)"),
        ("[a](my file.md)", "[a](<my file.md>)"),
        (
            "[a](../ops/run.md #night-shift)",
            "[a](../ops/run.md#night-shift)",
        ),
        (
            "[a](../ops/run.md#night shift)",
            "[a](../ops/run.md#night-shift)",
        ),
    ] {
        fixed("", link, expected);
    }
}

#[test]
fn likely_fixes_are_not_written() {
    for link in [
        "[a](../windows/setup.md)",
        "[a](../../../other/src/ops/run.md)",
        "[a](ops/run.md#day)",
        "[a](../ops/rum.md)",
        "[a](../ops/run.md#night-shiff)",
        "[a](../ops/run.md#v1-0)",
        "![p](img/x.png)",
        "<img src=\"../pics/x.png\">",
        "[a][r]\n\n[r]: ../v1/setup.md",
        "[a](no such file.md)",
    ] {
        fixed("", link, link);
    }
}

#[test]
fn links_of_preprocessors_that_did_not_run_are_left_alone() {
    let config = "[preprocessor.titles]\ncommand = \"titles\"\n";
    for link in [
        "[a](<../ops/run.md#Night Shift>)",
        "[a](../ops/run.md#Night%20Shift)",
        "[a](../ops/run.md#Night Shift)",
        "[a](<#Dev>)",
        "[a](Ops/Run)",
    ] {
        fixed(config, link, link);
    }
    fixed(
        config,
        "[a](../Ops/run.md#Night-Shift)",
        "[a](../ops/run.md#night-shift)",
    );
}

#[test]
fn a_blank_in_a_destination_is_reported_and_prose_is_not() {
    let check = |text: &str, expected: &[&str]| {
        let page = format!("# A\n\n{text}\n");
        let files = [
            ("a.md", page.as_str()),
            ("b.md", "# B\n"),
            ("my pic.png", "x"),
        ];
        assert_eq!(lints(&TestBook::new("", &files)), expected, "{text}");
    };
    let blank = ["blank-in-destination 3"];
    check("![p](my pic.png)", &blank);
    check("[![p](<my pic.png>)](my pic.png \"title\")", &blank);
    check("- [x](b.md #b)", &blank);
    check("[x](no such page.md)", &blank);
    check("[x](b.md a title)", &blank);
    check("[x](b.md \"a title)", &blank);
    check("![x](my pic.png =200x)", &[]);
    check("![x](b.md =200x)", &blank);
    check("arr[0](first of all) f[i](see b.md) [1](see below)", &[]);
    check(
        "[x](b.md \"a title.md\") [y](<my pic.png> 't') `[c](d e.md)`",
        &[],
    );
    check(
        "\\[x](my pic.png) - [ ] (todo b.md) [x](b.md) (c d.md)",
        &[],
    );
}

#[test]
fn a_title_without_quotes_is_no_part_of_a_name() {
    let text = "# A\n\n[x](b.md a title) [y](b.md \"open)\n";
    let book = TestBook::new("", &[("a.md", text), ("b.md", "# B\n")]);
    let run = check(&book, &["--fix", "--yes", "--format", "short"]);
    assert_eq!(book.read("src/a.md"), text);
    assert!(
        run.stdout
            .contains("write it in quotes: `b.md \"a title\"`"),
        "{}",
        run.stdout
    );
}

#[test]
fn brackets_in_formulas_are_not_links() {
    let text = "# A\n\n$x[i](y)$ and $$[a][b_c]$$ \\\\([u](v)\\\\)\n\n$5 [x](gone.md) $10\n";
    let pages = [("a.md", text)];
    let dead = ["broken-link 5"];
    assert_eq!(
        lints(&TestBook::new(
            "[output.html]\nmathjax-support = true\n",
            &pages
        )),
        dead
    );
    assert_eq!(
        lints(&TestBook::new("[preprocessor.katex]\n", &pages)),
        dead
    );
    assert!(lints(&TestBook::new("", &pages)).len() > 1);
}
