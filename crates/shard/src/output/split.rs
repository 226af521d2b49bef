//! A document that was split, and what its files say of it as it was before.

use std::borrow::Cow;

use archsite_core::site::PageId;
use archsite_core::text::AppliedEdit;

use crate::output::about;
use crate::output::render::Renderer;
use crate::plan::document::Document;

/// A document that was split.
#[derive(Debug)]
pub struct Split {
    /// What was planned.
    pub document: Document,
    /// The site's page for each page of the plan.
    pub pages: Vec<PageId>,
    /// For each page of the plan, what undoes its edits.
    pub recorded: Vec<Vec<AppliedEdit>>,
    /// On disk: what is known of the document only before it is split.
    pub noted: Option<Noted>,
}

/// What is known of a document only before it is split.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    /// The text that is split.
    pub source: String,
    /// For each page of the plan, its title. The first is that of the document; empty if it
    /// has none.
    pub titles: Vec<String>,
    /// For each page of the plan, what is said about it in a list.
    pub notes: Vec<Option<String>>,
    /// For each page of the plan, the id of its heading in the document.
    pub ids: Vec<Option<String>>,
    /// For each page of the plan, old and new ids.
    pub anchors: Vec<Vec<(String, String)>>,
    /// Its first line ends with CR and LF.
    pub crlf: bool,
}

impl Noted {
    /// Generated text with the line ends of the document.
    pub fn with_line_ends<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.crlf {
            Cow::Owned(text.replace('\n', "\r\n"))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Looks at a document before the site changes.
    pub(crate) fn new(renderer: &Renderer<'_>, document: &Document) -> Noted {
        let outline = renderer.outline(document);
        let mut titles = Vec::new();
        let mut ids = Vec::new();
        let old = renderer.anchors(document);
        for page in &document.plan.pages {
            let title = page.heading.or_else(|| {
                let mut headings = outline.headings.iter();
                headings.position(|heading| heading.root && heading.level == 1)
            });
            let title = title.map(|index| outline.headings[index].title.clone());
            titles.push(title.unwrap_or_default());
            let id = page.heading.map(|index| old.heading_ids[index].clone());
            ids.push(id.filter(|id| !id.is_empty()));
        }
        let text = renderer.text(document);
        let pages = &document.plan.pages;
        let notes = about::about(outline, &document.owners, pages);
        let mut anchors = vec![Vec::new(); document.plan.pages.len()];
        for (old, page, new) in document.anchor_map.sorted(old) {
            anchors[page].push((old.to_string(), new.to_string()));
        }
        Noted {
            source: text.to_string(),
            crlf: text
                .split('\n')
                .next()
                .is_some_and(|line| line.ends_with('\r')),
            titles,
            notes,
            ids,
            anchors,
        }
    }
}

/// The titles from the document down to a page.
pub fn heading_path<'a>(split: &Split, noted: &'a Noted, page: usize) -> Vec<&'a str> {
    let mut titles = Vec::new();
    let mut at = page;
    loop {
        titles.push(noted.titles[at].as_str());
        if at == 0 {
            break;
        }
        at = split.document.plan.pages[at].parent;
    }
    titles.retain(|title| !title.is_empty());
    titles.reverse();
    titles
}
