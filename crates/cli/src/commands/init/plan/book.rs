//! A book that is there: its table, its chapters, its name.

use anyhow::Context as _;
use archsite_core::site::path;
use archsite_links::config::CodeHost;
use mdbook_summary::{Summary, SummaryItem};
use serde_json::Value;

use super::{Plan, gitignore};
use crate::commands::init::contents::Contents;
use crate::commands::init::deliver::Change;
use crate::commands::init::layout::Layout;
use crate::commands::init::settings::{self, Tables};
use crate::commands::init::survey::{Survey, join};
use crate::mdbook::disk;
use crate::mdbook::settings::{others, src};

/// Adds our table to the book in the folder of the plan. Returns its `book.toml`, if it changes.
pub(super) fn configure(plan: &mut Plan, survey: &Survey) -> anyhow::Result<Option<Change>> {
    let file = join(&plan.folder, "book.toml");
    let dir = survey.base.join(&plan.folder);
    let old = survey.reader.read(&survey.base.join(&file))?;
    // Nothing is done to a book that mdBook cannot read.
    let context = disk::context(&dir)?;
    let config = &context.config;
    let src = path::slashes(&src(config));
    let src_here = path::join(&plan.folder, &src).unwrap_or_default();
    plan.found.push(format!("{file}: a book"));
    for other in others(config) {
        plan.found.push(format!(
            "{file}: it also runs `{other}`, which a workflow must install"
        ));
    }
    let mut tables = Tables::default();
    let mut keeps_summary = true;
    let summary = survey.reader.read(&dir.join(&src).join("SUMMARY.md"));
    match summary {
        Ok(_) => {
            let mut contents = Contents::default();
            keep_summary(plan, survey, &src_here, &mut contents);
            tables.split = contents.split;
        }
        Err(error) if error.is_not_found() && !src_here.is_empty() => {
            let layout = Layout {
                src: src_here.clone(),
                build: String::new(),
                language: None,
            };
            let contents = Contents::new(survey, &layout);
            plan.describe_contents(&layout, &contents);
            plan.write_contents(survey, &src_here, &contents);
            tables = Tables::of(survey, &contents, &src_here);
            keeps_summary = false;
        }
        Err(error) => {
            let summary = join(&src_here, "SUMMARY.md");
            plan.left.push(format!("{summary}: {}", error.reason()));
        }
    }
    lead_to_host(survey, config, &mut tables);
    let build = config.pointer("/build/build-dir").and_then(Value::as_str);
    let build = build.unwrap_or("book");
    let is_below = path::join("", build).is_some_and(|build| !build.is_empty());
    // What is there may be committed on purpose.
    if is_below && !dir.join(build).exists() {
        let folder = plan.folder.clone();
        gitignore::add(plan, survey, &folder, build);
    }
    let failed = || format!("cannot change `{file}`");
    let new = settings::with_table(&old, &tables).with_context(failed)?;
    let Some(new) = new else {
        plan.left
            .push(format!("{file}: it has [preprocessor.archsite]"));
        return Ok(None);
    };
    if keeps_summary && !survey.record_folders.is_empty() {
        let line = "`<!-- archsite: adr-index -->` on a page lists the decision records";
        plan.left
            .push(format!("{}: {line}", join(&src_here, "SUMMARY.md")));
    }
    Ok(Some(Change {
        file,
        old: Some(old),
        new,
        about: "[preprocessor.archsite] was added".to_string(),
    }))
}

/// Lets links to files of the repository lead to the code host, if its address is known.
fn lead_to_host(survey: &Survey, config: &Value, tables: &mut Tables) {
    let url = config
        .pointer("/output/html/git-repository-url")
        .and_then(Value::as_str);
    if url.is_some_and(|url| CodeHost::of(url, None).is_some()) {
        tables.rewrites_links = true;
        return;
    }
    let origin = survey.origin.as_ref();
    if let Some(host) = origin.and_then(|origin| CodeHost::of(&origin.url, None)) {
        tables.rewrites_links = true;
        tables.host = Some(host.file);
    }
}

/// Leaves a list of chapters as it is, and chooses among them those that are split.
pub(super) fn keep_summary(plan: &mut Plan, survey: &Survey, src: &str, contents: &mut Contents) {
    let file = join(src, "SUMMARY.md");
    let text = match survey.reader.read(&survey.base.join(&file)) {
        Ok(text) => text,
        Err(error) => return plan.left.push(format!("{file}: {}", error.reason())),
    };
    contents.pages.clear();
    contents.watched.clear();
    contents.left.clear();
    contents.split.clear();
    match mdbook_summary::parse_summary(&text) {
        Ok(summary) => {
            let listed = listed(&summary);
            plan.left
                .push(format!("{file}: it lists {} chapters", listed.len()));
            let long = listed
                .into_iter()
                .filter(|chapter| Contents::is_split_by_default(survey, &join(src, chapter)));
            contents.split = long.collect();
            for file in &contents.split {
                plan.found
                    .push(format!("{}: is split into pages", join(src, file)));
            }
        }
        Err(error) => {
            let why = format!("{error:#}");
            let why = why.lines().next().unwrap_or_default();
            plan.left.push(format!(
                "{file}: mdBook cannot read it, which `check` explains: {why}"
            ));
        }
    }
}

/// The files of all chapters, relative to `src`.
fn listed(summary: &Summary) -> Vec<String> {
    let parts = [
        &summary.prefix_chapters,
        &summary.numbered_chapters,
        &summary.suffix_chapters,
    ];
    let mut open: Vec<&SummaryItem> = parts.into_iter().flatten().rev().collect();
    let mut files = Vec::new();
    while let Some(item) = open.pop() {
        if let SummaryItem::Link(link) = item {
            open.extend(link.nested_items.iter().rev());
            let file = link.location.as_deref().map(path::slashes);
            files.extend(file.and_then(|file| path::join("", &file)));
        }
    }
    files
}

/// The name of a new book: the title of the README, else the name of the project.
pub(super) fn title(survey: &Survey, contents: &Contents) -> String {
    const LONGEST: usize = 60;
    let readme = ["README.md", "readme.md"]
        .into_iter()
        .find(|name| survey.has(name));
    let readme = readme.and_then(|readme| survey.document(readme));
    let title = readme.map(|document| document.title.trim().to_string());
    let title = title.filter(|title| !title.is_empty() && title.chars().count() <= LONGEST);
    let first = || {
        let first = contents
            .introduction
            .as_ref()
            .map(|first| first.title.clone());
        first.filter(|title| title != "Introduction")
    };
    let folder = || {
        let name = survey.base.file_name()?;
        Some(name.to_string_lossy().into_owned())
    };
    let origin = || {
        survey
            .origin
            .as_ref()
            .map(|origin| origin.name().to_string())
    };
    let title = title.or_else(origin).or_else(first).or_else(folder);
    title.unwrap_or_else(|| "Documentation".to_string())
}
