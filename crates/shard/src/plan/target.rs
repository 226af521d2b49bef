//! Where the pages of a document go: chapters of the book, or files in a folder for agents.
//!
//! The only place that spells a path of a page. It looks at no disk.

use archsite_core::site::path;

/// Where pages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Chapters of the book, below the document's own.
    Book,
    /// Files in one folder, or in folders below it that are named after the section above, with the
    /// document's own page as `index.md`. The paths of the site are those of its files then.
    Disk(Folders),
}

/// The folders of documents on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// Folders that were asked for, by the path of the document's page.
    pub chosen: Vec<(String, String)>,
}

/// The document's own page on disk.
pub const INDEX: &str = "index.md";

impl Target {
    /// Whether pages are chapters: they have an address that must go on working, and a sidebar.
    pub fn in_book(&self) -> bool {
        *self == Target::Book
    }

    /// Whether the pages of a document at `own` are at the top of the site.
    pub(crate) fn is_top(&self, own: &str) -> bool {
        self.in_book() && book_folder(own).is_empty()
    }

    /// The paths of all pages of a document whose own page is at `own`, that one first.
    pub(crate) fn paths(&self, own: &str, names: &[String]) -> Vec<String> {
        let (first, folder) = match self {
            Target::Book => (own.to_string(), book_folder(own).to_string()),
            Target::Disk(folders) => {
                let folder = folders.of(own);
                (joined(&folder, INDEX), folder)
            }
        };
        let sections = names
            .iter()
            .map(|name| joined(&folder, &format!("{name}.md")));
        std::iter::once(first).chain(sections).collect()
    }
}

impl Folders {
    /// The folder for the document at `own`: `docs/a.md` gets `docs/a` where nothing else was
    /// asked for.
    pub fn of(&self, own: &str) -> String {
        let mut chosen = self.chosen.iter();
        match chosen.find(|(document, _)| document == own) {
            Some((_, folder)) => folder.clone(),
            None => path::stem(own).to_string(),
        }
    }
}

/// Where the sections of a document are in the book: beside an index file, else in a folder of
/// the document's name.
fn book_folder(own: &str) -> &str {
    let name = path::file_name(own).to_lowercase();
    match name.as_str() {
        "readme.md" | "index.md" => path::parent(own),
        _ => path::stem(own),
    }
}

fn joined(folder: &str, file: &str) -> String {
    match folder {
        "" => file.to_string(),
        folder => format!("{folder}/{file}"),
    }
}
