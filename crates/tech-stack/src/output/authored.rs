//! The look of an author's table below a directive, for the html renderer. Its words and their order stay: the table
//! gets an element around it, and each name and version gets one of its own.

use std::collections::BTreeSet;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};
use archsite_core::site::path;
use archsite_core::text::Edit;

use crate::compare::actual::ActualVersion;
use crate::document::columns::Columns;
use crate::document::markdown::Table;
use crate::output::places::Places;
use crate::output::{BASE, NAME, VERSION};

/// The style of authored tables, beside that of all tables.
const STYLE: &str = include_str!("../../style/authored.css");

/// The class of the element around the table.
const TABLE: &str = "archsite-tech archsite-authored";

/// Most files that the note names.
const MAX_FILES: usize = 3;

/// What the note below a table explains.
#[derive(Debug, Default)]
pub(crate) struct Explained {
    /// Names of the files that filled versions link to.
    pub(crate) files: BTreeSet<String>,
    /// A version has a mark, since the manifests have another one.
    pub(crate) has_marks: bool,
}

/// The edits that begin the element around the table, which is below a directive that ends at `directive_end`.
pub(crate) fn opening(directive_end: usize) -> Edit {
    let tags = format!("\n\n<style>\n{BASE}{STYLE}</style>\n\n<div class=\"{TABLE}\">\n");
    Edit::insert(directive_end, tags)
}

/// The edit that ends the element, with the note.
pub(crate) fn closing(source: &str, table: &Table, explained: &Explained) -> Edit {
    let at = table.range.start + source[table.range.clone()].trim_end().len();
    // What follows without a blank line would be a part of the HTML block.
    Edit::insert(at, format!("\n\n{}</div>\n", note(explained)))
}

fn note(explained: &Explained) -> String {
    let Explained { files, has_marks } = explained;
    let mut sentences = Vec::new();
    if !files.is_empty() {
        let named: Vec<&str> = files.iter().map(String::as_str).take(MAX_FILES).collect();
        let more = match files.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let files = named.join(", ");
        sentences.push(format!("Underlined versions come from {files}{more}."));
    }
    if *has_marks {
        sentences.push("≠ marks a version that the manifests contradict.".to_string());
    }
    if sentences.is_empty() {
        return String::new();
    }
    let note = emit::span("archsite-note", &sentences.join(" "));
    let note = Markdown::new(EscapeMode::MdBook).paragraph(&note);
    format!("{}\n\n", note.finish().trim_end())
}

/// The edits that put the names and versions of a table in elements: those that begin them, and those that end
/// them. Cells without content have none.
pub(crate) fn cells(table: &Table, columns: Columns) -> (Vec<Edit>, Vec<Edit>) {
    let (mut opening, mut closing) = (Vec::new(), Vec::new());
    for row in &table.rows {
        for (column, class) in [(columns.technology, NAME), (columns.version, VERSION)] {
            if let Some(cell) = row.get(column).filter(|cell| !cell.range.is_empty()) {
                opening.push(Edit::insert(
                    cell.range.start,
                    format!("<span class=\"{class}\">"),
                ));
                closing.push(Edit::insert(cell.range.end, "</span>".to_string()));
            }
        }
    }
    (opening, closing)
}

/// Puts the names and versions of generated rows in elements.
pub(crate) fn with_classes(rows: &mut [Vec<Inline>], columns: Columns) {
    for row in rows {
        for (column, class) in [(columns.technology, NAME), (columns.version, VERSION)] {
            if let Some(cell) = row.get_mut(column) {
                *cell = emit::within(class, std::mem::take(cell));
            }
        }
    }
}

/// A mark for readers of the page: the file that has another version, and the version.
pub(crate) fn mark(actual: &ActualVersion, places: &Places<'_>) -> String {
    let file = path::file_name(&actual.at.file);
    let file = linked(file, actual, places);
    let words = file.text(&format!(" has {}", actual.display));
    in_cell(emit::within("archsite-drift", words))
}

/// A version that is filled in, with a link to the line of the manifest.
pub(crate) fn filled(version: &str, actual: &ActualVersion, places: &Places<'_>) -> Inline {
    emit::within("archsite-filled", linked(version, actual, places))
}

/// A version, in the element of versions.
pub(crate) fn version(content: Inline) -> Inline {
    emit::within(VERSION, content)
}

fn linked(words: &str, actual: &ActualVersion, places: &Places<'_>) -> Inline {
    match places.address(&actual.at) {
        Some(address) => emit::link(words, &address),
        None => emit::text(words),
    }
}

/// Content as a part of a cell that the author wrote.
pub(crate) fn in_cell(content: Inline) -> String {
    let row = emit::table_rows(&[vec![content]]);
    let cell = row.trim().trim_start_matches('|').trim_end_matches('|');
    cell.trim().to_string()
}
