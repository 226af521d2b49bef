//! Series of record numbers: the areas and years in the names of files.
//!
//! A prefix that all records of a folder have is not part of their numbers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use archsite_core::site::path;

use crate::model::records::Entry;
use crate::parse::values::name;

/// The folder in which a record's number is unique: the one above its own folder, if it has a
/// folder to itself.
pub(crate) fn numbered_folder(file: &str) -> &str {
    let folder = path::parent(file);
    if name::is_index(path::file_name(path::stem(file))) {
        path::parent(folder)
    } else {
        folder
    }
}

/// Folders or series, each of a folder of records.
type Names = HashSet<(usize, String)>;

/// Drops the series of each folder in which all records are of one area, and their relations'
/// names of it.
pub(super) fn drop_single(entries: &mut [Entry]) {
    let mut folders: BTreeMap<(usize, &str), BTreeSet<Option<String>>> = BTreeMap::new();
    for entry in entries.iter() {
        let record = &entry.reading.record;
        if record.number.is_some() {
            let folder = (entry.directory, numbered_folder(&entry.file));
            let series = record.series.as_deref().map(str::to_ascii_lowercase);
            folders.entry(folder).or_default().insert(series);
        }
    }
    let single = folders
        .into_iter()
        .filter_map(|((directory, folder), series)| {
            let mut series = series.into_iter();
            let only = series
                .next()
                .flatten()
                .filter(|_| series.next().is_none())?;
            let area = only.starts_with(|c: char| c.is_ascii_alphabetic());
            area.then(|| (directory, folder.to_string(), only))
        });
    let (folders, dropped): (Names, Names) = single
        .map(|(directory, folder, series)| ((directory, folder), (directory, series)))
        .unzip();
    for entry in entries {
        let directory = entry.directory;
        let folder = numbered_folder(&entry.file);
        if folders.contains(&(directory, folder.to_string())) {
            entry.reading.record.series = None;
        }
        for found in &mut entry.reading.record.relations {
            let target = &mut found.value.target;
            if let Some((series, number)) = target.rsplit_once('-')
                && number.starts_with(|c: char| c.is_ascii_digit())
                && dropped.contains(&(directory, series.to_ascii_lowercase()))
            {
                *target = number.to_string();
            }
        }
    }
}
