//! Places of sections by their folder: `login/form.md` is below the section of `login.md`.
//!
//! Only where no other section is below that one, or the sections there say their order by numbers.

use std::collections::HashMap;

use archsite_core::site::path;

use super::numbered::numbered;
use super::{Added, Place, subtree_end};
use crate::manifest::Manifest;

/// Whether a file may have its place by its folder.
pub(super) fn may_be(name: &str, manifest: &Manifest) -> bool {
    manifest.folders && !path::parent(name).is_empty()
}

/// Gives files their places by their folders, and adds them to those that have one; the first one that has
/// none.
pub(super) fn place(
    mut files: Vec<Added>,
    manifest: &Manifest,
    added: &mut Vec<Added>,
) -> Option<String> {
    let number = |file: &Added| numbered(&file.shard.title).map(|(_, number)| number);
    // A section comes before those below it.
    files.sort_by_cached_key(|file| {
        let folder = path::parent(&file.shard.file).to_string();
        (folder.matches('/').count(), folder, number(file))
    });
    // How many files are in each folder, and whether all of them have numbers.
    let mut folders: HashMap<String, (usize, bool)> = HashMap::new();
    for file in &files {
        let folder = path::parent(&file.shard.file).to_string();
        let (count, numbered) = folders.entry(folder).or_insert((0, true));
        *count += 1;
        *numbered &= number(file).is_some();
    }
    // Below a section of the document, which ends where a section that was added after it begins.
    let mut first = 0;
    for mut file in files {
        let folder = path::parent(&file.shard.file);
        let is_certain = folders[folder].0 == 1 || folders[folder].1;
        let below = below(folder, manifest, added).filter(|_| is_certain);
        let Some((parent, place)) = below else {
            return Some(file.shard.file);
        };
        file.shard.shift = place.shift;
        file.place = place;
        file.parent = parent;
        if file.parent.is_none() {
            added.insert(first, file);
            first += 1;
        } else {
            added.push(file);
        }
    }
    None
}

/// The place below the section of a folder, if there is nothing below it yet, and the file of that section, if
/// it was added.
fn below(folder: &str, manifest: &Manifest, added: &[Added]) -> Option<(Option<String>, Place)> {
    let is_owner = |file: &str| path::stem(file) == folder;
    let shards = &manifest.shards;
    if let Some(index) = shards.iter().position(|shard| is_owner(&shard.file)) {
        let place = Place {
            after: Some(index),
            is_below: true,
            shift: shards[index].shift + 1,
        };
        let is_free = subtree_end(manifest, index) == index + 1;
        return (is_free && place.shift < manifest.level).then_some((None, place));
    }
    let owner = added.iter().find(|file| is_owner(&file.shard.file))?;
    let place = Place {
        after: None,
        is_below: true,
        shift: owner.shard.shift + 1,
    };
    (place.shift < manifest.level).then(|| (Some(owner.shard.file.clone()), place))
}
