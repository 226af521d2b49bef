//! What is written and what is left alone, for a folder without a book and for one with a book.

mod book;
mod gitignore;

use std::path::Path;

use archsite_core::site::path;

use crate::commands::init::ci::{self, Ci};
use crate::commands::init::contents::Contents;
use crate::commands::init::deliver::Change;
use crate::commands::init::layout::{self, Layout};
use crate::commands::init::settings;
use crate::commands::init::survey::{Survey, join};
use crate::report::counted;
use archsite_core::fs::names::display;

/// What is written and what is said.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The files, in the order in which they are written: `book.toml` is the last one, so that a
    /// run that was stopped can be repeated.
    pub(super) changes: Vec<Change>,
    /// What was found.
    found: Vec<String>,
    /// What is left alone, and why.
    left: Vec<String>,
    /// Folder of `book.toml`, relative to the one that was named.
    folder: String,
}

impl Plan {
    /// Decides what to do with a folder.
    ///
    /// # Errors
    /// There is nothing to make a book of, or the `book.toml` that is there cannot be read.
    pub(super) fn new(survey: &Survey, ci: Option<Ci>) -> anyhow::Result<Plan> {
        let mut plan = Plan::default();
        plan.describe(survey);
        let last = match survey.books.first() {
            Some(folder) => {
                plan.folder = folder.clone();
                book::configure(&mut plan, survey)?
            }
            None => plan.new_book(survey)?,
        };
        if let Some(ci) = ci {
            match ci::workflow(survey, ci, &plan.folder) {
                Ok(change) => plan.changes.push(change),
                Err(why) => plan.left.push(why),
            }
        }
        plan.changes.extend(last);
        Ok(plan)
    }

    /// Notes what the survey found.
    fn describe(&mut self, survey: &Survey) {
        if let Some(origin) = &survey.origin {
            self.found.push(format!("{}: the code host", origin.url));
        }
        if survey.bmad.is_some() {
            self.found
                .push("core-config.yaml: a BMAD project".to_string());
        }
        for (folder, count) in &survey.record_folders {
            let count = counted(*count, "decision record");
            self.found.push(format!("{}: {count}", shown(folder)));
        }
        if survey.has_technologies {
            let manifests = counted(survey.manifests.len(), "manifest");
            self.found.push(format!("{manifests} of dependencies"));
        }
        if survey.stopped {
            let why = "not all files were looked at: there are too many";
            self.left.push(format!("{}: {why}", shown("")));
        }
        for other in survey.books.iter().skip(1) {
            let why = "another book; name its folder to set it up";
            self.left
                .push(format!("{}: {why}", join(other, "book.toml")));
        }
    }

    /// A book where there is none. Returns its `book.toml`.
    fn new_book(&mut self, survey: &Survey) -> anyhow::Result<Option<Change>> {
        let layout = layout::choose(survey);
        let mut contents = Contents::new(survey, &layout);
        anyhow::ensure!(
            contents.count() > 0,
            "there is nothing to make a book of in `{}`: no Markdown document, decision record or \
             manifest was found; write `docs/architecture.md`, or name another folder",
            display(&survey.base)
        );
        let summary = join(&layout.src, "SUMMARY.md");
        if survey.base.join(&summary).exists() {
            book::keep_summary(self, survey, &layout.src, &mut contents);
        } else {
            self.describe_contents(&layout, &contents);
            self.write_contents(survey, &layout.src, &contents);
        }
        gitignore::add(self, survey, "", &layout.build);
        let title = book::title(survey, &contents);
        let about = format!(
            "the chapters are in `{}`, which the site is made of",
            layout.src
        );
        Ok(Some(Change {
            file: "book.toml".to_string(),
            old: None,
            new: settings::new(survey, &layout, &contents, &title),
            about,
        }))
    }

    fn describe_contents(&mut self, layout: &Layout, contents: &Contents) {
        let made = contents.pages.len();
        let listed = contents.count() - made;
        if listed > 0 {
            let documents = counted(listed, "document");
            self.found
                .push(format!("{}: {documents} for chapters", layout.src));
        }
        for file in &contents.split {
            self.found
                .push(format!("{}: is split into pages", join(&layout.src, file)));
        }
        for (path, left) in &contents.left {
            let count = if left.folder {
                format!("{}, ", counted(left.count, "document"))
            } else {
                String::new()
            };
            self.left.push(format!("{path}: {count}{}", left.why));
        }
    }

    /// The pages that are made, and the list of chapters.
    fn write_contents(&mut self, survey: &Survey, src: &str, contents: &Contents) {
        for page in &contents.pages {
            let file = join(src, &page.file);
            // A run that was stopped has written it.
            if survey.has(&file) {
                continue;
            }
            let about = match page.text.trim().strip_prefix("{{#include ") {
                Some(rest) => format!("a page of `{}`", rest.trim_end_matches('}')),
                None => "a page that is filled on each build".to_string(),
            };
            self.new_file(file, page.text.clone(), about);
        }
        let about = counted(contents.count(), "chapter");
        self.new_file(join(src, "SUMMARY.md"), contents.summary(), about);
    }

    /// A new file.
    fn new_file(&mut self, file: String, new: String, about: String) {
        self.changes.push(Change {
            file,
            old: None,
            new,
            about,
        });
    }

    /// What was found, written and left alone, a line each.
    pub(super) fn listed(&self, dry_run: bool) -> String {
        let verb = |change: &Change| match (dry_run, change.old.is_some()) {
            (false, false) => "wrote",
            (false, true) => "changed",
            (true, false) => "would write",
            (true, true) => "would change",
        };
        let changes = self.changes.iter();
        let changes = changes.map(|c| (verb(c), format!("{}: {}", c.file, c.about)));
        let found = self.found.iter().map(|found| ("found", found.clone()));
        let left = self.left.iter().map(|left| ("left", left.clone()));
        let lines = found.chain(changes).chain(left);
        let width = if dry_run { 13 } else { 9 };
        let lines = lines.map(|(verb, what)| format!("{verb:<width$}{what}\n"));
        lines.collect()
    }

    /// What to do next.
    pub(super) fn next(&self, dir: &Path, dry_run: bool) -> Option<String> {
        if self.changes.is_empty() {
            return Some("everything is set up; nothing was changed".to_string());
        }
        let folder = path::slashes(&path::clean(&dir.join(&self.folder)));
        let folder = match folder.as_str() {
            "" | "." => String::new(),
            folder => format!(" {folder}"),
        };
        let next = format!("mdbook-archsite build{folder} --open");
        Some(if dry_run {
            "nothing was written".to_string()
        } else {
            format!("`{next}` builds the site and shows it")
        })
    }
}

/// A folder in a list.
fn shown(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}
