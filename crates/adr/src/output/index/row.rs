//! A row of a list: mark, number, title, chip and date, reason and relations.

use archsite_core::emit;
use archsite_core::emit::Inline;

use crate::model::record::{Kind, Status};
use crate::output::index::why;
use crate::output::index::{Index, Row, Section, names};
use crate::output::options::Column;

impl Index<'_> {
    /// A row of a list.
    pub(super) fn item(&self, row: Row, section: Section) -> Inline {
        let record = self.record(row);
        let status = self.status(row);
        // The heading says it of most.
        let said = matches!(
            (section, status),
            (Section::InForce, Some(Status::Accepted))
                | (Section::NotDecided, Some(Status::Proposed))
                | (Section::NoLonger, Some(Status::Superseded))
                | (Section::NoStatus, None)
        );
        let chip = if said {
            Inline::default()
        } else {
            self.view.chip(status, record.status_raw.as_deref())
        };
        let why = match row {
            Row::Record(id) if section < Section::NoLonger => why::why(self.view, id),
            _ => None,
        };
        let date = record.date.as_ref().map(|date| date.value.clone());
        self.line(row, String::new(), chip, date, why)
    }

    /// The parts of a row: mark, number, title, chip and date, reason, relations.
    pub(super) fn line(
        &self,
        row: Row,
        rail: String,
        chip: Inline,
        date: Option<String>,
        why: Option<String>,
    ) -> Inline {
        let view = self.view;
        let record = self.record(row);
        let number = self.number(row);
        let link = emit::link(&self.title(row), &self.dest(row));
        let date = date.unwrap_or_default();
        let relations = self.relations(row);
        let more = self.more(row);
        if !view.site.html {
            let name = match number.as_str() {
                "" => link,
                number => {
                    let name = format!("{number}. {}", self.title(row));
                    emit::link(&name, &self.dest(row))
                }
            };
            let mut parts = vec![name, chip, emit::text(&date)];
            parts.extend(why.map(|why| emit::text(&why)));
            parts.extend(relations);
            parts.extend(more);
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            return Inline::joined(parts, " — ");
        }
        let date = view.classed("archsite-date", &date);
        let side = [chip, date].into_iter().filter(|part| !part.is_empty());
        let side = Inline::joined(side, " ");
        let spans = |parts: Vec<Inline>| {
            let parts = parts.into_iter().map(|part| {
                emit::markup("<span>")
                    .append(part)
                    .append(emit::markup("</span>"))
            });
            emit::within("archsite-rel", Inline::joined(parts, " "))
        };
        let rail = if rail.is_empty() {
            Inline::default()
        } else {
            emit::markup(&rail)
        };
        let parts = [
            rail,
            view.mark(self.status(row), record.status_raw.as_deref()),
            view.classed("archsite-no", &number),
            link,
            emit::within("archsite-side", side),
            why.map_or_else(Inline::default, |why| view.classed("archsite-why", &why)),
            spans(relations),
            spans(more),
        ];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        Inline::joined(parts, " ")
    }

    /// Relations of a record in words, with numbers as links.
    fn relations(&self, row: Row) -> Vec<Inline> {
        let Row::Record(id) = row else {
            return Vec::new();
        };
        let kinds = [
            Kind::Supersedes,
            Kind::SupersededBy,
            Kind::Amends,
            Kind::AmendedBy,
        ];
        let relations = [false, true].into_iter().flat_map(|planned| {
            kinds.into_iter().filter_map(move |kind| {
                let links = self.view.related(id, kind, planned, self.place.page, true);
                if links.is_empty() {
                    return None;
                }
                let words = self.view.texts.relation(kind, planned);
                let links = Inline::joined(links, ", ");
                Some(emit::text(words).text(" ").append(links))
            })
        });
        relations.collect()
    }

    /// What the option `columns` adds to a row.
    fn more(&self, row: Row) -> Vec<Inline> {
        let record = self.record(row);
        let texts = self.view.texts;
        let mut more = Vec::new();
        let columns = self.options.columns.as_deref().unwrap_or_default();
        for column in columns {
            let (label, words) = match column {
                Column::Tags => (&texts.tags, names(&record.tags)),
                Column::Deciders => (&texts.deciders, names(&record.deciders)),
                Column::Area => (&texts.area, names(record.area.as_slice())),
                _ => continue,
            };
            if !words.is_empty() {
                more.push(emit::text(&format!("{label}: {words}")));
            }
        }
        if let Some(review) = &record.review_by {
            more.push(emit::text(&texts.review_due.replace("{}", &review.value)));
        }
        more
    }
}
