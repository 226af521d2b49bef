//! Checks of the numbers of a folder: duplicates and gaps.

use std::collections::BTreeMap;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::path;

use crate::check::Check;
use crate::check::messages;
use crate::discover::numbered_folder;
use crate::model::graph::EntryId;
use crate::parse::values::name;

impl Check<'_> {
    pub(super) fn numbers(&self, problems: &mut Vec<Diagnostic>) {
        let mut folders: BTreeMap<_, Vec<(u64, Option<char>, EntryId)>> = BTreeMap::new();
        for (id, entry) in self.records.entries.iter().enumerate() {
            let record = &entry.reading.record;
            if let Some(number) = record.number {
                let series = record.series.as_deref().unwrap_or_default();
                let folder = (entry.directory, numbered_folder(&entry.file), series);
                let numbers = folders.entry(folder).or_default();
                numbers.push((number, record.letter, id));
            }
        }
        for ((_, folder, series), numbers) in &mut folders {
            numbers.sort_unstable();
            let free = self.free_number(folder, series, numbers);
            for pair in numbers.windows(2) {
                let ((before, first_letter, first), (number, letter, id)) = (pair[0], pair[1]);
                if (before, first_letter) == (number, letter) {
                    let label = self.records.entries[id].reading.record.label();
                    let file = self.records.entries[first].file.as_str();
                    problems.push(messages::duplicate_number(
                        &label.unwrap_or_default(),
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
    fn free_number(
        &self,
        folder: &str,
        series: &str,
        numbers: &[(u64, Option<char>, EntryId)],
    ) -> u64 {
        let unread = self.records.skipped.iter();
        let unread = unread.filter(|skipped| numbered_folder(&skipped.file) == folder);
        let unread = unread.filter_map(|skipped| {
            let name = name::read(path::file_name(path::stem(&skipped.file)));
            name.number
                .filter(|_| name.series.unwrap_or_default() == series)
        });
        let last = numbers.last().map(|(number, ..)| *number);
        let highest = last.into_iter().chain(unread).max();
        highest.map_or(1, |number| number.saturating_add(1))
    }
}
