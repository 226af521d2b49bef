//! A document that was split, and what its files say of it as it was before.

use std::borrow::Cow;

use archsite_core::site::PageId;
use archsite_core::text::{AppliedEdit, collapse_whitespace};
use mdbook_markdown::pulldown_cmark::{Event, Parser};

use crate::output::about;
use crate::output::render::Renderer;
use crate::plan::document::Document;
use crate::plan::sections::front_matter;
use crate::rewrite::imports;

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
    /// For each page of the plan, its title. The first is that of the document, of its heading or
    /// else of its front matter; empty if it has none.
    pub titles: Vec<String>,
    /// The document's own page has a heading with its title.
    pub has_title: bool,
    /// For each page of the plan, what is said about it in a list.
    pub notes: Vec<Option<String>>,
    /// For each page of the plan, its code in running text that would need backslashes as text.
    pub codes: Vec<Vec<String>>,
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
        let own_title = outline.headings.iter().position(|heading| {
            let is_own = document.owners.page(heading.range.start) == 0;
            heading.root && heading.level == 1 && is_own
        });
        let has_title_in_html = outline
            .tags
            .iter()
            .any(|tag| tag.name == "h1" && document.owners.page(tag.range.start) == 0);
        for page in &document.plan.pages {
            let title = page.heading.or(own_title);
            let title = title.map(|index| outline.headings[index].title.clone());
            let title = title.or_else(|| front_matter::title(renderer.text(document), outline));
            titles.push(title.unwrap_or_default());
            let id = page.heading.map(|index| old.heading_ids[index].clone());
            ids.push(id.filter(|id| !id.is_empty()));
        }
        let text = renderer.text(document);
        let pages = &document.plan.pages;
        let mut notes = about::about(outline, &document.owners, pages);
        let own = renderer.site.pages[document.page].path.as_deref();
        if own.is_some_and(imports::has_imports) {
            // An index that is read at every start must not import what its sections do.
            for note in notes.iter_mut().flatten() {
                *note = imports::without_marks(note);
            }
        }
        let mut codes = vec![Vec::new(); document.plan.pages.len()];
        for (event, range) in Parser::new(text).into_offset_iter() {
            let Event::Code(code) = event else { continue };
            if code.contains(['<', '_', '*', '[', '&', '~', '{']) && !code.contains('`') {
                let code = collapse_whitespace(&code).into_owned();
                codes[document.owners.page(range.start)].push(code);
            }
        }
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
            has_title: own_title.is_some() || has_title_in_html,
            notes,
            codes,
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
