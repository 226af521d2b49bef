//! Our tables of `book.toml`, as text.

use super::{line, list, quoted};
use crate::commands::init::contents::Contents;
use crate::commands::init::survey::{Survey, join};
use crate::mdbook::settings::NAME;

/// What our tables say. Keys without a value are left out.
#[derive(Debug, Default)]
pub(in crate::commands::init) struct Tables {
    /// Links to files of the repository lead to their page or to the code host.
    pub(in crate::commands::init) rewrites_links: bool,
    /// The address of a file on the code host, where the book does not name the repository.
    pub(in crate::commands::init) host: Option<String>,
    /// Chapters that are split.
    pub(in crate::commands::init) split: Vec<String>,
    /// Folders of decision records.
    pub(super) record_folders: Vec<String>,
    /// Levels of lints, as lines of TOML.
    pub(super) lints: String,
    /// Patterns for the documents of `src` that are not chapters.
    pub(super) unlisted: Vec<String>,
}

impl Tables {
    /// The tables of a book whose chapters `init` chooses.
    pub(in crate::commands::init) fn of(survey: &Survey, contents: &Contents, src: &str) -> Tables {
        let folders = survey.record_folders.iter();
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
        Tables {
            rewrites_links: true,
            host: None,
            split: contents.split.clone(),
            record_folders: folders.map(|(folder, _)| folder.clone()).collect(),
            lints,
            unlisted: unlisted(contents, src),
        }
    }

    /// The tables with comments, a line for each key.
    pub(super) fn text(&self) -> String {
        let mut text = format!("[preprocessor.{NAME}]\n");
        line(&mut text, "after", AFTER);
        text.push_str("# Without mdbook-archsite the book is built as it is written.\n");
        line(&mut text, "optional", "true");
        if self.rewrites_links {
            text.push_str(
                "# Links to files that the book does not contain lead to the code host.\n",
            );
            line(&mut text, "repository-links", "\"rewrite\"");
        }
        if let Some(host) = &self.host {
            line(&mut text, "repository-url", &quoted(host));
        }
        if !self.split.is_empty() {
            text.push_str(&format!("\n[preprocessor.{NAME}.shard]\n"));
            line(&mut text, "documents", &list(&self.split));
        }
        if !self.record_folders.is_empty() {
            text.push_str(&format!("\n[preprocessor.{NAME}.adr]\n"));
            line(&mut text, "directories", &list(&self.record_folders));
        }
        text.push_str(
            "\n# The site that `build` makes has an index and each page as Markdown, for agents.\n",
        );
        text.push_str(&format!("[preprocessor.{NAME}.context]\n"));
        for key in FOR_AGENTS {
            line(&mut text, key, "true");
        }
        if !self.lints.is_empty() {
            text.push_str(&format!("\n[preprocessor.{NAME}.lints]\n"));
            text.push_str(&self.lints);
        }
        if !self.unlisted.is_empty() {
            text.push_str("\n# Documents that are not listed in SUMMARY.md on purpose.\n");
            text.push_str(&format!("[[preprocessor.{NAME}.lint-overrides]]\n"));
            line(&mut text, "files", &list(&self.unlisted));
            text.push_str("lints = [\"orphan-page\"]\nlevel = \"allow\"\n");
        }
        text
    }

    /// The keys that every book needs, as a table on one line.
    pub(super) fn short(&self) -> String {
        let mut settings = vec![format!("after = {AFTER}"), "optional = true".to_string()];
        if self.rewrites_links {
            settings.push("repository-links = \"rewrite\"".to_string());
        }
        if let Some(host) = &self.host {
            settings.push(format!("repository-url = {}", quoted(host)));
        }
        if !self.split.is_empty() {
            let documents: Vec<String> = self.split.iter().map(|file| quoted(file)).collect();
            let documents = documents.join(", ");
            settings.push(format!("shard = {{ documents = [{documents}] }}"));
        }
        let for_agents = FOR_AGENTS.map(|key| format!("{key} = true")).join(", ");
        settings.push(format!("context = {{ {for_agents} }}"));
        format!("{{ {} }}", settings.join(", "))
    }
}

/// Preprocessors that run before ours.
const AFTER: &str = "[\"links\", \"index\"]";

/// The keys of the table `context` that give a site files for agents.
const FOR_AGENTS: [&str; 3] = ["llms-txt", "llms-full", "pages"];

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
