//! The index of records: what is in force now, the table, and the picture.

use std::collections::BTreeMap;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

use crate::model::graph::EntryId;
use crate::model::record::{Kind, Record, Source, Status};
use crate::output::diagram;
use crate::output::options::{Column, Filter, Key, Options, Part};
use crate::output::view::{RecordView, status_label};

/// A row: a record of its own, or a decision inside a document.
#[derive(Clone, Copy)]
enum Row {
    Record(EntryId),
    Inline(usize),
}

/// The index for the page at `from`, the `nth` of it.
pub(crate) fn index(view: &RecordView<'_>, options: &Options, from: &str, nth: usize) -> String {
    let index = Index {
        view,
        options,
        from,
    };
    let rows = index.rows();
    let mut out = String::new();
    for part in &options.show {
        match part {
            Part::InForce => out.push_str(&part_of_page(index.in_force(&rows))),
            Part::Table => out.push_str(&part_of_page(index.tables(&rows))),
            Part::Graph if view.site.html => {
                let ids: Vec<EntryId> = rows
                    .iter()
                    .filter_map(|row| match row {
                        Row::Record(id) => Some(*id),
                        Row::Inline(_) => None,
                    })
                    .collect();
                out.push_str(&diagram::diagram(view, &ids, from, nth));
            }
            Part::Graph => {}
        }
    }
    out
}

/// A part with an empty line after it, if there is anything in it.
fn part_of_page(part: Markdown) -> String {
    match part.finish() {
        part if part.is_empty() => part,
        part => part + "\n",
    }
}

struct Index<'a> {
    view: &'a RecordView<'a>,
    options: &'a Options,
    from: &'a str,
}

impl Index<'_> {
    fn record(&self, row: Row) -> &Record {
        match row {
            Row::Record(id) => self.view.record(id),
            Row::Inline(at) => &self.view.inline[at].2.record,
        }
    }

    fn rows(&self) -> Vec<Row> {
        let records = (0..self.view.records.entries.len()).map(Row::Record);
        let inline = (0..self.view.inline.len()).map(Row::Inline);
        let mut rows: Vec<Row> = records
            .chain(inline)
            .filter(|row| self.wanted(*row))
            .collect();
        // The order of records is that of folders and numbers already.
        rows.sort_by_key(|row| {
            let record = self.record(*row);
            let words = match self.options.sort {
                Key::Title => self.title(*row).to_lowercase(),
                Key::Status => {
                    let order = record
                        .status
                        .as_ref()
                        .and_then(|s| Status::ALL.iter().position(|o| *o == s.value));
                    format!("{:02}", order.unwrap_or(99))
                }
                Key::Year => record
                    .date
                    .as_ref()
                    .map_or_else(|| "9999".to_string(), |d| d.value.clone()),
                Key::Number | Key::Tag | Key::Area => String::new(),
            };
            (record.source == Source::Document, words)
        });
        if self.options.descending {
            rows.reverse();
        }
        rows
    }

    fn wanted(&self, row: Row) -> bool {
        let record = self.record(row);
        self.options.filters.iter().all(|filter| match filter {
            Filter::Status(status) => record.status.as_ref().is_some_and(|s| s.value == *status),
            Filter::Tag(tag) => record.tags.iter().any(|t| t.value.to_lowercase() == *tag),
            Filter::Area(area) => record
                .area
                .as_ref()
                .is_some_and(|a| a.value.to_lowercase() == *area),
            Filter::Year(year) => record
                .date
                .as_ref()
                .is_some_and(|d| d.value.starts_with(year.as_str())),
        })
    }

    fn title(&self, row: Row) -> String {
        match row {
            Row::Record(id) => self.view.title(id),
            Row::Inline(_) => self
                .record(row)
                .title
                .as_ref()
                .map(|t| t.value.clone())
                .unwrap_or_default(),
        }
    }

    fn number(&self, row: Row) -> String {
        match row {
            Row::Record(id) => self.view.number(id),
            Row::Inline(_) => self.record(row).id.clone(),
        }
    }

    fn dest(&self, row: Row) -> String {
        match row {
            Row::Record(id) => self.view.dest(id, self.from),
            Row::Inline(at) => {
                let (page, anchor, _) = &self.view.inline[at];
                let page = self.view.site.pages[*page]
                    .path
                    .as_deref()
                    .unwrap_or_default();
                let place = if page == self.from {
                    String::new()
                } else {
                    self.view.dest_of(page, self.from)
                };
                format!(
                    "{place}#{}",
                    archsite_core::site::path::percent_encode(anchor)
                )
            }
        }
    }

    /// Whether a decision binds: accepted, and nothing took its place.
    fn binds(&self, row: Row) -> bool {
        let status = self.record(row).status.as_ref().map(|status| status.value);
        let replaced = match row {
            Row::Record(id) => self.view.graph.is_replaced(id),
            Row::Inline(_) => false,
        };
        status.is_some_and(Status::in_force) && !replaced
    }

    fn in_force(&self, rows: &[Row]) -> Markdown {
        let rows = rows.iter().filter(|row| self.binds(**row));
        let items: Vec<Inline> = rows.map(|row| self.item(*row)).collect();
        let out = Markdown::new(EscapeMode::MdBook);
        if items.is_empty() {
            out
        } else {
            out.paragraph(&emit::strong("In force now")).list(items)
        }
    }

    /// A decision in the list of those in force.
    fn item(&self, row: Row) -> Inline {
        let name = match self.number(row).as_str() {
            "" => self.title(row),
            number => format!("{number}. {}", self.title(row)),
        };
        let link = emit::link(&name, &self.dest(row));
        match &self.record(row).date {
            Some(date) => link.text(" — ").append(self.date(&date.value)),
            None => link,
        }
    }

    /// A date, which stays on one line in a browser.
    fn date(&self, date: &str) -> Inline {
        if self.view.site.html {
            emit::span("archsite-date", date)
        } else {
            emit::text(date)
        }
    }

    fn tables(&self, rows: &[Row]) -> Markdown {
        let mut out = Markdown::new(EscapeMode::MdBook);
        let Some(key) = self.options.group else {
            return self.table(out, rows);
        };
        let mut groups: BTreeMap<(usize, String), Vec<Row>> = BTreeMap::new();
        for row in rows {
            for (order, name) in self.groups(*row, key) {
                groups.entry((order, name)).or_default().push(*row);
            }
        }
        for ((_, name), rows) in groups {
            out = self.table(out.paragraph(&emit::strong(&name)), &rows);
        }
        out
    }

    /// The groups of a row, each with what it is sorted by.
    fn groups(&self, row: Row, key: Key) -> Vec<(usize, String)> {
        let record = self.record(row);
        let none = |words: &str| vec![(usize::MAX, words.to_string())];
        match key {
            Key::Status => match &record.status {
                Some(status) => {
                    let order = Status::ALL.iter().position(|other| *other == status.value);
                    vec![(order.unwrap_or(0), status_label(status.value, None))]
                }
                None => none("No status"),
            },
            Key::Year => match &record.date {
                Some(date) => vec![(0, date.value[..4].to_string())],
                None => none("No date"),
            },
            Key::Tag if !record.tags.is_empty() => record
                .tags
                .iter()
                .map(|tag| (0, tag.value.clone()))
                .collect(),
            Key::Tag => none("No tag"),
            _ => match (&record.area, row) {
                (Some(area), _) => vec![(0, area.value.clone())],
                (None, Row::Record(id)) => vec![(0, self.folder(id))],
                (None, Row::Inline(_)) => none("In documents"),
            },
        }
    }

    /// The area of a record that names none: its folder below that of all records.
    fn folder(&self, id: EntryId) -> String {
        let entry = &self.view.records.entries[id];
        let directory = &self.view.records.directories[entry.directory];
        let below = archsite_core::site::path::parent(&entry.file);
        let below = below
            .strip_prefix(directory.path.as_str())
            .unwrap_or(below)
            .trim_matches('/');
        match (below, &directory.prefix) {
            ("", Some(prefix)) => prefix.clone(),
            ("", None) => "General".to_string(),
            (below, _) => below.to_string(),
        }
    }

    /// The table of some rows, below what is there already; none without rows.
    fn table(&self, out: Markdown, rows: &[Row]) -> Markdown {
        let names: Vec<&str> = self
            .options
            .columns
            .iter()
            .map(|column| match column {
                Column::Number => "Number",
                Column::Title => "Title",
                Column::Status => "Status",
                Column::Date => "Date",
                Column::SupersededBy => "Superseded by",
                Column::Supersedes => "Supersedes",
                Column::Deciders => "Deciders",
                Column::Tags => "Tags",
                Column::Area => "Area",
            })
            .collect();
        let cells: Vec<Vec<Inline>> = rows
            .iter()
            .map(|row| {
                self.options
                    .columns
                    .iter()
                    .map(|column| self.cell(*row, *column))
                    .collect()
            })
            .collect();
        if cells.is_empty() {
            out
        } else {
            out.table(&names, &cells)
        }
    }

    fn cell(&self, row: Row, column: Column) -> Inline {
        let record = self.record(row);
        let listed = |list: &[crate::model::record::Located<String>]| {
            let words: Vec<&str> = list.iter().map(|found| found.value.as_str()).collect();
            emit::text(&words.join(", "))
        };
        let related = |kind: Kind| match row {
            Row::Record(id) => Inline::joined(self.view.related(id, kind, self.from), ", "),
            Row::Inline(_) => Inline::default(),
        };
        match column {
            Column::Number => emit::text(&self.number(row)),
            Column::Title => emit::link(&self.title(row), &self.dest(row)),
            Column::Status => self.view.chip(record),
            Column::Date => {
                let date = record.date.as_ref();
                date.map_or_else(Inline::default, |date| self.date(&date.value))
            }
            Column::SupersededBy => related(Kind::SupersededBy),
            Column::Supersedes => related(Kind::Supersedes),
            Column::Deciders => listed(&record.deciders),
            Column::Tags => listed(&record.tags),
            Column::Area => emit::text(record.area.as_ref().map_or("", |a| a.value.as_str())),
        }
    }
}
