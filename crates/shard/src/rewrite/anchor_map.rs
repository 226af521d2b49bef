//! Where every anchor of a split document is now.
//!
//! One map from the ids the whole document had to the page and the id each has after the
//! split. Links, the list of sections and the script for old addresses all use it.
//!
//! It does not write links: `links` decides, core's `relocate` spells.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use archsite_core::markdown::outline::{HtmlId, Outline};
use archsite_core::site::heading_ids::{IdRules, Ids, NoteNumbers};
use archsite_core::site::resolve::{Anchor, PageAnchors};

use crate::plan::PlannedPage;
use crate::rewrite::owners::Owners;
use crate::rewrite::shared_definitions::{NoteIndex, SharedDefinitions};

/// A page of the plan, and the id something has there.
type AnchorTarget = (usize, String);

/// Where the anchors of one document are now. What several pages show is found on the
/// first of them.
#[derive(Debug, Default)]
pub struct AnchorMap {
    /// Headings that must say their old id, because a smaller page would give them one that
    /// old addresses use for something else, or none. Sorted.
    pub preserved_ids: Vec<usize>,
    headings: Vec<Option<AnchorTarget>>,
    ids: Vec<Option<AnchorTarget>>,
    notes: Vec<Option<AnchorTarget>>,
    note_uses: Vec<Option<AnchorTarget>>,
}

impl AnchorMap {
    /// Finds the new place of every id. `pins` says that headings may be made to say their old
    /// id, for old addresses.
    pub fn new(
        index: &NoteIndex<'_>,
        old: &PageAnchors,
        pages: &[PlannedPage],
        owners: &Owners,
        shared: &[SharedDefinitions],
        rules: IdRules,
        pins: bool,
    ) -> AnchorMap {
        let outline = index.outline;
        let content = Content::new(outline, owners, shared, pages.len());
        let mut anchor_map = AnchorMap {
            preserved_ids: Vec::new(),
            headings: vec![None; outline.headings.len()],
            ids: Vec::new(),
            notes: vec![None; outline.notes.len()],
            note_uses: vec![None; outline.note_uses.len()],
        };
        let written = content.written_ids(pages.len());
        for (page, written) in written.iter().enumerate() {
            let uses = content.note_uses(page);
            let labels = uses.iter().map(|u| outline.note_uses[*u].label.as_str());
            let labels: Vec<&str> = labels.collect();
            let mut ids = Ids::new(rules, NoteNumbers::new(labels.iter().copied()));
            // mdBook shows a footnote where its label is used as it is written.
            let labels: HashSet<&str> = labels.into_iter().collect();
            let shown = |note: usize| labels.contains(outline.notes[note].label.as_str());
            for heading in content.headings(page) {
                let taken = pins.then_some(written);
                let id = anchor_map.heading_id(outline, old, page, heading, &mut ids, taken);
                if outline.headings[heading].note.is_none_or(shown) {
                    anchor_map.headings[heading].get_or_insert((page, id));
                }
            }
            for note in content.notes(page).filter(|note| shown(*note)) {
                let id = format!("footnote-{}", outline.notes[note].label);
                anchor_map.notes[note].get_or_insert((page, id));
            }
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for note_use in uses {
                let label = &outline.note_uses[note_use].label;
                let count = counts.entry(label).or_default();
                *count += 1;
                anchor_map.note_uses[note_use].get_or_insert((page, format!("fr-{label}-{count}")));
            }
        }
        anchor_map.preserved_ids.sort_unstable();
        let place_of_id = |id: &HtmlId| {
            let page = match index.note_at(id.at) {
                Some(note) => anchor_map.notes[note].as_ref()?.0,
                None => owners.page(id.at),
            };
            Some((page, id.id.clone()))
        };
        anchor_map.ids = outline.ids.iter().map(place_of_id).collect();
        anchor_map
    }

    fn heading_id<'a>(
        &mut self,
        outline: &'a Outline,
        old: &PageAnchors,
        page: usize,
        index: usize,
        ids: &mut Ids<'a>,
        written: Option<&HashSet<&str>>,
    ) -> String {
        let heading = &outline.headings[index];
        let before = &old.heading_ids[index];
        let proposed = ids.propose(heading);
        let now = proposed.id.as_str();
        let changes = heading.explicit_id.is_none() && !before.is_empty() && now != before.as_str();
        // Old addresses name the document's own page, nothing can name an empty id, and an
        // id that something else on the page has would lead there.
        let must_stay =
            |written: &HashSet<&str>| page == 0 || now.is_empty() || written.contains(now);
        if changes && written.is_some_and(must_stay) {
            self.preserved_ids.push(index);
            return before.clone();
        }
        ids.accept(proposed)
    }

    /// The page and id that something has now; `None` if no page shows it.
    pub fn find(&self, anchor: Anchor) -> Option<(usize, &str)> {
        let place = match anchor {
            Anchor::Heading(index) => &self.headings[index],
            Anchor::Html(index) => &self.ids[index],
            Anchor::Note(index) => &self.notes[index],
            Anchor::NoteUse(index) => &self.note_uses[index],
        };
        place.as_ref().map(|(page, id)| (*page, id.as_str()))
    }

    /// All old ids with their new places, sorted.
    pub fn sorted<'a>(&'a self, old: &'a PageAnchors) -> Vec<(&'a str, usize, &'a str)> {
        let places = old.iter().filter_map(|(id, anchor)| {
            let (page, now) = self.find(anchor)?;
            Some((id, page, now))
        });
        let mut all: Vec<_> = places.collect();
        all.sort_unstable();
        all
    }
}

/// What is on each page, in the order mdBook meets it: first what is copied from other pages, then
/// the page's own ranges.
struct Content<'a> {
    outline: &'a Outline,
    shared: &'a [SharedDefinitions],
    owners: &'a Owners,
    /// Headings of each page's own ranges.
    headings: Vec<Vec<usize>>,
    /// Footnote references of each page's own ranges.
    uses: Vec<Vec<usize>>,
    /// Footnotes that stay on each page.
    notes: Vec<Vec<usize>>,
}

impl<'a> Content<'a> {
    fn new(
        outline: &'a Outline,
        owners: &'a Owners,
        shared: &'a [SharedDefinitions],
        pages: usize,
    ) -> Self {
        let mut content = Content {
            outline,
            shared,
            owners,
            headings: vec![Vec::new(); pages],
            uses: vec![Vec::new(); pages],
            notes: vec![Vec::new(); pages],
        };
        let hidden = |page: usize, note: Option<usize>| {
            note.is_some_and(|note| shared[page].hides(outline, note))
        };
        for (index, heading) in outline.headings.iter().enumerate() {
            let page = owners.page(heading.range.start);
            if !hidden(page, heading.note) {
                content.headings[page].push(index);
            }
        }
        for (index, note_use) in outline.note_uses.iter().enumerate() {
            let page = owners.page(note_use.at);
            if !hidden(page, note_use.note) {
                content.uses[page].push(index);
            }
        }
        for (index, note) in outline.notes.iter().enumerate() {
            let page = owners.page(note.range.start);
            if !hidden(page, Some(index)) {
                content.notes[page].push(index);
            }
        }
        content
    }

    fn carried_ranges(&self, page: usize) -> impl Iterator<Item = &'a Range<usize>> {
        let outline = self.outline;
        let notes = self.shared[page].notes.iter();
        notes.map(move |note| &outline.notes[*note].range)
    }

    fn headings(&self, page: usize) -> Vec<usize> {
        let mut all = Vec::new();
        for range in self.carried_ranges(page) {
            let headings = &self.outline.headings;
            let from = headings.partition_point(|h| h.range.start < range.start);
            let to = headings.partition_point(|h| h.range.start < range.end);
            all.extend(from..to);
        }
        all.extend(&self.headings[page]);
        all
    }

    /// Ids that authors wrote, by page.
    fn written_ids(&self, pages: usize) -> Vec<HashSet<&'a str>> {
        let mut written = vec![HashSet::new(); pages];
        for id in &self.outline.ids {
            written[self.owners.page(id.at)].insert(id.id.as_str());
        }
        for heading in &self.outline.headings {
            if let Some(id) = &heading.explicit_id {
                written[self.owners.page(heading.range.start)].insert(id.as_str());
            }
        }
        written
    }

    fn note_uses(&self, page: usize) -> Vec<usize> {
        let mut all = Vec::new();
        for range in self.carried_ranges(page) {
            let uses = &self.outline.note_uses;
            let from = uses.partition_point(|u| u.at < range.start);
            let to = uses.partition_point(|u| u.at < range.end);
            all.extend(from..to);
        }
        all.extend(&self.uses[page]);
        all
    }

    fn notes(&self, page: usize) -> impl Iterator<Item = usize> {
        let shared = self.shared[page].notes.iter();
        shared.chain(&self.notes[page]).copied()
    }
}
