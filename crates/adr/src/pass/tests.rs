//! Small repositories as books.

use std::fs;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::fs::Reader;
use archsite_core::site::{Item, Page, Site};

use crate::{Config, Files, connect, prepare, render};

/// A repository with chapters in `src`, made into a book: its pages by path, and what was
/// said about it.
struct Made {
    pages: Vec<(String, String)>,
    problems: Vec<Diagnostic>,
    site: Site,
}

fn made(chapters: &[(&str, &str)], files: &[(&str, &str)]) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    fs::create_dir_all(folder.path().join("src")).expect("a folder");
    let mut site = Site {
        root: folder.path().into(),
        book_root: folder.path().into(),
        src: "src".into(),
        html: true,
        ..Site::default()
    };
    for (path, text) in chapters {
        let mut page = Page::default();
        page.name = (*path).to_string();
        page.path = Some((*path).to_string());
        page.source_path = page.path.clone();
        let id = site.add_loaded(page, (*text).to_string());
        site.pages[id].number = Some(vec![id as u32 + 1]);
        site.items.push(Item::Page(id));
    }
    let mut problems = Vec::new();
    let reader = Reader::new(folder.path());
    let files = Files {
        reader: &reader,
        expand: &|texts| {
            texts
                .into_iter()
                .map(|record| record.text.to_string())
                .collect()
        },
    };
    let prepared = prepare(&mut site, &Config::default(), &files, &[], &mut problems);
    connect(&mut site, &prepared, None).expect("sound edits");
    render(&mut site, &prepared, &mut problems).expect("edits are sound");
    let pages = site.reading_order().into_iter().map(|id| {
        let page = &site.pages[id];
        (
            page.path.clone().unwrap_or_default(),
            page.text.as_str().to_string(),
        )
    });
    Made {
        pages: pages.collect(),
        problems,
        site,
    }
}

impl Made {
    fn page(&self, path: &str) -> &str {
        let found = self.pages.iter().find(|(other, _)| other == path);
        &found
            .unwrap_or_else(|| panic!("{path} is not a page of {:?}", self.paths()))
            .1
    }

    fn paths(&self) -> Vec<&str> {
        self.pages.iter().map(|(path, _)| path.as_str()).collect()
    }

    fn lints(&self) -> Vec<&str> {
        self.problems
            .iter()
            .map(|problem| problem.lint.name)
            .collect()
    }
}

const INDEX: (&str, &str) = (
    "decisions.md",
    "# Decisions\n\n<!-- archsite: adr-index -->\n\nEnd.\n",
);

#[test]
fn a_directive_is_enough() {
    let made = made(
        &[
            INDEX,
            (
                "last.md",
                "See [A](../doc/adr/0001-a.md#why), superseded.\n",
            ),
        ],
        &[
            (
                "doc/adr/0001-a.md",
                "---\nstatus: superseded by ADR-2\ndate: 2020-01-02\n---\n# A\n\nSee [B](./0002-b.md), [C](/adr/2), [pic](a.png).\n",
            ),
            (
                "doc/adr/0002-b.md",
                "# 2. B\n\nDate: 2021-01-02\n\n## Status\n\nAccepted\n",
            ),
            ("doc/adr/a.png", "x"),
            ("doc/adr/README.md", "# Records\n"),
        ],
    );
    assert_eq!(
        made.paths(),
        [
            "decisions.md",
            "decisions/0002-b.md",
            "decisions/no-longer-in-force.md",
            "decisions/0001-a.md",
            "last.md"
        ]
    );
    let gone = made.page("decisions/no-longer-in-force.md");
    assert!(
        gone.contains("[A](0001-a.md)") && !gone.contains("[B](0002-b.md) "),
        "{gone}"
    );
    let index = made.page("decisions.md");
    for part in [
        "## In force { #in-force }\n",
        "<span class=\"archsite-no\">2</span> [B](decisions/0002-b.md) <span class=\"archsite-side\"><span class=\"archsite-date\">2021-01-02</span></span>",
        "<span>replaces [1](decisions/0001-a.md)</span>",
        "## No longer in force { #no-longer }\n",
        "<span>replaced by [2](decisions/0002-b.md)</span>",
        "## What replaced what { #what-replaced-what }\n",
        "<svg class=\"archsite-rail\"",
        "\n\nEnd.\n",
    ] {
        assert!(index.contains(part), "{part} in {index}");
    }
    assert!(!index.contains("<script"), "no script");
    let old = made.page("decisions/0001-a.md");
    assert!(
        !old.contains("status: superseded"),
        "front matter goes: {old}"
    );
    assert!(
        old.contains("No longer in force. Now: [2. B](0002-b.md)"),
        "{old}"
    );
    assert!(
        old.contains("See [B](0002-b.md), [C](0002-b.md), [pic](a.png)."),
        "{old}"
    );
    assert!(
        made.page("decisions/0002-b.md")
            .contains("Replaces [1. A](0001-a.md)"),
        "derived"
    );
    assert!(
        made.page("last.md")
            .contains("[A](decisions/0001-a.md#why)")
    );
    assert_eq!(made.lints(), ["supersession-one-way", "record-asset"]);
    let numbers: Vec<_> = made
        .site
        .pages
        .iter()
        .map(|page| page.number.clone())
        .collect();
    let expected = [vec![1, 0, 1], vec![1, 2], vec![1, 0]];
    assert_eq!(numbers[2..], expected.map(Some));
    // The banner says it, and keeps the address of the section.
    let new = made.page("decisions/0002-b.md");
    assert!(
        !new.contains("## Status") && !new.contains("Date:"),
        "{new}"
    );
    assert!(new.contains("<a id=\"status\"></a>"), "{new}");
}

#[test]
fn each_of_several_folders_has_a_page() {
    let text = "# A\n\nStatus: accepted\n\nDate: 2020-01-02\n";
    let made = made(
        &[INDEX],
        &[
            ("a/docs/adr/0001-a.md", text),
            ("b/docs/adr/0001-b.md", text),
        ],
    );
    assert_eq!(
        made.paths(),
        [
            "decisions.md",
            "decisions/a/docs/adr/index.md",
            "decisions/a/docs/adr/0001-a.md",
            "decisions/b/docs/adr/index.md",
            "decisions/b/docs/adr/0001-b.md",
        ]
    );
    let folder = made.page("decisions/a/docs/adr/index.md");
    assert!(
        folder.contains("(0001-a.md)") && !folder.contains("0001-b.md"),
        "{folder}"
    );
}

#[test]
fn tags_lead_to_their_groups() {
    let index = "# Decisions\n\n<!-- archsite: adr-index group-by=\"tag\" -->\n";
    let record = "---\nstatus: accepted\ntags: [\"Data bases\"]\n---\n# A\n";
    let made = made(&[("decisions.md", index)], &[("adr/0001-a.md", record)]);
    assert!(
        made.page("decisions.md")
            .contains("### Data bases { #tag-data-bases }")
    );
    let page = made.page("decisions/0001-a.md");
    assert!(
        page.contains("[Data bases](../decisions.md#tag-data-bases)"),
        "{page}"
    );
}

#[test]
fn records_that_are_chapters_are_not_added_again() {
    let text = "# A\n\nStatus: accepted\n\nDate: 2020-01-02\n";
    let made = made(
        &[INDEX, ("adr/0001-a.md", text)],
        &[("src/adr/0001-a.md", text), ("src/adr/0002-b.md", text)],
    );
    assert_eq!(
        made.paths(),
        ["decisions.md", "adr/0002-b.md", "adr/0001-a.md"]
    );
    assert!(
        made.page("adr/0001-a.md").contains("archsite-accepted"),
        "it has a head too"
    );
    assert!(made.page("decisions.md").contains("](adr/0001-a.md)"));
}

#[test]
fn the_first_directive_owns_the_pages_and_each_shows_its_own() {
    let options = "# In force\n\n<!-- archsite: adr-index show=\"table\" columns=\"title\" filter=\"status=accepted\" -->\n";
    let made = made(
        &[INDEX, ("other.md", options)],
        &[
            (
                "adr/0001-a.md",
                "# A\n\nStatus: accepted\n\nDate: 2020-01-02\n",
            ),
            (
                "adr/0002-b.md",
                "# B\n\nStatus: proposed\n\nDate: 2020-01-02\n",
            ),
        ],
    );
    assert_eq!(made.paths().len(), 4, "{:?}", made.paths());
    let other = made.page("other.md");
    assert!(
        other.contains("| Title |\n| --- |\n| [A](decisions/0001-a.md) |\n"),
        "{other}"
    );
    assert!(!other.contains("0002-b"), "{other}");
}

#[test]
fn what_records_hold_is_data() {
    let evil = "# <script>alert(1)</script> \u{202e}\0\u{7}`x` | [y](javascript:z) {{#include a}}\n\n* Status: <b onclick=x>simmering\n* Deciders: <img src=x onerror=y>\n* Date: 2020-01-02\n\n## Links\n\n* Supersedes [B](0002-b.md)\n";
    let made = made(
        &[INDEX],
        &[
            ("adr/0001-a.md", evil),
            ("adr/0002-b.md", "# B\n\nStatus: superseded\n"),
        ],
    );
    let index = made.page("decisions.md");
    for part in [
        "<script",
        "<b onclick",
        "<img",
        "](javascript:",
        "{{#include",
        "\u{202e}",
        "\0",
        "\u{7}",
    ] {
        assert!(!index.contains(part), "{part} in {index}");
    }
    assert!(index.contains("alert(1)"), "{index}");
    // The page itself holds what its author wrote; what is generated on it does not.
    let page = made.page("decisions/0001-a.md");
    let head =
        &page[page.find("<style>").expect("a head")..page.find("* Status").expect("the record")];
    assert!(!head.contains("<img") && !head.contains("<b on"), "{head}");
}

#[test]
fn without_records_it_is_said() {
    assert_eq!(made(&[INDEX], &[]).lints(), ["records-not-found"]);
    assert!(
        made(&[("a.md", "# A\n")], &[]).lints().is_empty(),
        "nobody asked"
    );
}
