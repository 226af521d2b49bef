//! Tables and lines of a document, with the byte range of each part of their text.

use std::ops::Range;

use archsite_core::markdown::outline::ParseOptions;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Bytes between the bars, blanks at both ends left out.
    pub range: Range<usize>,
    /// Its text without markup.
    pub text: String,
    /// The parts of the text: offset in `text`, and byte range in the document.
    pub runs: Vec<(usize, Range<usize>)>,
    /// It is crossed out.
    pub struck: bool,
    /// Addresses of its links.
    pub links: Vec<String>,
    /// Insides of its HTML comments.
    pub comments: Vec<String>,
}

/// A table at the root of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its header.
    pub header: Vec<Cell>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A line of text: of a list item, a paragraph or a heading, without markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// The parts of the text: offset in `text`, and byte range in the document.
    pub runs: Vec<(usize, Range<usize>)>,
    /// The parts of the text that are code, as offsets in `text`.
    pub code: Vec<Range<usize>>,
    /// The number of list items that it is in.
    pub depth: usize,
    /// The level of the heading, if it is one.
    pub heading: Option<u8>,
    /// All of its text is one link.
    pub is_link: bool,
}

impl Line {
    /// The byte range of a part of the text.
    pub fn source_range(&self, part: &Range<usize>) -> Range<usize> {
        source_range(&self.runs, part)
    }

    /// The byte range of the whole line.
    pub fn range(&self) -> Range<usize> {
        self.source_range(&(0..self.text.len().max(1)))
    }
}

/// The byte range in the document of a part of a text with these runs.
pub(crate) fn source_range(runs: &[(usize, Range<usize>)], part: &Range<usize>) -> Range<usize> {
    let find = |offset: usize| {
        let run = runs.iter().rev().find(|(at, _)| *at <= offset);
        run.map_or(0, |(at, range)| (range.start + offset - at).min(range.end))
    };
    let start = find(part.start);
    start..(find(part.end.saturating_sub(1)) + 1).max(start)
}

/// Tables and lines of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Tables, in order.
    pub tables: Vec<Table>,
    /// Lines of items, paragraphs and headings, in order.
    pub lines: Vec<Line>,
    /// Byte ranges of lists that are in no other list, in order.
    pub lists: Vec<Range<usize>>,
    /// Bytes of code, in lines and in blocks.
    pub code: Vec<Range<usize>>,
}

/// Reads the tables and lines of a document.
pub fn read(text: &str, options: &ParseOptions) -> Document {
    let mut markdown = MarkdownOptions::default();
    // Text is compared with names of packages: punctuation stays as typed.
    markdown.smart_punctuation = false;
    markdown.definition_lists = options.definition_lists;
    markdown.admonitions = options.admonitions;
    let mut reader = DocumentReader {
        source: text,
        ..DocumentReader::default()
    };
    for (event, range) in new_cmark_parser(text, &markdown).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish_line();
    reader.document
}

#[derive(Default)]
struct DocumentReader<'a> {
    source: &'a str,
    document: Document,
    table: Option<Table>,
    in_head: bool,
    row: Vec<Cell>,
    /// Bytes of the row that is read.
    row_at: Range<usize>,
    cell: Option<Cell>,
    line: Option<Line>,
    code_block: bool,
    struck: bool,
    in_link: bool,
    /// The number of open list items.
    depth: usize,
    /// The level of the open heading.
    heading: Option<u8>,
}

impl DocumentReader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Table(_)) => {
                self.finish_line();
                self.table = Some(Table {
                    range,
                    ..Table::default()
                });
            }
            Event::End(TagEnd::Table) => self.document.tables.extend(self.table.take()),
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                self.row_at = range;
            }
            Event::Start(Tag::TableRow) => self.row_at = range,
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.header = row;
                }
            }
            Event::End(TagEnd::TableRow) => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                }
            }
            Event::Start(Tag::TableCell) => {
                self.cell = Some(Cell {
                    range: trimmed(self.source, range),
                    ..Cell::default()
                });
            }
            Event::End(TagEnd::TableCell) => {
                // The parser adds the cells that a short row lacks; nothing can be written there.
                let written = !missing(self.source, &self.row_at, &range);
                self.row.extend(self.cell.take().filter(|_| written));
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.code_block = true;
                self.document.code.push(range);
            }
            Event::End(TagEnd::CodeBlock) => self.code_block = false,
            Event::Start(Tag::Item) => {
                self.depth += 1;
                self.start_line();
            }
            Event::Start(Tag::List(_)) if self.depth == 0 => self.document.lists.push(range),
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some(level as u8);
                self.start_line();
            }
            Event::End(TagEnd::Heading(_)) => {
                self.finish_line();
                self.heading = None;
            }
            Event::Start(Tag::Paragraph) => self.start_line(),
            Event::End(TagEnd::Item) => {
                self.finish_line();
                self.depth = self.depth.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph) => self.finish_line(),
            Event::SoftBreak | Event::HardBreak if self.cell.is_none() && self.line.is_some() => {
                self.start_line();
            }
            Event::End(TagEnd::Strikethrough) => self.struck = false,
            Event::Start(Tag::Strikethrough) => {
                self.struck = true;
                if let Some(cell) = &mut self.cell {
                    cell.struck = true;
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.in_link = true;
                if let Some(cell) = &mut self.cell {
                    cell.links.push(dest_url.to_string());
                } else if let Some(line) = &mut self.line {
                    // A second link, or a link after text.
                    line.is_link = line.text.trim().is_empty();
                }
            }
            Event::End(TagEnd::Link) => self.in_link = false,
            Event::InlineHtml(html) => {
                let comment = html
                    .trim()
                    .strip_prefix("<!--")
                    .and_then(|h| h.strip_suffix("-->"));
                if let (Some(cell), Some(comment)) = (&mut self.cell, comment) {
                    cell.comments.push(comment.trim().to_string());
                }
            }
            Event::Text(text) if !self.code_block => self.text(&text, range),
            Event::Code(text) => {
                self.document.code.push(range.clone());
                // The bytes of code are between backticks.
                let inner = self
                    .source
                    .get(range.clone())
                    .and_then(|code| code.find(&*text));
                let start = range.start + inner.unwrap_or(0);
                if let Some(line) = &mut self.line {
                    let at = line.text.len();
                    line.code.push(at..at + text.len());
                }
                self.text(&text, start..start + text.len());
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(cell) = &mut self.cell {
            cell.runs.push((cell.text.len(), range));
            cell.text.push_str(text);
        } else if let Some(line) = &mut self.line
            && !self.struck
        {
            line.is_link &= self.in_link || text.trim().is_empty();
            line.runs.push((line.text.len(), range));
            line.text.push_str(text);
        }
    }

    /// Begins a line. The paragraph of a loose item is the item's line.
    fn start_line(&mut self) {
        self.finish_line();
        self.line = Some(Line {
            depth: self.depth,
            heading: self.heading,
            ..Line::default()
        });
    }

    fn finish_line(&mut self) {
        if let Some(line) = self.line.take().filter(|line| !line.text.trim().is_empty()) {
            self.document.lines.push(line);
        }
    }
}

/// Whether a cell is not in the source: it is empty, and not between two bars.
fn missing(source: &str, row: &Range<usize>, cell: &Range<usize>) -> bool {
    let (Some(text), Some(line)) = (source.get(cell.clone()), source.get(row.clone())) else {
        return true;
    };
    if !text
        .trim_matches(|c: char| c.is_whitespace() || c == '|')
        .is_empty()
    {
        return false;
    }
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let Some(at) = cell
        .start
        .checked_sub(row.start)
        .filter(|at| *at < line.len())
    else {
        return true;
    };
    let (before, after) = line.split_at(at);
    let opened = before.trim_end().ends_with('|');
    let after = after.trim_start();
    if opened {
        return !after.starts_with('|');
    }
    // Its own bar is the first of its bytes.
    !after
        .strip_prefix('|')
        .is_some_and(|rest| rest.trim_start().starts_with('|'))
}

/// A range without blanks and bars at its ends.
fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let Some(text) = source.get(range.clone()) else {
        return range;
    };
    let blank = |c: char| c.is_whitespace() || c == '|';
    let start = range.start + (text.len() - text.trim_start_matches(blank).len());
    let end = range.start + text.trim_end_matches(blank).len();
    if start <= end {
        return start..end;
    }
    // Of an empty cell, the position after its first blank.
    let bar = text.bytes().take_while(|b| *b == b'|').count();
    let at = range.start + bar + usize::from(text[bar..].starts_with(' '));
    at..at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_the_bytes_between_bars() {
        let source = "| A | Version |\n|---|---|\n| **x** `y` | 1.2  |\n| z |  |\n| ~~q~~ ||\n";
        let document = read(source, &ParseOptions::default());
        let [table] = document.tables.as_slice() else {
            panic!("one table: {document:?}");
        };
        let cell = |row: usize, column: usize| {
            let cell = &table.rows[row][column];
            (cell.text.as_str(), &source[cell.range.clone()])
        };
        assert_eq!(cell(0, 0), ("x y", "**x** `y`"));
        assert_eq!(cell(0, 1), ("1.2", "1.2"));
        assert_eq!(cell(1, 1), ("", ""));
        assert_eq!(cell(2, 1), ("", ""));
        assert!(table.rows[2][0].struck);
        let filled = &table.rows[1][1].range;
        let line = format!("{}9{}", &source[..filled.start], &source[filled.end..]);
        assert!(line.contains("| z | 9 |"), "{line}");
    }

    #[test]
    fn cells_that_a_short_row_lacks_are_left_out() {
        let cases = [
            ("| A | Version |\n|--|--|\n| a\n| b | |\n", [1, 2]),
            ("| A | Version |\n|--|--|\n| a |\n| b |  |\n", [1, 2]),
            ("| A | Version |\n|--|--|\n| a |  \n| b ||\n", [1, 2]),
            ("A | Version\n--|--\na |\nb | 1\n", [1, 2]),
            ("A | Version\n--|--\na\nb | | \n", [1, 2]),
            ("> | A | Version |\n> |--|--|\n> | a |\n> || 1 |\n", [1, 2]),
            ("| A | Version |\r\n|--|--|\r\n| a |\r\n| |1|\r\n", [1, 2]),
        ];
        for (source, expected) in cases {
            let document = read(source, &ParseOptions::default());
            let rows = &document.tables[0].rows;
            let counts: Vec<usize> = rows.iter().map(Vec::len).collect();
            assert_eq!(counts, expected, "{source}: {rows:?}");
        }
    }

    #[test]
    fn lines_know_the_ranges_of_their_text() {
        let source = "- **React** `18.x`: words\n- a\n  more\n";
        let document = read(source, &ParseOptions::default());
        let texts: Vec<&str> = document
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(texts, ["React 18.x: words", "a", "more"]);
        let line = &document.lines[0];
        let at = line.text.find("18.x").expect("the version");
        assert_eq!(&source[line.source_range(&(at..at + 4))], "18.x");
    }
}
