//! Hand-written and generated documents through all properties.

use proptest::prelude::*;

use super::*;

fn pages(markdown: &str) -> usize {
    match check(markdown, &Config::default()) {
        Ok(pages) => pages,
        Err(error) => panic!("{error}\nin {markdown:?}"),
    }
}

#[test]
fn documents_with_one_trait_each() {
    let cases = [
        (1, ""),
        (1, "# Only\n\ntext\n"),
        (1, "# A\r## B\r"),
        (3, "# D\n\n## A\n\ntext\n\n## B\n"),
        (2, "## A\n"),
        (3, "# D\n\nA\n---\n\ntext\n\n## B ##\n\n### C ###\n"),
        (2, "# D\n\n```\n## no\n```\n\n## A\n\n~~~~\n## no\n~~~\n"),
        (2, "# D\n\n<details>\n\n## in\n\n</details>\n\n## A\n"),
        (2, "# D\n\n> ## q\n\n- ## l\n\n## A\n"),
        (3, "# D\n\n## A\n\n[x][l] [b](#b)\n\n## B\n\n[l]: a.md\n"),
        (
            3,
            "# D\n\n## A\n\nx[^n]\n\n## B\n\n[^n]: note [a](#a)\n\n    more\n\ny\n",
        ),
        (
            3,
            "# D\n\n## A\n\nx[^n]\n\n## B\n\ny[^n] z[^m]\n\n[^n]: see [^m]\n\n[^m]: [r]\n\n[r]: r.md\n",
        ),
        (
            4,
            "---\ntitle: x\n---\n# D\n\n## A\n\n---\n\n## B\n\n---\n\n<a id=\"c\"></a>\n\n## C\n\n[c](#c)\n",
        ),
        (4, "# D\n\n## A\n\n# E\n\ntext\n\n## B\n"),
        (3, "# D\r\n\r\n## A\r\n\r\n[b](#b)\r\n\r\n## B\r\n"),
        (
            3,
            "# D\n\n## Table of Contents\n\n1. [A](#a)\n   - [B](#b)\n\n## A\n\n## B\n",
        ),
        (
            3,
            "# D\n\n## Contents\n\n- [A](#a)\n\n## K\n<!-- archsite: no-split -->\n\n## A\n\n## B\n",
        ),
        (3, "# D\n\n## Contents\n\nRead [A](#a).\n\n## A\n\n## B\n"),
        (
            3,
            "# D\n\n## A\n<!-- archsite: no-split -->\n\n## B\n\n## C\n",
        ),
        (3, "# D\n\n### A\n<!-- archsite: split -->\n\n## C\n"),
        (
            4,
            "# D\n\n## O\n\n[1](#o-1) [2](#o-2)\n\n## O\n\n[0](#o)\n\n## O\n",
        ),
        (
            3,
            "# D\n\n- a\n## O\n\n   ## K\n<!-- archsite: no-split -->\n\n## O\n",
        ),
        (
            2,
            "# D\n\n## O\n\n## O\n<!-- archsite: no-split -->\n\n```\nnever closed\n",
        ),
        (
            3,
            "# D\n\n## A\n\n<img src=x.png> <area href=\"#b\"> <use href=\"#b\"/>\n\n## B\n",
        ),
        (
            3,
            "# D\n\n## A\n\n> [x](\n> y.md) ![i](<a b.png> \"t\")\n\n## B\n",
        ),
        (2, "# D\n\n> q\nlazy\r\r## A\n\ntext\n"),
        // A URL in HTML that goes over several lines.
        (2, "# D\n\n## A\n\n<pre>\n<a href=\"x.md\n\ny\">z</a>\n"),
        (2, "# D\n\n## A\n\n![x](\u{b}x.png\u{b}) [x](y.md\u{c})\n"),
        // The split puts something before the link, at the start of its line.
        (2, "# D\n\n## A\n\n<script src=\nx.js\n"),
        // A preserved_ids id and a vertical tab after the heading.
        (
            4,
            "ed heltl#\n\n.e``\n.e```\n##\n\n.e```\n##din`\n#\n##\u{b}\n.e```\n##ding\n",
        ),
        (3, "# D\n\n> ## O\n\n## O\n\n> ## O \u{b}\n\n## B\n"),
        // Code that only the end of a list closes, or a rule that is hidden as a rule.
        (3, "# D\n\n## A\n\n1. x\n\n   ```\n   y\n------\n\n## B\n"),
        (2, "# D\n\n1. First\n\n   ```bash\n \n## A\n\na\n"),
        (2, "# D\n\n- x\n  ~~~\n  y\n      ~~~\n## B\n"),
        (
            3,
            "# T\n\n## A\n\nSee [^n].\n\n## B\n\n- item\n\n  [^n]: important\n\n      more\n",
        ),
        (
            3,
            "# T\n\n## A\n\n[^n]\n\n## B\n\n> [^n]: one\n>\n>     two\n>\n> q\n",
        ),
        (
            2,
            "# T\n\n## A\n\n### Q\n\n## B\n<!-- archsite: no-split -->\n\n> ### Q\n\n[r](#q-1)\n",
        ),
        (
            2,
            "# T\n\n## A\n\nTerm\n: one\n\n## B\n<!-- archsite: no-split -->\n\nTerm\n: two\n\n[r](#term-1)\n",
        ),
        (
            3,
            "# T\n\n[r](#rules-1)\n\n## A\n\n### Rules\n\n## B\n\n### Extra {#rules}\n\n### Rules\n",
        ),
        (
            3,
            "# T\n\n## A\n\nP [^A] [^a]\n\n## B\n\n[^a]: x\n\n[^A]: y\n",
        ),
        (
            2,
            "# T\n\n## A\n\nx\n\n## B\n<!-- archsite: no-split -->\n\n```\ncode\n    ```\n",
        ),
        (2, "##\tA\n\n##\n<!-- archsite: no-split -->\n"),
        // A duplicate footnote in a quote that is the first on its page.
        (
            2,
            "> [^q]: x\n##\n> [^q]: x\n[^q]\n<a id=\"z\"></a>\n\n[z](#z) [t](#top)\n",
        ),
        (
            2,
            "#### D\n[^n]: x\n> [^q]: x\n# T\n> [^q]: x\n[^q] [^N]\n## N[^n]\n",
        ),
        (
            2,
            "# D\n\n## {Name}\n\n# T {x}\n<!-- archsite: no-split -->\n",
        ),
    ];
    for (expected, markdown) in cases {
        assert_eq!(pages(markdown), expected, "{markdown:?}");
    }
}

/// Pieces that documents are made of in the generated tests.
fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    const PIECES: &[&str] = &[
        "# T\n",
        "## A\n",
        "## A ##\n",
        "## B {#b}\n",
        "### C\n",
        "   ## I\n",
        "S\n---\n",
        "U\n===\n",
        "##\n",
        "## O\n",
        "## N[^n]\n",
        "#### D\n",
        "\n",
        "\n\n",
        "text\n",
        "- item\n",
        "  - sub\n",
        "1. one\n",
        "> quote\n",
        "> ## q\n",
        "```\n",
        "~~~\n",
        "    code\n",
        "---\n",
        "***\n",
        "[l]: x.md\n",
        "[L]: #a 't'\n",
        "> [q]: <a b.md>\n",
        "[l] [x][q] ![i][l]\n",
        "[a](#a) [o](#o-1) [b](doc.md#b)\n",
        "> [^q]: nested\n",
        "- [^q]: nested\n",
        "[^q] [^N]\n",
        "[^n]: note\n",
        "[^n]: # H\n",
        "[^m]: [l] [^n]\n",
        "x[^n] y[^m]\n",
        "    more\n",
        "<details>\n",
        "</details>\n",
        "<a id=\"z\"></a>\n",
        "<!-- c -->\n",
        "<!-- archsite: no-split -->\n",
        "<!-- archsite: split -->\n",
        "<img src=\"i.png\">\n",
        "<a href='#o'>z</a>\n",
        "| a | b |\n|---|---|\n| [a](#a) | x |\n",
        "Term\n: def\n",
        "\\\n",
        "##\u{b}V\n",
        "\r",
        "a\rb\n",
        "\r\n",
        "## R\r\n",
        "<uuid>\n",
        "<!--\n",
        "## Contents\n",
        "## 1 a\n",
        "## 1.1 b\n",
        "<!-- toc -->\n",
        "<!-- /toc -->\n",
        "<!-- vale off -->\n",
        "<!-- vale on -->\n",
        "- [a](#a)\n",
        "[z](#z) [t](#top)\n",
    ];
    proptest::collection::vec(proptest::sample::select(PIECES), 0..24)
}

/// More than proptest's default, because documents have many corners; more still where
/// `PROPTEST_CASES` asks for it.
fn cases(usual: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig::with_cases(wanted.and_then(|n| n.parse().ok()).unwrap_or(usual))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn ends_of_files(pieces in pieces(), level in 0u8..5) {
        let markdown = pieces.concat();
        let config = Config { level: (level > 0).then_some(level), ..Config::default() };
        if let Err(error) = check_ends(&markdown, &config) {
            prop_assert!(false, "{}\nin {:?}", error, markdown);
        }
    }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn generated_documents(
        pieces in pieces(),
        level in 0u8..5,
        min_tokens in prop_oneof![Just(0usize), 1usize..8],
        max_tokens in prop_oneof![Just(0usize), 1usize..12],
    ) {
        let markdown = pieces.concat();
        let config = Config { level: (level > 0).then_some(level), min_tokens, max_tokens, ..Config::default() };
        if let Err(error) = check(&markdown, &config) {
            prop_assert!(false, "{}\nin {:?}", error, markdown);
        }
    }
}
