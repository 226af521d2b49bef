//! The folder after its document was written, so that the edits are edits no more.

use std::path::Path;

use anyhow::Context as _;
use archsite_agent_files::Manifest;
use archsite_agent_files::document;
use archsite_agent_files::document::Document;
use archsite_agent_files::merge::added;
use archsite_agent_files::merge::shards::Built;
use archsite_agent_files::sync::{Change, DesiredFiles, FileState, Folder, own, with_lf};
use archsite_core::fs::folders;
use archsite_core::fs::names::display;

use crate::report;

/// Writes the folder as the document is split now.
pub(super) fn bring_up_to_date(
    dir: &Path,
    folder: &Folder,
    new: &Document,
    manifest: &Manifest,
    built: &Built,
) -> anyhow::Result<()> {
    let split = document::split(new, dir, &manifest.config())?;
    let desired = DesiredFiles::new(split.files, split.manifest, new.crlf)?;
    let moved = moved(built, manifest, &desired.manifest);
    let mut changes = folder.changes(&desired, &new.path)?;
    for (old, new) in &moved {
        keep_front_matter(&mut changes, &folder.text(old)?, (*new).unwrap_or(old));
    }
    for edited in &built.edited {
        if !keep_written(&mut changes, &folder.text(edited)?, edited) {
            report::note(&format!(
                "`{edited}` has front matter, and its section has another title now, so the folder \
                 was not changed; move the front matter and run `shard --force`"
            ));
            return Ok(());
        }
    }
    // The index lists the files that were added.
    let index = manifest.shards.first().filter(|_| !moved.is_empty());
    let is_ours = |name: &str| {
        let is_added = moved.iter().any(|(old, _)| *old == name);
        let is_index = index.is_some_and(|index| index.file == name);
        built.edited.iter().any(|edited| edited == name) || is_added || is_index
    };
    let in_the_way = changes.iter().find(|change| match change.state {
        FileState::Unchanged => false,
        FileState::Edited | FileState::Unmanaged => !is_ours(&change.name),
    });
    if let Some(change) = in_the_way {
        report::note(&format!(
            "`{}` is in the way, so the folder was not changed; move it and run `shard`",
            change.name
        ));
        return Ok(());
    }
    let texts: anyhow::Result<Vec<String>> =
        moved.iter().map(|(old, _)| folder.text(old)).collect();
    folder.apply(&changes, &desired, true)?;
    for ((old, new), text) in moved.iter().zip(texts?) {
        match new {
            Some(new) if new != old && folder.text(old)? == text => {
                let path = dir.join(old);
                folders::remove_file(&path)
                    .with_context(|| format!("cannot remove `{}`", display(&path)))?;
                report::note(&format!(
                    "`{old}` is `{new}` now, after the title of its section"
                ));
            }
            Some(_) => {}
            None => report::note(&format!(
                "the section of `{old}` has no file of its own; delete `{old}`"
            )),
        }
    }
    Ok(())
}

/// Files that were added, and how the files of their sections are called; none where the section
/// is a part of another one.
fn moved<'a>(
    built: &'a Built,
    old: &Manifest,
    new: &'a Manifest,
) -> Vec<(&'a str, Option<&'a str>)> {
    let is_new = |file: &str| old.shards.iter().all(|shard| shard.file != file);
    let mut free: Vec<(&str, &str)> = new
        .shards
        .iter()
        .map(|shard| (shard.file.as_str(), shard.title.as_str()))
        .filter(|(file, _)| is_new(file))
        .collect();
    let mut file_of = |name: &str, title: &str| {
        let same = free.iter().position(|(file, _)| *file == name);
        let at = same.or_else(|| free.iter().position(|(_, other)| *other == title))?;
        Some(free.remove(at).0)
    };
    let added = built.added.iter();
    added
        .map(|(name, title)| (name.as_str(), file_of(name, title)))
        .collect()
}

/// Keeps the front matter of a file that somebody wrote anew, without the comment at its top; whether it
/// has a place.
fn keep_written(changes: &mut [Change], text: &str, file: &str) -> bool {
    let is_kept = added::own(text).is_empty() || !own::split(text).0.is_empty();
    let stays = changes
        .iter()
        .any(|change| change.name == file && change.new.is_some());
    if !is_kept && stays {
        keep_front_matter(changes, text, file);
    }
    is_kept || stays
}

/// Puts the front matter of a file that was added at the top of the file of its section.
fn keep_front_matter(changes: &mut [Change], text: &str, file: &str) {
    let own = with_lf(added::own(text)).into_owned();
    let mut changes = changes.iter_mut().filter(|change| change.name == file);
    let new = changes.find_map(|change| change.new.as_mut());
    if let Some(new) = new.filter(|new| !own.is_empty() && own::split(new).0.is_empty()) {
        new.insert_str(0, &format!("{}\n\n", own.trim_end()));
    }
}
