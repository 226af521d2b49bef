//! Does with the files of a folder what the command line asks for: write, compare, or tell.
//!
//! Which files those are is not its business.

use std::path::Path;

use anyhow::bail;
use archsite_agent_files::Manifest;
use archsite_agent_files::sync::{Change, DesiredFiles, FileState, Folder, Found, Lock};
use archsite_core::fs::names::display;
use similar::TextDiff;

use crate::commands::agents::folder::args::{FolderArgs, ManifestFormat};
use crate::exit::{CLEAN, PROBLEMS};
use crate::report::{self, counted};

/// How much of a difference is shown, in lines.
const DIFF_LINES: usize = 12;
/// Of how many files.
const DIFF_FILES: usize = 5;

/// Where files go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) dir: &'a Path,
    /// The document, which is never overwritten.
    pub(crate) source: &'a Path,
    /// The folder is not for these files alone.
    pub(crate) shared: bool,
    /// Names of files that are somebody's and may be there.
    pub(crate) known: &'a [String],
}

/// Brings a folder to what is desired, or says how far it is from it.
pub(crate) fn sync(
    target: &Target<'_>,
    desired: &DesiredFiles,
    lock: Lock,
    args: &FolderArgs,
) -> anyhow::Result<u8> {
    let dir = target.dir;
    let own = desired
        .files
        .iter()
        .find(|file| dir.join(&file.name) == target.source);
    if let Some(file) = own {
        bail!(
            "the output would overwrite the document `{}` itself; name another folder than `{}`",
            file.name,
            display(dir)
        );
    }
    let folder = Folder::open(dir, lock, args.force, Some(desired))?;
    let changes = folder.changes(desired, target.source)?;
    if args.check {
        return check(target, &folder, desired, &changes);
    }
    if args.format == ManifestFormat::Json {
        report::data(&format!("{}\n", desired.manifest.with_ranges()?))?;
    }
    if args.dry_run {
        let mut lines = String::new();
        for change in &changes {
            let path = display(&dir.join(&change.name));
            lines.push_str(&format!(
                "would {} {path}{}\n",
                verb(change),
                obstacle(change)
            ));
        }
        if args.format == ManifestFormat::Human {
            report::result(&lines)?;
        }
    } else {
        folder.apply(&changes, desired, args.force)?;
    }
    let unmanaged = unmanaged(target, &folder, desired);
    if !unmanaged.is_empty() && !target.shared {
        report::note(&format!(
            "agents read every .md file in `{}`, including {}",
            display(dir),
            unmanaged.join(", ")
        ));
    }
    report::note(&summary(dir, desired, &changes, args.dry_run));
    Ok(CLEAN)
}

/// Markdown files of the folder that are neither ours nor known to be there.
fn unmanaged(target: &Target<'_>, folder: &Folder, desired: &DesiredFiles) -> Vec<String> {
    let mut names = folder.unmanaged(desired);
    names.retain(|name| !target.known.contains(name) && target.dir.join(name) != target.source);
    names
}

/// This command without `--check`: what makes stale files true again.
fn command() -> String {
    let words = std::env::args().skip(1).filter(|word| word != "--check");
    let quoted = words.map(|word| {
        if word.contains([' ', '\'', '"', '$', '&', ';', '*', '(']) {
            format!("'{}'", word.replace('\'', "'\\''"))
        } else {
            word
        }
    });
    let words: Vec<String> = quoted.collect();
    format!("mdbook-archsite {}", words.join(" "))
}

fn summary(dir: &Path, desired: &DesiredFiles, changes: &[Change], dry: bool) -> String {
    let removed = changes.iter().filter(|change| change.new.is_none()).count();
    let written = changes.len() - removed;
    let shards = counted(desired.files.len(), "file");
    let dir = display(dir);
    let would = if dry { "would be " } else { "" };
    match (written, removed) {
        (0, 0) => format!("`{dir}` is up to date: {shards}"),
        (_, 0) => format!("`{dir}`: {written} of {shards} {would}written"),
        _ => format!("`{dir}`: {written} of {shards} {would}written, {removed} removed"),
    }
}

fn verb(change: &Change) -> &'static str {
    match (&change.old, &change.new) {
        (None, _) => "write",
        (Some(_), Some(_)) => "replace",
        (Some(_), None) => "remove",
    }
}

fn obstacle(change: &Change) -> &'static str {
    match change.state {
        FileState::Unchanged => "",
        FileState::Edited => " (edited since it was written: needs --force)",
        FileState::Unmanaged => " (not written by this program: needs --force)",
    }
}

/// Says what is stale, missing or too much.
fn check(
    target: &Target<'_>,
    folder: &Folder,
    desired: &DesiredFiles,
    changes: &[Change],
) -> anyhow::Result<u8> {
    let dir = target.dir;
    let mut lines = String::new();
    for (index, change) in changes.iter().enumerate() {
        let path = display(&dir.join(&change.name));
        let what = match (&change.old, &change.new, change.state) {
            (None, ..) => "missing",
            (_, None, _) => "unexpected",
            (.., FileState::Unchanged) => "stale",
            (.., FileState::Edited) => "edited by hand",
            (.., FileState::Unmanaged) => "not written by this program",
        };
        lines.push_str(&format!("{path}: {what}\n"));
        if let (Some(old), Some(new)) = (&change.old, &change.new)
            && index < DIFF_FILES
        {
            match old {
                Found::Text(old) => lines.push_str(&diff(old, new)),
                Found::Unreadable(reason) => lines.push_str(&format!("  {reason}\n")),
            }
        }
    }
    let unmanaged = unmanaged(target, folder, desired);
    for name in unmanaged.iter().filter(|_| !target.shared) {
        let path = display(&dir.join(name));
        lines.push_str(&format!(
            "{path}: unexpected; agents read every .md file of the folder\n"
        ));
    }
    if lines.is_empty() && !folder.is_same {
        let path = display(&dir.join(Manifest::FILE));
        let what = match folder.manifest {
            Some(_) => "stale",
            None => "missing",
        };
        lines.push_str(&format!("{path}: {what}\n"));
    }
    if lines.is_empty() {
        return Ok(CLEAN);
    }
    report::result(&lines)?;
    let in_the_way = changes
        .iter()
        .any(|change| change.state != FileState::Unchanged);
    let (stale, only_others) = (
        !changes.is_empty(),
        changes.is_empty() && !unmanaged.is_empty(),
    );
    let hint = match (stale || !only_others, in_the_way) {
        (true, false) => format!("run `{}` to update the files", command()),
        (true, true) => format!(
            "run `{} --force` to update the files, including those that were not written by this \
             program",
            command()
        ),
        (false, _) => "move these files to another folder".to_string(),
    };
    report::note(&hint);
    Ok(PROBLEMS)
}

/// The first lines of what differs.
fn diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let diff = diff.unified_diff().context_radius(0).to_string();
    let mut lines = diff.lines().filter(|line| !line.starts_with("@@"));
    let mut out = String::new();
    for line in lines.by_ref().take(DIFF_LINES) {
        let line: String = line.chars().take(120).collect();
        out.push_str(&format!("  {line}\n"));
    }
    match lines.count() {
        0 => out,
        more => format!("{out}  … {}\n", counted(more, "more line")),
    }
}
