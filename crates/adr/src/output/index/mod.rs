//! The index of records: those in force, those not decided, those no longer in force, and the
//! diagram of replacements.
//!
//! Each record is in one list only; the heading says its status.

mod groups;
mod lines;
mod rail;
mod row;
mod table;
pub(crate) mod why;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

use crate::model::graph::EntryId;
use crate::model::record::{Record, Source, Status};
use crate::output::options::{Filter, Key, Options, Part};
use crate::output::view::{RecordView, Style, is_over};

/// A row: a record of its own, or a decision inside a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    Record(EntryId),
    Inline(usize),
}

/// A list of the index, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    InForce,
    NotDecided,
    NoStatus,
    NoLonger,
}

impl Section {
    const ALL: [Section; 4] = [
        Section::InForce,
        Section::NotDecided,
        Section::NoStatus,
        Section::NoLonger,
    ];

    /// The id of its heading.
    fn id(self) -> &'static str {
        match self {
            Section::InForce => "in-force",
            Section::NotDecided => "not-decided",
            Section::NoStatus => "no-status",
            Section::NoLonger => "no-longer",
        }
    }

    /// The status whose mark is beside its count.
    fn status(self) -> Option<Status> {
        match self {
            Section::InForce => Some(Status::Accepted),
            Section::NotDecided => Some(Status::Proposed),
            Section::NoStatus => None,
            Section::NoLonger => Some(Status::Superseded),
        }
    }
}

/// The position of the index, and the headings that are on its page already.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    /// The path of its page.
    pub(crate) page: &'a str,
    /// The level of its headings.
    pub(crate) level: u8,
    /// Ids of headings that are on the page.
    pub(crate) ids: BTreeSet<String>,
}

/// From so many rows on a list is written densely.
const MANY: usize = 60;
/// From so many records in force on they are grouped by year.
const GROUPED: usize = 40;

/// The index at a place of a page, and the parts of the style that it needs.
pub(crate) fn index(
    view: &RecordView<'_>,
    options: &Options,
    place: &Place<'_>,
) -> (String, Style) {
    let index = Index {
        view,
        options,
        place,
    };
    let rows = index.rows();
    let mut style = Style::default();
    let mut out = String::new();
    for part in &options.show {
        let text = match part {
            Part::List => index.lists(&rows, &Section::ALL),
            Part::InForce => index.lists(&rows, &[Section::InForce]),
            Part::Table => {
                let tables = index.tables(&rows).finish();
                if tables.is_empty() {
                    tables
                } else {
                    tables + "\n"
                }
            }
            Part::Graph => index.lines(&rows),
            Part::Timeline => index.timeline(&rows),
        };
        let has_text = !text.is_empty();
        style.index |= has_text;
        style.lines |= has_text && matches!(part, Part::Graph | Part::Timeline);
        out.push_str(&text);
    }
    (out, style)
}

pub(super) struct Index<'a> {
    pub(super) view: &'a RecordView<'a>,
    options: &'a Options,
    place: &'a Place<'a>,
}

impl Index<'_> {
    fn record(&self, row: Row) -> &Record {
        match row {
            Row::Record(id) => self.view.record(id),
            Row::Inline(at) => &self.view.inline[at].2.record,
        }
    }

    fn status(&self, row: Row) -> Option<Status> {
        match row {
            Row::Record(id) => self.view.status(id),
            Row::Inline(_) => self.record(row).status.as_ref().map(|status| status.value),
        }
    }

    fn section(&self, row: Row) -> Section {
        match self.status(row) {
            Some(Status::Accepted | Status::Experimental) => Section::InForce,
            Some(Status::Draft | Status::Proposed | Status::OnHold) => Section::NotDecided,
            Some(status) if is_over(status) => Section::NoLonger,
            _ => Section::NoStatus,
        }
    }

    /// The rows in their order.
    fn rows(&self) -> Vec<Row> {
        let records = (0..self.view.records.entries.len()).map(Row::Record);
        let inline = (0..self.view.inline.len()).map(Row::Inline);
        let mut rows: Vec<Row> = records
            .chain(inline)
            .filter(|row| self.is_wanted(*row))
            .collect();
        // Records come in the order of folders and numbers already.
        rows.sort_by_cached_key(|row| {
            let record = self.record(*row);
            let key = match self.options.sort {
                Key::Title => self.title(*row).to_lowercase(),
                Key::Status => {
                    let status = record.status.as_ref();
                    let order = status.and_then(|s| Status::ALL.iter().position(|o| *o == s.value));
                    format!("{:02}", order.unwrap_or(99))
                }
                Key::Year => match &record.date {
                    Some(date) => date.value.clone(),
                    None => "9999".to_string(),
                },
                Key::Number | Key::Tag | Key::Area | Key::Folder => String::new(),
            };
            (record.source == Source::Document, key)
        });
        if self.options.descending {
            rows.reverse();
        }
        rows
    }

    fn is_wanted(&self, row: Row) -> bool {
        if let Some(only) = &self.options.only
            && !matches!(row, Row::Record(id) if only.contains(&id))
        {
            return false;
        }
        let record = self.record(row);
        self.options.filters.iter().all(|filter| match filter {
            Filter::Status(status) => record.status.as_ref().is_some_and(|s| s.value == *status),
            Filter::Tag(tag) => record.tags.iter().any(|t| t.value.to_lowercase() == *tag),
            Filter::Area(area) => {
                let own = record.area.as_ref();
                own.is_some_and(|own| own.value.to_lowercase() == *area)
            }
            Filter::Year(year) => {
                let date = record.date.as_ref();
                date.is_some_and(|date| date.value.starts_with(year.as_str()))
            }
            Filter::Review(day) => {
                let review = record.review_by.as_ref();
                review.is_some_and(|review| review.value.as_str() <= day.as_str())
            }
        })
    }

    fn title(&self, row: Row) -> String {
        match row {
            Row::Record(id) => self.view.title(id),
            Row::Inline(_) => {
                let title = self.record(row).title.as_ref();
                title.map_or_else(String::new, |title| title.value.clone())
            }
        }
    }

    fn number(&self, row: Row) -> String {
        match row {
            Row::Record(id) => self.view.number(id),
            Row::Inline(_) => self.record(row).id.clone(),
        }
    }

    fn dest(&self, row: Row) -> String {
        let from = self.place.page;
        match row {
            Row::Record(id) => self.view.dest(id, from),
            Row::Inline(at) => {
                let (page, anchor, _) = &self.view.inline[at];
                let page = self.view.site.pages[*page]
                    .path
                    .as_deref()
                    .unwrap_or_default();
                let file = if page == from {
                    String::new()
                } else {
                    self.view.dest_of(page, from)
                };
                let anchor = archsite_core::site::path::percent_encode(anchor);
                format!("{file}#{anchor}")
            }
        }
    }

    /// An id that no heading of the page has.
    fn free_id(&self, id: &str) -> String {
        let mut free = id.to_string();
        let mut number = 0;
        while self.place.ids.contains(&free) {
            number += 1;
            free = format!("{id}-{number}");
        }
        free
    }

    fn heading(&self, out: Markdown, title: &str, id: &str) -> Markdown {
        let level = self.place.level;
        if self.view.site.html {
            out.heading_with_id(level, title, Some(&self.free_id(id)))
        } else {
            out.heading(level, title)
        }
    }

    /// The lists of some sections, with their counts above.
    fn lists(&self, all: &[Row], sections: &[Section]) -> String {
        let mut by_section: BTreeMap<Section, Vec<Row>> = BTreeMap::new();
        for row in all {
            let section = self.section(*row);
            if sections.contains(&section) {
                by_section.entry(section).or_default().push(*row);
            }
        }
        if by_section.is_empty() {
            return String::new();
        }
        let html = self.view.site.html;
        let mut out = Markdown::new(EscapeMode::MdBook);
        if html {
            out = out.tags("<div class=\"archsite\">");
            if by_section.len() > 1 {
                out = out.tags("<div class=\"archsite-counts\">");
                let counts = by_section
                    .iter()
                    .map(|(section, rows)| self.count(*section, rows));
                out = out.list(counts).tags("</div>");
            }
        }
        let mut tags: HashSet<String> = HashSet::new();
        for (section, rows) in &by_section {
            out = self.heading(out, self.section_title(*section), section.id());
            for (name, rows) in self.grouped(rows, *section) {
                if let Some(name) = &name {
                    // Pages of records link to the first group of a tag.
                    let id = tag_id(name);
                    let id = self.has_tag_groups().then_some(id);
                    let id = id.filter(|id| tags.insert(id.clone()));
                    let level = (self.place.level + 1).min(6);
                    out = out.heading_with_id(level, name, id.as_deref());
                }
                if html {
                    let many = if rows.len() > MANY {
                        " archsite-many"
                    } else {
                        ""
                    };
                    let over = if *section == Section::NoLonger {
                        " archsite-over"
                    } else {
                        ""
                    };
                    let width = self.number_width(all, &rows);
                    out = out.tags(&format!(
                        "<div class=\"archsite-records{many}{over}\" style=\"--no:{width}ch\">"
                    ));
                }
                out = out.list(rows.iter().map(|row| self.item(*row, *section)));
                if html {
                    out = out.tags("</div>");
                }
            }
        }
        if html {
            out = out.tags("</div>");
        }
        out.finish() + "\n"
    }

    /// The width of the column of numbers of one list. It is the same for all lists with records, so that they are in
    /// line; decisions in documents have numbers of another kind, such as "Decision 12", in lists of their own.
    fn number_width(&self, all: &[Row], list: &[Row]) -> f32 {
        let has_records = list.iter().any(|row| matches!(row, Row::Record(_)));
        let others = all
            .iter()
            .filter(|row| has_records && matches!(row, Row::Record(_)));
        let numbers = others
            .chain(list)
            .map(|row| self.number(*row).chars().count());
        numbers.max().unwrap_or(0) as f32 + 0.5
    }

    /// Whether groups are tags, with ids for links.
    fn has_tag_groups(&self) -> bool {
        self.view.site.html && self.options.group == Some(Key::Tag)
    }

    fn section_title(&self, section: Section) -> &str {
        let texts = self.view.texts;
        match section {
            Section::InForce => &texts.in_force,
            Section::NotDecided => &texts.not_decided,
            Section::NoStatus => &texts.no_status,
            Section::NoLonger => &texts.no_longer,
        }
    }

    /// A link to a section with the number of its records.
    fn count(&self, section: Section, rows: &[Row]) -> Inline {
        let texts = self.view.texts;
        let words = match section {
            Section::InForce => &texts.counts_in_force,
            Section::NotDecided => &texts.counts_not_decided,
            Section::NoStatus => &texts.counts_no_status,
            Section::NoLonger => &texts.counts_no_longer,
        };
        let class = section.status().map_or("none", Status::name);
        let id = self.free_id(section.id());
        emit::markup(&format!(
            "<a class=\"archsite-status archsite-{class}\" href=\"#{id}\">"
        ))
        .text(&format!("{} {words}", rows.len()))
        .append(emit::markup("</a>"))
    }
}

/// The id of the group of a tag.
pub(crate) fn tag_id(tag: &str) -> String {
    let letters = tag.to_lowercase();
    let letters = letters.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = letters.filter(|word| !word.is_empty()).collect();
    format!("tag-{}", words.join("-"))
}

/// Some values with commas between them.
fn names(values: &[crate::model::record::Located<String>]) -> String {
    let names: Vec<&str> = values.iter().map(|found| found.value.as_str()).collect();
    names.join(", ")
}
