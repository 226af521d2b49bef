//! Checks of relations: unknown targets, cycles, one-sided and contradicting supersessions.

use std::collections::HashSet;
use std::ops::Range;

use archsite_core::diagnostics::suggest::nearest;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::path;

use crate::check::Check;
use crate::check::messages;
use crate::model::graph::{Edge, EntryId};
use crate::model::record::{Kind, Relation, Status};

impl Check<'_> {
    pub(super) fn unknown_targets(&self, problems: &mut Vec<Diagnostic>) {
        for (id, index) in &self.graph.dangling {
            let relation = &self.records.entries[*id].reading.record.relations[*index];
            let Relation { kind, target, .. } = &relation.value;
            // "Relates to" may name anything, and a planned relation may name a future record.
            if *kind == Kind::RelatesTo || relation.value.planned || relation.value.unsure {
                continue;
            }
            let suggestion = self.similar_id(&relation.value);
            let location = self.locations.record(*id, relation.range.clone());
            let problem = messages::unknown_target(*kind, target, suggestion, location);
            problems.push(problem);
        }
    }

    /// The id of a record that is similar to the one that a relation names.
    fn similar_id(&self, relation: &Relation) -> Option<&str> {
        let dest = relation.dest.as_deref();
        let wanted = dest.map_or(relation.target.as_str(), |dest| {
            path::file_name(path::stem(dest))
        });
        let entries = self.records.entries.iter();
        nearest(
            wanted,
            entries.map(|entry| entry.reading.record.id.as_str()),
        )
    }

    pub(super) fn supersessions(&self, problems: &mut Vec<Diagnostic>) {
        let cycles: HashSet<usize> = self.graph.cycles().into_iter().collect();
        for (index, edge) in self.graph.edges.iter().enumerate() {
            if edge.kind != Kind::Supersedes || edge.planned {
                continue;
            }
            let (newer, older) = (&self.name(edge.from), &self.name(edge.to));
            let (stated, other) = self.statements(edge);
            if edge.from == edge.to {
                problems.push(messages::self_supersession(newer, stated));
                continue;
            }
            if cycles.contains(&index) {
                problems.push(messages::supersession_cycle(newer, older, stated, other));
                continue;
            }
            if edge.stated_from.is_none() || edge.stated_to.is_none() {
                let problem = messages::one_sided(newer, older, stated.clone(), other);
                problems.push(problem);
            }
            if let Some(status) = self.contradicting_status(edge.to) {
                let (status, range) = status;
                let at = self.locations.record(edge.to, range);
                let problem = messages::contradicting_status(newer, older, status, at, stated);
                problems.push(problem);
            }
        }
    }

    /// The location where a supersession is stated, and that of the other record.
    fn statements(&self, edge: &Edge) -> (Location, Location) {
        let stated = |id: EntryId, index: usize| {
            let relations = &self.records.entries[id].reading.record.relations;
            self.locations.record(id, relations[index].range.clone())
        };
        match (edge.stated_from, edge.stated_to) {
            (Some(from), Some(to)) => (stated(edge.from, from), stated(edge.to, to)),
            (Some(from), None) => (stated(edge.from, from), self.title(edge.to)),
            (None, Some(to)) => (stated(edge.to, to), self.title(edge.from)),
            (None, None) => (self.title(edge.from), self.title(edge.to)),
        }
    }

    /// The status of a superseded record, if it says that the record is or may become valid.
    fn contradicting_status(&self, id: EntryId) -> Option<(Status, Range<usize>)> {
        let record = &self.records.entries[id].reading.record;
        let stated = record.status.as_ref()?;
        let status = record.overruled.unwrap_or(stated.value);
        let undecided = matches!(status, Status::Draft | Status::Proposed | Status::OnHold);
        (status.in_force() || undecided).then(|| (status, stated.range.clone()))
    }

    /// Reports superseded records of which no record says what took their place.
    pub(super) fn successors(&self, problems: &mut Vec<Diagnostic>) {
        for (id, entry) in self.records.entries.iter().enumerate() {
            let record = &entry.reading.record;
            let status = record.status.as_ref();
            let Some(status) = status.filter(|status| status.value == Status::Superseded) else {
                continue;
            };
            let names_one = record.relations.iter().any(|relation| {
                matches!(relation.value.kind, Kind::SupersededBy | Kind::AmendedBy)
            });
            let related = self.graph.related(id, Kind::SupersededBy);
            let planned = self.graph.planned(id, Kind::SupersededBy);
            if !names_one && related.is_empty() && planned.is_empty() {
                let location = self.locations.record(id, status.range.clone());
                problems.push(messages::no_successor(location));
            }
        }
    }
}
