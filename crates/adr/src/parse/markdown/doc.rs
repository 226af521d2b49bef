//! The blocks of a record as a flat list. Inline markup is kept as runs of the source, so that the
//! plain text of a line can be traced to its bytes.

use std::borrow::Cow;
use std::ops::Range;

/// The kind of a block.
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
    /// The end of a table or list, a rule, code or HTML: it separates other blocks.
    Other,
}

/// A block and where it is.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) block: Block,
    pub(crate) range: Range<usize>,
    pub(crate) runs: Range<usize>,
    /// A heading whose section was not parsed, because no value is in it.
    pub(crate) skimmed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunKind {
    Text,
    Strong,
    /// The alternative text of an image.
    Alt,
    Break,
}

#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) range: Range<usize>,
    pub(crate) kind: RunKind,
    pub(crate) link: Option<u32>,
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
    pub(crate) runs: Vec<Run>,
    /// Decoded entities: the index of their run and their text.
    pub(crate) decoded: Vec<(usize, String)>,
}

/// One line of plain text, with the positions of its parts in the record.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line<'t> {
    /// A slice of the record, where the shown text is contiguous in it.
    pub(crate) text: Cow<'t, str>,
    /// The text up to here is bold.
    pub(crate) strong: usize,
    /// Byte ranges of all bold parts of the text.
    pub(crate) bold: Vec<Range<usize>>,
    /// Where the text begins in the record.
    start: usize,
    /// Further offsets in `text`, each with the offset in the record.
    pieces: Vec<(usize, usize)>,
    /// Links: their range in `text` and their index.
    pub(crate) links: Vec<(Range<usize>, usize)>,
    end: usize,
}

impl<'t> Line<'t> {
    /// A line of text that has no markup, beginning at byte `start`.
    pub(crate) fn plain(text: impl Into<Cow<'t, str>>, start: usize) -> Line<'t> {
        let text = text.into();
        Line {
            end: start + text.len(),
            text,
            start,
            ..Line::default()
        }
    }

    /// A line of text that is not in the record.
    pub(crate) fn elsewhere(text: impl Into<Cow<'t, str>>) -> Line<'t> {
        Line {
            text: text.into(),
            ..Line::default()
        }
    }

    /// This line and the one that continues it, with a blank between them.
    pub(crate) fn joined(mut self, next: Line<'t>) -> Line<'t> {
        let text = self.text.to_mut();
        text.push(' ');
        let at = text.len();
        text.push_str(&next.text);
        self.pieces.push((at, next.start));
        let pieces = next.pieces.into_iter();
        self.pieces
            .extend(pieces.map(|(offset, source)| (offset + at, source)));
        let shifted = |range: Range<usize>| range.start + at..range.end + at;
        let links = next.links.into_iter();
        self.links
            .extend(links.map(|(range, index)| (shifted(range), index)));
        self.bold.extend(next.bold.into_iter().map(shifted));
        self.end = next.end;
        self
    }

    /// Adds the text at `range` of the record, or `text` if the record writes it in another way.
    fn push(&mut self, record: &'t str, range: &Range<usize>, text: Option<&str>) {
        match (&self.text, text) {
            (Cow::Borrowed(""), None) => {
                self.text = Cow::Borrowed(&record[range.clone()]);
                self.start = range.start;
            }
            (Cow::Borrowed(_), None) if self.end == range.start => {
                self.text = Cow::Borrowed(&record[self.start..range.end]);
            }
            (before, text) => {
                if before.is_empty() {
                    self.start = range.start
                } else {
                    self.pieces.push((before.len(), range.start))
                }
                let text = text.unwrap_or(&record[range.clone()]);
                self.text.to_mut().push_str(text);
            }
        }
        self.end = range.end;
    }

    /// Bytes of the record for bytes of the line.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let piece = self.pieces.partition_point(|(at, _)| *at <= offset);
            let before = piece.checked_sub(1).map(|piece| self.pieces[piece]);
            let (start, source) = before.unwrap_or((0, self.start));
            source + (offset - start)
        };
        let start = at(range.start);
        let end = if range.end > range.start {
            at(range.end - 1) + 1
        } else {
            start
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
    /// The lines of a block, as plain text.
    pub(crate) fn lines(&self, part: &Part) -> Vec<Line<'t>> {
        let lines = self.lines_with(part, false);
        if lines.is_empty() {
            // A badge says what it shows.
            self.lines_with(part, true)
        } else {
            lines
        }
    }

    fn lines_with(&self, part: &Part, pictures: bool) -> Vec<Line<'t>> {
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
            let decoded = if self.decoded.is_empty() {
                None
            } else {
                self.decoded.binary_search_by_key(&at, |(run, _)| *run).ok()
            };
            let decoded = decoded.map(|index| self.decoded[index].1.as_str());
            line.push(self.text, &run.range, decoded);
            if run.kind == RunKind::Strong {
                line.bold.push(start..line.text.len());
            }
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
        joined(self.lines(part).iter().map(|line| line.text.trim()))
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

/// Some texts with a blank between them.
pub(crate) fn joined<'a>(mut texts: impl Iterator<Item = &'a str>) -> String {
    let mut out = texts.next().unwrap_or_default().to_string();
    for text in texts {
        out.push(' ');
        out.push_str(text);
    }
    out
}
