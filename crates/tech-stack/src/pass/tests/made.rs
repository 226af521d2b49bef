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

/// A page with this table below a directive.
fn with_table(table: &str) -> String {
    format!("# T\n\n<!-- archsite: tech-stack -->\n\n{table}")
}

#[test]
fn a_contradicted_version_has_a_mark_that_leads_to_the_manifest() {
    let text =
        with_table("| Technology | Version |\n|---|---|\n| React | 17 |\n| Vitest | 2.1 |\n");
    let marked = page(&[PACKAGE, LOCK], &text, BROWSER);
    let expected = "| <span class=\"archsite-name\">React</span> | <span class=\"archsite-version\">17 \
        <span class=\"archsite-drift\">\
        [package-lock.json](https://host.example/x/blob/HEAD/package-lock.json#L2) has 18.3.1</span></span> |\n\
        | <span class=\"archsite-name\">Vitest</span> | <span class=\"archsite-version\">2.1</span> |\n\n\
        <span class=\"archsite-note\">≠ marks a version that the manifests contradict.</span>\n\n</div>\n";
    assert!(marked.contains(expected), "{marked}");
    assert_eq!(run(&[PACKAGE, LOCK], &text, false).0, text, "not elsewhere");
    let right = text.replace("| 17 |", "| 18 |");
    let right = page(&[PACKAGE, LOCK], &right, BROWSER);
    assert!(!right.contains("archsite-drift"), "{right}");
    assert!(!right.contains("archsite-note"), "{right}");
}

#[test]
fn a_filled_version_leads_to_the_line_it_is_from() {
    let link = "[18.3.1](https://host.example/x/blob/HEAD/package-lock.json#L2)";
    let filled = format!("<span class=\"archsite-filled\">{link}</span>");
    let filled = format!("<span class=\"archsite-version\">{filled}</span>");
    // Whatever is in the cell, and however the bars are written.
    for table in [
        "| Technology | Version |\n|---|---|\n| React | TBD |\n",
        "| Technology | Version |\n|---|---|\n| React |  |\n",
        "| Technology | Version |\n|---|---|\n| React ||\n",
        "| Technology | Version |\n| ---------- | ------- |\n| React      | TBD     |\n",
        "| Technology | Version |\n| ---------- | ------- |\n| React      |         |\n",
        "Technology | Version\n---|---\nReact | TBD\n",
    ] {
        let page = page(&[PACKAGE, LOCK], &with_table(table), BROWSER);
        assert!(page.contains(&filled), "{table}: {page}");
        assert!(
            page.contains("Underlined versions come from package-lock.json."),
            "{page}"
        );
        let tags = |tag: &str| page.matches(tag).count();
        assert_eq!(tags("<span"), tags("</span>"), "{page}");
    }
    // What is not plain text is filled as it is elsewhere.
    let table = "| Technology | Version |\n| --- | --- |\n| React | `TBD` |\n";
    let page = page(&[PACKAGE, LOCK], &with_table(table), BROWSER);
    assert!(
        page.contains("<span class=\"archsite-version\">`18.3.1`</span>"),
        "{page}"
    );
}

#[test]
fn several_versions_of_one_technology_have_no_link() {
    let files = [
        ("api/requirements.txt", "redis==5.0.1\n"),
        ("jobs/requirements.txt", "redis==4.6.0\n"),
    ];
    let text = with_table("| Technology | Version |\n|---|---|\n| redis-py |  |\n");
    let page = page(&files, &text, BROWSER);
    let version = "<span class=\"archsite-version\">5.0.1, 4.6.0</span>";
    assert!(page.contains(version), "{page}");
    assert!(!page.contains("archsite-note"), "{page}");
}

#[test]
fn rows_of_a_table_without_rows_look_like_those_of_an_author() {
    let text = with_table("| Technology | Version |\n|---|---|\n");
    let page = page(&[PACKAGE, LOCK], &text, BROWSER);
    let react = "<span class=\"archsite-name\">React</span> | <span class=\"archsite-version\">18.3.1</span>";
    assert!(page.contains(react), "{page}");
    assert!(page.ends_with("|\n\n</div>\n\n"), "{page:?}");
}

#[test]
fn what_follows_a_table_is_not_a_part_of_its_element() {
    let table = "| Technology | Version |\n|---|---|\n| React | 18 |\n";
    for after in ["## Next\n", "* item\n", "```\ncode\n```\n", ""] {
        let text = with_table(&format!("{table}{after}"));
        let page = page(&[PACKAGE, LOCK], &text, BROWSER);
        assert!(page.contains(&format!("\n\n</div>\n\n{after}")), "{page}");
    }
}

#[test]
fn a_table_without_a_column_of_versions_stays_as_it_is() {
    let text = with_table("| Topic | Words |\n|---|---|\n| React | 18 |\n");
    assert_eq!(displayed(&[PACKAGE, LOCK], &text, false, BROWSER).0, text);
}
