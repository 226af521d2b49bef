//! Footnotes: those without a reference, references without a footnote, labels twice.
//!
//! mdBook compares labels letter by letter and drops what it does not find, text included.

use std::collections::{HashMap, HashSet};

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{NoteDefinition, UndefinedNote};
use archsite_core::site::PageId;
use archsite_core::text::lines;

use crate::explain::names::Names;
use crate::lints::messages::text::footnotes::{
    duplicate_footnote, footnote_case, undefined_footnote, unused_footnote,
};
use crate::lints::text::shared::{Idle, Shared};
use crate::site::document::Document;

/// Footnotes that do nothing on a page, and references that differ in case from all footnotes.
pub(crate) fn idle(
    document: &Document<'_>,
    page: PageId,
    shared: &mut Shared,
    problems: &mut Vec<Diagnostic>,
) {
    let outline = document.outline;
    let mut first_use: HashMap<&str, usize> = HashMap::new();
    for (index, note_use) in outline.note_uses.iter().enumerate() {
        first_use.entry(&note_use.label).or_insert(index);
    }
    let mut defined: HashMap<&str, &NoteDefinition> = HashMap::new();
    for note in &outline.notes {
        let first = *defined.entry(note.label.as_str()).or_insert(note);
        // Nothing is lost where both say the same.
        if std::ptr::eq(first, note) || text(document, first) == text(document, note) {
            continue;
        }
        let used = first_use.get(note.label.as_str());
        let problem = duplicate_footnote(
            document,
            note,
            first,
            used.map(|index| &outline.note_uses[*index]),
        );
        shared.note(page, note.range.start, Idle::Void, problem);
    }
    let mut other_case: HashMap<String, Vec<&NoteDefinition>> = HashMap::new();
    for note in outline.notes.iter().filter(|note| note.first) {
        other_case
            .entry(note.label.to_lowercase())
            .or_default()
            .push(note);
    }
    let mut used: HashSet<&str> = HashSet::new();
    for note_use in &outline.note_uses {
        if defined.contains_key(note_use.label.as_str()) {
            used.insert(&note_use.label);
            continue;
        }
        let notes = other_case.get(&note_use.label.to_lowercase());
        if let Some((note, others)) = notes.and_then(|notes| notes.split_first()) {
            used.insert(&note.label);
            problems.push(footnote_case(document, note_use, note, others.is_empty()));
        }
    }
    for note in &outline.notes {
        if note.first && !used.contains(note.label.as_str()) {
            let problem = unused_footnote(document, note);
            shared.note(page, note.range.start, Idle::Unused, problem);
        }
    }
}

/// The text of a footnote.
fn text<'t>(document: &Document<'t>, note: &NoteDefinition) -> &'t str {
    let whole = &document.text[note.range.clone()];
    let (_, text) = whole.split_once("]:").unwrap_or(("", whole));
    text.trim()
}

/// References without a footnote.
pub(crate) fn undefined(document: &Document<'_>, problems: &mut Vec<Diagnostic>) {
    let outline = document.outline;
    let known = Names::new(outline.notes.iter().map(|note| note.label.as_str()));
    let mut before = Before::default();
    for undefined in &outline.undefined_notes {
        if !document.shows(undefined.range.start)
            || is_expression(document.text, undefined, &mut before)
        {
            continue;
        }
        let ahead = document.text[..undefined.range.start].chars().next_back();
        let attached = ahead.is_some_and(|c| !c.is_whitespace());
        // One number is no slip of the pen for another one.
        let is_number = undefined.label.bytes().all(|b| b.is_ascii_digit());
        let near = if is_number {
            None
        } else {
            known.suggestion(&undefined.label).map(|near| near.name)
        };
        problems.push(undefined_footnote(document, undefined, near, attached));
    }
}

/// The text before a place in its paragraph, and on its line; asked about places in order.
#[derive(Debug, Default)]
struct Before {
    at: usize,
    /// `$$` and other `$` of the paragraph so far.
    display: usize,
    inline: usize,
    /// End of the line that was last looked at, and whether it holds sets of characters.
    line_end: usize,
    has_sets: bool,
}

impl Before {
    /// Goes on to a place; whether it is in a formula.
    fn is_math(&mut self, text: &str, at: usize) -> bool {
        let mut new = &text[self.at.min(at)..at];
        if let Some(end) = new.rfind("\n\n") {
            (self.display, self.inline) = (0, 0);
            new = &new[end..];
        }
        let display = new.matches("$$").count();
        self.display += display;
        self.inline += new.matches('$').count() - 2 * display;
        self.at = at;
        self.display % 2 + self.inline % 2 > 0
    }

    /// Whether the line of a place holds sets of characters of regular expressions.
    fn has_sets(&mut self, text: &str, at: usize) -> bool {
        if at >= self.line_end {
            let start = lines::line_start(text, at);
            self.line_end = lines::line_end(text, at);
            let line = &text[start..self.line_end];
            let mut sets = ["a-z]", "A-Z]", "0-9]", "[^/"].iter();
            self.has_sets = sets.any(|set| line.contains(set));
        }
        self.has_sets
    }
}

/// Whether `[^…]` is rather a set of characters in a regular expression, or mathematics.
fn is_expression(text: &str, undefined: &UndefinedNote, ahead: &mut Before) -> bool {
    let label = &undefined.label;
    let start = undefined.range.start;
    if ahead.is_math(text, start) || ahead.has_sets(text, start) {
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
