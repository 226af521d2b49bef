//! Folders of sections in a folder of files: `epic-1-login/` beside `epic-1-login.md`.
//!
//! A symbolic link in the place of one is never followed.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, ensure};
use archsite_core::fs::folders as disk;
use archsite_core::fs::is_unfinished;
use archsite_core::fs::names::display;
use archsite_core::fs::write;
use archsite_core::site::path;

use crate::manifest::Manifest;

/// The folders that files are in, as paths from the folder of all files, from the top down.
fn folders<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<&'n str> {
    let mut folders = BTreeSet::new();
    for name in names {
        let mut at = path::parent(name);
        while !at.is_empty() && folders.insert(at) {
            at = path::parent(at);
        }
    }
    folders
}

/// Names in the folders that some files are in, and in those that sections may have: the sections of a
/// manifest, and files that were added, of which `top` are beside the manifest.
pub(super) fn entries<'n>(
    dir: &Path,
    top: &BTreeSet<String>,
    files: impl Iterator<Item = &'n str>,
    manifest: Option<&Manifest>,
) -> anyhow::Result<Vec<String>> {
    let mut waiting: BTreeSet<String> = folders(files).into_iter().map(str::to_string).collect();
    let with_folders = manifest.filter(|manifest| manifest.folders);
    let of_section = |name: &String| {
        let is_section = with_folders.is_some() && name.ends_with(".md");
        is_section.then(|| path::stem(name).to_string())
    };
    let shards = with_folders.iter().flat_map(|manifest| &manifest.shards);
    waiting.extend(shards.filter_map(|shard| of_section(&shard.file)));
    waiting.extend(top.iter().filter_map(of_section));
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    while let Some(folder) = waiting.pop_first() {
        let at = dir.join(&folder);
        if !disk::is_folder(&at) || seen.contains(&folder) {
            continue;
        }
        let entries =
            disk::names(&at).with_context(|| format!("cannot list `{}`", display(&at)))?;
        let entries = entries.iter().filter(|name| !is_unfinished(name));
        let entries: Vec<String> = entries.map(|name| format!("{folder}/{name}")).collect();
        waiting.extend(entries.iter().filter_map(of_section));
        names.extend(entries);
        seen.insert(folder);
    }
    Ok(names)
}

/// Refuses files in something that is not a folder, or leads elsewhere.
pub(super) fn check<'n>(dir: &Path, names: impl Iterator<Item = &'n str>) -> anyhow::Result<()> {
    for folder in folders(names) {
        let at = dir.join(folder);
        ensure!(
            !disk::is_taken(&at),
            "`{}` is in the way of a folder of sections; nothing was changed. Move it elsewhere",
            display(&at)
        );
    }
    Ok(())
}

/// Makes the folders that files are in, and removes unfinished files of interrupted runs.
pub(super) fn create<'n>(dir: &Path, names: impl Iterator<Item = &'n str>) -> anyhow::Result<()> {
    for folder in folders(names) {
        let at = dir.join(folder);
        disk::create(&at).with_context(|| format!("cannot create `{}`", display(&at)))?;
        write::sweep(&at);
    }
    Ok(())
}

/// Removes the folders of files that went, where nothing is in them, and brings the others to the disk.
pub(super) fn finish<'n>(
    dir: &Path,
    gone: impl Iterator<Item = &'n str>,
    written: impl Iterator<Item = &'n str>,
) {
    for folder in folders(gone).into_iter().rev() {
        disk::remove_empty(&dir.join(folder));
    }
    for folder in folders(written) {
        write::sync(&dir.join(folder));
    }
}
