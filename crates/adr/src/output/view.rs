//! The records of a site as readers see them: names, pages, marks and chips.
//!
//! Everything here comes from records and goes through core's encoder; no file is read.

use std::collections::BTreeMap;

use archsite_core::emit;
use archsite_core::emit::Inline;
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};

use crate::model::graph::{EntryId, Graph};
use crate::model::record::{Kind, Record, Status};
use crate::model::records::Records;
use crate::parse::inline;
use crate::parse::values::name;
use crate::parse::vocabulary::text::Texts;

/// The records of a site, and the page of each.
pub(crate) struct RecordView<'a> {
    pub(crate) site: &'a Site,
    pub(crate) records: &'a Records,
    pub(crate) graph: &'a Graph,
    pub(crate) pages: &'a [PageId],
    pub(crate) inline: &'a [(PageId, String, inline::Inline)],
    /// The source files whose comments name a record, by record.
    pub(crate) cited_by: BTreeMap<EntryId, Vec<&'a str>>,
    /// The index is grouped by tag, so that tags lead to their groups.
    pub(crate) tag_groups: bool,
    /// The words of generated text.
    pub(crate) texts: &'a Texts,
}

impl RecordView<'_> {
    pub(crate) fn record(&self, id: EntryId) -> &Record {
        &self.records.entries[id].reading.record
    }

    /// The number with the prefix of its folder; empty without a number.
    pub(crate) fn number(&self, id: EntryId) -> String {
        let entry = &self.records.entries[id];
        let directory = self.records.directories.get(entry.directory);
        let prefix = directory.and_then(|directory| directory.prefix.as_deref());
        let record = &entry.reading.record;
        let title = record.title_number.as_ref();
        let number = record
            .label()
            .or(title.map(|number| number.value.to_string()));
        match (prefix.map(|prefix| prefix.trim_end_matches('-')), number) {
            (Some(prefix), Some(number)) => format!("{prefix}-{number}"),
            (None, Some(number)) => number,
            (_, None) => String::new(),
        }
    }

    /// The title, else the words of the file name.
    pub(crate) fn title(&self, id: EntryId) -> String {
        title(self.record(id))
    }

    /// Number and title on one line.
    pub(crate) fn name(&self, id: EntryId) -> String {
        match self.number(id).as_str() {
            "" => self.title(id),
            number => format!("{number}. {}", self.title(id)),
        }
    }

    /// The destination of a record's page in a link of the page at `from`.
    pub(crate) fn dest(&self, id: EntryId, from: &str) -> String {
        let page = self.pages.get(id);
        let page = page.and_then(|page| self.site.pages[*page].path.as_deref());
        self.dest_of(page.unwrap_or_default(), from)
    }

    pub(crate) fn dest_of(&self, page: &str, from: &str) -> String {
        path::percent_encode(&path::relative(path::parent(from), page)).into_owned()
    }

    /// A link to a record by its name.
    pub(crate) fn link(&self, id: EntryId, from: &str) -> Inline {
        emit::link(&self.name(id), &self.dest(id, from))
    }

    /// A link to a record by its number, or its name if it has none.
    fn short_link(&self, id: EntryId, from: &str) -> Inline {
        match self.number(id).as_str() {
            "" => self.link(id, from),
            number => emit::link(number, &self.dest(id, from)),
        }
    }

    /// Links to all records and pages on other sites in a relation to a record, now or planned, by
    /// name or by number.
    pub(crate) fn related(
        &self,
        id: EntryId,
        kind: Kind,
        planned: bool,
        from: &str,
        short: bool,
    ) -> Vec<Inline> {
        let records = if planned {
            self.graph.planned(id, kind)
        } else {
            self.graph.related(id, kind)
        };
        let link = |other: EntryId| {
            if short {
                self.short_link(other, from)
            } else if planned && matches!(kind, Kind::SupersededBy | Kind::AmendedBy) {
                let status = self.status_words(self.status(other), None).to_lowercase();
                self.link(other, from).text(&format!(" ({status})"))
            } else {
                self.link(other, from)
            }
        };
        let mut links: Vec<Inline> = records.into_iter().map(link).collect();
        let relations = &self.record(id).relations;
        let external = self.graph.elsewhere(id);
        let external = external.map(|index| &relations[index].value);
        let external = external.filter(|found| found.kind == kind && found.planned == planned);
        links.extend(external.map(|found| emit::link(&found.text, &found.target)));
        links
    }

    /// Whether a record binds: it is in force, and nothing took its place.
    pub(crate) fn binds(&self, id: EntryId) -> bool {
        let status = self.record(id).status.as_ref();
        status.is_some_and(|status| status.value.in_force()) && !self.graph.is_replaced(id)
    }

    /// The status by which a record is shown: superseded, if another record says so.
    pub(crate) fn status(&self, id: EntryId) -> Option<Status> {
        let status = self.record(id).status.as_ref().map(|status| status.value);
        if self.graph.is_replaced(id) && status.is_none_or(|status| !is_over(status)) {
            return Some(Status::Superseded);
        }
        status
    }

    /// The words of a status: unknown ones as they are written.
    pub(crate) fn status_words(&self, status: Option<Status>, raw: Option<&str>) -> String {
        match (status, raw) {
            (Some(Status::Unknown), Some(raw)) => {
                let end = raw.char_indices().nth(40).map_or(raw.len(), |(at, _)| at);
                raw[..end].to_string()
            }
            (Some(status), _) => self.texts.status_name(status).to_string(),
            (None, _) => self.texts.no_status.clone(),
        }
    }

    /// The status as a chip; words alone for other renderers.
    pub(crate) fn chip(&self, status: Option<Status>, raw: Option<&str>) -> Inline {
        let words = self.status_words(status, raw);
        if self.site.html {
            emit::span(
                &format!("archsite-status archsite-{}", class(status)),
                &words,
            )
        } else {
            emit::text(&words)
        }
    }

    /// The status as a mark whose words only programs read; nothing for other renderers.
    pub(crate) fn mark(&self, status: Option<Status>, raw: Option<&str>) -> Inline {
        if !self.site.html {
            return Inline::default();
        }
        let words = self.status_words(status, raw);
        let class = class(status);
        emit::span(
            &format!("archsite-status archsite-mark archsite-{class}"),
            &words,
        )
    }

    /// Text in a class for the html renderer.
    pub(crate) fn classed(&self, class: &str, text: &str) -> Inline {
        if self.site.html && !text.is_empty() {
            emit::span(class, text)
        } else {
            emit::text(text)
        }
    }
}

/// The title of a record, else the words of its file name.
pub(crate) fn title(record: &Record) -> String {
    match &record.title {
        Some(title) => title.value.clone(),
        None => name::read(&record.id).slug.replace(['-', '_'], " "),
    }
}

/// Whether a status says that a record is no longer, or was never, in force.
pub(crate) fn is_over(status: Status) -> bool {
    matches!(
        status,
        Status::Superseded | Status::Deprecated | Status::Rejected | Status::Reverted
    )
}

/// The class of a status in the style.
fn class(status: Option<Status>) -> &'static str {
    status.map_or("none", Status::name)
}

/// The parts of the style that a page needs. Colours are those of the theme.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Style {
    pub(crate) index: bool,
    pub(crate) lines: bool,
    pub(crate) banner: bool,
}

impl Style {
    /// The style element, or nothing if no part is needed.
    pub(crate) fn element(self) -> String {
        let parts = [
            (
                self.index || self.lines || self.banner,
                include_str!("../../style/base.css"),
            ),
            (
                self.index || self.lines,
                include_str!("../../style/index.css"),
            ),
            (self.lines, include_str!("../../style/lines.css")),
            (self.banner, include_str!("../../style/banner.css")),
        ];
        let parts = parts.into_iter().filter(|(needed, _)| *needed);
        let css: String = parts.map(|(_, css)| css).collect();
        if css.is_empty() {
            return css;
        }
        format!("<style>\n{css}</style>\n")
    }
}
