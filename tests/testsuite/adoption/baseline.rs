//! `check --baseline`: what counts as known, new and gone.

use std::fmt::Write as _;

use super::{check, edit, fixture, said};
use crate::common::{TestBook, run};

const FILE: &str = "archsite-baseline.json";

/// The old book, with all its problems in a baseline.
fn adopted() -> TestBook {
    let book = fixture("old-book");
    let written = check(&book, &["--write-baseline"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    book
}

/// A change of a book: a file, text of it, and what replaces that.
type Change = (&'static str, &'static str, &'static str);

/// Changes of the old book, and what is reported after them.
const CHANGES: &[(&str, &[Change])] = &[
    ("nothing changes", &[]),
    (
        "lines move",
        &[(
            "src/shop.md",
            "# Shop\n",
            "# Shop\n\nA text.\n\nAnother text.\n",
        )],
    ),
    (
        "a line is written anew around its links",
        &[(
            "src/shop.md",
            "How the shop works:",
            "This is how the shop is built:",
        )],
    ),
    (
        "a new dead link",
        &[("src/orders.md", "Back to", "[New](returns.md). Back to")],
    ),
    (
        "a known problem once more",
        &[(
            "src/shop.md",
            "## Parts",
            "## Parts\n\n[Payment](payment.md)",
        )],
    ),
    (
        "problems are fixed",
        &[
            (
                "src/shop.md",
                "[payment](payment.md) and [stock](stock.md)",
                "payment and stock",
            ),
            ("src/orders.md", "#prats", "#parts"),
        ],
    ),
    (
        "one problem is fixed",
        &[("src/orders.md", "#prats", "#parts")],
    ),
    (
        "a problem is fixed, and stale entries are allowed",
        &[
            ("src/orders.md", "#prats", "#parts"),
            (
                "book.toml",
                "after = [\"links\", \"index\"]\n",
                "after = [\"links\", \"index\"]\n[preprocessor.archsite.lints]\nstale-baseline = \"allow\"\n",
            ),
        ],
    ),
    (
        "a lint is switched off",
        &[(
            "book.toml",
            "after = [\"links\", \"index\"]\n",
            "after = [\"links\", \"index\"]\n[preprocessor.archsite.lints]\nunused-definition = \"allow\"\n",
        )],
    ),
    (
        "one more page that is not listed",
        &[("src/archive/one.md", "# Note one", "# Note one")],
    ),
];

#[test]
fn only_what_is_new_or_gone_is_reported() {
    let mut all = String::new();
    for (name, changes) in CHANGES {
        let book = adopted();
        for (file, from, to) in *changes {
            edit(&book, file, from, to);
        }
        if name.starts_with("one more page") {
            book.write("src/archive/six.md", "# Note six\n");
        }
        let run = check(&book, &["--format", "short"]);
        let _ = writeln!(all, "# {name}\n{}", said(&book, &run));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_baseline_is_a_sorted_list_with_a_problem_a_line() {
    let book = adopted();
    insta::assert_snapshot!(book.read(FILE));
    // The same problems give the same file.
    let again = check(&book, &["--write-baseline"]);
    assert!(again.stderr.contains("already"), "{}", again.stderr);
}

#[test]
fn what_is_gone_leaves_the_baseline_and_what_is_new_stays_out() {
    let book = adopted();
    edit(&book, "src/orders.md", "#prats", "#parts");
    edit(
        &book,
        "src/orders.md",
        "# Orders\n",
        "# Orders\n\n[New](returns.md)\n",
    );
    let pruned = check(&book, &["--prune-baseline", "--format", "short"]);
    assert!(!book.read(FILE).contains("#prats"));
    assert!(!book.read(FILE).contains("returns.md"));
    let after = check(&book, &["--format", "short"]);
    insta::assert_snapshot!(format!("{}{}", said(&book, &pruned), said(&book, &after)));
}

#[test]
fn known_problems_are_shown_on_request_and_do_not_stop_a_build() {
    let book = adopted();
    let all = check(&book, &["--no-baseline"]);
    assert_eq!(all.code, 1);
    assert!(
        all.stderr.contains("6 errors, 4 warnings"),
        "{}",
        all.stderr
    );
    assert_eq!(book.build().code, 0);
    assert_eq!(book.preprocess().code, 0);
    edit(
        &book,
        "src/orders.md",
        "Back to",
        "[New](returns.md). Back to",
    );
    let built = book.build();
    assert_eq!(built.code, 1);
    assert!(
        built.stderr.contains("1 error, 14 known"),
        "{}",
        built.stderr
    );
}

/// What is fixed by a program may also be an old problem.
#[test]
fn known_problems_are_fixed_too() {
    let book = adopted();
    let fixed = check(&book, &["--fix", "--yes", "--format", "short"]);
    assert!(
        book.read("src/orders.md").contains("#orders"),
        "{}",
        fixed.stderr
    );
    assert!(fixed.stdout.contains("stale-baseline"), "{}", fixed.stdout);
}

#[test]
fn a_baseline_may_have_another_name_and_place() {
    let book = fixture("old-book");
    let written = check(&book, &["--baseline", "known.json", "--write-baseline"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    assert_eq!(check(&book, &["--baseline", "known.json"]).code, 0);
    assert_eq!(check(&book, &[]).code, 1);
    let after = "after = [\"links\", \"index\"]\n";
    let named = format!("{after}baseline = \"known.json\"\n");
    edit(&book, "book.toml", after, &named);
    assert_eq!(check(&book, &[]).code, 0);
    // The name in book.toml counts from there, and one on the command line from the current folder.
    let from_src = run(&book.path().join("src"), &["check", ".."], "");
    assert_eq!(from_src.code, 0, "{}", from_src.stderr);
    let from_src = run(
        &book.path().join("src"),
        &["check", "..", "--baseline", "known.json"],
        "",
    );
    assert_eq!(from_src.code, 2);
}

/// Files in the place of a baseline, and what is said about them.
const BROKEN: &[(&str, &str)] = &[
    ("empty", ""),
    ("no JSON", "{\n  \"archsite-baseline\": 1,\n  \"book\""),
    (
        "a merge conflict",
        "{\n<<<<<<< HEAD\n  \"archsite-baseline\": 1,\n=======\n>>>>>>> topic\n}\n",
    ),
    (
        "something else",
        "{\"name\": \"shop\", \"version\": \"1.0.0\"}\n",
    ),
    ("a list", "[]\n"),
    (
        "a newer version",
        "{\"archsite-baseline\": 2, \"book\": \".\", \"entries\": {}}\n",
    ),
    (
        "version zero",
        "{\"archsite-baseline\": 0, \"book\": \".\", \"problems\": []}\n",
    ),
    (
        "an entry that is not one",
        "{\"archsite-baseline\": 1, \"book\": \".\", \"problems\": [\n  {\"file\": \"src/shop.md\"}\n]}\n",
    ),
    (
        "the book in another folder",
        "{\"archsite-baseline\": 1, \"book\": \"../other\", \"problems\": []}\n",
    ),
    (
        "a book with other files",
        "{\"archsite-baseline\": 1, \"book\": \".\", \"problems\": [\n\
         {\"file\":\"src/x.md\",\"lint\":\"broken-link\",\"target\":\"a.md\"},\n\
         {\"file\":\"src/y.md\",\"lint\":\"broken-link\",\"target\":\"a.md\"}]}\n",
    ),
];

#[test]
fn what_is_no_baseline_of_this_book_is_refused_with_a_reason() {
    let mut all = String::new();
    for (name, text) in BROKEN {
        let book = fixture("old-book");
        book.write(FILE, text);
        let read = check(&book, &[]);
        assert_eq!(read.code, 2, "{name}: {}", read.stdout);
        assert_eq!(book.read(FILE), *text, "{name}");
        let written = check(&book, &["--write-baseline"]);
        let is_kept = book.read(FILE) == *text;
        assert_eq!(is_kept, written.code == 2, "{name}");
        let _ = writeln!(
            all,
            "# {name}\n{}--write-baseline:\n{}",
            said(&book, &read),
            said(&book, &written)
        );
    }
    let book = fixture("old-book");
    let outside = check(&book, &["--baseline", "../known.json", "--write-baseline"]);
    let _ = writeln!(all, "# outside the repository\n{}", said(&book, &outside));
    let missing = check(&book, &["--baseline", "known.json"]);
    let _ = writeln!(all, "# missing\n{}", said(&book, &missing));
    insta::assert_snapshot!(all);
}

#[test]
fn pruning_does_not_make_a_baseline() {
    let book = fixture("old-book");
    let refused = check(&book, &["--prune-baseline"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("there is no baseline"),
        "{}",
        refused.stderr
    );
    assert!(!book.path().join(FILE).exists());
}

/// What cannot be read may have problems that are only hidden.
#[test]
fn nothing_leaves_the_baseline_while_a_file_cannot_be_read() {
    let book = adopted();
    let before = book.read(FILE);
    std::fs::write(book.path().join("src/shop.md"), [0xff, 0xfe]).expect("a file");
    let checked = check(&book, &["--format", "short"]);
    assert!(
        !checked.stdout.contains("stale-baseline"),
        "{}",
        checked.stdout
    );
    for option in ["--prune-baseline", "--write-baseline"] {
        let refused = check(&book, &[option]);
        assert_eq!(refused.code, 2);
        assert!(
            refused.stderr.contains("`shop.md` cannot be read"),
            "{}",
            refused.stderr
        );
    }
    assert_eq!(book.read(FILE), before);
}

#[test]
fn a_book_with_hundreds_of_problems_is_adopted_in_one_command() {
    let mut files = Vec::new();
    for number in 0..70 {
        let text = format!(
            "# P{number}\n\n[a](gone-{number}.md) [b](../up/{number}.md) [c](#no-{number}) [d][none]\n\n\
             [unused-{number}]: x.md\n\n[same](gone.md) [same](gone.md)\n"
        );
        files.push((format!("p{number}.md"), text));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let book = TestBook::new("[book]\ntitle = \"Old\"\n", &files);
    let first = check(&book, &[]);
    assert!(
        first.stderr.contains("420 errors, 70 warnings"),
        "{}",
        first.stderr
    );
    let messages = first.stdout.lines();
    let messages = messages.filter(|line| line.starts_with("error") || line.starts_with("warning"));
    assert!(messages.count() <= 20, "{}", first.stdout);
    assert_eq!(check(&book, &["--write-baseline"]).code, 0);
    let text = book.read("src/p7.md");
    book.write("src/p7.md", &format!("# First\n\n[new](new.md)\n\n{text}"));
    let after = check(&book, &["--format", "short"]);
    assert_eq!(after.stdout.lines().count(), 1, "{}", after.stdout);
    assert!(
        after
            .stdout
            .starts_with("src/p7.md:3:7: error[broken-link]")
    );
}
