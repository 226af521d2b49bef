//! The tables `[[preprocessor.archsite.lint-overrides]]`: levels for some files or links.
//!
//! What is not understood silences nothing.

use archsite_core::config::Table;
use archsite_core::config::pattern::Pattern;
use archsite_core::diagnostics::{Diagnostic, Level, Location};

use crate::mdbook::settings::keys::OVERRIDE;
use crate::reference;

/// A level for the lints of some files or links.
#[derive(Debug)]
pub(crate) struct Override {
    /// Files, relative to the book root; empty for all.
    pub(crate) files: Vec<Pattern>,
    /// Destinations as written; empty for all.
    pub(crate) links: Vec<Pattern>,
    /// Names of lints; empty for all.
    pub(crate) lints: Vec<String>,
    pub(crate) level: Level,
}

/// Levels for some files or links, and what is wrong with them.
pub(super) fn read(table: &mut Table<'_>, name: &str) -> (Vec<Override>, Vec<Diagnostic>) {
    const KEY: &str = "lint-overrides";
    let mut overrides = Vec::new();
    let mut problems = Vec::new();
    for values in table.tables(KEY) {
        let mut below = Table::new(&["preprocessor", name, KEY], values, OVERRIDE);
        let patterns = |below: &mut Table<'_>, key| {
            let mut patterns = Vec::new();
            for glob in below.texts(key).unwrap_or_default() {
                match Pattern::new(glob) {
                    Ok(pattern) => patterns.push(pattern),
                    Err(error) => below.reject(key, error.about(glob)),
                }
            }
            patterns
        };
        let files = patterns(&mut below, "files");
        let links = patterns(&mut below, "links");
        let mut names = Vec::new();
        for lint in below.texts("lints").unwrap_or_default() {
            match reference::lint(lint) {
                Some(_) => names.push(lint.to_string()),
                None => {
                    let near = reference::nearest_lint(lint);
                    let hint = near.map(|near| format!("; did you mean `{near}`?"));
                    let hint = hint.unwrap_or_default();
                    below.reject("lints", format!("there is no lint `{lint}`{hint}"));
                }
            }
        }
        let level = below.word_if_set("level").and_then(Level::parse);
        if !values.contains_key("level") {
            below.reject("level", format!("[[{KEY}]] needs a `level`"));
        }
        let wrong = below.finish();
        if !wrong.is_empty() {
            // What is not understood must not silence anything.
            problems.extend(wrong.into_iter().map(|problem| in_list(problem, name)));
            continue;
        }
        overrides.push(Override {
            files,
            links,
            lints: names,
            level: level.unwrap_or(Level::Allow),
        });
    }
    (overrides, problems)
}

/// A problem of one table of the list, placed at the list.
fn in_list(mut problem: Diagnostic, name: &str) -> Diagnostic {
    for label in &mut problem.labels {
        let path = ["preprocessor", name, "lint-overrides"];
        label.place = Location::Config(path.iter().map(ToString::to_string).collect());
    }
    problem
}
