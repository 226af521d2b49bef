//! Fields, and how the lines of a paragraph continue them.

use std::ops::Range;

use crate::model::record::Rule;
use crate::parse::markdown::doc;
use crate::parse::markdown::doc::Line;
use crate::parse::relations::phrases;
use crate::parse::vocabulary::Label;

/// A label and its value.
#[derive(Debug, Clone)]
pub(crate) struct Field<'t> {
    pub(crate) label: Label,
    pub(crate) rule: Rule,
    /// Lines, each with the part of it that is the value.
    pub(crate) lines: Vec<(Line<'t>, Range<usize>)>,
}

impl<'t> Field<'t> {
    /// A field of one part of a line.
    pub(super) fn of(label: Label, rule: Rule, line: Line<'t>, range: Range<usize>) -> Field<'t> {
        Field {
            label,
            rule,
            lines: vec![(line, range)],
        }
    }

    /// Whether a line of the same paragraph goes on with the value: Markdown makes one line of them.
    pub(super) fn is_continued(&self, line: &Line<'t>) -> bool {
        let Some((last, range)) = self.lines.last() else {
            return false;
        };
        let takes = matches!(
            self.label,
            Label::Status | Label::State | Label::Relation(_)
        );
        takes && range.end == last.text.len() && continues(&last.text[range.clone()], line)
    }

    pub(super) fn continue_with(&mut self, line: Line<'t>) {
        if let Some((last, range)) = self.lines.pop() {
            let joined = last.joined(line);
            let range = range.start..joined.text.len();
            self.lines.push((joined, range));
        }
    }

    /// The value on one line.
    pub(crate) fn text(&self) -> String {
        let lines = self.lines.iter();
        doc::joined(lines.map(|(line, range)| line.text[range.clone()].trim()))
    }

    /// The byte range of the value.
    pub(crate) fn range(&self) -> Range<usize> {
        let ranges = || {
            self.lines
                .iter()
                .map(|(line, range)| line.trimmed(range.clone()).1)
        };
        let start = ranges().map(|r| r.start).min().unwrap_or(0);
        start..ranges().map(|r| r.end).max().unwrap_or(start)
    }
}

/// Whether a line of a paragraph continues the sentence of the one before it.
pub(super) fn continues(before: &str, line: &Line<'_>) -> bool {
    let text = line.text.trim_start();
    if line.bold.first().is_some_and(|bold| bold.start == 0) {
        return false;
    }
    let before = before.trim_end();
    let open = before.ends_with([',', '(', '–', '—']);
    let word = text.split_whitespace().next().unwrap_or_default();
    let joins = [
        "by", "with", "durch", "par", "por", "da", "door", "przez", "на",
    ];
    let joins = joins.iter().any(|known| word.eq_ignore_ascii_case(known));
    open || joins || phrases::is_open(before)
}
