//! What a document states, as byte ranges: headings, blocks of code, code in lines, and blocks of text.
//!
//! One parse with mdBook's options. It says what is written and where, and knows no repository.

mod read;

use std::ops::Range;

use archsite_core::markdown::directive::Directive;
use archsite_core::markdown::outline::ParseOptions;
use archsite_core::site::path;

use crate::lists::{OTHER_TIME, PLANNED, PLANS};

/// Stands for code in the text of a [`Unit`].
pub(crate) const CODE: char = '\u{fffc}';
/// Stands for anything else that is not text: HTML, footnotes, escaped characters.
pub(crate) const OTHER: char = '\u{fffb}';

/// Blocks at the beginning of a document that may state its status.
const FIRST_UNITS: usize = 12;
/// Bytes of a line that are looked at before and behind a place.
const LONG: usize = 2000;

/// A heading.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub(crate) range: Range<usize>,
    pub(crate) level: u8,
    /// The heading of the section that this one is in: an index into the headings.
    pub(crate) above: Option<usize>,
    /// Its text as written, without markup.
    pub(crate) title: String,
}

/// A block of code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fence {
    /// The block with its fences.
    pub(crate) range: Range<usize>,
    /// The info string; `None` for indented code.
    pub(crate) info: Option<String>,
    /// Its lines, without line ends.
    pub(crate) lines: Vec<Range<usize>>,
}

impl Fence {
    /// The first word of the info string, in lower case.
    pub(crate) fn language(&self) -> String {
        let info = self.info.as_deref().unwrap_or_default();
        let end = |c: char| c.is_whitespace() || c == ',' || c == '{';
        info.split(end).next().unwrap_or_default().to_lowercase()
    }
}

/// What kind of block a unit of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading,
    Cell,
    /// A list item whose text is in no paragraph.
    Item,
    Paragraph,
}

/// The text of one block, without markup.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) kind: Kind,
    /// The text; what is none is one of [`CODE`] and [`OTHER`], and a line end is `\n`.
    pub(crate) text: String,
    /// Offsets in `text` with the offsets of the same bytes in the document.
    runs: Vec<(usize, usize)>,
    /// Header cells of a table are not filled in by anybody.
    pub(crate) in_header: bool,
    /// For a cell of a table: the row it is in.
    pub(crate) row: usize,
}

impl Unit {
    /// Where a part of the text is in the document.
    pub(crate) fn place(&self, part: Range<usize>) -> Range<usize> {
        let find = |at: usize| {
            let run = self.runs.partition_point(|(from, _)| *from <= at);
            let run = run.checked_sub(1).and_then(|run| self.runs.get(run));
            run.map_or(0, |(from, to)| to + (at - from))
        };
        let start = find(part.start);
        let last = part.end.saturating_sub(1).max(part.start);
        start..find(last) + (part.end - last.min(part.end)).min(1)
    }
}

/// Code in a line of text.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

/// What a document states.
#[derive(Debug, Default)]
pub(crate) struct Document<'a> {
    pub(crate) source: &'a str,
    /// Its path, relative to the root of the repository.
    pub(crate) path: String,
    pub(crate) headings: Vec<Heading>,
    pub(crate) fences: Vec<Fence>,
    pub(crate) units: Vec<Unit>,
    pub(crate) spans: Vec<Span>,
    /// Offsets of the beginnings of its lines.
    lines: Vec<usize>,
    /// Directives that are blocks of their own.
    pub(crate) directives: Vec<Directive>,
}

impl<'a> Document<'a> {
    /// Reads a document that is at `path`, relative to the root of the repository.
    pub(crate) fn read(source: &'a str, path: String, options: &ParseOptions) -> Document<'a> {
        read::read(source, path, options)
    }

    /// The folder it is in, relative to the root of the repository.
    pub(crate) fn folder(&self) -> &str {
        path::parent(&self.path)
    }

    /// Whether the path, the title or the status of the document says that it is about another time than today:
    /// a plan, a report, a migration.
    pub(crate) fn is_about_another_time(&self) -> bool {
        OTHER_TIME.is_match(&self.path_in_words())
            || OTHER_TIME.is_match(self.title())
            || self.is_a_plan()
    }

    /// Whether the path, the title or the status of the document says that it is not built yet.
    pub(crate) fn is_a_plan(&self) -> bool {
        let mut begin = self.units.iter().take(FIRST_UNITS);
        PLANS.is_match(&self.path_in_words())
            || PLANS.is_match(self.title())
            || begin.any(|unit| unit.text.lines().any(|line| PLANNED.is_match(line)))
    }

    /// Its first heading.
    fn title(&self) -> &str {
        self.headings.first().map_or("", |h| h.title.as_str())
    }

    /// Its path, with blanks between the words.
    pub(crate) fn path_in_words(&self) -> String {
        self.path.replace(['-', '_', '.', '/'], " ")
    }

    /// The directive of a name right above a place.
    pub(crate) fn directive_above(&self, name: &str, at: usize) -> Option<&Directive> {
        let above = self
            .directives
            .iter()
            .rev()
            .find(|directive| directive.range.end <= at)?;
        let between = self.source.get(above.range.end..at).unwrap_or_default();
        (above.name == name && between.trim().is_empty()).then_some(above)
    }

    /// The last heading before an offset.
    pub(crate) fn heading_before(&self, at: usize) -> Option<usize> {
        let next = self.headings.partition_point(|h| h.range.start <= at);
        next.checked_sub(1)
    }

    /// Titles of the heading that a place is below, and of those above it, innermost first.
    pub(crate) fn titles(&self, at: usize) -> Vec<&str> {
        let mut titles = Vec::new();
        let mut heading = self.heading_before(at);
        while let Some(index) = heading {
            titles.push(self.headings[index].title.as_str());
            heading = self.headings[index].above;
        }
        titles
    }

    /// Whether the line of an offset is a task of a list, which says what was or is to be done.
    pub(crate) fn is_task(&self, at: usize) -> bool {
        let line = self.line(at).trim_start();
        let item = line.strip_prefix(['-', '*', '+']).unwrap_or_default();
        let item = item.trim_start();
        ["[ ]", "[x]", "[X]"]
            .iter()
            .any(|task| item.starts_with(task))
    }

    /// The offset of the beginning of the line that an offset is in.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        let next = self.lines.partition_point(|start| *start <= at);
        next.checked_sub(1).map_or(0, |line| self.lines[line])
    }

    /// The line that an offset is in, without its end; of a very long line the part around the offset.
    pub(crate) fn line(&self, at: usize) -> &'a str {
        let next = self.lines.partition_point(|start| *start <= at);
        let end = self.lines.get(next).map_or(self.source.len(), |next| *next);
        let mut start = self.line_start(at).max(at.saturating_sub(LONG));
        let mut end = end.min(at + LONG);
        while !self.source.is_char_boundary(start) {
            start += 1;
        }
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        self.source[start..end].trim_end()
    }
}
