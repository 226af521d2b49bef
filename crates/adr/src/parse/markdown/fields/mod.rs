//! Values with a label: lines, bullets and tables below the title (formats 1, 2, 6, 8 and 9).
//!
//! Other modules read the values.

mod field;
mod labels;
mod table;

use std::ops::Range;

use crate::model::record::Rule;
use crate::parse::markdown::doc::{Block, Doc, Line, Part};
use crate::parse::relations::phrases;
use crate::parse::values::date;
use crate::parse::vocabulary::{Label, Vocabulary};

pub(crate) use self::field::Field;
use self::field::continues;
use self::labels::labelled;
pub(crate) use self::labels::unknown;
use self::table::of_table;

/// The fields among some parts of a record.
pub(crate) fn fields<'t>(
    doc: &Doc<'t>,
    parts: Range<usize>,
    vocabulary: &Vocabulary,
) -> Vec<Field<'t>> {
    let mut found: Vec<Field<'t>> = Vec::new();
    // A label without a value takes what comes next.
    let mut open: Option<(Label, Rule, u8)> = None;
    let mut at = parts.start;
    while at < parts.end {
        let part = &doc.parts[at];
        if let Block::Cell { table, .. } = part.block {
            let end = at
                + doc.parts[at..parts.end]
                    .iter()
                    .take_while(|p| matches!(p.block, Block::Cell { table: t, .. } if t == table))
                    .count();
            found.extend(of_table(doc, at..end, vocabulary));
            (at, open) = (end, None);
            continue;
        }
        let depth = match part.block {
            Block::Item(depth) => depth,
            _ => 0,
        };
        let rule = match depth {
            0 => Rule::Line,
            _ => Rule::Bullet,
        };
        let mut first = true;
        for line in doc.lines(part) {
            let starts = std::mem::take(&mut first);
            let labelled = labelled(&line, vocabulary);
            if labelled.is_empty()
                && !starts
                && open.is_none()
                && let Some(last) = found.last_mut()
                && last.is_continued(&line)
            {
                last.continue_with(line);
                continue;
            }
            if labelled.is_empty() {
                if let Some((label, rule, above)) = open {
                    let all = 0..line.text.len();
                    match found.last_mut() {
                        Some(last) if last.label == label && depth > above => {
                            last.lines.push((line, all));
                        }
                        _ => found.push(Field::of(label, rule, line, all)),
                    }
                    if depth <= above {
                        open = None;
                    }
                } else if let Some(field) = bare_date(&line, rule) {
                    found.push(field);
                }
                continue;
            }
            open = None;
            for (label, range) in labelled {
                if line.text[range.clone()].trim().is_empty() {
                    open = Some((label, rule, depth))
                } else {
                    found.push(Field::of(label, rule, line.clone(), range))
                }
            }
        }
        at += 1;
    }
    found
}

/// A line that is a date and nothing else, or `Date` and a date.
fn bare_date<'t>(line: &Line<'t>, rule: Rule) -> Option<Field<'t>> {
    let text = line.text.trim_start();
    let word = text
        .get(..5)
        .filter(|word| word.eq_ignore_ascii_case("date "));
    let value = word.map_or(text, |word| &text[word.len()..]);
    date::whole(value)?;
    let start = line.text.len() - value.len();
    let range = start..line.text.len();
    Some(Field::of(Label::Date(3), rule, line.clone(), range))
}

/// Lines without a label that begin with the words for a relation.
pub(crate) fn unlabelled<'t>(
    doc: &Doc<'t>,
    parts: Range<usize>,
    vocabulary: &Vocabulary,
) -> Vec<(Line<'t>, Range<usize>)> {
    doc.parts[parts]
        .iter()
        .filter(|part| matches!(part.block, Block::Text | Block::Item(_)))
        .flat_map(|part| sentences(doc, part))
        .filter(|line| {
            let begins = || {
                let phrases = phrases::phrases(&line.text);
                phrases.first().is_some_and(|phrase| phrase.lead <= 1)
            };
            labelled(line, vocabulary).is_empty() && begins()
        })
        .map(|line| {
            let all = 0..line.text.len();
            (line, all)
        })
        .collect()
}

/// The lines of a block, those that continue a sentence joined to the one before.
fn sentences<'t>(doc: &Doc<'t>, part: &Part) -> Vec<Line<'t>> {
    let mut lines: Vec<Line<'t>> = Vec::new();
    for line in doc.lines(part) {
        match lines.pop() {
            Some(last) if continues(&last.text, &line) => lines.push(last.joined(line)),
            Some(last) => lines.extend([last, line]),
            None => lines.push(line),
        }
    }
    lines
}

/// A section as a field: every line of it.
pub(crate) fn section<'t>(doc: &Doc<'t>, label: Label, parts: Range<usize>) -> Option<Field<'t>> {
    let lines: Vec<(Line<'t>, Range<usize>)> = doc.parts[parts]
        .iter()
        .filter(|part| !matches!(part.block, Block::Cell { .. }))
        .flat_map(|part| sentences(doc, part))
        .map(|line| {
            let all = 0..line.text.len();
            (line, all)
        })
        .collect();
    let rule = Rule::Section;
    (!lines.is_empty()).then_some(Field { label, rule, lines })
}
