//! The index as a Markdown table, without columns that are empty in all rows.

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};

use crate::model::record::Kind;
use crate::output::index::{Index, Row, names};
use crate::output::options::Column;

impl Index<'_> {
    pub(super) fn tables(&self, rows: &[Row]) -> Markdown {
        let mut out = Markdown::new(EscapeMode::MdBook);
        let Some(key) = self.options.group else {
            return self.table(out, rows);
        };
        for (name, rows) in self.groups(rows, key) {
            out = self.table(out.heading(self.place.level, &name), &rows);
        }
        out
    }

    /// The table of some rows, without columns that are empty in all of them.
    fn table(&self, out: Markdown, rows: &[Row]) -> Markdown {
        let texts = self.view.texts;
        let default = &[
            Column::Number,
            Column::Title,
            Column::Status,
            Column::Date,
            Column::SupersededBy,
        ];
        let columns = self.options.columns.as_deref().unwrap_or(default);
        let mut names: Vec<&str> = Vec::new();
        let mut cells: Vec<Vec<Inline>> = vec![Vec::new(); rows.len()];
        for column in columns {
            let column_cells = rows.iter().map(|row| self.cell(*row, *column));
            let column_cells: Vec<Inline> = column_cells.collect();
            if column_cells.iter().all(Inline::is_empty) {
                continue;
            }
            names.push(match column {
                Column::Number => &texts.number,
                Column::Title => &texts.title,
                Column::Status => &texts.status,
                Column::Date => &texts.date,
                Column::SupersededBy => &texts.superseded_by,
                Column::Supersedes => &texts.supersedes,
                Column::Deciders => &texts.deciders,
                Column::Tags => &texts.tags,
                Column::Area => &texts.area,
                Column::ReviewBy => &texts.review_by,
            });
            for (cells, cell) in cells.iter_mut().zip(column_cells) {
                cells.push(cell);
            }
        }
        if names.is_empty() {
            out
        } else {
            out.table(&names, &cells)
        }
    }

    fn cell(&self, row: Row, column: Column) -> Inline {
        let record = self.record(row);
        let related = |kind: Kind| match row {
            Row::Record(id) => {
                let links = self.view.related(id, kind, false, self.place.page, true);
                Inline::joined(links, ", ")
            }
            Row::Inline(_) => Inline::default(),
        };
        match column {
            Column::Number => self.view.classed("archsite-no", &self.number(row)),
            Column::Title => emit::link(&self.title(row), &self.dest(row)),
            Column::Status if record.status.is_none() => Inline::default(),
            Column::Status => self
                .view
                .chip(self.status(row), record.status_raw.as_deref()),
            Column::Date => {
                let date = record.date.as_ref();
                date.map_or_else(Inline::default, |date| {
                    self.view.classed("archsite-date", &date.value)
                })
            }
            Column::SupersededBy => related(Kind::SupersededBy),
            Column::Supersedes => related(Kind::Supersedes),
            Column::Deciders => emit::text(&names(&record.deciders)),
            Column::Tags => emit::text(&names(&record.tags)),
            Column::Area => emit::text(record.area.as_ref().map_or("", |a| a.value.as_str())),
            Column::ReviewBy => {
                emit::text(record.review_by.as_ref().map_or("", |r| r.value.as_str()))
            }
        }
    }
}
