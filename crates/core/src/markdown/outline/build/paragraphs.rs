//! The walk over blocks at the root: what each is; of paragraphs also whether one holds anchors only,
//! and what it says of its section.
//!
//! It gives no meaning to what a paragraph says; which of them describes a section, `lead` knows.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::Tag;

use crate::markdown::outline::BlockKind;
use crate::markdown::outline::build::state::{Paragraph, Walk};
use crate::markdown::outline::lead;
use crate::markdown::outline::lead::Lead;

impl Walk<'_> {
    /// A block at the root begins.
    pub(super) fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let kind = match tag {
            Tag::Heading { .. } => BlockKind::Heading,
            Tag::List(_) => BlockKind::List,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::FootnoteDefinition(_) => BlockKind::Note,
            _ => BlockKind::Other,
        };
        self.block(kind, range.clone());
        if matches!(tag, Tag::Paragraph) {
            self.paragraph = Some(Paragraph { only_anchors: true });
        }
        let Some(section) = self.section else {
            return;
        };
        match tag {
            Tag::Paragraph if self.out.headings[section].lead.is_none() => {
                self.lead = Some(Lead::default());
            }
            Tag::List(_) if self.out.headings[section].item.is_none() => {
                self.item = Some((0, Lead::default()));
            }
            _ => {}
        }
    }

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
        let text = match &mut self.listener {
            // A folder of files shows what is typed.
            Some(listener) => {
                listener.text(typed);
                typed
            }
            None => text,
        };
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
