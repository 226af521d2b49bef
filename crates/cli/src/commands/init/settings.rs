//! `book.toml`: a new one, and our table in one that is there.

mod existing;

use std::fmt::Write as _;

use toml_edit::Value;

pub(super) use self::existing::{Found, line_end, with_table};
use crate::commands::init::contents::Contents;
use crate::commands::init::layout::Layout;
use crate::commands::init::survey::{Survey, join};

/// The text of a new `book.toml`.
pub(super) fn new(survey: &Survey, layout: &Layout, contents: &Contents, title: &str) -> String {
    let mut text = format!("[book]\ntitle = {}\n", quoted(title));
    if let Some(language) = &layout.language {
        line(&mut text, "language", &quoted(language));
    }
    line(&mut text, "src", &quoted(&layout.src));
    text.push_str("\n[build]\n");
    line(&mut text, "build-dir", &quoted(&layout.build));
    line(&mut text, "create-missing", "false");
    if !contents.watched.is_empty() {
        text.push_str("# Files outside `src` that pages are made of, for `mdbook serve`.\n");
        line(&mut text, "extra-watch-dirs", &list(&contents.watched));
    }
    text.push_str("\n[preprocessor.archsite]\nafter = [\"links\", \"index\"]\n");
    text.push_str(OPTIONAL);
    text.push_str("# Links to files that the book does not contain lead to the code host.\n");
    line(&mut text, "repository-links", "\"rewrite\"");
    if !contents.split.is_empty() {
        text.push_str("\n[preprocessor.archsite.shard]\n");
        line(&mut text, "documents", &list(&contents.split));
    }
    if !survey.record_folders.is_empty() {
        let folders: Vec<String> = survey
            .record_folders
            .iter()
            .map(|(f, _)| f.clone())
            .collect();
        text.push_str("\n[preprocessor.archsite.adr]\n");
        line(&mut text, "directories", &list(&folders));
    }
    let mut lints = String::new();
    if contents.has_front_matter {
        lints.push_str("# Some documents have front matter for another program.\n");
        line(&mut lints, "rendered-front-matter", "\"allow\"");
    }
    if survey.origin.is_none() {
        lints.push_str("# No code host is known: set `git-repository-url` in [output.html].\n");
        line(&mut lints, "link-outside-book", "\"warn\"");
        line(&mut lints, "unlisted-page", "\"warn\"");
    }
    if !lints.is_empty() {
        text.push_str("\n[preprocessor.archsite.lints]\n");
        text.push_str(&lints);
    }
    let unlisted = unlisted(contents, &layout.src);
    if !unlisted.is_empty() {
        text.push_str("\n# Documents that are not listed in SUMMARY.md on purpose.\n");
        text.push_str("[[preprocessor.archsite.lint-overrides]]\n");
        line(&mut text, "files", &list(&unlisted));
        text.push_str("lints = [\"orphan-page\"]\nlevel = \"allow\"\n");
    }
    if let Some(origin) = &survey.origin {
        text.push_str("\n[output.html]\n");
        line(&mut text, "git-repository-url", &quoted(&origin.url));
        if let Some(template) = origin.edit_template(&survey.prefix) {
            line(&mut text, "edit-url-template", &quoted(&template));
        }
    }
    text
}

/// The lines that make a build without this program possible.
const OPTIONAL: &str =
    "# Without mdbook-archsite the book is built as it is written.\noptional = true\n";

/// Patterns for the documents of `src` that are no chapters.
fn unlisted(contents: &Contents, src: &str) -> Vec<String> {
    let inside = contents.left.iter().filter(|(path, _)| {
        let rest = path.strip_prefix(src);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let patterns = inside.map(|(path, left)| {
        let path: String = path
            .chars()
            .map(|c| if "*?[]{}!\\".contains(c) { '?' } else { c })
            .collect();
        if left.folder { join(&path, "**") } else { path }
    });
    patterns.collect()
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {value}");
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A list, on a line of its own for each value if it is long.
fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    let short = values.join(", ");
    if short.len() <= 80 {
        return format!("[{short}]");
    }
    format!("[\n    {},\n]", values.join(",\n    "))
}
