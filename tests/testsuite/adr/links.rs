//! Links to records, and links and pictures in them.

use super::{INDEX, SECOND, TABLE, book, page, short};

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
    insta::assert_snapshot!("links", format!("[md]{links}\n{}", page(&book, "last.md")));
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
    insta::assert_snapshot!("dead_links", short(&book));
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
        "assets",
        format!("{}--- rewritten\n{}", short(&plain), short(&rewriting))
    );
    let shown = page(&rewriting, "0001-one.md");
    assert!(shown.contains("[code](https://github.com/o/r/"), "{shown}");
}
