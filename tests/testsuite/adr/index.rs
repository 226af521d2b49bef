//! Directives `adr-index`: what they show, and where the pages of records go.

use super::{FIRST, INDEX, SECOND, TABLE, book, names, page, pages, short};

#[test]
fn a_directive_gives_an_index_and_pages() {
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
    ];
    let book = book(TABLE, &[INDEX], &files);
    let all = pages(&book);
    let all = all
        .iter()
        .map(|(name, text)| format!("=== {name}\n{text}\n"));
    insta::assert_snapshot!("index", all.collect::<String>());
    assert_eq!(short(&book), "");
}

#[test]
fn options_choose_what_is_shown() {
    let third = "# 3. Use three\n\nDate: 2022-01-01\n\n## Status\n\nProposed\n";
    let text = "# Decisions\n\n<!-- archsite: adr-index show=\"table\" columns=\"date,title\" sort=\"-number\" -->\n\n\
                ## By status\n\n<!-- archsite: adr-index show=\"table\" columns=\"number\" group-by=\"status\" -->\n\n\
                ## Of one year\n\n<!-- archsite: adr-index show=\"table\" columns=\"title\" filter=\"year=2022\" -->\n";
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
        ("docs/adr/0003-three.md", third),
    ];
    let book = book(TABLE, &[("decisions.md", text)], &files);
    insta::assert_snapshot!("options", page(&book, "decisions.md"));
}

#[test]
fn wrong_options_are_named() {
    let text = "# Decisions\n\n<!-- archsite: adr-index show=\"tabel\" colour=\"red\" -->\n";
    let files = [(
        "docs/adr/0002-two.md",
        "# Two\n\nStatus: accepted\n\nDate: 2020-01-01\n",
    )];
    let book = book(TABLE, &[("decisions.md", text)], &files);
    insta::assert_snapshot!("wrong_options", short(&book));
}

#[test]
fn records_below_src_are_not_orphans() {
    let files = [
        ("src/adr/0001-one.md", FIRST),
        ("src/adr/0002-two.md", SECOND),
    ];
    let chapters = [
        INDEX,
        ("last.md", "# Last\n\n[Two](adr/0002-two.md#decision).\n"),
    ];
    let book = book(TABLE, &chapters, &files);
    assert_eq!(short(&book), "");
    let names = names(&book);
    assert_eq!(
        names,
        [
            "1 decisions.md",
            "1.2 adr/0002-two.md",
            "1.0 decisions/no-longer-in-force.md",
            "1.0.1 adr/0001-one.md",
            "2 last.md"
        ]
    );
}

#[test]
fn listed_records_keep_their_place() {
    let text = SECOND.replace("Supersedes [1. Use one file](0001-one.md)\n\n", "");
    let book = book(TABLE, &[("adr/0002-two.md", &text), INDEX], &[]);
    assert_eq!(names(&book), ["1 adr/0002-two.md", "2 decisions.md"]);
    assert!(page(&book, "decisions.md").contains("(adr/0002-two.md)"));
    assert_eq!(short(&book), "");
}

#[test]
fn titles_of_records_are_escaped() {
    let hostile = "# </title><script>alert(1)</script> | `a` [x](javascript:y) {{#include 0002-two.md}} \"q\" & -->\n\n\
                   * Status: <b>odd\n* Date: 2020-01-01\n* Supersedes: [2](0002-two.md)\n";
    let files = [
        ("docs/adr/0001-one.md", hostile),
        (
            "docs/adr/0002-two.md",
            "# Two\n\n* Status: superseded\n* Date: 2020-01-01\n",
        ),
    ];
    let book = book(TABLE, &[INDEX], &files);
    insta::assert_snapshot!("hostile", page(&book, "decisions.md"));
    let built = book.build();
    assert_eq!(built.code, 0, "{}", built.stderr);
    let html = book.read("book/decisions.html");
    let main = html.split_once("<main>").expect("the page").1;
    let main = main.split_once("</main>").expect("its end").0;
    assert!(
        !main.contains("<script") && !main.contains("href=\"javascript"),
        "{main}"
    );
}

#[test]
fn records_belong_to_the_page_that_the_directive_moves_to() {
    let config =
        format!("{TABLE}[preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]\n");
    let document = "# Architecture\n\nIntroduction.\n\n## Parts\n\nSee [two](../docs/adr/0002-two.md).\n\n\
                    ## Decisions\n\n<!-- archsite: adr-index show=\"table\" -->\n";
    let second = SECOND.replace("Supersedes [1. Use one file](0001-one.md)\n\n", "");
    let second = format!("{second}\n[parts](../../src/architecture.md#parts)\n");
    let book = book(
        &config,
        &[("architecture.md", document)],
        &[("docs/adr/0002-two.md", &second)],
    );
    assert_eq!(short(&book), "");
    assert_eq!(
        names(&book),
        [
            "1 architecture.md",
            "1.1 architecture/parts.md",
            "1.2 architecture/decisions.md",
            "1.2.2 architecture/0002-two.md"
        ]
    );
    assert!(page(&book, "architecture/parts.md").contains("[two](../architecture/0002-two.md)"));
    assert!(page(&book, "0002-two.md").contains("[parts](parts.md#parts)"));
}

#[test]
fn labels_of_decisions_in_documents_do_not_widen_the_numbers_of_records() {
    let document = "# Architecture\n\n## Architecture Decisions\n\n### Decision 12: Use PostgreSQL\n\n**Status:** Accepted\n\n\
                    **Decision:** We use PostgreSQL.\n\n### Decision 13: Use Redis\n\n**Status:** Accepted\n\n\
                    **Decision:** We use Redis.\n";
    let record = "# 1. Use files\n\nDate: 2021-03-04\n\n## Status\n\nAccepted\n";
    let files = [
        ("docs/adr/0001-one.md", record),
        ("shop/docs/adr/0001-two.md", record),
    ];
    let config =
        format!("{TABLE}[preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]\n");
    let book = book(&config, &[INDEX, ("architecture.md", document)], &files);
    let index = page(&book, "decisions.md");
    let lists = index.split("class=\"archsite-records").skip(1);
    let widths = lists.map(|list| {
        let width = list.split("--no:").nth(1).unwrap_or_default();
        let is_of_documents = list.contains("PostgreSQL");
        (
            is_of_documents,
            width.split("ch").next().unwrap_or_default(),
        )
    });
    let widths: Vec<_> = widths.collect();
    assert!(widths.contains(&(true, "11.5")), "{index}");
    assert!(widths.contains(&(false, "1.5")), "{index}");
}
