//! Brackets that look like references and have nothing to refer to.
//!
//! It collects all of them; which are meant as links is for the link check to say.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, LinkType};

use crate::markdown::outline::build::state::Walk;
use crate::markdown::outline::{LooseBracket, ReferenceStyle, UndefinedNote, UndefinedReference};

/// Brackets without a definition, which the parser reports.
#[derive(Debug, Default)]
pub(in crate::markdown::outline) struct Undefined {
    found: Vec<UndefinedReference>,
}

impl<'t> BrokenLinkCallback<'t> for &mut Undefined {
    fn handle_broken_link(&mut self, link: BrokenLink<'t>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        let style = match link.link_type {
            LinkType::Reference => ReferenceStyle::Full,
            LinkType::Collapsed => ReferenceStyle::Collapsed,
            _ => ReferenceStyle::Shortcut,
        };
        self.found.push(UndefinedReference {
            range: link.span,
            label: link.reference.to_string(),
            style,
        });
        None
    }
}

impl Undefined {
    /// The brackets that were found, in order, in a text of which the first bytes were skipped.
    pub(super) fn finish(mut self, skipped: usize) -> Vec<UndefinedReference> {
        for reference in &mut self.found {
            reference.range.start += skipped;
            reference.range.end += skipped;
        }
        self.found
            .sort_by_key(|found| (found.range.start, found.range.end));
        self.found
    }
}

impl Walk<'_> {
    /// Notes `](` at the start of a text: a link that the parser did not take for one.
    pub(super) fn loose_bracket(&mut self, range: &Range<usize>) {
        let is_text = !self.code && self.dropped.is_none();
        if is_text
            && self.text[range.start..].starts_with("](")
            && !self.text[..range.start].ends_with('\\')
        {
            let range = range.start..range.start + "](".len();
            self.out.loose.push(LooseBracket { range });
        }
    }

    /// Notes `[^label]` at the start of a text: the parser breaks texts at brackets.
    pub(super) fn undefined_note(&mut self, range: &Range<usize>) {
        let rest = &self.text[range.start..];
        if !rest.starts_with("[^") || self.dropped.is_some() || self.images > 0 {
            return;
        }
        if self.code || self.text[..range.start].ends_with('\\') {
            return;
        }
        let label = &rest[2..];
        let end = label.find(|c: char| c == ']' || c == '[' || c.is_whitespace());
        let Some(end) = end.filter(|end| *end > 0 && label[*end..].starts_with(']')) else {
            return;
        };
        self.out.undefined_notes.push(UndefinedNote {
            range: range.start..range.start + end + 3,
            label: label[..end].to_string(),
        });
    }
}
