//! Relations between records, seen from both sides.
//!
//! One side is enough: of 24 supersessions in real repositories 16 are stated by one record
//! only. What is stated and what is derived stay apart, so that the check can say so.

use std::collections::BTreeMap;

use archsite_core::site::path;
use archsite_core::site::resolve::Destination;
use memchr::memmem;

use crate::discover::{Entry, Records};
use crate::model::record::{Kind, Relation};
use crate::parse::values::name;

mod chains;

use chains::Chains;

/// Index into [`Records::entries`].
pub type EntryId = usize;

/// Two related records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The record that supersedes, amends or relates.
    pub from: EntryId,
    /// The record that is superseded or amended.
    pub to: EntryId,
    /// `Supersedes`, `Amends` or `RelatesTo`.
    pub kind: Kind,
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
    out: Vec<Vec<usize>>,
    into: Vec<Vec<usize>>,
    chains: Chains,
}

impl Graph {
    /// Relates all records.
    pub fn new(records: &Records) -> Graph {
        let places = Places::new(records);
        let mut graph = Graph::default();
        let mut known: BTreeMap<(EntryId, EntryId, Kind), usize> = BTreeMap::new();
        for (id, entry) in records.entries.iter().enumerate() {
            for (index, found) in entry.reading.record.relations.iter().enumerate() {
                let Some(other) = places.find(id, &found.value) else {
                    graph.dangling.push((id, index));
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

    /// The records that stand in this relation to one, stated on either side, by number.
    pub fn related(&self, id: EntryId, kind: Kind) -> Vec<EntryId> {
        let (edges, forward) = match kind {
            Kind::SupersededBy | Kind::AmendedBy => (&self.into[id], false),
            _ => (&self.out[id], true),
        };
        let wanted = if forward { kind } else { kind.inverse() };
        let of = |edge: &usize| {
            let edge = &self.edges[*edge];
            (edge.kind == wanted).then_some(if forward { edge.to } else { edge.from })
        };
        let mut found: Vec<EntryId> = edges.iter().filter_map(of).collect();
        if kind == Kind::RelatesTo {
            let back = self.into[id].iter().map(|edge| &self.edges[*edge]);
            found.extend(back.filter(|edge| edge.kind == kind).map(|edge| edge.from));
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
            edge.kind == Kind::Supersedes && self.chains.together(edge.from, edge.to)
        });
        circles.map(|(index, _)| index).collect()
    }
}

/// Records by what they are called, each list in the order of its names: the records come
/// nearly so, and many are looked for in few of them.
pub struct Places<'r> {
    entries: &'r [Entry],
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
        by_link.or_else(|| self.called(from, &relation.target))
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

    /// `/adr/7`, and addresses of a forge that end in the path of a record.
    fn by_address(&self, from: EntryId, dest: &str) -> Option<EntryId> {
        let plain = Destination::parse(dest).path;
        if let Some(site) = plain.strip_prefix('/') {
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
        let blob = memmem::find(plain.as_bytes(), b"/blob/")?;
        let (_, file) = plain[blob + "/blob/".len()..].split_once('/')?;
        self.file(&path::percent_decode(file))
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
mod tests {
    use super::*;
    use crate::parse::{Words, read};

    fn records(files: &[(&str, &str)]) -> Records {
        let entries = files.iter().map(|(file, text)| Entry {
            file: format!("adr/{file}.md"),
            directory: 0,
            text: (*text).to_string(),
            reading: read(file, text, None, &Words::default()),
        });
        Records {
            entries: entries.collect(),
            ..Records::default()
        }
    }

    #[test]
    fn one_side_is_enough_and_chains_end() {
        let records = records(&[
            (
                "0001-a",
                "# A\n\n## Status\n\nSuperseded by [B](0002-b.md)\n",
            ),
            ("0002-b", "# B\n\n## Status\n\nAccepted\n"),
            (
                "0003-c",
                "# C\n\n## Status\n\nAccepted\n\nSupersedes ADR-2\n\nAmends ADR-9\n",
            ),
        ]);
        let graph = Graph::new(&records);
        assert_eq!(graph.related(1, Kind::Supersedes), [0]);
        assert_eq!(graph.related(1, Kind::SupersededBy), [2]);
        assert_eq!(graph.successors(0), [2]);
        assert_eq!(graph.dangling, [(2, 1)]);
        assert!(graph.circles().is_empty());
    }

    #[test]
    fn circles_do_not_hang() {
        let records = records(&[
            ("0001-a", "# A\n\n* Status: superseded by ADR-2\n"),
            ("0002-b", "# B\n\n* Status: superseded by ADR-1\n"),
            ("0003-c", "# C\n\n* Status: superseded by ADR-3\n"),
        ]);
        let graph = Graph::new(&records);
        assert_eq!(graph.circles().len(), 3);
        assert!(graph.successors(0).is_empty());
    }

    #[test]
    fn a_long_chain_ends_where_it_ends() {
        let mut files: Vec<(String, String)> = (1..3000)
            .map(|n| {
                (
                    format!("{n:04}-x"),
                    format!("# X\n\n* Status: superseded by ADR-{}\n", n + 1),
                )
            })
            .collect();
        files.push(("3000-x".to_string(), "# X\n".to_string()));
        // Beside it a circle that leads into the chain.
        files.push((
            "4000-y".to_string(),
            "# Y\n\n## Status\n\nSuperseded by ADR-4001\n\nSuperseded by ADR-7\n".to_string(),
        ));
        files.push((
            "4001-y".to_string(),
            "# Y\n\n* Status: superseded by ADR-4000\n".to_string(),
        ));
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(file, text)| (&**file, &**text))
            .collect();
        let graph = Graph::new(&records(&files));
        assert_eq!(graph.successors(0), [2999]);
        assert_eq!(graph.successors(2999), [0; 0]);
        assert_eq!(graph.successors(3000), [2999]);
        assert_eq!(graph.circles().len(), 2);
    }

    #[test]
    fn links_of_every_kind_are_followed() {
        let records = records(&[("0001-a", "# A\n"), ("0007-b", "# B\n")]);
        let places = Places::new(&records);
        for dest in [
            "0007-b.md#x",
            "./0007-b.html",
            "/adr/7",
            "/adr/0007-b/",
            "https://forge.example/o/r/blob/main/adr/0007-b.md",
        ] {
            assert_eq!(places.linked(0, dest), Some(1), "{dest}");
        }
        for dest in [
            "https://forge.example/o/r/issues/7",
            "#7",
            "0008-c.md",
            "../x/0007-b.md",
        ] {
            assert_eq!(places.linked(0, dest), None, "{dest}");
        }
    }
}
