//! The picture of related records, as SVG inside the page.
//!
//! Years go down the page, because a page is long and not wide; records that have to do with each
//! other stand in one lane where they can, and what does not fit beside them goes below. A library
//! for layers was looked at: it chooses layers itself and cannot hold them to years. The picture
//! has no script; every node is a link, and kinds of edges differ by dashes, not by colour.

mod layout;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use archsite_core::emit;

use crate::model::graph::EntryId;
use crate::model::record::Kind;
use crate::output::view::{RecordView, status_label};

use self::layout::{Edge, Layout, Relation};

const WIDTH: usize = 190;
const HEIGHT: usize = 60;
const GAP: usize = 24;
const ROW: usize = 94;
const TOP: usize = 48;
/// How many columns of text a record has room for.
const COLUMNS: usize = 26;
/// Between parts that stand below each other.
const BREAK: usize = 20;
/// Room for what one kind of line means.
const LEGEND: usize = 150;
/// Room for the years.
const LEFT: usize = 64;

/// The picture of those of the records that are related; empty if none is. `nth` counts the
/// pictures of the page, so that their ids differ.
pub(crate) fn diagram(view: &RecordView<'_>, ids: &[EntryId], from: &str, nth: usize) -> String {
    let wanted: HashSet<EntryId> = ids.iter().copied().collect();
    let edges: Vec<Edge> = view
        .graph
        .edges
        .iter()
        .filter(|edge| {
            edge.from != edge.to && wanted.contains(&edge.from) && wanted.contains(&edge.to)
        })
        .map(|edge| (edge.from, edge.to, (edge.kind, edge.planned)))
        .collect();
    if edges.is_empty() {
        return String::new();
    }
    let years: HashMap<EntryId, String> = ids
        .iter()
        .filter_map(|id| {
            let date = view.record(*id).date.as_ref()?;
            Some((*id, date.value[..4].to_string()))
        })
        .collect();
    let parts = layout::parts(&edges, &years);
    draw(view, &parts, &edges, from, nth)
}

fn draw(view: &RecordView<'_>, parts: &[Layout], edges: &[Edge], from: &str, nth: usize) -> String {
    let lanes = parts.iter().map(|part| part.lanes).max().unwrap_or(0);
    let kinds: HashSet<&str> = edges.iter().map(|(.., said)| class(*said)).collect();
    let width = (LEFT + lanes * (WIDTH + GAP)).max(kinds.len() * LEGEND);
    let steps: usize = parts.iter().map(|part| part.steps).sum();
    let height = TOP + steps * ROW + parts.len() * BREAK;
    let id = match nth {
        0 => "archsite-graph".to_string(),
        nth => format!("archsite-graph-{}", nth + 1),
    };
    let said = |(newer, older, said): &Edge| {
        let (newer, older) = (view.name(*newer), view.name(*older));
        format!("{newer} {} {older}", label(*said))
    };
    let said: Vec<String> = edges.iter().map(said).collect();
    let mut out = format!(
        "<div class=\"archsite-graph\" tabindex=\"0\">\n\
         <svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">How the decisions are related</title>\n\
         <desc id=\"{id}-desc\">{}</desc>\n\
         <defs><marker id=\"{id}-arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto-start-reverse\"><path d=\"M0 0 L8 4 L0 8 z\"/></marker></defs>\n",
        emit::escape_html(&said.join("; "))
    );
    let marker = format!(" marker-end=\"url(#{id}-arrow)\"");
    legend(&mut out, &kinds, &marker);
    let mut at: HashMap<EntryId, (usize, usize)> = HashMap::new();
    let mut top = TOP;
    for part in parts {
        years(&mut out, part, top, width);
        let place = |lane: &usize, step: &usize| (LEFT + lane * (WIDTH + GAP), top + step * ROW);
        let nodes = part.nodes.iter();
        at.extend(nodes.map(|(id, step, lane)| (*id, place(lane, step))));
        top += part.steps * ROW + BREAK;
    }
    for (newer, older, said) in edges {
        edge(&mut out, at[newer], at[older], *said, &marker);
    }
    for (id, ..) in parts.iter().flat_map(|part| &part.nodes) {
        node(&mut out, view, *id, at[id], from);
    }
    out.push_str("</svg>\n</div>\n\n");
    out
}

/// A line where each year begins.
fn years(out: &mut String, part: &Layout, top: usize, width: usize) {
    for (year, step) in &part.years {
        let y = top + step * ROW - (ROW - HEIGHT) / 2;
        let _ = writeln!(
            out,
            "<path class=\"year\" d=\"M0 {y} H{width}\"/><text x=\"0\" y=\"{}\">{}</text>",
            y + 18,
            emit::escape_html(year)
        );
    }
}

/// What the lines mean that are there.
fn legend(out: &mut String, used: &HashSet<&str>, marker: &str) {
    let kinds = [
        ("supersedes", "supersedes"),
        ("amends", "amends"),
        ("planned", "would supersede"),
        ("planned-part", "would amend"),
        ("relates", "relates to"),
    ];
    let kinds = kinds.iter().filter(|(class, _)| used.contains(class));
    for (index, (class, words)) in kinds.enumerate() {
        let x = 8 + index * LEGEND;
        let arrow = match *class {
            "relates" => "",
            _ => marker,
        };
        let _ = writeln!(
            out,
            "<path class=\"{class}\" d=\"M{x} 14 H{}\"{arrow}/><text x=\"{}\" y=\"18\">{words}</text>",
            x + 40,
            x + 48
        );
    }
}

/// How the style knows a kind of edges.
fn class(said: Relation) -> &'static str {
    match said {
        (Kind::RelatesTo, _) => "relates",
        (Kind::Amends, false) => "amends",
        (Kind::Amends, true) => "planned-part",
        (_, false) => "supersedes",
        (_, true) => "planned",
    }
}

/// What the newer record does to the older one.
fn label((kind, planned): Relation) -> &'static str {
    match (kind, planned) {
        (Kind::Supersedes, true) => "would supersede",
        (Kind::Amends, true) => "would amend",
        (kind, _) => kind.phrase(),
    }
}

/// From the newer record to the older one.
fn edge(
    out: &mut String,
    newer: (usize, usize),
    older: (usize, usize),
    said: Relation,
    marker: &str,
) {
    let class = class(said);
    let arrow = class != "relates";
    let marker = if arrow { marker } else { "" };
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

fn node(out: &mut String, view: &RecordView<'_>, id: EntryId, (x, y): (usize, usize), from: &str) {
    let record = view.record(id);
    let status = record.status.as_ref();
    let words = status.map_or_else(String::new, |s| {
        status_label(s.value, record.status_raw.as_deref())
    });
    let class = match status.map(|status| status.value.in_force()) {
        Some(true) if !view.graph.is_replaced(id) => "now",
        Some(_) => "old",
        None => "none",
    };
    // Raw HTML is not looked through by mdBook: the page has its final name.
    let dest = view.dest(id, from);
    let dest = dest
        .strip_suffix(".md")
        .map_or_else(|| dest.clone(), |stem| format!("{stem}.html"));
    let name = view.name(id);
    let _ = write!(
        out,
        "<a href=\"{}\" class=\"{class}\"><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\"/>",
        emit::escape_html(&dest),
        emit::escape_html(&name),
    );
    let lines = lines(&name, 2).into_iter().chain(lines(&words, 1));
    for (index, line) in lines.enumerate() {
        let (x, y) = (x + 8, y + 18 + index * 17);
        let line = emit::escape_html(&line);
        let _ = write!(out, "<text x=\"{x}\" y=\"{y}\">{line}</text>");
    }
    out.push_str("</a>\n");
}

/// As many lines as there is room for.
fn lines(text: &str, most: usize) -> Vec<String> {
    let wrapped = textwrap::wrap(text, COLUMNS);
    let cut = wrapped.len() > most;
    let lines = wrapped.into_iter().take(most);
    let mut lines: Vec<String> = lines.map(|line| line.into_owned()).collect();
    if let Some(last) = lines.last_mut().filter(|_| cut) {
        last.push('…');
    }
    lines
}
