//! The name nearest to one that nothing has.
//!
//! Rows of unknown technologies and dependencies may both be many, so a name is compared with
//! its neighbours in two orders only: by first letters and by last letters.

use archsite_core::diagnostics::suggest;

/// How many names before and after are compared, in each order.
const NEIGHBOURS: usize = 12;

/// Names in two orders.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    forward: Vec<String>,
    /// Names with their letters in reverse order.
    backward: Vec<String>,
}

impl NameIndex {
    /// Sorts names; those that are too short to be misspelt are left out.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> NameIndex {
        let mut forward: Vec<String> = names
            .filter(|name| name.len() > 3)
            .map(str::to_string)
            .collect();
        forward.sort_unstable();
        forward.dedup();
        let mut backward: Vec<String> = forward.iter().map(|name| reversed(name)).collect();
        backward.sort_unstable();
        NameIndex { forward, backward }
    }

    /// The names that may be meant by a misspelt one.
    pub(super) fn candidates(&self, word: &str) -> Vec<String> {
        let mut found: Vec<String> = around(&self.forward, word).to_vec();
        let backward = around(&self.backward, &reversed(word));
        found.extend(backward.iter().map(|name| reversed(name)));
        found
    }
}

/// The nearest of the candidates of several lists.
pub(super) fn nearest(word: &str, lists: &[&NameIndex]) -> Option<String> {
    let mut found: Vec<String> = lists
        .iter()
        .flat_map(|near| near.candidates(word))
        .collect();
    found.sort_unstable();
    suggest::nearest(word, found.iter().map(String::as_str)).map(str::to_string)
}

fn reversed(name: &str) -> String {
    name.chars().rev().collect()
}

fn around<'a>(sorted: &'a [String], word: &str) -> &'a [String] {
    let at = sorted.partition_point(|name| name.as_str() < word);
    let end = sorted.len().min(at + NEIGHBOURS);
    &sorted[at.saturating_sub(NEIGHBOURS)..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_anywhere_is_found_among_many_names() {
        let many: Vec<String> = (0..500).map(|at| format!("package-{at:03}")).collect();
        let known = ["next.js", "nest.js", "tailwind css", "postgresql"];
        let names = many.iter().map(String::as_str).chain(known);
        let near = NameIndex::new(names);
        for (word, meant) in [
            ("nextt.js", Some("next.js")),
            ("ailwind css", Some("tailwind css")),
            ("tailwind cs", Some("tailwind css")),
            ("postgersql", Some("postgresql")),
            ("something else", None),
        ] {
            assert_eq!(nearest(word, &[&near]).as_deref(), meant, "{word}");
        }
    }
}
