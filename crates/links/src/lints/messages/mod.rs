//! The messages of the link check: problems as facts, converted to diagnostics.
//!
//! Nothing here decides whether something is a problem.

pub(crate) mod alive;
pub(crate) mod anchors;
pub(crate) mod book;
pub(crate) mod includes;
pub(crate) mod links;
pub(crate) mod text;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::Site;
use archsite_core::text::lines;

use crate::site::document::Document;

/// Adds what a reader needs to see besides the destination: where a link over several
/// lines starts, and who uses a definition.
fn with_context(diagnostic: Diagnostic, document: &Document<'_>, link: &Link) -> Diagnostic {
    let mut diagnostic = diagnostic.about(link.dest.as_str());
    if let LinkKind::Definition(index) = link.kind {
        for used in document.uses_of(index) {
            diagnostic = diagnostic.at(document.place(used.range.clone()), "used here");
        }
        return diagnostic;
    }
    let dest = document.destination(link);
    if document.text[link.range.start..dest.start.max(link.range.start)].contains('\n') {
        let end = lines::line_end(document.text, link.range.start);
        let line = document.text[link.range.start..end].trim_end();
        let first = link.range.start..link.range.start + line.len();
        diagnostic = diagnostic.at(document.place(first), "the link starts here");
    }
    diagnostic
}

/// The entry of SUMMARY.md that lists a file.
fn entry(file: &str) -> String {
    if file.contains(|c: char| c.is_whitespace() || "()".contains(c)) {
        format!("[Title](<{file}>)")
    } else {
        format!("[Title]({file})")
    }
}

/// A destination short enough to be read.
fn short(dest: &str) -> String {
    const LONGEST: usize = 120;
    match dest.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &dest[..at]),
        None => dest.to_string(),
    }
}

/// The place of a file as a whole, for problems that have no other.
pub(in crate::lints) fn whole_file(site: &Site, file: &str) -> Location {
    Location::file(site.src.join(file))
}
