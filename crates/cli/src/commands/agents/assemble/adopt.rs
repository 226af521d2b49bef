//! `assemble` of a folder that has no manifest.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use archsite_agent_files::Manifest;
use archsite_agent_files::adopt::{Adopted, adopt};
use archsite_agent_files::bmad::Project;
use archsite_agent_files::document;
use archsite_agent_files::document::{Document, real, site_path};
use archsite_agent_files::sync::{
    Change, DesiredFiles, FileState, Folder, Found, is_crlf, with_crlf,
};
use archsite_core::fs::names::display;
use archsite_core::fs::{home, is_unfinished, write};
use archsite_shard::config::{Config, Names};

use super::Args;
use crate::exit::CLEAN;
use crate::report;

/// Makes a document of the files of another tool.
pub(super) fn run(args: &Args, dir: &Path, folder: &Folder) -> anyhow::Result<u8> {
    let names = folder.names.iter();
    let names: Vec<&String> = names
        .filter(|name| name.to_lowercase().ends_with(".md") && !is_unfinished(name))
        .collect();
    ensure!(
        !names.is_empty(),
        "there is neither {} nor a Markdown file in `{}`; name a folder of sections",
        Manifest::FILE,
        display(dir)
    );
    let target = target(args.doc.as_deref(), dir)?;
    let mut files = Vec::new();
    for name in names {
        files.push((name.clone(), folder.text(name)?));
    }
    let crlf = files.iter().filter(|(_, text)| is_crlf(text)).count();
    let has_crlf = 2 * crlf > files.len();
    let Adopted {
        text,
        files,
        unlisted,
    } = adopt(files, &site_path(dir), &site_path(&target)).with_context(|| {
        format!(
            "cannot make one document of the files in `{}`; nothing was written",
            display(dir)
        )
    })?;
    let text = if has_crlf { with_crlf(&text) } else { text };
    let name = display(&target);
    let old = target
        .exists()
        .then(|| Document::read(&target))
        .transpose()?;
    let old = old.map(|old| old.in_file());
    if args.dry_run {
        let old = old.unwrap_or_default();
        report::result(&report::diff(&name, &old, &text))?;
        return Ok(CLEAN);
    }
    if old.as_deref() != Some(text.as_str()) {
        ensure!(
            old.is_none() || args.force,
            "`{name}` exists and says something else; name another file, or replace it with `--force`"
        );
        match old {
            Some(_) => write::whole(&target, &text)?,
            None => write::new(&target, &text)?,
        }
    }
    report::note(&format!(
        "wrote `{name}` from {}",
        report::counted(files.len(), "file")
    ));
    if !unlisted.is_empty() {
        report::note(&format!(
            "the index does not name {}: put last",
            unlisted.join(", ")
        ));
    }
    if args.take_over {
        take_over(dir, folder, &target, &files)?;
    } else {
        report::note(&format!(
            "the files in `{}` are as they were; `--take-over` makes them those of the document",
            display(dir)
        ));
    }
    Ok(CLEAN)
}

/// Replaces the files, whose text is in the document now, by those that the document is split into.
fn take_over(dir: &Path, folder: &Folder, target: &Path, files: &[String]) -> anyhow::Result<()> {
    let doc = Document::read(target)?;
    let is_bmad = Project::around(target).is_some();
    let config = Config {
        names: if is_bmad { Names::Bmad } else { Names::Title },
        expects_usual: false,
        ..Config::default()
    };
    let split = document::split(&doc, dir, &config)?;
    let desired = DesiredFiles::new(split.files, split.manifest, doc.crlf)?;
    let mut changes = folder.changes(&desired, target)?;
    let written = |name: &String| desired.files.iter().any(|file| file.name == *name);
    for name in files.iter().filter(|name| !written(name)) {
        changes.push(Change {
            name: name.clone(),
            old: Some(Found::Text(folder.text(name)?)),
            new: None,
            state: FileState::Unmanaged,
        });
    }
    folder.apply(&changes, &desired, true)?;
    report::note(&format!(
        "`{}`: {} of the document",
        display(dir),
        report::counted(desired.files.len(), "file")
    ));
    Ok(())
}

/// The file to write: beside the folder, with its name, unless one is named.
fn target(named: Option<&Path>, dir: &Path) -> anyhow::Result<PathBuf> {
    if let Some(named) = named {
        return real(named);
    }
    let mut name = dir.file_name().unwrap_or_default().to_os_string();
    name.push(".md");
    let target = dir.with_file_name(name);
    ensure!(
        home::holds(&home::around(dir), &target),
        "`{}` is outside the repository; name the file to write",
        display(&target)
    );
    Ok(target)
}
