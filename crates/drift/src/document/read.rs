//! Makes a [`Document`] from the events of the parser.

use std::ops::Range;

use archsite_core::markdown::directive::Directive;
use archsite_core::markdown::outline::ParseOptions;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use crate::document::{CODE, Document, Fence, Heading, Kind, OTHER, Span, Unit};

/// Reads a document.
pub(super) fn read<'a>(source: &'a str, path: String, options: &ParseOptions) -> Document<'a> {
    let mut markdown = MarkdownOptions::default();
    // Text is compared with names of files: punctuation stays as typed.
    markdown.smart_punctuation = false;
    markdown.definition_lists = options.definition_lists;
    markdown.admonitions = options.admonitions;
    let mut walk = Walk {
        found: Document {
            source,
            path,
            lines: line_starts(source),
            ..Document::default()
        },
        unit: None,
        fence: None,
        in_header: false,
        row: 0,
        items: 0,
    };
    for (event, range) in new_cmark_parser(source, &markdown).into_offset_iter() {
        walk.event(event, range);
    }
    walk.finish();
    walk.found
}

struct Walk<'a> {
    found: Document<'a>,
    unit: Option<Unit>,
    fence: Option<Fence>,
    in_header: bool,
    row: usize,
    /// Items of lists that are open.
    items: usize,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.start(Kind::Heading);
                let level = level as u8;
                let mut above = self.found.headings.len().checked_sub(1);
                while let Some(index) =
                    above.filter(|index| self.found.headings[*index].level >= level)
                {
                    above = self.found.headings[index].above;
                }
                self.found.headings.push(Heading {
                    range,
                    level,
                    above,
                    title: String::new(),
                });
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((unit, heading)) =
                    self.unit.as_ref().zip(self.found.headings.last_mut())
                {
                    heading.title = unit.text.clone();
                }
                self.finish();
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.finish();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => Some(info.to_string()),
                    CodeBlockKind::Indented => None,
                };
                self.fence = Some(Fence {
                    range,
                    info,
                    lines: Vec::new(),
                });
            }
            Event::End(TagEnd::CodeBlock) => self.found.fences.extend(self.fence.take()),
            Event::Start(Tag::TableHead) => self.in_header = true,
            Event::End(TagEnd::TableHead) => self.in_header = false,
            Event::Start(Tag::TableRow) => self.row += 1,
            Event::Start(Tag::TableCell) => self.start(Kind::Cell),
            Event::Start(Tag::Item) => {
                self.items += 1;
                self.start(Kind::Item);
            }
            Event::Start(Tag::Paragraph) => self.start(Kind::Paragraph),
            Event::End(TagEnd::Item) => {
                self.finish();
                self.items = self.items.saturating_sub(1);
            }
            Event::End(TagEnd::TableCell | TagEnd::Paragraph) => self.finish(),
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => self.finish(),
            Event::Text(_) => self.text(range),
            Event::Code(text) => {
                self.found.spans.push(Span {
                    range: range.clone(),
                    text: text.to_string(),
                });
                self.mark(CODE, range);
            }
            Event::SoftBreak | Event::HardBreak => self.mark('\n', range),
            Event::Html(html) => self.directive(&html, range),
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {
                self.mark(OTHER, range);
            }
            _ => {}
        }
    }

    fn text(&mut self, range: Range<usize>) {
        if let Some(fence) = &mut self.fence {
            return lines(self.found.source, &range, &mut fence.lines);
        }
        let escaped = self.found.source[..range.start].ends_with('\\');
        let Some(text) = self.found.source.get(range.clone()) else {
            return;
        };
        if let Some(unit) = &mut self.unit {
            if escaped {
                unit.runs.push((unit.text.len(), range.start - 1));
                unit.text.push(OTHER);
            }
            unit.runs.push((unit.text.len(), range.start));
            unit.text.push_str(text);
        }
    }

    /// Notes a directive. One in an item or quote has no effect.
    fn directive(&mut self, html: &str, range: Range<usize>) {
        let comment = html
            .trim()
            .strip_prefix("<!--")
            .and_then(|html| html.strip_suffix("-->"));
        let range = range.start..range.start + html.trim_end().len();
        let nested = self.items > 0;
        let directive = comment.and_then(|comment| Directive::read(comment, range, nested));
        self.found
            .directives
            .extend(directive.filter(|directive| !directive.nested));
    }

    /// Notes that something is here that is not text.
    fn mark(&mut self, mark: char, range: Range<usize>) {
        if let Some(unit) = &mut self.unit {
            unit.runs.push((unit.text.len(), range.start));
            unit.text.push(mark);
        }
    }

    fn start(&mut self, kind: Kind) {
        self.finish();
        self.unit = Some(Unit {
            kind,
            text: String::new(),
            runs: Vec::new(),
            in_header: self.in_header,
            row: self.row,
        });
    }

    fn finish(&mut self) {
        let unit = self.unit.take();
        let unit = unit.filter(|unit| !unit.text.trim().is_empty());
        self.found.units.extend(unit);
    }
}

fn line_starts(source: &str) -> Vec<usize> {
    let ends = source
        .bytes()
        .enumerate()
        .filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(ends.map(|(at, _)| at + 1))
        .collect()
}

/// Adds the lines of a part of a block of code. A part may begin or end within a line.
fn lines(source: &str, range: &Range<usize>, lines: &mut Vec<Range<usize>>) {
    let Some(text) = source.get(range.clone()) else {
        return;
    };
    let mut at = range.start;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = at + content.len();
        match lines.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => lines.push(at..end),
        }
        at += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_code_are_found_in_lists_and_quotes() {
        let text = "# T\n\n- a\n\n  ```text\n  x/\n    y\n\n  z\n  ```\n\n> ```\n> q\n> ```\n\n    in\n    dented\n";
        let document = Document::read(text, "d.md".to_string(), &ParseOptions::default());
        let lines: Vec<Vec<&str>> = document
            .fences
            .iter()
            .map(|fence| fence.lines.iter().map(|line| &text[line.clone()]).collect())
            .collect();
        assert_eq!(
            lines,
            [vec!["x/", "  y", "", "z"], vec!["q"], vec!["in", "dented"]]
        );
        assert_eq!(document.fences[0].language(), "text");
        assert_eq!(document.titles(30), ["T"]);
    }

    #[test]
    fn places_in_units_are_places_in_the_document() {
        let text = "- **Region:** [e.g., x] `c` \\[y\\]\n";
        let document = Document::read(text, "d.md".to_string(), &ParseOptions::default());
        let unit = &document.units[0];
        let at = unit.text.find("[e.g., x]").expect("brackets");
        assert_eq!(&text[unit.place(at..at + 9)], "[e.g., x]");
        assert!(unit.text.contains("\u{fffb}[y"), "{:?}", unit.text);
    }
}
