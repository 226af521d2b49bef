//! The blocks of a record: one parse, flattened to what the rules look at.
//!
//! Knows nothing of records. Inline markup is kept as runs of the source, so that the plain
//! text of a line still knows which bytes it came from.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph.
    Text,
    /// The first paragraph of a list item, and how many lists are around it.
    Item(u8),
    /// A cell: table, row (0 is the header) and column.
    Cell { table: u32, row: u32, column: u32 },
    /// A table or a list ends, a rule, code or HTML: nothing to read, but it separates.
    Other,
}

/// A block and where it is.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) block: Block,
    pub(crate) range: Range<usize>,
    runs: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunKind {
    Text,
    Strong,
    /// What stands for a picture.
    Alt,
    Break,
}

#[derive(Debug, Clone)]
struct Run {
    range: Range<usize>,
    kind: RunKind,
    link: Option<u32>,
}

/// A link inside a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocLink {
    pub(crate) range: Range<usize>,
    pub(crate) dest: String,
}

/// One parse of a record.
#[derive(Debug)]
pub(crate) struct Doc<'t> {
    pub(crate) text: &'t str,
    pub(crate) parts: Vec<Part>,
    pub(crate) links: Vec<DocLink>,
    runs: Vec<Run>,
    /// What entities stand for: the index of their run and their text.
    decoded: Vec<(usize, String)>,
}

/// One line of plain text that knows its bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// The text up to here is bold.
    pub(crate) strong: usize,
    /// Offsets in `text`, each with the offset in the record.
    pieces: Vec<(usize, usize)>,
    /// Links: their range in `text` and their index.
    pub(crate) links: Vec<(Range<usize>, usize)>,
    end: usize,
}

impl Line {
    /// A line of text that has no markup, beginning at byte `start`.
    pub(crate) fn plain(text: &str, start: usize) -> Line {
        Line {
            text: text.to_string(),
            pieces: vec![(0, start)],
            end: start + text.len(),
            ..Line::default()
        }
    }

    /// Bytes of the record for bytes of the line.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let piece = self.pieces.partition_point(|(at, _)| *at <= offset);
            let (start, source) = self.pieces[piece.saturating_sub(1)];
            source + (offset - start)
        };
        if self.pieces.is_empty() {
            return self.end..self.end;
        }
        let start = at(range.start);
        let end = match range.end > range.start {
            true => at(range.end - 1) + 1,
            false => start,
        };
        start..end.clamp(start, self.end.max(start))
    }

    /// The bytes of a part of the line, white space at its ends left out.
    pub(crate) fn trimmed(&self, range: Range<usize>) -> (&str, Range<usize>) {
        let part = &self.text[range.clone()];
        let from = range.start + (part.len() - part.trim_start().len());
        let part = part.trim();
        (part, self.source(from..from + part.len()))
    }
}

impl<'t> Doc<'t> {
    /// Parses the text behind `front_matter` bytes of front matter.
    pub(crate) fn parse(text: &'t str, front_matter: usize) -> Doc<'t> {
        // Values are wanted as they are typed: no typographic marks, and `{short title}` is
        // text. What is struck out is taken back.
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let mut walk = Walk {
            doc: Doc {
                text,
                decoded: Vec::new(),
                // A guess that fits most prose: growing by steps costs more than room.
                parts: Vec::with_capacity(text.len() / 100),
                links: Vec::new(),
                runs: Vec::with_capacity(text.len() / 30),
            },
            lists: 0,
            item: false,
            open: None,
            strong: 0,
            link: None,
            table: (0, 0, 0),
            silent: 0,
            image: 0,
        };
        let parser = Parser::new_ext(&text[front_matter..], options).into_offset_iter();
        for (event, range) in parser {
            walk.event(event, range.start + front_matter..range.end + front_matter);
        }
        walk.doc
    }

    /// The lines of a block, as plain text.
    pub(crate) fn lines(&self, part: &Part) -> Vec<Line> {
        let lines = self.lines_with(part, false);
        match lines.is_empty() {
            // A badge says what it shows.
            true => self.lines_with(part, true),
            false => lines,
        }
    }

    fn lines_with(&self, part: &Part, pictures: bool) -> Vec<Line> {
        let mut lines = vec![Line::default()];
        for at in part.runs.clone() {
            let run = &self.runs[at];
            if run.kind == RunKind::Break {
                lines.push(Line::default());
                continue;
            }
            if run.kind == RunKind::Alt && !pictures {
                continue;
            }
            let Some(line) = lines.last_mut() else {
                continue;
            };
            let start = line.text.len();
            line.pieces.push((start, run.range.start));
            let decoded = self.decoded.binary_search_by_key(&at, |(run, _)| *run).ok();
            let text = match decoded {
                Some(index) => self.decoded[index].1.as_str(),
                None => &self.text[run.range.clone()],
            };
            line.text.push_str(text);
            line.end = run.range.end;
            if run.kind == RunKind::Strong && line.text[line.strong..start].trim().is_empty() {
                line.strong = line.text.len();
            }
            if let Some(link) = run.link {
                let range = start..line.text.len();
                match line.links.last_mut() {
                    Some((before, index)) if *index == link as usize => before.end = range.end,
                    _ => line.links.push((range, link as usize)),
                }
            }
        }
        lines.retain(|line| !line.text.trim().is_empty());
        lines
    }

    /// The text of a block on one line.
    pub(crate) fn plain(&self, part: &Part) -> String {
        let lines = self.lines(part);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        texts.join(" ")
    }

    /// The parts right below the heading at `index`, up to the next heading of any level.
    pub(crate) fn below(&self, index: usize) -> Range<usize> {
        let heading = |part: &Part| matches!(part.block, Block::Heading(_));
        let rest = &self.parts[index + 1..];
        index + 1..index + 1 + rest.iter().position(heading).unwrap_or(rest.len())
    }

    /// Indexes of the headings.
    pub(crate) fn headings(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        let parts = self.parts.iter().enumerate();
        parts.filter_map(|(index, part)| match part.block {
            Block::Heading(level) => Some((index, level)),
            _ => None,
        })
    }
}

struct Walk<'t> {
    doc: Doc<'t>,
    lists: u8,
    /// A list item began and has no text yet.
    item: bool,
    open: Option<Part>,
    strong: u8,
    link: Option<u32>,
    table: (u32, u32, u32),
    /// Inside code and what is struck out.
    silent: u8,
    image: u8,
}

impl Walk<'_> {
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
            Event::Rule | Event::Html(_) => self.separate(range),
            _ => {}
        }
    }

    fn text(&mut self, range: Range<usize>) {
        if self.open.is_none() {
            let block = match self.item {
                true => Block::Item(self.lists),
                false => Block::Text,
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
        self.open = Some(Part {
            block,
            range,
            runs: at..at,
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
                let block = match self.item {
                    true => Block::Item(self.lists),
                    false => Block::Text,
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
            Tag::Strikethrough => self.silent = self.silent.saturating_add(1),
            Tag::Strong => self.strong = self.strong.saturating_add(1),
            Tag::Link { dest_url, .. } => {
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
