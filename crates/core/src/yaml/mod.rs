//! Reads YAML into a tree in which every value has its byte range.
//!
//! The parser is saphyr-parser, which counts characters; this module converts them to bytes.
//! It does not know what any file means. Tables keep their entries in the order of the file, a
//! key that is there twice included, so that the caller decides which one counts.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// Deepest nesting that is read: trees are dropped recursively.
const MAX_DEPTH: usize = 128;

/// Most values that copies of aliases may add to a file.
const MAX_COPIED: usize = 20_000;

/// A value and its byte range in the text. The range of a quoted scalar excludes the quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Byte range.
    pub range: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A YAML value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A string, number, boolean or null.
    Scalar {
        /// The text with escapes resolved and line folding applied; of a number, as it is written.
        text: String,
        /// Whether it has no quotes and is not a block: only such a text can be a null, a
        /// boolean or a number.
        plain: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping.
    Table(Vec<Entry>),
    /// An alias that was not replaced by what it refers to.
    Alias,
}

/// A key of a table and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, usually a scalar.
    pub key: Node,
    /// Its value.
    pub value: Node,
}

/// How aliases (`*name`) are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aliases {
    /// Each is a [`Value::Alias`].
    Keep,
    /// Each is replaced by a copy of its anchor's value, up to a limit, and merge keys (`<<`)
    /// by the entries that they add; a table's own keys win.
    Copy,
}

/// The reason why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// The reason, on one line.
    pub message: String,
    /// Byte offset in the text.
    pub at: usize,
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether the value is a null: nothing, `~` or `null` without quotes.
    pub fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar { text, plain } => {
                *plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }

    /// The entries of a table; none for other values.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for other values.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value of the first entry with this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let mut entries = self.entries().iter();
        let entry = entries.find(|entry| entry.key.text() == Some(key))?;
        Some(&entry.value)
    }
}

/// Reads all documents of a text.
///
/// # Errors
/// The text is not YAML, is nested more than 128 levels deep, or copies of its aliases have more
/// than 20,000 values.
pub fn read(text: &str, aliases: Aliases) -> Result<Vec<Node>, Error> {
    let mut builder = Builder {
        offsets: Offsets::new(text),
        aliases,
        open: Vec::new(),
        anchors: HashMap::new(),
        copied: 0,
        documents: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Error {
            message: error.info().to_string(),
            at: builder.offsets.byte(error.marker().index()),
        })?;
        builder.event(event, span)?;
    }
    Ok(builder.documents)
}

/// Converts character offsets, which the parser counts, to byte offsets.
struct Offsets<'t> {
    text: &'t str,
    /// Byte offset of every [`STEP`](Offsets::STEP)th character; empty for ASCII.
    steps: Vec<usize>,
}

impl<'t> Offsets<'t> {
    const STEP: usize = 64;

    fn new(text: &'t str) -> Offsets<'t> {
        let starts = text.char_indices().map(|(at, _)| at);
        let steps = if text.is_ascii() {
            Vec::new()
        } else {
            starts.step_by(Self::STEP).collect()
        };
        Offsets { text, steps }
    }

    fn byte(&self, character: usize) -> usize {
        if self.steps.is_empty() {
            return character.min(self.text.len());
        }
        let Some(step) = self.steps.get(character / Self::STEP) else {
            return self.text.len();
        };
        let mut rest = self.text[*step..].char_indices();
        rest.nth(character % Self::STEP)
            .map_or(self.text.len(), |(at, _)| step + at)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }
}

/// A list or table that has not ended.
struct Open {
    /// Number of its anchor, or 0.
    anchor: usize,
    start: usize,
    value: Value,
    /// The key whose value comes next.
    key: Option<Node>,
}

struct Builder<'t> {
    offsets: Offsets<'t>,
    aliases: Aliases,
    open: Vec<Open>,
    /// Anchored values by number, with the number of values in each.
    anchors: HashMap<usize, (Node, usize)>,
    copied: usize,
    documents: Vec<Node>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Error> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let mut range = self.offsets.range(span);
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                if quoted && range.len() >= 2 {
                    range = range.start + 1..range.end - 1;
                }
                let value = Value::Scalar {
                    text: text.into_owned(),
                    plain: style == ScalarStyle::Plain,
                };
                self.add(anchor, Node { range, value });
            }
            Event::SequenceStart(anchor, _) => self.start(anchor, span, Value::List(Vec::new()))?,
            Event::MappingStart(anchor, _) => self.start(anchor, span, Value::Table(Vec::new()))?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let range = open.start..self.offsets.range(span).end.max(open.start);
                    let value = match open.value {
                        Value::Table(entries) if self.aliases == Aliases::Copy => {
                            Value::Table(merged(entries))
                        }
                        value => value,
                    };
                    self.add(open.anchor, Node { range, value });
                }
            }
            Event::Alias(anchor) => {
                let range = self.offsets.range(span);
                let node = self.alias(anchor, range)?;
                self.add(0, node);
            }
            _ => {}
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<Node, Error> {
        // Anchors are only remembered if they are copied.
        let Some((node, size)) = self.anchors.get(&anchor) else {
            let value = Value::Alias;
            return Ok(Node { range, value });
        };
        self.copied += size;
        if self.copied > MAX_COPIED {
            return Err(Error {
                message: "its aliases expand to too much text".to_string(),
                at: range.start,
            });
        }
        Ok(node.clone())
    }

    fn start(&mut self, anchor: usize, span: Span, value: Value) -> Result<(), Error> {
        let start = self.offsets.range(span).start;
        if self.open.len() > MAX_DEPTH {
            return Err(Error {
                message: format!("nested more than {MAX_DEPTH} deep"),
                at: start,
            });
        }
        self.open.push(Open {
            anchor,
            start,
            value,
            key: None,
        });
        Ok(())
    }

    fn add(&mut self, anchor: usize, node: Node) {
        if anchor != 0 && self.aliases == Aliases::Copy {
            self.anchors.insert(anchor, (node.clone(), size(&node)));
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return;
        };
        match &mut open.value {
            Value::List(items) => items.push(node),
            Value::Table(entries) => match open.key.take() {
                None => open.key = Some(node),
                Some(key) => entries.push(Entry { key, value: node }),
            },
            Value::Scalar { .. } | Value::Alias => {}
        }
    }
}

/// The number of values in a tree.
fn size(node: &Node) -> usize {
    let entries = node.entries().iter().map(|entry| size(&entry.value));
    1 + entries.sum::<usize>() + node.items().iter().map(size).sum::<usize>()
}

/// The entries of a table, with those that its merge keys add after its own.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let is_merge = |entry: &Entry| entry.key.text() == Some("<<");
    let (merges, mut own): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_merge);
    if merges.is_empty() {
        return own;
    }
    let name = |entry: &Entry| entry.key.text().unwrap_or_default().to_string();
    let mut names: HashSet<String> = own.iter().map(name).collect();
    for merge in merges {
        let tables = match merge.value.value {
            Value::List(items) => items,
            _ => vec![merge.value],
        };
        for entry in tables.iter().flat_map(Node::entries) {
            if names.insert(name(entry)) {
                own.push(entry.clone());
            }
        }
    }
    own
}

#[cfg(test)]
mod tests;
