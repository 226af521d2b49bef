//! Front matter as fields of a record (formats 3, 4 and 5), and the `kep.yaml` beside a
//! record (format 11).

pub(crate) mod values;

use crate::parse::markdown::front::values::{Entry, Scalar};
use crate::parse::vocabulary::{Label, Vocabulary};

/// A key that means something, and its values.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) label: Label,
    pub(crate) values: Vec<Scalar>,
}

/// The keys of front matter that say something about a record.
pub(crate) fn keys(entries: &[Entry], vocabulary: &Vocabulary) -> Vec<Key> {
    entries
        .iter()
        .filter(|entry| !entry.values.is_empty())
        .filter_map(|entry| {
            let label = match entry.key.as_str() {
                // The category of a page on some site is not an area of a system.
                "category" | "categories" | "label" | "labels" | "component" => return None,
                key => vocabulary.label(key)?,
            };
            matches!(
                label,
                Label::Status
                    | Label::State
                    | Label::Summary
                    | Label::Review
                    | Label::Date(_)
                    | Label::Deciders
                    | Label::Tags
                    | Label::Area
                    | Label::Title
                    | Label::Relation(_)
            )
            .then(|| Key {
                label,
                values: entry.values.clone(),
            })
        })
        .collect()
}

/// The length of the front matter in bytes. A byte order mark counts as front matter, and so do
/// rules around comments alone where a title follows them.
pub(crate) fn length(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[mark..];
    match archsite_core::markdown::front_matter::length(rest) {
        0 => mark + comments_only(rest),
        length => mark + length,
    }
}

fn comments_only(text: &str) -> usize {
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        match index {
            0 if line == "---" => {}
            0 => return 0,
            _ if line == "---" => {
                let title = text[at..].lines().find(|line| !line.trim().is_empty());
                return if title.is_some_and(|line| line.starts_with("# ")) {
                    at
                } else {
                    0
                };
            }
            _ if line.is_empty() || line.starts_with('#') => {}
            _ => return 0,
        }
    }
    0
}

/// Whether front matter begins and never ends.
pub(crate) fn is_unclosed(text: &str, vocabulary: &Vocabulary) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines();
    let opens = lines.next().is_some_and(|line| line.trim_end() == "---");
    let key = |line: &str| {
        let key = line.split_once(':').map(|(key, _)| key);
        key.is_some_and(|key| vocabulary.label(key).is_some())
    };
    opens && lines.next().is_some_and(key) && !lines.any(|line| line.trim_end() == "---")
}

/// The status word for a status of `kep.yaml`, which has words of its own.
pub(crate) fn of_kep(word: &str) -> &str {
    match word {
        "implementable" => "accepted",
        "provisional" => "proposed",
        word => word,
    }
}
