//! The picture of related records, as SVG inside the page.
//!
//! Years go down the page, because a page is long and not wide; records that have to do with each
//! other stand in one lane where they can. A library for layers was looked at: it chooses layers itself and can not hold them
//! to years. The picture has no script; every node is a link, and kinds of edges differ by
//! dashes, not by colour.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use archsite_core::generate;

use crate::graph::EntryId;
use crate::record::Kind;
use crate::shown::{Shown, status_words};

const WIDTH: usize = 190;
const HEIGHT: usize = 44;
const GAP: usize = 24;
const ROW: usize = 78;
const TOP: usize = 48;
/// Room for the years.
const LEFT: usize = 64;

/// Where the nodes stand: step and lane of each, and the first step of each year.
#[derive(Debug, Default, PartialEq, Eq)]
struct Layout {
    nodes: Vec<(EntryId, usize, usize)>,
    years: Vec<(String, usize)>,
    steps: usize,
    lanes: usize,
}

/// The picture of those of the records that are related; empty if none is.
pub(crate) fn picture(shown: &Shown<'_>, ids: &[EntryId], from: &str) -> String {
    let wanted: HashSet<EntryId> = ids.iter().copied().collect();
    let edges: Vec<(EntryId, EntryId, Kind)> = shown
        .graph
        .edges
        .iter()
        .filter(|edge| {
            edge.from != edge.to && wanted.contains(&edge.from) && wanted.contains(&edge.to)
        })
        .map(|edge| (edge.from, edge.to, edge.kind))
        .collect();
    if edges.is_empty() {
        return String::new();
    }
    let years: HashMap<EntryId, String> = ids
        .iter()
        .filter_map(|id| {
            let date = shown.record(*id).date.as_ref()?;
            Some((*id, date.value[..4].to_string()))
        })
        .collect();
    let layout = layout(&edges, &years);
    draw(shown, &layout, &edges, from)
}

/// Steps by year and by what comes after what in it; lanes by what belongs together.
fn layout(edges: &[(EntryId, EntryId, Kind)], years: &HashMap<EntryId, String>) -> Layout {
    let year = |id: EntryId| {
        years
            .get(&id)
            .cloned()
            .unwrap_or_else(|| "no date".to_string())
    };
    let mut order: Vec<(String, EntryId)> = Vec::new();
    for (from, to, _) in edges {
        order.extend([*from, *to].map(|id| (year(id), id)));
    }
    order.sort();
    order.dedup();
    let rank: HashMap<EntryId, usize> = order
        .iter()
        .enumerate()
        .map(|(at, (_, id))| (*id, at))
        .collect();
    // What comes before a node: its neighbours that are earlier in the order.
    let mut before: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for (from, to, _) in edges {
        let (early, late) = if rank[from] < rank[to] {
            (*from, *to)
        } else {
            (*to, *from)
        };
        before.entry(late).or_default().push(early);
    }
    let mut layout = Layout::default();
    let mut group_of: HashMap<EntryId, usize> = HashMap::new();
    for (index, component) in components(&order, edges).into_iter().enumerate() {
        for id in component {
            group_of.insert(id, index);
        }
    }
    let mut start = 0;
    let mut at = 0;
    let mut columns: HashMap<EntryId, usize> = HashMap::new();
    while at < order.len() {
        let name = order[at].0.clone();
        let end = at
            + order[at..]
                .iter()
                .take_while(|(year, _)| *year == name)
                .count();
        layout.years.push((name, start));
        let mut width = 1;
        for (_, id) in &order[at..end] {
            let earlier = before.get(id).into_iter().flatten();
            let column = earlier
                .map(|other| columns[other] + 1)
                .max()
                .unwrap_or(start)
                .max(start);
            columns.insert(*id, column);
            width = width.max(column + 1 - start);
        }
        start += width;
        at = end;
    }
    layout.steps = start;
    // One group below the other, so that edges of different groups do not cross.
    let mut by_group: BTreeMap<usize, Vec<EntryId>> = BTreeMap::new();
    for (_, id) in &order {
        by_group.entry(group_of[id]).or_default().push(*id);
    }
    // Lanes that are taken, each from one step to another: groups of different times share one.
    let mut spans: Vec<Vec<(usize, usize)>> = Vec::new();
    for ids in by_group.into_values() {
        let mut own: HashSet<(usize, usize)> = HashSet::new();
        let mut lanes: HashMap<EntryId, usize> = HashMap::new();
        // Lanes below these are taken, by step.
        let mut full: HashMap<usize, usize> = HashMap::new();
        for id in &ids {
            let near = before
                .get(id)
                .into_iter()
                .flatten()
                .map(|other| lanes[other])
                .min();
            let free = |lane: &usize| !own.contains(&(columns[id], *lane));
            let below = full.entry(columns[id]).or_default();
            let lane = near.into_iter().chain(*below..).find(free).unwrap_or(0);
            own.insert((columns[id], lane));
            while own.contains(&(columns[id], *below)) {
                *below += 1;
            }
            lanes.insert(*id, lane);
        }
        let first = ids.iter().map(|id| columns[id]).min().unwrap_or(0);
        let last = ids.iter().map(|id| columns[id]).max().unwrap_or(0);
        let width = lanes.values().max().map_or(0, |lane| lane + 1);
        let fits = |base: &usize| {
            let taken = spans.iter().skip(*base).take(width).flatten();
            taken
                .into_iter()
                .all(|(from, to)| last < *from || *to < first)
        };
        let base = (0..).find(fits).unwrap_or(spans.len());
        spans.resize(spans.len().max(base + width), Vec::new());
        for lane in &mut spans[base..base + width] {
            lane.push((first, last));
        }
        for id in ids {
            layout.nodes.push((id, columns[&id], base + lanes[&id]));
        }
    }
    layout.lanes = spans.len();
    layout.nodes.sort_by_key(|(_, column, row)| (*row, *column));
    layout
}

/// Nodes that hang together, in the order of their first.
fn components(
    order: &[(String, EntryId)],
    edges: &[(EntryId, EntryId, Kind)],
) -> Vec<Vec<EntryId>> {
    let mut near: HashMap<EntryId, Vec<EntryId>> = HashMap::new();
    for (from, to, _) in edges {
        near.entry(*from).or_default().push(*to);
        near.entry(*to).or_default().push(*from);
    }
    let mut seen = HashSet::new();
    let mut groups = Vec::new();
    for (_, id) in order {
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

fn draw(
    shown: &Shown<'_>,
    layout: &Layout,
    edges: &[(EntryId, EntryId, Kind)],
    from: &str,
) -> String {
    let width = (LEFT + layout.lanes * (WIDTH + GAP)).max(LEFT + 420);
    let height = TOP + layout.steps * ROW + 10;
    let mut out = String::from("<div class=\"archsite-graph\" tabindex=\"0\">\n");
    let described: Vec<String> = edges
        .iter()
        .map(|(from, to, kind)| {
            format!("{} {} {}", shown.name(*from), kind.words(), shown.name(*to))
        })
        .collect();
    let _ = writeln!(
        out,
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-labelledby=\"archsite-graph-title archsite-graph-desc\">"
    );
    let _ = writeln!(
        out,
        "<title id=\"archsite-graph-title\">How the decisions are related</title>"
    );
    let _ = writeln!(
        out,
        "<desc id=\"archsite-graph-desc\">{}</desc>",
        generate::html(&described.join("; "))
    );
    out.push_str("<defs><marker id=\"archsite-arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto-start-reverse\"><path d=\"M0 0 L8 4 L0 8 z\"/></marker></defs>\n");
    legend(&mut out);
    for (year, step) in &layout.years {
        let y = TOP + step * ROW - (ROW - HEIGHT) / 2;
        let _ = writeln!(
            out,
            "<path class=\"year\" d=\"M0 {y} H{width}\"/><text x=\"0\" y=\"{}\">{}</text>",
            y + 18,
            generate::html(year)
        );
    }
    let at: HashMap<EntryId, (usize, usize)> = layout
        .nodes
        .iter()
        .map(|(id, step, lane)| (*id, (LEFT + lane * (WIDTH + GAP), TOP + step * ROW)))
        .collect();
    for (newer, older, kind) in edges {
        edge(&mut out, at[newer], at[older], *kind);
    }
    for (id, _, _) in &layout.nodes {
        node(&mut out, shown, *id, at[id], from);
    }
    out.push_str("</svg>\n</div>\n\n");
    out
}

fn legend(out: &mut String) {
    let kinds = [
        ("supersedes", "supersedes"),
        ("amends", "amends"),
        ("relates", "relates to"),
    ];
    for (index, (class, words)) in kinds.iter().enumerate() {
        let x = 8 + index * 150;
        let arrow = if *class == "relates" {
            ""
        } else {
            " marker-end=\"url(#archsite-arrow)\""
        };
        let _ = writeln!(
            out,
            "<path class=\"{class}\" d=\"M{x} 14 H{}\"{arrow}/><text x=\"{}\" y=\"18\">{words}</text>",
            x + 40,
            x + 48
        );
    }
}

/// From the newer record to the older one.
fn edge(out: &mut String, newer: (usize, usize), older: (usize, usize), kind: Kind) {
    let (class, arrow) = match kind {
        Kind::Amends => ("amends", true),
        Kind::RelatesTo => ("relates", false),
        _ => ("supersedes", true),
    };
    let marker = match arrow {
        true => " marker-end=\"url(#archsite-arrow)\"",
        false => "",
    };
    // Two kinds of edges between the same two records stand beside each other.
    let shift = if arrow { 0 } else { 24 };
    let (x1, x2) = (newer.0 + WIDTH / 2 + shift, older.0 + WIDTH / 2 + shift);
    let bend = (ROW - HEIGHT) as isize;
    // Leave the near side and arrive at the side that faces it.
    let (y1, y2, out_bend, in_bend) = match newer.1.cmp(&older.1) {
        std::cmp::Ordering::Greater => (newer.1, older.1 + HEIGHT, -bend, bend),
        std::cmp::Ordering::Less => (newer.1 + HEIGHT, older.1, bend, -bend),
        std::cmp::Ordering::Equal => (newer.1, older.1, -bend, -bend),
    };
    let _ = writeln!(
        out,
        "<path class=\"{class}\" d=\"M{x1} {y1} C{x1} {} {x2} {} {x2} {y2}\"{marker}/>",
        y1 as isize + out_bend,
        y2 as isize + in_bend
    );
}

fn node(out: &mut String, shown: &Shown<'_>, id: EntryId, (x, y): (usize, usize), from: &str) {
    let record = shown.record(id);
    let status = record.status.as_ref();
    let words = status.map_or_else(String::new, |s| {
        status_words(s.value, record.status_raw.as_deref())
    });
    let class = match status.map(|status| status.value.in_force()) {
        Some(true) if shown.graph.related(id, Kind::SupersededBy).is_empty() => "now",
        Some(_) => "old",
        None => "none",
    };
    // Raw HTML is not looked through by mdBook: the page has its final name.
    let dest = shown.dest(id, from);
    let dest = dest
        .strip_suffix(".md")
        .map_or_else(|| dest.clone(), |stem| format!("{stem}.html"));
    let name = shown.name(id);
    let _ = writeln!(
        out,
        "<a href=\"{}\" class=\"{class}\"><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\"/><text x=\"{}\" y=\"{}\">{}</text><text x=\"{}\" y=\"{}\">{}</text></a>",
        generate::html(&dest),
        generate::html(&name),
        x + 8,
        y + 18,
        generate::html(&cut(&name, 26)),
        x + 8,
        y + 36,
        generate::html(&cut(&words, 26)),
    );
}

/// As many characters as there is room for.
fn cut(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        None => text.to_string(),
        Some(_) => {
            let end = text
                .char_indices()
                .nth(room - 1)
                .map_or(text.len(), |(at, _)| at);
            format!("{}…", text[..end].trim_end())
        }
    }
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
            (1, 0, Kind::Supersedes),
            (2, 1, Kind::Supersedes),
            (4, 3, Kind::Amends),
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
        let mut edges: Vec<_> = (1..100).map(|id| (id, id / 2, Kind::Supersedes)).collect();
        edges.push((0, 99, Kind::Supersedes));
        let layout = layout(&edges, &HashMap::new());
        let places: HashSet<(usize, usize)> =
            layout.nodes.iter().map(|(_, c, r)| (*c, *r)).collect();
        assert_eq!(places.len(), 100);
    }
}
