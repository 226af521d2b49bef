//! A text whose links are judged: a page, or the page for addresses that do not exist.
//!
//! It joins an outline with where its page will be and how places in it are named.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use archsite_core::diagnostics::Location;
use archsite_core::markdown::outline::{Link, NoteDefinition, Outline, ReferenceUse};
use archsite_core::site::path;
use archsite_core::site::resolve::{Anchor, Destination};
use archsite_core::site::{PageId, Site};
use archsite_core::text::spans::Spans;

/// Where a document comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home<'a> {
    /// A page of the site.
    Page(PageId),
    /// A file that is no page, relative to the book root.
    File(&'a str),
}

/// A text whose links are judged.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) home: Home<'a>,
    pub(crate) text: &'a str,
    pub(crate) outline: &'a Outline,
    /// Path of its page on the site.
    pub(crate) html: String,
    /// The parts of it without links: footnotes that nothing refers to, which mdBook does not show,
    /// and formulas.
    hidden: Spans,
    /// Uses of each definition, collected when first needed.
    uses: OnceCell<HashMap<usize, Vec<usize>>>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(
        home: Home<'a>,
        text: &'a str,
        outline: &'a Outline,
        html: String,
        formulas: Vec<Range<usize>>,
    ) -> Document<'a> {
        let used: HashSet<&str> = outline.note_uses.iter().map(|u| u.label.as_str()).collect();
        let is_hidden = |note: &&NoteDefinition| !note.first || !used.contains(note.label.as_str());
        let hidden = outline.notes.iter().filter(is_hidden);
        Document {
            home,
            text,
            outline,
            html,
            hidden: Spans::new(hidden.map(|note| note.range.clone()).chain(formulas)),
            uses: OnceCell::new(),
        }
    }

    /// The uses of a definition.
    pub(crate) fn uses_of(&self, definition: usize) -> impl Iterator<Item = &ReferenceUse> {
        let uses = self.uses.get_or_init(|| {
            let mut uses: HashMap<usize, Vec<usize>> = HashMap::new();
            for (index, used) in self.outline.uses.iter().enumerate() {
                uses.entry(used.definition).or_default().push(index);
            }
            uses
        });
        let uses = uses.get(&definition).into_iter().flatten();
        uses.map(|index| &self.outline.uses[*index])
    }

    /// Folder of its page on the site.
    pub(crate) fn folder(&self) -> &str {
        path::parent(&self.html)
    }

    /// Whether what is at an offset may be a link that mdBook shows.
    pub(crate) fn shows(&self, at: usize) -> bool {
        !self.hidden.contains(at)
    }

    /// A place in it.
    pub(crate) fn place(&self, range: Range<usize>) -> Location {
        match self.home {
            Home::Page(source) => Location::Source { source, range },
            Home::File(file) => Location::File {
                file: file.into(),
                range: Some(range),
            },
        }
    }

    /// The bytes of a destination; of the whole link where it could not be found.
    pub(crate) fn destination(&self, link: &Link) -> Range<usize> {
        link.raw.clone().unwrap_or_else(|| link.range.clone())
    }

    /// The bytes of a fragment with its `#`, where that is certain; else of the
    /// destination.
    pub(crate) fn fragment(&self, link: &Link) -> Range<usize> {
        let whole = self.destination(link);
        let written = &self.text[whole.clone()];
        match written.find('#') {
            Some(at) if link.raw.is_some() && at + 1 < written.len() => whole.start + at..whole.end,
            _ => whole,
        }
    }

    /// The edit that gives a link another path, and a new fragment if there is one; its query
    /// and else its fragment are kept. Comes with the whole destination as it is afterwards;
    /// `None` where the destination is not the author's to change.
    pub(crate) fn with_path(&self, link: &Link, new: &str, id: Option<&str>) -> Option<NewLink> {
        let raw = link.raw.clone()?;
        let parts = Destination::parse(&link.dest);
        let new = path::percent_encode(new).into_owned();
        let written = &self.text[raw.clone()];
        let fragment = match id {
            Some(id) => Some(path::percent_encode(id).into_owned()),
            None => parts.fragment.map(|fragment| {
                let decoded = path::percent_decode(fragment);
                path::percent_encode(&decoded).into_owned()
            }),
        };
        let fragment = fragment.map(|fragment| format!("#{fragment}"));
        let dest = format!("{new}{}{}", parts.query, fragment.unwrap_or_default());
        let edit = if id.is_none() && written.starts_with(parts.path) {
            (self.place(raw.start..raw.start + parts.path.len()), new)
        } else {
            (self.place(raw), dest.clone())
        };
        Some(NewLink { edit, dest })
    }

    /// The edit that gives a link another fragment.
    pub(crate) fn with_fragment(&self, link: &Link, id: &str) -> Option<(Location, String)> {
        let raw = link.raw.clone()?;
        let at = self.text[raw.clone()].find('#')?;
        let id = path::percent_encode(id).into_owned();
        Some((self.place(raw.start + at + 1..raw.end), id))
    }
}

/// A link with another destination.
#[derive(Debug)]
pub(crate) struct NewLink {
    pub(crate) edit: (Location, String),
    pub(crate) dest: String,
}

/// The bytes of something that has an id, on the page it is on.
pub(crate) fn anchor_range(site: &Site, page: PageId, anchor: Anchor) -> Range<usize> {
    let outline = site.pages[page].outline();
    let text = site.pages[page].text.as_str();
    let until = |at: usize, end: &str| {
        let found = text[at..].find(end);
        at..found.map_or(text.len(), |found| at + found + 1)
    };
    match anchor {
        Anchor::Heading(index) => {
            let heading = &outline.headings[index];
            heading.range.start..heading.content_end
        }
        Anchor::Html(index) => until(outline.ids[index].at, ">"),
        Anchor::Note(index) => until(outline.notes[index].range.start, "]"),
        Anchor::NoteUse(index) => until(outline.note_uses[index].at, "]"),
    }
}
