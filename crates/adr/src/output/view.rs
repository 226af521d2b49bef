//! Records as they are shown: what they are called, where their pages are, and their chips.
//!
//! Everything here comes from records and goes through core's encoder; no file is read.

use archsite_core::site::path;
use archsite_core::site::{PageId, Site};

use crate::discover::Records;
use crate::model::graph::{EntryId, Graph};
use crate::model::record::{Kind, Record, Status};
use crate::parse::inline::Inline;
use archsite_core::emit;

/// The records of a site, and the page of each.
pub(crate) struct RecordView<'a> {
    pub(crate) site: &'a Site,
    pub(crate) records: &'a Records,
    pub(crate) graph: &'a Graph,
    pub(crate) pages: &'a [PageId],
    pub(crate) inline: &'a [(PageId, String, Inline)],
}

impl RecordView<'_> {
    pub(crate) fn record(&self, id: EntryId) -> &Record {
        &self.records.entries[id].reading.record
    }

    /// The number with the prefix of its folder, or what the record is called.
    pub(crate) fn number(&self, id: EntryId) -> String {
        let entry = &self.records.entries[id];
        let prefix = self
            .records
            .directories
            .get(entry.directory)
            .and_then(|d| d.prefix.as_deref());
        let record = &entry.reading.record;
        let title = record.title_number.as_ref();
        let number = record
            .label()
            .or(title.map(|number| number.value.to_string()));
        match (prefix, number) {
            (Some(prefix), Some(number)) => format!("{prefix}-{number}"),
            (None, Some(number)) => number,
            (_, None) => String::new(),
        }
    }

    /// The title, or what stands for it.
    pub(crate) fn title(&self, id: EntryId) -> String {
        let record = self.record(id);
        match &record.title {
            Some(title) => title.value.clone(),
            None => crate::parse::values::name::read(&record.id)
                .slug
                .replace(['-', '_'], " "),
        }
    }

    /// Number and title on one line.
    pub(crate) fn name(&self, id: EntryId) -> String {
        match self.number(id).as_str() {
            "" => self.title(id),
            number => format!("{number}. {}", self.title(id)),
        }
    }

    /// How the page of a record is spelled in a link of the page at `from`.
    pub(crate) fn dest(&self, id: EntryId, from: &str) -> String {
        let page = self
            .pages
            .get(id)
            .and_then(|page| self.site.pages[*page].path.as_deref());
        self.dest_of(page.unwrap_or_default(), from)
    }

    pub(crate) fn dest_of(&self, page: &str, from: &str) -> String {
        path::percent_encode(&path::relative(path::parent(from), page)).into_owned()
    }

    /// A link to a record.
    pub(crate) fn link(&self, id: EntryId, from: &str) -> emit::Inline {
        emit::link(&self.name(id), &self.dest(id, from))
    }

    /// Links to some records, with commas between them.
    pub(crate) fn links(&self, ids: &[EntryId], from: &str) -> emit::Inline {
        emit::Inline::joined(ids.iter().map(|id| self.link(*id, from)), ", ")
    }

    /// Links to all that is in a relation to a record now, on other sites too.
    pub(crate) fn related(&self, id: EntryId, kind: Kind, from: &str) -> Vec<emit::Inline> {
        let records = self.graph.related(id, kind).into_iter();
        let mut links: Vec<emit::Inline> = records.map(|other| self.link(other, from)).collect();
        let relations = &self.record(id).relations;
        let elsewhere = self
            .graph
            .elsewhere(id)
            .map(|index| &relations[index].value);
        let elsewhere = elsewhere.filter(|found| found.kind == kind && !found.planned);
        links.extend(elsewhere.map(|found| emit::link(&found.text, &found.target)));
        links
    }

    /// The status: words always, a frame around them in a browser.
    pub(crate) fn chip(&self, record: &Record) -> emit::Inline {
        let Some(status) = &record.status else {
            return emit::Inline::default();
        };
        let words = status_label(status.value, record.status_raw.as_deref());
        if self.site.html {
            let class = format!("archsite-status archsite-{}", status.value.name());
            emit::span(&class, &words)
        } else {
            emit::text(&words)
        }
    }
}

/// The status for people: unknown words as they were written.
pub(crate) fn status_label(status: Status, raw: Option<&str>) -> String {
    match (status, raw) {
        (Status::Unknown, Some(raw)) => {
            let end = raw.char_indices().nth(40).map_or(raw.len(), |(at, _)| at);
            raw[..end].to_string()
        }
        (status, _) => {
            let name = status.name().replace('-', " ");
            let mut letters = name.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    }
}

/// The little style that chips and pictures need. The colours are the theme's own, so that it
/// follows a change of theme; the frame and the words tell a status without any colour.
pub(crate) const STYLE: &str = "<style>
.archsite-status { border: 1px solid currentColor; border-radius: 0.8em; padding: 0.05em 0.6em; white-space: nowrap; font-size: 0.9em; }
.archsite-date { white-space: nowrap; }
.archsite-accepted, .archsite-experimental { font-weight: bold; }
.archsite-draft, .archsite-proposed, .archsite-on-hold { border-style: dashed; }
.archsite-superseded, .archsite-deprecated, .archsite-rejected, .archsite-reverted { border-style: dotted; opacity: 0.85; }
.archsite-graph { overflow-x: auto; margin: 1em 0; }
.archsite-graph svg { font: 13px sans-serif; fill: var(--fg); }
.archsite-graph rect { fill: var(--bg); stroke: var(--fg); }
.archsite-graph .old rect { stroke-dasharray: 2 3; }
.archsite-graph .now rect { stroke-width: 2.5; }
.archsite-graph a:hover rect, .archsite-graph a:focus rect { fill: var(--theme-hover); }
.archsite-graph path { fill: none; stroke: var(--fg); stroke-width: 1.5; }
.archsite-graph .amends { stroke-dasharray: 7 4; }
.archsite-graph .planned, .archsite-graph .planned-part { stroke-dasharray: 2 6; }
.archsite-graph .relates { stroke-dasharray: 1 4; stroke-linecap: round; }
.archsite-graph marker path { fill: var(--fg); stroke: none; }
.archsite-graph .year { stroke: var(--table-border-color); stroke-width: 1; }
@media print { .archsite-graph svg { max-width: 100%; height: auto; } }
</style>
";
