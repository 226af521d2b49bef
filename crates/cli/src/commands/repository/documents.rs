//! Documents as the pages of a book, for commands that work with and without a book.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::fs::{Ignored, Reader, WalkLimits};
use archsite_core::site::path;
use serde_json::{Value, json};

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::Site;

use crate::mdbook::disk;
use crate::mdbook::expand::Records;
use crate::mdbook::load::Loaded;
use crate::mdbook::protocol::{Book, BookItem, Chapter, Context};
use crate::mdbook::settings::Settings;
use crate::pipeline;
use crate::report;
use crate::report::findings::Findings;
use crate::report::findings::baseline::Known;
use crate::report::locate::Locator;

/// Limits of the search for documents.
const LIMITS: WalkLimits = WalkLimits {
    depth: 12,
    count: 300_000,
};

/// The documents that somebody names; if nobody does, those below a folder that `is_wanted` takes.
///
/// # Errors
/// One that is named is outside the folder.
pub(super) fn chosen(
    reader: &Reader,
    folder: &Path,
    names: &[PathBuf],
    is_wanted: &dyn Fn(&str) -> bool,
) -> anyhow::Result<Vec<String>> {
    if names.is_empty() {
        Ok(below(reader, folder, is_wanted))
    } else {
        named(reader, folder, names)
    }
}

/// The files below a folder that `is_wanted` takes, by their paths in the repository. What git ignores is not
/// looked at.
fn below(reader: &Reader, folder: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let ignored = Ignored::new(reader);
    let above = reader.in_repository(folder).unwrap_or_default();
    let in_repository = |below: &str| path::join(&above, below).unwrap_or_default();
    let enter = |below: &str| {
        let name = path::file_name(below);
        name != "node_modules" && name != ".git" && !ignored.ignores(&in_repository(below), true)
    };
    let walk = reader.walk(folder, LIMITS, &enter);
    let files = walk.files.into_iter();
    files
        .filter(|file| is_wanted(&in_repository(file)))
        .collect()
}

/// The documents that somebody names; of a folder all below it.
fn named(reader: &Reader, folder: &Path, names: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for name in names {
        let shown = path::slashes(name);
        let at = folder.join(name);
        if reader.is_folder(&at) {
            let walk = reader.walk(&at, LIMITS, &|below| {
                path::file_name(below) != "node_modules"
            });
            let below = walk
                .files
                .iter()
                .filter(|file| file.to_lowercase().ends_with(".md"));
            files.extend(below.map(|file| format!("{}/{file}", shown.trim_end_matches('/'))));
        } else if name.is_absolute() {
            let relative = at.strip_prefix(folder);
            let relative = relative.map(path::slashes);
            files.push(relative.with_context(|| format!("`{shown}` is outside this folder"))?);
        } else {
            files.push(shown);
        }
    }
    Ok(files)
}

/// A book of files. `done` is what the command does with them, for messages; a file that cannot be read is an
/// error if somebody named it, and is left out otherwise.
pub(super) fn book(
    reader: &Reader,
    folder: &Path,
    files: &[String],
    is_named: bool,
    done: &str,
) -> anyhow::Result<Book> {
    let mut book = Book::default();
    for file in files {
        let text = match reader.read(&folder.join(file)) {
            Ok(text) => text,
            Err(error) if !is_named => {
                report::note(&format!("`{file}` was not {done}: {}", error.reason()));
                continue;
            }
            Err(error) => bail!("`{file}` cannot be {done}: {}", error.reason()),
        };
        book.items.push(BookItem::Chapter(Box::new(Chapter {
            name: file.clone(),
            content: text.trim_start_matches('\u{feff}').to_string(),
            path: Some(file.clone()),
            source_path: Some(file.clone()),
            ..Chapter::default()
        })));
    }
    Ok(book)
}

/// Runs the phases over documents. `keep` chooses the problems that the command is about.
///
/// # Errors
/// The baseline of the book cannot be read, or the edits of a pass do not fit together.
pub(super) fn check(
    context: &Context,
    settings: &Settings,
    loaded: &mut Loaded,
    keep: impl FnOnce(&Site, Vec<Diagnostic>) -> Vec<Diagnostic>,
) -> anyhow::Result<(Findings, pipeline::Outcome)> {
    let records = Records::new(context, settings.includes_expanded);
    let mut found = pipeline::run(pipeline::Run {
        site: &mut loaded.site,
        settings,
        target: pipeline::Target::Book,
        expander: &records,
        with_directives: None,
    })?;
    found.notes.iter().for_each(|note| report::note(note));
    let problems = keep(&loaded.site, std::mem::take(&mut found.problems));
    // A folder that is not a book has no baseline.
    let known = if context.root.join("book.toml").is_file() {
        Known::of(settings, &context.root)?
    } else {
        Known::Nothing
    };
    let findings = Findings::new(
        &loaded.site,
        &Locator::new(&loaded.site, context),
        settings,
        &found.suppressions,
        problems,
        &known,
    );
    Ok((findings, found))
}

/// How such a book is read.
///
/// # Errors
/// The folder has a book.toml that cannot be read.
pub(super) fn context(folder: &Path) -> anyhow::Result<Context> {
    Ok(Context {
        root: folder.to_path_buf(),
        config: configuration(folder)?,
        renderer: "html".to_string(),
        mdbook_version: mdbook_preprocessor::MDBOOK_VERSION.to_string(),
    })
}

/// A configuration in which paths count from the folder; tables of preprocessors are those of its book.
///
/// # Errors
/// The folder has a book.toml that cannot be read.
fn configuration(folder: &Path) -> anyhow::Result<Value> {
    let mut preprocessors = json!({});
    if folder.join("book.toml").is_file() {
        let own = disk::context(folder)?;
        if let Some(tables) = own.config.get("preprocessor") {
            preprocessors = tables.clone();
        }
    }
    Ok(json!({ "book": { "src": "." }, "preprocessor": preprocessors }))
}
