//! The records of a book with their pages, as the phases of the pass hand them on.

use std::collections::HashSet;

use archsite_core::fs::Reader;
use archsite_core::site::PageId;

use crate::discover::Citation;
use crate::model::graph::Graph;
use crate::model::records::Records;
use crate::parse::inline::Inline;

/// The text of a record that holds directives of mdBook.
#[derive(Debug, Clone, Copy)]
pub struct Unexpanded<'t> {
    /// Its file, relative to the repository root.
    pub file: &'t str,
    /// The path of its page in the book.
    pub page: &'t str,
    /// The text.
    pub text: &'t str,
}

/// What mdBook makes of the directives in records.
pub type Expand<'a> = dyn Fn(Vec<Unexpanded<'_>>) -> Vec<String> + 'a;

/// The files of a repository.
pub struct Files<'a> {
    /// Reads them; its root is that of the repository.
    pub reader: &'a Reader,
    /// Expands mdBook's directives in them.
    pub expand: &'a Expand<'a>,
}

/// The records of a book.
#[derive(Debug, Default)]
pub struct Prepared {
    /// All records that were found.
    pub records: Records,
    /// How they are related.
    pub graph: Graph,
    /// The page of each record; none where the book has no index.
    pub pages: Vec<PageId>,
    /// Pages that were added; the others were in the table of contents.
    pub added: HashSet<PageId>,
    /// Those of them whose files hold directives of mdBook.
    pub expanded: HashSet<PageId>,
    /// Decisions inside documents, each with its page and the id to link to.
    pub inline: Vec<(PageId, String, Inline)>,
    /// The comments in source files that name records, by file; none unless the configuration or a
    /// lint asks for them.
    pub citations: Vec<Citation>,
    /// Pages of records list the source files that name them.
    pub(crate) cited_by: bool,
    /// The page of the first directive.
    pub owner: Option<PageId>,
    /// The language of the book.
    pub(crate) language: String,
    /// Folder of the chapters, relative to the repository root.
    pub(crate) src: Option<String>,
}
