//! Decisions written inside a document: in a decision log, or under a heading such as "Key
//! decisions".
//!
//! Reads the document as it is before it is split. Only such sections count;
//! the status at the top of the document is the document's own.

mod headings;

use std::ops::Range;

use archsite_core::site::path;

use crate::model::record::{Located, Record, Rule, Source};
use crate::parse::markdown::doc::{Block, Doc, Line};
use crate::parse::markdown::fields;
use crate::parse::markdown::fields::Field;
use crate::parse::markdown::statement;
use crate::parse::relations::references;
use crate::parse::values::date;
use crate::parse::values::date::Day;
use crate::parse::values::title;
use crate::parse::vocabulary::Label;
use crate::parse::vocabulary::{ParsedStatus, Vocabulary};
use headings::{is_id, is_section, prefix, split_date, split_hole, strip_label};

/// A decision of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// Its values. Its id is its name in the document, or empty.
    pub record: Record,
    /// Byte range of the heading, line, item or row that begins it.
    pub range: Range<usize>,
    /// Offset of the heading above it, or of the one that it is.
    pub heading: usize,
    /// A place to fill in, which is reported and never shown.
    pub placeholder: bool,
}

/// The decisions of a document whose front matter is `front_matter` bytes long.
pub fn decisions(text: &str, front_matter: usize, vocabulary: &Vocabulary) -> Vec<Inline> {
    // Cheap, and true of every heading that counts.
    let lower = text.to_ascii_lowercase();
    if !["decision", "adr"].iter().any(|word| lower.contains(word)) {
        return Vec::new();
    }
    let doc = Doc::parse(text, front_matter);
    let mut reader = Entries {
        doc: &doc,
        vocabulary,
        found: Vec::new(),
    };
    let headings: Vec<(usize, u8)> = doc.headings().collect();
    let mut done = 0;
    for (at, level) in headings {
        if at < done || !is_section(&doc.plain(&doc.parts[at])) {
            continue;
        }
        done = end(&doc, at, level);
        reader.section(at, at + 1..done);
    }
    reader.found
}

/// Where the section of a heading ends.
fn end(doc: &Doc<'_>, at: usize, level: u8) -> usize {
    let next = doc.headings().find(|(other, l)| *other > at && *l <= level);
    next.map_or(doc.parts.len(), |(other, _)| other)
}

struct Entries<'d, 't> {
    doc: &'d Doc<'t>,
    vocabulary: &'d Vocabulary,
    found: Vec<Inline>,
}

impl Entries<'_, '_> {
    fn section(&mut self, heading: usize, parts: Range<usize>) {
        let doc = self.doc;
        let mut children: Vec<(usize, u8)> = doc
            .headings()
            .filter(|(at, _)| parts.contains(at))
            .collect();
        // `### Major decisions` is a group of entries and not an entry.
        let groups: Vec<usize> = children
            .iter()
            .filter(|(at, _)| is_section(&doc.plain(&doc.parts[*at])))
            .map(|(at, _)| *at)
            .collect();
        children.retain(|(at, _)| !groups.contains(at));
        let top = children.iter().map(|(_, level)| *level).min();
        let mut entries: Vec<(usize, u8)> = children;
        entries.retain(|(_, level)| Some(*level) == top);
        let before = self.found.len();
        for (at, level) in &entries {
            let until = end(doc, *at, *level).min(parts.end);
            self.heading(*at, *at + 1..until);
        }
        self.drop_unnumbered(before);
        let first = entries.first().map_or(parts.end, |(at, _)| *at);
        if self.found.len() == before || first > parts.start {
            let under = groups.last().copied().filter(|at| *at < first);
            self.blocks(under.unwrap_or(heading), parts.start..first, None);
        }
    }

    /// Drops what was found from `first` on and has no number, status or date, if others beside it have numbers:
    /// "Decision Priority Analysis" beside "Decision 1: Storage" is not a decision.
    fn drop_unnumbered(&mut self, first: usize) {
        let is_numbered = |one: &Inline| !one.record.id.is_empty();
        let numbered = self.found[first..].iter().filter(|one| is_numbered(one));
        if numbered.count() < 2 {
            return;
        }
        let mut found = self.found.split_off(first);
        found.retain(|one| {
            is_numbered(one) || one.record.status.is_some() || one.record.date.is_some()
        });
        self.found.extend(found);
    }

    /// A heading is a decision, or the day of those below it.
    fn heading(&mut self, at: usize, parts: Range<usize>) {
        let part = &self.doc.parts[at];
        let plain = self.doc.plain(part);
        if self.vocabulary.is_record_heading(&plain) || self.vocabulary.label(&plain).is_some() {
            return;
        }
        let range = part.range.clone();
        let dated = split_date(&plain);
        if let (Some(date), "") = (&dated.0, dated.1) {
            let date = Located::new(date.clone(), range, Rule::Heading);
            self.blocks(at, parts, Some(date));
            return;
        }
        let fields = fields::fields(self.doc, parts.clone(), self.vocabulary);
        let sections = self.doc.headings().filter(|(at, _)| parts.contains(at));
        let mut all = fields;
        for (below, _) in sections {
            let label = self
                .vocabulary
                .label(&self.doc.plain(&self.doc.parts[below]));
            if let Some(label @ (Label::Status | Label::Date(_))) = label {
                all.extend(fields::section(self.doc, label, self.doc.below(below)));
            }
        }
        self.push(&plain, range, at, &all, Rule::Heading);
    }

    /// Bold lines, rows, and items with a date, an id or a label.
    fn blocks(&mut self, heading: usize, parts: Range<usize>, day: Option<Located<String>>) {
        let before = self.found.len();
        let mut at = parts.start;
        while at < parts.end {
            let part = &self.doc.parts[at];
            match part.block {
                Block::Cell { table, .. } => {
                    let cells = self.doc.parts[at..parts.end].iter().take_while(
                        |p| matches!(p.block, Block::Cell { table: t, .. } if t == table),
                    );
                    let end = at + cells.count();
                    self.table(heading, at..end);
                    at = end;
                    continue;
                }
                Block::Text => {
                    at = self.text(heading, at, parts.end);
                    continue;
                }
                Block::Item(1) => self.item(heading, at, parts.end, day.is_some()),
                _ => {}
            }
            at += 1;
        }
        for inline in &mut self.found[before..] {
            if inline.record.date.is_none() {
                inline.record.date.clone_from(&day);
            }
        }
    }

    /// Returns where to go on: what follows a bold line belongs to it.
    fn text(&mut self, heading: usize, at: usize, end: usize) -> usize {
        let part = &self.doc.parts[at];
        let lines = self.doc.lines(part);
        let Some(line) = lines.first() else {
            return at + 1;
        };
        let text = line.text.trim();
        let bold = line.strong >= line.text.trim_end().len() && !text.ends_with(':');
        if bold && self.vocabulary.label(text).is_none() {
            let next = (at + 1..end)
                .find(|next| self.is_bold(*next))
                .unwrap_or(end);
            let fields = fields::fields(self.doc, at + 1..next, self.vocabulary);
            let (text, range) = (text.to_string(), line.source(0..line.text.len()));
            self.push(&text, range, heading, &fields, Rule::Line);
            return next;
        }
        if let Some(chosen) = statement::chosen(&self.doc.plain(part)) {
            self.push(&chosen, part.range.clone(), heading, &[], Rule::Statement);
        }
        at + 1
    }

    fn is_bold(&self, at: usize) -> bool {
        let part = &self.doc.parts[at];
        let lines = self.doc.lines(part);
        let bold = |line: &Line<'_>| {
            line.strong >= line.text.trim_end().len() && !line.text.trim().ends_with(':')
        };
        part.block == Block::Text && lines.first().is_some_and(bold)
    }

    fn item(&mut self, heading: usize, at: usize, end: usize, dated: bool) {
        let part = &self.doc.parts[at];
        let lines = self.doc.lines(part);
        let Some(line) = lines.first() else { return };
        let text = line.text.trim();
        let range = part.range.clone();
        let below = (at + 1..end)
            .find(|next| !matches!(self.doc.parts[*next].block, Block::Item(2..) | Block::Text))
            .unwrap_or(end);
        if let Some(decision) = strip_label(text, "decision") {
            let fields = fields::fields(self.doc, at..below, self.vocabulary);
            self.push(decision, range, heading, &fields, Rule::Bullet);
            return;
        }
        let (date, rest) = split_date(text);
        let id = line.strong > 0 && {
            let lead = line.text[..line.strong].trim_matches([':', ' ', '.']);
            references::of_words(lead).len() == 1 || is_id(lead)
        };
        if (date.is_some() && !rest.is_empty()) || id || dated {
            let fields = fields::fields(self.doc, at + 1..below, self.vocabulary);
            let before = self.found.len();
            let lead = line.text[..line.strong].trim_matches([':', ' ', '.']);
            let rest = line.text[line.strong..].trim_start_matches([':', ' ', '-', '–', '—', '.']);
            if is_id(lead) && !rest.is_empty() {
                self.push(rest, range, heading, &fields, Rule::Bullet)
            } else {
                self.push(text, range, heading, &fields, Rule::Bullet)
            }
            if let Some(inline) = self.found.get_mut(before)
                && is_id(lead)
            {
                inline.record.id = lead.to_string();
            }
        } else if let Some(chosen) = statement::chosen(text) {
            self.push(&chosen, range, heading, &[], Rule::Statement);
        }
    }

    fn table(&mut self, heading: usize, cells: Range<usize>) {
        let place = |at: usize| match self.doc.parts[at].block {
            Block::Cell { row, column, .. } => (row, column),
            _ => (0, 0),
        };
        let names: Vec<(u32, String)> = cells
            .clone()
            .filter(|at| place(*at).0 == 0)
            .map(|at| {
                (
                    place(at).1,
                    self.doc
                        .plain(&self.doc.parts[at])
                        .trim()
                        .to_ascii_lowercase(),
                )
            })
            .collect();
        let column = |wanted: &[&str]| {
            let named = |want: &&str| names.iter().find(|(_, name)| name == want);
            wanted.iter().find_map(named).map(|(column, _)| *column)
        };
        let Some(subject) = column(&["title", "decision", "decision title", "adr"]) else {
            return;
        };
        let id = column(&["id", "#", "no", "no.", "number", "adr"]).filter(|id| *id != subject);
        let status = column(&["status", "state"]);
        let date = column(&["date", "decided", "decision date"]);
        let rows = cells.clone().map(|at| place(at).0).max().unwrap_or(0);
        for row in 1..=rows {
            let cell = |column: u32| cells.clone().find(|at| place(*at) == (row, column));
            let Some(at) = cell(subject) else { continue };
            let name = id
                .and_then(cell)
                .map(|at| self.doc.plain(&self.doc.parts[at]));
            let text = self.doc.plain(&self.doc.parts[at]);
            if text.trim().is_empty() {
                continue;
            }
            let labelled = [(Label::Status, status), (Label::Date(2), date)];
            let fields: Vec<Field<'_>> = labelled
                .into_iter()
                .filter_map(|(label, column)| Some((label, cell(column?)?)))
                .filter_map(|(label, at)| {
                    fields::section(self.doc, label, at..at + 1).or_else(|| {
                        let lines = self.doc.lines(&self.doc.parts[at]);
                        let lines: Vec<_> = lines
                            .into_iter()
                            .map(|l| {
                                let all = 0..l.text.len();
                                (l, all)
                            })
                            .collect();
                        (!lines.is_empty()).then_some(Field {
                            label,
                            rule: Rule::Table,
                            lines,
                        })
                    })
                })
                .collect();
            let range = self.doc.parts[at].range.clone();
            let before = self.found.len();
            self.push(&text, range, heading, &fields, Rule::Table);
            if let (Some(name), Some(inline)) = (name, self.found.get_mut(before)) {
                let number = references::of_words(&name).into_iter().next();
                inline.record.number = number.and_then(|n| n.target.parse().ok());
                inline.record.id = name.trim().to_string();
            }
        }
    }

    fn push(
        &mut self,
        raw: &str,
        range: Range<usize>,
        heading: usize,
        fields: &[Field<'_>],
        rule: Rule,
    ) {
        let (date, rest) = split_date(raw);
        let (placeholder, rest) = split_hole(rest);
        let cleaned = title::clean(rest, None);
        let mut record = Record {
            number: cleaned.number,
            id: prefix(rest, cleaned.text).to_string(),
            title: Some(Located::new(cleaned.text.to_string(), range.clone(), rule)),
            date: date.map(|date| Located::new(date, range.clone(), rule)),
            source: Source::Document,
            ..Record::default()
        };
        let mut placeholder = placeholder
            || title::is_placeholder(cleaned.text)
            || matches!(cleaned.text, "Decision Title" | "Title" | "Decision");
        for field in fields {
            let text = field.text();
            placeholder |= matches!(field.label, Label::Status | Label::Date(_))
                && title::is_placeholder(&text)
                && self.vocabulary.is_exact(&text).is_none();
            self.value(&mut record, field, &text);
        }
        let heading = self.doc.parts[heading].range.start;
        self.found.push(Inline {
            record,
            range,
            heading,
            placeholder,
        });
    }

    fn value(&self, record: &mut Record, field: &Field<'_>, text: &str) {
        match field.label {
            Label::Status if record.status.is_none() => {
                let status = match self.vocabulary.read(text) {
                    ParsedStatus::Known(status) => status,
                    ParsedStatus::Unknown => crate::model::record::Status::Unknown,
                    ParsedStatus::Template | ParsedStatus::Nothing => return,
                };
                record.status = Some(Located::new(status, field.range(), field.rule));
                record.status_raw = Some(text.to_string());
            }
            Label::Date(_) if record.date.is_none() => {
                if let Day::Sure(day) = date::read(text).0 {
                    record.date = Some(Located::new(day.to_string(), field.range(), field.rule));
                }
            }
            Label::Deciders => {
                record
                    .deciders
                    .push(Located::new(text.to_string(), field.range(), field.rule));
            }
            _ => {}
        }
    }
}

/// The document's name for a decision, for lists of several documents.
pub fn name(document: &str, inline: &Inline) -> String {
    let stem = path::file_name(path::stem(document));
    match inline.record.id.as_str() {
        "" => stem.to_string(),
        id => format!("{stem}: {id}"),
    }
}

#[cfg(test)]
mod tests;
