//! What a page says about the pages below it: where the list of sections is, the ids that
//! lead to it, the script for old addresses and the style.
//!
//! Structure only: the words are in `list`, `script` and `style`, the Markdown is spelled by core.

use std::collections::{BTreeMap, HashSet};

use archsite_core::markdown::outline::BlockKind;
use archsite_core::site::path;
use archsite_core::site::resolve::Anchor;

use crate::config::SectionList;
use crate::output::list;
use crate::output::list::{Format, Listed};
use crate::output::render::Renderer;
use crate::output::script;
use crate::output::style;
use crate::plan::document::Document;

/// Least length of a section that begins on a new sheet of the print page, in bytes.
const LARGE: usize = 12_000;

impl Renderer<'_> {
    /// The list of sections of a page, and for the document's own page the script for old
    /// addresses. Empty if no page is below.
    pub(crate) fn section_list(&self, document: &Document, page: usize) -> String {
        if document.children[page].is_empty() {
            return String::new();
        }
        // Old addresses name the document's own page; only a browser follows them.
        let places = if page == 0 && self.site.html {
            document.anchor_map.sorted(self.anchors(document))
        } else {
            Vec::new()
        };
        let ids = if places.is_empty() {
            BTreeMap::new()
        } else {
            self.static_ids(document, &places)
        };
        let format = Format {
            described: self.config.section_list == SectionList::Described,
            in_book: self.target.in_book(),
            html: self.target.in_book() && self.site.html,
            is_below: page > 0,
            has_heading: self.target.in_book() && !self.needs_no_heading(document, page),
        };
        let mut text = list::section_list(&self.listed(document, page, &ids), format);
        let moved = moved_ids(document, &places);
        if !moved.is_empty() {
            text.push('\n');
            text.push_str(&script::script(&moved));
        }
        if format.html {
            text.push('\n');
            let print = if page == 0 { style::PRINT } else { "" };
            text.push_str(&style::element(&[style::LIST, print]));
        }
        text
    }

    /// The entries of the list of a page: the pages below it, in the book with those below them.
    fn listed<'d>(
        &'d self,
        document: &'d Document,
        page: usize,
        ids: &BTreeMap<usize, Vec<String>>,
    ) -> Vec<Listed<'d>> {
        let here = path::parent(&document.paths[page]);
        let entry = |below: usize, depth: usize| {
            Some(Listed {
                outline: self.outline(document),
                heading: document.plan.pages[below].heading?,
                number_len: document.plan.number_lens[document.plan.pages[below].heading?],
                dest: path::percent_encode(&path::relative(here, &document.paths[below]))
                    .into_owned(),
                ids: ids.get(&below).cloned().unwrap_or_default(),
                depth,
            })
        };
        let mut listed = Vec::new();
        for below in &document.children[page] {
            listed.extend(entry(*below, 0));
            if self.target.in_book() {
                let deeper = &document.children[*below];
                listed.extend(deeper.iter().filter_map(|deeper| entry(*deeper, 1)));
            }
        }
        listed
    }

    /// Whether the list of a page is below a heading of the author that has no text of its own, or between
    /// parts of the author's text.
    fn needs_no_heading(&self, document: &Document, page: usize) -> bool {
        if page == 0
            && let Some(contents) = &document.plan.contents
        {
            return contents.heading.is_some()
                && self.only_lists_sections(document, &contents.body);
        }
        let place = self.list_place(document, page);
        let text = self.text(document);
        let Some(last) = document.plan.pages[page].ranges.last() else {
            return false;
        };
        if place < last.end {
            return true;
        }
        let headings = self.outline(document).headings.iter();
        let mut own =
            headings.filter(|heading| heading.root && last.contains(&heading.range.start));
        own.next_back()
            .is_some_and(|heading| text[heading.range.end..last.end].trim().is_empty())
    }

    /// The mark of a page that needs no new sheet on the print page; empty for others.
    pub(crate) fn print_mark(&self, document: &Document, page: usize) -> &'static str {
        let ranges = &document.plan.pages[page].ranges;
        let length: usize = ranges.iter().map(|range| range.len()).sum();
        let flows = page > 0 && self.target.in_book() && self.site.html && length < LARGE;
        if !flows {
            ""
        } else if document.plan.pages[page].parent == 0 {
            style::FLOWS
        } else {
            style::FLOWS_BELOW
        }
    }

    /// For each section in the document's list, the old ids of the headings that became
    /// pages: without a script, an old address at least finds the entry.
    pub(crate) fn static_ids(
        &self,
        document: &Document,
        places: &[(&str, usize, &str)],
    ) -> BTreeMap<usize, Vec<String>> {
        let on_own_page = places.iter().filter(|(_, page, _)| *page == 0);
        let taken: HashSet<&str> = on_own_page.map(|(_, _, id)| *id).collect();
        let old = self.anchors(document);
        let mut ids: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (index, page) in document.plan.pages.iter().enumerate().skip(1) {
            let Some(heading) = page.heading else {
                continue;
            };
            let id = &old.heading_ids[heading];
            let first = old.find(id) == Some(Anchor::Heading(heading));
            if !first || taken.contains(id.as_str()) {
                continue;
            }
            let mut top = index;
            while depth(document, top) > 2 {
                top = document.plan.pages[top].parent;
            }
            ids.entry(top).or_default().push(id.clone());
        }
        ids
    }

    /// The offset in the document before which a page's list of sections is: after
    /// its table of contents, else after all its own text.
    pub(crate) fn list_place(&self, document: &Document, page: usize) -> usize {
        let text = self.text(document);
        let ranges = &document.plan.pages[page].ranges;
        let place = match &document.plan.contents {
            Some(contents) if page == 0 => contents.body.end,
            _ => text.len(),
        };
        // Code or HTML that is never closed would swallow what is after it.
        let swallows = place == text.len()
            && ranges.last().is_some_and(|range| range.end == text.len())
            && self.outline(document).blocks.last().is_some_and(|block| {
                // In a list or a quote it ends with that.
                let root = matches!(
                    block.kind,
                    BlockKind::Code | BlockKind::Html | BlockKind::Anchors
                );
                root && block.unclosed
            });
        match (swallows, ranges.last()) {
            (true, Some(last)) => last.start,
            _ => place,
        }
    }
}

/// How many pages are above a page of a document.
fn depth(document: &Document, page: usize) -> usize {
    let parent = |page: &usize| (*page != 0).then(|| document.plan.pages[*page].parent);
    std::iter::successors(parent(&page), parent).count()
}

/// Ids that left the document's own page, and where they are now.
fn moved_ids<'p>(
    document: &Document,
    places: &[(&'p str, usize, &str)],
) -> BTreeMap<&'p str, String> {
    let on_own_page = places.iter().filter(|(_, page, _)| *page == 0);
    let here: HashSet<&str> = on_own_page.map(|(_, _, id)| *id).collect();
    // Numbers of footnotes begin anew on every page: what is here now is meant.
    let left = places
        .iter()
        .filter(|(old, page, _)| *page != 0 && !here.contains(old));
    // Many ids left for one page: its address is spelled once.
    let mut pages = vec![None; document.paths.len()];
    left.map(|(old, page, id)| {
        let address = pages[*page].get_or_insert_with(|| {
            let stem = path::percent_encode(path::stem(&document.paths[*page]));
            format!("{stem}.html#")
        });
        (*old, [address.as_str(), &path::percent_encode(id)].concat())
    })
    .collect()
}
