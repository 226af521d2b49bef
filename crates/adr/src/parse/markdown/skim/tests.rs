//! What is skipped, and that nothing is missed by it.

use proptest::prelude::*;

use crate::parse::Vocabulary;
use crate::parse::assemble;
use crate::parse::markdown::doc::Doc;
use crate::parse::markdown::front;
use crate::parse::markdown::skim::*;

/// What is parsed, and the words of the headings that are not, each in brackets.
fn view(text: &str) -> String {
    let pieces = pieces(text, 0, &Vocabulary::default())
        .into_iter()
        .map(|piece| match piece {
            Piece::Parse(range) => text[range].to_string(),
            Piece::Heading(level, range) => format!("[{level} {}]", &text[range]),
        });
    pieces.collect()
}

#[track_caller]
fn check(below: &str, expected: &str) {
    let text = format!("# 1. A\n\nDate: 2020-01-02\n\n{below}");
    let expected = format!("# 1. A\n\nDate: 2020-01-02\n\n{expected}");
    assert_eq!(view(&text), expected, "{text}");
}

#[test]
fn prose_is_skipped_and_values_are_not() {
    check(
        "## Context\n\nWords.\n\n## Status\n\nAccepted\n",
        "[2 Context]## Status\n\nAccepted\n",
    );
    check(
        "### Status: Accepted\nx\n## B\n",
        "### Status: Accepted\nx\n[2 B]",
    );
    check(
        "## Overview\n\n* Date: 1\n\n## B\n\nx\n",
        "## Overview\n\n* Date: 1\n\n[2 B]",
    );
    check(
        "## Links\r\n\r\nx\r\n## B\r\nx\r\n",
        "## Links\r\n\r\nx\r\n[2 B]",
    );
    check(
        "## B\n\nIn the Context of x, facing y\n",
        "## B\n\nIn the Context of x, facing y\n",
    );
    check("## B `c`\n\nx\n## C\n\nx\n", "## B `c`\n\nx\n[2 C]");
}

#[test]
fn what_is_no_heading_ends_no_section() {
    let prose = [
        "```sh\n# Status\n## B\n```\n",
        "~~~~\n```\n## Status\n~~~\n~~~~\n",
        "- x\n\n  ```\n  ## Status\n  ```\n- y\n",
        "<!--\n\n## Status\n\n-->\n",
        "<details>\n<summary>x</summary>\n\nx\n\n</details>\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "x\n\n---\n\n> y\n\n1. z\n\n#no #heading\n",
        "####### Status\n",
    ];
    for prose in prose {
        check(&format!("## B\n\n{prose}\n## C\n\nx\n"), "[2 B][2 C]");
    }
}

#[test]
fn what_is_unsure_is_parsed() {
    let unsure = [
        "Status\n======\n\nAccepted\n",
        "Status\n-\n\nAccepted\n",
        "> Status\n> ---\n",
        "- # Status\n",
        "> ## Status\n",
        " ## Status\n",
        "\t# Status\n",
        "1. x\n   ## Status\n",
        "```\n## Status\n",
        "- ```\n  x\n  ```\n",
        "- x\n  ```\n## Status\n  ```\n",
        "<div>\n## Status\n</div>\n",
        "<pre>\n\n## Status\n\n</pre>\n",
        "<!-->\n## Status\n",
        "- <!--\n## Status\n-->\n",
        "<!-- \n\nnever closed\n",
        "<?x\n\n## Status\n?>\n",
        "x\r## Status\r\rAccepted\n",
    ];
    for unsure in unsure {
        let text = format!("## B\n\nx\n\n{unsure}\n## C\n");
        check(&text, &text);
    }
}

/// Everything that was read, once from the pieces and once from the whole.
fn both(text: &str) -> (String, String) {
    let words = Vocabulary::default();
    let front_matter = front::length(text);
    let read = |doc: &Doc<'_>| {
        let reading = assemble::of_doc(doc, "adr/0007-x.md", front_matter, None, &words);
        format!("{reading:?}")
    };
    (
        read(&Doc::skim(text, front_matter, &Vocabulary::default())),
        read(&Doc::parse(text, front_matter)),
    )
}

#[test]
fn links_are_found_wherever_they_are_defined() {
    let text =
        "# A\n\n## Status\n\nSuperseded by [the next][n]\n\n## Context\n\nx\n\n[n]: 0008-y.md\n";
    let (pieces, whole) = both(text);
    assert_eq!(pieces, whole);
    assert!(whole.contains("0008-y.md"), "{whole}");
}

/// Lines that records are made of, and those that make it hard to see what a line is.
const LINES: &[&str] = &[
    "",
    "",
    "",
    "# 7. Use x",
    "## Status",
    "## Context",
    "### Decision `x`",
    "## Links",
    "## Status: Accepted",
    "Accepted",
    "Superseded by [ADR 8](0008-y.md)",
    "Supersedes [y]",
    "[y]: 0009-y.md",
    "[y]: /url \"title",
    "end\"",
    "Date: 2020-01-02",
    "* Status: proposed",
    "- Date: 2021-03-04",
    "  * Tags: a, b",
    "Vocabulary of prose.",
    // What looks plain, and what nearly does.
    "Superseded by ADR 8, see #5 (x = y)",
    "Accepted  ",
    "## Status #",
    "#Status",
    "* Date: 2021-03-05 ",
    "- 2. Accepted",
    "- - Accepted",
    "1. Accepted",
    "2020-01-02: Accepted by 3.",
    "In the context of x, facing y,",
    "we decided for z and neglected w, to achieve v, accepting u.",
    "---",
    "===",
    "-",
    "- - -",
    "```",
    "```yaml",
    "~~~",
    "    ```",
    "  ```",
    "- ```",
    "> ```",
    "````",
    "    # Status",
    "  ## Status",
    "- ## Status",
    "> ## Status",
    "> Status",
    "> ===",
    "1. x",
    "10) y",
    "   z",
    "<!-- x -->",
    "<!--",
    "-->",
    "<details>",
    "</details>",
    "<pre>",
    "</pre>",
    "<br>",
    "<https://example.com>",
    "| Status | Date |",
    "|---|---|",
    "| Accepted | 2020-02-03 |",
    "\t## Status",
    "#",
    "####### x",
    "#no",
    "<<<<<<< ours",
    ">>>>>>> theirs",
    "\\# x",
    "<?",
    "?>",
    "---\nstatus: accepted\n---",
    "**Status**: Draft",
    "![Status](x) Accepted",
    "x\ry",
    "&#35; y",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn nothing_is_missed(lines in prop::collection::vec(prop::sample::select(LINES), 0..24)) {
        let (pieces, whole) = both(&lines.join("\n"));
        prop_assert_eq!(pieces, whole);
    }
}
