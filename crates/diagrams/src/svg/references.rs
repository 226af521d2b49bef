//! Ids of a drawing, and what refers to them. On a page with several drawings each id exists once.

use std::collections::HashSet;

use roxmltree::Node;

use crate::svg::used;

/// The ids that something refers to, and what else styles can select.
pub(super) struct References<'a> {
    /// What the ids of the page begin with.
    prefix: &'a str,
    targets: HashSet<&'a str>,
    pub(super) classes: HashSet<&'a str>,
    pub(super) elements: HashSet<&'a str>,
}

impl<'a> References<'a> {
    /// Those of a drawing.
    pub(super) fn of(root: Node<'a, 'a>, prefix: &'a str) -> References<'a> {
        let mut targets = HashSet::new();
        for node in root.descendants() {
            for attribute in node.attributes() {
                targets.extend(targets_of(attribute.value()));
                if attribute.name() == "href" {
                    targets.extend(attribute.value().strip_prefix('#'));
                }
            }
            if node.has_tag_name("style") || node.tag_name().name() == "style" {
                targets.extend(node.text().into_iter().flat_map(targets_of));
            }
        }
        let (classes, elements) = used(root);
        References {
            prefix,
            targets,
            classes,
            elements,
        }
    }

    /// The id that the page's ids begin with.
    pub(super) fn prefix(&self) -> &str {
        self.prefix
    }

    /// Whether something refers to the id.
    pub(super) fn is_referred_to(&self, id: &str) -> bool {
        self.targets.contains(id)
    }

    /// The id on the page.
    pub(super) fn id(&self, id: &str) -> String {
        if id.starts_with(self.prefix) {
            id.to_string()
        } else {
            format!("{}-{id}", self.prefix)
        }
    }

    /// A value with the ids of the page.
    pub(super) fn with_ids(&self, value: &str) -> String {
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some((before, after)) = rest.split_once("url(#") {
            let end = after.find(')').unwrap_or(after.len());
            out.push_str(before);
            out.push_str("url(#");
            out.push_str(&self.id(&after[..end]));
            rest = &after[end..];
        }
        out.push_str(rest);
        out
    }
}

/// The ids in `url(#…)`.
fn targets_of(value: &str) -> impl Iterator<Item = &str> {
    let parts = value.split("url(#").skip(1);
    parts.filter_map(|part| part.split(')').next())
}
