//! Finds the record that a relation, a link or a number refers to.

use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::model::host::Host;
use crate::model::record::{EntryId, Relation};
use crate::model::records::{Entry, Records};
use crate::parse::values::name;

/// The records by file, number and id. The lists are sorted: the records come nearly in that
/// order, and there are many lookups in few records.
pub(crate) struct Lookup<'r> {
    entries: &'r [Entry],
    host: &'r Host,
    files: Vec<(&'r str, EntryId)>,
    numbers: Vec<((usize, u64), EntryId)>,
    all_numbers: Vec<(u64, EntryId)>,
    /// References in lower case.
    references: Vec<((usize, String), EntryId)>,
    ids: Vec<(&'r str, EntryId)>,
}

/// The entries of a sorted list with a key.
fn with_key<'l, K: Ord>(list: &'l [(K, EntryId)], name: &K) -> &'l [(K, EntryId)] {
    let start = list.partition_point(|(other, _)| other < name);
    let same = list[start..].iter().take_while(|(other, _)| other == name);
    &list[start..start + same.count()]
}

impl<'r> Lookup<'r> {
    /// Indexes all records.
    pub(crate) fn new(records: &'r Records) -> Lookup<'r> {
        let entries = || records.entries.iter().enumerate();
        let number = |entry: &Entry| entry.reading.record.number;
        let mut lookup = Lookup {
            entries: &records.entries,
            host: &records.host,
            files: entries().map(|(id, entry)| (&*entry.file, id)).collect(),
            numbers: entries()
                .filter_map(|(id, entry)| Some(((entry.directory, number(entry)?), id)))
                .collect(),
            all_numbers: entries()
                .filter_map(|(id, entry)| Some((number(entry)?, id)))
                .collect(),
            references: entries()
                .filter_map(|(id, entry)| {
                    let reference = entry.reading.record.reference()?;
                    Some(((entry.directory, reference.to_ascii_lowercase()), id))
                })
                .collect(),
            ids: entries()
                .map(|(id, entry)| (&*entry.reading.record.id, id))
                .collect(),
        };
        lookup.files.sort();
        lookup.numbers.sort();
        lookup.all_numbers.sort();
        lookup.references.sort();
        lookup.ids.sort();
        lookup
    }

    /// The record in a file.
    fn file(&self, file: &str) -> Option<EntryId> {
        with_key(&self.files, &file).last().map(|(_, id)| *id)
    }

    /// The record that a relation names.
    pub(crate) fn find(&self, from: EntryId, relation: &Relation) -> Option<EntryId> {
        let by_link = relation
            .dest
            .as_deref()
            .and_then(|dest| self.linked(from, dest));
        // A link to another document does not name a record, whatever its number.
        let is_elsewhere = relation.unsure && relation.dest.is_some();
        by_link.or_else(|| {
            let target = (!is_elsewhere).then_some(&relation.target)?;
            self.called(from, target)
        })
    }

    /// The record that a destination in the record `from` refers to.
    pub(crate) fn linked(&self, from: EntryId, dest: &str) -> Option<EntryId> {
        let folder = path::parent(&self.entries[from].file);
        self.linked_from(folder, dest)
            .or_else(|| self.by_address(from, dest))
    }

    /// The record that a relative destination in a file of `folder` refers to.
    pub(crate) fn linked_from(&self, folder: &str, dest: &str) -> Option<EntryId> {
        let plain = Destination::parse(dest).path;
        if plain.is_empty() || plain.contains(':') || plain.starts_with('/') {
            return None;
        }
        let decoded = path::percent_decode(plain);
        let file = path::join(folder, &decoded)?;
        let stem = file.strip_suffix(".html").unwrap_or(&file);
        let endings = [(stem, ".md"), (stem, ".mdx")];
        let folders = [(file.as_str(), "/README.md"), (file.as_str(), "/index.md")];
        let mut tries = endings.iter().chain(&folders);
        let found = self.file(&file);
        found.or_else(|| tries.find_map(|(start, end)| self.file(&format!("{start}{end}"))))
    }

    /// `/adr/7`, and addresses of the own code host that show the file of a record.
    fn by_address(&self, from: EntryId, dest: &str) -> Option<EntryId> {
        let plain = Destination::parse(dest).path;
        if let Some(site) = plain
            .strip_prefix('/')
            .filter(|site| !site.starts_with('/'))
        {
            let last = path::file_name(site.trim_end_matches('/'));
            let stem = last
                .strip_suffix(".html")
                .or(last.strip_suffix(".md"))
                .unwrap_or(last);
            let read = name::read(stem);
            return match read.reference() {
                Some(reference) => self.called(from, &reference),
                None => with_key(&self.ids, &stem).first().map(|(_, id)| *id),
            };
        }
        let file = self.host.file(dest, &|file| self.file(file).is_some())?;
        self.file(&file)
    }

    /// The record of a number or of an id, in the same folder first.
    fn called(&self, from: EntryId, target: &str) -> Option<EntryId> {
        let key = target.to_ascii_lowercase();
        let directory = self.entries[from].directory;
        let here = with_key(&self.references, &(directory, key.clone()));
        if let Some(found) = self.nearest(from, here.iter().map(|(_, id)| *id)) {
            return Some(found);
        }
        if let Ok(number) = target.parse() {
            return self.one(from, number);
        }
        let everywhere = self.references.iter();
        let mut elsewhere = everywhere.filter(|((_, reference), _)| *reference == key);
        if let (Some((_, only)), None) = (elsewhere.next(), elsewhere.next()) {
            return Some(*only);
        }
        let ids = with_key(&self.ids, &target);
        self.nearest(from, ids.iter().map(|(_, id)| *id))
    }

    /// The record of a number: of the same series and folder first; in another folder only if there
    /// is one.
    fn one(&self, from: EntryId, number: u64) -> Option<EntryId> {
        let here = with_key(&self.numbers, &(self.entries[from].directory, number));
        if let Some(found) = self.nearest(from, here.iter().map(|(_, id)| *id)) {
            return Some(found);
        }
        match with_key(&self.all_numbers, &number) {
            [(_, only)] => Some(*only),
            _ => None,
        }
    }

    /// The first of some records that is of the same series, folder and directory as another, by as
    /// many of these as possible.
    fn nearest(&self, from: EntryId, ids: impl Iterator<Item = EntryId>) -> Option<EntryId> {
        let own = &self.entries[from];
        let folder = path::parent(&own.file);
        ids.min_by_key(|id| {
            let entry = &self.entries[*id];
            (
                entry.directory != own.directory,
                entry.reading.record.series != own.reading.record.series,
                path::parent(&entry.file) != folder,
                entry.reading.record.letter.is_some(),
                *id,
            )
        })
    }
}
