//! From the SVG of the library to that of a page: only what is allowed, ids of its own, colours of the page.
//!
//! The drawing is read as XML and written again, so that nothing reaches the page that was not understood.

mod author;
mod css;
mod lists;
mod references;
mod start;
mod text;

use std::collections::HashSet;
use std::fmt::Write as _;

use roxmltree::{Document, Node, NodeId, ParsingOptions};

use self::lists::lists;
use self::references::References;
use crate::draw::theme;
use crate::output::escaped;

/// Most elements of a drawing.
const MOST_NODES: u32 = 200_000;

/// A drawing as a page has it.
#[derive(Debug)]
pub(crate) struct Drawing {
    /// One line of HTML.
    pub(crate) svg: String,
    /// Its name: that of the author, or else of its type.
    pub(crate) title: String,
    /// Its width in pixels.
    pub(crate) width: u32,
    /// The middle of its first row of shapes in pixels, where a drawing as narrow as it may be begins.
    pub(crate) start: Option<u32>,
}

/// Makes the SVG of a page. Its ids begin with `id`, and without a title of the author it is called by its
/// type and the `section` it is in. The result is `None` if the drawing is not what is expected.
pub(crate) fn for_page(drawing: &str, id: &str, section: &str) -> Option<Drawing> {
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(drawing, options).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return None;
    }
    let view = root.attribute("viewBox")?;
    let numbers: Vec<f64> = view
        .split([' ', ','])
        .filter_map(|number| number.parse().ok())
        .collect();
    let [left, _, width, height] = numbers[..] else {
        return None;
    };
    let is_sound = |length: f64| length.is_finite() && (1.0..1e6).contains(&length);
    if !is_sound(width) || !is_sound(height) {
        return None;
    }
    let width = width.ceil() as u32;
    let own = |name: &str| {
        let found = root
            .children()
            .find(|child| child.has_tag_name((SVG, name)));
        let text = found.map(|node| one_line(node));
        text.filter(|text| !text.is_empty())
    };
    let kind = root.attribute("aria-roledescription").unwrap_or_default();
    let title = own("title").unwrap_or_else(|| named(kind, section));
    let description =
        own("desc").unwrap_or_else(|| "The source of this diagram is below it.".into());
    let mut writer = Writer {
        out: String::with_capacity(drawing.len() / 2),
        references: References::of(root, id),
        hidden: text::crowded(root, kind),
        kind,
    };
    let is_drawn = |child: &Node<'_, '_>| {
        let mut names = ["title", "desc"].iter();
        !names.any(|name| child.has_tag_name((SVG, *name)))
    };
    // Mermaid draws the flows of Sankey diagrams over their labels and has the colours multiplied, which is dark on
    // dark. Here the labels are above the flows.
    let is_label = |child: &Node<'_, '_>| child.attribute("class") == Some("node-labels");
    let (labels, others): (Vec<_>, Vec<_>) = root.children().filter(is_drawn).partition(is_label);
    for child in others.into_iter().chain(labels) {
        writer.node(child);
    }
    let body = writer.out;
    // Text stays readable: a wide drawing is scrolled rather than made smaller than this.
    let least = text::least_width(root, kind, width);
    let start = start::first_row(root, kind, left, f64::from(width));
    let start = start.map(|at| (at * f64::from(least) / f64::from(width)).round() as u32);
    // The style sheet has rules for some types.
    let class = root.attribute("class").unwrap_or_default();
    let class = escaped(format!("diagram-{kind} {class}").trim_end());
    let view = escaped(&shortened(view));
    // What is in a picture cannot be reached, but links should be.
    let role = if body.contains("<a ") { "group" } else { "img" };
    let name = escaped(&title);
    let description = escaped(&description);
    let svg = format!(
        "<svg id=\"{id}\" class=\"{class}\" viewBox=\"{view}\" style=\"width:{width}px;max-width:100%;\
         min-width:{least}px\" role=\"{role}\" aria-labelledby=\"{id}-title {id}-desc\"><title \
         id=\"{id}-title\">{name}</title><desc id=\"{id}-desc\">{description}</desc>{body}</svg>"
    );
    Some(Drawing {
        svg: theme::with_page_colors(&svg),
        title,
        width,
        start,
    })
}

/// Elements that show nothing unless something refers to them.
const DEFINITIONS: &[&str] = &[
    "marker",
    "symbol",
    "filter",
    "linearGradient",
    "radialGradient",
    "clipPath",
    "pattern",
];

const SVG: &str = "http://www.w3.org/2000/svg";
const HTML: &str = "http://www.w3.org/1999/xhtml";

/// The name of a diagram of a type in a section.
fn named(kind: &str, section: &str) -> String {
    let kind = lists().types.get(kind).map_or("Diagram", |kind| kind.name);
    if section.is_empty() {
        kind.to_string()
    } else {
        format!("{kind}: {section}")
    }
}

/// The text in an element, on one line.
fn one_line(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let text: String = texts.filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Writer<'a> {
    out: String,
    /// The type of the diagram.
    kind: &'a str,
    references: References<'a>,
    /// Texts that are left out.
    hidden: HashSet<NodeId>,
}

impl Writer<'_> {
    /// Writes a node with everything below it. The depth is that of what the library drew, which is limited.
    fn node(&mut self, node: Node<'_, '_>) {
        if node.is_text() {
            let text = node.text().unwrap_or_default();
            self.out.push_str(&escaped(text));
            return;
        }
        let name = node.tag_name().name();
        if !node.is_element() || !lists().elements.contains(name) {
            return;
        }
        if self.is_unused(node) || is_empty_label(node) || self.hidden.contains(&node.id()) {
            return;
        }
        if name == "style" {
            self.style(node);
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        let own = author::attribute(self.kind, node);
        for attribute in node.attributes() {
            if own.as_ref().is_none_or(|(own, _)| *own != attribute.name()) {
                self.attribute(name, attribute.name(), attribute.value());
            }
        }
        if let Some((own, value)) = own {
            self.attribute(name, own, &value);
        }
        // mdBook's highlighter takes every other code for a listing.
        if name == "code" {
            self.out.push_str(" class=\"nohighlight\"");
        }
        if name == "a" && node.attribute("target").is_some() {
            self.out.push_str(" rel=\"noopener\"");
        }
        let is_svg = node.tag_name().namespace() == Some(SVG);
        if name == "br" || is_svg && !node.has_children() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        for child in node.children() {
            self.node(child);
        }
        let _ = write!(self.out, "</{name}>");
    }

    /// A definition that nothing refers to, or a group of nothing but such.
    fn is_unused(&self, node: Node<'_, '_>) -> bool {
        let is_definition = |node: Node<'_, '_>| {
            let is_one = DEFINITIONS.contains(&node.tag_name().name());
            let id = node.attribute("id");
            is_one && id.is_none_or(|id| !self.references.is_referred_to(id))
        };
        match node.tag_name().name() {
            "defs" | "g" => node.children().all(is_definition),
            _ => is_definition(node),
        }
    }

    fn style(&mut self, node: Node<'_, '_>) {
        let text: String = node.children().filter_map(|child| child.text()).collect();
        let rules = css::rules(&text, &self.references);
        if !rules.is_empty() {
            let _ = write!(self.out, "<style>{rules}</style>");
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: &str) {
        if !lists().attributes.contains(name) {
            return;
        }
        let value = match name {
            "id" if self.references.is_referred_to(value) => self.references.id(value),
            "id" => return,
            "href" if element == "a" => match destination(value) {
                Some(destination) => destination.to_string(),
                None => return,
            },
            "href" => match value.strip_prefix('#') {
                Some(id) => format!("#{}", self.references.id(id)),
                None => return,
            },
            "style" if element == "text" => {
                theme::with_plain_text(&css::declarations(value, &self.references))
            }
            "style" => css::declarations(value, &self.references),
            "class" if element == "code" => return,
            "class" => value.to_string(),
            "d" | "points" | "transform" | "x" | "y" | "width" | "height" => shortened(value),
            _ if css::is_safe(value) => match lists::role(self.kind, element, name, value) {
                Some(role) => theme::variable(role),
                None => self.references.with_ids(value),
            },
            _ => return,
        };
        if !value.is_empty() || name == "d" {
            let _ = write!(self.out, " {name}=\"{}\"", escaped(&value));
        }
    }
}

/// Whether a label has no text.
fn is_empty_label(node: Node<'_, '_>) -> bool {
    let has_text = |node: Node<'_, '_>| {
        let is_icon = node.has_tag_name((HTML, "i"));
        is_icon || node.is_text() && node.text().is_some_and(|text| !text.trim().is_empty())
    };
    node.has_tag_name((SVG, "foreignObject")) && !node.descendants().any(has_text)
}

/// Where a link of a drawing may lead: to pages, and to addresses that are not code.
fn destination(value: &str) -> Option<&str> {
    let value = value.trim();
    let scheme = value.split(['/', '?', '#']).next().unwrap_or_default();
    let is_allowed = match scheme.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    };
    let is_plain = !value.chars().any(|c| c.is_control());
    (is_allowed && is_plain && !value.is_empty()).then_some(value)
}

/// Numbers with three decimals at most.
fn shortened(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut decimals = None;
    for c in value.chars() {
        decimals = match (c, decimals) {
            ('.', _) => Some(0),
            ('0'..='9', Some(count)) => Some(count + 1),
            _ => None,
        };
        if decimals.is_none_or(|count| count <= 3) {
            out.push(c);
        }
    }
    out
}

/// The classes and names of elements that a drawing has.
fn used<'a>(root: Node<'a, 'a>) -> (HashSet<&'a str>, HashSet<&'a str>) {
    let mut classes = HashSet::new();
    let mut elements = HashSet::new();
    for node in root.descendants().filter(Node::is_element) {
        elements.insert(node.tag_name().name());
        let class = node.attribute("class").unwrap_or_default();
        classes.extend(class.split_ascii_whitespace());
    }
    (classes, elements)
}

#[cfg(test)]
mod tests;
