//! One file of a document, and how the files are made.

use archsite_core::text::AppliedEdit;

/// Which command makes the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    /// `shard`: the files can be put together again.
    Shard,
    /// `context`: the files say what the site says, and are read only.
    Context,
}

/// How the files of one document are made.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    /// Which command makes them.
    pub made_by: MadeBy,
    /// The document, as a path from the folder.
    pub source: &'a str,
    /// For each page of the plan the file to edit, as a path from the folder, where that is not
    /// the document but a file that it includes. May be empty.
    pub edit: &'a [Option<String>],
    /// What the document is called where it has no title.
    pub title: &'a str,
    /// Generated text after the list of sections.
    pub more: &'a str,
}

/// One file of a document.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name in the folder.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// What undoes its edits of the source, by place in the file.
    pub recorded: Vec<AppliedEdit>,
}
