//! The walk over links, images, references and footnotes.
//!
//! It resolves nothing.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::LinkType;

use crate::markdown::outline::build::state::{OpenLink, Walk};
use crate::markdown::outline::{
    Link, LinkKind, NoteDefinition, NoteUse, ReferenceUse, Segment, destination,
};

impl Walk<'_> {
    pub(super) fn reference(&mut self, range: Range<usize>, definition: usize) {
        if self.dropped.is_none() {
            self.out.uses.push(ReferenceUse { range, definition });
        }
    }

    pub(super) fn start_link(
        &mut self,
        kind: LinkKind,
        of: LinkType,
        dest: &str,
        range: Range<usize>,
    ) {
        let kind = match of {
            LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
            _ => kind,
        };
        self.links.push(OpenLink {
            inner_end: range.start + if kind == LinkKind::Image { 2 } else { 1 },
            range,
            dest: dest.to_string(),
            inline: of == LinkType::Inline,
            kind,
        });
    }

    pub(super) fn end_link(&mut self) {
        let Some(open) = self.links.pop() else { return };
        let is_reference = !open.inline && open.kind != LinkKind::Autolink;
        if is_reference || self.dropped.is_some() {
            return;
        }
        let raw = if open.inline {
            destination::inline(self.text, open.inner_end, open.range.end)
        } else {
            None
        };
        self.out.links.push(Link {
            range: open.range,
            raw,
            dest: open.dest,
            kind: open.kind,
        });
    }

    pub(super) fn start_note(&mut self, label: &str, range: Range<usize>) {
        if self.dropped.is_some() {
            return;
        }
        let first = self.labels.insert(label.to_string());
        self.notes.push(self.out.notes.len());
        self.out.notes.push(NoteDefinition {
            range,
            label: label.to_string(),
            root: self.depth == 1,
            nested: self.notes.len() > 1,
            first,
        });
        if !first {
            self.dropped = Some(self.depth);
        }
    }

    pub(super) fn note_use(&mut self, label: &str, range: Range<usize>) {
        if self.dropped.is_some() || self.images > 0 {
            return;
        }
        self.out.note_uses.push(NoteUse {
            at: range.start,
            label: label.to_string(),
            note: self.notes.last().copied(),
        });
        if let Some(heading) = &mut self.heading {
            if self.after_note {
                heading.segments.push(Segment::Text(" ".to_string()));
            }
            heading.segments.push(Segment::Note(label.to_string()));
            self.after_note = true;
        }
    }
}
