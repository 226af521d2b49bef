//! mdBook's protocol, and what is said when the other side does not keep to it.

use std::path::Path;

use crate::common::{TestBook, chapters, run};
use serde_json::json;

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";
const SHARD: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n\
                     [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";
const DOC: &str = "# Doc\n\n## A\n\n[b](#b)\n\n## B\n";

/// Input that is refused: what is on standard input, and what must be said.
#[test]
fn input_that_is_not_a_book_is_refused_with_a_reason() {
    let context = |version: &str| json!({"root": "/", "config": {}, "renderer": "html", "mdbook_version": version});
    let old = json!([context("0.4.52"), {"sections": [], "__non_exhaustive": null}]);
    let cases: &[(&str, &[&str])] = &[
        ("", &["no book on standard input", "mdbook-archsite build"]),
        ("  \n", &["no book on standard input"]),
        ("hello", &["not a book of mdBook 0.5"]),
        ("{}", &["not a book of mdBook 0.5"]),
        ("[]", &["not a book of mdBook 0.5"]),
        (
            "[{}, {\"items\": []}]",
            &["does not name the version of mdBook"],
        ),
        (&old.to_string(), &["mdBook 0.4.52", "cargo install mdbook"]),
        (
            &json!([context("0.3.0"), {}]).to_string(),
            &["mdBook 0.3.0"],
        ),
        (
            &json!([context("zero"), {}]).to_string(),
            &["mdBook version `zero`"],
        ),
        (
            &json!([context("0.5.4"), {}]).to_string(),
            &["missing field `items`"],
        ),
        (
            &json!([context("0.5.4")]).to_string(),
            &["not a book of mdBook 0.5"],
        ),
        (
            "[{\"mdbook_version\": \"0.5.4\"",
            &["not a book of mdBook 0.5"],
        ),
    ];
    for (input, words) in cases {
        let run = run(Path::new("."), &[], input);
        assert_eq!(run.code, 2, "{input:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{input:?}");
        for word in *words {
            assert!(
                run.stderr.contains(word),
                "{input:?}: {word:?} in {}",
                run.stderr
            );
        }
        let lines = run.stderr.trim().lines().count();
        assert!(lines <= 2, "one message, not {lines} lines: {}", run.stderr);
    }
}

#[test]
fn supports_never_fails() {
    for args in [
        &["supports", "html"][..],
        &["supports", "no-such-renderer"],
        &["supports"],
        &["supports", "--nonsense", "x", "y"],
    ] {
        let run = run(Path::new("/"), args, "not read");
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn a_book_without_work_comes_back_equal() {
    let book = TestBook::new(TABLE, &[("a.md", "---\n\nx\n---\r\n# A\r\n"), ("b.md", "")]);
    let mut input = book.input("html");
    input[1]["items"].as_array_mut().expect("items").extend([
        json!("Separator"),
        json!({"PartTitle": "Part"}),
        json!({"Chapter": {
            "name": "Draft", "content": "", "number": [7], "sub_items": [], "path": null,
            "source_path": null, "parent_names": ["x"], "from_the_future": {"a": [1, null]},
        }}),
    ]);
    input[1]["from_the_future"] = json!(true);
    let run = run(book.path(), &[], &input.to_string());
    assert_eq!(run.book(), input[1]);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_newer_mdbook_is_served_with_a_warning() {
    let book = TestBook::new(TABLE, &[("a.md", "# A\n")]);
    let mut input = book.input("html");
    input[0]["mdbook_version"] = json!("0.6.1");
    let run = run(book.path(), &[], &input.to_string());
    assert_eq!(run.book(), input[1]);
    assert!(run.stderr.contains("mdBook 0.6.1"), "{}", run.stderr);
}

#[test]
fn chapters_keep_their_place_in_the_book() {
    let book = TestBook::new(SHARD, &[("first.md", "# First\n"), ("doc.md", DOC)]);
    book.write(
        "src/SUMMARY.md",
        "# Summary\n\n[Before](before.md)\n\n# Part\n\n- [First](first.md)\n- [Doc](doc.md)\n  \
         - [Sub](sub.md)\n    - [Sub sub](subsub.md)\n- [Last](last.md)\n\n---\n\n[After](after.md)\n",
    );
    let listed: Vec<String> = chapters(&book.preprocess().book())
        .iter()
        .map(|chapter| {
            format!(
                "{} {} {} {} {}",
                chapter["number"],
                chapter["name"],
                chapter["path"],
                chapter["source_path"],
                chapter["parent_names"]
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            r#"null "Before" "before.md" "before.md" []"#,
            r#"[1] "First" "first.md" "first.md" []"#,
            r#"[2] "Doc" "doc.md" "doc.md" []"#,
            r#"[2,1] "A" "doc/a.md" "doc.md" ["Doc"]"#,
            r#"[2,2] "B" "doc/b.md" "doc.md" ["Doc"]"#,
            r#"[2,3] "Sub" "sub.md" "sub.md" ["Doc"]"#,
            r#"[2,3,1] "Sub sub" "subsub.md" "subsub.md" ["Doc","Sub"]"#,
            r#"[3] "Last" "last.md" "last.md" []"#,
            r#"null "After" "after.md" "after.md" []"#,
        ]
    );
}

/// Only a browser understands scripts and anchors; other renderers get plain Markdown.
#[test]
fn scripts_are_for_the_html_renderer_alone() {
    let book = TestBook::new(SHARD, &[("first.md", "# First\n"), ("doc.md", DOC)]);
    for (renderer, has_script) in [("html", true), ("markdown", false), ("test", false)] {
        let run = run(book.path(), &[], &book.input(renderer).to_string());
        let chapters = chapters(&run.book());
        let doc = chapters[1]["content"].as_str().expect("text");
        assert_eq!(doc.contains("<script>"), has_script, "{renderer}: {doc}");
        assert_eq!(doc.contains("<a id="), has_script, "{renderer}: {doc}");
        assert!(doc.contains("(doc/a.md)"), "{renderer}: {doc}");
    }
}

/// Problems are reported, and fail the build, once: under html, or under the first
/// renderer where there is no html. A preview survives them.
#[test]
fn problems_are_reported_once() {
    let broken = "# Doc\n\n<!-- archsite: nonsense -->\n\n## A\n";
    let cases = [
        ("", "html", 1),
        ("[output.html]\n[output.markdown]\n", "html", 1),
        ("[output.html]\n[output.markdown]\n", "markdown", 0),
        ("[output.epub]\n[output.markdown]\n", "epub", 1),
        ("[output.epub]\n[output.markdown]\n", "markdown", 0),
        (
            "[output.html]\nlive-reload-endpoint = \"__livereload\"\n",
            "html",
            0,
        ),
    ];
    for (outputs, renderer, code) in cases {
        let book = TestBook::new(&format!("{SHARD}{outputs}"), &[("doc.md", broken)]);
        let mut input = book.input(renderer);
        if outputs.contains("live-reload") {
            input[0]["config"]["output"]["html"]["live-reload-endpoint"] = json!("__livereload");
        }
        let run = run(book.path(), &[], &input.to_string());
        assert_eq!(run.code, code, "{outputs:?} {renderer}: {}", run.stderr);
    }
}

#[test]
fn a_reader_that_closes_the_pipe_is_not_a_failure() {
    use std::process::{Command, Stdio};
    let big = format!("# Doc\n\n{}", "## Section\n\ntext\n\n".repeat(20_000));
    let book = TestBook::new(SHARD, &[("first.md", "# First\n"), ("doc.md", &big)]);
    let file = book.path().join("input.json");
    std::fs::write(&file, book.input("html").to_string()).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"))
        .stdin(std::fs::File::open(&file).expect("a file"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(stderr, "");
}

#[test]
fn many_equal_titles_get_different_pages() {
    let same = format!("# Doc\n\n{}", "## Same\n\n".repeat(300));
    let book = TestBook::new(SHARD, &[("first.md", "# First\n"), ("doc.md", &same)]);
    let chapters = chapters(&book.preprocess().book());
    let paths = chapters
        .iter()
        .filter_map(|chapter| chapter["path"].as_str());
    let paths: std::collections::BTreeSet<&str> = paths.collect();
    assert_eq!(paths.len(), 302);
}
