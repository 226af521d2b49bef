//! The technologies of a document with their versions: rows of tables, lines and badges.

mod badges;
pub(crate) mod context;
mod line;
mod pieces;

use std::ops::Range;

pub(crate) use self::badges::{may_have_badges, of_badges};
use self::line::is_label_of_the_unused;
pub(crate) use self::line::of_line;
use crate::document::columns;
use crate::document::columns::{Columns, OwnHeaders};
use crate::document::markdown;
use crate::document::markdown::{Cell, Line, Table};
use crate::document::names::{Match, Names, Target, VersionSource};
use crate::document::versions;
use crate::document::versions::{DocumentedVersion, VersionText};
use crate::model::facts::Ecosystem;

/// A technology with its version: a row of a table, or a part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TechnologyRow {
    /// The name as written, without markup.
    pub(crate) technology: String,
    /// The byte range of the name.
    pub(crate) technology_range: Range<usize>,
    /// The meaning of the name.
    pub(crate) meaning: Match,
    /// Packages that are named beside it, in parentheses.
    pub(crate) others: Vec<VersionSource>,
    /// The version.
    pub(crate) version: VersionText,
    /// The text that the version is in, without markup.
    pub(crate) text: String,
    /// The parts of the text: offset in `text`, and byte range in the document.
    pub(crate) runs: Vec<(usize, Range<usize>)>,
    /// The byte range of the text; of a cell, all of its content.
    pub(crate) range: Range<usize>,
    /// The range is a cell of a column of versions.
    pub(crate) is_cell: bool,
    /// It is in a table whose bars are below each other.
    pub(crate) is_aligned: bool,
}

impl TechnologyRow {
    /// The byte range of a version of the row.
    pub(crate) fn version_range(&self, documented: &DocumentedVersion) -> Range<usize> {
        markdown::source_range(&self.runs, &documented.whole)
    }

    /// The package that has the version, if the manifests have it.
    pub(crate) fn version_source(&self) -> Option<&VersionSource> {
        match &self.meaning {
            Match::Found(version_source) => Some(version_source),
            _ => None,
        }
    }

    /// The package, without the rule for its version.
    pub(crate) fn target(&self) -> Option<&Target> {
        self.version_source().map(|source| &source.target)
    }
}

/// The rows of a table. `context` is the name of the technology that the text around it is about.
pub(crate) fn of_table(
    source: &str,
    table: &Table,
    own: OwnHeaders<'_>,
    context: Option<&str>,
    names: &Names,
) -> Vec<TechnologyRow> {
    if let Some(columns) = columns::columns(&table.header, own) {
        return of_columns(source, table, columns, names);
    }
    let choices = columns::choices(&table.header, own);
    let mut found = Vec::new();
    for row in &table.rows {
        if is_unused(row, &[]) {
            continue;
        }
        if let [label, value, ..] = row.as_slice()
            && let Some(context) = context
            && columns::is_version_attribute(&label.text)
        {
            found.extend(of_attribute(source, value, context, names));
        }
        for cell in choices.iter().filter_map(|column| row.get(*column)) {
            if !cell.struck {
                found.extend(of_line(&as_line(cell), None, names));
            }
        }
    }
    found
}

/// Signs between several technologies of one cell.
const BETWEEN: &[&str] = &[", ", " + ", " / ", "/", " & ", " and ", "、", "; ", ","];

/// The rows of a table with columns of technologies and versions.
fn of_columns(source: &str, table: &Table, columns: Columns, names: &Names) -> Vec<TechnologyRow> {
    let header = table.header.get(columns.technology);
    let names_packages = header.is_some_and(columns::is_package);
    let is_aligned = is_aligned(source, table);
    let mut found = Vec::new();
    for row in &table.rows {
        let (Some(technology), Some(version)) =
            (row.get(columns.technology), row.get(columns.version))
        else {
            continue;
        };
        let meaning = if names_packages {
            names.of_package(technology)
        } else {
            names.of_cell(technology)
        };
        let is_struck = version.struck || technology.struck;
        let mut documented = versions::read(&version.text, is_struck);
        let written = source.get(version.range.clone()).unwrap_or_default();
        // A cell with an image, a link or a variable is not empty, whatever its text.
        if documented == VersionText::Placeholder && !is_text(written, &version.text)
            || is_unused(row, &[columns.technology, columns.version])
            || is_unused_in_parentheses(&technology.text)
        {
            documented = VersionText::NoVersion;
        }
        if columns.is_minimum
            && let VersionText::One(one) = &mut documented
        {
            one.make_minimum();
        }
        let row = |name: &str, meaning: Match, version_text: VersionText| {
            let (meaning, version_text) = with_edition(meaning, version_text, names);
            TechnologyRow {
                technology: name.to_string(),
                technology_range: technology.range.clone(),
                others: names.in_parentheses(&technology.text),
                meaning,
                version: version_text,
                text: version.text.clone(),
                runs: version.runs.clone(),
                range: version.range.clone(),
                is_cell: true,
                is_aligned,
            }
        };
        let is_compound = matches!(meaning, Match::Ambiguous(_) | Match::Unknown(_));
        match (&documented, parts(technology)) {
            // "ESLint 8+, Prettier 3+" and "18.x / 5.x" are paired with as many names.
            (VersionText::Several(versions), Some(parts))
                if parts.len() == versions.len() && is_compound =>
            {
                for (part, one) in parts.iter().zip(versions) {
                    let one = VersionText::One(one.clone());
                    found.push(row(part, names.find(part), one));
                }
            }
            // One version for several names says nothing about any of them.
            (_, Some(parts)) if is_compound => {
                let name = parts.join(", ");
                found.push(row(&name, Match::Unknown(None), VersionText::NoVersion));
            }
            (VersionText::Several(_), _) => {
                found.push(row(&technology.text, meaning, VersionText::NoVersion));
            }
            _ => found.push(row(&technology.text, meaning, documented)),
        }
    }
    found
}

/// The row of a table of attributes that gives the version of the technology it is about.
fn of_attribute(source: &str, cell: &Cell, name: &str, names: &Names) -> Option<TechnologyRow> {
    let meaning = names.find(name);
    let version = versions::read(&cell.text, cell.struck);
    let written = source.get(cell.range.clone()).unwrap_or_default();
    let is_open = version == VersionText::Placeholder && is_text(written, &cell.text);
    let is_version = matches!(version, VersionText::One(_));
    (matches!(meaning, Match::Found(_)) && (is_version || is_open)).then(|| TechnologyRow {
        technology: name.to_string(),
        technology_range: cell.range.clone(),
        others: Vec::new(),
        meaning,
        version,
        text: cell.text.clone(),
        runs: cell.runs.clone(),
        range: cell.range.clone(),
        is_cell: false,
        is_aligned: false,
    })
}

/// Whether a cell says that its row is not in use: `Rejected`, `Planned`.
fn is_unused(row: &[Cell], except: &[usize]) -> bool {
    let cells = row.iter().enumerate();
    let mut cells = cells.filter(|(column, _)| !except.contains(column));
    cells.any(|(_, cell)| {
        cell.text.trim().split(' ').count() <= 2 && is_label_of_the_unused(&cell.text)
    })
}

/// `React (deprecated)`.
fn is_unused_in_parentheses(text: &str) -> bool {
    let inside = text.split_once(['(', '（']).map(|(_, inside)| inside);
    inside.is_some_and(is_label_of_the_unused)
}

/// A cell as a line.
fn as_line(cell: &Cell) -> Line {
    Line {
        text: cell.text.clone(),
        runs: cell.runs.clone(),
        depth: 1,
        ..Line::default()
    }
}

/// Whether the bars of a table are below each other, so that they should stay there.
fn is_aligned(source: &str, table: &Table) -> bool {
    let text = source.get(table.range.clone()).unwrap_or_default();
    let bars = |line: &str| -> Vec<usize> {
        let columns = line.trim_end().chars().enumerate();
        let bars = columns.filter(|(_, c)| *c == '|');
        bars.map(|(column, _)| column).collect()
    };
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(bars);
    lines
        .next()
        .is_some_and(|first| lines.all(|line| line == first))
}

/// A year beside Rust is its edition, not a version of the compiler. Where no manifest states the
/// edition, nothing is documented that could be compared.
fn with_edition(meaning: Match, version: VersionText, names: &Names) -> (Match, VersionText) {
    let rust = |targets: &[Target]| {
        let own = |target: &Target| target.ecosystem == Ecosystem::Runtime && target.name == "rust";
        targets.iter().any(own)
    };
    let rust = match &meaning {
        Match::Found(version_source) => rust(std::slice::from_ref(&version_source.target)),
        Match::Absent(targets) => rust(targets),
        _ => false,
    };
    match &version {
        VersionText::One(documented)
            if rust
                && matches!(
                    documented.version.parts.as_slice(),
                    [2015 | 2018 | 2021 | 2024]
                ) =>
        {
            match names.find("runtime:rust-edition") {
                Match::Found(version_source) => (Match::Found(version_source), version),
                _ => (meaning, VersionText::NoVersion),
            }
        }
        _ => (meaning, version),
    }
}

/// Whether bytes are this text and nothing more but emphasis; a variable is never only text.
pub(crate) fn is_text(written: &str, text: &str) -> bool {
    let plain = |text: &str| text.replace(['*', '_', '`'], "").trim().to_string();
    !written.contains("{{") && plain(written) == plain(text)
}

/// The names of a cell that holds several.
fn parts(cell: &Cell) -> Option<Vec<String>> {
    let sign = BETWEEN.iter().find(|sign| cell.text.contains(**sign))?;
    let parts = cell.text.split(sign).map(|part| part.trim().to_string());
    Some(parts.filter(|part| !part.is_empty()).collect())
}

#[cfg(test)]
mod tests;
