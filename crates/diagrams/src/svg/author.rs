//! Colours of the author in a drawing that the library does not carry on to all that belongs to them.

use roxmltree::Node;

use crate::draw::color::Color;
use crate::draw::theme;

/// The luminance below which text of a light page cannot be read on a colour.
const DARK: f64 = 0.3;

/// An attribute that an element has in place of what the library wrote, because of a colour of the author.
pub(super) fn attribute(kind: &str, node: Node<'_, '_>) -> Option<(&'static str, String)> {
    match kind {
        "sequence" => background(node),
        "zenuml" => participant(node),
        "er" => row(node),
        "stateDiagram" => title(node),
        _ => None,
    }
}

/// A dark rectangle behind messages is faint, as their text has the colour of the page. Those of dark pages are in
/// the style sheet.
fn background(node: Node<'_, '_>) -> Option<(&'static str, String)> {
    let fill = Color::read(node.attribute("fill")?)?;
    let is_one = has_class(node, "rect") && node.tag_name().name() == "rect";
    (is_one && fill.luminance() < DARK).then(|| ("fill-opacity", "0.15".to_string()))
}

/// The name and the symbol of a participant can be read on its colour.
fn participant(node: Node<'_, '_>) -> Option<(&'static str, String)> {
    let property = ["participant-label", "stereotype-label"]
        .iter()
        .find(|class| has_class(node, class))
        .map(|_| "fill");
    let property = property.or_else(|| has_class(node, "participant-icon").then_some("color"))?;
    let shape = sibling(node, "participant-box")?;
    let fill = Color::read(fill(shape)?)?;
    Some(("style", format!("{property}:{}", fill.text_on())))
}

/// Every other row of an entity has the colour of the entity too.
fn row(node: Node<'_, '_>) -> Option<(&'static str, String)> {
    let row = node.parent_element()?;
    let is_ground = node.prev_sibling_element().is_none();
    if !has_class(row, "row-rect-odd") || !is_ground {
        return None;
    }
    let outer = sibling(row, "outer-path")?.first_element_child()?;
    let fill = outer.attribute("fill")?;
    let is_of_author = fill != "none" && !theme::is_stand_in(fill);
    is_of_author.then(|| ("fill", fill.to_string()))
}

/// The title of a state with states in it is on the colour of that state.
fn title(node: Node<'_, '_>) -> Option<(&'static str, String)> {
    if !has_class(node, "outer") {
        return None;
    }
    let state = node
        .ancestors()
        .find(|parent| has_class(*parent, "statediagram-cluster"))?;
    let mut parts = state.descendants();
    let inner = parts.find(|part| has_class(*part, "inner"))?;
    fill(inner)?;
    Some(("style", inner.attribute("style")?.to_string()))
}

/// The fill in the style of an element.
fn fill<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let declarations = node.attribute("style")?.split(';');
    let mut fills = declarations.filter_map(|one| one.trim().strip_prefix("fill:"));
    Some(fills.next()?.trim().trim_end_matches("!important").trim())
}

fn sibling<'a, 'b>(node: Node<'a, 'b>, class: &str) -> Option<Node<'a, 'b>> {
    let mut others = node.parent_element()?.children();
    others.find(|other| has_class(*other, class))
}

fn has_class(node: Node<'_, '_>, class: &str) -> bool {
    let classes = node.attribute("class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|found| found == class)
}
