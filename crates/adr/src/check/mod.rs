//! Checks of the records of a repository: each finds facts, and `messages` makes diagnostics of
//! them.

mod citations;
pub(crate) mod links;
pub(crate) mod manual_index;
pub(crate) mod messages;
mod numbers;
mod records;
mod relations;

use std::collections::HashSet;

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::discover::Citation;
use crate::model::graph::{EntryId, Graph};
use crate::model::locations::LocateRecord;
use crate::model::records::{Entry, Reason, Records};
use crate::parse::Vocabulary;

/// All problems of the records, by folder and record. `today` is a day, `YYYY-MM-DD`.
pub(crate) fn check(
    records: &Records,
    graph: &Graph,
    vocabulary: &Vocabulary,
    locations: &dyn LocateRecord,
    today: &str,
) -> Vec<Diagnostic> {
    let check = Check::new(records, graph, vocabulary, locations);
    let mut problems = Vec::new();
    check.folders(&mut problems);
    for (id, entry) in records.entries.iter().enumerate() {
        check.record(id, entry, &mut problems);
        check.review(id, entry, today, &mut problems);
    }
    check.numbers(&mut problems);
    check.unknown_targets(&mut problems);
    check.supersessions(&mut problems);
    check.successors(&mut problems);
    check.manual_indexes(&mut problems);
    problems
}

/// What is wrong with the comments in source files that name records.
pub(crate) fn check_citations(
    records: &Records,
    graph: &Graph,
    citations: &[Citation],
    locations: &dyn LocateRecord,
) -> Vec<Diagnostic> {
    let vocabulary = Vocabulary::default();
    let check = Check::new(records, graph, &vocabulary, locations);
    let problems = citations.iter().filter_map(|found| check.citation(found));
    problems.collect()
}

/// Labels that several records have.
fn shared_labels(records: &Records) -> HashSet<String> {
    let mut seen = HashSet::new();
    let entries = records.entries.iter();
    let labels = entries.filter_map(|entry| entry.reading.record.label());
    labels.filter(|label| !seen.insert(label.clone())).collect()
}

/// The records of a repository and what is known of them.
struct Check<'a> {
    shared_labels: HashSet<String>,
    records: &'a Records,
    graph: &'a Graph,
    vocabulary: &'a Vocabulary,
    locations: &'a dyn LocateRecord,
}

impl<'a> Check<'a> {
    fn new(
        records: &'a Records,
        graph: &'a Graph,
        vocabulary: &'a Vocabulary,
        locations: &'a dyn LocateRecord,
    ) -> Check<'a> {
        Check {
            shared_labels: shared_labels(records),
            records,
            graph,
            vocabulary,
            locations,
        }
    }
}

impl Check<'_> {
    /// Reports configured folders without records, and files that look like records.
    fn folders(&self, problems: &mut Vec<Diagnostic>) {
        for index in &self.records.empty {
            let folder = self.records.directories[*index].path.as_str();
            let location = self.locations.directories();
            problems.push(messages::no_records(Some(folder), location));
        }
        for skipped in &self.records.skipped {
            let error = match &skipped.reason {
                Reason::Unreadable(error) => Some(error.as_str()),
                Reason::Unclear => None,
            };
            let location = self.locations.file(&skipped.file, None);
            problems.push(messages::not_understood(error, location));
        }
    }

    /// The location of the title of a record, or of its first byte.
    fn title(&self, id: EntryId) -> Location {
        let record = &self.records.entries[id].reading.record;
        let title = record.title.as_ref();
        let range = title.map_or(0..0, |title| title.range.clone());
        self.locations.record(id, range)
    }

    /// The name of a record in a sentence: its number, or its id if others have that number.
    fn name(&self, id: EntryId) -> String {
        let entry = &self.records.entries[id];
        let label = entry.reading.record.label();
        if label.is_some_and(|label| self.shared_labels.contains(&label)) {
            format!("`{}`", entry.reading.record.id)
        } else {
            short_name(entry)
        }
    }
}

/// The name of a record in a sentence: its number, else its id.
pub(crate) fn short_name(entry: &Entry) -> String {
    let record = &entry.reading.record;
    match record.label() {
        Some(label) => format!("record {label}"),
        None => format!("`{}`", record.id),
    }
}

#[cfg(test)]
mod tests;
