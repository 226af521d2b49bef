//! Writes the pages of a split document: ranges to copy, and edits to make on the way.
//!
//! Nothing the author wrote is formatted here. What is generated is at the top of a
//! page (copied from other pages) or after its own text (the list of sections and the script).
//!
//! [`Renderer`] has more rooms: `edits` finds the edits of the author's text, `links` decides
//! about links, `index` writes the list of sections and the script,
//! `copies` what is copied from other pages.

use std::ops::Range;

use archsite_core::diagnostics::InternalError;
use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::markdown::outline::{Heading, Outline, ParseOptions};
use archsite_core::site::resolve::{PageAnchors, Resolution};
use archsite_core::site::{PageId, Site};
use archsite_core::text::{AppliedEdit, Edit, Text};

use crate::PASS;
use crate::config::Config;
use crate::output::facts;
use crate::plan::document::Document;
use crate::plan::sections::front_matter;
use crate::plan::target::Target;

/// Stands where the list of sections goes until the length of each file is known. It is the
/// name of its own origin, so that it is found again whatever happens around it.
pub const MARK: &str = "<!-- archsite sections -->";

/// A page as it was written.
#[derive(Debug)]
pub struct Rendered {
    /// Its Markdown.
    pub text: Text,
    /// What undoes the edits.
    pub recorded: Vec<AppliedEdit>,
}

/// Everything that writing pages looks at.
pub struct Renderer<'a> {
    /// The site before the split.
    pub site: &'a Site,
    /// What its links point at.
    pub resolution: &'a Resolution,
    /// All documents that are split.
    pub documents: &'a [Document],
    /// Index into `documents` by page of the site.
    pub by_page: &'a [Option<usize>],
    /// What the user wants.
    pub config: &'a Config,
    /// Where the pages go.
    pub target: &'a Target,
}

impl Renderer<'_> {
    /// Writes all pages of a document.
    ///
    /// # Errors
    /// [`InternalError`] if a byte would be lost: a bug, not a fault of the document.
    pub fn document(&self, document: &Document) -> Result<Vec<Rendered>, InternalError> {
        let edits = self.edits(document);
        let pages: Vec<Rendered> = (0..document.plan.pages.len())
            .map(|page| self.page(document, page, &edits))
            .collect::<Result<_, _>>()?;
        self.check(document, &pages)?;
        Ok(pages)
    }

    /// Edits for a page that is not split but has links to what moved.
    pub fn other_page(&self, page: PageId) -> Vec<Edit> {
        let outline = self.site.pages[page].outline();
        let path = self.site.pages[page].path.as_deref().unwrap_or_default();
        let mut edits: Vec<Edit> = (0..outline.links.len())
            .filter_map(|link| self.link_edit(page, link, path, None))
            .collect();
        edits.sort_by_key(|edit| edit.range.start);
        edits
    }

    fn page(
        &self,
        document: &Document,
        page: usize,
        edits: &[Edit],
    ) -> Result<Rendered, InternalError> {
        let source = &self.site.pages[document.page].text;
        let plan = &document.plan.pages[page];
        let mut text = Text::default();
        let mut recorded = Vec::new();
        text.push_generated(PASS, self.print_mark(document, page));
        text.push_generated(PASS, &self.copies(document, page)?);
        let mut facts = self.facts(document, page);
        if page == 0 && self.target.in_book() {
            text.push_generated(PASS, &self.missing_title(document));
        }
        note_generated(&mut recorded, 0, text.as_str().len(), 0);

        // On disk the list is made last, when it is known how long each file is.
        let (by, mut list) =
            if page == 0 && !self.target.in_book() && !document.children[0].is_empty() {
                (MARK, MARK.to_string())
            } else {
                (PASS, self.section_list(document, page))
            };
        let list_at = self.list_place(document, page);
        let mut gap = true;
        let mut ranges = split_at(&plan.ranges, list_at);
        if let Some((at, _)) = &facts {
            ranges = split_at(&ranges, *at);
        }
        for range in ranges {
            let start = text.as_str().len();
            let behind_facts = facts.take_if(|(at, _)| range.start >= *at);
            if let Some((_, line)) = &behind_facts {
                put(&mut text, PASS, line, gap);
            }
            let behind_list = range.start >= list_at && !list.is_empty();
            if behind_list {
                put(&mut text, by, &std::mem::take(&mut list), gap);
            }
            let follows =
                behind_list || (behind_facts.is_none() && range.start != plan.ranges[0].start);
            let says = !source.as_str()[range.clone()].trim().is_empty();
            if follows && says && !joins_cleanly(&text, &source.as_str()[range.clone()]) {
                let between = emit::comment("a section of this document has its own page");
                put(&mut text, PASS, &between, gap);
            }
            note_generated(&mut recorded, start, text.as_str().len(), range.start);
            let made = text
                .splice(PASS, source, std::slice::from_ref(&range), edits)
                .map_err(|error| self.bug(document, error.to_string()))?;
            recorded.extend(made);
            gap = self.gap_behind(document, range.end);
        }
        let at = text.as_str().len();
        if let Some((_, line)) = facts {
            put(&mut text, PASS, &line, gap);
        }
        put(&mut text, by, &list, gap);
        note_generated(
            &mut recorded,
            at,
            text.as_str().len(),
            source.as_str().len(),
        );
        Ok(Rendered { text, recorded })
    }

    /// The line about a document for its own page in the book, and the offset in the document before which it
    /// is: below the title, else after the front matter.
    fn facts(&self, document: &Document, page: usize) -> Option<(usize, String)> {
        let outline = self.outline(document);
        if page > 0 || !self.target.in_book() || outline.front_matter == 0 {
            return None;
        }
        let text = self.text(document);
        let fields = front_matter::fields(&text[..outline.front_matter]);
        let line = facts::line(&fields, self.site.html)?;
        let range = document.plan.pages[0].ranges.first()?;
        let mut blocks = outline.blocks.iter();
        let first = blocks.find(|block| block.range.start >= outline.front_matter)?;
        let title = outline.headings.iter().find(|heading| {
            heading.root && heading.level == 1 && heading.range.start == first.range.start
        });
        let at = title.map_or(outline.front_matter, |title| title.range.end);
        let is_line_start = text[..at].ends_with('\n');
        (is_line_start && at <= range.end).then_some((at, line))
    }

    /// The title of the front matter as a heading, if the document's own page in the book has no
    /// title; empty if its id is that of something on the page.
    fn missing_title(&self, document: &Document) -> String {
        let outline = self.outline(document);
        let text = self.text(document);
        let own = |heading: &Heading| document.owners.page(heading.range.start) == 0;
        let mut headings = outline.headings.iter();
        if headings.any(|heading| heading.root && heading.level == 1 && own(heading)) {
            return String::new();
        }
        let Some(title) = front_matter::title(text, outline) else {
            return String::new();
        };
        let title = Markdown::new(EscapeMode::MdBook)
            .heading(1, &title)
            .finish();
        let ids = Outline::parse(&title, &ParseOptions::default()).heading_ids(self.site.id_rules);
        let is_taken = |id: &String| {
            let places = document.anchor_map.sorted(self.anchors(document));
            places.iter().any(|(_, page, now)| *page == 0 && now == id)
        };
        if ids.iter().any(is_taken) {
            String::new()
        } else {
            title + "\n"
        }
    }

    /// Whether a blank line is wanted between what ends at a byte of a document and generated
    /// text. In code of a list or a quote that is never closed it would become code.
    fn gap_behind(&self, document: &Document, end: usize) -> bool {
        let blocks = &self.outline(document).blocks;
        let next = blocks.partition_point(|block| block.range.start < end);
        !next
            .checked_sub(1)
            .is_some_and(|last| blocks[last].unclosed)
    }

    /// The ids of the whole document.
    pub(crate) fn anchors(&self, document: &Document) -> &PageAnchors {
        &self.resolution.anchors[document.page]
    }

    pub(crate) fn outline(&self, document: &Document) -> &Outline {
        self.site.pages[document.page].outline()
    }

    pub(crate) fn text(&self, document: &Document) -> &str {
        self.site.pages[document.page].text.as_str()
    }

    /// Every byte of the document is on exactly one page or in a recorded edit.
    fn check(&self, document: &Document, pages: &[Rendered]) -> Result<(), InternalError> {
        let len = self.text(document).len();
        let mut ranges: Vec<&Range<usize>> = document
            .plan
            .pages
            .iter()
            .flat_map(|page| &page.ranges)
            .collect();
        ranges.sort_by_key(|range| range.start);
        let mut at = 0;
        for range in ranges {
            if range.start != at {
                return Err(self.bug(
                    document,
                    format!("bytes {at} to {} are on no page or on two", range.start),
                ));
            }
            at = range.end;
        }
        let kept: usize = pages
            .iter()
            .map(|page| {
                let written: usize = page.recorded.iter().map(|r| r.len).sum();
                let replaced: usize = page.recorded.iter().map(|r| r.original.len()).sum();
                page.text.as_str().len() - written + replaced
            })
            .sum();
        if at != len || kept != len {
            return Err(self.bug(document, format!("{kept} of {len} bytes are accounted for")));
        }
        Ok(())
    }

    pub(crate) fn bug(&self, document: &Document, what: String) -> InternalError {
        let page = &self.site.pages[document.page];
        InternalError {
            document: page.source_path.clone().unwrap_or_default(),
            what,
        }
    }
}

/// Notes that the bytes from `start` to `end` of a page mean nothing at `original`.
fn note_generated(recorded: &mut Vec<AppliedEdit>, start: usize, end: usize, original: usize) {
    if end > start {
        recorded.push(AppliedEdit {
            at: start,
            len: end - start,
            original: original..original,
        });
    }
}

/// The ranges, with the one that holds `at` inside it split there.
fn split_at(ranges: &[Range<usize>], at: usize) -> Vec<Range<usize>> {
    let halves = |range: &Range<usize>| {
        if range.start < at && at < range.end {
            vec![range.start..at, at..range.end]
        } else {
            vec![range.clone()]
        }
    };
    ranges.iter().flat_map(halves).collect()
}

/// Adds generated text as blocks of its own, after a blank line where that is wanted.
fn put(text: &mut Text, by: &'static str, generated: &str, gap: bool) {
    if !generated.is_empty() {
        let before = text.as_str();
        let blank = before.ends_with("\n\n") || before.ends_with("\n\r\n");
        let gap = if before.is_empty() || blank {
            ""
        } else {
            match (before.ends_with('\n'), gap) {
                (true, true) | (false, false) => "\n",
                (true, false) => "",
                (false, true) => "\n\n",
            }
        };
        text.push_generated(PASS, gap);
        text.push_generated(by, generated);
        text.push_generated(PASS, "\n");
    }
}

/// Whether the next part of a page begins a block of its own, whatever is before it.
fn joins_cleanly(text: &Text, next: &str) -> bool {
    let before = text.as_str();
    (before.is_empty() || before.ends_with('\n')) && next.starts_with('#')
}
