//! The examples of the lint pages are small books: the wrong one reports its lint and nothing else,
//! the right one reports nothing.
//!
//! Below `## Wrong` and `## Right` of a page, each fenced block is a file, named by the line above it:
//! a path in a code span with a colon. Paths are relative to the folder of `book.toml`. Where the right
//! example only shows files of the wrong one, the files that it does not show are unchanged. What is missing
//! is added: the `[book]` table and `after` to `book.toml`, a `SUMMARY.md` that lists the chapters in the
//! order of the page, and for lints of decision records a chapter with their index.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::run;
use archsite_cli::reference;
use archsite_core::diagnostics::Level;
use archsite_core::diagnostics::lints::Lint;
use serde_json::Value;

/// Lints without a runnable example, and why there is none.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("incomplete-list", "it needs the history of a repository"),
    ("vanished-name", "it needs the history of a repository"),
    ("removed-anchor", "two versions of a book are compared"),
    ("removed-page", "two versions of a book are compared"),
];

/// A file of an example: its path and its text.
type File = (String, String);

/// The files below the heading `## title` of a page.
fn files(page: &str, title: &str) -> Vec<File> {
    let mut files = Vec::new();
    let mut lines = page.lines();
    if !lines.any(|line| line == format!("## {title}")) {
        return files;
    }
    let mut name = None;
    while let Some(line) = lines.next() {
        if line.starts_with("## ") {
            break;
        }
        let named = line
            .strip_prefix('`')
            .and_then(|line| line.strip_suffix("`:"));
        if let Some(path) = named {
            name = Some(path.to_string());
        }
        let fence = line.len() - line.trim_start_matches('`').len();
        if fence >= 3 {
            let end = "`".repeat(fence);
            let body = lines.by_ref().take_while(|line| *line != end);
            let text = body.map(|line| format!("{line}\n")).collect();
            let path = name
                .take()
                .unwrap_or_else(|| panic!("{title}: a block without a path"));
            files.push((path, text));
        }
    }
    files
}

/// Writes the book of an example.
fn write(folder: &Path, lint: &Lint, mut files: Vec<File>) {
    let index = "<!-- archsite: adr-index -->";
    if lint.family == "adr" && !files.iter().any(|(_, text)| text.contains(index)) {
        let text = format!("# Decisions\n\n{index}\n");
        files.insert(0, ("src/decisions.md".to_string(), text));
    }
    let given = |name: &str| files.iter().find(|(path, _)| path == name);
    let mut config = given("book.toml").map_or_else(String::new, |(_, text)| text.clone());
    if !config.contains("[book]") {
        config.insert_str(0, "[book]\ntitle = \"Example\"\n\n");
    }
    if !config.contains("[preprocessor.archsite]\n") {
        config.push_str("\n[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n");
    }
    if lint.level == Level::Allow {
        config.push_str(&format!(
            "\n[preprocessor.archsite.lints]\n{} = \"warn\"\n",
            lint.name
        ));
    }
    let chapters = files
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("src/"));
    let chapters = chapters.filter(|path| path.ends_with(".md"));
    let list: String = chapters
        .map(|path| format!("- [{path}]({path})\n"))
        .collect();
    let rest = [
        ("book.toml".to_string(), config),
        ("src/SUMMARY.md".to_string(), format!("# Summary\n\n{list}")),
    ];
    for (path, text) in files.iter().chain(&rest) {
        let path = folder.join(path);
        if path.ends_with("SUMMARY.md") && path.exists() {
            continue;
        }
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

/// What is reported for an example: each lint, with the line that says so.
fn reported(lint: &Lint, files: Vec<File>) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), lint, files);
    let found = run(folder.path(), &["check", "--format", "json"], "");
    assert!(found.code < 2, "{}: {}", lint.name, found.stderr);
    let lines = found.stdout.lines().map(|line| {
        let problem: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| problem[key].as_str().unwrap_or_default().to_string();
        (
            text("lint"),
            format!("{}: {}", text("file"), text("message")),
        )
    });
    lines.collect()
}

fn check(lint: &Lint, wrong: &mut Vec<String>) {
    let name = lint.name;
    if let Some((_, reason)) = WITHOUT_EXAMPLE.iter().find(|(other, _)| *other == name) {
        if !lint.page.contains("## Example") {
            wrong.push(format!(
                "{name}: no example ({reason}), and the page does not say so"
            ));
        }
        return;
    }
    let before = files(lint.page, "Wrong");
    let after = files(lint.page, "Right");
    if before.is_empty() || after.is_empty() {
        wrong.push(format!("{name}: no files below `## Wrong` or `## Right`"));
        return;
    }
    let after = unchanged(&before, &after)
        .chain(after.iter().cloned())
        .collect();
    for (title, files, expected) in [("Wrong", before, Some(name)), ("Right", after, None)] {
        let problems = reported(lint, files);
        let names: BTreeSet<&str> = problems.iter().map(|(lint, _)| lint.as_str()).collect();
        if names != expected.into_iter().collect() {
            wrong.push(format!("{name}, {title}: {problems:#?}"));
        }
    }
}

/// The files of the wrong example that are part of the right one too.
fn unchanged<'a>(before: &'a [File], after: &'a [File]) -> impl Iterator<Item = File> + 'a {
    let has = |files: &[File], path: &str| files.iter().any(|(other, _)| other == path);
    let is_complete = after.iter().any(|(path, _)| !has(before, path));
    let rest = before
        .iter()
        .filter(move |(path, _)| !is_complete && !has(after, path));
    rest.cloned()
}

#[test]
fn examples_report_their_lint() {
    let mut wrong = Vec::new();
    for lint in reference::lints() {
        check(lint, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_and_lints_are_the_same() {
    for family in reference::FAMILIES {
        let folder = match family.name {
            "config" => "core",
            pass => pass,
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("crates/{folder}/lints"));
        let entries = std::fs::read_dir(folder).expect("the folder of pages");
        let pages: BTreeSet<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        let names: BTreeSet<String> = family
            .lints
            .iter()
            .map(|l| format!("{}.md", l.name))
            .collect();
        assert_eq!(pages, names, "{}", family.name);
    }
}

#[test]
fn every_page_has_its_parts() {
    for lint in reference::lints() {
        assert!(
            lint.page.starts_with(&format!("# {}\n", lint.name)),
            "{}",
            lint.name
        );
        for part in ["## Why it matters", "## How to fix it"] {
            assert!(lint.page.contains(part), "{} has no {part}", lint.name);
        }
        let lines = lint.page.lines().count();
        assert!(
            (10..=60).contains(&lines),
            "{} has {lines} lines",
            lint.name
        );
    }
}
