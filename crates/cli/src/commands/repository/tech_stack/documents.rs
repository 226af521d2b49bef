//! `--check` and `--write` for Markdown files that are in no book.

use std::collections::HashSet;
use std::path::{Path, PathBuf, absolute};

use anyhow::{Context as _, bail};
use archsite_core::diagnostics::Diagnostic;
use archsite_core::diagnostics::lints::{BAD_OPTION, Lint, MISPLACED_DIRECTIVE, UNKNOWN_DIRECTIVE};
use archsite_core::diagnostics::sentence;
use archsite_core::fs::{Ignored, Reader};
use archsite_core::site::{Site, path};
use archsite_tech_stack::lints::VERSION_OPEN;
use serde_json::{Value, json};

use crate::commands::book::check::fix;
use crate::commands::book::check::fix::FixArgs;
use crate::commands::repository::documents;
use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::disk;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::protocol::Context;
use crate::mdbook::settings;
use crate::mdbook::settings::{Scope, Settings};
use crate::report;
use crate::report::findings::Findings;
use crate::report::{Format, Stream};

/// What is wrong with a directive is reported too.
const OF_DIRECTIVES: [&Lint; 3] = [&BAD_OPTION, &MISPLACED_DIRECTIVE, &UNKNOWN_DIRECTIVE];

/// Files that are checked if none is named, besides those in `docs`.
const USUAL: &[&str] = &[
    "README.md",
    "AGENTS.md",
    "CLAUDE.md",
    "GEMINI.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "TECH_STACK.md",
    "TECHSTACK.md",
    "STACK.md",
    "tech-stack.md",
    ".github/copilot-instructions.md",
    ".planning/codebase/STACK.md",
];

/// The folder of documents that is searched if no file is named.
const DOCS: &str = "docs";

/// Folders of documents about another time, or about other projects.
const HISTORY: &[&str] = &[
    "adr",
    "adrs",
    "archive",
    "archived",
    "archives",
    "backup",
    "changelog",
    "changelogs",
    "decisions",
    "deprecated",
    "epics",
    "history",
    "legacy",
    "migration",
    "migrations",
    "node_modules",
    "old",
    "plans",
    "proposals",
    "release-notes",
    "releases",
    "reports",
    "research",
    "retrospectives",
    "rfcs",
    "sprints",
    "stories",
    "templates",
    "vendor",
    "vendors",
];

/// Deepest folder below it, and most files in it.
const MAX_DEPTH: usize = 6;
const MAX_FILES: usize = 2_000;

/// Most files that a note lists.
const MAX_LISTED: usize = 5;

/// Markdown files of a repository.
pub(super) struct Documents {
    root: PathBuf,
    /// Paths relative to the root, with `/` between parts.
    files: Vec<String>,
    /// The user named the files.
    are_named: bool,
}

/// The problems of documents, and the files of which a version was compared.
struct Judged {
    findings: Findings,
    compared: HashSet<String>,
}

impl Documents {
    /// The files that are named, or the usual ones of a folder without a book. `None` if a
    /// folder with a book is named.
    pub(super) fn find(paths: &[PathBuf]) -> anyhow::Result<Option<Documents>> {
        if let [folder] = paths
            && folder.is_dir()
        {
            if folder.join("book.toml").is_file() {
                return Ok(None);
            }
            return Documents::usual(folder).map(Some);
        }
        let [first, ..] = paths else {
            bail!("no file is named");
        };
        let here = absolute(".").context("the current folder cannot be read")?;
        let first = absolute(first)?;
        let start = if first.starts_with(&here) {
            here
        } else {
            path::clean(first.parent().unwrap_or(&first))
        };
        let root = settings::repository_root(&start);
        let reader = Reader::new(&root);
        let mut files = Vec::new();
        for named in paths {
            let file = absolute(named)?;
            if !file.is_file() {
                bail!(
                    "`{}` is not a file; name Markdown files, or one folder",
                    named.display()
                );
            }
            let Some(file) = reader.in_repository(&file) else {
                bail!(
                    "`{}` is outside the repository `{}`",
                    named.display(),
                    root.display()
                );
            };
            if !files.contains(&file) {
                files.push(file);
            }
        }
        Ok(Some(Documents {
            root,
            files,
            are_named: true,
        }))
    }

    /// The usual documents of a folder.
    fn usual(folder: &Path) -> anyhow::Result<Documents> {
        let folder = path::clean(&absolute(folder)?);
        let root = settings::repository_root(&folder);
        let reader = Reader::new(&root);
        let below = folder.strip_prefix(&root).map(path::slashes);
        let below = below.unwrap_or_default();
        let named = USUAL.iter().map(|name| in_folder(&below, name));
        let mut files: Vec<String> = named
            .filter(|file| reader.is_file(&root.join(file)))
            .collect();
        let ignored = Ignored::new(&reader);
        let mut folders = vec![(in_folder(&below, DOCS), 0)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in reader.list(&root.join(&folder)) {
                let path = in_folder(&folder, &entry.name);
                let is_old = entry.folder && HISTORY.contains(&entry.name.to_lowercase().as_str());
                if is_old || entry.name.starts_with('.') || ignored.ignores(&path, entry.folder) {
                    continue;
                }
                let is_markdown = entry.name.ends_with(".md") || entry.name.ends_with(".markdown");
                if entry.folder && depth < MAX_DEPTH {
                    folders.push((path, depth + 1));
                } else if !entry.folder && is_markdown && files.len() < MAX_FILES {
                    files.push(path);
                }
            }
        }
        if files.is_empty() {
            bail!(
                "there is neither a book.toml nor a README.md or `docs` in `{}`; name the files \
                 to check",
                folder.display()
            );
        }
        files.sort();
        files.dedup();
        Ok(Documents {
            root,
            files,
            are_named: false,
        })
    }

    /// Checks the files, and with `--write` fills and corrects them.
    pub(super) fn run(&self, changes: &FixArgs) -> anyhow::Result<u8> {
        let Judged { findings, compared } = self.judge(changes.fix)?;
        self.note_uncompared(&compared);
        let judge = || Ok(self.judge(changes.fix)?.findings);
        let format = Format::usual();
        if changes.fix {
            return fix::run(findings, &judge, changes, format);
        }
        report::findings(&findings, format, Stream::Out, "")?;
        Ok(if findings.fails { PROBLEMS } else { CLEAN })
    }

    /// Says where nothing was compared: no output would look like a passed check.
    fn note_uncompared(&self, compared: &HashSet<String>) {
        let without: Vec<String> = if self.are_named {
            let files = self.files.iter().filter(|file| !compared.contains(*file));
            files.cloned().collect()
        } else if compared.is_empty() {
            self.files.clone()
        } else {
            return;
        };
        if !without.is_empty() {
            report::note(&format!(
                "no version was compared in {}; versions are read in sections such as \"Tech Stack\", \
                 in badges and at directives, and compared where a manifest has them too",
                sentence::list_first(&without, MAX_LISTED)
            ));
        }
    }

    fn judge(&self, fills: bool) -> anyhow::Result<Judged> {
        let context = self.context()?;
        let mut settings = Settings::read(&context, Scope::Check);
        let mut tech_stack = settings.tech_stack.take().unwrap_or_default();
        tech_stack.is_strict = true;
        settings.switch_off();
        settings.tech_stack = Some(tech_stack);
        if fills {
            // An open version is allowed in a document, but is filled.
            let open = VERSION_OPEN.name.to_string();
            settings
                .levels
                .insert(open, archsite_core::diagnostics::Level::Warn);
        }
        let reader = Reader::new(&self.root);
        let book = documents::book(&reader, &self.root, &self.files, true, "checked")?;
        let mut loaded: Loaded = load::load(&context, &settings, book);
        let keep = |_: &Site, mut problems: Vec<Diagnostic>| {
            problems.retain(|problem| {
                let mut of_directives = OF_DIRECTIVES.iter();
                problem.lint.family == archsite_tech_stack::PASS
                    || of_directives.any(|lint| lint.name == problem.lint.name)
            });
            problems
        };
        let (findings, found) = documents::check(&context, &settings, &mut loaded, keep)?;
        let compared = found.compared.iter().filter_map(|page| {
            let page = loaded.site.pages.get(*page)?;
            page.source_path.clone()
        });
        Ok(Judged {
            compared: compared.collect(),
            findings,
        })
    }

    /// The configuration: that of a book at the root, if there is one, for its aliases, headers
    /// and levels.
    fn context(&self) -> anyhow::Result<Context> {
        let mut preprocessors = json!({});
        if self.root.join("book.toml").is_file() {
            let book = disk::context(&self.root)?;
            if let Some(own) = book.config.pointer("/preprocessor/archsite") {
                preprocessors = json!({ "archsite": own });
            }
        }
        if let Some(own) = preprocessors.pointer_mut("/archsite")
            && let Some(own) = own.as_object_mut()
        {
            own.remove("root");
        }
        let config: Value = json!({ "book": { "src": "." }, "preprocessor": preprocessors });
        Ok(Context {
            root: self.root.clone(),
            config,
            renderer: "html".to_string(),
            mdbook_version: mdbook_preprocessor::MDBOOK_VERSION.to_string(),
        })
    }
}

/// A name in a folder, which is empty for the root.
fn in_folder(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_string()
    } else {
        format!("{folder}/{name}")
    }
}
