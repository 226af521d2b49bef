//! One walk over the parser's events fills an outline.
//!
//! The walk mirrors what mdBook's renderer does with the same events wherever that decides
//! an id: what is dropped there is not counted here.

use std::collections::HashMap;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

mod diagrams;
mod headings;
mod links;
mod markup;
mod paragraphs;
mod state;
mod unclosed;
mod undefined;

use self::state::{OpenHtml, Walk};
pub(super) use self::undefined::Undefined;
use crate::markdown::front_matter;
use crate::markdown::mdx;
use crate::markdown::outline::excerpts::ExcerptCollector;
use crate::markdown::outline::parser::parser;
use crate::markdown::outline::{
    Block, BlockKind, Definition, Describe, Link, LinkKind, Outline, ParseOptions, destination,
};

impl Outline {
    /// Parses `text` once, as mdBook does.
    pub fn parse(text: &str, options: &ParseOptions) -> Outline {
        if options.components {
            outline(&mdx::masked(text), options)
        } else {
            outline(text, options)
        }
    }
}

fn outline(text: &str, options: &ParseOptions) -> Outline {
    let skipped = if options.skip_front_matter {
        front_matter::length(text)
    } else {
        0
    };
    let mut undefined = Undefined::default();
    let parser = parser(&text[skipped..], options, &mut undefined);
    let mut events = parser.into_offset_iter();
    let mut definitions: Vec<_> = events
        .reference_definitions()
        .iter()
        .map(|(label, d)| Definition {
            range: d.span.start + skipped..d.span.end + skipped,
            label: label.to_string(),
            dest: d.dest.to_string(),
            title: d.title.as_ref().map(ToString::to_string),
            link: 0,
            root: true,
        })
        .collect();
    definitions.sort_by_key(|d| d.range.start);
    let starts: HashMap<usize, usize> = definitions
        .iter()
        .enumerate()
        .map(|(index, d)| (d.range.start, index))
        .collect();

    let mut walk = Walk::new(text, skipped);
    walk.reads_diagrams = options.diagram_links;
    walk.describes = options.describe != Describe::Nothing;
    walk.listener = (options.describe == Describe::Blocks).then(ExcerptCollector::default);
    while let Some((event, range)) = events.next() {
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) =
            &event
            && matches!(
                link_type,
                LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
            )
            && let Some(found) = events.reference_definitions().get(id)
            && let Some(definition) = starts.get(&(found.span.start + skipped))
        {
            walk.reference(range.start + skipped..range.end + skipped, *definition);
        }
        walk.event(event, range.start + skipped..range.end + skipped);
    }
    let mut outline = walk.finish(definitions);
    drop(events);
    outline.undefined = undefined.finish(skipped);
    outline
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                if let Some(listener) = &mut self.listener {
                    listener.start(&tag, range.start);
                }
                self.inside_link(&range);
                if self.depth == 0 {
                    self.start_block(&tag, &range);
                } else {
                    self.not_only_anchors(&tag);
                }
                self.depth += 1;
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.depth -= 1;
                if let Some(listener) = &mut self.listener {
                    listener.end(tag, range.start);
                }
                self.end(tag, &range);
                self.inside_link(&range);
            }
            Event::Text(text) => {
                self.inside_link(&range);
                self.text(&text, range);
            }
            Event::Code(code) => {
                self.inside_link(&range);
                self.anchors_end();
                self.heading_text(&code, None);
                self.says(&code, &code);
            }
            Event::Html(text) => {
                if let Some(open) = &mut self.html {
                    open.push(&text, range.start);
                }
            }
            Event::InlineHtml(text) => {
                self.inside_link(&range);
                self.after_note = false;
                self.inline_html(&text, range);
            }
            Event::FootnoteReference(label) => {
                self.inside_link(&range);
                self.anchors_end();
                self.note_use(&label, range);
            }
            Event::SoftBreak => {
                self.inside_link(&range);
                self.heading_text("\n", None);
                self.says(" ", " ");
            }
            Event::HardBreak => {
                self.inside_link(&range);
                self.says(" ", " ");
                if let Some(heading) = &mut self.heading {
                    heading.title.push(' ');
                }
                self.after_note = false;
            }
            Event::Rule => {
                if self.depth == 0 {
                    self.block(BlockKind::Rule, range);
                }
            }
            Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.inside_link(&range);
                self.heading_text(&text, None);
            }
        }
    }

    /// The text of the innermost open link reaches to here at least.
    fn inside_link(&mut self, range: &Range<usize>) {
        if let Some(open) = self.links.last_mut() {
            open.inner_end = open.inner_end.max(range.end);
        }
        if let Some(heading) = &mut self.heading {
            heading.content_end = heading.content_end.max(range.end);
        }
    }

    fn block(&mut self, kind: BlockKind, range: Range<usize>) {
        self.out.blocks.push(Block {
            kind,
            range,
            unclosed: false,
        });
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.after_note = false;
        self.unclosed(false);
        match tag {
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } if self.dropped.is_none() => {
                let id = id.or_else(|| {
                    let ids = attrs.iter().rev().find(|(name, _)| &**name == "id");
                    ids.and_then(|(_, value)| value.clone())
                });
                let attributes = id.is_some() || !classes.is_empty() || !attrs.is_empty();
                self.start_heading(level as u8, id, attributes, range);
            }
            Tag::DefinitionListTitle if self.dropped.is_none() => {
                self.start_heading(0, None, false, range);
            }
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.start_link(LinkKind::Link, link_type, &dest_url, range),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => {
                self.start_link(LinkKind::Image, link_type, &dest_url, range);
                self.images += 1;
            }
            Tag::HtmlBlock => {
                self.html = Some(OpenHtml {
                    range,
                    html: String::new(),
                    map: Vec::new(),
                });
            }
            Tag::CodeBlock(kind) => {
                self.code = true;
                self.start_diagram(&kind);
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    self.start_fence(&range);
                }
            }
            Tag::FootnoteDefinition(label) => self.start_note(&label, range),
            Tag::Item => {
                if let Some((items, _)) = &mut self.item {
                    *items += 1;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(open) = &mut self.html {
            // The parser may report parts of an HTML block as text.
            open.push(text, range.start);
            return;
        }
        self.fence_text(&range);
        self.diagram_text(&range);
        self.undefined_note(&range);
        self.loose_bracket(&range);
        if !text.chars().all(char::is_whitespace) {
            self.anchors_end();
        }
        let typed = &self.text[range];
        let smart = text != typed && typed.bytes().all(|b| b"'\".-".contains(&b));
        self.heading_text(text, smart.then_some(typed));
        self.says(text, if smart { typed } else { text });
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle => self.end_heading(),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => {
                self.images -= 1;
                self.end_link();
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::CodeBlock => {
                self.code = false;
                self.diagram = false;
                self.end_fence(range);
            }
            TagEnd::FootnoteDefinition
                if self.dropped.is_none_or(|depth| depth == self.depth + 1) =>
            {
                self.dropped = None;
                self.notes.pop();
            }
            TagEnd::Paragraph => {
                self.raw_text = None;
                if self.depth == 0 {
                    self.end_paragraph(range);
                }
            }
            TagEnd::List(_) if self.depth == 0 => {
                if let (Some((_, lead)), Some(section)) = (self.item.take(), self.section) {
                    let text = lead.finish();
                    self.out.headings[section].item = (!text.is_empty()).then_some(text);
                }
            }
            _ => {}
        }
        self.after_note = false;
    }

    fn finish(mut self, mut definitions: Vec<Definition>) -> Outline {
        self.out.links.sort_by_key(|link| link.range.start);
        for (index, definition) in definitions.iter_mut().enumerate() {
            let block = self
                .out
                .blocks
                .partition_point(|b| b.range.start <= definition.range.start);
            definition.root = block
                .checked_sub(1)
                .is_none_or(|b| self.out.blocks[b].range.end <= definition.range.start);
            definition.link = self.out.links.len();
            self.out.links.push(Link {
                range: definition.range.clone(),
                raw: destination::definition(self.text, &definition.range),
                dest: definition.dest.clone(),
                kind: LinkKind::Definition(index),
            });
        }
        self.out.definitions = definitions;
        self.out.excerpts = self
            .listener
            .take()
            .map_or_else(Vec::new, |heard| heard.excerpts);
        // Outlines stay until the end, by the thousand.
        self.out.links.shrink_to_fit();
        self.out.headings.shrink_to_fit();
        self.out.blocks.shrink_to_fit();
        self.out.excerpts.shrink_to_fit();
        self.out
    }
}
