//! What the sources of the example say must be on its site. Nothing here asks our passes.

use std::fs;
use std::path::{Path, PathBuf};

use mdbook_driver::MDBook;
use mdbook_driver::book::BookItem;

/// The project's own book.
pub(crate) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book-example")
}

/// The document of the example that is split.
pub(crate) const DOCUMENT: &str = "architecture.md";

/// A page as the sidebar should list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// How many pages lie above it.
    pub(crate) depth: usize,
    /// Number and name.
    pub(crate) words: String,
}

/// All pages in order: the chapters of the summary, and below the document its sections.
pub(crate) fn pages() -> anyhow::Result<Vec<Listed>> {
    let book = MDBook::load(example())?;
    let mut pages = Vec::new();
    for item in book.iter() {
        let BookItem::Chapter(chapter) = item else {
            continue;
        };
        let depth = chapter.parent_names.len();
        let number = chapter.number.as_ref();
        let number = number.map(ToString::to_string).unwrap_or_default();
        let words = |number: &str, name: &str| format!("{number} {name}").trim().to_string();
        pages.push(Listed {
            depth,
            words: words(&number, &chapter.name),
        });
        if chapter.source_path.as_deref() == Some(Path::new(DOCUMENT)) {
            for (place, section) in (1..).zip(sections()?) {
                pages.push(Listed {
                    depth: depth + 1,
                    words: words(&format!("{number}{place}."), &section),
                });
            }
        }
    }
    Ok(pages)
}

/// Titles of the document's sections: all but its table of contents, and those that say
/// they stay.
pub(crate) fn sections() -> anyhow::Result<Vec<String>> {
    let document = fs::read_to_string(example().join("src").join(DOCUMENT))?;
    let mut code = false;
    let mut sections = Vec::new();
    let mut lines = document.lines().peekable();
    while let Some(line) = lines.next() {
        code ^= line.starts_with("```");
        let Some(title) = line.strip_prefix("## ").filter(|_| !code) else {
            continue;
        };
        let stays = lines.peek().is_some_and(|next| next.contains("no-split"));
        if !stays && title != "Table of Contents" {
            sections.push(title.to_string());
        }
    }
    anyhow::ensure!(sections.len() > 8, "the document has lost its sections");
    Ok(sections)
}
