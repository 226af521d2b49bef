//! Technologies from the outside: what is found, explained, compared and filled.

use std::path::Path;

use crate::common::{TestBook, run};

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

/// A repository with a book and a few manifests.
fn book(config: &str, text: &str) -> TestBook {
    let book = TestBook::new(config, &[("a.md", text)]);
    std::fs::create_dir(book.path().join(".git")).expect("a folder");
    book.write(
        "package.json",
        "{\n  \"name\": \"web\",\n  \"engines\": { \"node\": \">=20\" },\n  \"dependencies\": {\n    \
         \"react\": \"^18.2.0\",\n    \"left|pad\": \"1.0.0\"\n  },\n  \
         \"devDependencies\": { \"jest\": \"latest\" }\n}\n",
    );
    book.write(
        "package-lock.json",
        "{\n  \"name\": \"web\", \"lockfileVersion\": 3, \"packages\": {\n    \
         \"\": { \"dependencies\": { \"react\": \"^18.2.0\" } },\n    \
         \"node_modules/react\": { \"version\": \"18.3.1\" }\n  }\n}\n",
    );
    book.write(".nvmrc", "22.4.0\n");
    book
}

fn said(book: &TestBook, args: &[&str]) -> String {
    let run = run(book.path(), args, "");
    format!("exit code {}\n{}{}", run.code, run.stdout, run.stderr)
}

#[test]
fn technologies_are_listed_and_explained() {
    let book = book(TABLE, "# A\n");
    insta::assert_snapshot!("listed_as_table", said(&book, &["tech-stack"]));
    insta::assert_snapshot!(
        "listed_as_json",
        said(&book, &["tech-stack", "--format", "json"])
    );
    let why = ["React", "node", "npm:jest", "Reakt", "Django"];
    let why = why.map(|name| said(&book, &["tech-stack", "why", name]));
    insta::assert_snapshot!("explained", why.join("\n"));
}

const DOCUMENT: &str = "# A\n\n<!-- archsite: tech-stack -->\n\n\
    | Technology | Version | Purpose |\n|---|---|---|\n\
    | React |  | pages |\n| Node.js | 18 | runs it |\n| Jest, React | Latest | both |\n\n\
    Install react {{#version npm:react}} and `{{#version npm:reakt}}`.\n";

/// The cell and the line of the manifest stand beside each other.
#[test]
fn documented_versions_are_compared_with_the_manifests() {
    let book = book(TABLE, DOCUMENT);
    insta::assert_snapshot!(said(&book, &["tech-stack", "--check"]));
}

#[test]
fn wrong_options_of_a_version_are_reported() {
    let check = |option: &str, expected: Option<&str>| {
        let text = format!("# A\n\nreact {{{{#version npm:react {option}}}}}\n");
        let check = said(&book(TABLE, &text), &["tech-stack", "--check"]);
        match expected {
            Some(expected) => assert!(check.contains(expected), "{option}: {check}"),
            None => assert!(!check.contains("bad-option"), "{option}: {check}"),
        }
    };
    check("precision=minor", None);
    check("precision=patch", Some("there is no precision `patch`"));
    check("digits=2", Some("`digits=2` is not an option of `version`"));
}

#[test]
fn cells_are_filled_in_the_book_and_on_request_in_the_file() {
    let book = book(TABLE, DOCUMENT);
    let mut input = book.input("html");
    input[0]["config"]["preprocessor"]["archsite"]["fail-on"] = "never".into();
    let built = run(book.path(), &[], &input.to_string()).book();
    let text = built["items"][0]["Chapter"]["content"]
        .as_str()
        .expect("text");
    insta::assert_snapshot!("filled_page", text);
    assert_eq!(book.read("src/a.md"), DOCUMENT, "the file stays");
    insta::assert_snapshot!(
        "changes_that_are_offered",
        said(&book, &["tech-stack", "--write"])
    );
    assert_eq!(
        book.read("src/a.md"),
        DOCUMENT,
        "off a terminal nothing is written"
    );
    let written = run(book.path(), &["tech-stack", "--write", "--yes"], "");
    assert_eq!(
        written.code, 1,
        "an unknown package is left: {}",
        written.stdout
    );
    insta::assert_snapshot!("filled_file", book.read("src/a.md"));
}

#[test]
fn an_empty_table_gets_rows() {
    let text = "# A\n\n<!-- archsite: tech-stack -->\n\n| Technology | Version |\n|---|---|\n";
    let book = book(TABLE, text);
    let built = run(book.path(), &[], &book.input("html").to_string()).book();
    let text = built["items"][0]["Chapter"]["content"]
        .as_str()
        .expect("text");
    insta::assert_snapshot!(text);
}

/// A file that cannot be read takes nothing else away.
#[test]
fn a_broken_manifest_is_one_problem() {
    let book = book(TABLE, DOCUMENT);
    book.write("Cargo.toml", "[package\nname = 1\n");
    let check = said(&book, &["tech-stack", "--check"]);
    assert!(check.contains("manifest-unreadable"), "{check}");
    assert!(check.contains("Node.js"), "{check}");
    let nothing = run(Path::new("/"), &["tech-stack", "no-such-folder"], "");
    assert_eq!(nothing.code, 2);
}

/// A repository without a book.
fn repository(text: &str) -> TestBook {
    let book = book(TABLE, "# A\n");
    std::fs::remove_file(book.path().join("book.toml")).expect("a file");
    book.write("README.md", text);
    book
}

#[test]
fn versions_between_comments_are_kept_up_to_date() {
    let text = "# Shop\n\n- React <!-- archsite: version name=\"react\" -->17.0<!-- /archsite -->, `a`\n\n\
        <!-- archsite: version name=\"node\" -->20<!-- /archsite --> is the version of Node.js.\n\n\
        Release <!-- archsite: version name=\"web\" precision=\"minor\" -->v0.1<!-- /archsite --> in \
        <!-- archsite: version name=\"react\" -->18\n";
    let repository = repository(text);
    repository.write(
        "package.json",
        "{\n  \"name\": \"web\", \"version\": \"0.2.5\",\n  \"dependencies\": { \"react\": \"^18.2.0\" }\n}\n",
    );
    insta::assert_snapshot!("pairs", said(&repository, &["tech-stack", "--check"]));
    let written = run(
        repository.path(),
        &["tech-stack", "--write", "--yes", "README.md"],
        "",
    );
    assert_eq!(written.code, 1, "no comment ends the last one");
    let expected = text
        .replace("17.0", "18.3")
        .replace("-->20<", "-->22<")
        .replace("v0.1", "v0.2");
    assert_eq!(repository.read("README.md"), expected);
}

#[test]
fn files_in_which_nothing_is_compared_are_named() {
    let repository = repository("# Shop\n\nUses React 17.\n");
    repository.write("docs/stack.md", "# Tech Stack\n\n- React 18\n");
    let check = |files: &[&str]| said(&repository, &[&["tech-stack", "--check"], files].concat());
    assert_eq!(check(&[]), "exit code 0\n", "one of the files was compared");
    assert_eq!(check(&["docs/stack.md"]), "exit code 0\n");
    insta::assert_snapshot!("nothing_compared", check(&["README.md", "docs/stack.md"]));
}

#[test]
fn a_version_without_a_certain_correction_says_why() {
    let repository = repository("# Tech Stack\n\n- React 17.0.2\n");
    std::fs::remove_file(repository.path().join("package-lock.json")).expect("a file");
    insta::assert_snapshot!(
        "no_lock",
        said(&repository, &["tech-stack", "--write", "README.md"])
    );
}
