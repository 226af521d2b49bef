//! Decision records from outside: their index, their pages, links to them, and what is wrong.

mod common;

use archsite_cli::reference;
use common::{TestBook, chapters, conforms, run};
use serde_json::Value;

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";
const INDEX: (&str, &str) = (
    "decisions.md",
    "# Decisions\n\n<!-- archsite: adr-index -->\n",
);
const FIRST: &str = "---\nstatus: superseded by ADR-0002\ndate: 2020-01-02\n---\n\n# Use one file\n\n## Context\n\nSee [the next](0002-two.md#decision).\n";
const SECOND: &str = "# 2. Use two files\n\nDate: 2021-03-04\n\n## Status\n\nAccepted\n\nSupersedes [1. Use one file](0001-one.md)\n\n## Decision\n\nTwo.\n";

/// A book with chapters in `src` and other files beside it.
fn book(config: &str, chapters: &[(&str, &str)], files: &[(&str, &str)]) -> TestBook {
    let book = TestBook::new(config, chapters);
    for (name, text) in files {
        book.write(name, text);
    }
    book
}

/// One line for each problem.
fn short(book: &TestBook) -> String {
    let run = run(book.path(), &["check", "--format", "short"], "");
    book.redact(&run.stdout)
}

/// Pages as the preprocessor leaves them: number, path and text, without the style.
fn pages(book: &TestBook) -> Vec<(String, String)> {
    let book = book.preprocess().book();
    let pages = chapters(&book).into_iter().map(|page| {
        let number = page["number"].as_array().into_iter().flatten();
        let number: Vec<String> = number.map(ToString::to_string).collect();
        let path = page["path"].as_str().unwrap_or_default();
        let text = page["content"].as_str().unwrap_or_default();
        let mut parts = text.split("<style>");
        let first = parts.next().unwrap_or_default().to_string();
        let rest = parts.filter_map(|part| Some(part.split_once("</style>\n")?.1));
        let text = rest.fold(first, |text, rest| text + rest);
        (format!("{} {path}", number.join(".")), text)
    });
    pages.collect()
}

fn page(book: &TestBook, path: &str) -> String {
    let pages = pages(book);
    let found = pages.iter().find(|(name, _)| name.ends_with(path));
    found.unwrap_or_else(|| panic!("no {path}")).1.clone()
}

fn names(book: &TestBook) -> Vec<String> {
    pages(book).into_iter().map(|(name, _)| name).collect()
}

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
    insta::assert_snapshot!("adr_index", all.collect::<String>());
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
    insta::assert_snapshot!("adr_options", page(&book, "decisions.md"));
}

#[test]
fn wrong_options_are_named() {
    let text = "# Decisions\n\n<!-- archsite: adr-index show=\"tabel\" colour=\"red\" -->\n";
    let files = [(
        "docs/adr/0002-two.md",
        "# Two\n\nStatus: accepted\n\nDate: 2020-01-01\n",
    )];
    let book = book(TABLE, &[("decisions.md", text)], &files);
    insta::assert_snapshot!("adr_wrong_options", short(&book));
}

#[test]
fn records_in_the_folder_of_chapters_are_no_orphans() {
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
            "1.1 adr/0001-one.md",
            "1.2 adr/0002-two.md",
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
fn links_lead_to_the_pages_of_records() {
    let config = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\
                  [output.html]\ngit-repository-url = \"https://github.com/o/r\"\n";
    let first = "# One\n\nStatus: accepted\n\nDate: 2020-01-01\n\n\
                 [md](0002-two.md) [dot](./0002-two.md#decision) [html](0002-two.html) [number](/adr/2)\n\
                 [blob](https://github.com/o/r/blob/main/docs/adr/0002-two.md)\n\
                 [chapter](../../src/last.md) [web](https://example.com/0002-two.md)\n";
    let second = SECOND.replace("Supersedes [1. Use one file](0001-one.md)\n\n", "");
    let files = [
        ("docs/adr/0001-one.md", first),
        ("docs/adr/0002-two.md", &second),
    ];
    let last = "# Last\n\n[two](../docs/adr/0002-two.md#decision) [one][o]\n\n[o]: ../docs/adr/0001-one.md\n";
    let book = book(config, &[INDEX, ("last.md", last)], &files);
    assert_eq!(short(&book), "");
    let one = page(&book, "decisions/0001-one.md");
    let links = one.split_once("[md]").expect("the links").1;
    insta::assert_snapshot!(
        "adr_links",
        format!("[md]{links}\n{}", page(&book, "last.md"))
    );
    let built = book.build();
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(
        book.read("book/last.html")
            .contains("decisions/0002-two.html#decision")
    );
}

#[test]
fn dead_links_of_records_are_shown_where_they_are_written() {
    let first = "---\nstatus: accepted\ndate: 2020-01-01\n---\n# One\n\n[two](0002-two.md) and [gone](0009-gone.md)\n\n[two](0002-two.md#nowhere)\n";
    let second = SECOND.replace("Supersedes [1. Use one file](0001-one.md)\n\n", "");
    let files = [
        ("docs/adr/0001-one.md", first),
        ("docs/adr/0002-two.md", &second),
    ];
    let book = book(TABLE, &[INDEX], &files);
    insta::assert_snapshot!("adr_dead_links", short(&book));
}

#[test]
fn a_file_that_is_not_copied_is_one_problem() {
    let first = "# One\n\nStatus: accepted\n\nDate: 2020-01-01\n\n![picture](one.png) and [code](../../main.rs)\n";
    let files = [
        ("docs/adr/0001-one.md", first),
        ("docs/adr/one.png", "x"),
        ("main.rs", "fn main() {}\n"),
    ];
    let plain = book(TABLE, &[INDEX], &files);
    let config = format!(
        "{TABLE}repository-links = \"rewrite\"\nrepository-url = \"https://github.com/o/r\"\nrepository-ref = \"main\"\n"
    );
    let rewriting = book(&config, &[INDEX], &files);
    insta::assert_snapshot!(
        "adr_assets",
        format!("{}--- rewritten\n{}", short(&plain), short(&rewriting))
    );
    let shown = page(&rewriting, "0001-one.md");
    assert!(shown.contains("[code](https://github.com/o/r/"), "{shown}");
}

#[test]
fn what_is_wrong_is_said() {
    let config =
        format!("{TABLE}[preprocessor.archsite.adr]\ndirectories = [\"docs/adr\", \"none\"]\n");
    let files = [
        (
            "docs/adr/0001-one.md",
            "# 7. One\n\n## Status\n\nSuperseded by [9](0009-none.md)\n",
        ),
        (
            "docs/adr/0002-two.md",
            "# Two\n\nDate: 2021-02-30\n\n## Status\n\nSimmering\n",
        ),
        ("docs/adr/0002-also.md", "# Also\n\nDate: 2021-02-01\n"),
        (
            "docs/adr/0003-three.md",
            "---\nstatus: accepted\n---\n# Three\n\nDate: 2021-02-01\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n",
        ),
        (
            "docs/adr/0004-four.md",
            "# Four\n\nDate: 2021-02-01\n\n## Status\n\nSuperseded by [4](0004-four.md)\n",
        ),
    ];
    let last = "# Last\n\nAs [the record](../docs/adr/0004-four.md) says.\n";
    let book = book(&config, &[INDEX, ("last.md", last)], &files);
    insta::assert_snapshot!("adr_problems", short(&book));
}

/// A repository that has everything wrong that can be.
fn everything_wrong() -> TestBook {
    let config = format!(
        "{TABLE}[preprocessor.archsite.adr]\ndirectories = [\"docs/adr\", \"none\"]\n\
         [preprocessor.archsite.shard]\ndocuments = [\"architecture.md\"]\n\
         [preprocessor.archsite.lints]\nrecord-number-gap = \"warn\"\nsupersession-one-way = \"warn\"\n"
    );
    let record = |status: &str, rest: &str| {
        format!("# A title\n\nDate: 2020-01-02\n\n## Status\n\n{status}\n\n{rest}\n")
    };
    let list = "# Decisions\n\n| # | Title | Status |\n|---|---|---|\n\
                | 4 | [A](0001-one.md) | Accepted |\n\n* [B](0002-two.md)\n* [C](0003-three.md)\n* [D](0099-gone.md)\n";
    let files = [
        ("0001-one.md", record("Superseded", "")),
        (
            "0002-two.md",
            record(
                "Accepted",
                "## Context\n\n[record 7](0001-one.md), superseded, ![a](a.png)",
            ),
        ),
        (
            "0002-too.md",
            record("Accepted", "Supersedes [2](0002-two.md)"),
        ),
        ("0003-three.md", record("Accepted", "Supersedes ADR-3")),
        (
            "0004-four.md",
            "# 5. Four\n\nDate: 2020-02-31\n\nStatus: simmering\n".to_string(),
        ),
        (
            "0006-six.md",
            "---\nstatus: [\ndate: 01/02/2020\n---\n# Six\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n".to_string(),
        ),
        (
            "0007-seven.md",
            "## Decision\n\nx\n\n## Context\n\ny\n".to_string(),
        ),
        (
            "0008-eight.md",
            record("Proposed | Rejected | Accepted", "Supersedes ADR-77"),
        ),
        ("0009-nine.md", "\0".repeat(5 << 20)),
        ("README.md", list.to_string()),
        ("a.png", String::new()),
    ];
    let document = "# Architecture\n\n<!-- archsite: adr-index -->\n\n## Key decisions\n\n### [Decision title]\n\nStatus: [status]\n";
    let last = "# Last\n\nSee [the first](../docs/adr/0001-one.md).\n";
    let book = book(
        &config,
        &[("architecture.md", document), ("last.md", last)],
        &[],
    );
    for (name, text) in files {
        book.write(&format!("docs/adr/{name}"), &text);
    }
    book
}

#[test]
fn every_lint_of_records_has_a_place_and_a_remedy() {
    let book = everything_wrong();
    let said = run(book.path(), &["check", "--format", "json"], "").stdout;
    let mut missing: Vec<&str> = reference::lints()
        .filter(|lint| lint.family == "adr")
        .map(|lint| lint.name)
        .collect();
    for line in said.lines() {
        let problem: Value = serde_json::from_str(line).expect("JSON");
        let name = problem["lint"].as_str().expect("a name");
        missing.retain(|other| *other != name);
        assert!(
            problem["file"].is_string() && problem["help"].is_string(),
            "{line}"
        );
    }
    assert!(missing.is_empty(), "{missing:?} in\n{said}");
    insta::assert_snapshot!("adr_everything_wrong", short(&book));
}

#[test]
fn without_an_index_places_are_those_of_the_files() {
    let config = format!("{TABLE}[preprocessor.archsite.adr]\ndirectories = [\"docs/adr\"]\n");
    let files = [(
        "docs/adr/0001-one.md",
        "# One\n\nDate: 2021-02-30\n\nStatus: simmering\n",
    )];
    let book = book(&config, &[("last.md", "# Last\n")], &files);
    insta::assert_snapshot!("adr_without_index", short(&book));
    assert_eq!(names(&book), ["1 last.md"]);
}

#[test]
fn titles_are_data() {
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
    insta::assert_snapshot!("adr_hostile", page(&book, "decisions.md"));
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
fn records_are_listed_and_explained() {
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
    ];
    let book = book("", &[("a.md", "# A\n")], &files);
    let said = |args: &[&str]| {
        let run = run(book.path(), args, "");
        format!(
            "$ {} ({})\n{}{}",
            args.join(" "),
            run.code,
            run.stdout,
            book.redact(&run.stderr)
        )
    };
    let all = [
        said(&["adr", "list"]),
        said(&["adr", "list", "docs", "--in-force", "--format", "json"]),
        said(&["adr", "list", "--status", "rejected"]),
        said(&["adr", "why", "docs/adr/0001-one.md"]),
    ];
    insta::assert_snapshot!("adr_commands", all.concat());
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
            "1.2.1 architecture/0002-two.md"
        ]
    );
    assert!(page(&book, "architecture/parts.md").contains("[two](../architecture/0002-two.md)"));
    assert!(page(&book, "0002-two.md").contains("[parts](parts.md#parts)"));
}

#[test]
fn directives_work_in_records() {
    let record = "---\nstatus: accepted\ndate: 2020-01-01\nnote: '\\{{#include x.md}}'\n---\n# One\n\n{{#include parts/a.md}}\n\n\
                  ~~~rust\n{{#include ../../code.rs:part}}\n~~~\n\n\\{{#include x.md}}\n\n\
                  We use serde {{#version serde}}.\n\n\
                  <!-- archsite: tech-stack -->\n\n| Technology | Version |\n|---|---|\n| serde | |\n";
    let files = [
        ("docs/adr/0001-one.md", record),
        (
            "docs/adr/parts/a.md",
            "Included, with {{#include b.md}} and [two](0002-two.md).\n",
        ),
        ("docs/adr/parts/b.md", "the rest"),
        (
            "src/adr/0003-in.md",
            "# Three\n\nDate: 2020-01-01\n\nStatus: accepted\n\n{{#include ../last.md}}\n",
        ),
        (
            "docs/adr/0002-two.md",
            "# Two\n\nDate: 2020-01-01\n\nStatus: accepted\n",
        ),
        (
            "code.rs",
            "no\n// ANCHOR: part\nlet a = 1;\n// ANCHOR_END: part\n",
        ),
        (
            "Cargo.toml",
            "[package]\nname = \"x\"\n[dependencies]\nserde = \"1.0.200\"\n",
        ),
    ];
    let book = book(TABLE, &[INDEX, ("last.md", "Last.\n")], &files);
    assert_eq!(short(&book), "");
    insta::assert_snapshot!(
        "adr_directives",
        format!(
            "{}=== three\n{}",
            page(&book, "0001-one.md"),
            page(&book, "0003-in.md")
        )
    );
}

#[test]
fn broken_includes_of_records_are_shown_where_they_are_written() {
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.md");
    std::fs::write(&secret, "SECRET").expect("a file");
    let record = "---\nstatus: accepted\ndate: 2020-01-01\n---\n# One\n\n{{#include gone.md}}\n\n\
                  {{#include a.txt:nowhere}} and {{#include b.txt}}\n\n\
                  {{#include c.txt}}\n\n{{#include SECRET}}\n\n{{#include d.txt}} [dead](dead.md)\n\n{{#include bomb.txt}}\n";
    let record = record.replace("SECRET", &secret.display().to_string());
    let include = format!("{{{{#include {}}}}}", secret.display());
    let files = [
        ("docs/adr/0001-one.md", record.as_str()),
        ("docs/adr/a.txt", "a\n"),
        (
            "docs/adr/b.txt",
            "b {{#include d.txt}}\n\nD {{#include gone.txt}}\n",
        ),
        ("docs/adr/c.txt", include.as_str()),
        ("docs/adr/bomb.txt", &"{{#include bomb.txt}} ".repeat(20)),
        ("docs/adr/d.txt", "{{#include e.txt}}"),
        ("docs/adr/e.txt", "{{#include d.txt}} x [dead](dead-too.md)"),
    ];
    let book = book(TABLE, &[INDEX], &files);
    let said = short(&book).replace(&secret.display().to_string(), "SECRET");
    insta::assert_snapshot!("adr_broken_includes", said);
    let config = format!("{TABLE}fail-on = \"never\"\n");
    book.write("book.toml", &config);
    assert!(!page(&book, "0001-one.md").contains("SECRET\n"));
}

#[test]
fn what_records_say_of_versions_is_history() {
    let table = "\n## Tech Stack\n\n| Technology | Version |\n|---|---|\n| serde | 0.1 |\n";
    let record = format!("# One\n\nDate: 2020-01-01\n\nStatus: accepted\n{table}");
    let files = [
        ("docs/adr/0001-one.md", record.as_str()),
        (
            "Cargo.toml",
            "[package]\nname = \"x\"\n[dependencies]\nserde = \"1.0.200\"\n",
        ),
    ];
    let config = format!("{TABLE}[preprocessor.archsite.tech-stack]\n");
    let last = format!("# Last\n{table}");
    let book = book(&config, &[INDEX, ("last.md", &last)], &files);
    let said = short(&book);
    assert!(
        said.contains("src/last.md") && !said.contains("0001"),
        "{said}"
    );
}

#[test]
fn lists_heed_the_book_around_a_folder() {
    let config = "[preprocessor.archsite.adr]\ndirectories = [\"../own\", \"../more\"]\nstatuses = { parked = \"on-hold\" }\n";
    let book = book("", &[("a.md", "# A\n")], &[]);
    for (name, text) in [
        ("book.toml", ""),
        ("site/book.toml", config),
        ("site/src/SUMMARY.md", "- [A](a.md)\n"),
        ("own/0001-one.md", "# One\n\nStatus: parked\n"),
        ("own/area/0002-two.md", "# Two\n\nStatus: accepted\n"),
        ("docs/adr/0003-three.md", "# Three\n\nStatus: Parked\n"),
        (".git/HEAD", ""),
    ] {
        book.write(name, text);
    }
    let said = |args: &[&str]| {
        let run = run(book.path(), args, "");
        let words = args.join(" ");
        format!("$ {words}\n{}{}", run.stdout, book.redact(&run.stderr))
    };
    let all = [
        said(&["adr", "list", "."]),
        said(&["adr", "list", "site"]),
        said(&["adr", "list", "own/area"]),
        said(&["adr", "list", "docs"]),
        said(&["adr", "why", "own/0001-one.md"]),
    ];
    insta::assert_snapshot!("adr_configured_lists", all.concat());
}

#[test]
fn lists_have_the_documented_schema() {
    let guide = include_str!("../book-example/src/guide/command-line.md");
    let title = guide.find("The records listed by").expect("the schema");
    let start = guide[..title].rfind("```json\n").expect("its fence") + 8;
    let end = start + guide[start..].find("\n```").expect("its end");
    let schema: Value = serde_json::from_str(&guide[start..end]).expect("JSON");
    let files = [
        ("docs/adr/0001-one.md", FIRST),
        ("docs/adr/0002-two.md", SECOND),
        (
            "docs/adr/plain.md",
            "---\nstatus: simmering\ntags: [x]\ndeciders: [A, B]\narea: core\n---\n# T\n\n## Decision\n\n## Context\n\n## Consequences\n",
        ),
    ];
    let book = book("", &[("a.md", "# A\n")], &files);
    let listed = run(book.path(), &["adr", "list", "--format", "json"], "");
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(3), "{listed}");
    conforms(&listed, &schema, "");
}
