//! Blocks of generated Markdown: headings, paragraphs, lists, tables and others, as events.

use mdbook_markdown::pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use crate::emit::escape;
use crate::emit::escape::{Context, EscapeMode};
use crate::emit::inline::{Inline, Piece};
use crate::emit::serialize::{Ranged, serialized, spaced};

/// One item of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its content.
    pub content: Inline,
    /// How many items it is below; 0 at the top.
    pub depth: usize,
}

impl From<Inline> for Item {
    fn from(content: Inline) -> Self {
        Item { content, depth: 0 }
    }
}

/// Generated Markdown: blocks, with an empty line between them.
#[derive(Debug, Clone)]
pub struct Markdown {
    mode: EscapeMode,
    /// Text that is already written.
    out: String,
    events: Vec<Ranged>,
    /// The escaped forms of the texts that need escapes, each on a line of its own.
    escaped: String,
}

impl Markdown {
    /// No blocks yet.
    pub fn new(mode: EscapeMode) -> Self {
        Markdown {
            mode,
            out: String::new(),
            events: Vec::new(),
            escaped: String::new(),
        }
    }

    /// Adds a heading; the level is between 1 and 6.
    pub fn heading(self, level: u8, title: &str) -> Self {
        self.heading_with_id(level, title, None)
    }

    /// Adds a heading with an id of its own, which is made of letters, digits and dashes.
    pub fn heading_with_id(mut self, level: u8, title: &str, id: Option<&str>) -> Self {
        let tag = Tag::Heading {
            level: HeadingLevel::try_from(usize::from(level.clamp(1, 6)))
                .unwrap_or(HeadingLevel::H6),
            id: id.map(|id| CowStr::from(id.to_string())),
            classes: Vec::new(),
            attrs: Vec::new(),
        };
        let context = Context {
            line_start: true,
            heading: true,
            ..Context::default()
        };
        let title = Inline::default().text(title);
        self.wrapped(tag, |markdown| markdown.inline(title, context));
        self
    }

    /// Adds a paragraph.
    pub fn paragraph(mut self, content: &Inline) -> Self {
        self.wrapped(Tag::Paragraph, |markdown| {
            markdown.inline(content.clone(), at_line_start())
        });
        self
    }

    /// Adds a paragraph in a quote.
    ///
    /// The serializer begins a quote with an empty quoted line, which readers of `llms.txt` do
    /// not accept. So the quote is made here, from the written paragraph.
    pub fn quote(mut self, content: &Inline) -> Self {
        self.flush();
        let paragraph = Markdown::new(self.mode).paragraph(content).finish();
        self.push(&format!("> {paragraph}"));
        self
    }

    /// Adds a paragraph in a quote that mdBook shows as a warning.
    pub fn warning(mut self, content: &Inline) -> Self {
        self.flush();
        let paragraph = Markdown::new(self.mode).paragraph(content).finish();
        self.push(&format!("> [!WARNING]\n> {paragraph}"));
        self
    }

    /// Adds HTML tags on lines of their own, from constants and numbers only.
    pub fn tags(mut self, tags: &str) -> Self {
        self.flush();
        self.push(&format!("{tags}\n"));
        self
    }

    /// Adds an HTML comment.
    pub fn comment(mut self, words: &str) -> Self {
        let comment = escape::comment(words);
        self.wrapped(Tag::HtmlBlock, |markdown| {
            markdown.event(Event::Html(comment.into()));
        });
        self
    }

    /// Adds a block of text that has no escapes, such as front matter, in a fence longer than any
    /// in the text.
    ///
    /// It is written without the serializer, which would indent fences of backticks that the
    /// code contains; in code nothing needs to be escaped.
    pub fn fenced(mut self, language: &str, code: &str) -> Self {
        self.flush();
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        let end = if code.ends_with('\n') { "" } else { "\n" };
        self.push(&format!("{fence}{language}\n{code}{end}{fence}"));
        self
    }

    /// Adds a bullet list. An item is at most one level below the item before it.
    pub fn list(mut self, items: impl IntoIterator<Item = impl Into<Item>>) -> Self {
        let mut open = 0;
        for item in items {
            let item = item.into();
            // A new list is inside the open item; otherwise items and lists end first.
            let depth = (item.depth + 1).min(open + 1);
            if depth > open {
                self.event(Event::Start(Tag::List(None)));
            } else {
                self.close_lists(&mut open, depth);
                self.event(Event::End(TagEnd::Item));
            }
            open = depth;
            self.event(Event::Start(Tag::Item));
            self.inline(item.content, at_line_start());
        }
        self.close_lists(&mut open, 0);
        self
    }

    fn close_lists(&mut self, open: &mut usize, depth: usize) {
        while *open > depth {
            self.event(Event::End(TagEnd::Item));
            self.event(Event::End(TagEnd::List(false)));
            *open -= 1;
        }
    }

    /// Adds a table.
    pub fn table(mut self, header: &[&str], rows: &[Vec<Inline>]) -> Self {
        self.flush();
        let header = header.iter().map(|name| Inline::default().text(name));
        let header: Vec<Inline> = header.collect();
        let alignments = vec![Alignment::None; header.len()];
        self.wrapped(Tag::Table(alignments), |markdown| {
            markdown.row(Tag::TableHead, &header);
            for row in rows {
                markdown.row(Tag::TableRow, row);
            }
        });
        let table = serialized(&self.events, &self.escaped, self.mode);
        self.events.clear();
        self.escaped.clear();
        self.push(&spaced(&table));
        self
    }

    fn row(&mut self, tag: Tag<'static>, cells: &[Inline]) {
        let in_cell = Context {
            cell: true,
            ..Context::default()
        };
        self.wrapped(tag, |markdown| {
            for cell in cells {
                markdown.wrapped(Tag::TableCell, |markdown| {
                    markdown.inline(cell.clone(), in_cell);
                });
            }
        });
    }

    /// The text of all blocks, with a line end after the last one.
    pub fn finish(mut self) -> String {
        self.flush();
        self.out
    }

    fn event(&mut self, event: Event<'static>) {
        self.events.push((event, None));
    }

    fn wrapped(&mut self, tag: Tag<'static>, content: impl FnOnce(&mut Self)) {
        let end = tag.to_end();
        self.event(Event::Start(tag));
        content(self);
        self.event(Event::End(end));
    }

    fn inline(&mut self, content: Inline, context: Context) {
        let mut pieces = content.trimmed().into_iter().peekable();
        let mut is_first = true;
        while let Some(piece) = pieces.next() {
            let inside = Context {
                line_start: false,
                ..context
            };
            match piece {
                Piece::Text(text) => {
                    let around = Context {
                        before: (!is_first).then_some(')'),
                        after: pieces.peek().map(begins_with),
                        line_start: context.line_start && is_first,
                        ..context
                    };
                    self.text(text, around);
                }
                Piece::Strong(text) => {
                    let inside = Context {
                        after: Some('*'),
                        ..inside
                    };
                    self.wrapped(Tag::Strong, |markdown| markdown.text(text, inside));
                }
                Piece::Code(code) => self.event(Event::Code(code.into())),
                Piece::Link { content, dest } => {
                    let tag = link_tag(LinkType::Inline, dest, String::new(), String::new());
                    let inside = Context {
                        after: Some(']'),
                        ..inside
                    };
                    self.wrapped(tag, |markdown| {
                        for piece in content {
                            match piece {
                                Piece::Text(text) | Piece::Strong(text) => {
                                    markdown.text(text, inside);
                                }
                                Piece::Code(code) => markdown.event(Event::Code(code.into())),
                                Piece::Link { .. } | Piece::Html(_) => {}
                            }
                        }
                    });
                }
                Piece::Html(tag) => self.event(Event::InlineHtml(tag.into())),
            }
            is_first = false;
        }
    }

    /// A text. Where it has characters to escape, the serializer gets the escaped form with it.
    fn text(&mut self, plain: String, context: Context) {
        if plain.is_empty() {
            return;
        }
        if escape::needs_no_escapes(&plain) {
            self.event(Event::Text(plain.into()));
            return;
        }
        // The serializer takes a backslash before the range for a part of it.
        self.escaped.push('\n');
        let start = self.escaped.len();
        context.escape(&plain, self.mode, &mut self.escaped);
        let range = start..self.escaped.len();
        self.events.push((Event::Text(plain.into()), Some(range)));
    }

    /// Writes the events so far.
    fn flush(&mut self) {
        let written = serialized(&self.events, &self.escaped, self.mode);
        self.push(&written);
        self.events.clear();
        self.escaped.clear();
    }

    /// Adds written blocks, after an empty line.
    fn push(&mut self, blocks: &str) {
        let blocks = blocks.trim_end_matches('\n');
        if blocks.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(blocks);
        self.out.push('\n');
    }
}

/// Rows for a table that is in an author's text.
pub fn table_rows(rows: &[Vec<Inline>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    // The serializer writes whole tables only.
    let table = Markdown::new(EscapeMode::MdBook).table(&vec!["x"; columns], rows);
    let table = table.finish();
    table.split_inclusive('\n').skip(2).collect()
}

/// A link definition on a line of its own, from parsed values. `label` is as the author
/// wrote it.
pub fn definition(label: &str, dest: &str, title: Option<&str>) -> String {
    let label = crate::text::collapse_whitespace(label);
    let title = crate::text::collapse_whitespace(title.unwrap_or_default());
    let dest: String = dest.chars().filter(|c| !c.is_control()).collect();
    // No event is a definition: one is written after a link that needs it.
    let mut link = Markdown::new(EscapeMode::MdBook);
    let length = label.len();
    let tag = link_tag(
        LinkType::Reference,
        dest,
        title.into_owned(),
        label.into_owned(),
    );
    link.wrapped(tag, |markdown| markdown.event(Event::Text("x".into())));
    let link = link.finish();
    let definition = link.trim_end().rsplit('\n').next().unwrap_or_default();
    let (label, rest) = definition.split_at(definition.len().min(length + 4));
    // Two braces would be a directive of mdBook.
    [label, &rest.replace('{', "\\{"), "\n"].concat()
}

fn link_tag(link_type: LinkType, dest: String, title: String, label: String) -> Tag<'static> {
    Tag::Link {
        link_type,
        dest_url: dest.into(),
        title: title.into(),
        id: label.into(),
    }
}

fn at_line_start() -> Context {
    Context {
        line_start: true,
        ..Context::default()
    }
}

/// The character that a piece begins with when it is written.
fn begins_with(piece: &Piece) -> char {
    match piece {
        Piece::Text(text) => text.chars().next().unwrap_or(' '),
        Piece::Strong(_) => '*',
        Piece::Code(_) => '`',
        Piece::Link { .. } => '[',
        Piece::Html(_) => '<',
    }
}
