//! Footnotes: those without a reference, references without a footnote, labels twice.
//!
//! mdBook compares labels letter by letter and drops what it does not find, text included.

use std::collections::{HashMap, HashSet};

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{NoteDefinition, UndefinedNote};
use archsite_core::text::lines;

use crate::explain::near;
use crate::lints::messages::footnotes::{CaseMismatch, Duplicate, Undefined, Unused};
use crate::site::document::Document;

pub(crate) fn check(document: &Document<'_>, problems: &mut Vec<Diagnostic>) {
    let outline = document.outline;
    let mut defined: HashMap<&str, &NoteDefinition> = HashMap::new();
    for note in &outline.notes {
        match defined.get(note.label.as_str()) {
            Some(first) => problems.push(
                Duplicate {
                    document,
                    note,
                    first,
                }
                .into(),
            ),
            None => {
                defined.insert(&note.label, note);
            }
        }
    }
    let other_case: HashMap<String, &NoteDefinition> = defined
        .values()
        .map(|note| (note.label.to_lowercase(), *note))
        .collect();
    let mut used: HashSet<&str> = HashSet::new();
    for note_use in &outline.note_uses {
        if defined.contains_key(note_use.label.as_str()) {
            used.insert(&note_use.label);
            continue;
        }
        if let Some(note) = other_case.get(&note_use.label.to_lowercase()) {
            used.insert(&note.label);
            problems.push(
                CaseMismatch {
                    document,
                    note_use,
                    note,
                }
                .into(),
            );
        }
    }
    for note in &outline.notes {
        if note.first && !used.contains(note.label.as_str()) {
            problems.push(Unused { document, note }.into());
        }
    }
    let known: Vec<&str> = outline
        .notes
        .iter()
        .map(|note| note.label.as_str())
        .collect();
    for undefined in &outline.undefined_notes {
        if !document.shows(undefined.range.start) || is_expression(document.text, undefined) {
            continue;
        }
        let before = document.text[..undefined.range.start].chars().next_back();
        let attached = before.is_some_and(|c| !c.is_whitespace());
        // One number is no slip of the pen for another one.
        let is_number = undefined.label.bytes().all(|b| b.is_ascii_digit());
        let near = near::name(&undefined.label, &known).map(|near| near.name);
        let near = near.filter(|_| !is_number);
        problems.push(
            Undefined {
                document,
                undefined,
                near,
                attached,
            }
            .into(),
        );
    }
}

/// Whether `[^…]` is rather a set of characters in a regular expression, or mathematics.
fn is_expression(text: &str, undefined: &UndefinedNote) -> bool {
    let label = &undefined.label;
    let start = text[..undefined.range.start]
        .rfind("\n\n")
        .map_or(0, |at| at + 2);
    let paragraph = &text[start..undefined.range.start];
    let display = paragraph.matches("$$").count();
    let inline = paragraph.matches('$').count() - 2 * display;
    let line = lines::line_start(text, undefined.range.start);
    let line = &text[line..lines::line_end(text, undefined.range.start)];
    let other_sets = ["a-z]", "A-Z]", "0-9]", "[^/"].iter();
    if display % 2 + inline % 2 > 0 || other_sets.clone().any(|set| line.contains(set)) {
        return true;
    }
    let range = ["a-z", "A-Z", "0-9"]
        .iter()
        .any(|range| label.contains(range));
    let behind = text[undefined.range.end..].chars().next();
    // A footnote ends a word.
    let repeated = behind.is_some_and(|c| c.is_alphanumeric() || "*+{?([".contains(c));
    let before = text[..undefined.range.start].chars().next_back();
    let grouped = before.is_some_and(|c| matches!(c, '(' | '^' | '|' | '[' | '"' | '\'' | '/'));
    let symbols = !label
        .chars()
        .all(|c| c.is_alphanumeric() || "-_.:*".contains(c));
    range || repeated || grouped || symbols
}
