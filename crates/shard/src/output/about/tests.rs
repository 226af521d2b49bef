//! The lines that say what a section is about.

use archsite_core::markdown::outline::{Describe, Outline, ParseOptions};

use super::about;
use crate::config::Config;
use crate::plan;
use crate::rewrite::owners::Owners;

/// What is said about the only section of a document with this text.
fn said(body: &str) -> String {
    let text = format!("# Doc\n\n## Own Title\n\n{body}\n");
    let options = ParseOptions {
        describe: Describe::Blocks,
        ..ParseOptions::default()
    };
    let outline = Outline::parse(&text, &options);
    let plan = plan::plan(&text, &outline, &Config::default(), 0, &mut Vec::new());
    let owners = Owners::new(&plan.pages);
    let mut lines = about(&outline, &owners, &plan.pages);
    lines.pop().flatten().unwrap_or_default()
}

#[test]
fn a_line_says_what_a_section_is_about() {
    let many: String = (0..99).map(|n| format!("- item{n} of many\n")).collect();
    let prompt = format!("[[LLM: {}]]\n\nReal.", "much to say ".repeat(99));
    let cases = [
        ("", ""),
        (prompt.as_str(), "Real."),
        (":::note\nHint.\n:::\n\nReal.", "Real."),
        ("**Status:** draft\n\nReal.", "Real."),
        ("_Last updated: 2026-01-02_\n\nReal.", "Real."),
        ("[[LLM: not closed\n\n## Next\n\nReal.", "Real."),
        ("First one. Second one.", "First one."),
        ("- a&Tab;b&Tab;c d e f g h i", "Covers a b c d e f g h i"),
        ("| x | y | z |\n|-|-|-|\n| | one | two |", "Covers one"),
        (
            "| # | Step |\n|-|-|\n| 1 | Weigh |\n| 2 | Label |",
            "Covers Weigh; Label",
        ),
        (
            "| Category | Technology |\n|-|-|\n| Language | Rust |",
            "Covers Rust",
        ),
        ("```sql\nCREATE TABLE sacks (id int);\n```", "Covers sacks"),
        ("- The `f(x: y)` is this", "Covers The f(x: y) is this"),
        (
            "- Nothing may ever be taken from the store at night by anybody but the miller himself",
            "Covers Nothing may ever be taken from the store at night by anybody but the…",
        ),
        ("- Run:\n  ```\n  x\n  ```\n  then this", "Covers Run"),
        (
            "- **X**: foo\n\n  More of foo.\n\nThe lead.",
            "The lead. Covers X",
        ),
        ("**One *two* three.** Then.", "Then. Covers One two three"),
        ("One. Two.\n\nThree. Four.", "One. Three."),
        ("One\n\nTwo", "One. Two"),
        ("**Layout.** It is flat.", "It is flat. Covers Layout"),
        ("First.\n\nSecond.\n\n- one", "First. Covers one"),
        (
            "The worker's `user_id` is \"x\".",
            "The worker's user_id is \"x\".",
        ),
        ("Uses e.g. Redis. More.", "Uses e.g. Redis."),
        ("A list:\n\n- one\n- two", "Covers one; two"),
        (
            "Lead.\n\n### Two\n\ntext\n\n#### Three",
            "Lead. Covers Two; Three",
        ),
        (
            "- **Bold**: text\n- Label: text\n- many words that are not all kept",
            "Covers Bold; Label; many words that are not all kept",
        ),
        ("**Bold:** is the lead", "Bold: is the lead. Covers Bold"),
        ("| A | B |\n|---|---|\n| x | y |\n| z | |", "Covers x; z"),
        (
            "- outer\n  - inner\n- **L** x\n  - below",
            "Covers outer; inner; L; below",
        ),
        (
            "[[LLM: do this\n\n- not this\n\n]]\n\nReal text here.",
            "Real text here.",
        ),
        ("{{placeholder}}\n\n- [Name]\n- <x>", ""),
        (
            "```\ncode\n```\n\n> quote\n\nText \"quoted\" -- so.",
            "Text \"quoted\" -- so.",
        ),
        ("### 1. Own Title\n\n### {Name}", ""),
        ("- own title\n- same\n- Same", "Covers same"),
        // What goes on from code, or is an aside that is cut, is not a description.
        (
            "```\nx\n```\n\nwhere P is a type. So.\n\nAll of it.",
            "All of it.",
        ),
        (
            "(note: See below. It is open.)\n\nThe design. More.",
            "The design.",
        ),
        (
            "(A short one.) More.\n\nText.",
            "(A short one.) More. Text.",
        ),
        ("kubectl debug attaches. More.", "kubectl debug attaches."),
        (
            "- 2019-08-06\n- 6.1-6.6\n- ____\n- 1.20 alpha",
            "Covers 1.20 alpha",
        ),
        ("### Goals:\n\n### Ends", "Covers Goals; Ends"),
        (
            "Term\n: Its meaning.\n\nOther\n: More.",
            "Covers Term; Other",
        ),
        // mdBook reads what follows the first paragraph as its definition.
        (
            "Said here.\n\n:::note\n\nNoted.\n\n:::\n\nLast.",
            "Last. Covers Said here; Noted",
        ),
        (many.as_str(), ""),
    ];
    for (body, expected) in cases {
        let said = said(body);
        if body == many {
            assert!(
                said.ends_with("of many…") && said.chars().count() < 260,
                "{said}"
            )
        } else {
            assert_eq!(said, expected, "{body}")
        }
    }
}

#[test]
fn words_of_one_part_do_not_hide_those_of_the_next() {
    let items: String = (0..30).map(|n| format!("- first{n}\n")).collect();
    let said = said(&format!("### A\n\n{items}\n### B\n\n- second\n"));
    assert!(
        said.starts_with("Covers A; B; first0; second; first1"),
        "{said}"
    );
}

#[test]
fn a_line_that_is_cut_after_a_word_that_is_cut_has_one_mark() {
    let items =
        "- words of the first item that are more than any line of an index can hold at all\n";
    let many: String = (0..9)
        .map(|n| items.replace("first", &format!("{n}th")))
        .collect();
    let said = said(&many);
    assert!(said.ends_with('…') && !said.contains("……"), "{said}");
}
