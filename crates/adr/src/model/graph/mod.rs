//! Relations between records, seen from both sides.
//!
//! One side is enough: of 24 supersessions in real repositories 16 are stated by one record
//! only. What is stated and what is derived stay apart, so that the check can say so. What a
//! record says of others holds once that record is in force; what it says of itself holds.

use std::collections::{BTreeMap, HashSet};

use crate::model::lookup::Lookup;
pub use crate::model::record::EntryId;
use crate::model::record::{Kind, Status};
use crate::model::records::Records;

mod chains;

use chains::Chains;

/// Two related records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The record that supersedes, amends or relates.
    pub from: EntryId,
    /// The record that is superseded or amended.
    pub to: EntryId,
    /// `Supersedes`, `Amends` or `RelatesTo`.
    pub kind: Kind,
    /// It does not hold yet: the newer record is not in force, or the words say so.
    pub planned: bool,
    /// Index of the relation in the record `from`, if it says so.
    pub stated_from: Option<usize>,
    /// Index of the relation in the record `to`, if it says so.
    pub stated_to: Option<usize>,
}

/// The relations of all records.
#[derive(Debug, Default)]
pub struct Graph {
    /// Each relation once.
    pub edges: Vec<Edge>,
    /// Relations to no record: the record and the index of its relation.
    pub dangling: Vec<(EntryId, usize)>,
    /// Relations to what is on another site: the record and the index of its relation, sorted.
    pub external: Vec<(EntryId, usize)>,
    /// Whether a record says itself that something else than a record took its place.
    replaced: Vec<bool>,
    out: Vec<Vec<usize>>,
    into: Vec<Vec<usize>>,
    chains: Chains,
}

impl Graph {
    /// Relates all records.
    pub fn new(records: &Records) -> Graph {
        let lookup = Lookup::new(records);
        let mut graph = Graph {
            replaced: vec![false; records.entries.len()],
            ..Graph::default()
        };
        let mut known: BTreeMap<(EntryId, EntryId, Kind), usize> = BTreeMap::new();
        for (id, entry) in records.entries.iter().enumerate() {
            for (index, found) in entry.reading.record.relations.iter().enumerate() {
                let relation = &found.value;
                let by_it = relation.kind == Kind::SupersededBy && !relation.planned;
                if relation.is_external() {
                    graph.external.push((id, index));
                    graph.replaced[id] |= by_it;
                    continue;
                }
                let Some(other) = lookup.find(id, relation) else {
                    graph.dangling.push((id, index));
                    // Another document of the repository.
                    graph.replaced[id] |= by_it && relation.unsure && relation.dest.is_some();
                    continue;
                };
                let kind = found.value.kind;
                let (from, to, forward) = match kind {
                    Kind::SupersededBy | Kind::AmendedBy => (other, id, false),
                    Kind::RelatesTo if other < id => (other, id, false),
                    _ => (id, other, true),
                };
                let kind = if forward { kind } else { kind.inverse() };
                let edge = *known.entry((from, to, kind)).or_insert_with(|| {
                    graph.edges.push(Edge {
                        from,
                        to,
                        kind,
                        planned: false,
                        stated_from: None,
                        stated_to: None,
                    });
                    graph.edges.len() - 1
                });
                if forward {
                    graph.edges[edge].stated_from.get_or_insert(index)
                } else {
                    graph.edges[edge].stated_to.get_or_insert(index)
                };
            }
        }
        graph.weigh(records);
        graph.out = vec![Vec::new(); records.entries.len()];
        graph.into = vec![Vec::new(); records.entries.len()];
        for (index, edge) in graph.edges.iter().enumerate() {
            graph.out[edge.from].push(index);
            graph.into[edge.to].push(index);
        }
        let ids = 0..records.entries.len();
        let later: Vec<Vec<EntryId>> = ids
            .map(|id| graph.related(id, Kind::SupersededBy))
            .collect();
        graph.chains = Chains::new(&later);
        graph
    }

    /// Says of each relation whether it holds now, and leaves out what never does.
    fn weigh(&mut self, records: &Records) {
        let record = |id: EntryId| &records.entries[id].reading.record;
        // An older record that says what is left of it knows better than the newer one.
        let amended: HashSet<(EntryId, EntryId)> = self
            .edges
            .iter()
            .filter(|edge| edge.kind == Kind::Amends && edge.stated_to.is_some())
            .map(|edge| (edge.from, edge.to))
            .collect();
        let is_accepted = |id: EntryId| {
            let status = record(id).status.as_ref().map(|status| status.value);
            matches!(status, Some(Status::Accepted | Status::Experimental))
        };
        let mut seen = HashSet::new();
        self.edges.retain_mut(|edge| {
            let holds = |id: EntryId, said: Option<usize>| {
                said.is_some_and(|index| !record(id).relations[index].value.planned)
            };
            if edge.kind != Kind::RelatesTo && !holds(edge.to, edge.stated_to) {
                let status = record(edge.from).status.as_ref().map(|status| status.value);
                if edge.kind == Kind::Supersedes && amended.contains(&(edge.from, edge.to)) {
                    return false;
                }
                match status {
                    Some(Status::Rejected | Status::Reverted) => {
                        edge.kind = Kind::RelatesTo;
                        if edge.to < edge.from {
                            std::mem::swap(&mut edge.from, &mut edge.to);
                            std::mem::swap(&mut edge.stated_from, &mut edge.stated_to);
                        }
                    }
                    Some(Status::Draft | Status::Proposed | Status::OnHold) => edge.planned = true,
                    // Unknown status words do not outweigh a record that is accepted.
                    Some(Status::Unknown) if is_accepted(edge.to) => edge.planned = true,
                    _ => edge.planned = !holds(edge.from, edge.stated_from),
                }
            }
            seen.insert((edge.from, edge.to, edge.kind))
        });
    }

    /// The records that are in this relation to one now, stated on either side, by number.
    pub fn related(&self, id: EntryId, kind: Kind) -> Vec<EntryId> {
        self.others(id, kind, false)
    }

    /// Whether something took the place of a record.
    pub fn is_replaced(&self, id: EntryId) -> bool {
        self.replaced[id] || !self.related(id, Kind::SupersededBy).is_empty()
    }

    /// The records that are in this relation to one, but not yet.
    pub fn planned(&self, id: EntryId, kind: Kind) -> Vec<EntryId> {
        self.others(id, kind, true)
    }

    /// What a record relates to on other sites: indexes of its relations.
    pub fn elsewhere(&self, id: EntryId) -> impl Iterator<Item = usize> + '_ {
        let start = self.external.partition_point(|(other, _)| *other < id);
        let own = self.external[start..].iter();
        own.take_while(move |(other, _)| *other == id)
            .map(|(_, index)| *index)
    }

    fn others(&self, id: EntryId, kind: Kind, planned: bool) -> Vec<EntryId> {
        let (edges, forward) = match kind {
            Kind::SupersededBy | Kind::AmendedBy => (&self.into[id], false),
            _ => (&self.out[id], true),
        };
        let wanted = if forward { kind } else { kind.inverse() };
        let of = |edge: &usize| {
            let edge = &self.edges[*edge];
            let counts = edge.kind == wanted && edge.planned == planned;
            counts.then_some(if forward { edge.to } else { edge.from })
        };
        let mut found: Vec<EntryId> = edges.iter().filter_map(of).collect();
        if kind == Kind::RelatesTo {
            let back = self.into[id].iter().map(|edge| &self.edges[*edge]);
            let back = back.filter(|edge| edge.kind == kind && edge.planned == planned);
            found.extend(back.map(|edge| edge.from));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The records at the end of the chain of those that supersede one; none in a cycle.
    pub fn successors(&self, id: EntryId) -> &[EntryId] {
        match self.chains.ends(id) {
            [only] if *only == id => &[],
            ends => ends,
        }
    }

    /// Edges of supersession that lie on a cycle, the shortest way back included.
    pub fn cycles(&self) -> Vec<usize> {
        let edges = self.edges.iter().enumerate();
        let cycles = edges.filter(|(_, edge)| {
            let supersedes = edge.kind == Kind::Supersedes && !edge.planned;
            supersedes && self.chains.together(edge.from, edge.to)
        });
        cycles.map(|(index, _)| index).collect()
    }
}

#[cfg(test)]
mod tests;
