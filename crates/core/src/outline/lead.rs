//! What a section says first, for the one-line description in a list of sections.
//!
//! Prompts, placeholders and labels say nothing to a reader and are skipped.

use crate::text;

/// Longest text worth keeping, in characters; a description is shorter.
const ENOUGH: usize = 200;

/// The plain text of one paragraph or list item, as far as it matters.
#[derive(Debug, Default)]
pub(super) struct Lead {
    text: String,
    chars: usize,
}

impl Lead {
    pub(super) fn push(&mut self, part: &str) {
        let room = ENOUGH.saturating_sub(self.chars);
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

/// Follows prompts over paragraphs: `[[LLM: …` may close much later.
#[derive(Debug, Default)]
pub(super) struct Prompts {
    open: bool,
}

impl Prompts {
    /// Whether a paragraph of a section describes it.
    pub(super) fn says_something(&mut self, text: &str) -> bool {
        if self.open {
            self.open = !text.contains("]]");
            return false;
        }
        if text.starts_with("[[") {
            self.open = !text.contains("]]");
            return false;
        }
        !text.is_empty()
            && !text.starts_with(['{', '<', '['])
            && !text.ends_with(':')
            && text.chars().any(char::is_alphanumeric)
    }
}
