//! The labels of a line, and the parts of the line that belong to them.

use std::ops::Range;

use memchr::memchr3;

use crate::parse::markdown::doc::{Block, Doc, Line};
use crate::parse::values::label::label_of;
use crate::parse::vocabulary::{Label, Vocabulary};

/// Most words of a label.
const LABEL_WORDS: usize = 3;

/// Labels among some parts of a record that are not known: `**Stav:** schváleno`.
pub(crate) fn unknown(
    doc: &Doc<'_>,
    parts: Range<usize>,
    vocabulary: &Vocabulary,
) -> Vec<(String, Range<usize>)> {
    let parts = doc.parts[parts].iter();
    let parts = parts.filter(|part| matches!(part.block, Block::Text | Block::Item(_)));
    let lines = parts.flat_map(|part| doc.lines(part));
    let labels = lines.filter_map(|line| {
        let (at, width) = mark(&line.text)?;
        let label = line.text[..at].trim();
        let words = label.split_whitespace().count();
        let value = line.text[at + width..].trim();
        let is_label = (1..=LABEL_WORDS).contains(&words) && label.chars().any(char::is_alphabetic);
        let unknown = is_label && !value.is_empty() && vocabulary.label(label).is_none();
        unknown.then(|| (label.to_string(), line.source(0..at)))
    });
    labels.collect()
}

/// The labels of a line and the parts that belong to them. One line may hold several:
/// `**Status:** Accepted | **Date:** 2020-01-02`.
pub(super) fn labelled(line: &Line<'_>, vocabulary: &Vocabulary) -> Vec<(Label, Range<usize>)> {
    // Most lines hold none of the marks, nor the first byte of one.
    if memchr3(b'|', MARKS[0], MARKS[1], line.text.as_bytes()).is_none() {
        return one(line, 0..line.text.len(), vocabulary)
            .into_iter()
            .collect();
    }
    let mut found: Vec<(Label, Range<usize>)> = Vec::new();
    let mut from = 0;
    for piece in line.text.split_inclusive(['|', '·', '•']) {
        let range = from..from + piece.trim_end_matches(['|', '·', '•']).len();
        from += piece.len();
        match one(line, range.clone(), vocabulary) {
            Some(field) => found.push(field),
            // What has no label of its own belongs to the one before.
            None => {
                if let Some(last) = found.last_mut() {
                    last.1.end = range.end;
                }
            }
        }
    }
    found
}

/// The first bytes of `·` and `•`.
const MARKS: [u8; 2] = ["·".as_bytes()[0], "•".as_bytes()[0]];

fn one(
    line: &Line<'_>,
    range: Range<usize>,
    vocabulary: &Vocabulary,
) -> Option<(Label, Range<usize>)> {
    let text = &line.text[range.clone()];
    if let Some((at, width)) = mark(text)
        && let Some(label) = label_of(vocabulary, &text[..at], &text[at + width..])
    {
        return Some((label, range.start + at + width..range.end));
    }
    // `**Status** Accepted` and `**Status**` alone.
    let strong = line.strong.min(range.end);
    if strong > range.start
        && strong <= 40
        && line.text.is_char_boundary(strong)
        && let Some(label) = label_of(
            vocabulary,
            &line.text[range.start..strong],
            &line.text[strong..range.end],
        )
    {
        return Some((label, strong..range.end));
    }
    None
}

/// The offset of the first mark between a label and its value, and its length. No label is
/// longer than this.
fn mark(text: &str) -> Option<(usize, usize)> {
    let marks = [":", "：", " - ", " – ", " = "];
    let bytes = text.as_bytes();
    (0..text.len().min(41)).find_map(|at| {
        let rest = match bytes[at] {
            b':' | b' ' | 0xef => &bytes[at..],
            _ => return None,
        };
        let mark = marks
            .iter()
            .find(|mark| rest.starts_with(mark.as_bytes()))?;
        Some((at, mark.len()))
    })
}
