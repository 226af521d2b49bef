//! Chains of supersession: which records are on one cycle, and which are at the ends.
//!
//! Each record is looked at once, however long its chain is (Tarjan's way to find what is
//! strongly connected). Knows only which record comes after which.

use std::sync::Arc;

use crate::model::record::EntryId;

/// All chains of supersession.
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// The group of each record: those from which it can be reached and that it reaches.
    group: Vec<usize>,
    /// The records at the ends of the chains of a group, sorted.
    ends: Vec<Arc<[EntryId]>>,
}

impl Chains {
    /// Follows all chains; `later` are the records that supersede each one.
    pub(super) fn new(later: &[Vec<EntryId>]) -> Chains {
        let mut search = Search {
            later,
            order: vec![0; later.len()],
            lowest: vec![0; later.len()],
            group: vec![None; later.len()],
            open: Vec::new(),
            entered: 0,
            ends: Vec::new(),
        };
        for start in 0..later.len() {
            if search.order[start] == 0 {
                search.visit(start);
            }
        }
        Chains {
            group: search.group.into_iter().flatten().collect(),
            ends: search.ends,
        }
    }

    /// Whether two records are on one cycle.
    pub(super) fn together(&self, a: EntryId, b: EntryId) -> bool {
        self.group[a] == self.group[b]
    }

    /// The records at the ends: the record itself, if nothing is later.
    pub(super) fn ends(&self, id: EntryId) -> &[EntryId] {
        &self.ends[self.group[id]]
    }
}

struct Search<'g> {
    later: &'g [Vec<EntryId>],
    /// When a record was entered, from 1 on.
    order: Vec<usize>,
    /// The earliest record that can be reached.
    lowest: Vec<usize>,
    group: Vec<Option<usize>>,
    /// Entered, and without a group yet.
    open: Vec<EntryId>,
    entered: usize,
    ends: Vec<Arc<[EntryId]>>,
}

impl Search<'_> {
    fn enter(&mut self, id: EntryId) {
        self.entered += 1;
        self.order[id] = self.entered;
        self.lowest[id] = self.entered;
        self.open.push(id);
    }

    /// Without recursion: a chain may be longer than the stack is deep.
    fn visit(&mut self, start: EntryId) {
        self.enter(start);
        let mut way = vec![(start, 0)];
        while let Some((id, at)) = way.last_mut() {
            let id = *id;
            if let Some(next) = self.later[id].get(*at).copied() {
                *at += 1;
                if self.order[next] == 0 {
                    self.enter(next);
                    way.push((next, 0));
                } else if self.group[next].is_none() {
                    self.lowest[id] = self.lowest[id].min(self.order[next]);
                }
                continue;
            }
            way.pop();
            if let Some((above, _)) = way.last() {
                self.lowest[*above] = self.lowest[*above].min(self.lowest[id]);
            }
            if self.lowest[id] == self.order[id] {
                self.close(id);
            }
        }
    }

    /// All that was entered since `first` is one group; what is later has its group already.
    fn close(&mut self, first: EntryId) {
        let group = self.ends.len();
        let from = self.open.iter().rposition(|id| *id == first);
        let members = self.open.split_off(from.unwrap_or(0));
        for id in &members {
            self.group[*id] = Some(group);
        }
        let later = members.iter().flat_map(|id| &self.later[*id]);
        let mut after: Vec<usize> = later.filter_map(|id| self.group[*id]).collect();
        after.retain(|other| *other != group);
        after.sort_unstable();
        after.dedup();
        let last = self.later[first].is_empty();
        self.ends.push(match after.as_slice() {
            [] if last => Arc::from([first]),
            // In a chain all share one end.
            [only] => Arc::clone(&self.ends[*only]),
            several => {
                let ends = several.iter().flat_map(|group| self.ends[*group].iter());
                let mut ends: Vec<EntryId> = ends.copied().collect();
                ends.sort_unstable();
                ends.dedup();
                ends.into()
            }
        });
    }
}
