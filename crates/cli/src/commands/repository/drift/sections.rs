//! The sections whose files changed since they were written, as a table, as JSON and as a page.

use clap::ValueEnum;

/// Output format of the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table for people
    Table,
    /// One JSON document
    Json,
    /// A page of Markdown
    Markdown,
}

/// This build cannot read the history.
#[cfg(not(feature = "history"))]
pub(super) fn run(
    _: &super::Documents,
    _: &archsite_core::fs::Reader,
    _: ListFormat,
) -> anyhow::Result<u8> {
    anyhow::bail!("this program was built without the feature `history`")
}

#[cfg(feature = "history")]
pub(super) use self::list::run;

#[cfg(feature = "history")]
mod list {
    use std::collections::HashSet;

    use anyhow::anyhow;
    use archsite_core::emit::{EscapeMode, Markdown, text};
    use archsite_core::fs::Reader;
    use archsite_drift::Section;
    use comfy_table::Table;
    use comfy_table::presets::NOTHING;
    use serde_json::json;

    use super::ListFormat;
    use crate::commands::repository::drift::Documents;
    use crate::exit::CLEAN;
    use crate::report;

    /// Headers of the table.
    const HEADER: [&str; 7] = [
        "section", "changed", "added", "removed", "renamed", "share", "paths",
    ];

    /// Lists the sections of documents.
    pub(crate) fn run(
        documents: &Documents,
        reader: &Reader,
        format: ListFormat,
    ) -> anyhow::Result<u8> {
        let default = archsite_drift::Config::default();
        let input = archsite_drift::Input {
            site: &documents.loaded.site,
            config: documents.settings.drift.as_ref().unwrap_or(&default),
            reader,
            history: &HashSet::new(),
            with_history: true,
        };
        let sections = archsite_drift::sections(&input).map_err(|why| anyhow!(why))?;
        match format {
            ListFormat::Table => report::result(&table(&sections))?,
            ListFormat::Json => report::data(&json(&sections)?)?,
            ListFormat::Markdown => report::result(&page(&sections))?,
        }
        Ok(CLEAN)
    }

    fn row(section: &Section) -> [String; 7] {
        let title = section.titles.last().map_or("", String::as_str);
        [
            format!("{}:{} {}", section.file, section.line, one_line(title)),
            section.changed.to_string(),
            section.added.to_string(),
            section.removed.to_string(),
            section.renamed.to_string(),
            format!("{} %", section.share()),
            one_line(&section.paths.join(", ")),
        ]
    }

    fn table(sections: &[Section]) -> String {
        let mut table = Table::new();
        table.load_style(NOTHING).set_header(HEADER);
        for section in sections {
            table.add_row(row(section));
        }
        let lines = table.to_string();
        lines
            .lines()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect()
    }

    /// A page for a book.
    fn page(sections: &[Section]) -> String {
        let rows: Vec<Vec<_>> = sections
            .iter()
            .map(|section| row(section).iter().map(|cell| text(cell)).collect())
            .collect();
        let intro = "Sections that name files, and how many of these were added, removed or renamed since the section was last \
                     changed. Many changes are a reason to read the section again, and not an error.";
        Markdown::new(EscapeMode::MdBook)
            .heading(1, "Sections to review")
            .paragraph(&text(intro))
            .table(&HEADER, &rows)
            .finish()
    }

    fn json(sections: &[Section]) -> anyhow::Result<String> {
        let rows = sections.iter().map(|section| {
            json!({
                "file": section.file,
                "line": section.line,
                "titles": section.titles,
                "changed": section.changed.to_string(),
                "paths": section.paths,
                "added": section.added,
                "removed": section.removed,
                "renamed": section.renamed,
                "edited": section.edited,
                "files": section.files,
                "share": section.share(),
            })
        });
        let rows: Vec<_> = rows.collect();
        Ok(serde_json::to_string_pretty(&json!({ "sections": rows }))? + "\n")
    }

    /// What comes from a file must not end a line of ours.
    fn one_line(text: &str) -> String {
        text.chars()
            .map(|c| {
                if c.is_control() || c == '\u{fffc}' {
                    ' '
                } else {
                    c
                }
            })
            .collect()
    }
}
