//! Groups of rows: by folder, year, tag, status or area.

use std::collections::BTreeMap;

use crate::model::graph::EntryId;
use crate::model::record::Status;
use crate::output::index::{GROUPED, Index, Row, Section};
use crate::output::options::Key;

impl Index<'_> {
    /// The rows of a section by group: as the option says, else by folder if there are several, else
    /// by year if there are many.
    pub(super) fn grouped(
        &self,
        rows: &[Row],
        section: Section,
    ) -> Vec<(Option<String>, Vec<Row>)> {
        let dated = rows
            .iter()
            .filter(|row| self.record(**row).date.is_some())
            .count();
        let folders = self.view.records.directories.len() > 1;
        let many =
            section == Section::InForce && rows.len() > GROUPED && dated * 5 >= rows.len() * 4;
        let key = match self.options.group {
            Some(Key::Status) => None,
            Some(key) => Some(key),
            None if folders => Some(Key::Folder),
            None if many => Some(Key::Year),
            None => None,
        };
        let Some(key) = key else {
            return vec![(None, rows.to_vec())];
        };
        let newest_first = self.options.group.is_none() && key == Key::Year;
        let groups = self
            .groups(rows, key)
            .into_iter()
            .map(|(name, rows)| (Some(name), rows));
        let mut groups: Vec<_> = groups.collect();
        if newest_first {
            // Undated ones stay last.
            let undated = rows.iter().any(|row| self.record(*row).date.is_none());
            let end = groups.len() - usize::from(undated);
            groups[..end].reverse();
            for (_, rows) in &mut groups {
                rows.reverse();
                rows.sort_by_key(|row| {
                    let date = self.record(*row).date.as_ref();
                    std::cmp::Reverse(date.map(|date| date.value.clone()))
                });
            }
        }
        groups
    }

    pub(super) fn groups(&self, rows: &[Row], key: Key) -> Vec<(String, Vec<Row>)> {
        let mut groups: BTreeMap<(usize, String), Vec<Row>> = BTreeMap::new();
        for row in rows {
            for group in self.groups_of(*row, key) {
                groups.entry(group).or_default().push(*row);
            }
        }
        groups
            .into_iter()
            .map(|((_, name), rows)| (name, rows))
            .collect()
    }

    /// The groups of a row, each with its place in the order.
    fn groups_of(&self, row: Row, key: Key) -> Vec<(usize, String)> {
        let record = self.record(row);
        let texts = self.view.texts;
        let none = |words: &str| vec![(usize::MAX, words.to_string())];
        match key {
            Key::Status => match self.status(row) {
                Some(status) => {
                    let order = Status::ALL.iter().position(|other| *other == status);
                    vec![(order.unwrap_or(0), texts.status_name(status).to_string())]
                }
                None => none(&texts.no_status),
            },
            Key::Year => match &record.date {
                Some(date) => vec![(0, date.value[..4].to_string())],
                None => none(&texts.no_date),
            },
            Key::Tag if !record.tags.is_empty() => record
                .tags
                .iter()
                .map(|tag| (0, tag.value.clone()))
                .collect(),
            Key::Tag => none(&texts.no_tag),
            Key::Folder => match row {
                Row::Record(id) => {
                    let directory = self.view.records.entries[id].directory;
                    vec![(directory, self.directory(directory))]
                }
                Row::Inline(_) => none(&texts.in_documents),
            },
            _ => match (&record.area, row) {
                (Some(area), _) => vec![(0, area.value.clone())],
                (None, Row::Record(id)) => vec![(0, self.folder(id))],
                (None, Row::Inline(_)) => none(&texts.in_documents),
            },
        }
    }

    /// The name of a folder of records: its prefix, or its path.
    fn directory(&self, directory: usize) -> String {
        let directory = &self.view.records.directories[directory];
        match &directory.prefix {
            Some(prefix) => format!("{} ({})", prefix.trim_end_matches('-'), directory.path),
            None => directory.path.clone(),
        }
    }

    /// The area of a record that names none: its folder below that of all records.
    fn folder(&self, id: EntryId) -> String {
        let entry = &self.view.records.entries[id];
        let directory = &self.view.records.directories[entry.directory];
        let below = archsite_core::site::path::parent(&entry.file);
        let below = below
            .strip_prefix(directory.path.as_str())
            .unwrap_or(below)
            .trim_matches('/');
        match (below, &directory.prefix) {
            ("", Some(prefix)) => prefix.clone(),
            ("", None) => self.view.texts.general.clone(),
            (below, _) => below.to_string(),
        }
    }
}
