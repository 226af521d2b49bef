//! What is wrong with the records of a repository, as diagnostics.
//!
//! Finds problems only; the words are in `problems`. Where a record stands, and whether it is
//! a page of the book, is for the caller to say.

pub(crate) mod hand_kept;
pub(crate) mod links;
pub(crate) mod problems;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use archsite_core::diagnostics::lints::nearest;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::path;

use crate::check::hand_kept::{Known, Wrong};
use crate::check::problems::{
    Absent, BadSupersession, Dangling, DuplicateNumber, Flawed, Missing, NoRecords, NoSuccessor,
    NotUnderstood, NumberGap, NumberUnlikeFile, Stale, StaleIndex, Supersession,
};
use crate::discover::{Entry, Reason, Records};
use crate::model::graph::{EntryId, Graph, Places};
use crate::model::record::{Kind, Status};
use crate::parse::Words;
use crate::parse::values::name;

/// Says where things stand.
pub(crate) trait Whereabouts {
    /// A range of a record.
    fn record(&self, id: EntryId, range: Range<usize>) -> Location;
    /// A file of the repository, by its path, and a range of it.
    fn file(&self, file: &str, range: Option<Range<usize>>) -> Location;
    /// The key of the configuration that names a folder of records.
    fn directories(&self) -> Location;
}

/// All problems of the records, by folder and record.
pub(crate) fn check(
    records: &Records,
    graph: &Graph,
    words: &Words,
    places: &dyn Whereabouts,
) -> Vec<Diagnostic> {
    let check = Check {
        shared: shared_numbers(records),
        records,
        graph,
        words,
        places,
    };
    let mut problems = Vec::new();
    for index in &records.empty {
        let folder = records.directories[*index].path.as_str();
        let place = places.directories();
        problems.push(
            NoRecords {
                folder: Some(folder),
                place,
            }
            .into(),
        );
    }
    for skipped in &records.skipped {
        let why = match &skipped.reason {
            Reason::Unreadable(why) => Some(why.as_str()),
            Reason::Unclear => None,
        };
        let place = places.file(&skipped.file, None);
        problems.push(NotUnderstood { why, place }.into());
    }
    for (id, entry) in records.entries.iter().enumerate() {
        check.record(id, entry, &mut problems);
    }
    check.numbers(&mut problems);
    check.dangling(&mut problems);
    check.supersessions(&mut problems);
    check.indexes(&mut problems);
    problems
}

/// Numbers that several records have.
fn shared_numbers(records: &Records) -> HashSet<u64> {
    let mut seen = HashSet::new();
    let numbers = records
        .entries
        .iter()
        .filter_map(|e| e.reading.record.number);
    numbers.filter(|number| !seen.insert(*number)).collect()
}

struct Check<'a> {
    shared: HashSet<u64>,
    records: &'a Records,
    graph: &'a Graph,
    words: &'a Words,
    places: &'a dyn Whereabouts,
}

impl Check<'_> {
    fn record(&self, id: EntryId, entry: &Entry, problems: &mut Vec<Diagnostic>) {
        let record = &entry.reading.record;
        for flaw in &entry.reading.flaws {
            let place = self.places.record(id, flaw.range.clone());
            let words = flaw.words.as_str();
            problems.push(
                Flawed {
                    kind: flaw.kind,
                    words,
                    place,
                }
                .into(),
            );
        }
        // A value that is wrong is not missing.
        let flawed = |wanted: &[crate::model::record::FlawKind]| {
            entry
                .reading
                .flaws
                .iter()
                .any(|flaw| wanted.contains(&flaw.kind))
        };
        use crate::model::record::FlawKind::{DateAmbiguous, DateInvalid, Template};
        let absent = [
            (Missing::Title, record.title.is_none()),
            (
                Missing::Status,
                record.status.is_none() && !flawed(&[Template]),
            ),
            (
                Missing::Date,
                record.date.is_none() && !flawed(&[Template, DateInvalid, DateAmbiguous]),
            ),
        ];
        for (what, _) in absent.into_iter().filter(|(_, is)| *is) {
            let place = self.title(id);
            problems.push(Absent { what, place }.into());
        }
        if let (Some(title), Some(file)) = (&record.title_number, record.number)
            && title.value != file
        {
            let place = self.places.record(id, title.range.clone());
            problems.push(
                NumberUnlikeFile {
                    title: title.value,
                    file,
                    place,
                }
                .into(),
            );
        }
    }

    /// Where the title of a record stands, or its beginning.
    fn title(&self, id: EntryId) -> Location {
        let record = &self.records.entries[id].reading.record;
        let range = record
            .title
            .as_ref()
            .map_or(0..0, |title| title.range.clone());
        self.places.record(id, range)
    }

    fn numbers(&self, problems: &mut Vec<Diagnostic>) {
        let mut folders: BTreeMap<(usize, &str), Vec<(u64, EntryId)>> = BTreeMap::new();
        for (id, entry) in self.records.entries.iter().enumerate() {
            if let Some(number) = entry.reading.record.number {
                let folder = (entry.directory, area(&entry.file));
                folders.entry(folder).or_default().push((number, id));
            }
        }
        for ((_, folder), numbers) in &mut folders {
            numbers.sort_unstable();
            // A file that could not be read has its number all the same.
            let unread = self.records.skipped.iter();
            let unread = unread.filter(|skipped| area(&skipped.file) == *folder);
            let unread = unread.filter_map(|skipped| number_of(&skipped.file));
            let last = numbers.last().map(|(number, _)| *number);
            let free = last.into_iter().chain(unread).max();
            let free = free.map_or(1, |number| number.saturating_add(1));
            for pair in numbers.windows(2) {
                let ((before, first), (number, id)) = (pair[0], pair[1]);
                if before == number {
                    let (place, other) = (self.title(id), self.title(first));
                    let first = self.records.entries[first].file.as_str();
                    problems.push(
                        DuplicateNumber {
                            number,
                            free,
                            first,
                            place,
                            other,
                        }
                        .into(),
                    );
                } else if number > before + 1 {
                    let (from, to, place) = (before + 1, number - 1, self.title(id));
                    problems.push(NumberGap { from, to, place }.into());
                }
            }
        }
    }

    fn dangling(&self, problems: &mut Vec<Diagnostic>) {
        for (id, index) in &self.graph.dangling {
            let found = &self.records.entries[*id].reading.record.relations[*index];
            let kind = found.value.kind;
            // What records relate to may be anything, and what is planned need not be there yet.
            if kind == Kind::RelatesTo || found.value.planned || found.value.unsure {
                continue;
            }
            let target = found.value.target.as_str();
            let ids = self
                .records
                .entries
                .iter()
                .map(|e| e.reading.record.id.as_str());
            let wanted = found
                .value
                .dest
                .as_deref()
                .map_or(target, |dest| path::file_name(path::stem(dest)));
            let near = nearest(wanted, ids).map(ToString::to_string);
            let place = self.places.record(*id, found.range.clone());
            problems.push(
                Dangling {
                    kind,
                    target,
                    near,
                    place,
                }
                .into(),
            );
        }
    }

    fn supersessions(&self, problems: &mut Vec<Diagnostic>) {
        let circles: HashSet<usize> = self.graph.circles().into_iter().collect();
        for (index, edge) in self.graph.edges.iter().enumerate() {
            if edge.kind != Kind::Supersedes || edge.planned {
                continue;
            }
            let (newer, older) = (self.name(edge.from), self.name(edge.to));
            let said = |id: EntryId, index: usize| {
                let relations = &self.records.entries[id].reading.record.relations;
                self.places.record(id, relations[index].range.clone())
            };
            let (place, other) = match (edge.said_from, edge.said_to) {
                (Some(from), Some(to)) => (said(edge.from, from), said(edge.to, to)),
                (Some(from), None) => (said(edge.from, from), self.title(edge.to)),
                (None, Some(to)) => (said(edge.to, to), self.title(edge.from)),
                (None, None) => (self.title(edge.from), self.title(edge.to)),
            };
            let mut push = |what, place, other| {
                let (newer, older) = (newer.as_str(), older.as_str());
                problems.push(
                    BadSupersession {
                        what,
                        newer,
                        older,
                        place,
                        other,
                    }
                    .into(),
                );
            };
            if edge.from == edge.to {
                push(Supersession::Itself, place, other);
                continue;
            }
            if circles.contains(&index) {
                push(Supersession::Circle, place, other);
                continue;
            }
            if edge.said_from.is_none() || edge.said_to.is_none() {
                push(Supersession::OneWay, place.clone(), other);
            }
            let status = self.records.entries[edge.to].reading.record.status.as_ref();
            let contradicts = |status: Status| {
                status.in_force()
                    || matches!(status, Status::Draft | Status::Proposed | Status::OnHold)
            };
            if let Some(status) = status.filter(|status| contradicts(status.value)) {
                let at = self.places.record(edge.to, status.range.clone());
                push(Supersession::Contradicts(status.value), at, place);
            }
        }
        for (id, entry) in self.records.entries.iter().enumerate() {
            let record = &entry.reading.record;
            let Some(status) = record
                .status
                .as_ref()
                .filter(|s| s.value == Status::Superseded)
            else {
                continue;
            };
            let said = record
                .relations
                .iter()
                .any(|r| matches!(r.value.kind, Kind::SupersededBy | Kind::AmendedBy));
            let none = |ids: Vec<EntryId>| ids.is_empty();
            let graph = self.graph;
            if !said
                && none(graph.related(id, Kind::SupersededBy))
                && none(graph.planned(id, Kind::SupersededBy))
            {
                let place = self.places.record(id, status.range.clone());
                problems.push(NoSuccessor { place }.into());
            }
        }
    }

    /// Lists kept by hand that lack or misstate records of their folder.
    fn indexes(&self, problems: &mut Vec<Diagnostic>) {
        let places = &Places::new(self.records);
        let mut folders: HashMap<&str, Vec<EntryId>> = HashMap::new();
        for (id, entry) in self.records.entries.iter().enumerate() {
            let folder = path::parent(&entry.file);
            folders.entry(folder).or_default().push(id);
        }
        let known = Known {
            folders,
            records: self.records,
            graph: self.graph,
            words: self.words,
            places,
        };
        for (file, text) in &self.records.fronts {
            if text.contains("archsite: adr-index") {
                continue;
            }
            for wrong in known.compare(file, text) {
                problems.push(self.stale(file, wrong).into());
            }
        }
    }

    fn stale(&self, file: &str, wrong: Wrong) -> StaleIndex<'_> {
        let entry = |id: EntryId| &self.records.entries[id];
        let (what, range) = match wrong {
            Wrong::Lacks(missing, range) => {
                let files = missing.iter().map(|id| path::file_name(&entry(*id).file));
                (Stale::Lacks(files.collect()), range)
            }
            Wrong::Status(id, said, range) => {
                let status = entry(id).reading.record.status.as_ref();
                let is = status.map_or(Status::Unknown, |status| status.value);
                (
                    Stale::Status {
                        record: self.name(id),
                        said,
                        is,
                    },
                    range,
                )
            }
            Wrong::Number(id, said, range) => {
                let is = entry(id).reading.record.number.unwrap_or_default();
                (Stale::Number { said, is }, range)
            }
            Wrong::Gone(dest, range) => (Stale::Gone(dest), range),
        };
        let place = self.places.file(file, Some(range));
        StaleIndex { what, place }
    }

    /// What a record is called, so that no other one is called the same.
    fn name(&self, id: EntryId) -> String {
        let entry = &self.records.entries[id];
        let number = entry.reading.record.number;
        if number.is_some_and(|number| self.shared.contains(&number)) {
            format!("`{}`", entry.reading.record.id)
        } else {
            short_name(entry)
        }
    }
}

/// What a record is called in a sentence.
pub(crate) fn short_name(entry: &Entry) -> String {
    let record = &entry.reading.record;
    match record.number {
        Some(number) => format!("record {number}"),
        None => format!("`{}`", record.id),
    }
}

/// The number in the name of a file.
fn number_of(file: &str) -> Option<u64> {
    name::read(path::file_name(path::stem(file))).number
}

/// The folder whose numbers a record shares: that above its own, if it has one to itself.
fn area(file: &str) -> &str {
    let folder = path::parent(file);
    let stem = path::file_name(path::stem(file));
    if name::is_front(stem) {
        path::parent(folder)
    } else {
        folder
    }
}

#[cfg(test)]
mod tests;
