//! What is reported, and what is not.

use super::{TABLE, check, short};
use crate::common::TestBook;

/// Brackets that are no references, and footnotes that are none.
#[test]
fn brackets_in_prose_and_code_are_not_references() {
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

#[test]
fn links_to_the_repository_lead_to_the_code_host() {
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
    insta::assert_snapshot!("links_to_the_repository_problems", book.redact(&run.stderr));
    book.write("book.toml", &format!("{config}\n[preprocessor.archsite.lints]\nbroken-link = \"allow\"\nlink-outside-book = \"allow\"\n"));
    let chapters = crate::common::chapters(&book.preprocess().book());
    let texts: Vec<&str> = chapters
        .iter()
        .filter_map(|c| c["content"].as_str())
        .collect();
    insta::assert_snapshot!(
        "links_to_the_repository_pages",
        texts[1..].join("\n-----\n")
    );
}
