//! Problems that depend on several files: included text, redirects, the chapters of SUMMARY.md.

use super::{REWRITE, TABLE, check, lints, repository};
use crate::common::TestBook;

#[test]
fn definitions_are_judged_over_all_pages_that_include_them() {
    let files = [
        ("a.md", "# A\n\n[one][] x[^f]\n\n{{#include d.txt}}\n"),
        ("b/b.md", "# B\n\n[two][] y[^g]\n\n{{#include ../d.txt}}\n"),
        (
            "c.md",
            "# C\n\n[one][]\n\n[one]: c.md\n\n{{#include d.txt:1}}\n",
        ),
    ];
    let book = TestBook::new("", &files);
    let defs = "[one]: https://example.org/1\n[two]: https://example.org/2\n[three]: x\n\n\
        [^f]: F.\n\n[^g]: G.\n\n[^h]: H.\n";
    book.write("src/d.txt", defs);
    assert_eq!(lints(&book), ["unused-definition 3", "unused-footnote 9"]);
    // A chapter may be included as well.
    let files = [
        (
            "a.md",
            "# A\n\n[one]\n\n[one]: b.md\n[two]: b.md\n[three]: b.md\n",
        ),
        ("b.md", "# B\n\n[two]\n\n{{#include a.md}}\n"),
    ];
    assert_eq!(lints(&TestBook::new("", &files)), ["unused-definition 7"]);
}

#[test]
fn repeated_definitions_of_one_place_are_fine() {
    let text = "# A\n\n[b] [c]\n\n[b]: b.md\n[B]: ./b.md\n[b]: b.html\n\n[c]: b.md\n[c]: b.md#b\n";
    let book = TestBook::new("", &[("a.md", text), ("b.md", "# B\n")]);
    assert_eq!(lints(&book), ["duplicate-definition 10"]);
}

/// Text of a README, and paths as code hosts read them.
#[test]
fn links_count_from_where_their_text_was_written() {
    let files = [
        ("intro.md", "{{#include ../README.md}}\n\n[own](guide.md)\n"),
        (
            "guide.md",
            "# Guide\n\n## Use\n\n[s](/code) ![p](/src/p.png) [n](/nothing)\n",
        ),
        ("p.png", "x"),
    ];
    let readme = "# R\n\n[g](src/guide.md#use) [l](LICENSE#L1) [c](code/) ![p](src/p.png)\n\n\
        [own](guide.md) [d]\n\n[d]: src/intro.md\n";
    let with = |config: &str| {
        let book = repository(config, &files);
        book.write("README.md", readme);
        book.write("LICENSE", "x");
        book.write("code/x.txt", "x");
        book
    };
    let book = with("");
    let said = check(&book, &["--format", "short"]).stdout;
    assert!(
        !said.contains("guide.md`?"),
        "no fix breaks it in the repository: {said}"
    );
    check(&book, &["--fix", "--yes"]);
    assert_eq!(book.read("README.md"), readme);
    let book = with(REWRITE);
    assert_eq!(lints(&book), ["broken-link 5"]);
    let book = with(&format!(
        "{REWRITE}[preprocessor.archsite.lints]\nbroken-link = \"allow\"\n"
    ));
    let built = book.build();
    assert_eq!(built.code, 0, "{}", built.stderr);
    let holds = |page: &str, addresses: &[&str]| {
        let html = book.read(&format!("book/{page}"));
        for address in addresses {
            assert!(
                html.contains(&format!("=\"{address}\"")),
                "{page}: {address}"
            );
        }
    };
    let intro = [
        "guide.html#use",
        "https://example.org/o/r/blob/HEAD/LICENSE#L1",
        "https://example.org/o/r/tree/HEAD/code",
        "p.png",
        "guide.html",
        "intro.html",
    ];
    holds("intro.html", &intro);
    let guide = [
        "https://example.org/o/r/tree/HEAD/code",
        "p.png",
        "/nothing",
    ];
    holds("guide.html", &guide);
}

#[test]
fn a_browser_goes_no_higher_than_the_root_of_the_server() {
    let files = [
        ("about/index.md", "# A\n\n[b](../b.md)\n\n[c](../gone.md)\n"),
        ("b.md", "# B\n\n[b](../b.md)\n"),
    ];
    let root = ["unportable-link 3", "broken-link 5", "unportable-link 3"];
    assert_eq!(lints(&TestBook::new("", &files)), root);
    let below = ["first-page-in-folder 3", "broken-link 5", "broken-link 3"];
    let config = "[output.html]\nsite-url = \"/docs/\"\n";
    assert_eq!(lints(&TestBook::new(config, &files)), below);
}

/// Times are those of a debug build; a quadratic step would take minutes.
#[test]
fn time_grows_with_the_text() {
    let notes: String = (0..20_000).map(|n| format!("word[^n{n}] ")).collect();
    let anchors: String = (0..600)
        .map(|n| format!("## Item {n}\n\n[x](#Itm-{n})\n\n"))
        .collect();
    for text in [
        "$x[i]$ ".repeat(100_000),
        "[[a]]".repeat(80_000),
        "[a](".repeat(100_000),
        "[ab] (".repeat(100_000),
        "[a](b c) ".repeat(50_000),
        "<!-- archsite: allow broken-link -->\n".repeat(80_000),
        notes,
        anchors,
    ] {
        let book = TestBook::new("", &[("a.md", &format!("# A\n\n{text}\n"))]);
        check(&book, &["--format", "short"]);
    }
}

#[test]
fn an_entry_with_a_blank_says_what_is_wrong() {
    let files = [("a.md", "# A\n"), ("my file.md", "# F\n")];
    let lints_of = |summary: &str| {
        let book = TestBook::new("", &[&files[..], &[("SUMMARY.md", summary)]].concat());
        (lints(&book), book)
    };
    let (found, book) = lints_of(
        "# Summary\n\n[F](my file.md)\n\n- [A](a.md)\n  - [F](./my file.md)\n- [x](gone.md)\n",
    );
    assert_eq!(found, ["blank-in-destination 3", "broken-summary 6"]);
    check(&book, &["--fix", "--yes"]);
    let fixed = book.read("src/SUMMARY.md");
    assert!(fixed.contains("\n[F](<my file.md>)\n"), "{fixed}");
    assert!(fixed.contains("- [F](<./my file.md>)\n"), "{fixed}");
    let (found, book) = lints_of("# Summary\n\n- [A](a.md)\n- [F](<my file.md>)\n- [G](g h.md)\n");
    assert_eq!(found, ["broken-summary 5"]);
    let said = check(&book, &["--format", "short"]).stdout;
    assert!(said.contains("a space keeps `g h.md` from being"), "{said}");
    let prose = "# Summary\n\nWords [here](and there).\n\n- [A](a.md)\n- [F](<my file.md>)\n";
    assert_eq!(lints_of(prose).0, [""; 0]);
}

#[test]
fn redirects_to_pages_of_sharding_may_count_from_the_root() {
    let config = "[output.html.redirect]\n\"/a.html\" = \"/d/one.html\"\n\
        \"/b.html\" = \"/d/one.html#two\"\n\"/c.html\" = \"/d/gone.html\"\n\
        \"/e.html\" = \"/d/one.html#gone\"\n[preprocessor.archsite]\n\
        after = [\"links\", \"index\"]\n[preprocessor.archsite.shard]\ndocuments = [\"d.md\"]\n";
    let files = [(
        "d.md",
        "# D\n\n## One\n\nx\n\n### Two\n\ny\n\n## Three\n\nz\n",
    )];
    let book = TestBook::new(config, &files);
    let said = check(&book, &["--format", "short"]).stdout;
    let problems: Vec<&str> = said.lines().collect();
    assert!(
        said.contains("error[broken-redirect]: the redirect leads to `/d/gone.html`"),
        "{said}"
    );
    assert!(
        said.contains("error[broken-redirect]: the page `d/one.html` has no anchor `#gone`"),
        "{said}"
    );
    assert_eq!(problems.len(), 2, "{said}");
}

#[test]
fn a_path_from_the_top_is_no_proof_where_another_page_has_it_too() {
    let files = [
        ("home.md", "# H\n"),
        ("c/y.md", "# Y\n"),
        ("a/c/y.md", "# Y\n"),
        ("a/b/x.md", "# X\n\n[y](c/y.md)\n\n[h](home.md)\n"),
    ];
    let book = TestBook::new("", &files);
    check(&book, &["--fix", "--yes"]);
    let fixed = book.read("src/a/b/x.md");
    assert_eq!(fixed, "# X\n\n[y](c/y.md)\n\n[h](../../home.md)\n");
}

#[test]
fn links_are_not_rewritten_to_what_no_browser_opens() {
    let config = REWRITE.replace("https://example.org/o/r", "git@example.org:o/r.git");
    let files = [("a.md", "# A\n\n[l](../LICENSE)\n"), ("../LICENSE", "x")];
    let found = lints(&repository(&config, &files));
    assert_eq!(found, ["bad-option 3", "link-outside-book 3"]);
}

#[test]
fn the_path_of_the_site_is_proposed_where_most_redirects_agree() {
    let config = "[output.html.redirect]\n\"/book/x.html\" = \"/book/a.html\"\n\
        \"/y.html\" = \"/book/b/index.html\"\n\"/z.html\" = \"/old/a.html\"\n\
        \"/v.html\" = \"/old/v.html\"\n\"/w.html\" = \"/old/w.html\"\n";
    let files = [("a.md", "# A\n"), ("b/index.md", "# B\n")];
    let said = check(&TestBook::new(config, &files), &["--format", "short"]).stdout;
    let proposed = |base: &str| {
        said.matches(&format!("set `site-url = \"{base}\"`"))
            .count()
    };
    assert_eq!(
        said.matches("warning[redirect-elsewhere]").count(),
        5,
        "{said}"
    );
    assert_eq!((proposed("/book/"), proposed("/old/")), (2, 0), "{said}");
}

#[test]
fn chapters_that_are_not_there_say_what_is_meant() {
    let summary = "# Summary\n\n- [A](./Sub/A.md)\n- [W](https://example.org/x)\n";
    let files = [("SUMMARY.md", summary), ("sub/a.md", "# A\n")];
    let said = check(&TestBook::new("", &files), &["--format", "short"]).stdout;
    assert!(
        said.contains("SUMMARY.md:3:7: error[missing-chapter]: "),
        "{said}"
    );
    assert!(said.contains("the file is `sub/a.md`"), "{said}");
    assert!(said.contains("SUMMARY.md cannot link to the web"), "{said}");
}

#[test]
fn redirects_of_what_mdbook_writes_have_no_effect() {
    let config = "[output.html.redirect]\n\"/print.html\" = \"a.html\"\n\
        \"/toc.html\" = \"a.html\"\n\"/404.html\" = \"a.html\"\n\"/x.html\" = \"a.html\"\n";
    let book = TestBook::new(config, &[("a.md", "# A\n\n[p](print.html)\n")]);
    let found = lints(&book);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found
            .iter()
            .all(|lint| lint.starts_with("ignored-redirect")),
        "{found:?}"
    );
}

#[test]
fn no_path_is_proposed_for_a_text_that_several_chapters_may_include() {
    let files = [
        ("a.md", "# A\n\n{{#include s/p.txt}}\n"),
        ("s/b.md", "# B\n\n{{#include p.txt}}\n"),
        ("s/p.txt", "[b](s/b.md)\n"),
    ];
    let said = check(&TestBook::new(TABLE, &files), &["--format", "json"]).stdout;
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains("what may be meant is `b.md` from `s/b.md`"),
        "{said}"
    );
    assert!(said.contains("\"suggestions\":[]"), "{said}");
}

#[test]
fn a_page_and_a_folder_of_one_name_cannot_both_be_written() {
    let files = [
        ("a.md", "# A\n"),
        ("a.html/x.txt", "x"),
        ("b.md", "# B\n"),
        ("b/c.txt", "x"),
    ];
    let found = lints(&TestBook::new("", &files));
    assert_eq!(found, ["page-overwritten 3"]);
}
