//! The size of the text in a drawing, and text that has no room.

use std::collections::HashSet;

use roxmltree::{Node, NodeId};

use crate::draw::measure;
use crate::svg::lists::lists;

/// Size in pixels that text on the page has at least.
const SMALLEST: f64 = 11.0;

/// Size in pixels of text of which nothing else is known.
const USUAL: f64 = 16.0;

/// Size in pixels of the labels of an axis.
const AXIS: f64 = 10.0;

/// Space between two labels of an axis.
const SPACE: f64 = 6.0;

/// The width in pixels that a drawing needs, so that its smallest text can be read.
pub(super) fn least_width(root: Node<'_, '_>, kind: &str, width: u32) -> u32 {
    let usual = lists().types.get(kind).map_or(USUAL, |kind| kind.text);
    let texts = root.descendants().filter(|node| is_written(*node));
    let smallest = texts.filter_map(size).fold(usual, f64::min);
    let part = (SMALLEST / smallest.max(1.0)).min(1.0);
    (f64::from(width) * part).ceil() as u32
}

fn is_written(node: Node<'_, '_>) -> bool {
    let texts = node.descendants().filter(Node::is_text);
    let mut texts = texts.filter_map(|node| node.text());
    ["text", "tspan", "span", "div"].contains(&node.tag_name().name())
        && texts.any(|text| !text.trim().is_empty())
}

/// The size of text that an element gives in pixels.
fn size(node: Node<'_, '_>) -> Option<f64> {
    let style = node.attribute("style").unwrap_or_default().split(';');
    let mut sizes = style.filter_map(|one| one.trim().strip_prefix("font-size:"));
    let size = sizes.next().or_else(|| node.attribute("font-size"))?;
    let size = size.trim().trim_end_matches("!important").trim();
    let size: f64 = size.strip_suffix("px").unwrap_or(size).parse().ok()?;
    (size > 0.0).then_some(size)
}

/// The labels of the axis of a Gantt chart that would be over the one before them.
pub(super) fn crowded(root: Node<'_, '_>, kind: &str) -> HashSet<NodeId> {
    let mut hidden = HashSet::new();
    if kind != "gantt" {
        return hidden;
    }
    for axis in root.descendants() {
        let mut end = f64::NEG_INFINITY;
        for (at, label) in axis.children().filter_map(tick) {
            let texts = label.descendants().filter(Node::is_text);
            let text: String = texts.filter_map(|node| node.text()).collect();
            let half = measure::width(text.trim(), AXIS, None) / 2.0;
            if at - half < end {
                hidden.insert(label.id());
            } else {
                end = at + half + SPACE;
            }
        }
    }
    hidden
}

/// The place of a mark of an axis, and its label.
fn tick<'a, 'b>(node: Node<'a, 'b>) -> Option<(f64, Node<'a, 'b>)> {
    if node.attribute("class") != Some("tick") {
        return None;
    }
    let place = node.attribute("transform")?.strip_prefix("translate(")?;
    let at = place.split([',', ' ', ')']).next()?.trim().parse().ok()?;
    let mut parts = node.children();
    let label = parts.find(|part| part.tag_name().name() == "text")?;
    Some((at, label))
}
