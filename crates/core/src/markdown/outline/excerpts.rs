//! Texts of paragraphs, list items and table rows, for descriptions of sections.
//!
//! They are collected in the same walk that makes the outline. The passes decide which of them to
//! show.

use std::borrow::Cow;

use mdbook_markdown::pulldown_cmark::{Tag, TagEnd};

use crate::markdown::outline::prompts;
use crate::text::collapse_whitespace;

/// Longest text of a paragraph that is kept: about so many bytes.
const LONGEST_PARAGRAPH: usize = 960;
/// Longest text of an item or a row that is kept.
const LONGEST_ITEM: usize = 240;

/// The text of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Byte offset of the block, or of the list below it where that ended its text.
    pub at: usize,
    /// The kind of block.
    pub kind: ExcerptKind,
    /// Plain text on one line, punctuation as the author typed it; long ones are cut.
    pub text: String,
    /// Emphasised text at the start of the block; of a row the text of its first cell.
    pub label: Option<String>,
    /// The cells of a row or of the head of a table.
    pub cells: Vec<String>,
}

/// The kind of block that a text is in.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum ExcerptKind {
    /// A paragraph outside of lists.
    #[default]
    Paragraph,
    /// An item of a list, up to a list below it, or the term of a definition list.
    Item,
    /// The head of a table.
    Head,
    /// A row of a table, except its head.
    Row,
    /// In a block of code at the root; line ends are kept.
    Code,
}

/// A block that is open.
#[derive(Debug, Default)]
struct Open {
    text: String,
    label: Option<String>,
    /// How deep the emphasis is that the block began with and that is open.
    emphasis: usize,
    kind: ExcerptKind,
    cells: Vec<String>,
    /// Where the open cell begins in the text.
    cell_at: usize,
}

/// Collects the texts of blocks.
#[derive(Debug, Default)]
pub(super) struct ExcerptCollector {
    pub(super) excerpts: Vec<Excerpt>,
    open: Vec<Open>,
    /// Depth inside of code, quotes and headings, which are left out.
    skipped: usize,
}

impl ExcerptCollector {
    pub(super) fn start(&mut self, tag: &Tag<'_>, at: usize) {
        match tag {
            Tag::CodeBlock(_) if self.open.is_empty() && self.skipped == 0 => {
                self.push(ExcerptKind::Code);
            }
            Tag::CodeBlock(_)
            | Tag::BlockQuote(_)
            | Tag::Heading { .. }
            | Tag::Image { .. }
            | Tag::FootnoteDefinition(_) => {
                self.text(" ");
                self.skipped += 1;
            }
            _ if self.skipped > 0 => {}
            Tag::Paragraph if self.open.is_empty() => self.push(ExcerptKind::Paragraph),
            // Another paragraph of an item.
            Tag::Paragraph => self.text(" "),
            Tag::Item | Tag::DefinitionListTitle => self.push(ExcerptKind::Item),
            Tag::TableHead => self.push(ExcerptKind::Head),
            Tag::TableRow => self.push(ExcerptKind::Row),
            // A list below an item has texts of its own.
            Tag::List(_) => {
                if let Some(item) = self.open.last_mut() {
                    let done = std::mem::take(item);
                    item.kind = done.kind;
                    self.say(done, at);
                }
            }
            Tag::Strong | Tag::Emphasis => {
                if let Some(open) = self.open.last_mut() {
                    let begins = open.label.is_none() && open.text.trim().is_empty();
                    open.emphasis += usize::from(begins || open.emphasis > 0);
                }
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd, at: usize) {
        let is_code = |open: &Open| open.kind == ExcerptKind::Code;
        match tag {
            TagEnd::CodeBlock if self.skipped == 0 && self.open.last().is_some_and(is_code) => {
                if let Some(done) = self.open.pop() {
                    self.say(done, at);
                }
            }
            TagEnd::CodeBlock
            | TagEnd::BlockQuote(_)
            | TagEnd::Heading(_)
            | TagEnd::Image
            | TagEnd::FootnoteDefinition => self.skipped -= 1,
            _ if self.skipped > 0 => {}
            TagEnd::Paragraph => {
                let last = self.open.last();
                let is_own = last.is_some_and(|open| open.kind == ExcerptKind::Paragraph);
                if is_own && let Some(done) = self.open.pop() {
                    self.say(done, at);
                }
            }
            // Of a row the first cell counts.
            TagEnd::TableCell => {
                if let Some(row) = self.open.last_mut() {
                    if row.label.is_none() {
                        row.label = Some(row.text.clone());
                    }
                    let cell = row.text.get(row.cell_at..).unwrap_or_default();
                    row.cells.push(collapse_whitespace(cell).into_owned());
                }
                self.text(" ");
                if let Some(row) = self.open.last_mut() {
                    row.cell_at = row.text.len();
                }
            }
            TagEnd::Item | TagEnd::DefinitionListTitle | TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(done) = self.open.pop() {
                    self.say(done, at);
                }
            }
            TagEnd::Strong | TagEnd::Emphasis => {
                if let Some(open) = self.open.last_mut()
                    && open.emphasis > 0
                {
                    open.emphasis -= 1;
                    if open.emphasis == 0 {
                        open.label = Some(open.text.clone());
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let longest = match open.kind {
            ExcerptKind::Paragraph | ExcerptKind::Code => LONGEST_PARAGRAPH,
            ExcerptKind::Item | ExcerptKind::Head | ExcerptKind::Row => LONGEST_ITEM,
        };
        // Where a prompt ends counts, however long it is.
        if prompts::begins(&open.text) || open.text.len() + text.len() <= longest {
            open.text.push_str(text);
        } else if open.text.len() < longest {
            let room = longest - open.text.len();
            open.text.extend(text.chars().take(room));
        }
    }

    fn push(&mut self, kind: ExcerptKind) {
        self.open.push(Open {
            kind,
            ..Open::default()
        });
    }

    fn say(&mut self, done: Open, at: usize) {
        if done.kind == ExcerptKind::Code {
            self.excerpts.push(Excerpt {
                at,
                kind: done.kind,
                text: done.text,
                label: None,
                cells: Vec::new(),
            });
            return;
        }
        let text = match collapse_whitespace(&done.text) {
            text if text.is_empty() => return,
            Cow::Borrowed(text) if text.len() == done.text.len() => done.text,
            text => text.into_owned(),
        };
        self.excerpts.push(Excerpt {
            at,
            kind: done.kind,
            text,
            label: done.label,
            cells: done.cells,
        });
    }
}
