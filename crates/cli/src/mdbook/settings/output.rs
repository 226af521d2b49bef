//! What the html renderer will write, as far as links depend on it.
//!
//! Reads mdBook's own tables; what is wrong with them mdBook says.

use archsite_core::diagnostics::lints::BAD_OPTION;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::path::clean;
use archsite_links::config::{InputFile, Output};
use serde_json::Value;

use crate::mdbook::protocol::Context;
use crate::mdbook::settings::book::{Scope, others, runs, src};

/// What the html renderer will write.
pub(super) fn read(config: &Value, preview: bool, scope: Scope) -> Output {
    let html = |key: &str| config.pointer(&format!("/output/html/{key}"));
    let text = |key: &str| html(key).and_then(Value::as_str);
    let site_url = text("site-url").map(|url| {
        // Of a whole address only the path counts.
        let after = url.split_once("://").map_or(url, |(_, rest)| {
            rest.find('/').map_or("/", |at| &rest[at..])
        });
        let path = after.trim_matches('/');
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
    let outputs = config.pointer("/output").and_then(Value::as_object);
    let builds = outputs.is_none_or(|all| all.is_empty() || all.contains_key("html"));
    let lists = |key: &'static str| {
        let list = html(key).and_then(Value::as_array);
        let paths = list.into_iter().flatten().filter_map(Value::as_str);
        paths.map(move |path| InputFile::new(key, path))
    };
    let theme = text("theme").map(|path| InputFile {
        is_folder: true,
        ..InputFile::new("theme", path)
    });
    let not_found = text("input-404").filter(|path| !path.is_empty());
    let not_found = not_found.map(|path| InputFile {
        in_src: true,
        ..InputFile::new("input-404", path)
    });
    let search_chapters = html("search/chapter").and_then(Value::as_object);
    let search_chapters = search_chapters
        .into_iter()
        .flat_map(|table| table.keys().cloned());
    let inputs = lists("additional-css").chain(lists("additional-js"));
    let inputs = inputs.chain(theme).chain(not_found).collect();
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
        builds,
        search_chapters: search_chapters.collect(),
        inputs,
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

/// A build folder that holds the sources of the book: mdBook empties it before it writes.
pub(super) fn build_dir(context: &Context) -> Option<Diagnostic> {
    let build_dir = context.config.pointer("/build/build-dir")?.as_str()?;
    let src = clean(&context.root.join(src(&context.config)));
    let holds = src.starts_with(clean(&context.root.join(build_dir)));
    let place = ["build", "build-dir"].map(ToString::to_string);
    let problem = || {
        Diagnostic::new(
            &BAD_OPTION,
            format!("`build-dir = {build_dir:?}` contains the sources of the book"),
        )
        .at(
            Location::Config(place.to_vec()),
            "mdBook deletes its contents before a build",
        )
        .help("name a folder of its own, such as `book`")
    };
    holds.then(problem)
}
