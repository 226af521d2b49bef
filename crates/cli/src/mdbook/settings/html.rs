//! `[output.html]` as mdBook takes it: whole, or not at all.
//!
//! mdBook logs a table that it cannot read, goes on, and uses its defaults for all of it. Which
//! tables these are is left to mdBook's own type.

use std::borrow::Cow;

use archsite_core::diagnostics::suggest::nearest;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_links::lints::IGNORED_TABLE;
use mdbook_driver::config::HtmlConfig;
use serde_json::{Map, Value, json};

/// Keys of older mdBooks, and what to write instead.
const REMOVED: &[(&str, &str)] = &[
    (
        "copy-fonts",
        "remove it; mdBook 0.5 always copies its fonts",
    ),
    ("curly-quotes", "write `smart-punctuation` instead"),
    (
        "google-analytics",
        "remove it, and put the script into `theme/head.hbs`",
    ),
    ("livereload-url", "remove it"),
    (
        "git-branch",
        "remove it; `edit-url-template` names the branch",
    ),
    ("mathjax", "write `mathjax-support` instead"),
];

/// The configuration without what mdBook ignores, and what is wrong with that.
pub(super) fn effective(config: &Value) -> (Cow<'_, Value>, Vec<Diagnostic>) {
    let table = config.pointer("/output/html");
    let Some(table) = table.filter(|table| read(table).is_err()) else {
        return (Cow::Borrowed(config), Vec::new());
    };
    let mut problems = Vec::new();
    let mut path = vec!["output".to_string(), "html".to_string()];
    culprits(&mut path, table, &|table| read(&table), &mut problems);
    // Each key may be right, and two of them may not go together.
    if let (true, Err(error)) = (problems.is_empty(), read(table)) {
        problems.push(ignored(&path, &error));
    }
    let mut config = config.clone();
    if let Some(table) = config.pointer_mut("/output/html") {
        *table = json!({});
    }
    (Cow::Owned(config), problems)
}

/// Whether edit links can lead to lines. mdBook finds the settings of a page for the search by the same path,
/// which must name the file then.
pub(super) fn edits_at_lines(config: &Value) -> bool {
    let has_links = config.pointer("/output/html/edit-url-template").is_some();
    let by_page = config.pointer("/output/html/search/chapter");
    has_links && by_page.and_then(Value::as_object).is_none_or(Map::is_empty)
}

/// Whether mdBook can read a table; if not, why.
fn read(table: &Value) -> Result<(), String> {
    let read = serde_json::from_value::<HtmlConfig>(table.clone());
    read.map(drop).map_err(|error| error.to_string())
}

/// Finds the keys at which a table cannot be read: each is tried alone, in all tables around it.
fn culprits(
    path: &mut Vec<String>,
    table: &Value,
    read: &dyn Fn(Value) -> Result<(), String>,
    problems: &mut Vec<Diagnostic>,
) {
    for (key, value) in table.as_object().into_iter().flatten() {
        let alone = |value: Value| read(Value::Object(Map::from_iter([(key.clone(), value)])));
        let Err(error) = alone(value.clone()) else {
            continue;
        };
        path.push(key.clone());
        let before = problems.len();
        if value.is_object() && alone(json!({})).is_ok() {
            culprits(path, value, &alone, problems);
        }
        if problems.len() == before {
            problems.push(ignored(path, &error));
        }
        path.pop();
    }
}

/// The problem of one key, with what mdBook's type says about it.
fn ignored(path: &[String], error: &str) -> Diagnostic {
    let (key, tables) = path
        .split_last()
        .map_or(("", path), |(key, tables)| (key.as_str(), tables));
    let within = tables.join(".");
    let what = if error.starts_with("unknown field") {
        format!("mdBook does not know `{key}` in [{within}]")
    } else {
        format!("mdBook cannot read `{key}` in [{within}]: {error}")
    };
    let message = format!("{what}, so it ignores all of [output.html] and uses its defaults");
    let removed = REMOVED.iter().find(|(removed, _)| removed == &key);
    // The names that the type knows are in quotes, after the unknown one.
    let known = error.split('`').skip(3).step_by(2);
    let help = match (removed, nearest(key, known)) {
        (Some((_, help)), _) => (*help).to_string(),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => "correct it, or remove it".to_string(),
    };
    Diagnostic::new(&IGNORED_TABLE, message)
        .at(Location::Config(path.to_vec()), "")
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_make_mdbook_ignore_the_table_are_found() {
        let check = |html: Value, expected: &[&str]| {
            let config = json!({"output": {"html": html}});
            let (config, problems) = effective(&config);
            let places = problems
                .iter()
                .map(|problem| match &problem.labels[0].place {
                    Location::Config(path) => path[2..].join("."),
                    _ => String::new(),
                });
            assert_eq!(places.collect::<Vec<_>>(), expected, "{html}");
            let is_empty = config["output"]["html"] == json!({});
            assert_eq!(is_empty, !expected.is_empty(), "{html}");
        };
        check(
            json!({"smart-punctuation": false, "fold": {"level": 1}}),
            &[],
        );
        check(json!({"playpen": {"editable": true}}), &[]);
        check(json!({"git-branch": "main", "theme": "x"}), &["git-branch"]);
        check(json!({"theme": 1}), &["theme"]);
        check(
            json!({"fold": {"enable": true, "levle": 1}}),
            &["fold.levle"],
        );
        check(
            json!({"search": {"chapter": {"a": {"on": 1}}}}),
            &["search.chapter.a.on"],
        );
        check(json!({"redirect": {"/a": 1, "/b": "c"}}), &["redirect./a"]);
        check(
            json!({"copy-fonts": {"x": 1}, "print": true}),
            &["copy-fonts", "print"],
        );
        check(
            json!({"playpen": {"editable": true}, "playground": {"editable": true}}),
            &[""],
        );
    }
}
