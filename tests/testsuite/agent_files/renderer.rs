//! The renderer for plain mdBook: what it writes is what the embedded build writes.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::{BOOK, DOC};
use crate::common::{Run, TestBook, run};

const CONTEXT: &str = "[preprocessor.archsite.context]\nllms-txt = true\nllms-full = true\npages = true\n\n[output.html]\n\n[output.llms]\ncommand = \"mdbook-archsite\"\n";

/// What mdBook sends to a renderer.
fn render(book: &TestBook, name: &str) -> Run {
    let input = book.input("llms");
    let processed = run(book.path(), &[], &input.to_string()).book();
    let message = json!({
        "version": "0.5.4",
        "root": book.path(),
        "book": processed,
        "config": input[0]["config"],
        "destination": book.path().join("book").join(name),
    });
    run(book.path(), &[], &message.to_string())
}

fn site(book: &TestBook) {
    book.write("src/img/a.png", "");
    for page in ["index", "doc", "guide", "doc/goods", "doc/money"] {
        book.write(
            &format!("book/html/{page}.html"),
            "<html><head></head></html>",
        );
    }
}

#[test]
fn files_for_agents_are_beside_the_pages() {
    let book = TestBook::new(
        &format!("{BOOK}{CONTEXT}"),
        &[("doc.md", DOC), ("guide.md", "# Guide\n\n## Small\n")],
    );
    site(&book);
    let said = render(&book, "llms");
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (0, ""),
        "{}",
        said.stderr
    );
    let llms = book.read("book/html/llms.txt");
    for link in llms.split("](").skip(1) {
        let file = link.split(')').next().expect("a link");
        assert!(book.path().join("book/html").join(file).is_file(), "{llms}");
    }
    assert!(llms.contains("[Goods](doc/goods.md)"), "{llms}");
    assert!(
        book.read("book/html/doc/goods.html")
            .contains("text/markdown")
    );
    assert!(
        book.read("book/html/llms-full.txt")
            .contains("Things that are sold.")
    );
}

#[test]
fn a_renderer_that_cannot_work_says_why() {
    let with = |config: &str| {
        let files = [("doc.md", DOC), ("guide.md", "# Guide\n\n## Small\n")];
        let book = TestBook::new(&format!("{BOOK}{config}"), &files);
        site(&book);
        book
    };
    let early = render(&with(CONTEXT), "archsite");
    assert_eq!(early.code, 2);
    assert!(early.stderr.contains("[output.llms]"), "{}", early.stderr);
    let alone = render(&with("[output.llms]\n"), "llms");
    assert!(
        alone.stderr.contains("no [output.html]"),
        "{}",
        alone.stderr
    );
    let nothing = render(&with("[output.html]\n[output.llms]\n"), "llms");
    assert_eq!(nothing.code, 0);
    assert!(
        nothing.stderr.contains("nothing was written"),
        "{}",
        nothing.stderr
    );
    let empty = with(CONTEXT);
    fs::remove_dir_all(empty.path().join("book")).expect("no site");
    assert!(render(&empty, "llms").stderr.contains("there is no site"));
    for broken in ["{", "{}", "{\"version\": 3}"] {
        let said = run(Path::new("."), &[], broken);
        assert_eq!(said.code, 2, "{}", said.stderr);
    }
}
