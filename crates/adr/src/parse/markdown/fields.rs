//! Values with a label: lines, bullets and tables below the title (formats 1, 2, 6, 8 and 9).
//!
//! Other modules read the values.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memchr3;

use crate::model::record::Rule;
use crate::parse::markdown::doc;
use crate::parse::markdown::doc::{Block, Doc, Line, Part};
use crate::parse::relations::phrases;
use crate::parse::values::date;
use crate::parse::values::label::label_of;
use crate::parse::vocabulary::{Label, Vocabulary};

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
    fn of(label: Label, rule: Rule, line: Line<'t>, range: Range<usize>) -> Field<'t> {
        Field {
            label,
            rule,
            lines: vec![(line, range)],
        }
    }

    /// Whether a line of the same paragraph goes on with the value: Markdown makes one line of them.
    fn is_continued(&self, line: &Line<'t>) -> bool {
        let Some((last, range)) = self.lines.last() else {
            return false;
        };
        let takes = matches!(
            self.label,
            Label::Status | Label::State | Label::Relation(_)
        );
        takes && range.end == last.text.len() && continues(&last.text[range.clone()], line)
    }

    fn continue_with(&mut self, line: Line<'t>) {
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

/// Whether a line of a paragraph continues the sentence of the one before it.
fn continues(before: &str, line: &Line<'_>) -> bool {
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

/// The labels of a line and the parts that belong to them. One line may hold several:
/// `**Status:** Accepted | **Date:** 2020-01-02`.
fn labelled(line: &Line<'_>, vocabulary: &Vocabulary) -> Vec<(Label, Range<usize>)> {
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

/// A table of metadata: a label in the first column of each row, or in the header.
fn of_table<'t>(doc: &Doc<'t>, cells: Range<usize>, vocabulary: &Vocabulary) -> Vec<Field<'t>> {
    let cell = |at: usize| match doc.parts[at].block {
        Block::Cell { row, column, .. } => (row, column),
        _ => (0, 0),
    };
    let text_of = |at: usize| doc.plain(&doc.parts[at]);
    let header: Vec<(u32, Option<Label>)> = cells
        .clone()
        .filter(|at| cell(*at).0 == 0)
        .map(|at| (cell(at).1, vocabulary.label(&text_of(at))))
        .collect();
    // The first row of a list of labels may be the header: `| Status | Accepted |`.
    let vertical = header.len() == 2
        && cells.clone().any(|at| {
            let (row, column) = cell(at);
            row > 0 && column == 0 && label_of(vocabulary, &text_of(at), "").is_some()
        });
    let history = || history(doc, cells.clone(), &header);
    if let Some(found) = (!vertical).then(history).flatten() {
        return found;
    }
    let columns = header.iter().filter(|(_, label)| label.is_some()).count();
    let horizontal = !vertical && (columns >= 2 || (columns == 1 && header.len() == 1));
    let mut found = Vec::new();
    for at in cells {
        let (row, column) = cell(at);
        let label = match horizontal {
            true if row == 1 => header
                .iter()
                .find(|(c, _)| *c == column)
                .and_then(|(_, l)| *l),
            false if column == 1 => {
                let same = at.checked_sub(1).filter(|b| cell(*b) == (row, 0));
                same.and_then(|before| vocabulary.label(&text_of(before)))
            }
            _ => None,
        };
        let lines = doc.lines(&doc.parts[at]);
        if let Some(label) = label
            && !lines.is_empty()
        {
            let lines = lines
                .into_iter()
                .map(|l| {
                    let all = 0..l.text.len();
                    (l, all)
                })
                .collect();
            found.push(Field {
                label,
                rule: Rule::Table,
                lines,
            });
        }
    }
    found
}

/// A table of statuses with dates, of which the latest row counts.
fn history<'t>(
    doc: &Doc<'t>,
    cells: Range<usize>,
    header: &[(u32, Option<Label>)],
) -> Option<Vec<Field<'t>>> {
    let column = |wanted: fn(&Label) -> bool| {
        let mut header = header.iter();
        let found = header.find(|(_, label)| label.as_ref().is_some_and(wanted));
        found.map(|(column, _)| *column)
    };
    let status = column(|label| matches!(label, Label::Status | Label::State))?;
    let date = column(|label| matches!(label, Label::Date(_)))?;
    let mut rows: BTreeMap<u32, (Option<usize>, Option<usize>)> = BTreeMap::new();
    for at in cells {
        if let Block::Cell { row, column, .. } = doc.parts[at].block
            && row > 0
        {
            let cells = rows.entry(row).or_default();
            if column == status {
                cells.0 = Some(at);
            } else if column == date {
                cells.1 = Some(at);
            }
        }
    }
    if rows.len() < 2 {
        return None;
    }
    let day = |at: Option<usize>| {
        let text = doc.plain(&doc.parts[at?]);
        date::read(&text).0.settled(None)
    };
    // Without days, the last row is the latest.
    let rows = rows.into_values().filter(|(status, _)| {
        status.is_some_and(|at| !doc.plain(&doc.parts[at]).trim().is_empty())
    });
    let (status, date) = rows.max_by_key(|(_, date)| day(*date))?;
    let field = |label: Label, at: Option<usize>| {
        let lines = doc.lines(&doc.parts[at?]).into_iter();
        let lines = lines.map(|line| {
            let all = 0..line.text.len();
            (line, all)
        });
        let lines: Vec<_> = lines.collect();
        let rule = Rule::Table;
        (!lines.is_empty()).then_some(Field { label, rule, lines })
    };
    let status = field(Label::Status, status);
    let date = field(Label::Date(2), date);
    Some(status.into_iter().chain(date).collect())
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
