//! What needs the git history: dates, outgrown lists, names that are gone, sections to review.

use std::process::Command;

use serde_json::Value;

use super::Repository;

/// A file that a commit writes, or removes where there is no text.
type File<'a> = (&'a str, Option<&'a str>);

/// A repository with a history: the days of its commits, and what each of them writes.
fn history(commits: &[(&str, &[File<'_>])]) -> Repository {
    let repository = Repository::new(&[]);
    std::fs::remove_dir(repository.path().join(".git")).expect("a folder");
    git(&repository, "2024-01-01", &["init", "-q"]);
    for (day, files) in commits {
        for (name, text) in *files {
            match text {
                Some(text) => repository.write(name, text),
                None => std::fs::remove_file(repository.path().join(name)).expect("a file"),
            }
        }
        git(&repository, day, &["add", "-A"]);
        git(&repository, day, &["commit", "-q", "-m", "change"]);
    }
    repository
}

/// Runs git on a day, with nothing of this machine.
fn git(repository: &Repository, day: &str, args: &[&str]) {
    let date = format!("{day}T12:00:00Z");
    let made = Command::new("git")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org"])
        .args(args)
        .current_dir(repository.path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .output()
        .expect("git");
    assert!(made.status.success(), "{args:?}");
}

/// Lines that fill a document.
fn lines(count: usize, word: &str) -> String {
    (0..count)
        .map(|line| format!("{word} {line}.\n\n"))
        .collect()
}

const FIRST: &str = "2024-01-10";
const LATER: &str = "2025-03-10";

#[test]
fn dates_are_compared_with_the_commits_of_the_file() {
    let document = |date: &str, word: &str| {
        format!("# Shop\n\n**Last Updated:** {date}\n\n{}", lines(8, word))
    };
    for (date, expected) in [
        ("2025-03-10", None),
        ("2024-02-10", Some("changed")),
        ("2023-05-01", Some("older than the file")),
    ] {
        let old = document(date, "one");
        let new = document(date, "two");
        let repository = history(&[
            ("2024-01-01", &[("src/a.rs", Some("fn a() {}\n"))]),
            ("2024-02-10", &[("docs/architecture.md", Some(&old))]),
            (LATER, &[("docs/architecture.md", Some(&new))]),
        ]);
        let run = repository.drift(&["--format", "short"]);
        match expected {
            None => assert_eq!(run.stdout, "", "{date}"),
            Some(words) => {
                assert!(
                    run.stdout.contains("stale-metadata"),
                    "{date}: {}",
                    run.stdout
                );
                assert!(run.stdout.contains(words), "{date}: {}", run.stdout);
            }
        }
    }
}

#[test]
fn lists_that_were_complete_and_names_that_were_there_are_followed() {
    let document =
        "# Shop\n\nThe core is `load_orders`.\n\n```\nsrc/\n├── orders.rs\n└── payments.rs\n```\n";
    let repository = history(&[
        (
            FIRST,
            &[
                ("docs/architecture.md", Some(document)),
                ("src/orders.rs", Some("fn load_orders() {}\n")),
                ("src/payments.rs", Some("fn pay() {}\n")),
            ],
        ),
        (
            LATER,
            &[
                ("src/orders.rs", Some("fn read_orders() {}\n")),
                ("src/refunds.rs", Some("fn refund() {}\n")),
                ("src/stock.rs", Some("fn stock() {}\n")),
            ],
        ),
    ]);
    let silent = repository.drift(&["--format", "short"]);
    assert_eq!(silent.stdout, "", "they are off by default");
    repository.write(
        "book.toml",
        "[preprocessor.archsite.drift]\n[preprocessor.archsite.lints]\nincomplete-list = \"warn\"\nvanished-name = \"warn\"\n",
    );
    let run = repository.drift(&["--format", "short"]);
    for expected in [
        "architecture.md:3:",
        "`load_orders`",
        "incomplete-list",
        "`refunds.rs`",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
}

#[test]
fn sections_are_listed_by_what_changed_in_the_files_they_name() {
    let document = "# Shop\n\n## Orders\n\nIn `src/orders/`.\n\n## Stock\n\nIn `src/stock/`.\n";
    let repository = history(&[
        (
            FIRST,
            &[
                ("docs/architecture.md", Some(document)),
                ("src/orders/a.rs", Some("fn a() {}\n")),
                ("src/orders/b.rs", Some("fn b() {}\n")),
                ("src/stock/c.rs", Some("fn c() {}\n")),
            ],
        ),
        (
            LATER,
            &[
                ("src/orders/b.rs", None),
                ("src/orders/d.rs", Some("fn different() {}\n")),
            ],
        ),
    ]);
    let json = repository.drift(&["--report", "json"]);
    assert_eq!(json.code, 0, "{}", json.stderr);
    let list: Value = serde_json::from_str(&json.stdout).expect("JSON");
    insta::assert_snapshot!(format!("{list:#}"));
    for format in ["table", "markdown"] {
        let run = repository.drift(&["--report", format]);
        let (orders, stock) = (run.stdout.find("Orders"), run.stdout.find("Stock"));
        assert!(orders.is_some() && orders < stock, "{}", run.stdout);
    }
}

#[test]
fn a_shallow_clone_is_said_once_and_all_else_is_compared() {
    let repository = history(&[
        (
            FIRST,
            &[
                ("docs/architecture.md", Some("# A\n")),
                ("package.json", Some("{}")),
            ],
        ),
        (
            LATER,
            &[(
                "docs/architecture.md",
                Some("# A\n\n**Last Updated:** 2024-02-10\n\n`npm run deploy`\n"),
            )],
        ),
    ]);
    let clone = tempfile::tempdir().expect("a temporary folder");
    let from = format!("file://{}", repository.path().display());
    let to = clone.path().join("clone");
    let to = to.to_str().expect("a path that is text");
    git(
        &repository,
        LATER,
        &["clone", "-q", "--depth", "1", &from, to],
    );
    let run = crate::common::run(
        std::path::Path::new(to),
        &["drift", "--format", "short"],
        "",
    );
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("unknown-command"), "{}", run.stdout);
    assert_eq!(
        run.stderr.matches("fetch-depth: 0").count(),
        1,
        "{}",
        run.stderr
    );
}
