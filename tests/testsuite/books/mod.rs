//! Books as a whole: what SUMMARY.md and book.toml may say, what mdBook makes of it, and what a
//! run shows of it.

use std::process::Command;

use crate::common::{TestBook, chapters, run};
use serde_json::json;

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

/// A book with a SUMMARY.md of its own.
fn book(config: &str, summary: &str, files: &[(&str, &str)]) -> TestBook {
    let book = TestBook::new(config, files);
    book.write("src/SUMMARY.md", summary);
    book.write(".git/HEAD", "");
    book
}

/// What `check` says of a book, one line for each problem.
fn short(book: &TestBook) -> String {
    let run = run(book.path(), &["check", "--format", "short"], "");
    book.redact(&format!("{}{}", run.stdout, run.stderr))
}

#[cfg(unix)]
fn link(target: &str, book: &TestBook, at: &str) {
    let path = book.path().join(at);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::os::unix::fs::symlink(target, path).expect("a link");
}

#[test]
fn spellings_of_a_path_are_one_chapter() {
    let summary = "# Summary\n\n- [A](./a.md)\n- [B](part/../part/b.md)\n- [C](.//c.md)\n";
    let files = [
        ("a.md", "# A\n\n[b](part/b.md) [c](c.md#c) ![p](p.png)\n"),
        (
            "part/b.md",
            "# B\n\n[a](../a.md)\n\n## One\n\n[c](../c.md)\n",
        ),
        ("c.md", "# C\n\n[one](part/b/one.md)\n"),
        ("p.png", ""),
    ];
    let config = format!(
        "{TABLE}[preprocessor.archsite.shard]\ndocuments = [\"./part//b.md\"]\n\
         [output.html.redirect]\n\"/old.html\" = \"part/b.html\"\n\"./older.html\" = \"a.html\"\n"
    );
    let book = book(&config, summary, &files);
    assert_eq!(short(&book), "");
    // mdBook gets back what it sent of chapters that are not changed.
    let sent = chapters(&book.preprocess().book());
    let paths: Vec<&str> = sent.iter().filter_map(|c| c["path"].as_str()).collect();
    assert_eq!(
        paths,
        ["a.md", "part/../part/b.md", "part/b/one.md", "c.md"]
    );
    assert_eq!(book.build().code, 0);
    assert!(
        book.read("book/part/b/one.html")
            .contains("href=\"../../c.html\"")
    );
}

#[test]
fn chapters_that_mdbook_does_not_build_or_link_to() {
    let summary = "# Summary\n\n- [A](./a.md)\n- [Again](a.md)\n- [Print](print.md)\n\
        - [Toc](toc.md)\n- [C#](c#.md)\n- [Q](q%3F.md)\n- [Section](a.md#two)\n- [Up](x/../../up.md)\n\
        - [Root](/root.md)\n- [Gone](gone/../b.md)\n- [Index](x/index.md)\n- [Readme](x/README.md)\n";
    let names = [
        "a.md",
        "print.md",
        "toc.md",
        "c#.md",
        "b.md",
        "x/index.md",
        "x/README.md",
    ];
    let files = names.map(|name| (name, "# T\n\n## Two\n"));
    let book = book(TABLE, summary, &files);
    book.write("up.md", "# Up\n");
    insta::assert_snapshot!(short(&book));
    // The build writes over no chapter, and does not panic.
    assert_eq!(book.build().code, 2);
    assert_eq!(book.read("src/b.md"), "# T\n\n## Two\n");
}

#[test]
fn tables_that_mdbook_ignores_are_judged_by_their_defaults() {
    let summary = "# Summary\n\n- [A](a.md)\n";
    let text = "# A\n\n[dead](#--flag) [alive](#flag) [gone](old.html)\n\n## --flag\n";
    for html in [
        "git-branch = \"main\"\n",
        "curly-quotes = true\n",
        "theme = 1\n",
        "fold = { enable = true, levle = 1 }\n",
        "playpen = {}\nplayground = {}\n",
    ] {
        let config = format!(
            "[output.html]\n{html}smart-punctuation = false\n[output.html.redirect]\n\
             \"/old.html\" = \"a.html\"\n{TABLE}"
        );
        let said = short(&book(&config, summary, &[("a.md", text)]));
        let places: Vec<&str> = said
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert_eq!(places.len(), 4, "{said}");
        assert!(places[0].starts_with("book.toml:"), "{said}");
        assert_eq!(places[1..3], ["src/a.md:3:8:", "src/a.md:3:39:"], "{said}");
    }
}

#[test]
#[cfg(unix)]
fn files_that_stop_mdbook_are_reported() {
    let config = "[output.html]\ntheme = \"th\"\nadditional-css = [\"a.css\", \"b.css\"]\n\
        input-404 = \"lost.md\"\n[output.html.search.chapter]\n\"a.md\" = {}\n\"none\" = {}\n[build]\nbuild-dir = \".\"\n";
    let book = book(
        config,
        "# Summary\n\n- [A](a.md)\n- [B](b.md)\n",
        &[("a.md", "# A\n")],
    );
    book.write("b.css", "");
    book.write("shared/p.png", "");
    link("/nowhere/x.png", &book, "src/img/dead.png");
    link("gone.md", &book, "src/.hidden/dead.md");
    link("../../b/none.md", &book, "src/b.md");
    link("..", &book, "src/sub/up");
    link("../shared", &book, "src/shared");
    link("/nowhere", &book, "outside-of-src");
    insta::assert_snapshot!(short(&book));
}

#[test]
fn redirects_are_judged_where_they_lead() {
    let config = format!(
        "[output.html.redirect]\n\"../up.html\" = \"a.html\"\n\"/a/../../up.html\" = \"a.html\"\n\
         \"/x.md\" = \"a.html\"\n\"/dir\" = \"a.html\"\n\"/base.html\" = \"/book/a.html\"\n\
         \"/none.html\" = \"/book/none.html\"\n\"/next.html\" = \"none.html\"\n\
         \"/else.html\" = \"/other/x.html\"\n\"/cut.html\" = \"doc/one.html#deep\"\n\
         \"/not.html\" = \"doc/one.html#none\"\n\"/chain.html\" = \"/base2.html#no\"\n\
         \"/base2.html\" = \"a.html\"\n\
         {TABLE}built-elsewhere = [\"/other/**\"]\n[preprocessor.archsite.shard]\n\
         documents = [\"doc.md\"]\n"
    );
    let files = [
        (
            "a.md",
            "# A\n\n[x](cut.html) [y](else.html) [z](doc/one.md#no)\n",
        ),
        ("doc.md", "# Doc\n\n## One\n\n### Deep\n\ntext\n"),
    ];
    let root = book(
        &config,
        "# Summary\n\n- [A](a.md)\n- [Doc](doc.md)\n",
        &files,
    );
    insta::assert_snapshot!(short(&root));
    let config = "[output.html]\nsite-url = \"/book/\"\n[output.html.redirect]\n\
        \"/1.html\" = \"/moved/x.html\"\n\"/2.html\" = \"../moved/y.html\"\n";
    let below = book(
        config,
        "# Summary\n\n- [A](a.md)\n",
        &[("a.md", "# A\n\n[x](1.html)\n")],
    );
    insta::assert_snapshot!(short(&below));
}

#[test]
fn unread_files_are_reported_once() {
    let summary = "# Summary\n\n- [A](a.md)\n- [Made later](made.md)\n- [Part](part.md)\n";
    let files = [
        (
            "a.md",
            "# A\n\n[m](made.md#x) [p](part.md#y) [print](print.html#z) [no](none.md)\n",
        ),
        (
            "part.md",
            "# Part\n\n{{#include made.txt}}\n\n[^note] [text][made] [y](#y)\n",
        ),
    ];
    let config = format!("{TABLE}[preprocessor.archsite.shard]\ndocuments = [\"made.md\"]\n");
    insta::assert_snapshot!(short(&book(&config, summary, &files)));
}

#[test]
fn an_order_without_links_is_one_problem_of_a_check() {
    let config = "[preprocessor.archsite]\nbuilt-elsewhere = [\"/std/**\"]\n";
    let files = [
        ("a.md", "# A\n\n{{#include b.txt}}\n\n{{#include b.txt}}\n"),
        ("b.txt", "[x](none.md)\n"),
    ];
    insta::assert_snapshot!(short(&book(config, "# Summary\n\n- [A](a.md)\n", &files)));
}

#[test]
fn many_files_of_a_folder_are_one_problem() {
    let book = book(
        &format!(
            "{TABLE}[[preprocessor.archsite.lint-overrides]]\nfiles = [\"src/allowed/*.md\"]\nlevel = \"allow\"\n"
        ),
        "# Summary\n\n- [A](a.md)\n- [B](mixed/b.md)\n",
        &[
            ("a.md", "# A\n"),
            ("mixed/b.md", "# B\n"),
            ("few/1.md", ""),
            ("few/2.md", ""),
        ],
    );
    for number in 1..=6 {
        for folder in ["stories/old", "stories/new", "mixed", "allowed"] {
            book.write(&format!("src/{folder}/{number}.md"), "");
        }
    }
    insta::assert_snapshot!(short(&book));
}

#[test]
fn quiet_shows_what_makes_the_run_fail() {
    let files = [("a.md", "# A\n\n[gone](none.md)\n\n[unused]: a.md\n")];
    let book = book(TABLE, "# Summary\n\n- [A](a.md)\n", &files);
    for format in ["human", "short", "github"] {
        let check = |more: &[&str]| {
            let args = [&["check", "-q", "--format", format], more].concat();
            run(book.path(), &args, "")
        };
        let said = check(&[]);
        assert_eq!(said.code, 1);
        assert!(said.stdout.contains("none.md"), "{}", said.stdout);
        assert!(!said.stdout.contains("warning"), "{}", said.stdout);
        assert_eq!(said.stderr, "mdbook-archsite: 1 error\n");
        let said = check(&["--fail-on", "warning"]);
        assert!(said.stdout.contains("unused-definition"), "{}", said.stdout);
    }
    let build = run(book.path(), &["build", "-q"], "");
    assert!(
        !build.stderr.contains("unused-definition"),
        "{}",
        build.stderr
    );
}

#[test]
fn what_comes_from_files_acts_on_nothing() {
    let text = "# A\n\n::stop-commands::x\n[a](A.md)\n##[add-mask]\u{1b}]0;T\u{7}\n";
    let book = book(TABLE, "# Summary\n\n- [A](a.md)\n", &[("a.md", text)]);
    book.write("src/b\u{1b}[2J.md", "");
    for args in [
        &["check"][..],
        &["check", "--format", "short"],
        &["check", "--fix"],
    ] {
        let shown = Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"))
            .args(args)
            .current_dir(book.path())
            .env("GITHUB_ACTIONS", "true")
            .output()
            .expect("the command runs");
        let shown = String::from_utf8(shown.stdout).expect("text");
        assert!(!shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
        let is_command =
            |line: &&str| line.trim_start().starts_with("::stop") || line.contains("##[");
        assert_eq!(shown.lines().find(is_command), None);
    }
}

#[test]
fn patterns_that_are_too_deep_are_reported() {
    let glob = format!("{}x{}", "{a,".repeat(200), "}".repeat(200));
    let config = format!(
        "{TABLE}built-elsewhere = [\"{glob}\"]\n[preprocessor.archsite.shard]\n\
         documents = [\"{glob}\"]\n[preprocessor.archsite.tech-stack]\n\
         [[preprocessor.archsite.lint-overrides]]\nlevel = \"allow\"\nlinks = [\"{glob}\"]\n"
    );
    let text = "# A\n\n<!-- archsite: tech-stack -->\n";
    let book = book(&config, "# Summary\n\n- [A](a.md)\n", &[("a.md", text)]);
    let package = json!({"name": "x", "workspaces": [glob, "*/".repeat(100_000)]});
    book.write("package.json", &package.to_string());
    book.write(".gitignore", &glob);
    let said = short(&book);
    assert_eq!(said.matches("nested more than").count(), 4, "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_is_lost_is_a_failure() {
    let config = format!("{TABLE}fail-on = \"never\"\n");
    let book = book(
        &config,
        "# Summary\n\n- [A](a.md)\n",
        &[("a.md", "[x](none.md)\n")],
    );
    for format in ["json", "human", "short", "github"] {
        let full = std::fs::File::create("/dev/full").expect("a device");
        let done = Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"))
            .args(["check", "--format", format])
            .current_dir(book.path())
            .stdout(full)
            .output()
            .expect("the command runs");
        assert_eq!(done.status.code(), Some(2), "{format}");
        assert!(String::from_utf8_lossy(&done.stderr).contains("No space left"));
    }
}

#[test]
#[cfg(unix)]
fn variables_that_are_not_utf8_stop_nothing_but_what_they_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let book = book(TABLE, "# Summary\n\n- [A](a.md)\n", &[("a.md", "# A\n")]);
    let odd = OsStr::from_bytes(b"x\xff");
    let code = |name: &OsStr, command: &str| {
        let mut run = Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"));
        let run = run.arg(command).current_dir(book.path()).env(name, odd);
        run.output().expect("the command runs").status.code()
    };
    for command in ["check", "build"] {
        assert_eq!(code(OsStr::new("UNRELATED"), command), Some(0));
        assert_eq!(code(OsStr::new("MDBOOK_LOG"), command), Some(0));
        assert_eq!(code(odd, command), Some(0));
        assert_eq!(code(OsStr::new("MDBOOK_BOOK__TITLE"), command), Some(2));
    }
}

#[test]
fn edit_links_lead_to_the_line_of_a_section() {
    let files = [
        ("a.md", "# A\n\nText.\n\n## One\n\n1\n\n## Two\n\n2\n"),
        ("b.md", "{{#include ../docs/b.md}}\n"),
        ("c.md", "# C\n"),
    ];
    let summary = "# Summary\n\n- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n";
    let split = "[preprocessor.archsite.shard]\ndocuments = [\"a.md\", \"b.md\"]\n";
    let html = "[output.html]\nedit-url-template = \"https://example.com/edit/{path}\"\n";
    let edited = |config: &str| {
        let book = book(config, summary, &files);
        book.write("docs/b.md", "# B\n\n## Three\n\n3\n");
        assert_eq!(book.build().code, 0);
        let link = |page: &str| {
            let html = book.read(&format!("book/{page}.html"));
            let rest = html.split_once("https://example.com/edit/");
            rest.map(|(_, rest)| rest.split('"').next().unwrap_or_default().to_string())
        };
        ["a", "a/one", "a/two", "b", "b/three", "c"].map(|page| link(page).unwrap_or_default())
    };
    assert_eq!(
        edited(&format!("{TABLE}{split}{html}")),
        [
            "src/a.md",
            "src/a.md#L5",
            "src/a.md#L9",
            "src/../docs/b.md#L1",
            "src/../docs/b.md#L3",
            "src/c.md"
        ]
    );
    // mdBook finds the settings of a page for the search by the same path.
    let search = "[output.html.search.chapter]\n\"a.md\" = { enable = false }\n";
    assert_eq!(
        edited(&format!("{TABLE}{split}{html}{search}"))[1],
        "src/a.md"
    );
}

#[test]
fn links_of_diagrams_and_of_html_in_a_table_of_contents_are_harmless() {
    let contents = [
        "```mermaid\nflowchart TD\nA --> B\n\u{3000}click A \"#one\"\n```\n".to_string(),
        "<a href=\"#one\">One\n".repeat(3_000),
        "[[a]] ".repeat(30_000),
    ];
    for contents in contents {
        let text = format!("# A\n\n## Contents\n\n{contents}\n## One\n\n1\n\n## Two\n\n2\n");
        let config = format!("{TABLE}[preprocessor.archsite.shard]\ndocuments = [\"a.md\"]\n");
        let book = book(&config, "# Summary\n\n- [A](a.md)\n", &[("a.md", &text)]);
        let said = book.build();
        assert!(said.code < 2, "{}", said.stderr);
        let said = run(book.path(), &["shard", "src/a.md", "out"], "");
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
}
