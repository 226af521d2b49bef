//! The walk over code and HTML that nothing closes: text that is added after it would become a part
//! of it.
//!
//! The parser has no event for the end of a fence; what it says of the text inside tells.

use std::ops::Range;

use crate::markdown::outline::build::state::Walk;
use crate::text::lines;

impl Walk<'_> {
    /// Says of the root-level block that is open whether what was read last is unclosed.
    pub(super) fn unclosed(&mut self, unclosed: bool) {
        if let Some(block) = self.out.blocks.last_mut() {
            block.unclosed = unclosed;
        }
    }

    pub(super) fn start_fence(&mut self, range: &Range<usize>) {
        self.fence = Some(lines::line_end(self.text, range.start));
    }

    pub(super) fn fence_text(&mut self, range: &Range<usize>) {
        if let Some(end) = &mut self.fence {
            *end = range.end.max(*end);
        }
    }

    pub(super) fn end_fence(&mut self, range: &Range<usize>) {
        if let Some(end) = self.fence.take() {
            let behind = self.text.get(end..range.end).unwrap_or_default();
            self.unclosed(!behind.contains(['`', '~']));
        }
    }
}

/// Whether an HTML block goes on until something closes it, and nothing does.
pub(super) fn html_is_unclosed(html: &str) -> bool {
    const PAIRS: &[(&str, &str)] = &[
        ("<!--", "-->"),
        ("<?", "?>"),
        ("<![cdata[", "]]>"),
        ("<script", "</script"),
        ("<pre", "</pre"),
        ("<style", "</style"),
        ("<textarea", "</textarea"),
        ("<!", ">"),
    ];
    let html = html.trim_start();
    let begins = |open: &str| {
        let start = html.get(..open.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(open))
    };
    let pair = PAIRS.iter().find(|(open, _)| begins(open));
    pair.is_some_and(|(_, close)| !html.to_ascii_lowercase().contains(close))
}
