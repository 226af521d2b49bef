//! Checks of the numbers of a folder: duplicates and gaps.

use std::collections::BTreeMap;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::path;

use crate::check::Check;
use crate::check::messages;
use crate::model::graph::EntryId;
use crate::parse::values::name;

impl Check<'_> {
    pub(super) fn numbers(&self, problems: &mut Vec<Diagnostic>) {
        let mut folders: BTreeMap<(usize, &str), Vec<(u64, EntryId)>> = BTreeMap::new();
        for (id, entry) in self.records.entries.iter().enumerate() {
            if let Some(number) = entry.reading.record.number {
                let folder = (entry.directory, numbered_folder(&entry.file));
                folders.entry(folder).or_default().push((number, id));
            }
        }
        for ((_, folder), numbers) in &mut folders {
            numbers.sort_unstable();
            let free = self.free_number(folder, numbers);
            for pair in numbers.windows(2) {
                let ((before, first), (number, id)) = (pair[0], pair[1]);
                if before == number {
                    let file = self.records.entries[first].file.as_str();
                    problems.push(messages::duplicate_number(
                        &number.to_string(),
                        free,
                        file,
                        self.title(id),
                        self.title(first),
                    ));
                } else if number > before + 1 {
                    let location = self.title(id);
                    problems.push(messages::number_gap(before + 1, number - 1, location));
                }
            }
        }
    }

    /// The number after the highest of a folder, those of unreadable files included.
    fn free_number(&self, folder: &str, numbers: &[(u64, EntryId)]) -> u64 {
        let unread = self.records.skipped.iter();
        let unread = unread.filter(|skipped| numbered_folder(&skipped.file) == folder);
        let unread = unread.filter_map(|skipped| number_of(&skipped.file));
        let last = numbers.last().map(|(number, _)| *number);
        let highest = last.into_iter().chain(unread).max();
        highest.map_or(1, |number| number.saturating_add(1))
    }
}

/// The number in the name of a file.
fn number_of(file: &str) -> Option<u64> {
    name::read(path::file_name(path::stem(file))).number
}

/// The folder in which a record's number is unique: the one above its own folder, if it has a
/// folder to itself.
fn numbered_folder(file: &str) -> &str {
    let folder = path::parent(file);
    if name::is_index(path::file_name(path::stem(file))) {
        path::parent(folder)
    } else {
        folder
    }
}
