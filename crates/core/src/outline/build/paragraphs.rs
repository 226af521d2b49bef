//! The walk over paragraphs: whether one holds anchors only, and what it says of its section.
//!
//! It gives no meaning to what a paragraph says; which of them describes a section, `lead` knows.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::Tag;

use super::Walk;
use crate::outline::{BlockKind, lead};

/// The root-level paragraph that is open.
#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) only_anchors: bool,
}

impl Walk<'_> {
    pub(super) fn not_only_anchors(&mut self, tag: &Tag<'_>) {
        if !matches!(tag, Tag::HtmlBlock) {
            self.anchors_end();
        }
    }

    /// The open paragraph holds more than anchors and comments.
    pub(super) fn anchors_end(&mut self) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.only_anchors = false;
        }
    }

    /// Text was read: as the page shows it, and as the author typed it.
    pub(super) fn says(&mut self, text: &str, typed: &str) {
        let mut text = text;
        if let Some(listener) = &mut self.listener {
            listener.text(typed);
            // A folder of files shows what is typed.
            text = typed;
        }
        if self.images > 0 || self.heading.is_some() {
            return;
        }
        if let Some(lead) = &mut self.lead {
            lead.push(text);
        } else if let Some((items, lead)) = &mut self.item
            && *items == 1
        {
            lead.push(text);
        }
    }

    pub(super) fn end_paragraph(&mut self, range: &Range<usize>) {
        let paragraph = self.paragraph.take();
        if paragraph.is_some_and(|p| p.only_anchors)
            && let Some(block) = self.out.blocks.last_mut()
            && block.range.start == range.start
        {
            block.kind = BlockKind::Anchors;
        }
        if let (Some(lead), Some(section)) = (self.lead.take(), self.section) {
            let text = lead.finish();
            if !self.prompts.has(&text) && lead::describes(&text) {
                self.out.headings[section].lead = Some(text);
            }
        }
    }
}
