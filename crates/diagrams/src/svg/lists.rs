//! The lists that say what a drawing may consist of.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What a drawing may consist of, and how types of diagrams are called.
pub(super) struct Lists {
    pub(super) elements: HashSet<&'static str>,
    pub(super) attributes: HashSet<&'static str>,
    /// Properties of styles.
    pub(super) forbidden: HashSet<&'static str>,
    pub(super) types: HashMap<&'static str, Type>,
    /// Colours that the library does not take from the theme: type, element, attribute, colour and role.
    fixed: Vec<[&'static str; 5]>,
}

/// A type of diagrams.
pub(super) struct Type {
    pub(super) name: &'static str,
    /// Size in pixels of its smallest text.
    pub(super) text: f64,
}

/// The lists, read once.
pub(super) fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| Lists {
        elements: words("element"),
        attributes: words("attribute"),
        forbidden: words("forbidden"),
        types: lines(include_str!("../../data/types.txt"))
            .filter_map(|(kind, rest)| {
                let (text, name) = rest.split_once(' ')?;
                let text = text.parse().ok()?;
                Some((kind, Type { name, text }))
            })
            .collect(),
        fixed: lines(include_str!("../../data/fixed.txt"))
            .filter_map(|(kind, rest)| {
                let mut words = std::iter::once(kind).chain(rest.split(' '));
                let mut word = || words.next();
                Some([word()?, word()?, word()?, word()?, word()?])
            })
            .collect(),
    })
}

/// The role of a colour that the library has fixed for an attribute.
pub(super) fn role(
    kind: &str,
    element: &str,
    attribute: &str,
    color: &str,
) -> Option<&'static str> {
    let fits = |pattern: &str, word: &str| pattern == "*" || pattern == word;
    let mut fixed = lists().fixed.iter();
    let found = fixed.find(|[of, on, name, fixed, _]| {
        fits(of, kind) && fits(on, element) && fits(name, attribute) && *fixed == color
    });
    found.map(|[.., role]| *role)
}

fn words(kind: &str) -> HashSet<&'static str> {
    lines(include_str!("../../data/svg.txt"))
        .filter(|(first, _)| *first == kind)
        .flat_map(|(_, words)| words.split(' '))
        .collect()
}

fn lines(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = data.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' '))
}
