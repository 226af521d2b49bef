//! The table `[preprocessor.archsite]`, validated.
//!
//! Raw values of the configuration are seen here and in core's `config`, and nowhere else.

mod book;
mod diagrams;
mod html;
pub(crate) mod keys;
mod output;
mod overrides;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use archsite_adr::discover::Host;
use archsite_core::config::Table;
use archsite_core::diagnostics::lints::{BAD_OPTION, Lint, UNKNOWN_KEY};
use archsite_core::diagnostics::{Diagnostic, Level, Location};
use archsite_core::markdown::outline::ParseOptions;
use archsite_core::site::path;
use archsite_links::config::{CodeHost, RepositoryLinks};
use clap::ValueEnum;
use serde_json::{Map, Value};

pub(crate) use self::book::{
    NAME, Scope, includes_expanded, others, repository_root, runs, src, table_name,
};
pub(crate) use self::diagrams::Diagrams;
pub(crate) use self::overrides::Override;
use crate::mdbook::protocol::Context;
use crate::reference;
use archsite_agent_files::bmad;

/// The lowest level of problems that fails the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Never,
}

/// The validated settings of a run.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Which passes run.
    pub(crate) scope: Scope,
    pub(crate) fail_on: FailOn,
    /// File of known problems, relative to the book root, if one is named.
    pub(crate) baseline: Option<PathBuf>,
    /// Root of the repository.
    pub(crate) root: PathBuf,
    /// Levels of lints that differ from their own.
    pub(crate) levels: HashMap<String, Level>,
    /// Levels for some files or links, in order; the last one that fits counts.
    pub(crate) overrides: Vec<Override>,
    pub(crate) links: Option<archsite_links::Config>,
    pub(crate) shard: Option<archsite_shard::Config>,
    pub(crate) tech_stack: Option<archsite_tech_stack::Config>,
    /// Documents are compared with the repository.
    pub(crate) drift: Option<archsite_drift::Config>,
    /// Diagrams shown as pictures.
    pub(crate) diagrams: Option<Diagrams>,
    /// Decision records; they also run where a directive asks for them.
    pub(crate) adr: Option<archsite_adr::Config>,
    /// How decision records are found where only a directive asks for them.
    pub(crate) adr_default: archsite_adr::Config,
    /// Address of a file at the code host, with `{path}` for its path.
    pub(crate) file_address: Option<String>,
    /// Edit links of the site lead to the line at which a page was written.
    pub(crate) edits_at_lines: bool,
    /// Files for agents.
    pub(crate) context: AgentFiles,
    /// mdBook has expanded includes before we see the book, or will never do so.
    pub(crate) includes_expanded: bool,
    /// This renderer's run is the one that reports problems.
    pub(crate) reports: bool,
    /// How mdBook reads Markdown.
    pub(crate) markdown: ParseOptions,
    /// Folder of the chapters, relative to the book root.
    pub(crate) src: PathBuf,
    /// Pages that redirects replace, each with its key.
    pub(crate) redirects: HashMap<String, String>,
    /// What is wrong with the configuration.
    pub(crate) problems: Vec<Diagnostic>,
}

/// What `context` writes besides sections.
#[derive(Debug, Clone, Default)]
pub(crate) struct AgentFiles {
    /// Folder below which each document gets its own, relative to the book root.
    pub(crate) dir: Option<String>,
    /// Also `llms.txt`.
    pub(crate) llms_txt: bool,
    /// Also `llms-full.txt`.
    pub(crate) llms_full: bool,
    /// Also a list of the files in AGENTS.md and CLAUDE.md.
    pub(crate) agents_md: bool,
    /// The site serves each page as Markdown too.
    pub(crate) pages: bool,
}

impl Settings {
    /// Reads the configuration of a run.
    pub(crate) fn read(context: &Context, scope: Scope) -> Settings {
        let empty = Map::new();
        let (config, ignored) = html::effective(&context.config);
        let config = config.as_ref();
        let name = table_name(config, scope);
        let values = config
            .pointer(&format!("/preprocessor/{name}"))
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let passes = if name == NAME { keys::PASSES } else { &[] };
        let links = archsite_links::config::KEYS;
        let parts = [keys::MDBOOK, keys::SHARED, links, passes, keys::LEVELS];
        let known = parts.into_iter().flatten();
        let mut table = Table::new(&["preprocessor", name], values, known);
        // A preview continues with broken links.
        let preview = context
            .config
            .pointer("/output/html/live-reload-endpoint")
            .is_some_and(|v| !v.is_null());
        let fail_on = match table.word_if_set("fail-on") {
            Some("warning") => FailOn::Warning,
            Some("never") => FailOn::Never,
            None if preview => FailOn::Never,
            _ => FailOn::Error,
        };
        let baseline = table.text("baseline").map(PathBuf::from);
        let root = match table.text("root") {
            Some(root) => {
                let root = context.root.join(root);
                let real = |path: &Path| path.canonicalize().ok();
                let holds = real(&root).zip(real(&context.root));
                if holds.is_none_or(|(root, book)| !book.starts_with(root)) {
                    let message = format!(
                        "`root` is neither the folder of the book nor one above it: {}",
                        root.display()
                    );
                    table.reject("root", message);
                }
                root
            }
            None => repository_root(&context.root),
        };
        let text = |key: &str| config.pointer(&format!("/output/html/{key}"));
        let text = |key: &str| text(key).and_then(Value::as_str);
        let links = archsite_links::Config::read(
            &mut table,
            output::read(config, preview, scope),
            text("git-repository-url"),
            text("edit-url-template"),
        );
        let file_address = match &links.repository_links {
            RepositoryLinks::Rewrite(Some(host)) => Some(host.file.clone()),
            _ => {
                let url = text("git-repository-url");
                url.and_then(|url| Some(CodeHost::of(url, None)?.file))
            }
        };
        let own = values.get("repository-url").and_then(Value::as_str);
        let templates = [text("git-repository-url"), text("edit-url-template"), own];
        let host = Host::new(templates.into_iter().flatten());
        let build = build_dir(context);
        let mut shard = None;
        let mut adr = None;
        let mut tech_stack = None;
        let language = config.pointer("/book/language");
        let language = language.and_then(Value::as_str).map(ToString::to_string);
        let mut drift = None;
        let mut diagrams = None;
        let mut agents = AgentFiles::default();
        let mut checks = true;
        if name == NAME {
            checks = table.boolean("links");
            shard = table.table("shard").map(|mut below| {
                let mut shard = archsite_shard::Config::read(&mut below);
                if let Some(project) = bmad::Project::around(&context.root.join("book.toml")) {
                    if !below.has("names") {
                        shard.names = archsite_shard::config::Names::Bmad;
                    }
                    shard.expected = project.always_read();
                }
                table.close(below);
                shard
            });
            adr = table.table("adr").map(|mut below| {
                let adr = archsite_adr::Config::read(&mut below);
                table.close(below);
                adr.in_book(host.clone(), build.clone(), language.clone())
            });
            tech_stack = table.table("tech-stack").map(|mut below| {
                let tech_stack = archsite_tech_stack::Config::read(&mut below);
                table.close(below);
                tech_stack
            });
            drift = table.table("drift").map(|mut below| {
                let drift = archsite_drift::Config::read(&mut below);
                table.close(below);
                drift
            });
            diagrams = Some(Diagrams::read(&mut table, config));
            if let Some(mut below) = table.table("context") {
                agents = AgentFiles {
                    dir: below.text("dir").map(ToString::to_string),
                    llms_txt: below.boolean("llms-txt"),
                    llms_full: below.boolean("llms-full"),
                    agents_md: below.boolean("agents-md"),
                    pages: below.boolean("pages"),
                };
                table.close(below);
            }
        }
        let (overrides, override_problems) = overrides::read(&mut table, name);
        let mut lint_problems = Vec::new();
        let mut levels = HashMap::new();
        if let Some(mut below) = table.table("lints") {
            levels = read_levels(&mut below, name, &mut lint_problems);
        }
        let mut problems = table.finish();
        problems.extend(lint_problems);
        problems.extend(override_problems);
        problems.extend(ignored);
        problems.extend(output::build_dir(context));
        let mut settings = Settings {
            scope,
            fail_on,
            baseline,
            root,
            levels,
            overrides,
            links: checks.then_some(links),
            shard,
            adr,
            file_address,
            edits_at_lines: context.renderer == "html" && html::edits_at_lines(config),
            adr_default: archsite_adr::Config::default().in_book(host, build, language),
            tech_stack,
            drift,
            context: agents,
            // What reads a book from disk expands includes itself.
            includes_expanded: scope == Scope::Check || includes_expanded(config, name),
            reports: scope == Scope::Check || reports(config, name, &context.renderer),
            markdown: ParseOptions {
                diagram_links: diagrams.as_ref().is_some_and(Diagrams::draws),
                ..markdown(config)
            },
            diagrams,
            src: src(config),
            redirects: redirects(config),
            problems,
        };
        settings.ask_for_comments();
        settings
    }
}

impl Settings {
    /// Switches all passes off, for commands that switch on the one they are about.
    pub(crate) fn switch_off(&mut self) {
        self.links = None;
        self.shard = None;
        self.adr = None;
        self.tech_stack = None;
        self.drift = None;
        self.diagrams = None;
    }

    /// Whether a lint is on that needs the history of each line of a document.
    pub(crate) fn asks_history(&self) -> bool {
        use archsite_drift::lints::{INCOMPLETE_LIST, VANISHED_NAME};
        self.is_on(&INCOMPLETE_LIST) || self.is_on(&VANISHED_NAME)
    }

    /// Has comments of source files checked if a lint about them is on.
    fn ask_for_comments(&mut self) {
        use archsite_adr::lints::{CITATION_OUTDATED, CITATION_UNKNOWN};
        let asked = self.is_on(&CITATION_OUTDATED) || self.is_on(&CITATION_UNKNOWN);
        for config in self.adr.iter_mut().chain([&mut self.adr_default]) {
            config.checks_comments = asked && self.reports;
        }
    }

    /// Whether a lint that is off by default is on, if only for some files.
    fn is_on(&self, lint: &Lint) -> bool {
        let level = self.levels.get(lint.name).copied().unwrap_or(Level::Allow);
        let named = |rule: &Override| rule.lints.iter().any(|name| name == lint.name);
        level != Level::Allow || self.overrides.iter().any(named)
    }
}

fn read_levels(
    table: &mut Table<'_>,
    of: &str,
    problems: &mut Vec<Diagnostic>,
) -> HashMap<String, Level> {
    let mut levels = HashMap::new();
    for (name, value) in table.entries() {
        let place = || {
            let path = ["preprocessor", of, "lints", name];
            Location::Config(path.iter().map(ToString::to_string).collect())
        };
        if reference::lint(name).is_none() {
            let help = match reference::nearest_lint(name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`mdbook-archsite explain` lists all lints".to_string(),
            };
            problems.push(
                Diagnostic::new(&UNKNOWN_KEY, format!("there is no lint `{name}`"))
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
                    &BAD_OPTION,
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

/// Folder into which the book is built, relative to the book root.
fn build_dir(context: &Context) -> String {
    let build = context.config.pointer("/build/build-dir");
    let build = Path::new(build.and_then(Value::as_str).unwrap_or("book"));
    if build.is_absolute() {
        path::relative(&path::slashes(&context.root), &path::slashes(build))
    } else {
        path::slashes(build)
    }
}

/// mdBook calls us once for each renderer; problems are reported once: under html, or
/// under the first renderer where we do not run for html.
fn reports(config: &Value, own: &str, renderer: &str) -> bool {
    let ours = config.pointer(&format!("/preprocessor/{own}/renderers"));
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
        ..ParseOptions::default()
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
            let page = path::normal(key.trim_start_matches('/')).into_owned();
            let page = page.strip_suffix(".html")?;
            Some((format!("{page}.md").to_lowercase(), key.clone()))
        })
        .collect()
}
