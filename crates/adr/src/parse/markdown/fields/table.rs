//! Fields in tables.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::record::Rule;
use crate::parse::markdown::doc::{Block, Doc};
use crate::parse::markdown::fields::field::Field;
use crate::parse::values::date;
use crate::parse::values::label::label_of;
use crate::parse::vocabulary::{Label, Vocabulary};

/// A table of metadata: a label in the first column of each row, or in the header.
pub(super) fn of_table<'t>(
    doc: &Doc<'t>,
    cells: Range<usize>,
    vocabulary: &Vocabulary,
) -> Vec<Field<'t>> {
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
