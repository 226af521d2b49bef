//! What the html renderer will write, as far as links depend on it.
//!
//! Reads mdBook's own tables; what is wrong with them mdBook says.

use archsite_links::config::Output;
use serde_json::Value;

use crate::mdbook::settings::{Scope, others, runs};

/// What the html renderer will write.
pub(super) fn read(config: &Value, preview: bool, scope: Scope) -> Output {
    let html = |key: &str| config.pointer(&format!("/output/html/{key}"));
    let text = |key: &str| html(key).and_then(Value::as_str);
    let site_url = text("site-url").map(|url| {
        // Of a whole address only the path counts.
        let behind = url.split_once("://").map_or(url, |(_, rest)| {
            rest.find('/').map_or("/", |at| &rest[at..])
        });
        let path = behind.trim_matches('/');
        if path.is_empty() {
            "/".to_string()
        } else {
            format!("/{path}/")
        }
    });
    let mut redirects: Vec<(String, String)> = html("redirect")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(key, dest)| Some((key.clone(), dest.as_str()?.to_string())))
        .collect();
    redirects.sort();
    let copied = ["additional-css", "additional-js"].iter().flat_map(|key| {
        let list = html(key).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(ToString::to_string)
    });
    let enabled = |key: &str| html(key).and_then(Value::as_bool).unwrap_or(true);
    let others = others(config).next().is_some();
    Output {
        site_url,
        preview,
        redirects,
        not_found: text("input-404").unwrap_or("404.md").to_string(),
        hash_files: enabled("hash-files"),
        search: enabled("search/enable"),
        cname: text("cname").is_some(),
        print: enabled("print/enable"),
        copied: copied.collect(),
        build_dir: config
            .pointer("/build/build-dir")
            .and_then(Value::as_str)
            .unwrap_or("book")
            .to_string(),
        readme_is_index: runs(config, "index"),
        unprocessed: scope == Scope::Check && others,
        math: sets_math(config),
    }
}

/// Words that are in the names or commands of preprocessors that set formulas.
const MATH: &[&str] = &["katex", "math", "latex", "typst"];

/// Whether formulas are set: by mdBook's own support of MathJax, or by a preprocessor.
fn sets_math(config: &Value) -> bool {
    let support = config.pointer("/output/html/mathjax-support");
    let tables = config.pointer("/preprocessor").and_then(Value::as_object);
    let mut tables = tables.into_iter().flatten();
    support.and_then(Value::as_bool).unwrap_or(false)
        || tables.any(|(name, table)| {
            let command = table.get("command").and_then(Value::as_str);
            let command = command.unwrap_or_default();
            MATH.iter()
                .any(|word| name.contains(word) || command.contains(word))
        })
}
