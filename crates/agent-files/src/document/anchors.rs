//! Ids of headings as code hosts give them: from the text as it is typed.
//!
//! mdBook makes them of the text with typographic characters, so that `a -- b` has another id there. A document
//! that is split on its own was written for the code host.

use std::collections::HashMap;

use archsite_core::site::resolve::{Anchor, Destination, Resolution, Target};
use archsite_core::site::{PageId, Site, path};

/// Finds the headings of links to a page whose id mdBook does not give, but a code host does.
pub(super) fn find_as_typed(site: &Site, page: PageId, resolution: &mut Resolution) {
    let outline = site.pages[page].outline();
    let mut ids: Option<HashMap<String, usize>> = None;
    let targets = resolution.targets[page].iter_mut();
    for (link, target) in outline.links.iter().zip(targets) {
        if *target != (Target::MissingAnchor { page }) {
            continue;
        }
        let fragment = Destination::parse(&link.dest).fragment.unwrap_or_default();
        let wanted = letters(&path::percent_decode(fragment));
        let ids = ids.get_or_insert_with(|| {
            let titles = outline
                .headings
                .iter()
                .map(|heading| heading.title.as_str());
            numbered(titles)
        });
        if let Some(heading) = ids.get(&wanted) {
            *target = Target::Page {
                page,
                anchor: Some(Anchor::Heading(*heading)),
            };
        }
    }
}

/// The ids of titles, with the index of the title.
fn numbered<'t>(titles: impl Iterator<Item = &'t str>) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut ids = HashMap::new();
    for (index, title) in titles.enumerate() {
        let id = letters(&title.to_lowercase());
        let count = counts.entry(id.clone()).or_default();
        let own = match *count {
            0 => id,
            number => format!("{id}-{number}"),
        };
        *count += 1;
        ids.entry(own).or_insert(index);
    }
    ids.remove("");
    ids
}

/// The letters, numbers and dashes of an id; without dashes around it, which emoji leave.
fn letters(text: &str) -> String {
    let letters = text.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
        _ => None,
    });
    let letters: String = letters.collect();
    letters.trim_matches('-').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_the_titles_as_typed() {
        let ids = numbered(
            [
                "Join --all",
                "A & B",
                "Rules",
                "Rules",
                "⚙\u{fe0f} Run",
                "…",
            ]
            .into_iter(),
        );
        let mut ids: Vec<(&str, usize)> = ids.iter().map(|(id, at)| (id.as_str(), *at)).collect();
        ids.sort_unstable();
        assert_eq!(
            ids,
            [
                ("a--b", 1),
                ("join---all", 0),
                ("rules", 2),
                ("rules-1", 3),
                ("run", 4)
            ]
        );
        assert_eq!(letters("\u{fe0f}-run"), "run");
    }
}
