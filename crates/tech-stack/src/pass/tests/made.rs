//! What a browser displays: tables of each category with the lines of manifests, and marks of drift.

use crate::Display;
use crate::pass::tests::{LOCK, PACKAGE, displayed, run};

const BROWSER: Display<'_> = Display {
    html: true,
    file_address: Some("https://host.example/x/blob/HEAD/{path}"),
};

/// The page without the style.
fn page(files: &[(&str, &str)], text: &str, display: Display<'_>) -> String {
    let (page, _) = displayed(files, text, false, display);
    let (before, rest) = page.split_once("<style>").expect("a style");
    let (_, after) = rest.split_once("</style>").expect("its end");
    format!("{before}{after}")
}

#[test]
fn a_made_table_has_a_part_for_each_category_and_links_to_lines() {
    let files = [
        PACKAGE,
        LOCK,
        ("api/requirements.txt", "fastapi==0.111.0\nredis==5.0.1\n"),
        (
            "jobs/requirements.txt",
            "redis==4.6.0\na.very-long_name.of-a-package==1.0\n",
        ),
    ];
    let text = "# T\n\n<!-- archsite: tech-stack -->\n";
    let made = page(&files, text, BROWSER);
    for expected in [
        "<div class=\"archsite-tech archsite-made\">",
        "| Framework ",
        "| Used by |",
        "<span class=\"archsite-name\">React</span>",
        "<span class=\"archsite-version\">18.3.1</span>",
        "[app](https://host.example/x/blob/HEAD/package-lock.json#L2)",
        "<span class=\"archsite-version\">5.0.1</span>",
        "<span class=\"archsite-again\">redis-py</span>",
        "a-<wbr>very-<wbr>long-<wbr>name-<wbr>of-<wbr>a-<wbr>package",
    ] {
        assert!(made.contains(expected), "{expected}: {made}");
    }
    for absent in ["Category", "Purpose"] {
        assert!(!made.contains(absent), "{absent}: {made}");
    }
    let (newest, oldest) = (made.find("5.0.1"), made.find("4.6.0"));
    assert!(newest < oldest, "{made}");
    // Without a code host, the members are words.
    let plain = Display {
        file_address: None,
        ..BROWSER
    };
    assert!(!page(&files, text, plain).contains("]("));
}

#[test]
fn the_manifest_is_named_where_one_member_uses_everything() {
    let text = "# T\n\n<!-- archsite: tech-stack -->\n";
    let made = page(&[PACKAGE, LOCK], text, BROWSER);
    assert!(made.contains("| From"), "{made}");
    assert!(made.contains("[package-lock.json]("), "{made}");
}

#[test]
fn other_renderers_and_columns_that_are_asked_for_get_one_plain_table() {
    let text = "# T\n\n<!-- archsite: tech-stack -->\n";
    let (plain, _) = run(&[PACKAGE, LOCK], text, false);
    assert!(plain.contains("| Category"), "{plain}");
    assert!(!plain.contains('<') || !plain.contains("<span"), "{plain}");
    let asked = text.replace(" -->", " columns=\"technology,version\" -->");
    let (asked, _) = displayed(&[PACKAGE, LOCK], &asked, false, BROWSER);
    assert!(asked.contains("| Technology"), "{asked}");
    assert!(!asked.contains("<span"), "{asked}");
}

#[test]
fn a_contradicted_version_has_a_mark_that_leads_to_the_manifest() {
    let text = "# T\n\n<!-- archsite: tech-stack -->\n\n| Technology | Version |\n|---|---|\n| React | 17 |\n\
        | Vitest | 2.1 |\n";
    let marked = page(&[PACKAGE, LOCK], text, BROWSER);
    let expected = "| React | 17 <span class=\"archsite-drift\">\
        [package-lock.json](https://host.example/x/blob/HEAD/package-lock.json#L2) has 18.3.1</span> |\n\
        | Vitest | 2.1 |\n";
    assert!(marked.ends_with(expected), "{marked}");
    assert_eq!(run(&[PACKAGE, LOCK], text, false).0, text, "not elsewhere");
    let right = text.replace("| 17 |", "| 18 |");
    assert_eq!(displayed(&[PACKAGE, LOCK], &right, false, BROWSER).0, right);
}
