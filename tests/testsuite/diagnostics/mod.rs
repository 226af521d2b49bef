//! What is said about broken documents and configurations, word for word.

use crate::common::TestBook;

/// Builds a book that has problems: its exit code and what is said.
fn said(config: &str, files: &[(&str, &str)]) -> String {
    let book = TestBook::new(config, files);
    let run = book.preprocess();
    assert!(
        run.code != 0 || !run.stdout.is_empty(),
        "a book or a failure"
    );
    format!("exit code {}\n\n{}", run.code, book.redact(&run.stderr))
}

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

fn shard(more: &str) -> String {
    format!("{TABLE}\n[preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n{more}")
}

#[test]
fn problems_of_the_configuration() {
    let doc = [("doc.md", "# Doc\n\n## A\n")];
    let config = format!(
        "{TABLE}fail-no = \"error\"\nlinks = 1\n\n[preprocessor.archsite.shard]\n\
         documents = [\"dok.md\", \"[\"]\nlevel = 9\nnames = \"titel\"\nmin-tokens = \"many\"\n\n\
         [preprocessor.archsite.lints]\nname-colision = \"warn\"\nbad-option = \"forbid\"\n"
    );
    insta::assert_snapshot!(said(&config, &doc));
}

#[test]
fn a_wrong_option_comes_after_its_consequences() {
    let config = format!("{TABLE}repository-links = \"rewrites\"\n");
    let said = said(&config, &[("doc.md", "# Doc\n\n[a](/gone.md)\n")]);
    let option = said.find("error[bad-option]").expect("a wrong option");
    let link = said.find("error[").expect("an error");
    assert!(link < option, "{said}");
}

#[test]
fn problems_of_directives() {
    let doc = "# Doc\n\n## A\n\ntext\n\n<!-- archsite: no-split -->\n\n- item\n  \
               <!-- archsite: split -->\n\n<!-- archsite: tech-stak -->\n\n## B\n\
               <!-- archsite: split now -->\n\n<!-- archsite: allow name-colision -->\n";
    insta::assert_snapshot!(said(&shard(""), &[("doc.md", doc)]));
}

#[test]
fn nothing_to_split() {
    let files = [("doc.md", "# Doc\n\n### A\n")];
    insta::assert_snapshot!("no_section_heading", said(&shard(""), &files));
    let files = [("doc.md", "# Doc\n\n## A\n")];
    insta::assert_snapshot!(
        "sections_below_the_minimum",
        said(&shard("min-tokens = 100\n"), &files)
    );
}

#[test]
fn collisions_name_both_places() {
    let doc = "# Doc\n\n## Tech Stack\n\n## Copied\n";
    let book = [
        ("doc.md", doc),
        ("doc/TECH-stack.md", "# Mine\n"),
        ("doc/copied.html", "x"),
    ];
    insta::assert_snapshot!(said(&shard(""), &book));
}

#[test]
fn a_first_chapter_in_a_folder_is_refused() {
    let config = format!("{TABLE}[preprocessor.archsite.shard]\ndocuments = [\"**/doc.md\"]\n");
    insta::assert_snapshot!(said(&config, &[("sub/doc.md", "# Doc\n\n## A\n")]));
}

#[test]
fn includes_must_be_expanded_first() {
    let config =
        "[preprocessor.archsite]\n[preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";
    let doc = "# Doc\n\n## A\n\n{{#include a.txt}}\n\n\\{{#include b.txt}}\n";
    insta::assert_snapshot!(said(config, &[("doc.md", doc), ("a.txt", "x\n")]));
}

#[test]
fn pages_over_budget_and_missing_contract_names() {
    let doc = format!("# Doc\n\n## Tech Stack\n\n{}\n", "word ".repeat(100));
    let config = shard("max-tokens = 50\nnames = \"bmad\"\n");
    insta::assert_snapshot!(said(&config, &[("doc.md", &doc)]));
}

#[test]
fn levels_can_be_set_and_silenced() {
    let config = format!(
        "{}\n[preprocessor.archsite.lints]\nnothing-to-split = \"deny\"\n",
        shard("")
    );
    let files = [("doc.md", "# Doc\n")];
    insta::assert_snapshot!("level_is_set", said(&config, &files));
    let files = [(
        "doc.md",
        "<!-- archsite: allow nothing-to-split -->\n# Doc\n",
    )];
    insta::assert_snapshot!("level_is_silenced", said(&config, &files));
}

/// The line is the author's, in the file the author wrote, whatever was included before it.
#[test]
fn lines_are_those_of_the_file_the_author_wrote() {
    let doc = "# Doc\n\n{{#include part.md}}\n\n## B\n\n<!-- archsite: unknown-here -->\n";
    let part = "one\ntwo\n\n{{#include sub/inner.md}}\n\n<!-- archsite: unknown-in-part -->\n";
    let inner = "x\n\n<!-- archsite: unknown-in-inner -->\n";
    let book = TestBook::new(&shard(""), &[("doc.md", doc)]);
    book.write("src/part.md", part);
    book.write("src/sub/inner.md", inner);
    let mut input = book.input("html");
    let expanded = doc
        .replace("{{#include part.md}}", part.trim_end())
        .replace("{{#include sub/inner.md}}", inner.trim_end());
    input[1]["items"][0]["Chapter"]["content"] = expanded.clone().into();
    let exact = crate::common::run(book.path(), &[], &input.to_string());
    insta::assert_snapshot!("lines_through_includes", book.redact(&exact.stderr));

    // Another preprocessor put a line in: what can still be found is, the rest is near.
    let altered = expanded.replace(
        "two\n",
        "two\n\nput in\n\n<!-- archsite: unknown-put-in -->\n",
    );
    input[1]["items"][0]["Chapter"]["content"] = altered.into();
    let near = crate::common::run(book.path(), &[], &input.to_string());
    insta::assert_snapshot!("lines_of_altered_text", book.redact(&near.stderr));
}
