//! What a page needs from other pages: link definitions and footnotes.
//!
//! Definitions stay where they are, because they are invisible and taking them out would
//! join what is around them; pages that use them from elsewhere carry a copy. A
//! footnote goes to the pages that use it; where nothing uses it any more a comment is
//! left after, because mdBook would draw an empty list of footnotes.

use std::collections::{BTreeSet, HashMap};

use archsite_core::markdown::outline::{NoteDefinition, Outline};

use crate::rewrite::owners::Owners;

/// What one page carries at its top, and which of its footnotes it no longer shows.
#[derive(Debug, Clone, Default)]
pub struct SharedDefinitions {
    /// Footnotes to carry in, by index.
    pub notes: Vec<usize>,
    /// Link definitions to carry in, by index.
    pub definitions: Vec<usize>,
    /// Footnotes that are on the page and are used there.
    used: BTreeSet<usize>,
}

impl SharedDefinitions {
    /// Whether the page, on which the footnote is, no longer shows it. One in a list or
    /// a quote stays in any case: taking it out would change what is around it.
    pub fn hides(&self, outline: &Outline, note: usize) -> bool {
        outline.notes[note].root && !self.used.contains(&note)
    }
}

/// Finds what each page needs. Footnotes may use footnotes and definitions, and so on.
pub fn shared_definitions(
    index: &NoteIndex<'_>,
    owners: &Owners,
    pages: usize,
) -> Vec<SharedDefinitions> {
    let outline = index.outline;
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); pages];
    let mut body_uses: Vec<Vec<usize>> = vec![Vec::new(); pages];
    // A footnote at the root goes where it is used; one in a list or a quote stays, and what
    // it uses is used there.
    let goes = |at: usize| index.note_at(at).filter(|note| outline.notes[*note].root);
    for note_use in &outline.note_uses {
        if let (None, Some(note)) = (goes(note_use.at), index.find(&note_use.label)) {
            needs[owners.page(note_use.at)].push(note);
        }
    }
    // mdBook counts references in footnotes that it drops. Such a footnote stays where it is,
    // so that what only it refers to is still shown.
    let all: Vec<usize> = needs.iter().flatten().copied().collect();
    let reached = index.closure(&all);
    for note_use in &outline.note_uses {
        if let Some(note) = goes(note_use.at)
            && !reached.contains(&note)
        {
            needs[owners.page(note_use.at)].push(note);
        }
    }
    for (at, reference) in outline.uses.iter().enumerate() {
        if goes(reference.range.start).is_none() {
            body_uses[owners.page(reference.range.start)].push(at);
        }
    }
    (0..pages)
        .map(|page| {
            let shown = index.closure(&needs[page]);
            let home = |offset: usize| owners.page(offset) == page;
            let here = |note: &usize| home(outline.notes[*note].range.start);
            let (used, notes): (BTreeSet<usize>, Vec<usize>) = {
                let (here, away): (Vec<usize>, Vec<usize>) = shown.iter().copied().partition(here);
                (here.into_iter().collect(), away)
            };
            let in_notes = shown.iter().flat_map(|note| {
                let range = &outline.notes[*note].range;
                let from = outline
                    .uses
                    .partition_point(|u| u.range.start < range.start);
                let to = outline.uses.partition_point(|u| u.range.start < range.end);
                from..to
            });
            let definitions: BTreeSet<usize> = body_uses[page]
                .iter()
                .copied()
                .chain(in_notes)
                .map(|reference| outline.uses[reference].definition)
                .filter(|definition| {
                    let at = outline.definitions[*definition].range.start;
                    let hidden = |note: usize| outline.notes[note].root && !used.contains(&note);
                    !home(at) || index.note_at(at).is_some_and(hidden)
                })
                .collect();
            SharedDefinitions {
                notes,
                definitions: definitions.into_iter().collect(),
                used,
            }
        })
        .collect()
}

/// The footnotes of a document by label and place.
pub struct NoteIndex<'a> {
    /// The outline that holds them.
    pub outline: &'a Outline,
    /// As written, and folded as the parser does.
    labels: HashMap<String, usize>,
    folded: HashMap<String, usize>,
    /// Footnotes that are in no other, sorted by place.
    outer: Vec<usize>,
}

impl<'a> NoteIndex<'a> {
    /// Sorts the footnotes of an outline.
    pub fn new(outline: &'a Outline) -> Self {
        let (mut labels, mut folded) = (HashMap::new(), HashMap::new());
        for (index, note) in outline.notes.iter().enumerate() {
            labels.entry(note.label.clone()).or_insert(index);
            folded.entry(note.label.to_lowercase()).or_insert(index);
        }
        let outer = (0..outline.notes.len()).filter(|note| !outline.notes[*note].nested);
        NoteIndex {
            outline,
            labels,
            folded,
            outer: outer.collect(),
        }
    }

    fn note(&self, index: usize) -> &'a NoteDefinition {
        &self.outline.notes[index]
    }

    /// The footnote that a label means. The parser finds it without case, mdBook shows it
    /// by its exact label.
    fn find(&self, label: &str) -> Option<usize> {
        let exact = self.labels.get(label);
        let found = exact.or_else(|| self.folded.get(&label.to_lowercase()));
        found.copied().filter(|note| !self.note(*note).nested)
    }

    /// The outermost footnote that holds a byte.
    pub fn note_at(&self, offset: usize) -> Option<usize> {
        let next = self
            .outer
            .partition_point(|note| self.note(*note).range.start <= offset);
        let note = *self.outer.get(next.checked_sub(1)?)?;
        self.note(note).range.contains(&offset).then_some(note)
    }

    /// The footnotes needed, and those that they need, in the order of the document.
    fn closure(&self, needed: &[usize]) -> BTreeSet<usize> {
        let mut all: BTreeSet<usize> = BTreeSet::new();
        let mut open: Vec<usize> = needed.to_vec();
        while let Some(note) = open.pop() {
            if !all.insert(note) {
                continue;
            }
            let range = &self.note(note).range;
            let uses = &self.outline.note_uses;
            let from = uses.partition_point(|u| u.at < range.start);
            let to = uses.partition_point(|u| u.at < range.end);
            open.extend(uses[from..to].iter().filter_map(|u| self.find(&u.label)));
        }
        all
    }
}
