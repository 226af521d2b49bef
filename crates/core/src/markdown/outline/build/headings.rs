//! The walk over a heading: its text as it counts for the id, its title as typed, and how
//! it is written.
//!
//! It gives no ids: those depend on the page.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::CowStr;

use crate::markdown::outline::build::state::Walk;
use crate::markdown::outline::{Heading, HeadingStyle, Prompts, Segment};
use crate::text;
use crate::text::lines;

impl Walk<'_> {
    pub(super) fn start_heading(
        &mut self,
        level: u8,
        id: Option<CowStr<'_>>,
        attributes: bool,
        range: Range<usize>,
    ) {
        self.alt.clear();
        self.heading = Some(Heading {
            level,
            line_start: lines::indent_start(self.text, range.start),
            content_end: range.start,
            style: HeadingStyle::Term,
            explicit_id: id.map(|id| id.to_string()),
            attributes,
            segments: Vec::new(),
            title: String::new(),
            root: self.depth == 1,
            note: self.notes.last().copied(),
            lead: None,
            item: None,
            range,
        });
    }

    /// Adds to the heading that is open; `typed` is what the author wrote where the
    /// parser made something typographic of it.
    pub(super) fn heading_text(&mut self, text: &str, typed: Option<&str>) {
        self.after_note = false;
        let Some(heading) = &mut self.heading else {
            return;
        };
        if self.images > 0 {
            self.alt.push_str(text);
            return;
        }
        heading.title.push_str(typed.unwrap_or(text));
        match heading.segments.last_mut() {
            Some(Segment::Text(last)) => last.push_str(text),
            _ => heading.segments.push(Segment::Text(text.to_string())),
        }
    }

    pub(super) fn end_heading(&mut self) {
        let Some(mut heading) = self.heading.take() else {
            return;
        };
        if heading.level > 0 {
            let first_line = &self.text[heading.range.clone()];
            let level = usize::from(heading.level);
            let run = first_line.bytes().take_while(|b| *b == b'#').count();
            let open = heading.range.start..heading.range.start + level;
            let atx = run == level
                && first_line[run..]
                    .chars()
                    .next()
                    .is_none_or(|c| c.is_ascii_whitespace() || c == '\u{b}');
            heading.style = if atx {
                self.atx(&mut heading, open)
            } else {
                self.setext(&heading)
            };
        }
        let title = text::collapse_whitespace(&heading.title);
        if title.is_empty() {
            heading.title = if self.alt.trim().is_empty() {
                self.raw_title(&heading)
            } else {
                self.alt.trim().to_string()
            };
        } else if title != heading.title {
            heading.title = title.into_owned();
        }
        if heading.root && self.describes {
            self.section = Some(self.out.headings.len());
            self.item = None;
            self.prompts = Prompts::default();
        }
        self.out.headings.push(heading);
    }

    pub(super) fn atx(&self, heading: &mut Heading, open: Range<usize>) -> HeadingStyle {
        heading.content_end = heading.content_end.max(open.end);
        let line_end = lines::line_end(self.text, heading.content_end.min(heading.range.end));
        let rest = &self.text[heading.content_end..line_end.min(heading.range.end)];
        let start = heading.content_end + (rest.len() - rest.trim_start().len());
        let run = rest.trim_start().bytes().take_while(|b| *b == b'#').count();
        HeadingStyle::Atx {
            open,
            close: (run > 0).then_some(start..start + run),
        }
    }

    pub(super) fn setext(&self, heading: &Heading) -> HeadingStyle {
        let text = self.text[..heading.range.end].trim_end();
        let mark = text.bytes().next_back().unwrap_or(b'-');
        let run = text.bytes().rev().take_while(|b| *b == mark).count();
        HeadingStyle::Setext {
            underline: text.len() - run..text.len(),
        }
    }

    /// The text that the author typed in a heading whose text the parser took for attributes.
    pub(super) fn raw_title(&self, heading: &Heading) -> String {
        let line = self.text[heading.range.clone()]
            .lines()
            .next()
            .unwrap_or("");
        let title = line
            .trim_start_matches('#')
            .trim()
            .trim_end_matches('#')
            .trim();
        title.to_string()
    }
}
