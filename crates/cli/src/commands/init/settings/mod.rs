//! `book.toml`: a new one, and our table in one that is there.

mod existing;
mod tables;

use std::fmt::Write as _;

use toml_edit::Value;

pub(super) use self::existing::{line_end, with_table};
pub(super) use self::tables::Tables;
use crate::commands::init::contents::Contents;
use crate::commands::init::layout::Layout;
use crate::commands::init::survey::Survey;

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
    text.push('\n');
    text.push_str(&Tables::of(survey, contents, &layout.src).text());
    if let Some(origin) = &survey.origin {
        text.push_str("\n[output.html]\n");
        line(&mut text, "git-repository-url", &quoted(&origin.url));
        if let Some(template) = origin.edit_template(&survey.prefix) {
            line(&mut text, "edit-url-template", &quoted(&template));
        }
    }
    text.push_str("\n# Long groups of the sidebar are closed until they are wanted.\n");
    text.push_str("[output.html.fold]\nenable = true\n");
    text
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
