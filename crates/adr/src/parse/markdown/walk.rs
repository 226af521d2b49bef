//! Turns the events of the Markdown parser into the blocks of a record.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};
use memchr::memmem;

use crate::parse::markdown::doc::{Block, Doc, DocLink, Part, Run, RunKind};
use crate::parse::markdown::skim;
use crate::parse::markdown::skim::Piece;
use crate::parse::vocabulary::Vocabulary;

impl<'t> Doc<'t> {
    /// Parses the text after `front_matter` bytes of front matter.
    pub(crate) fn parse(text: &'t str, front_matter: usize) -> Doc<'t> {
        let mut walk = Walk::new(text, text.len() - front_matter);
        walk.parse(front_matter..text.len());
        walk.doc
    }

    /// Parses a value of YAML.
    pub(crate) fn of_value(text: &'t str) -> Doc<'t> {
        let mut walk = Walk::new(text, 0);
        // One word is always a paragraph.
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic()) {
            walk.block(Block::Text, 0..text.len())
        } else {
            walk.parse(0..text.len())
        }
        walk.doc
    }

    /// The same, but without the text of sections that hold no values.
    pub(crate) fn skim(text: &'t str, front_matter: usize, vocabulary: &Vocabulary) -> Doc<'t> {
        let pieces = skim::pieces(text, front_matter, vocabulary);
        let parsed = pieces.iter().map(|piece| match piece {
            Piece::Parse(range) => range.len(),
            Piece::Heading(..) => 0,
        });
        let parsed: usize = parsed.sum();
        let mut walk = Walk::new(text, parsed);
        for piece in pieces {
            match piece {
                Piece::Parse(range) => walk.parse(range),
                Piece::Heading(level, range) => walk.heading(level, range),
            }
        }
        // What a link leads to may be defined where nothing was parsed.
        let missing = walk.refers && parsed < text.len() - front_matter;
        if missing && memmem::find(text.as_bytes(), b"]:").is_some() {
            Doc::parse(text, front_matter)
        } else {
            walk.doc
        }
    }
}

/// What is open while a text is parsed.
pub(crate) struct Walk<'t> {
    pub(crate) doc: Doc<'t>,
    /// A link names its destination by words that are defined elsewhere, or tries to.
    pub(crate) refers: bool,
    lists: u8,
    /// A list item began and has no text yet.
    item: bool,
    open: Option<Part>,
    strong: u8,
    link: Option<u32>,
    table: (u32, u32, u32),
    /// Inside code and what is struck out.
    silent: u8,
    has_heading: bool,
    /// Inside a heading that is struck out as a whole: the record is no longer in force.
    struck_title: bool,
    image: u8,
}

impl<'t> Walk<'t> {
    /// A walk over some of a text, about as much as `length` bytes.
    pub(crate) fn new(text: &'t str, length: usize) -> Walk<'t> {
        Walk {
            doc: Doc {
                text,
                decoded: Vec::new(),
                // A guess that fits most prose: growing by steps costs more than room.
                parts: Vec::with_capacity(length / 100 + 16),
                links: Vec::new(),
                runs: Vec::with_capacity(length / 30 + 16),
            },
            refers: false,
            lists: 0,
            item: false,
            open: None,
            strong: 0,
            link: None,
            table: (0, 0, 0),
            silent: 0,
            has_heading: false,
            struck_title: false,
            image: 0,
        }
    }

    /// Adds the blocks of some lines.
    pub(crate) fn parse(&mut self, lines: Range<usize>) {
        // Values are wanted as they are typed: no typographic marks, and `{short title}` is
        // text. What is struck out is taken back.
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let mut undefined = false;
        let ask = |_: BrokenLink<'_>| {
            undefined = true;
            None
        };
        let text = &self.doc.text[lines.clone()];
        let parser = Parser::new_with_broken_link_callback(text, options, Some(ask));
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range.start + lines.start..range.end + lines.start);
        }
        self.refers |= undefined;
    }

    /// Adds a block of plain words.
    pub(crate) fn block(&mut self, block: Block, words: Range<usize>) {
        self.begin(block, words.clone());
        self.run(RunKind::Text, words);
        self.finish();
    }

    /// Adds a heading whose words are plain.
    pub(crate) fn heading(&mut self, level: u8, words: Range<usize>) {
        self.begin(Block::Heading(level), words.clone());
        self.run(RunKind::Text, words);
        if let Some(heading) = &mut self.open {
            heading.skimmed = true;
        }
        self.finish();
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.silent == 0 => {
                if text.as_ref() != &self.doc.text[range.clone()] && self.open.is_some() {
                    let run = self.doc.runs.len();
                    self.doc.decoded.push((run, text.to_string()));
                }
                self.text(range);
            }
            Event::Code(_) if self.silent == 0 => {
                let ticks = self.doc.text[range.clone()].bytes();
                let ticks = ticks.take_while(|b| *b == b'`').count();
                let inner = range.start + ticks..range.end.saturating_sub(ticks);
                self.text(inner.start..inner.end.max(inner.start));
            }
            Event::SoftBreak | Event::HardBreak => self.run(RunKind::Break, range),
            Event::InlineHtml(html) if html.starts_with("<br") => {
                self.run(RunKind::Break, range);
            }
            Event::Html(_) => match html_title(&self.doc.text[range.clone()]) {
                Some(words) if !self.has_heading => {
                    let words = range.start + words.start..range.start + words.end;
                    self.block(Block::Heading(1), words);
                }
                _ => self.separate(range),
            },
            Event::Rule => self.separate(range),
            _ => {}
        }
    }

    /// Whether a range is all of the heading that is open.
    fn is_whole_heading(&self, range: &Range<usize>) -> bool {
        let heading = self.open.as_ref().filter(|open| {
            matches!(open.block, Block::Heading(_)) && open.runs.start == self.doc.runs.len()
        });
        let after = self.doc.text[range.end..].lines().next();
        heading.is_some() && after.unwrap_or_default().trim().is_empty()
    }

    fn text(&mut self, range: Range<usize>) {
        if self.open.is_none() {
            let block = if self.item {
                Block::Item(self.lists)
            } else {
                Block::Text
            };
            self.begin(block, range.clone());
        }
        let kind = match (self.image > 0, self.strong > 0) {
            (true, _) => RunKind::Alt,
            (false, true) => RunKind::Strong,
            (false, false) => RunKind::Text,
        };
        self.run(kind, range);
    }

    fn run(&mut self, kind: RunKind, range: Range<usize>) {
        if let Some(open) = &mut self.open {
            open.range.end = open.range.end.max(range.end);
            let link = self.link;
            self.doc.runs.push(Run { range, kind, link });
        }
    }

    fn begin(&mut self, block: Block, range: Range<usize>) {
        self.finish();
        let at = self.doc.runs.len();
        self.item = false;
        self.has_heading |= matches!(block, Block::Heading(_));
        self.open = Some(Part {
            block,
            range,
            runs: at..at,
            skimmed: false,
        });
    }

    fn finish(&mut self) {
        if let Some(mut part) = self.open.take() {
            part.runs.end = self.doc.runs.len();
            self.doc.parts.push(part);
        }
    }

    fn separate(&mut self, range: Range<usize>) {
        self.begin(Block::Other, range);
        self.finish();
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.begin(Block::Heading(*level as u8), range),
            Tag::Paragraph => {
                let block = if self.item {
                    Block::Item(self.lists)
                } else {
                    Block::Text
                };
                self.begin(block, range);
            }
            Tag::List(_) => {
                self.finish();
                self.lists = self.lists.saturating_add(1);
            }
            Tag::Item => {
                self.finish();
                self.item = true;
            }
            Tag::BlockQuote(_) => self.finish(),
            Tag::TableHead => self.table = (self.table.0 + 1, 0, 0),
            Tag::TableRow => self.table = (self.table.0, self.table.1 + 1, 0),
            Tag::TableCell => {
                let (table, row, column) = self.table;
                self.begin(Block::Cell { table, row, column }, range);
                self.table.2 += 1;
            }
            Tag::CodeBlock(_) => {
                self.separate(range);
                self.silent = self.silent.saturating_add(1);
            }
            Tag::Image { .. } => self.image = self.image.saturating_add(1),
            Tag::Strikethrough => {
                self.struck_title = self.is_whole_heading(&range);
                self.silent += u8::from(!self.struck_title);
            }
            Tag::Strong => self.strong = self.strong.saturating_add(1),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                use LinkType::{Collapsed, Reference, Shortcut};
                self.refers |= matches!(link_type, Reference | Collapsed | Shortcut);
                let dest = dest_url.to_string();
                self.link = Some(self.doc.links.len() as u32);
                self.doc.links.push(DocLink { range, dest });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell => {
                self.finish();
            }
            TagEnd::List(_) => {
                self.finish();
                self.lists = self.lists.saturating_sub(1);
                self.item = false;
            }
            TagEnd::BlockQuote(_) => self.finish(),
            TagEnd::Strikethrough if self.struck_title => self.struck_title = false,
            TagEnd::CodeBlock | TagEnd::Strikethrough => {
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::Image => self.image = self.image.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link => self.link = None,
            _ => {}
        }
    }
}

/// The words of a heading of the first level in HTML, if it is one line and has no other tags.
fn html_title(html: &str) -> Option<Range<usize>> {
    let line = html.trim_end();
    let is_heading = line.get(..3)?.eq_ignore_ascii_case("<h1");
    let end = line.len().checked_sub("</h1>".len())?;
    let closes = line.get(end..)?.eq_ignore_ascii_case("</h1>");
    let start = line.find('>')? + 1;
    let plain = start <= end && !line[start..end].contains(['<', '&']);
    (is_heading && closes && plain).then_some(start..end)
}
