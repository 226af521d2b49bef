//! One walk over the parser's events fills an outline.
//!
//! The walk mirrors what mdBook's renderer does with the same events wherever that decides
//! an id: what is dropped there is not counted here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use super::lead::{Lead, Prompts};
use super::{
    Block, BlockKind, Definition, Heading, HeadingStyle, HtmlId, HtmlTag, Link, LinkKind,
    NoteDefinition, NoteUse, Outline, ParseOptions, ReferenceUse, Segment, destination, html,
};
use crate::directive::Directive;
use crate::{front_matter, lines, text};

pub(super) fn outline(text: &str, options: &ParseOptions) -> Outline {
    let skipped = match options.skip_front_matter {
        true => front_matter::length(text),
        false => 0,
    };
    let mut markdown = MarkdownOptions::default();
    markdown.smart_punctuation = options.smart_punctuation;
    markdown.definition_lists = options.definition_lists;
    markdown.admonitions = options.admonitions;

    let mut events = new_cmark_parser(&text[skipped..], &markdown).into_offset_iter();
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
    walk.finish(definitions)
}

/// A link or image that is open.
struct OpenLink {
    range: Range<usize>,
    inner_end: usize,
    dest: String,
    kind: LinkKind,
    inline: bool,
}

/// The HTML block that is open. Inside a quote its lines stand apart.
struct OpenHtml {
    range: Range<usize>,
    html: String,
    /// Offsets in `html`, each with the offset in the text.
    map: Vec<(usize, usize)>,
}

impl OpenHtml {
    fn push(&mut self, text: &str, at: usize) {
        self.map.push((self.html.len(), at));
        self.html.push_str(text);
    }
}

/// The root-level paragraph that is open.
#[derive(Default)]
struct Paragraph {
    only_anchors: bool,
}

struct Walk<'t> {
    text: &'t str,
    out: Outline,
    depth: usize,
    links: Vec<OpenLink>,
    images: usize,
    heading: Option<Heading>,
    /// The last thing in the heading was a footnote reference.
    after_note: bool,
    alt: String,
    notes: Vec<usize>,
    labels: HashSet<String>,
    /// Depth at which a footnote definition was dropped, as mdBook does with duplicates.
    dropped: Option<usize>,
    html: Option<OpenHtml>,
    paragraph: Option<Paragraph>,
    lead: Option<Lead>,
    item: Option<(usize, Lead)>,
    prompts: Prompts,
    /// The root heading whose section is being read.
    section: Option<usize>,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, skipped: usize) -> Self {
        Walk {
            text,
            out: Outline {
                front_matter: skipped,
                ..Outline::default()
            },
            depth: 0,
            links: Vec::new(),
            images: 0,
            heading: None,
            after_note: false,
            alt: String::new(),
            notes: Vec::new(),
            labels: HashSet::new(),
            dropped: None,
            html: None,
            paragraph: None,
            lead: None,
            item: None,
            prompts: Prompts::default(),
            section: None,
        }
    }

    fn reference(&mut self, range: Range<usize>, definition: usize) {
        if self.dropped.is_none() {
            self.out.uses.push(ReferenceUse { range, definition });
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
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
                self.describe(&code);
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
                self.describe(" ");
            }
            Event::HardBreak => {
                self.inside_link(&range);
                self.describe(" ");
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
        self.out.blocks.push(Block { kind, range });
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let kind = match tag {
            Tag::Heading { .. } => BlockKind::Heading,
            Tag::List(_) => BlockKind::List,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::FootnoteDefinition(_) => BlockKind::Note,
            _ => BlockKind::Other,
        };
        self.block(kind, range.clone());
        let Some(section) = self.section else {
            if matches!(tag, Tag::Paragraph) {
                self.paragraph = Some(Paragraph { only_anchors: true });
            }
            return;
        };
        match tag {
            Tag::Paragraph => {
                self.paragraph = Some(Paragraph { only_anchors: true });
                if self.out.headings[section].lead.is_none() {
                    self.lead = Some(Lead::default());
                }
            }
            Tag::List(_) if self.out.headings[section].item.is_none() => {
                self.item = Some((0, Lead::default()));
            }
            _ => {}
        }
    }

    fn not_only_anchors(&mut self, tag: &Tag<'_>) {
        if !matches!(tag, Tag::HtmlBlock) {
            self.anchors_end();
        }
    }

    /// The open paragraph holds more than anchors and comments.
    fn anchors_end(&mut self) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.only_anchors = false;
        }
    }

    fn describe(&mut self, text: &str) {
        if self.images > 0 || self.heading.is_some() {
            return;
        }
        if let Some(lead) = &mut self.lead {
            lead.push(text);
        } else if let Some((items, lead)) = &mut self.item
            && *items == 1
        {
            lead.push(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.after_note = false;
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
                self.start_heading(level_number(level), id, attributes, range);
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
            Tag::FootnoteDefinition(label) => self.start_note(&label, range),
            Tag::Item => {
                if let Some((items, _)) = &mut self.item {
                    *items += 1;
                }
            }
            _ => {}
        }
    }

    fn start_heading(
        &mut self,
        level: u8,
        id: Option<CowStr<'_>>,
        attributes: bool,
        range: Range<usize>,
    ) {
        self.alt.clear();
        self.heading = Some(Heading {
            level,
            line_start: lines::line_start(self.text, range.start),
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

    fn start_link(&mut self, kind: LinkKind, of: LinkType, dest: &str, range: Range<usize>) {
        let kind = match of {
            LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
            _ => kind,
        };
        self.links.push(OpenLink {
            inner_end: range.start + if kind == LinkKind::Image { 2 } else { 1 },
            range,
            dest: dest.to_string(),
            inline: of == LinkType::Inline,
            kind,
        });
    }

    fn end_link(&mut self) {
        let Some(open) = self.links.pop() else { return };
        let is_reference = !open.inline && open.kind != LinkKind::Autolink;
        if is_reference || self.dropped.is_some() {
            return;
        }
        let raw = match open.inline {
            true => destination::inline(self.text, open.inner_end, open.range.end),
            false => None,
        };
        self.out.links.push(Link {
            range: open.range,
            raw,
            dest: open.dest,
            kind: open.kind,
        });
    }

    fn start_note(&mut self, label: &str, range: Range<usize>) {
        if self.dropped.is_some() {
            return;
        }
        let first = self.labels.insert(label.to_string());
        self.notes.push(self.out.notes.len());
        self.out.notes.push(NoteDefinition {
            range,
            label: label.to_string(),
            root: self.depth == 1,
            first,
        });
        if !first {
            self.dropped = Some(self.depth);
        }
    }

    fn note_use(&mut self, label: &str, range: Range<usize>) {
        if self.dropped.is_some() || self.images > 0 {
            return;
        }
        self.out.note_uses.push(NoteUse {
            at: range.start,
            label: label.to_string(),
            note: self.notes.last().copied(),
        });
        if let Some(heading) = &mut self.heading {
            if self.after_note {
                heading.segments.push(Segment::Text(" ".to_string()));
            }
            heading.segments.push(Segment::Note(label.to_string()));
            self.after_note = true;
        }
    }

    fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        if let Some(open) = &mut self.html {
            // An HTML block may hand out parts of itself as text.
            open.push(text, range.start);
            return;
        }
        if !text.chars().all(char::is_whitespace) {
            self.anchors_end();
        }
        let typed = &self.text[range];
        let smart = **text != *typed && typed.bytes().all(|b| b"'\".-".contains(&b));
        self.heading_text(text, smart.then_some(typed));
        self.describe(text);
    }

    /// Adds to the heading that is open; `typed` is what the author wrote where the
    /// parser made something typographic of it.
    fn heading_text(&mut self, text: &str, typed: Option<&str>) {
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

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle => self.end_heading(),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => {
                self.images -= 1;
                self.end_link();
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::FootnoteDefinition
                if self.dropped.is_none_or(|depth| depth == self.depth + 1) =>
            {
                self.dropped = None;
                self.notes.pop();
            }
            TagEnd::Paragraph if self.depth == 0 => self.end_paragraph(range),
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

    fn end_heading(&mut self) {
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
                    .is_none_or(|c| c.is_ascii_whitespace());
            heading.style = match atx {
                true => self.atx(&mut heading, open),
                false => self.setext(&heading),
            };
        }
        let title = text::folded(&heading.title).into_owned();
        heading.title = match title.is_empty() {
            true if !self.alt.trim().is_empty() => self.alt.trim().to_string(),
            true => self.raw_title(&heading),
            false => title,
        };
        if heading.root {
            self.section = Some(self.out.headings.len());
            self.item = None;
            self.prompts = Prompts::default();
        }
        self.out.headings.push(heading);
    }

    fn atx(&self, heading: &mut Heading, open: Range<usize>) -> HeadingStyle {
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

    fn setext(&self, heading: &Heading) -> HeadingStyle {
        let text = self.text[..heading.range.end].trim_end();
        let mark = text.bytes().next_back().unwrap_or(b'-');
        let run = text.bytes().rev().take_while(|b| *b == mark).count();
        HeadingStyle::Setext {
            underline: text.len() - run..text.len(),
        }
    }

    /// What the author typed in a heading whose text the parser took for attributes.
    fn raw_title(&self, heading: &Heading) -> String {
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

    fn end_paragraph(&mut self, range: &Range<usize>) {
        let paragraph = self.paragraph.take();
        if paragraph.is_some_and(|p| p.only_anchors)
            && let Some(block) = self.out.blocks.last_mut()
            && block.range.start == range.start
        {
            block.kind = BlockKind::Anchors;
        }
        if let (Some(lead), Some(section)) = (self.lead.take(), self.section) {
            let text = lead.finish();
            if self.prompts.says_something(&text) {
                self.out.headings[section].lead = Some(text);
            }
        }
    }

    fn end_html(&mut self) {
        let Some(OpenHtml { range, html, map }) = self.html.take() else {
            return;
        };
        let place = |at: usize| {
            let index = map.partition_point(|(from, _)| *from <= at);
            match index.checked_sub(1).and_then(|i| map.get(i)) {
                Some((from, to)) => to + (at - from),
                None => range.start,
            }
        };
        let root = self.depth == 0;
        let only_anchors = self.html_items(&html, root, &place);
        if root
            && only_anchors
            && let Some(last) = self.out.blocks.last_mut()
        {
            last.kind = BlockKind::Anchors;
        }
    }

    fn inline_html(&mut self, text: &str, range: Range<usize>) {
        let is_anchor =
            text.starts_with("<a ") || text.starts_with("</a") || text.starts_with("<!--");
        if !is_anchor {
            self.anchors_end();
        }
        if text.starts_with("</") || self.dropped.is_some() {
            return;
        }
        if !text.contains('=') && !text.starts_with("<!--") {
            return;
        }
        let start = range.start;
        // Inside a quote the parser takes the `>` of further lines out of a tag; places
        // in such a tag are not known.
        let exact = self.text[range].starts_with(text);
        let place = |at: usize| if exact { start + at } else { usize::MAX };
        if !self.html_items(text, false, &place) {
            self.anchors_end();
        }
    }

    /// Takes ids, URLs, directives and tags out of HTML. Returns whether it holds only
    /// what belongs to the block below: comments and empty anchors.
    fn html_items(&mut self, text: &str, root: bool, place: &dyn Fn(usize) -> usize) -> bool {
        if self.dropped.is_some() {
            return false;
        }
        let mut only_anchors = true;
        let mapped = |range: &Range<usize>| {
            let end = range
                .end
                .checked_sub(1)
                .map_or(0, |last| place(last).saturating_add(1));
            place(range.start)..end
        };
        for item in html::read(text) {
            match item {
                html::Item::Id { at, id, anchor } => {
                    only_anchors &= anchor;
                    self.out.ids.push(HtmlId { at: place(at), id });
                }
                html::Item::Url(url) => {
                    only_anchors = false;
                    let raw = match url.raw.is_empty() {
                        true => place(url.raw.start)..place(url.raw.start),
                        false => mapped(&url.raw),
                    };
                    let known = raw.start != usize::MAX
                        && self.text.get(raw.clone()) == text.get(url.raw.clone());
                    self.out.links.push(Link {
                        range: mapped(&url.range),
                        raw: known.then_some(raw),
                        dest: url.dest,
                        kind: LinkKind::Html {
                            tag: url.tag,
                            attribute: url.attribute,
                        },
                    });
                }
                html::Item::Comment { text, range } => {
                    let range = mapped(&range);
                    if let Some(directive) = Directive::read(&text, range, !root) {
                        only_anchors &= directive.name == "allow";
                        self.out.directives.push(directive);
                    }
                }
                html::Item::Open { name, range, void } => {
                    only_anchors &= name == "a";
                    if root {
                        self.tag(name, mapped(&range), !void, void);
                    }
                }
                html::Item::Close { name, range } => {
                    only_anchors &= name == "a";
                    if root {
                        self.tag(name, mapped(&range), false, false);
                    }
                }
                html::Item::Text => only_anchors = false,
            }
        }
        only_anchors
    }

    fn tag(&mut self, name: String, range: Range<usize>, opens: bool, void: bool) {
        if !void {
            self.out.tags.push(HtmlTag { range, name, opens });
        }
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
        self.out
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}
