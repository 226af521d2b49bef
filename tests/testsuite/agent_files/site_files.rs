//! What the built site serves for agents.

use std::path::Path;

use super::archsite;
use crate::common::TestBook;

const BOOK: &str = "[book]\ntitle = \"Mill\"\n\n[output.html]\nsite-url = \"/mill/\"\n\n\
                    [preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\n\
                    [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n\n\
                    [preprocessor.archsite.context]\n";

fn built(keys: &str) -> TestBook {
    let book = TestBook::new(
        &format!("{BOOK}{keys}"),
        &[
            ("guide.md", "# Guide\n\nHow to grind.\n"),
            (
                "doc.md",
                "# Doc\n\n## Grain\n\nDry, see the [guide](guide.md).\n\n## Flour\n\nFine.\n",
            ),
        ],
    );
    for command in ["context", "build"] {
        let said = archsite(book.path(), command);
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
    book
}

/// Whether a file of the site exists.
fn has(book: &TestBook, file: &str) -> bool {
    Path::new(book.path()).join("book").join(file).is_file()
}

#[test]
fn llms_txt_of_the_site_leads_to_its_pages() {
    let book = built("llms-txt = true\nllms-full = true\n");
    let text = book.read("book/llms.txt");
    for link in ["guide", "doc", "doc/grain", "doc/flour"] {
        assert!(text.contains(&format!("(/mill/{link}.html)")), "{text}");
        assert!(has(&book, &format!("{link}.html")), "{link}");
    }
    assert!(text.contains("(/mill/guide.html): How to grind."), "{text}");
    assert!(
        book.read("book/llms-full.txt")
            .contains("Dry, see the [guide]")
    );
    for copy in ["doc/llms.txt", "doc/llms-full.txt"] {
        assert!(book.path().join("src").join(copy).is_file(), "{copy}");
        assert!(!has(&book, copy), "{copy}");
    }
}

#[test]
fn pages_are_served_as_markdown() {
    let book = built("llms-txt = true\npages = true\n");
    assert!(book.read("book/llms.txt").contains("(/mill/doc/grain.md)"));
    let grain = book.read("book/doc/grain.md");
    assert!(grain.contains("[guide](../guide.md)"), "{grain}");
    let html = book.read("book/doc/grain.html");
    let link = "<link rel=\"alternate\" type=\"text/markdown\" href=\"grain.md\">";
    assert!(html.contains(link), "no link to the Markdown");
}

#[test]
fn nothing_is_served_that_was_not_asked_for() {
    let book = built("");
    for file in ["llms.txt", "llms-full.txt", "doc/llms.txt", "doc/grain.md"] {
        assert!(!has(&book, file), "{file}");
    }
}

#[test]
fn a_file_that_the_author_wrote_stays() {
    let own = "# Mill\n\nWritten by hand.\n";
    let book = TestBook::new(
        &format!("{BOOK}llms-txt = true\nllms-full = true\n"),
        &[("doc.md", "# Doc\n\n## Grain\n\nDry.\n"), ("llms.txt", own)],
    );
    let said = archsite(book.path(), "build");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(book.read("book/llms.txt"), own);
    assert!(has(&book, "llms-full.txt"));
}
