//! The diagram of replacements: related records, newest first, with a rail of lines before their
//! marks.
//!
//! One trunk goes from each newer record to its outermost older one, with a stub for each record
//! between. Text is never in the drawing, so it wraps and prints; the words of each relation are in
//! the row. Rows have any height: each has its own part of the rail.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::model::graph::EntryId;
use crate::model::record::Kind;
use crate::output::view::RecordView;

/// Most lanes of a rail; with more, only the words of the rows state the relations.
const MOST_LANES: usize = 16;

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineKind {
    Replaces,
    Amends,
    Planned,
}

impl LineKind {
    fn class(self) -> &'static str {
        match self {
            LineKind::Replaces => "replaces",
            LineKind::Amends => "amends",
            LineKind::Planned => "planned",
        }
    }
}

/// A row of the list: the heading of a year, or a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineRow {
    /// The year, or `None` for records without a date.
    Year(Option<u16>),
    Record(EntryId),
}

/// A line from a newer record to its outermost older one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trunk {
    kind: LineKind,
    newer: usize,
    older: BTreeSet<usize>,
    lane: usize,
}

impl Trunk {
    /// The first and the last of its rows.
    fn span(&self) -> (usize, usize) {
        let first = self.older.first().copied().unwrap_or(self.newer);
        let last = self.older.last().copied().unwrap_or(self.newer);
        (first.min(self.newer), last.max(self.newer))
    }
}

/// The rows of related records, and the rail beside them.
pub(super) struct Lines {
    pub(super) rows: Vec<LineRow>,
    trunks: Vec<Trunk>,
    /// Number of lanes; 0 if there is no rail.
    pub(super) lanes: usize,
}

impl Lines {
    /// The lines of some records; `None` if none of them replaces or amends another.
    pub(super) fn new(view: &RecordView<'_>, ids: &BTreeSet<EntryId>) -> Option<Lines> {
        let edges = view.graph.edges.iter().filter(|edge| {
            let counts = edge.kind != Kind::RelatesTo && edge.from != edge.to;
            counts && ids.contains(&edge.from) && ids.contains(&edge.to)
        });
        let edges: Vec<(EntryId, EntryId, LineKind)> = edges
            .map(|edge| {
                let kind = match (edge.planned, edge.kind) {
                    (true, _) => LineKind::Planned,
                    (false, Kind::Amends) => LineKind::Amends,
                    (false, _) => LineKind::Replaces,
                };
                (edge.from, edge.to, kind)
            })
            .collect();
        if edges.is_empty() {
            return None;
        }
        let related: BTreeSet<EntryId> = edges.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        let rows = rows(view, related);
        let place: BTreeMap<EntryId, usize> = rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| match row {
                LineRow::Record(id) => Some((*id, at)),
                LineRow::Year(_) => None,
            })
            .collect();
        let mut older: BTreeMap<(usize, LineKind), BTreeSet<usize>> = BTreeMap::new();
        for (from, to, kind) in edges {
            older
                .entry((place[&from], kind))
                .or_default()
                .insert(place[&to]);
        }
        let trunks = older.into_iter().map(|((newer, kind), older)| Trunk {
            kind,
            newer,
            older,
            lane: 0,
        });
        let mut trunks: Vec<Trunk> = trunks.collect();
        let lanes = lanes(&mut trunks);
        Some(Lines {
            rows,
            trunks,
            lanes: if lanes > MOST_LANES { 0 } else { lanes },
        })
    }

    /// The kinds of lines that occur.
    pub(super) fn kinds(&self) -> BTreeSet<LineKind> {
        self.trunks.iter().map(|trunk| trunk.kind).collect()
    }

    /// Pixels between two lanes.
    fn step(&self) -> usize {
        if self.lanes < 8 {
            14
        } else {
            (98 / self.lanes).max(6)
        }
    }

    /// Width of the rail in pixels.
    pub(super) fn width(&self) -> usize {
        if self.lanes == 0 {
            0
        } else {
            self.lanes * self.step() + 8
        }
    }

    /// The part of the rail beside a row, as SVG on one line: lines that pass by, gaps at the stubs,
    /// then what begins or ends here.
    pub(super) fn rail(&self, row: usize) -> String {
        if self.lanes == 0 {
            return String::new();
        }
        let here = self.trunks.iter().filter(|trunk| {
            let (first, last) = trunk.span();
            (first..=last).contains(&row)
        });
        let (mut passing, mut gaps, mut ends) = (String::new(), String::new(), String::new());
        for trunk in here {
            let x = self.width() - 8 - trunk.lane * self.step();
            let class = trunk.kind.class();
            let (first, last) = trunk.span();
            let is_older = trunk.older.contains(&row);
            let stub = is_older || trunk.newer == row;
            if first < row && row < last {
                _ = write!(
                    passing,
                    "<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>"
                );
            }
            if !stub {
                continue;
            }
            let mark = self.width() + 2;
            let end = if is_older { mark - 6 } else { mark };
            _ = write!(gaps, "<path class=\"gap\" d=\"M{} 17H{end}\"/>", x + 8);
            if row == first {
                _ = write!(
                    ends,
                    "<path class=\"{class}\" d=\"M{end} 17H{}Q{x} 17 {x} 23\"/>\
                     <line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y1=\"23\" y2=\"100%\"/>",
                    x + 6
                );
            } else {
                let from = if row == last { 0 } else { 8 };
                _ = write!(
                    ends,
                    "<path class=\"{class}\" d=\"M{x} {from}V11Q{x} 17 {} 17H{end}\"/>",
                    x + 6
                );
            }
            if is_older {
                _ = write!(ends, "<path class=\"tip\" d=\"M{} 17l-8-4v8z\"/>", mark);
            }
        }
        if passing.is_empty() && ends.is_empty() {
            return String::new();
        }
        format!("<svg class=\"archsite-rail\" aria-hidden=\"true\">{passing}{gaps}{ends}</svg>")
    }
}

/// The drawing of a kind of lines for the key.
pub(super) fn sample(kind: LineKind) -> String {
    let class = kind.class();
    format!(
        "<svg viewBox=\"0 0 34 10\" aria-hidden=\"true\"><path class=\"{class}\" d=\"M0 5H27\"/>\
         <path class=\"tip\" d=\"M34 5l-8-4v8z\"/></svg>"
    )
}

/// Records by date, newest first, with a heading for each year; undated ones last.
fn rows(view: &RecordView<'_>, ids: BTreeSet<EntryId>) -> Vec<LineRow> {
    let key = |id: EntryId| {
        let record = view.record(id);
        (
            record.date.as_ref().map(|date| date.value.as_str()),
            record.number,
            id,
        )
    };
    let mut ids: Vec<EntryId> = ids.into_iter().collect();
    ids.sort_by(|a, b| key(*b).cmp(&key(*a)));
    let year = |id: EntryId| {
        let date = view.record(id).date.as_ref()?;
        date.value.get(..4)?.parse().ok()
    };
    let mut rows = Vec::new();
    let mut before: Option<Option<u16>> = None;
    for id in ids {
        let year = year(id);
        if before != Some(year) {
            rows.push(LineRow::Year(year));
            before = Some(year);
        }
        rows.push(LineRow::Record(id));
    }
    rows
}

/// Gives each trunk the first lane that is free on all its rows, short ones first; returns how many
/// there are.
fn lanes(trunks: &mut [Trunk]) -> usize {
    let mut order: Vec<usize> = (0..trunks.len()).collect();
    order.sort_by_key(|index| {
        let (first, last) = trunks[*index].span();
        (last - first, first, *index)
    });
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    for index in order {
        let span = trunks[index].span();
        let free = |lane: &Vec<(usize, usize)>| {
            lane.iter()
                .all(|(first, last)| span.1 < *first || *last < span.0)
        };
        // More lanes than are drawn need no search.
        let lane = taken.iter().take(MOST_LANES + 1).position(free);
        let lane = lane.unwrap_or_else(|| {
            if taken.len() <= MOST_LANES {
                taken.push(Vec::new());
            }
            taken.len() - 1
        });
        taken[lane].push(span);
        trunks[index].lane = lane;
    }
    taken.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trunk(newer: usize, older: &[usize]) -> Trunk {
        Trunk {
            kind: LineKind::Replaces,
            newer,
            older: older.iter().copied().collect(),
            lane: 0,
        }
    }

    #[test]
    fn lines_that_share_a_row_have_lanes_of_their_own() {
        let mut trunks = vec![trunk(1, &[2]), trunk(3, &[4, 9]), trunk(5, &[6])];
        assert_eq!(lanes(&mut trunks), 2);
        let places: Vec<usize> = trunks.iter().map(|trunk| trunk.lane).collect();
        assert_eq!(places, [0, 1, 0]);
    }

    #[test]
    fn a_tangle_has_no_rail() {
        let mut trunks: Vec<Trunk> = (0..40).map(|row| trunk(row, &[100 - row])).collect();
        assert!(lanes(&mut trunks) > MOST_LANES);
    }
}
