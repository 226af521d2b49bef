//! The site: the tree of pages, and where they came from.
//!
//! Plain data. Loading it from a book and writing it back is the command line's work;
//! changing it is the passes'.

pub mod heading_ids;
pub mod path;
pub mod relocate;
pub mod resolve;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::PathBuf;

use crate::diagnostics::internal::InternalError;
use crate::markdown::outline::{Outline, ParseOptions};
use crate::site::heading_ids::IdRules;
use crate::text::{Edit, SourceId, Text};

/// Index into [`Site::pages`].
pub type PageId = usize;

/// An entry of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A page.
    Page(PageId),
    /// A line between chapters.
    Separator,
    /// The title of a part.
    PartTitle(String),
}

/// One page of the site.
#[derive(Debug, Default)]
pub struct Page {
    /// Name in the sidebar.
    pub name: String,
    /// Section number, if the page has one.
    pub number: Option<Vec<u32>>,
    /// Path in the book; `None` for a draft.
    pub path: Option<String>,
    /// File it was read from, relative to `src`; for a page that was cut out of a document,
    /// the document.
    pub source_path: Option<String>,
    /// Names of the pages above it, outermost first.
    pub parent_names: Vec<String>,
    /// Its Markdown.
    pub text: Text,
    /// Its file could not be read, so that its text is not known.
    pub unread: bool,
    /// How its Markdown is read.
    pub options: ParseOptions,
    /// Pages below it.
    pub items: Vec<Item>,
    outline: OnceCell<Outline>,
}

impl Page {
    /// The outline of the page's text. The first call parses.
    pub fn outline(&self) -> &Outline {
        self.outline
            .get_or_init(|| Outline::parse(self.text.as_str(), &self.options))
    }

    /// The page's text with edits made, in any order.
    ///
    /// # Errors
    /// [`InternalError`] if the edits of pass `by` do not fit together.
    pub fn edited(&self, by: &'static str, mut edits: Vec<Edit>) -> Result<Text, InternalError> {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        self.spliced(by, &edits)
    }

    fn spliced(&self, by: &'static str, edits: &[Edit]) -> Result<Text, InternalError> {
        let mut text = Text::default();
        let whole = 0..self.text.as_str().len();
        text.splice(by, &self.text, std::slice::from_ref(&whole), edits)
            .map_err(|error| InternalError {
                document: self.source_path.clone().unwrap_or_default(),
                what: error.to_string(),
            })?;
        Ok(text)
    }

    /// Makes edits, in any order, after which front matter is text as any other. Returns the old
    /// text.
    ///
    /// # Errors
    /// [`InternalError`] if the edits of pass `by` do not fit together; the page is unchanged
    /// then.
    fn edit(&mut self, by: &'static str, mut edits: Vec<Edit>) -> Result<Text, InternalError> {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let text = self.spliced(by, &edits)?;
        self.options.skip_front_matter = false;
        Ok(self.replace_text(text))
    }

    /// Gives the page another text and returns the old one.
    pub fn replace_text(&mut self, text: Text) -> Text {
        self.outline = OnceCell::new();
        std::mem::replace(&mut self.text, text)
    }
}

/// A text as it was loaded. Diagnostics point into these.
#[derive(Debug, Default)]
pub struct Source {
    /// The file it should come from, relative to `src`.
    pub file: Option<String>,
    /// The text, once its page got another one.
    retired: Option<String>,
}

/// The tree of pages and where it came from.
#[derive(Debug, Default)]
pub struct Site {
    /// Root of the repository: nothing above it is read.
    pub root: PathBuf,
    /// Folder of `book.toml`.
    pub book_root: PathBuf,
    /// Folder of the chapters, relative to the book root.
    pub src: PathBuf,
    /// The pages are for a browser; other renderers get plain Markdown.
    pub html: bool,
    /// The paths of pages are those of their files, and links lead to files: a README is none
    /// that is called `index.md`.
    pub on_disk: bool,
    /// How mdBook makes ids of headings.
    pub id_rules: IdRules,
    /// Pages that redirects stand for, as paths in the book in lower case, each with the key
    /// of the configuration.
    pub redirects: HashMap<String, String>,
    /// All pages; their order means nothing.
    pub pages: Vec<Page>,
    /// The table of contents.
    pub items: Vec<Item>,
    /// Loaded texts. The first pages of [`Site::pages`] have the same numbers.
    pub sources: Vec<Source>,
}

impl Site {
    /// Adds a page that was loaded, and its text as a source.
    pub fn add_loaded(&mut self, mut page: Page, text: String) -> PageId {
        let id = self.pages.len();
        debug_assert_eq!(id, self.sources.len(), "loaded pages come first");
        self.sources.push(Source {
            file: page.source_path.clone(),
            retired: None,
        });
        page.text = Text::loaded(id, text);
        self.pages.push(page);
        id
    }

    /// The text of a source, as it was loaded.
    pub fn source_text(&self, id: SourceId) -> &str {
        match &self.sources[id].retired {
            Some(text) => text,
            None => self.pages[id].text.as_str(),
        }
    }

    /// Whether a page that was loaded has another text by now.
    pub fn is_written(&self, id: PageId) -> bool {
        self.sources[id].retired.is_some()
    }

    /// Makes edits in the text of a page, in any order, after which front matter is text as
    /// any other; a text that was loaded stays available as a source.
    ///
    /// # Errors
    /// [`InternalError`] if the edits of pass `by` do not fit together; the page is unchanged
    /// then.
    pub fn edit(
        &mut self,
        id: PageId,
        by: &'static str,
        edits: Vec<Edit>,
    ) -> Result<(), InternalError> {
        let old = self.pages[id].edit(by, edits)?;
        self.retire(id, old);
        Ok(())
    }

    /// Gives a page another text; a text that was loaded stays available as a source.
    pub fn replace_text(&mut self, id: PageId, text: Text) {
        let old = self.pages[id].replace_text(text);
        self.retire(id, old);
    }

    fn retire(&mut self, id: PageId, mut old: Text) {
        if let Some(source) = self.sources.get_mut(id)
            && source.retired.is_none()
        {
            source.retired = Some(old.take());
        }
    }

    /// The page that mdBook shows first: drafts have nothing to show.
    pub fn first_page(&self) -> Option<PageId> {
        let mut order = self.reading_order().into_iter();
        order.find(|id| self.pages[*id].path.is_some())
    }

    /// All pages in reading order.
    pub fn reading_order(&self) -> Vec<PageId> {
        let mut order = Vec::with_capacity(self.pages.len());
        let mut stack: Vec<&Item> = self.items.iter().rev().collect();
        while let Some(item) = stack.pop() {
            if let Item::Page(id) = item {
                order.push(*id);
                stack.extend(self.pages[*id].items.iter().rev());
            }
        }
        order
    }
}
