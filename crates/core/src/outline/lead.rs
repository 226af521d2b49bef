//! What a section says first, for the one-line description in a list of sections.
//!
//! Prompts, placeholders and labels say nothing to a reader and are skipped.

use super::prompts::{self, is_placeholder};
use crate::text;

/// Longest text worth keeping, in characters; a description is shorter.
const ENOUGH: usize = 200;

/// Whether a paragraph of a section describes it.
pub(super) fn describes(text: &str) -> bool {
    !is_placeholder(text) && !text.ends_with(':')
}

/// The plain text of one paragraph or list item, as far as it matters.
#[derive(Debug, Default)]
pub(super) struct Lead {
    text: String,
    chars: usize,
}

impl Lead {
    pub(super) fn push(&mut self, part: &str) {
        // Where a prompt ends counts, however long it is.
        let room = match prompts::begins(&self.text) {
            true => usize::MAX,
            false => ENOUGH.saturating_sub(self.chars),
        };
        if room == 0 {
            return;
        }
        let (end, chars) = match part.is_ascii() {
            true => (part.len().min(room), part.len().min(room)),
            false => {
                let end = part.char_indices().nth(room);
                let end = end.map_or(part.len(), |(at, _)| at);
                (end, part[..end].chars().count())
            }
        };
        self.text.push_str(&part[..end]);
        self.chars += chars;
    }

    /// The text on one line.
    pub(super) fn finish(self) -> String {
        text::folded(&self.text).into_owned()
    }
}
