//! Diagrams as pictures: in the site, after splitting, and from the command.

use serde_json::Value;

use crate::common::{Run, TestBook, chapters, run};

const CONFIG: &str =
    "[book]\ntitle = \"Mill\"\n[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

const DIAGRAM: &str = "# Mill\n\n```mermaid\nflowchart LR\n  field --> grinding\n```\n";

/// The text of the chapter at a path.
fn text(book: &Value, path: &str) -> String {
    let found = chapters(book)
        .into_iter()
        .find(|chapter| chapter["path"] == path);
    let chapter = found.unwrap_or_else(|| panic!("{path} is not in the book"));
    chapter["content"].as_str().expect("a text").to_string()
}

#[test]
fn a_diagram_is_a_picture_in_the_page_in_print_and_in_the_search() {
    let second = DIAGRAM.replace("Mill", "Shop");
    let book = TestBook::new(CONFIG, &[("mill.md", DIAGRAM), ("shop.md", &second)]);
    let run = book.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    for page in ["book/mill.html", "book/shop.html"] {
        let page = book.read(page);
        assert_eq!(page.matches("aria-roledescription").count(), 0, "{page}");
        assert!(page.contains("<title id=\"diagram-"), "{page}");
        assert!(
            page.contains("<summary>Source of the diagram</summary>"),
            "{page}"
        );
        assert!(page.contains("field --&gt; grinding\n"), "{page}");
    }
    let print = book.read("book/print.html");
    let mut ids: Vec<&str> = print
        .split(" id=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids of print.html are unique");
    for part in print.split("url(#").skip(1) {
        let id = part.split(')').next().expect("an id");
        assert!(ids.contains(&id), "{id}");
    }
    let index = std::fs::read_dir(book.path().join("book")).expect("the site");
    let names = index.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let index = names
        .into_iter()
        .find(|name| name.starts_with("searchindex"));
    assert!(
        book.read(&format!("book/{}", index.expect("an index")))
            .contains("grind")
    );
}

#[test]
fn a_book_that_draws_mermaid_is_left_alone() {
    let check = |config: &str, head: &str, is_drawn: bool| {
        let config = format!("{CONFIG}{config}");
        let book = TestBook::new(&config, &[("mill.md", DIAGRAM)]);
        book.write("mermaid.min.js", "");
        if !head.is_empty() {
            book.write("theme/head.hbs", head);
        }
        let page = text(&book.preprocess().book(), "mill.md");
        assert_eq!(page.contains("<svg"), is_drawn, "{config}");
        assert_eq!(page == DIAGRAM, !is_drawn, "{config}");
    };
    check("", "", true);
    check("", "<meta name=\"a\">", true);
    check("", "<script src=\"mermaid.min.js\"></script>", false);
    check("[preprocessor.mermaid]\ncommand = \"true\"\n", "", false);
    check(
        "[output.html]\nadditional-js = [\"mermaid.min.js\"]\n",
        "",
        false,
    );
    check(
        "[preprocessor.archsite.diagrams]\nmermaid = false\n",
        "",
        false,
    );
    check(
        "[preprocessor.archsite.diagrams]\nmermaid = true\n[output.html]\nadditional-js = [\"mermaid.min.js\"]\n",
        "",
        true,
    );
}

#[test]
fn other_renderers_get_the_source() {
    let config = format!("{CONFIG}[output.html]\n[output.markdown]\n");
    let book = TestBook::new(&config, &[("mill.md", DIAGRAM)]);
    let run = run(book.path(), &[], &book.input("markdown").to_string());
    assert_eq!(text(&run.book(), "mill.md"), DIAGRAM);
}

#[test]
fn links_of_diagrams_follow_their_targets_and_are_checked() {
    let config = format!("{CONFIG}shard.documents = [\"mill.md\"]\n");
    let text_of = "# Mill\n\n## Way\n\n```mermaid\nflowchart LR\n  a --> b\n  click a \"#wheel\"\n  click b \"shop.md\"\n```\n\n\
         ## Wheel\n\nTurns.\n";
    let book = TestBook::new(&config, &[("mill.md", text_of), ("shop.md", "# Shop\n")]);
    let page = text(&book.preprocess().book(), "mill/way.md");
    assert!(page.contains("href=\"wheel.md#wheel\""), "{page}");
    assert!(page.contains("href=\"../shop.md\""), "{page}");
    book.build();
    let page = book.read("book/mill/way.html");
    assert!(page.contains("href=\"wheel.html#wheel\""), "{page}");
    let broken = text_of.replace("shop.md", "shed.md");
    book.write("src/mill.md", &broken);
    let run = run(book.path(), &["check", "--format", "short"], "");
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        run.stdout.contains("src/mill.md:9:12: error[broken-link]"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_command_checks_documents_without_a_book() {
    let book = TestBook::new("", &[]);
    book.write("docs/good.md", DIAGRAM);
    book.write(
        "docs/bad.md",
        "# Shop\n\n```mermaid\nflowchart LR\n  a --> [b\n```\n",
    );
    std::fs::remove_file(book.path().join("book.toml")).expect("a file");
    let check = |args: &[&str]| -> Run { run(book.path(), &[&["diagrams"], args].concat(), "") };
    let good = check(&["docs/good.md", "--check"]);
    assert_eq!(
        (good.code, good.stdout.as_str()),
        (0, ""),
        "{}",
        good.stderr
    );
    for args in [&["docs/bad.md"][..], &["docs"], &[]] {
        let bad = check(&[args, &["--format", "short"]].concat());
        assert_eq!(bad.code, 1, "{}", bad.stderr);
        assert!(bad.stdout.contains("docs/bad.md:5:"), "{}", bad.stdout);
        assert!(bad.stdout.contains("mermaid-syntax"), "{}", bad.stdout);
    }
    let allowed = check(&["docs/bad.md", "--fail-on", "error"]);
    assert_eq!(allowed.code, 0, "{}", allowed.stderr);
    assert_eq!(check(&["docs/none.md"]).code, 2);
}

#[test]
fn diagrams_of_characters_scroll_and_have_a_name() {
    let boxes = "# Mill\n\n```text\n┌───┐\n│ A │\n└───┘\n```\n\n```text\nplain\n```\n";
    let book = TestBook::new(CONFIG, &[("mill.md", boxes)]);
    let page = text(&book.preprocess().book(), "mill.md");
    let picture = "<pre role=\"img\" aria-label=\"Diagram of characters: Mill\">";
    assert!(page.contains(picture), "{page}");
    assert!(page.contains("┌───┐&#10;│ A │&#10;└───┘&#10;"), "{page}");
    assert!(page.ends_with("\n```text\nplain\n```\n"), "{page}");
}
