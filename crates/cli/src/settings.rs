//! The table `[preprocessor.archsite]`, validated.
//!
//! Raw values of the configuration are seen here and in core's `config`, and nowhere else.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use archsite_core::config::Table;
use archsite_core::diagnostic::{Diagnostic, Level, Place};
use archsite_core::lints;
use archsite_core::outline::ParseOptions;
use serde_json::{Map, Value};

use crate::protocol::Context;

/// From which level on problems fail the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Never,
}

/// What the user wants.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) fail_on: FailOn,
    /// Root of the repository.
    pub(crate) root: PathBuf,
    /// Levels of lints that differ from their own.
    pub(crate) levels: HashMap<String, Level>,
    pub(crate) shard: Option<archsite_shard::Config>,
    /// Decision records; they also run where a directive asks for them.
    pub(crate) adr: Option<archsite_adr::Config>,
    /// mdBook has expanded includes before we see the book, or will never do so.
    pub(crate) includes_expanded: bool,
    /// This renderer's run is the one that reports problems.
    pub(crate) reports: bool,
    /// How mdBook reads Markdown.
    pub(crate) markdown: ParseOptions,
    /// Folder of the chapters, relative to the book root.
    pub(crate) src: PathBuf,
    /// Pages that redirects stand for, each with its key.
    pub(crate) redirects: HashMap<String, String>,
    /// What is wrong with the configuration.
    pub(crate) problems: Vec<Diagnostic>,
}

/// Name of the table below `[preprocessor]`.
pub(crate) const NAME: &str = "archsite";

/// mdBook's own keys of a preprocessor.
const MDBOOK_KEYS: &[&str] = &["command", "before", "after", "optional", "renderers"];

impl Settings {
    /// Reads the configuration of a run.
    pub(crate) fn read(context: &Context) -> Settings {
        let empty = Map::new();
        let config = &context.config;
        let values = config
            .pointer("/preprocessor/archsite")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let mut table = Table::new(&["preprocessor", NAME], values);
        for key in MDBOOK_KEYS {
            table.ignore(key);
        }
        // A dead link must not take the preview away.
        let preview = config
            .pointer("/output/html/live-reload-endpoint")
            .is_some_and(|v| !v.is_null());
        let fail_on = table.word(
            "fail-on",
            &[
                ("error", FailOn::Error),
                ("warning", FailOn::Warning),
                ("never", FailOn::Never),
            ],
            if preview {
                FailOn::Never
            } else {
                FailOn::Error
            },
        );
        let root = match table.text("root") {
            Some(root) => {
                let root = context.root.join(root);
                let real = |path: &Path| path.canonicalize().ok();
                let holds = real(&root).zip(real(&context.root));
                if holds.is_none_or(|(root, book)| !book.starts_with(root)) {
                    let message = format!(
                        "`root` is not the book's folder or one above it: {}",
                        root.display()
                    );
                    table.reject("root", message);
                }
                root
            }
            None => repository_root(&context.root),
        };
        table.boolean("links", true);
        let shard = table.table("shard").map(|mut below| {
            let shard = archsite_shard::Config::read(&mut below);
            table.close(below);
            shard
        });
        let adr = table.table("adr").map(|mut below| {
            let adr = archsite_adr::Config::read(&mut below);
            table.close(below);
            adr
        });
        let mut lint_problems = Vec::new();
        let mut levels = HashMap::new();
        if let Some(mut below) = table.table("lints") {
            levels = read_levels(&mut below, &mut lint_problems);
        }
        let mut problems = table.finish();
        problems.extend(lint_problems);
        Settings {
            fail_on,
            root,
            levels,
            shard,
            adr,
            includes_expanded: includes_expanded(config),
            reports: reports(config, &context.renderer),
            markdown: markdown(config),
            src: PathBuf::from(
                config
                    .pointer("/book/src")
                    .and_then(Value::as_str)
                    .unwrap_or("src"),
            ),
            redirects: redirects(config),
            problems,
        }
    }
}

fn read_levels(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> HashMap<String, Level> {
    let mut levels = HashMap::new();
    for (name, value) in table.entries() {
        let place = || {
            let path = ["preprocessor", NAME, "lints", name];
            Place::Config(path.iter().map(ToString::to_string).collect())
        };
        if lints::find(name).is_none() {
            let help = match lints::nearest(name, lints::ALL.iter().map(|lint| lint.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`mdbook-archsite explain` lists all lints".to_string(),
            };
            problems.push(
                Diagnostic::new(&lints::UNKNOWN_KEY, format!("there is no lint `{name}`"))
                    .at(place(), "")
                    .help(help),
            );
            continue;
        }
        match value.as_str().and_then(Level::parse) {
            Some(level) => {
                levels.insert(name.to_string(), level);
            }
            None => problems.push(
                Diagnostic::new(
                    &lints::BAD_OPTION,
                    format!(
                        "the level of `{name}` must be \"allow\", \"warn\" or \"deny\", not {value}"
                    ),
                )
                .at(place(), ""),
            ),
        }
    }
    levels
}

/// The nearest folder upward that holds `.git`, else the book's own.
fn repository_root(book: &Path) -> PathBuf {
    book.ancestors()
        .find(|folder| folder.join(".git").exists())
        .unwrap_or(book)
        .to_path_buf()
}

/// Whether the order of preprocessors puts us behind mdBook's `links`.
fn includes_expanded(config: &Value) -> bool {
    let names = |pointer: &str, name: &str| {
        let list = config.pointer(pointer).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|item| item == name))
    };
    let defaults = config.pointer("/build/use-default-preprocessors");
    let runs = defaults.and_then(Value::as_bool).unwrap_or(true)
        || config.pointer("/preprocessor/links").is_some();
    !runs
        || names("/preprocessor/archsite/after", "links")
        || names("/preprocessor/links/before", NAME)
}

/// mdBook calls us once for each renderer; problems are reported once: under html, or
/// under the first renderer where we do not run for html.
fn reports(config: &Value, renderer: &str) -> bool {
    let ours = config.pointer("/preprocessor/archsite/renderers");
    let runs_for = |name: &str| match ours.and_then(Value::as_array) {
        Some(list) => list.iter().any(|item| item == name),
        None => true,
    };
    let outputs = config.pointer("/output").and_then(Value::as_object);
    let outputs: Vec<&str> = match outputs {
        Some(outputs) if !outputs.is_empty() => outputs.keys().map(String::as_str).collect(),
        _ => vec!["html"],
    };
    let mut candidates = outputs.into_iter().filter(|name| runs_for(name));
    let html = candidates.clone().find(|name| *name == "html");
    html.or_else(|| candidates.next()) == Some(renderer)
}

/// The options that mdBook's html renderer gives to the parser.
fn markdown(config: &Value) -> ParseOptions {
    let html = config.pointer("/output/html");
    let option = |key: &str| {
        let value = html.and_then(|html| html.get(key));
        value.and_then(Value::as_bool).unwrap_or(true)
    };
    ParseOptions {
        smart_punctuation: option("smart-punctuation"),
        definition_lists: option("definition-lists"),
        admonitions: option("admonitions"),
        skip_front_matter: false,
    }
}

/// The pages that the configuration redirects.
fn redirects(config: &Value) -> HashMap<String, String> {
    let keys = config
        .pointer("/output/html/redirect")
        .and_then(Value::as_object);
    let keys = keys.into_iter().flat_map(Map::keys);
    keys.filter(|key| !key.contains('#'))
        .filter_map(|key| {
            let page = key.trim_start_matches('/').strip_suffix(".html")?;
            Some((format!("{page}.md").to_lowercase(), key.clone()))
        })
        .collect()
}
