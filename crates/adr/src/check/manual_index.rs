//! Lists of records that people maintain: records that are missing, statuses and numbers that differ,
//! and links to records that do not exist.
//!
//! A cell or an item is compared only if it is a status, or a number, and nothing else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::path;
use archsite_core::text::lines::Lines;

use crate::check::Check;
use crate::check::messages;
use crate::check::messages::StaleEntry;
use crate::model::graph::{EntryId, Graph};
use crate::model::locations::LocateRecord;
use crate::model::lookup::Lookup;
use crate::model::record::Status;
use crate::model::records::Records;
use crate::parse::Vocabulary;
use crate::parse::markdown::doc::{Block, Doc};
use crate::parse::values::name;

/// Fewest links of a list.
const LIST: usize = 3;

/// A difference between a list and the records, with its byte range in the file of the list.
#[derive(Debug, PartialEq, Eq)]
enum Mismatch {
    /// The list has no link to these records.
    Missing(Vec<EntryId>, Range<usize>),
    /// The list gives the record another status than its file.
    Status(EntryId, Status, Range<usize>),
    /// The list gives the record another number than its file.
    Number(EntryId, u64, Range<usize>),
    /// The destination of a link is not a record.
    Dangling(String, Range<usize>),
}

impl Check<'_> {
    /// Reports lists that lack or misstate records of their folder.
    pub(super) fn manual_indexes(&self, problems: &mut Vec<Diagnostic>) {
        for (file, mismatch) in mismatches(self.records, self.graph, self.vocabulary) {
            problems.push(self.stale(file, mismatch));
        }
    }

    fn stale(&self, file: &str, mismatch: Mismatch) -> Diagnostic {
        let entry = |id: EntryId| &self.records.entries[id];
        let (stale, range) = match mismatch {
            Mismatch::Missing(missing, range) => {
                let files = missing.iter().map(|id| path::file_name(&entry(*id).file));
                (StaleEntry::Missing(files.collect()), range)
            }
            Mismatch::Status(id, listed, range) => {
                let status = entry(id).reading.record.status.as_ref();
                let actual = status.map_or(Status::Unknown, |status| status.value);
                let record = self.name(id);
                let stale = StaleEntry::Status {
                    record,
                    listed,
                    actual,
                };
                (stale, range)
            }
            Mismatch::Number(id, listed, range) => {
                let actual = entry(id).reading.record.number.unwrap_or_default();
                (StaleEntry::Number { listed, actual }, range)
            }
            Mismatch::Dangling(dest, range) => (StaleEntry::Dangling(dest), range),
        };
        messages::stale_index(stale, self.locations.file(file, Some(range)))
    }
}

/// A line of a list that is out of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The file of the list.
    pub file: String,
    /// Its line, from 1 on.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The lines of all lists of records that are out of date.
pub fn stale_entries(records: &Records, vocabulary: &Vocabulary) -> Vec<Stale> {
    let graph = &Graph::new(records);
    let check = Check::new(records, graph, vocabulary, &FilesOnly);
    let texts: HashMap<&str, &str> = records
        .index_pages
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    let lines = Lines::default();
    let stale = mismatches(records, graph, vocabulary).into_iter();
    let stale = stale.map(|(file, mismatch)| {
        let start = mismatch.range().start;
        let text = texts.get(file).copied().unwrap_or_default();
        Stale {
            file: file.to_string(),
            line: lines.locate(text, start).line,
            message: check.stale(file, mismatch).message,
        }
    });
    stale.collect()
}

/// Locations for messages that are printed without them.
struct FilesOnly;

impl LocateRecord for FilesOnly {
    fn record(&self, _: EntryId, _: Range<usize>) -> Location {
        Location::file("")
    }
    fn file(&self, file: &str, _: Option<Range<usize>>) -> Location {
        Location::file(file)
    }
    fn directories(&self) -> Location {
        Location::file("")
    }
}

impl Mismatch {
    fn range(&self) -> &Range<usize> {
        match self {
            Mismatch::Missing(_, range)
            | Mismatch::Status(_, _, range)
            | Mismatch::Number(_, _, range)
            | Mismatch::Dangling(_, range) => range,
        }
    }
}

/// The mismatches of all lists, each with the file of the list.
fn mismatches<'r>(
    records: &'r Records,
    graph: &Graph,
    vocabulary: &Vocabulary,
) -> Vec<(&'r str, Mismatch)> {
    let mut folders: HashMap<&str, Vec<EntryId>> = HashMap::new();
    for (id, entry) in records.entries.iter().enumerate() {
        let folder = path::parent(&entry.file);
        folders.entry(folder).or_default().push(id);
    }
    let known = Known {
        folders,
        records,
        graph,
        vocabulary,
        lookup: &Lookup::new(records),
    };
    let lists = records.index_pages.iter();
    let lists = lists.filter(|(_, text)| !text.contains("archsite: adr-index"));
    let compared = lists.flat_map(|(file, text)| {
        let mismatches = known.compare(file, text).into_iter();
        mismatches.map(|mismatch| (file.as_str(), mismatch))
    });
    compared.collect()
}

/// The records that lists are compared with.
struct Known<'a> {
    records: &'a Records,
    graph: &'a Graph,
    vocabulary: &'a Vocabulary,
    lookup: &'a Lookup<'a>,
    /// The records of each folder.
    folders: HashMap<&'a str, Vec<EntryId>>,
}

impl Known<'_> {
    /// The mismatches of the list in a file.
    fn compare(&self, file: &str, text: &str) -> Vec<Mismatch> {
        let folder = path::parent(file);
        let doc = Doc::parse(text, 0);
        let mut mismatches = Vec::new();
        let mut linked: Vec<(EntryId, Range<usize>)> = Vec::new();
        for link in &doc.links {
            match self.lookup.linked_from(folder, &link.dest) {
                Some(id) => {
                    linked.push((id, link.range.clone()));
                    self.statements(&doc, id, &link.range, &mut mismatches);
                }
                None => mismatches.extend(self.dangling(folder, &link.dest, link.range.clone())),
            }
        }
        let ids: HashSet<EntryId> = linked.iter().map(|(id, _)| *id).collect();
        let beside = self.folders.get(folder).into_iter().flatten().copied();
        let missing: Vec<EntryId> = beside.filter(|id| !ids.contains(id)).collect();
        if let Some((_, last)) = linked.last().filter(|_| ids.len() >= LIST)
            && !missing.is_empty()
        {
            mismatches.push(Mismatch::Missing(missing, last.clone()));
        }
        mismatches
    }

    /// Compares what the row or the item around a link states about its record.
    fn statements(
        &self,
        doc: &Doc<'_>,
        id: EntryId,
        link: &Range<usize>,
        mismatches: &mut Vec<Mismatch>,
    ) {
        // The block of an item begins with its first text, which may be that of the link.
        let meets = |range: &Range<usize>| range.start < link.end && link.start < range.end;
        let Some(part) = doc.parts.iter().find(|part| meets(&part.range)) else {
            return;
        };
        match part.block {
            Block::Cell { table, row, column } => {
                for other in &doc.parts {
                    match other.block {
                        Block::Cell {
                            table: t,
                            row: r,
                            column: c,
                        } if (t, r) == (table, row) && c != column => {
                            let text = doc.plain(other);
                            let range = other.range.clone();
                            mismatches.extend(self.status(id, text.trim(), &range));
                            mismatches.extend(self.number(id, text.trim(), c, &range));
                        }
                        _ => {}
                    }
                }
            }
            Block::Item(_) => {
                let rest = doc.text.get(link.end..part.range.end);
                let line = rest.and_then(|rest| rest.lines().next());
                let rest = line.unwrap_or_default();
                let marks = |c: char| !c.is_alphanumeric();
                let text = rest.trim_matches(marks);
                let start = link.end + rest.find(text).unwrap_or(0);
                mismatches.extend(self.status(id, text, &(start..start + text.len())));
            }
            _ => {}
        }
    }

    fn status(&self, id: EntryId, text: &str, range: &Range<usize>) -> Option<Mismatch> {
        let listed = self.vocabulary.is_exact(text)?;
        let status = self.records.entries[id].reading.record.status.as_ref()?;
        let replaced = || self.graph.is_replaced(id);
        let agrees = listed == status.value
            || status.value == Status::Unknown
            || listed == Status::Superseded && replaced();
        (!agrees).then(|| Mismatch::Status(id, listed, range.clone()))
    }

    /// Compares a number in the first column; numbers of other columns may count anything.
    fn number(
        &self,
        id: EntryId,
        text: &str,
        column: u32,
        range: &Range<usize>,
    ) -> Option<Mismatch> {
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        let label = text[..text.len() - digits.len()].to_ascii_lowercase();
        let labels = ["", "#", "adr", "adr-", "adr "];
        let listed = digits.parse::<u64>().ok();
        let listed = listed.filter(|_| column == 0 && labels.contains(&label.as_str()))?;
        let number = self.records.entries[id].reading.record.number?;
        (listed != number).then(|| Mismatch::Number(id, listed, range.clone()))
    }

    /// A link to a file that is named like a record, in the folder of the records, and is not one.
    fn dangling(&self, folder: &str, dest: &str, range: Range<usize>) -> Option<Mismatch> {
        let plain = dest.split(['#', '?']).next().unwrap_or_default();
        if plain.contains(':') || plain.starts_with('/') {
            return None;
        }
        let file = path::join(folder, &path::percent_decode(plain))?;
        let stem = path::file_name(&file).strip_suffix(".md")?;
        let in_place = path::parent(&file) == folder;
        let skipped = self.records.skipped.iter().any(|other| other.file == file);
        let looks = in_place && name::read(stem).is_numbered() && !skipped;
        looks.then(|| Mismatch::Dangling(dest.to_string(), range))
    }
}
