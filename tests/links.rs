//! The link check from outside: what it finds, what it leaves alone, and how it says so.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use common::{Run, TestBook, run};
use serde_json::Value;

const TABLE: &str = "[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n";

/// Checks a book and gives what is said, without the folder it lies in.
fn check(book: &TestBook, args: &[&str]) -> Run {
    let args = [&["check"], args].concat();
    run(book.path(), &args, "")
}

/// One line for each problem of a book.
fn short(config: &str, files: &[(&str, &str)]) -> String {
    let book = TestBook::new(config, files);
    let run = check(&book, &["--format", "short"]);
    book.redact(&run.stdout)
}

/// The problems of a book as JSON.
fn json(folder: &Path) -> Vec<Value> {
    let run = run(folder, &["check", "--format", "json"], "");
    let lines = run.stdout.lines();
    let values = lines.map(|line| serde_json::from_str(line).expect("a JSON object a line"));
    values.collect()
}

fn conformance() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links-book")
}

/// A book of labelled cases: all that is bad is found, and nothing that is good.
#[test]
fn labelled_cases_are_judged_right() {
    let labels = std::fs::read_to_string(conformance().join("expected.json")).expect("labels");
    let labels: Vec<Value> = serde_json::from_str(&labels).expect("JSON");
    let mut primary = BTreeSet::new();
    let mut related = BTreeSet::new();
    let place = |value: &Value| {
        let line = value["line"].as_u64().expect("a line");
        (value["file"].as_str().expect("a file").to_string(), line)
    };
    for problem in json(&conformance()) {
        primary.insert(place(&problem));
        related.extend(
            problem["related"]
                .as_array()
                .expect("a list")
                .iter()
                .map(place),
        );
    }
    let mut wrong = Vec::new();
    let mut silent = Vec::new();
    for label in &labels {
        let (file, line) = place(label);
        let file = match file.strip_prefix("../") {
            Some(above) => above.to_string(),
            None => format!("src/{file}"),
        };
        let lines = line..line + label["lines"].as_u64().unwrap_or(1);
        let said = |places: &BTreeSet<(String, u64)>| {
            lines
                .clone()
                .any(|line| places.contains(&(file.clone(), line)))
        };
        let (is_primary, is_related) = (said(&primary), said(&related));
        let id = label["id"].as_str().expect("an id");
        match label["expected"].as_str() {
            Some("good") if is_primary => wrong.push(id),
            Some("bad") if !is_primary && !is_related => wrong.push(id),
            Some("warn") if !is_primary => silent.push(id),
            _ => {}
        }
    }
    assert_eq!(wrong, Vec::<&str>::new());
    // Brackets alone and files that nothing links to are nobody's business by default.
    assert_eq!(silent, ["R04", "B04"]);
}

#[test]
fn the_labelled_cases_word_for_word() {
    let run = run(&conformance(), &["check", "--format", "short"], "");
    insta::assert_snapshot!(run.stdout);
}

/// Brackets that are no references, and footnotes that are none.
#[test]
fn prose_and_code_are_no_references() {
    let prose = "# A\n\n\
        - [ ] to do\n- [x] done\n- [X] done\n\n> [!NOTE]\n> text\n\n\
        arr[0], m[i][j], f[a][b] (c), x[key][], `[a][b]`, $[a][b]$, \\[a\\][b]\n\n\
        A [sic] and [citation needed], [1][2], [Name] {Value}, [project name], [TBD].\n\n\
        [a-z][0-9]+ and [A-Z_][a-z]* are sets; so is [^a-z], ([^x]) and [^\"]*.\n\n\
        #[derive(Debug)] #[cfg][test] #![allow]\n\n\
        cmd [--flag][-x] [options] <file>\n\n\
        [[bin]] and [[a.b-c]] and [[ -f file ]] and [[x == y]] and list[[0]] and [[LLM: write this section]]\n\n\
        [//]: # (a comment)\n[//]: # (another comment)\n\n\
        Some text (a.md) and [link] text (see below), [x] (see.md), [ERROR][module], [a,b][c,d],\n\
        ls [-la][dir], [2020-01-01 12:00][INFO] hello, org [[file:foo][bar]].\n\n\
        Match y[^abc]foo, then x[^1]y.\n\n$$\na[^1] b\n$$\n\n[comment]: <> (a comment)\n\n\
        <script>\nvar x = '<a href=\"scr.md\" id=\"scr\">';\n</script>\n\n\
        x <script>var y = '<img src=\"inline.png\">';</script> y\n\n\
        <textarea><a href=\"area.md\">x</a></textarea> <style>/* <a href=\"css.md\"> */</style>\n\n\
        <svg><symbol id=\"ok\"></symbol><use href=\"#ok\"/></svg>\n";
    insta::assert_snapshot!(short(TABLE, &[("a.md", prose)]), @"");
}

#[test]
fn references_with_evidence_are_reported() {
    let text = "# A\n\n\
        [text][nowhere] and [nowhere][] and [good-rfe] and [Good Ref.] and [text] (b.md)\n\n\
        ![picture][nowhere] and [good-ref]\n\n\
        > [quoted][nothing]\n\n\
        [good-ref]: b.md\n[good-ref]: a.md\n[unused]: b.md\n\n\
        - [good-ref]: b.md\n\n```\n[good-ref]: in-code.md\n```\n";
    insta::assert_snapshot!(short(TABLE, &[("a.md", text), ("b.md", "# B\n")]));
}

#[test]
fn footnotes_and_ids() {
    let text = "# A\n\none[^one] two[^TWO] three[^three] four [^four] five[^five-x]\n\n\
        [^one]: 1\n[^one]: 1 again\n[^two]: 2\n[^five]: [dead](nowhere.md) is not shown\n\n\
        ## Same {#same}\n\n## Same\n\n<a id=\"same\"></a> <b id=\"b\" name=\"b\">b</b>\n\n\
        ## !!!\n\n[to same](#same)\n";
    insta::assert_snapshot!(short(TABLE, &[("a.md", text)]));
}

#[test]
fn includes_and_what_they_bring() {
    let files = [(
        "a.md",
        "# A\n\n{{#include inc/p.md}}\n\n{{#include inc/p.md:wrong}}\n\n\
            {{#include inc/p.md:90}}\n\n{{#include inc/q.md}}\n\n{{#playground x.rs}}\n\n\
            {{#rustdoc_include inc/code.rs:mian}}\n\n\\{{#include escaped.md}}\n\n{{#include me.txt}}\n",
    )];
    let book = TestBook::new(TABLE, &files);
    book.write(
        "src/inc/p.md",
        "[right here](q.md)\n\nANCHOR: part\n{{#include deeper/none.md}}\nANCHOR_END: part\n",
    );
    book.write(
        "src/inc/code.rs",
        "// ANCHOR: main\nfn main() {}\n// ANCHOR_END: main\n",
    );
    book.write("src/me.txt", "{{#include me.txt}}");
    let run = check(&book, &["--format", "short"]);
    insta::assert_snapshot!(book.redact(&run.stdout));
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

#[test]
fn redirects_and_the_root_of_the_server() {
    let config = format!(
        "{TABLE}[output.html]\nsite-url = \"https://example.org/docs/\"\n\
         [output.html.redirect]\n\"/old.html\" = \"a.html\"\n\"/a.html\" = \"b.html\"\n\
         \"b.html\" = \"a.html\"\n\"/gone.html\" = \"nowhere.html\"\n\"b.html#x\" = \"a.html\"\n\
         \"/b.html#moved\" = \"a.html#a\"\n\"/c.html#only\" = \"a.html\"\n\
         \"/loop.html\" = \"loop.html\"\n\"/abs.html\" = \"/docs/a.html#a\"\n\
         \"/web.html\" = \"https://example.org/x\"\n\"/pic.png\" = \"a.html\"\n\"/folder/\" = \"../a.html\"\n"
    );
    let text = "# A\n\n<use href=\"#gone\"/> ![x](favicon.svg) [drive](C:/docs/b.md) [x](#scr)\n\n[ok](old.html) [ok](b.html#moved) [ok](/docs/b.html) [ok](abs.html)\n\n\
        [dead](gone.html) [dead](/b.md) [dead](/elsewhere) [dead](loop.html)\n";
    let files = [("a.md", text), ("b.md", "# B\n"), ("pic.png", "x")];
    insta::assert_snapshot!(short(&config, &files));
}

#[test]
fn the_first_chapter_and_files_around_the_book() {
    let files = [
        (
            "SUMMARY.md",
            "# Summary\n\n- [A](sub/a.md)\n- [B](b.md)\n- [Draft One]()\n",
        ),
        (
            "sub/a.md",
            "---\ntitle: A\n---\n\n# A\n\n[b](../b.md) [me](a.md) [x](#a)\n",
        ),
        (
            "b.md",
            "# B\n\n[draft](draft-one.md) [wiki](lone.md) ![](pic.png) [up](../main.rs)\n",
        ),
        ("lone.md", "# Lone\n"),
        ("orphan.md", "# Orphan\n"),
        ("404.md", "# Gone\n\n[home](b.md) [dead](sub/b.md)\n"),
        ("pic.png", "x"),
        ("unused.png", "x"),
    ];
    let config = format!("{TABLE}[preprocessor.archsite.lints]\nunused-file = \"warn\"\n");
    let book = TestBook::new(&config, &files);
    book.write("main.rs", "fn main() {}\n");
    let run = check(&book, &["--format", "short"]);
    insta::assert_snapshot!(book.redact(&run.stdout));
}

/// A stranger can mend a link from what is said about it.
#[test]
fn problems_are_shown_with_both_places() {
    let files = [
        (
            "a.md",
            "# A\n\n[one](b.md#instalation)\n\n[two over\ntwo lines](B.md)\n\n[three][d] [four][d]\n\n[d]: nowhere.md\n",
        ),
        ("b.md", "# B\n\n## Installation\n\n## Usage\n"),
    ];
    let book = TestBook::new(TABLE, &files);
    let run = check(&book, &[]);
    insta::assert_snapshot!(format!("{}\n{}", book.redact(&run.stdout), run.stderr));
}

#[test]
fn formats_for_programs() {
    let files = [("a.md", "# A\n\nÜ [100%, \u{1F600}](a.md#B)\n\n## b\n")];
    let book = TestBook::new(TABLE, &files);
    let said = |format: &str| check(&book, &["--format", format]).stdout;
    let all = ["json", "github", "short"].map(said).join("\n");
    insta::assert_snapshot!(book.redact(&all));
}

#[test]
fn levels_by_file_and_link() {
    let config = format!(
        "{TABLE}built-elsewhere = [\"../std/**\", \"*.pdf\", \"api/**\"]\n\
         [preprocessor.archsite.lints]\nbroken-anchor = \"warn\"\n\
         [[preprocessor.archsite.lint-overrides]]\nfiles = [\"src/old/**\"]\nlevel = \"warn\"\n\
         [[preprocessor.archsite.lint-overrides]]\nlinks = [\"generated/**\"]\nlevel = \"allow\"\n\
         [[preprocessor.archsite.lint-overrides]]\nfiles = [\"src/a.md\"]\nlints = [\"unused-file\", \
         \"broken-anchor\"]\nlevel = \"deny\"\n"
    );
    let dead = "# A\n\n[x](../std/vec.html) [x](deep/book.pdf) [x](api/x.html)\n\n\
        [x](generated/y.md) [x](dead.md) [x](#dead)\n\n\
        <!-- archsite: allow broken-link -->\n[x](allowed.md)\n\n[x](dead2.md)\n";
    let files = [("a.md", dead), ("old/b.md", dead)];
    insta::assert_snapshot!(short(&config, &files));
    let wrong = format!(
        "{TABLE}[[preprocessor.archsite.lint-overrides]]\nfile = \"x\"\nlints = [\"broken-lnk\"]\n"
    );
    insta::assert_snapshot!(short(&wrong, &[("a.md", "# A\n")]));
}

/// All files of a folder with what is in them.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path)
            } else {
                let bytes = std::fs::read(&path).expect("a file");
                found.insert(path, bytes);
            }
        }
    }
    found
}

#[test]
fn a_check_writes_nothing_and_starts_nothing() {
    let config = format!(
        "{TABLE}[preprocessor.other]\ncommand = \"touch started\"\n\
         [preprocessor.archsite.shard]\ndocuments = [\"a.md\"]\n"
    );
    let files = [
        (
            "SUMMARY.md",
            "# Summary\n\n- [A](a.md)\n- [Missing](sub/missing.md)\n",
        ),
        (
            "a.md",
            "---\nfor: other\n---\n\n# A\n\n## B\n\n[b](#b) [page](a/b.md) {{ other }} [t]({{ x }}.md)\n",
        ),
    ];
    let book = TestBook::new(&config, &files);
    let before = contents(book.path());
    let run = check(&book, &["--format", "short"]);
    assert_eq!(contents(book.path()), before);
    insta::assert_snapshot!(format!("{}\n{}", run.stdout, run.stderr));
    assert_eq!(run.code, 1);
}

#[test]
fn a_book_that_can_not_be_loaded_is_a_problem_or_a_failure() {
    let book = TestBook::new(
        TABLE,
        &[(
            "SUMMARY.md",
            "# Summary\n\n- [A](a.md)\n\nx\n\n[B](b.md)\n- [C](c.md)\n",
        )],
    );
    let run = check(&book, &["--format", "short"]);
    insta::assert_snapshot!(run.stdout);
    assert_eq!(run.code, 1);
    let book = TestBook::new("[book\n", &[]);
    assert_eq!(check(&book, &[]).code, 2);
    std::fs::remove_file(book.path().join("book.toml")).expect("a file");
    assert_eq!(check(&book, &[]).code, 2);
}

#[test]
fn what_has_one_remedy_is_fixed() {
    let files = [
        (
            "SUMMARY.md",
            "# Summary\n\n- [A](a.md)\n- [B](b.md)\n- [C](sub/c.md)\n- [R](<sub dir/README.md>)\n",
        ),
        (
            "a.md",
            "# A\r\n\r\n[1](B.md#b) [2](b.md#Use) [3](<sub dir/README.md>) [4](sub%20dir/readme.md#x)\r\n\
            [5][Ref] [6](sub\\c.md) [7] (b.md) [8](b.md?q#use) [9](nowhere.md)\r\n\r\n[ref]: b.md#uSe 'title'\r\n",
        ),
        ("b.md", "# B\n\n## Use\n"),
        (
            "sub/c.md",
            "# C\n\n[root](b.md) <a href=\"&#98;.md#use\">x</a> [10](c.md#c-1)\n",
        ),
        ("sub dir/README.md", "# R\n\n## X\n"),
    ];
    let book = TestBook::new(TABLE, &files);
    let before = contents(book.path());
    let run = check(&book, &["--fix"]);
    assert_eq!(
        contents(book.path()),
        before,
        "off a terminal nothing is written"
    );
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(format!("{}\n{}", run.stdout, run.stderr));
    let run = check(&book, &["--fix", "--yes"]);
    assert_eq!(run.code, 1, "one link is left");
    insta::assert_snapshot!(format!(
        "{}\n{}",
        book.read("src/a.md"),
        book.read("src/sub/c.md")
    ));
    assert_eq!(
        book.read("src/a.md").matches("\r\n").count(),
        6,
        "line ends stay"
    );
    let again = check(&book, &["--fix", "--yes"]);
    assert!(
        again.stderr.contains("nothing can be fixed"),
        "{}",
        again.stderr
    );
}

/// What is right for one chapter may be wrong for another one that includes the same text.
#[test]
fn included_text_is_not_fixed() {
    let include = "# X\n\n{{#include ROOTinc/p.md}}\n";
    let files = [
        ("a.md", include.replace("ROOT", "")),
        ("sub/b.md", include.replace("ROOT", "../")),
        ("inc/q.md", "# Q\n".to_string()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let book = TestBook::new(TABLE, &files);
    book.write("src/inc/p.md", "[q](q.md)\n");
    let said = check(&book, &["--format", "short"]).stdout;
    assert_eq!(
        said.matches("src/inc/p.md:1:5").count(),
        1,
        "one cause: {said}"
    );
    let run = check(&book, &["--fix", "--yes"]);
    assert_eq!(book.read("src/inc/p.md"), "[q](q.md)\n");
    assert_eq!(run.code, 1);
}

/// The exit code of a repair is that of what it leaves.
#[test]
fn what_is_left_decides() {
    let book = TestBook::new(TABLE, &[("a.md", "# A\n\n[x](A.md)\n\n[unused]: a.md\n")]);
    assert_eq!(check(&book, &["--fix", "--dry-run"]).code, 1);
    let run = check(&book, &["--fix", "--yes", "--format", "short"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("unused-definition"), "{}", run.stdout);
    assert_eq!(
        check(&book, &["--fix", "--yes", "--fail-on", "warning"]).code,
        1
    );
}

/// What another preprocessor wrote is no text of the author's.
#[test]
fn altered_text_is_checked_and_not_fixed() {
    let config = "[preprocessor.linkcheck]\ncommand = \"mdbook-archsite pass links\"\n\
        after = [\"links\", \"index\"]\nfail-on = \"never\"\n";
    let book = TestBook::new(config, &[("a.md", "# A\n\nplaceholder\n\n[x](A.md)\n")]);
    let mut input = book.input("html");
    let content = "# A\n\n[altered](A.md) and [more](gone.md)\n\n[x](A.md)\n";
    input[1]["items"][0]["Chapter"]["content"] = content.into();
    let run = run(book.path(), &["pass", "links"], &input.to_string());
    assert_eq!(run.book(), input[1], "the book comes back as it was");
    insta::assert_snapshot!(book.redact(&run.stderr));
}

#[test]
fn links_to_the_repository_lead_to_the_forge() {
    let config = format!(
        "{TABLE}repository-links = \"rewrite\"\n[preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n\
         [output.html]\ngit-repository-url = \"https://example.org/o/r\"\n"
    );
    let doc = "# Doc\n\n## One\n\n[main](../code/main%20x.rs#L3) [folder](../code) ![pic](../pic.png)\n\n\
        ## Two\n\n[ref] <a href=\"../code/\">x</a> [gone](../gone.rs) [chapter](../src/doc.md)\n\n[ref]: ../code/main%20x.rs\n";
    let book = TestBook::new(&config, &[("doc.md", doc)]);
    book.write("code/main x.rs", "fn main() {}\n");
    book.write("pic.png", "x");
    std::fs::create_dir(book.path().join(".git")).expect("a folder");
    let run = book.preprocess();
    assert_eq!(run.code, 1, "a dead link fails the build");
    insta::assert_snapshot!(book.redact(&run.stderr));
    book.write("book.toml", &format!("{config}\n[preprocessor.archsite.lints]\nbroken-link = \"allow\"\nlink-outside-book = \"allow\"\n"));
    let chapters = common::chapters(&book.preprocess().book());
    let texts: Vec<&str> = chapters
        .iter()
        .filter_map(|c| c["content"].as_str())
        .collect();
    insta::assert_snapshot!(texts[1..].join("\n-----\n"));
}

#[test]
fn a_preview_is_never_taken_away() {
    let config = format!("{TABLE}[output.html]\nsite-url = \"/docs/\"\n");
    let book = TestBook::new(
        &config,
        &[("a.md", "# A\n\n[ok](/docs/a.html) [dead](dead.md)\n")],
    );
    let mut input = book.input("html");
    input[0]["config"]["output"]["html"]["live-reload-endpoint"] = "__livereload".into();
    input[0]["config"]["output"]["html"]["site-url"] = "/".into();
    let run = run(book.path(), &[], &input.to_string());
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.contains("`dead.md`") && !run.stderr.contains("leaves the site"),
        "{}",
        run.stderr
    );
}

#[test]
fn addresses_on_the_web_are_listed() {
    let text = "# A\n\n[x](https://example.org/a?b#c) <https://example.org> <a@example.org> [y](a.md)\n\
        <img src=\"HTTPS://example.org/p.png\"> [z]\n\n[z]: //example.org/z\n";
    let book = TestBook::new(TABLE, &[("a.md", text)]);
    let run = check(&book, &["--external"]);
    insta::assert_snapshot!(run.stdout);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

/// Very many problems are counted for people and listed for programs.
#[test]
fn many_problems_are_grouped() {
    let mut text = String::from("# A\n\n");
    for number in 0..2_000 {
        text.push_str(&format!("[x](dead-{number}.md)\n\n[x](same.md)\n\n"));
    }
    let book = TestBook::new(TABLE, &[("a.md", &text)]);
    let run = check(&book, &[]);
    assert!(
        run.stdout.lines().count() < 1_000,
        "{}",
        run.stdout.lines().count()
    );
    assert!(
        run.stdout.contains("more places"),
        "one report for one missing page"
    );
    assert!(run.stdout.contains("more problems are not shown"));
    assert!(run.stderr.contains("4000 errors"), "{}", run.stderr);
    assert_eq!(json(book.path()).len(), 4_000);
}

/// Input that is wrong in every way gives problems, and nothing else happens.
#[test]
fn bad_input_is_survived() {
    let long = "x".repeat(100_000);
    let deep = format!("{}a{}", "[".repeat(20_000), "](b)".repeat(20_000));
    let text = format!(
        "# A\n\n[long]({long}.md) [l](#{long})\n\n{deep}\n\n[pct](%zz%ff%00.md) [back](..\\..\\x.md)\n\
         [ctl](a\u{1}b.md) [rtl](\u{5d0}\u{202e}\u{5d2}.md) \u{202e}[bidi](dead.md)\u{202c} [nul](\u{0}.md)\n\
         <a href=\"{long}\"></a> [up](../../../../../../../../etc/passwd) [^{long}] [[{long}]]\n\
         {{{{#include ../../../../../../etc/passwd}}}}\n"
    );
    let book = TestBook::new(TABLE, &[("a.md", &text), ("b.md", "# B\n")]);
    std::fs::write(book.path().join("src/bin.md"), [0xff, 0xfe, 0x00]).expect("a file");
    book.write(
        "src/SUMMARY.md",
        "# Summary\n\n- [A](a.md)\n- [B](b.md)\n- [Bin](bin.md)\n",
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(book.path(), book.path().join("src/loop")).expect("a link");
    for format in ["human", "short", "json", "github"] {
        let run = check(&book, &["--format", format]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stdout.len() < 200_000 || format == "json", "{format}");
        let turns = |c: char| c == '\u{202e}' && format != "json";
        let control = |c: char| (c.is_control() && c != '\n') || turns(c);
        assert!(!run.stdout.contains(control), "{format}");
    }
}
