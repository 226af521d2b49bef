//! Relations between records, seen from both sides.
//!
//! One side is enough: of 24 supersessions in real repositories 16 are stated by one record
//! only. What is stated and what is derived stay apart, so that the check can say so. What a
//! record says of others holds once that record is in force; what it says of itself holds.

use std::collections::{BTreeMap, HashSet};

use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::discover::{Entry, Host, Records};
pub use crate::model::record::EntryId;
use crate::model::record::{Kind, Relation, Status};
use crate::parse::values::name;

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
    pub said_from: Option<usize>,
    /// Index of the relation in the record `to`, if it says so.
    pub said_to: Option<usize>,
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
        let places = Places::new(records);
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
                let Some(other) = places.find(id, relation) else {
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
                        said_from: None,
                        said_to: None,
                    });
                    graph.edges.len() - 1
                });
                if forward {
                    graph.edges[edge].said_from.get_or_insert(index)
                } else {
                    graph.edges[edge].said_to.get_or_insert(index)
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
            .filter(|edge| edge.kind == Kind::Amends && edge.said_to.is_some())
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
            if edge.kind != Kind::RelatesTo && !holds(edge.to, edge.said_to) {
                let status = record(edge.from).status.as_ref().map(|status| status.value);
                if edge.kind == Kind::Supersedes && amended.contains(&(edge.from, edge.to)) {
                    return false;
                }
                match status {
                    Some(Status::Rejected | Status::Reverted) => {
                        edge.kind = Kind::RelatesTo;
                        if edge.to < edge.from {
                            std::mem::swap(&mut edge.from, &mut edge.to);
                            std::mem::swap(&mut edge.said_from, &mut edge.said_to);
                        }
                    }
                    Some(Status::Draft | Status::Proposed | Status::OnHold) => edge.planned = true,
                    // Words that nobody knows do not outweigh a record that is accepted.
                    Some(Status::Unknown) if is_accepted(edge.to) => edge.planned = true,
                    _ => edge.planned = !holds(edge.from, edge.said_from),
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

    /// The records at the end of the chain of those that supersede one; none in a circle.
    pub fn successors(&self, id: EntryId) -> &[EntryId] {
        match self.chains.ends(id) {
            [only] if *only == id => &[],
            ends => ends,
        }
    }

    /// Edges of supersession that lie on a circle, the shortest way back included.
    pub fn circles(&self) -> Vec<usize> {
        let edges = self.edges.iter().enumerate();
        let circles = edges.filter(|(_, edge)| {
            let supersedes = edge.kind == Kind::Supersedes && !edge.planned;
            supersedes && self.chains.together(edge.from, edge.to)
        });
        circles.map(|(index, _)| index).collect()
    }
}

/// Records by what they are called, each list in the order of its names: the records come
/// nearly so, and many are looked for in few of them.
pub struct Places<'r> {
    entries: &'r [Entry],
    host: &'r Host,
    files: Vec<(&'r str, EntryId)>,
    numbers: Vec<((usize, u64), EntryId)>,
    all_numbers: Vec<(u64, EntryId)>,
    ids: Vec<(&'r str, EntryId)>,
}

/// The part of a sorted list that goes by a name.
fn called<'l, K: Ord>(list: &'l [(K, EntryId)], name: &K) -> &'l [(K, EntryId)] {
    let start = list.partition_point(|(other, _)| other < name);
    let same = list[start..].iter().take_while(|(other, _)| other == name);
    &list[start..start + same.count()]
}

impl<'r> Places<'r> {
    /// Notes the names of all records.
    pub fn new(records: &'r Records) -> Places<'r> {
        let entries = || records.entries.iter().enumerate();
        let number = |entry: &Entry| entry.reading.record.number;
        let mut places = Places {
            entries: &records.entries,
            host: &records.host,
            files: entries().map(|(id, entry)| (&*entry.file, id)).collect(),
            numbers: entries()
                .filter_map(|(id, entry)| Some(((entry.directory, number(entry)?), id)))
                .collect(),
            all_numbers: entries()
                .filter_map(|(id, entry)| Some((number(entry)?, id)))
                .collect(),
            ids: entries()
                .map(|(id, entry)| (&*entry.reading.record.id, id))
                .collect(),
        };
        places.files.sort();
        places.numbers.sort();
        places.all_numbers.sort();
        places.ids.sort();
        places
    }

    /// The record in a file.
    fn file(&self, file: &str) -> Option<EntryId> {
        called(&self.files, &file).last().map(|(_, id)| *id)
    }

    /// The record that a relation names.
    pub fn find(&self, from: EntryId, relation: &Relation) -> Option<EntryId> {
        let by_link = relation
            .dest
            .as_deref()
            .and_then(|dest| self.linked(from, dest));
        // A link to another document names no record, whatever number it has.
        let is_elsewhere = relation.unsure && relation.dest.is_some();
        by_link.or_else(|| {
            let target = (!is_elsewhere).then_some(&relation.target)?;
            self.called(from, target)
        })
    }

    /// The record that a destination in a record leads to.
    pub fn linked(&self, from: EntryId, dest: &str) -> Option<EntryId> {
        let folder = path::parent(&self.entries[from].file);
        self.linked_from(folder, dest)
            .or_else(|| self.by_address(from, dest))
    }

    /// The record that a relative destination in a file of `folder` leads to.
    pub fn linked_from(&self, folder: &str, dest: &str) -> Option<EntryId> {
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
            return match read.number {
                Some(number) => self.one(from, number),
                None => called(&self.ids, &stem).first().map(|(_, id)| *id),
            };
        }
        let file = self.host.file(dest, &|file| self.file(file).is_some())?;
        self.file(&file)
    }

    /// The record of a number or of a name, in the same folder first.
    fn called(&self, from: EntryId, target: &str) -> Option<EntryId> {
        if let Ok(number) = target.parse() {
            return self.one(from, number);
        }
        let ids = called(&self.ids, &target);
        let here = |(_, id): &&(&str, EntryId)| {
            self.entries[*id].directory == self.entries[from].directory
        };
        let found = ids.iter().find(here).or(ids.first());
        found.map(|(_, id)| *id)
    }

    fn one(&self, from: EntryId, number: u64) -> Option<EntryId> {
        let here = called(&self.numbers, &(self.entries[from].directory, number));
        if let Some((_, first)) = here.first() {
            // Of records with one number the one in the same folder is meant.
            let folder = path::parent(&self.entries[from].file);
            let mut ids = here.iter().map(|(_, id)| *id);
            let near = |id: &EntryId| path::parent(&self.entries[*id].file) == folder;
            return ids.find(near).or(Some(*first));
        }
        match called(&self.all_numbers, &number) {
            [(_, only)] => Some(*only),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
