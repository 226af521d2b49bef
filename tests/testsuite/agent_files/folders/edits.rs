//! Edited shards and changed line ends.

use std::fs;

use super::{BOOK, DOC, Repository};
use crate::agent_files::archsite;
use crate::common::TestBook;

#[test]
fn text_at_the_end_of_a_shard_comes_before_the_rule() {
    let rest = "\n\n---\n\n## Two\n\ny\n";
    let cases = [
        ("\nMore.", "\n\nMore."),
        ("\nMore.\n", "\n\nMore."),
        ("\nMore.\n\n\n", "\n\nMore."),
        ("- item\n", "\n\n- item"),
        ("\n\n\n", ""),
    ];
    for (added, in_document) in cases {
        for source in [true, false] {
            let repository = Repository::new(DOC);
            let text = repository.read("doc/one.md") + added;
            repository.write("doc/one.md", &text);
            if !source {
                fs::remove_file(repository.root.join("doc.md")).expect("the document goes");
            }
            let said = archsite(&repository.root, "assemble doc");
            assert_eq!(said.code, 0, "{}", said.stderr);
            let expected = DOC.replace(rest, &format!("{in_document}{rest}"));
            assert_eq!(repository.read("doc.md"), expected, "{added:?}, {source}");
            let said = archsite(&repository.root, "shard doc.md --check");
            assert_eq!(said.code, 0, "{}", said.stdout);
        }
    }
    // A section that is deleted takes its rule along; one that is left open is refused.
    let repository = Repository::new(DOC);
    let head = repository.read("doc/one.md");
    let head = head.split("\n\n").next().expect("a comment");
    repository.write("doc/one.md", &format!("{head}\n"));
    assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
    assert_eq!(repository.read("doc.md"), "# D\n\nIntro.\n\n## Two\n\ny\n");
    let repository = Repository::new(DOC);
    repository.write("doc/one.md", &(repository.read("doc/one.md") + "```\n"));
    repository.refused("assemble doc", "is a code fence or a comment not closed?");
}

#[test]
fn text_above_the_head_goes_to_no_other_section() {
    let repository = Repository::new(DOC);
    repository.change("doc/two.md", "<!--", "\u{feff}<!--");
    repository.change("doc/two.md", "\ny\n", "\nz\n");
    assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
    assert_eq!(repository.read("doc.md"), DOC.replace("\ny\n", "\nz\n"));
    let cases = [
        ("two.md", "<!--", "Lead.\n\n<!--", "above the comment"),
        (
            "two.md",
            "# Two",
            "Lead.\n\n# Two",
            "is above the heading of the section",
        ),
        ("two.md", "# Two\n", "", "or the heading is missing"),
    ];
    for (shard, from, to, words) in cases {
        let repository = Repository::new(DOC);
        let shard = format!("doc/{shard}");
        repository.change(&shard, from, to);
        let edited = repository.read(&shard);
        repository.refused("assemble doc", words);
        repository.refused("shard doc.md", "edited since they were written");
        assert_eq!(repository.read("doc.md"), DOC);
        assert_eq!(repository.read(&shard), edited);
    }
}

#[test]
fn line_ends_of_a_checkout_are_not_a_change() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for manifest_too in [true, false] {
        let repository = Repository::new(DOC);
        for name in ["doc.md", "doc/index.md", "doc/one.md", "doc/two.md"] {
            repository.write(name, &crlf(&repository.read(name)));
        }
        if manifest_too {
            repository.write(
                "doc/manifest.json",
                &crlf(&repository.read("doc/manifest.json")),
            );
        }
        let said = archsite(&repository.root, "shard doc.md --check");
        assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
        repository.change("doc/two.md", "\ny\r", "\nz\r");
        assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
        let expected = crlf(&DOC.replace("\ny\n", "\nz\n"));
        assert_eq!(repository.read("doc.md"), expected);
        assert_eq!(archsite(&repository.root, "shard doc.md --check").code, 0);
        // The document is gone: its line ends are those of the files.
        fs::remove_file(repository.root.join("doc.md")).expect("the document goes");
        assert_eq!(archsite(&repository.root, "assemble doc").code, 0);
        assert_eq!(repository.read("doc.md"), expected);
    }
    let book = TestBook::new(BOOK, &[("doc.md", DOC)]);
    let command = "context --llms-txt --llms-full";
    assert_eq!(archsite(book.path(), command).code, 0);
    for name in [
        "doc.md",
        "doc/one.md",
        "doc/index.md",
        "doc/llms.txt",
        "doc/llms-full.txt",
    ] {
        let name = format!("src/{name}");
        book.write(&name, &crlf(&book.read(&name)));
    }
    let said = archsite(book.path(), &format!("{command} --check"));
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
}
