//! The diagrams of a page: blocks of code, and where their lines are.
//!
//! One parse with mdBook's parser, of pages that may have diagrams only.

use std::ops::Range;

use archsite_core::site::Page;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use memchr::memmem;

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// From its fence to the end of the closing one, without the end of that line.
    pub(crate) range: Range<usize>,
    /// The first word of the info string in lower case; empty without one.
    pub(crate) language: String,
    /// Its text. In a list or a quote each line is without what comes before it there.
    pub(crate) source: String,
    /// Offsets in `source` with the offsets of the same bytes in the page.
    runs: Vec<(usize, usize)>,
}

impl Block {
    /// Where a part of the source is in the page.
    pub(crate) fn place(&self, part: &Range<usize>) -> Range<usize> {
        let find = |at: usize| {
            let run = self.runs.partition_point(|(from, _)| *from <= at);
            let run = run.checked_sub(1).and_then(|run| self.runs.get(run));
            run.map_or(self.range.start, |(from, to)| to + (at - from))
        };
        let last = part.end.saturating_sub(1).max(part.start);
        find(part.start)..find(last) + (part.end - part.start).min(1)
    }
}

/// The end of a language's name.
const LANGUAGE: &str = "ermaid";
/// Corners of boxes. The first bytes of them, `+` and that of drawing characters, are rare in other text.
const CORNERS: &[&str] = &["+--", "┌", "╭", "╔", "┏"];

/// Whether a page is worth a parse.
pub(crate) fn may_have_diagrams(page: &Page) -> bool {
    let text = page.text.as_str().as_bytes();
    let is_corner = |at: usize| {
        let mut corners = CORNERS.iter();
        corners.any(|corner| text[at..].starts_with(corner.as_bytes()))
    };
    let drawing = "┌".as_bytes()[0];
    memmem::find(text, LANGUAGE.as_bytes()).is_some()
        || memchr::memchr2_iter(b'+', drawing, text).any(is_corner)
}

/// The blocks of code of a page, if it may have diagrams.
pub(crate) fn blocks(page: &Page) -> Vec<Block> {
    let text = page.text.as_str();
    if !may_have_diagrams(page) {
        return Vec::new();
    }
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = page.options.smart_punctuation;
    options.definition_lists = page.options.definition_lists;
    options.admonitions = page.options.admonitions;
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (event, range) in new_cmark_parser(text, &options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => open = Some(block(text, &kind, range)),
            Event::Text(part) => {
                if let Some(block) = &mut open {
                    block.runs.push((block.source.len(), range.start));
                    block.source.push_str(&part);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

fn block(text: &str, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Block {
    let info: &str = match kind {
        CodeBlockKind::Fenced(info) => info,
        CodeBlockKind::Indented => "",
    };
    let is_end = |c: char| c.is_whitespace() || c == ',' || c == '{';
    let language = info.trim_start().split(is_end).next().unwrap_or_default();
    let trimmed = text[range.clone()].trim_end_matches(['\n', '\r']);
    Block {
        range: range.start..range.start + trimmed.len(),
        language: language.to_lowercase(),
        source: String::new(),
        runs: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use archsite_core::text::Text;

    use super::*;

    fn page(text: &str) -> Page {
        let mut page = Page::default();
        page.text = Text::loaded(0, text.to_string());
        page
    }

    #[test]
    fn blocks_are_found_with_the_places_of_their_lines() {
        let check = |text: &str, expected: &[(&str, &str, &str)]| {
            let page = page(text);
            let blocks = blocks(&page);
            let found: Vec<_> = blocks
                .iter()
                .map(|block| {
                    let range = &text[block.range.clone()];
                    (block.language.as_str(), block.source.as_str(), range)
                })
                .collect();
            assert_eq!(found, expected, "{text}");
            for block in &blocks {
                for (at, _) in block.source.match_indices('b') {
                    assert_eq!(&text[block.place(&(at..at + 1))], "b", "{text}");
                }
            }
        };
        check(
            "```mermaid\na\nb\n```\n",
            &[("mermaid", "a\nb\n", "```mermaid\na\nb\n```")],
        );
        check("text\n", &[]);
        check("```sh\na\n```\n", &[]);
        check(
            "~~~ Mermaid {x}\nb\n~~~",
            &[("mermaid", "b\n", "~~~ Mermaid {x}\nb\n~~~")],
        );
        check(
            "- x\n\n  ```mermaid\n  a\n\n   b\n  ```\n- y\n",
            &[("mermaid", "a\n\n b\n", "```mermaid\n  a\n\n   b\n  ```")],
        );
        check(
            "> ```mermaid\n> a\n> b\n> ```\n> y\n",
            &[("mermaid", "a\nb\n", "```mermaid\n> a\n> b\n> ```")],
        );
        check("```mermaid\nb", &[("mermaid", "b", "```mermaid\nb")]);
    }
}
