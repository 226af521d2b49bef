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

/// Names in the folders that some files are in, and in those that the sections of a manifest may have.
pub(super) fn entries<'n>(
    dir: &Path,
    files: impl Iterator<Item = &'n str>,
    manifest: Option<&'n Manifest>,
) -> anyhow::Result<Vec<String>> {
    let mut folders = folders(files);
    let with_folders = manifest.filter(|manifest| manifest.folders);
    let shards = with_folders.iter().flat_map(|manifest| &manifest.shards);
    folders.extend(shards.map(|shard| path::stem(&shard.file)));
    let mut names = Vec::new();
    for folder in folders {
        let at = dir.join(folder);
        if !disk::is_folder(&at) {
            continue;
        }
        let entries =
            disk::names(&at).with_context(|| format!("cannot list `{}`", display(&at)))?;
        let entries = entries.iter().filter(|name| !is_unfinished(name));
        names.extend(entries.map(|name| format!("{folder}/{name}")));
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
