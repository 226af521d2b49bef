//! The diagram of replacements, and the timeline: records by year, newest first.

use std::collections::BTreeSet;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

use crate::model::graph::EntryId;
use crate::model::record::{Kind, Status};
use crate::output::index::rail;
use crate::output::index::rail::{LineKind, LineRow, Lines};
use crate::output::index::{Index, Row};
use crate::output::options::Key;

impl Index<'_> {
    /// The diagram of replacements: related records with lines between them.
    pub(super) fn lines(&self, rows: &[Row]) -> String {
        let html = self.view.site.html;
        let ids: BTreeSet<EntryId> = rows
            .iter()
            .filter_map(|row| match row {
                Row::Record(id) => Some(*id),
                Row::Inline(_) => None,
            })
            .collect();
        let Some(lines) = Lines::new(self.view, &ids).filter(|_| html) else {
            return String::new();
        };
        let mut out = Markdown::new(EscapeMode::MdBook).tags("<div class=\"archsite\">");
        out = self.heading(
            out,
            &self.view.texts.what_replaced_what,
            "what-replaced-what",
        );
        if lines.lanes > 0 {
            out = out.tags("<div class=\"archsite-key\">");
            out = out.paragraph(&self.key(&lines)).tags("</div>");
        }
        let wide = if lines.width() > 64 {
            " archsite-wide"
        } else {
            ""
        };
        let widest = ids
            .iter()
            .map(|id| self.view.number(*id).chars().count())
            .max();
        let width = widest.unwrap_or(0) as f32 + 0.5;
        out = out.tags(&format!(
            "<div class=\"archsite-records archsite-lines{wide}\" style=\"--rail:{}px;--no:{width}ch\">",
            lines.width()
        ));
        let items = lines.rows.iter().enumerate().map(|(at, row)| match row {
            LineRow::Year(year) => self.year(*year, &lines.rail(at)),
            LineRow::Record(id) => self.line_item(*id, lines.rail(at)),
        });
        out = out.list(items).tags("</div>").tags("</div>");
        out.finish() + "\n"
    }

    fn key(&self, lines: &Lines) -> Inline {
        let texts = self.view.texts;
        let kinds = lines.kinds().into_iter().map(|kind| {
            let words = match kind {
                LineKind::Replaces => texts.relation(Kind::Supersedes, false),
                LineKind::Amends => texts.relation(Kind::Amends, false),
                LineKind::Planned => texts.relation(Kind::Supersedes, true),
            };
            emit::markup("<span>")
                .append(emit::markup(&rail::sample(kind)))
                .text(words.trim_end_matches(':'))
                .append(emit::markup("</span>"))
        });
        Inline::joined(kinds, " ")
            .text(" ")
            .append(emit::span("archsite-order", &texts.newest_first))
    }

    fn year(&self, year: Option<u16>, rail: &str) -> Inline {
        let words = match year {
            Some(year) => year.to_string(),
            None => self.view.texts.no_date.clone(),
        };
        let strong = emit::strong(&words);
        if rail.is_empty() {
            strong
        } else {
            emit::markup(rail).text(" ").append(strong)
        }
    }

    fn line_item(&self, id: EntryId, rail: String) -> Inline {
        let status = self.view.status(id);
        let record = self.view.record(id);
        let plain = matches!(status, Some(Status::Accepted | Status::Superseded));
        let chip = if plain {
            Inline::default()
        } else {
            self.view.chip(status, record.status_raw.as_deref())
        };
        // The year is above.
        let date = record.date.as_ref();
        let date = date
            .and_then(|date| date.value.get(5..))
            .map(ToString::to_string);
        self.line(Row::Record(id), rail, chip, date, None)
    }

    /// All records by year, newest first, on one line each.
    pub(super) fn timeline(&self, rows: &[Row]) -> String {
        let mut out = Markdown::new(EscapeMode::MdBook);
        let html = self.view.site.html;
        if rows.is_empty() {
            return String::new();
        }
        if html {
            out = out.tags("<div class=\"archsite\">");
        }
        let mut years = self.groups(rows, Key::Year);
        let undated = rows.iter().any(|row| self.record(*row).date.is_none());
        let end = years.len() - usize::from(undated);
        years[..end].reverse();
        for (year, mut rows) in years {
            rows.sort_by_key(|row| {
                let date = self.record(*row).date.as_ref();
                std::cmp::Reverse(date.map(|date| date.value.clone()))
            });
            out = out.heading(self.place.level, &year);
            if html {
                out = out.tags("<div class=\"archsite-records archsite-timeline\">");
            }
            out = out.list(rows.iter().map(|row| {
                let status = self.status(*row);
                let record = self.record(*row);
                let chip = if status == Some(Status::Accepted) {
                    Inline::default()
                } else {
                    self.view.chip(status, record.status_raw.as_deref())
                };
                let date = record.date.as_ref().map(|date| date.value.clone());
                self.line(*row, String::new(), chip, date, None)
            }));
            if html {
                out = out.tags("</div>");
            }
        }
        if html {
            out = out.tags("</div>");
        }
        out.finish() + "\n"
    }
}
