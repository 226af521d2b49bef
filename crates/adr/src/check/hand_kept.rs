//! Lists of records that people keep: what they lack, and what they say that is not so.
//!
//! A cell or an item counts as said only if it is a status, or a number, and nothing else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use archsite_core::site::path;

use crate::discover::Records;
use crate::model::graph::{EntryId, Graph, Places};
use crate::model::record::Status;
use crate::parse::Words;
use crate::parse::markdown::doc::{Block, Doc};
use crate::parse::values::name;

/// One or two links are no list.
const LIST: usize = 3;

/// What is wrong with a list, and where in its file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It has no link to these records.
    Lacks(Vec<EntryId>, Range<usize>),
    /// A record has another status than it says.
    Status(EntryId, Status, Range<usize>),
    /// A record has another number than it says.
    Number(EntryId, u64, Range<usize>),
    /// There is no such record.
    Gone(String, Range<usize>),
}

/// What lists are compared with.
pub(crate) struct Known<'a> {
    pub(crate) records: &'a Records,
    pub(crate) graph: &'a Graph,
    pub(crate) words: &'a Words,
    pub(crate) places: &'a Places<'a>,
    /// The records of each folder.
    pub(crate) folders: HashMap<&'a str, Vec<EntryId>>,
}

impl Known<'_> {
    /// What is wrong with the list in a file.
    pub(crate) fn compare(&self, file: &str, text: &str) -> Vec<Wrong> {
        let folder = path::parent(file);
        let doc = Doc::parse(text, 0);
        let mut wrong = Vec::new();
        let mut linked: Vec<(EntryId, Range<usize>)> = Vec::new();
        for link in &doc.links {
            match self.places.linked_from(folder, &link.dest) {
                Some(id) => {
                    linked.push((id, link.range.clone()));
                    self.said(&doc, id, &link.range, &mut wrong);
                }
                None => wrong.extend(self.gone(folder, &link.dest, link.range.clone())),
            }
        }
        let ids: HashSet<EntryId> = linked.iter().map(|(id, _)| *id).collect();
        let beside = self.folders.get(folder).into_iter().flatten().copied();
        let missing: Vec<EntryId> = beside.filter(|id| !ids.contains(id)).collect();
        if let Some((_, last)) = linked.last().filter(|_| ids.len() >= LIST)
            && !missing.is_empty()
        {
            wrong.push(Wrong::Lacks(missing, last.clone()));
        }
        wrong
    }

    /// What the row or the item around a link says of its record.
    fn said(&self, doc: &Doc<'_>, id: EntryId, link: &Range<usize>, wrong: &mut Vec<Wrong>) {
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
                            let words = doc.plain(other);
                            let range = other.range.clone();
                            wrong.extend(self.status(id, words.trim(), &range));
                            wrong.extend(self.number(id, words.trim(), c, &range));
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
                let words = rest.trim_matches(marks);
                let start = link.end + rest.find(words).unwrap_or(0);
                wrong.extend(self.status(id, words, &(start..start + words.len())));
            }
            _ => {}
        }
    }

    fn status(&self, id: EntryId, words: &str, range: &Range<usize>) -> Option<Wrong> {
        let said = self.words.is_exact(words)?;
        let status = self.records.entries[id].reading.record.status.as_ref()?;
        let replaced = || self.graph.is_replaced(id);
        let so = said == status.value
            || status.value == Status::Unknown
            || said == Status::Superseded && replaced();
        (!so).then(|| Wrong::Status(id, said, range.clone()))
    }

    /// Numbers stand in the first column; others count something else.
    fn number(&self, id: EntryId, words: &str, column: u32, range: &Range<usize>) -> Option<Wrong> {
        let said = words.trim_start_matches(|c: char| !c.is_ascii_digit());
        let label = words[..words.len() - said.len()].to_ascii_lowercase();
        let labels = ["", "#", "adr", "adr-", "adr "];
        let said = said.parse::<u64>().ok();
        let said = said.filter(|_| column == 0 && labels.contains(&label.as_str()))?;
        let number = self.records.entries[id].reading.record.number?;
        (said != number).then(|| Wrong::Number(id, said, range.clone()))
    }

    /// A link to a file with the name of a record, beside the records, that is none of them.
    fn gone(&self, folder: &str, dest: &str, range: Range<usize>) -> Option<Wrong> {
        let plain = dest.split(['#', '?']).next().unwrap_or_default();
        if plain.contains(':') || plain.starts_with('/') {
            return None;
        }
        let file = path::join(folder, &path::percent_decode(plain))?;
        let stem = path::file_name(&file).strip_suffix(".md")?;
        let in_place = path::parent(&file) == folder;
        let skipped = self.records.skipped.iter().any(|other| other.file == file);
        let looks = in_place && name::read(stem).is_numbered() && !skipped;
        looks.then(|| Wrong::Gone(dest.to_string(), range))
    }
}
