//! Links, references and footnotes of all sections mean the same after some sections were edited.
//!
//! A new heading can change the number in the id of another one, and a renamed heading has another
//! id: links to both are written anew. A definition or footnote with a label that another section
//! uses is refused.

use std::collections::HashMap;

use anyhow::bail;
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::resolve::{Anchor, Destination, PageAnchors, Resolution};
use archsite_core::site::{Item, Page, Site, path};

use crate::manifest::Manifest;
use crate::merge::pieces::Piece;

/// A text with its outline and ids, and where each piece of it begins.
struct Version {
    site: Site,
    resolution: Resolution,
    starts: Vec<usize>,
}

impl Version {
    fn new<'t>(pieces: impl Iterator<Item = &'t str>, options: &ParseOptions) -> Version {
        let mut text = String::new();
        let mut starts = Vec::new();
        for piece in pieces {
            starts.push(text.len());
            text.push_str(piece);
        }
        let mut site = Site::default();
        let mut page = Page::default();
        page.path = Some("document.md".to_string());
        page.options = ParseOptions {
            skip_front_matter: true,
            ..*options
        };
        let page = site.add_loaded(page, text);
        site.items.push(Item::Page(page));
        let resolution = Resolution::new(&site);
        Version {
            site,
            resolution,
            starts,
        }
    }

    fn outline(&self) -> &Outline {
        self.site.pages[0].outline()
    }

    fn anchors(&self) -> &PageAnchors {
        &self.resolution.anchors[0]
    }

    /// The piece that contains an offset.
    fn piece(&self, at: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    }

    /// Where the element with an id is.
    fn place(&self, anchor: Anchor) -> usize {
        let outline = self.outline();
        match anchor {
            Anchor::Heading(index) => outline.headings[index].range.start,
            Anchor::Html(index) => outline.ids[index].at,
            Anchor::Note(index) => outline.notes[index].range.start,
            Anchor::NoteUse(index) => outline.note_uses[index].at,
        }
    }

    /// The headings of a piece, indexes into the outline's.
    fn headings(&self, piece: usize) -> Vec<usize> {
        let headings = self.outline().headings.iter().enumerate();
        let own = headings.filter(|(_, heading)| self.piece(heading.range.start) == piece);
        own.map(|(index, _)| index).collect()
    }

    /// Which piece has the definition or footnote of a label that counts.
    fn labels(&self) -> HashMap<String, usize> {
        let outline = self.outline();
        let mut labels = HashMap::new();
        for definition in &outline.definitions {
            let label = format!("[{}]", definition.label.to_lowercase());
            labels
                .entry(label)
                .or_insert(self.piece(definition.range.start));
        }
        for note in &outline.notes {
            let label = format!("[^{}]", note.label.to_lowercase());
            labels.entry(label).or_insert(self.piece(note.range.start));
        }
        labels
    }
}

/// Writes links of all pieces so that they lead to what they led to before.
///
/// # Errors
/// An edited piece has a definition with a label of another one, or no longer has a heading that
/// others link to.
pub(super) fn keep(
    pieces: &mut [Piece],
    manifest: &Manifest,
    document: &str,
) -> anyhow::Result<()> {
    let is_known = pieces
        .iter()
        .all(|piece| !piece.edited || piece.before.is_some());
    if !is_known || !pieces.iter().any(|piece| piece.edited) {
        return Ok(());
    }
    let before = |piece: &Piece| piece.before.clone().unwrap_or_else(|| piece.text.clone());
    let before: Vec<String> = pieces.iter().map(before).collect();
    let options = &manifest.parse_options();
    let old = Version::new(before.iter().map(String::as_str), options);
    let new = Version::new(pieces.iter().map(|piece| piece.text.as_str()), options);
    let names: Vec<String> = pieces
        .iter()
        .map(|piece| piece.file(manifest).unwrap_or("the document").to_string())
        .collect();
    let name = |piece: usize| names[piece].as_str();
    refuse_labels(pieces, (&old, &new), options, &name)?;
    let mut edits: Vec<(usize, usize, usize, String)> = Vec::new();
    for link in &new.outline().links {
        let Some(raw) = &link.raw else { continue };
        let parts = Destination::parse(&link.dest);
        let is_own = parts.path.is_empty() || parts.path == document;
        let Some(fragment) = parts.fragment.filter(|_| is_own) else {
            continue;
        };
        let from = new.piece(raw.start);
        let id = path::percent_decode(fragment);
        let Some(Anchor::Heading(heading)) = old.anchors().find(&id) else {
            continue;
        };
        let target = old.piece(old.outline().headings[heading].range.start);
        let now = moved(&old, &new, target, heading, pieces[target].edited);
        let Some(heading_now) = now else {
            if pieces[from].edited {
                continue;
            }
            bail!(
                "`{}` no longer has the heading `{}`, to which `{}` links; nothing was written. \
                 Keep the heading, or change that link first",
                name(target),
                old.outline().headings[heading].title,
                name(from)
            );
        };
        let now = &new.anchors().heading_ids[heading_now];
        // An id that somebody gave another thing is found before that of the heading.
        let found = new.anchors().find(now);
        let taken = found.filter(|found| *found != Anchor::Heading(heading_now));
        if let Some(taken) = taken.filter(|_| !pieces[from].edited && !now.is_empty()) {
            let taken = new.place(taken);
            bail!(
                "`{}` has the id `{now}`, which the heading `{}` of `{}` has in the document, and \
                 `{}` links to it; nothing was written. Use another id",
                name(new.piece(taken)),
                old.outline().headings[heading].title,
                name(target),
                name(from)
            );
        }
        if *now == *id || now.is_empty() {
            continue;
        }
        let start = raw.end - fragment.len();
        let is_as_typed = new.site.pages[0].text.as_str().get(start..raw.end) == Some(fragment);
        if is_as_typed {
            let offset = start - new.starts[from];
            edits.push((
                from,
                offset,
                fragment.len(),
                path::percent_encode(now).into_owned(),
            ));
        }
    }
    edits.sort_by_key(|(piece, at, ..)| (*piece, *at));
    for (piece, at, len, id) in edits.into_iter().rev() {
        pieces[piece].text.replace_range(at..at + len, &id);
    }
    Ok(())
}

/// The heading that a heading of the old text is in the new one.
fn moved(
    old: &Version,
    new: &Version,
    piece: usize,
    heading: usize,
    is_edited: bool,
) -> Option<usize> {
    let (before, after) = (old.headings(piece), new.headings(piece));
    let place = before.iter().position(|index| *index == heading)?;
    if !is_edited {
        return after.get(place).copied();
    }
    let title = |version: &Version, index: usize| version.outline().headings[index].title.clone();
    let wanted = title(old, heading);
    // Of several with one title, the one with the same number of others before it.
    let same = |version: &Version, all: &[usize]| -> Vec<usize> {
        let all = all.iter().copied();
        all.filter(|index| title(version, *index) == wanted)
            .collect()
    };
    let number = same(old, &before)
        .iter()
        .position(|index| *index == heading)?;
    if let Some(index) = same(new, &after).get(number) {
        return Some(*index);
    }
    // A renamed heading is where it was: the first one of the section, or one of as many.
    let is_first = place == 0;
    let by_place = after.get(place).copied();
    by_place.filter(|_| is_first || before.len() == after.len())
}

/// Refuses definitions and footnotes of edited pieces that change what others mean.
fn refuse_labels<'a>(
    pieces: &[Piece],
    (old, new): (&Version, &Version),
    options: &ParseOptions,
    name: &dyn Fn(usize) -> &'a str,
) -> anyhow::Result<()> {
    let (before, after) = (old.labels(), new.labels());
    let mut labels: Vec<(&String, &usize)> = before.iter().collect();
    labels.sort();
    for (label, owner) in labels {
        match after.get(label) {
            Some(now) if now != owner => bail!(
                "`{}` has `{label}:`, a label that the document has in `{}`; nothing was written. \
                 Use another label",
                name(*now),
                name(*owner)
            ),
            None if is_used(new, label, *owner) => bail!(
                "`{}` no longer has `{label}:`, which other sections use; nothing was written",
                name(*owner)
            ),
            _ => {}
        }
    }
    // A second definition of a label has no effect, and its use means the first one.
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.edited) {
        let own = Version::new(std::iter::once(piece.text.as_str()), options).labels();
        let was = piece.before.as_deref().unwrap_or_default();
        let was = Version::new(std::iter::once(was), options).labels();
        let mut added: Vec<&String> = own
            .keys()
            .filter(|label| !was.contains_key(*label))
            .collect();
        added.sort();
        for label in added {
            if let Some(owner) = before.get(label).filter(|owner| **owner != index) {
                bail!(
                    "`{}` has `{label}:`, a label that the document has in `{}`; nothing was \
                     written. Use another label",
                    name(index),
                    name(*owner)
                );
            }
        }
    }
    Ok(())
}

/// Whether a label without a definition is used outside of a piece.
fn is_used(version: &Version, label: &str, piece: usize) -> bool {
    let outline = version.outline();
    let notes = outline.undefined_notes.iter();
    let mut notes = notes.map(|note| {
        (
            format!("[^{}]", note.label.to_lowercase()),
            note.range.start,
        )
    });
    let uses = outline.undefined.iter();
    let mut uses = uses.map(|one| (format!("[{}]", one.label.to_lowercase()), one.range.start));
    let is_it = |(used, at): (String, usize)| used == label && version.piece(at) != piece;
    notes.any(is_it) || uses.any(is_it)
}
