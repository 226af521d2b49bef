//! Where the records of the picture stand: a step down the page, and a lane across it.
//!
//! Knows numbers of records, years and edges; how a node is drawn is for others.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::graph::EntryId;
use crate::model::record::Kind;

/// From the newer record to the older one.
pub(super) type Edge = (EntryId, EntryId, Relation);

/// How the newer record is related to the older one, and whether that does not hold yet.
pub(super) type Relation = (Kind, bool);

/// As many lanes as stand beside each other on a page of mdBook.
const LANES: usize = 3;

/// Where the nodes stand: step and lane of each, and the first step of each year.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) nodes: Vec<(EntryId, usize, usize)>,
    pub(super) years: Vec<(String, usize)>,
    pub(super) steps: usize,
    pub(super) lanes: usize,
}

/// Records that hang together.
struct Group {
    ids: Vec<EntryId>,
    /// The lane of each, from 0.
    lanes: HashMap<EntryId, usize>,
    width: usize,
    /// Its first and last step.
    span: (usize, usize),
}

/// Records in the order of their years, and the step of each.
struct Ranked {
    order: Vec<EntryId>,
    /// What comes before a node: its neighbours that are earlier in the order.
    before: BTreeMap<EntryId, Vec<EntryId>>,
    steps: HashMap<EntryId, usize>,
    years: Vec<(String, usize)>,
    end: usize,
}

/// The picture in parts that stand below each other, each as wide as a page if it can be.
pub(super) fn parts(edges: &[Edge], years: &HashMap<EntryId, String>) -> Vec<Layout> {
    let ranked = rank(edges, years);
    let groups = groups(&ranked, edges);
    let mut part_of: HashMap<EntryId, usize> = HashMap::new();
    let mut parts: Vec<Vec<Vec<(usize, usize)>>> = Vec::new();
    for group in &groups {
        let room = |lanes: &Vec<_>| free(lanes, group) + group.width <= LANES;
        let part = parts.iter().position(room).unwrap_or(parts.len());
        if part == parts.len() {
            parts.push(Vec::new());
        }
        take(&mut parts[part], group);
        part_of.extend(group.ids.iter().map(|id| (*id, part)));
    }
    let mut edges_of: Vec<Vec<Edge>> = vec![Vec::new(); parts.len()];
    for edge in edges {
        edges_of[part_of[&edge.0]].push(*edge);
    }
    edges_of.iter().map(|edges| layout(edges, years)).collect()
}

/// Steps by year and by what comes after what in it; lanes by what belongs together.
fn layout(edges: &[Edge], years: &HashMap<EntryId, String>) -> Layout {
    let ranked = rank(edges, years);
    let mut nodes = Vec::new();
    let mut lanes = Vec::new();
    for group in groups(&ranked, edges) {
        let base = take(&mut lanes, &group);
        let node = |id: &EntryId| (*id, ranked.steps[id], base + group.lanes[id]);
        nodes.extend(group.ids.iter().map(node));
    }
    nodes.sort_by_key(|(_, step, lane)| (*lane, *step));
    Layout {
        nodes,
        years: ranked.years,
        steps: ranked.end,
        lanes: lanes.len(),
    }
}

/// The first lane from which on there is room for a group. Lanes know which steps are taken:
/// groups of different times share one.
fn free(lanes: &[Vec<(usize, usize)>], group: &Group) -> usize {
    let (first, last) = group.span;
    let fits = |base: &usize| {
        let mut taken = lanes.iter().skip(*base).take(group.width).flatten();
        taken.all(|(from, to)| last < *from || *to < first)
    };
    (0..lanes.len()).find(fits).unwrap_or(lanes.len())
}

/// Gives a group lanes of its own from the first one that is free on.
fn take(lanes: &mut Vec<Vec<(usize, usize)>>, group: &Group) -> usize {
    let base = free(lanes, group);
    lanes.resize(lanes.len().max(base + group.width), Vec::new());
    for lane in &mut lanes[base..base + group.width] {
        lane.push(group.span);
    }
    base
}

fn rank(edges: &[Edge], years: &HashMap<EntryId, String>) -> Ranked {
    let year = |id: EntryId| years.get(&id).map_or("no date", String::as_str);
    let ends = edges.iter().flat_map(|(from, to, _)| [*from, *to]);
    let mut order: Vec<(&str, EntryId)> = ends.map(|id| (year(id), id)).collect();
    order.sort_unstable();
    order.dedup();
    let place: HashMap<EntryId, usize> = order.iter().map(|(_, id)| *id).zip(0..).collect();
    let mut before: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for (from, to, _) in edges {
        let (early, late) = if place[from] < place[to] {
            (*from, *to)
        } else {
            (*to, *from)
        };
        before.entry(late).or_default().push(early);
    }
    let mut steps: HashMap<EntryId, usize> = HashMap::new();
    let mut named = Vec::new();
    let mut start = 0;
    for same in order.chunk_by(|a, b| a.0 == b.0) {
        named.push((same[0].0.to_string(), start));
        let mut end = start + 1;
        for (_, id) in same {
            let earlier = before.get(id).into_iter().flatten();
            let behind = earlier.map(|other| steps[other] + 1).max();
            let step = behind.unwrap_or(start).max(start);
            steps.insert(*id, step);
            end = end.max(step + 1);
        }
        start = end;
    }
    Ranked {
        order: order.into_iter().map(|(_, id)| id).collect(),
        before,
        steps,
        years: named,
        end: start,
    }
}

/// The groups, in the order of their first; their edges do not cross those of others.
fn groups(ranked: &Ranked, edges: &[Edge]) -> Vec<Group> {
    let mut by_group: BTreeMap<usize, Vec<EntryId>> = BTreeMap::new();
    let mut group_of: HashMap<EntryId, usize> = HashMap::new();
    for (index, component) in components(&ranked.order, edges).into_iter().enumerate() {
        group_of.extend(component.into_iter().map(|id| (id, index)));
    }
    for id in &ranked.order {
        by_group.entry(group_of[id]).or_default().push(*id);
    }
    let groups = by_group.into_values();
    groups.map(|ids| group(ranked, ids)).collect()
}

/// The lanes of a group: a node stands below one that comes before it, if it can. Between the
/// two no other one stands, as the edge would seem to be that one's.
fn group(ranked: &Ranked, ids: Vec<EntryId>) -> Group {
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    let mut lanes: HashMap<EntryId, usize> = HashMap::new();
    for id in &ids {
        let step = ranked.steps[id];
        let earlier = || ranked.before.get(id).into_iter().flatten();
        let near = earlier().map(|other| lanes[other]).min();
        // The steps of a lane that the node and its edges within the lane need.
        let needs = |lane: usize| {
            let above = earlier().filter(|other| lanes[other] == lane);
            let first = above.map(|other| ranked.steps[other] + 1).min();
            first.unwrap_or(step)..=step
        };
        let free = |lane: &usize| !needs(*lane).any(|step| taken.contains(&(step, *lane)));
        let lane = near.into_iter().chain(0..).find(free).unwrap_or(0);
        taken.extend(needs(lane).map(|step| (step, lane)));
        lanes.insert(*id, lane);
    }
    let steps = || ids.iter().map(|id| ranked.steps[id]);
    Group {
        span: (steps().min().unwrap_or(0), steps().max().unwrap_or(0)),
        width: lanes.values().max().map_or(0, |lane| lane + 1),
        lanes,
        ids,
    }
}

/// Nodes that hang together, in the order of their first.
fn components(order: &[EntryId], edges: &[Edge]) -> Vec<Vec<EntryId>> {
    let mut near: HashMap<EntryId, Vec<EntryId>> = HashMap::new();
    for (from, to, _) in edges {
        near.entry(*from).or_default().push(*to);
        near.entry(*to).or_default().push(*from);
    }
    let mut seen = HashSet::new();
    let mut groups = Vec::new();
    for id in order {
        let mut group = Vec::new();
        let mut stack = vec![*id];
        while let Some(next) = stack.pop() {
            if seen.insert(next) {
                group.push(next);
                stack.extend(near.get(&next).into_iter().flatten());
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stand_by_year_and_never_on_each_other() {
        let years = |list: &[(EntryId, &str)]| -> HashMap<EntryId, String> {
            list.iter()
                .map(|(id, year)| (*id, (*year).to_string()))
                .collect()
        };
        let edges = [
            (1, 0, (Kind::Supersedes, false)),
            (2, 1, (Kind::Supersedes, false)),
            (4, 3, (Kind::Amends, false)),
        ];
        let layout = layout(
            &edges,
            &years(&[(0, "2019"), (1, "2020"), (2, "2020"), (3, "2020")]),
        );
        assert_eq!(
            layout.nodes,
            [(0, 0, 0), (1, 1, 0), (2, 2, 0), (3, 1, 1), (4, 3, 1)]
        );
        let names: Vec<&str> = layout.years.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["2019", "2020", "no date"]);
    }

    #[test]
    fn a_hundred_nodes_and_a_circle_are_laid_out() {
        let mut edges: Vec<_> = (1..100)
            .map(|id| (id, id / 2, (Kind::Supersedes, false)))
            .collect();
        edges.push((0, 99, (Kind::Supersedes, false)));
        let layout = layout(&edges, &HashMap::new());
        let places: HashSet<(usize, usize)> =
            layout.nodes.iter().map(|(_, c, r)| (*c, *r)).collect();
        assert_eq!(places.len(), 100);
    }

    #[test]
    fn what_is_wider_than_a_page_goes_below() {
        let pairs = |count: usize| -> Vec<Edge> {
            let ids = (0..count).map(|pair| (2 * pair + 1, 2 * pair, (Kind::Supersedes, false)));
            ids.collect()
        };
        let years = HashMap::from([(0, "2019".to_string())]);
        let lanes = |edges: &[Edge]| -> Vec<usize> {
            let parts = parts(edges, &years);
            parts.iter().map(|part| part.lanes).collect()
        };
        assert_eq!(lanes(&pairs(3)), [3]);
        assert_eq!(lanes(&pairs(7)), [3, 3, 1]);
        // What hangs together stays together, however wide.
        let star: Vec<Edge> = (1..6).map(|id| (id, 0, (Kind::Amends, false))).collect();
        assert_eq!(lanes(&star), [5]);
        let part = &parts(&pairs(7), &years)[2];
        assert_eq!(
            part.years,
            [("no date".to_string(), 0)],
            "only its own years"
        );
    }
}
