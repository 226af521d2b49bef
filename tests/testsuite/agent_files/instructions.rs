//! Instruction files of agents: as documents that are split, and with a list of files in them.

use std::fs;
use std::path::Path;

use super::{BOOK, DOC, archsite};
use crate::common::TestBook;

const RULE: &str = "---\ndescription: Rules of the mill\nglobs: src/**/*.ts\nalwaysApply: false\n---\n\n# Mill\n\nSee \
    [stones](#stones) and the [plan](../../docs/plan.md).\n\n## Stones\n\nGranite, as in [the \
    plan](../../docs/plan.md#stones).\n\n## Sieves\n\nFine.\n";

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn a_rule_over_its_budget_becomes_an_index_with_its_front_matter() {
    let folder = repository(&[(".cursor/rules/mill.mdc", RULE)]);
    let at = folder.path();
    let said = archsite(
        at,
        "shard .cursor/rules/mill.mdc --replace --only-over 1000",
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(
        read(at, ".cursor/rules/mill.mdc"),
        RULE,
        "it is small enough"
    );
    let said = archsite(at, "shard .cursor/rules/mill.mdc --replace --only-over 20");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let index = read(at, ".cursor/rules/mill.mdc");
    let (front, rest) = index.split_at(RULE.find("\n# Mill").expect("a heading"));
    assert!(RULE.starts_with(front), "{index}");
    let expected = "# Mill\n\nSee [stones](mill/stones.md#stones) and the [plan](../../docs/plan.md).\n\n## \
                    Sections\n\n- [Stones](mill/stones.md) — Granite, as in the plan. (≈ 50 tokens)\n";
    assert!(rest.contains(expected), "{index}");
    let said = archsite(at, "assemble .cursor/rules/mill");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(read(at, ".cursor/rules/mill.mdc"), RULE);
}

#[test]
fn front_matter_of_a_file_stays_with_it() {
    let folder = repository(&[("doc.md", DOC)]);
    let at = folder.path();
    archsite(at, "shard doc.md");
    let front = "---\npaths:\n  - src/goods/**\n---\n\n";
    let shard = read(at, "doc/goods.md");
    fs::write(at.join("doc/goods.md"), format!("{front}{shard}")).expect("an edit");
    let said = archsite(at, "shard doc.md --check");
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let same = archsite(at, "assemble doc");
    assert_eq!(same.code, 0, "{}", same.stderr);
    assert_eq!(read(at, "doc.md"), DOC);

    let edited = shard.replacen("Things that", "Stuff that", 1);
    fs::write(at.join("doc/goods.md"), format!("{front}{edited}")).expect("an edit");
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(
        read(at, "doc.md"),
        DOC.replacen("Things that", "Stuff that", 1)
    );
    assert!(read(at, "doc/goods.md").starts_with(front));

    let doc = read(at, "doc.md").replace("Big and", "Large and");
    fs::write(at.join("doc.md"), doc).expect("an edit");
    archsite(at, "shard doc.md");
    let goods = read(at, "doc/goods.md");
    assert!(
        goods.starts_with(front) && goods.contains("Large and"),
        "{goods}"
    );

    let renamed = goods.replacen("# Goods", "# Wares", 1);
    fs::write(at.join("doc/goods.md"), renamed).expect("an edit");
    let said = archsite(at, "assemble doc");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(read(at, "doc/wares.md").starts_with(front), "a new title");

    let doc = read(at, "doc.md");
    let start = doc.find("## Wares").expect("a section");
    let end = doc.find("## Money").expect("a section");
    let without = format!("{}{}", &doc[..start], &doc[end..]);
    fs::write(at.join("doc.md"), without).expect("an edit");
    let said = archsite(at, "shard doc.md");
    assert_eq!(said.code, 2, "the front matter would be lost");
    assert!(said.stderr.contains("wares.md"), "{}", said.stderr);
}

fn book(files: &[(&str, &str)]) -> TestBook {
    let book = TestBook::new(
        BOOK,
        &[("doc.md", DOC), ("guide.md", "# Guide\n\n## Small\n")],
    );
    fs::create_dir(book.path().join(".git")).expect("a folder");
    for (name, text) in files {
        book.write(name, text);
    }
    book
}

#[test]
fn a_list_of_files_is_kept_in_instruction_files() {
    let theirs = "# Rules\n\nRun `make`.\n";
    let book = book(&[("CLAUDE.md", theirs)]);
    let at = book.path();
    let stale = archsite(at, "context --agents-md --check");
    assert_eq!(stale.code, 1, "{}", stale.stderr);
    assert!(stale.stdout.contains("CLAUDE.md: "), "{}", stale.stdout);
    let said = archsite(at, "context --agents-md");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let first = book.read("CLAUDE.md");
    let expected = "# Rules\n\nRun `make`.\n\n<!-- begin: mdbook-archsite context -->\n\n## Architecture documents\n\n\
                    Each file is one section. Read only the ones that a task needs.\n\n### doc.md\n\n- \
                    [Goods](src/doc/goods.md) — Things that are sold.";
    assert!(first.starts_with(expected), "{first}");
    assert!(
        first.ends_with("\n\n<!-- end: mdbook-archsite context -->\n"),
        "{first}"
    );
    assert!(!at.join("AGENTS.md").exists());

    book.write("CLAUDE.md", &format!("{first}\nLast words.\n"));
    book.write("src/doc.md", &DOC.replace("## Money", "## Coins of gold"));
    archsite(at, "context --agents-md");
    let second = book.read("CLAUDE.md");
    assert!(
        second.contains("[Coins of gold](src/doc/coins-of-gold.md)"),
        "{second}"
    );
    assert!(
        second.starts_with(theirs) && second.ends_with("-->\n\nLast words.\n"),
        "{second}"
    );
    let clean = archsite(at, "context --agents-md --check");
    assert_eq!(clean.code, 0, "{}{}", clean.stdout, clean.stderr);
}

#[test]
fn instruction_files_that_cannot_be_changed_safely_stay() {
    let begin = "<!-- begin: mdbook-archsite context -->";
    let end = "<!-- end: mdbook-archsite context -->";
    let cases = [
        format!("a\n{begin}\nb\n"),
        format!("{end}\n{begin}\n"),
        format!("{begin}\n{end}\n{begin}\n{end}\n"),
    ];
    for text in &cases {
        let book = book(&[("AGENTS.md", text)]);
        let said = archsite(book.path(), "context --agents-md");
        assert_eq!(said.code, 2, "{text}");
        assert!(said.stderr.contains("line "), "{}", said.stderr);
        assert_eq!(book.read("AGENTS.md"), *text);
    }
    // A file that explains the comments, with line ends of another system.
    let text = format!("Text\r\n\r\n```\r\n{begin}\r\n{end}\r\n```\r\n");
    let book = book(&[("AGENTS.md", &text), ("CLAUDE.md", "@AGENTS.md\n")]);
    let said = archsite(book.path(), "context --agents-md");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let now = book.read("AGENTS.md");
    assert!(
        now.starts_with(&format!("{text}\r\n{begin}\r\n\r\n## Arch")),
        "{now}"
    );
    assert!(!now.replace("\r\n", "").contains('\n'), "{now}");
    assert_eq!(book.read("CLAUDE.md"), "@AGENTS.md\n");
}

#[test]
fn imports_lead_to_the_same_files_from_another_folder() {
    let doc = "# Rules\n\n@README.md\n\n## Style\n\n@docs/style.md\n\n- @./a_b.txt and `@docs/code.md`\n\n\
               ```\n@docs/code.md\n```\n\n## Tests\n\nAsk @someone, use @types/node, see @../shared/t.md.\n";
    let folder = repository(&[("app/CLAUDE.md", doc), ("app/docs/style.md", "# Style\n")]);
    let at = folder.path();
    let said = archsite(at, "shard app/CLAUDE.md app/docs/claude");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let style = read(at, "app/docs/claude/style.md");
    let expected =
        "@../style.md\n\n- @../../a_b.txt and `@docs/code.md`\n\n```\n@docs/code.md\n```\n";
    assert!(style.contains(expected), "{style}");
    let tests = read(at, "app/docs/claude/tests.md");
    assert!(
        tests.contains("@someone, use @types/node, see @../../../shared/t.md."),
        "{tests}"
    );
    let index = read(at, "app/docs/claude/index.md");
    assert!(index.contains("\n@../../README.md\n"), "{index}");
    let list = index.split("## Sections").nth(1).expect("a list");
    assert!(!list.contains("@docs"), "{list}");
    fs::remove_file(at.join("app/CLAUDE.md")).expect("the document goes");
    let said = archsite(at, "assemble app/docs/claude");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(read(at, "app/CLAUDE.md"), doc);

    let edited = style.replace("\n- @", "\n@../new.md\n\n- @");
    fs::write(at.join("app/docs/claude/style.md"), edited).expect("an edit");
    let said = archsite(at, "assemble app/docs/claude");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let expected = doc.replace("\n- @", "\n@docs/new.md\n\n- @");
    assert_eq!(read(at, "app/CLAUDE.md"), expected);
}

#[test]
fn an_index_in_the_place_of_instructions_keeps_their_imports() {
    let doc = "# Rules\n\n@docs/all.md\n\n## Style\n\n@docs/style.md\n";
    let folder = repository(&[("AGENTS.md", doc), ("notes.md", doc)]);
    let at = folder.path();
    let said = archsite(at, "shard AGENTS.md docs/agents --replace");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let index = read(at, "AGENTS.md");
    assert!(index.contains("\n@docs/all.md\n"), "{index}");
    assert!(!index.contains("@docs/style.md"), "{index}");
    archsite(at, "assemble docs/agents");
    assert_eq!(read(at, "AGENTS.md"), doc);
    // Only instruction files import others.
    archsite(at, "shard notes.md docs/notes");
    assert!(read(at, "docs/notes/style.md").contains("\n@docs/style.md\n"));
}

#[test]
fn an_import_that_was_edited_in_a_shard_is_edited_in_the_document() {
    let doc = "# Rules\n\n## Style\n\nSee @docs/verb.md now.\n\n## Build\n\nRun it.\n";
    for (edited, expected) in [
        ("@../docs/b.md", "@docs/b.md"),
        ("@../b.md", "@b.md"),
        ("@../LICENSE.md", "@LICENSE.md"),
    ] {
        let folder = repository(&[("CLAUDE.md", doc)]);
        let at = folder.path();
        assert_eq!(archsite(at, "shard CLAUDE.md rules").code, 0);
        let shard = read(at, "rules/style.md");
        assert!(shard.contains("@../docs/verb.md"), "{shard}");
        let shard = shard.replace("@../docs/verb.md", edited);
        fs::write(at.join("rules/style.md"), shard).expect("an edit");
        let said = archsite(at, "assemble rules");
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(
            read(at, "CLAUDE.md"),
            doc.replace("@docs/verb.md", expected)
        );
    }
}

#[test]
fn imports_in_a_footnote_that_is_copied_lead_to_the_same_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let doc = "# C\n\n## One\n\nText[^1].\n\n[^1]: See @docs/style.md.\n\n## Two\n\nMore[^1].\n";
    fs::write(at.join("CLAUDE.md"), doc).expect("a document");
    let said = archsite(at, "shard CLAUDE.md docs/claude");
    assert_eq!(said.code, 0, "{}", said.stderr);
    for name in ["one.md", "two.md"] {
        let text = fs::read_to_string(at.join("docs/claude").join(name)).expect("a file");
        assert!(text.contains("[^1]: See @../style.md."), "{text}");
    }
}
