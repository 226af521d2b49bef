//! Link definitions that another one of the same label makes void.
//!
//! The parser keeps the first and says nothing of the others. Whether a line is a
//! definition only the parser knows, so it is asked again, about the doubtful labels alone.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::markdown::outline::build::Undefined;
use crate::markdown::outline::parser::parser;
use crate::markdown::outline::{DuplicateDefinition, Outline, ParseOptions};

/// Longest label the parser takes, in bytes.
const LONGEST: usize = 999;

impl Outline {
    /// Link definitions of `text` without effect, in order. The parser drops them without a
    /// word, so this looks again; it costs nothing where no label comes twice.
    pub fn duplicate_definitions(
        &self,
        text: &str,
        options: &ParseOptions,
    ) -> Vec<DuplicateDefinition> {
        find(self, text, options)
    }
}

fn find(outline: &Outline, text: &str, options: &ParseOptions) -> Vec<DuplicateDefinition> {
    if outline.definitions.is_empty() {
        return Vec::new();
    }
    let labels: HashMap<String, usize> = outline
        .definitions
        .iter()
        .enumerate()
        .map(|(index, definition)| (folded(&definition.label), index))
        .collect();
    let known: HashSet<usize> = outline.definitions.iter().map(|d| d.range.start).collect();
    let candidates: Vec<(Range<usize>, usize)> = brackets(text)
        .filter(|range| !known.contains(&range.start))
        .filter_map(|range| {
            let label = folded(&text[range.start + 1..range.end - 1]);
            let first = *labels.get(&label)?;
            Some((range, first))
        })
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut altered = text[..outline.front_matter].to_string();
    let mut at = outline.front_matter;
    for (index, (range, _)) in candidates.iter().enumerate() {
        if range.start < at {
            continue;
        }
        altered.push_str(&text[at..range.start]);
        altered.push_str(&format!("[{}]", substitute(index)));
        at = range.end;
    }
    altered.push_str(&text[at..]);
    let mut undefined = Undefined::default();
    let parser = parser(&altered[outline.front_matter..], options, &mut undefined);
    let definitions = parser.reference_definitions();
    let candidates = candidates.into_iter().enumerate();
    candidates
        .filter_map(|(index, (range, first))| {
            let label = substitute(index);
            let dest = definitions.get(&label)?.dest.to_string();
            Some(DuplicateDefinition { range, first, dest })
        })
        .collect()
}

/// A label that no author writes.
fn substitute(index: usize) -> String {
    format!("archsite duplicate {index}")
}

/// Ranges of `[label]` where a colon follows.
fn brackets(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr::memmem::find_iter(text.as_bytes(), b"]:").filter_map(|close| {
        let from = close.saturating_sub(LONGEST);
        let bytes = text.as_bytes();
        let mut open = close;
        while open > from {
            open -= 1;
            let escaped = open > 0 && bytes[open - 1] == b'\\';
            match bytes[open] {
                b'[' if !escaped => return Some(open..close + 1),
                b']' if !escaped => return None,
                _ => {}
            }
        }
        None
    })
}

/// A label as labels are compared: case and runs of white space do not count.
fn folded(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
