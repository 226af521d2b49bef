//! The title of a record, by its first heading.

use std::borrow::Cow;

use memchr::memmem;

use crate::model::record::{FlawKind, Located, Rule};
use crate::parse::assemble::Build;
use crate::parse::markdown::doc::Block;
use crate::parse::values::title;
use crate::parse::vocabulary::Label;

impl Build<'_, '_> {
    /// Reads the title from the first heading; `#46. X` counts as a heading, though Markdown wants a
    /// blank after the `#`.
    pub(super) fn title(&mut self) {
        let doc = self.doc;
        let first = doc.parts.iter().position(|part| match part.block {
            Block::Heading(_) => true,
            Block::Text => {
                let bytes = doc.text[part.range.clone()].as_bytes();
                matches!(bytes, [b'#', b'0'..=b'9', ..])
            }
            _ => false,
        });
        let Some(at) = first else { return };
        let part = &doc.parts[at];
        let is_title = matches!(part.block, Block::Heading(1) | Block::Text);
        let lines = doc.lines(part);
        let Some(line) = lines.first() else { return };
        let plain = match part.block {
            Block::Text => Cow::clone(&line.text),
            _ if lines.len() == 1 => Cow::Borrowed(line.text.trim()),
            _ => Cow::Owned(doc.plain(part)),
        };
        if !is_title || self.is_section(at, &plain) {
            return;
        }
        self.title_at = Some(at);
        let record = &mut self.out.record;
        let cleaned = title::clean(&plain, record.number);
        let from = memmem::find(line.text.as_bytes(), cleaned.text.as_bytes()).unwrap_or(0);
        let start = line.source(from..from + 1).start;
        let whole = lines
            .last()
            .map_or(start, |last| last.source(0..last.text.len()).end);
        let range = start..whole.max(start);
        let title = cleaned.text.to_string();
        if let Some(number) = cleaned.number {
            record.title_number = Some(Located::new(number, range.clone(), Rule::Heading));
        }
        if title::is_placeholder(&title) {
            self.flaw(FlawKind::Template, range.clone(), title.clone());
        }
        self.out.record.title = Some(Located::new(title, range, Rule::Heading));
    }

    /// Whether the first heading is that of a section: the record has several headings of the
    /// first level, or its title is in the front matter.
    fn is_section(&self, at: usize, heading: &str) -> bool {
        let mut others = self.doc.headings();
        let several = others.any(|(other, level)| other != at && level == 1);
        let titled = self.out.record.title.is_some();
        if !several && !titled || title::is_placeholder(heading) {
            return false;
        }
        let vocabulary = self.vocabulary;
        let known = vocabulary.is_record_heading(heading)
            || vocabulary
                .label(heading)
                .is_some_and(|label| label != Label::Title);
        known || several && vocabulary.is_proposal_heading(heading)
    }
}
