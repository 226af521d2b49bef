//! The first text of a section, for its one-line description in a list of sections.
//!
//! Prompts, placeholders and labels do not describe a section and are skipped.

use crate::markdown::outline::prompts;
use crate::markdown::outline::prompts::is_placeholder;
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
        let room = if prompts::begins(&self.text) {
            usize::MAX
        } else {
            ENOUGH.saturating_sub(self.chars)
        };
        if room == 0 {
            return;
        }
        let (end, chars) = if part.is_ascii() {
            (part.len().min(room), part.len().min(room))
        } else {
            let end = part.char_indices().nth(room);
            let end = end.map_or(part.len(), |(at, _)| at);
            (end, part[..end].chars().count())
        };
        self.text.push_str(&part[..end]);
        self.chars += chars;
    }

    /// The text on one line.
    pub(super) fn finish(self) -> String {
        text::collapse_whitespace(&self.text).into_owned()
    }
}
