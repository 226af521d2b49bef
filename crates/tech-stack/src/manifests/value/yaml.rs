//! YAML: the first document of a file, anchors and merge keys followed.
//!
//! Some lock files hold two documents; their tables are put together. Aliases are copied within
//! a limit, so that a small file cannot become a large tree.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::manifests::value::node::{Entry, MAX_DEPTH, Node, ParseError, Table, Value};

/// Most values that aliases may add to a file.
const MAX_COPIED: usize = 20_000;

/// Reads a file.
///
/// # Errors
/// The file is no YAML, is nested too deeply, or its aliases make it too large.
pub(crate) fn parse(text: &str) -> Result<Node, ParseError> {
    let mut builder = Builder {
        offsets: Offsets::new(text),
        ..Builder::default()
    };
    let mut parser = Parser::new_from_str(text);
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((event, span))) => builder.event(event, span)?,
            Some(Err(error)) => {
                return Err(ParseError {
                    message: error.info().to_string(),
                    at: Some(builder.offsets.byte(error.marker().index())),
                });
            }
        }
    }
    let mut documents = builder.documents.into_iter();
    let mut root = documents.next().unwrap_or(Node {
        range: 0..0,
        value: Value::Null,
    });
    for document in documents {
        if let (Value::Table(entries), Value::Table(more)) = (&mut root.value, document.value) {
            entries.extend(more);
        }
    }
    Ok(root)
}

/// Bytes of characters; the parser counts these.
#[derive(Default)]
struct Offsets {
    /// Byte of every 64th character; none if the text is ASCII.
    marks: Vec<usize>,
    text: String,
}

const STEP: usize = 64;

impl Offsets {
    fn new(text: &str) -> Offsets {
        if text.is_ascii() {
            return Offsets::default();
        }
        let marks = text.char_indices().step_by(STEP).map(|(at, _)| at);
        Offsets {
            marks: marks.collect(),
            text: text.to_string(),
        }
    }

    fn byte(&self, index: usize) -> usize {
        let Some(mark) = self.marks.get(index / STEP) else {
            return if self.marks.is_empty() {
                index
            } else {
                self.text.len()
            };
        };
        let mut rest = self.text[*mark..].char_indices();
        rest.nth(index % STEP)
            .map_or(self.text.len(), |(at, _)| mark + at)
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }
}

/// A list or table that is not closed yet.
struct Open {
    anchor: usize,
    start: usize,
    node: Value,
    key: Option<(String, Range<usize>)>,
}

#[derive(Default)]
struct Builder {
    offsets: Offsets,
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    copied: usize,
    documents: Vec<Node>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), ParseError> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let mut range = self.offsets.range(span);
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                if quoted && range.len() >= 2 {
                    range = range.start + 1..range.end - 1;
                }
                let value = scalar(&text, style);
                self.add(anchor, Node { range, value });
            }
            Event::SequenceStart(anchor, _) => self.start(anchor, span, Value::List(Vec::new()))?,
            Event::MappingStart(anchor, _) => {
                self.start(anchor, span, Value::Table(Table::default()))?
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let range = open.start..self.offsets.range(span).end;
                    let value = merged(open.node);
                    self.add(open.anchor, Node { range, value });
                }
            }
            Event::Alias(anchor) => {
                let (node, size) = match self.anchors.get(&anchor) {
                    Some((node, size)) => (node.clone(), *size),
                    None => {
                        let range = self.offsets.range(span);
                        let value = Value::Null;
                        (Node { range, value }, 1)
                    }
                };
                self.copied += size;
                if self.copied > MAX_COPIED {
                    return Err(ParseError {
                        message: "its aliases expand to too much text".to_string(),
                        at: Some(self.offsets.range(span).start),
                    });
                }
                self.add(0, node);
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, anchor: usize, span: Span, node: Value) -> Result<(), ParseError> {
        let start = self.offsets.range(span).start;
        if self.open.len() > MAX_DEPTH {
            return Err(ParseError {
                message: format!("nested more than {MAX_DEPTH} deep"),
                at: Some(start),
            });
        }
        self.open.push(Open {
            anchor,
            start,
            node,
            key: None,
        });
        Ok(())
    }

    fn add(&mut self, anchor: usize, node: Node) {
        if anchor != 0 {
            let size = size(&node);
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return;
        };
        match &mut open.node {
            Value::List(items) => items.push(node),
            Value::Table(entries) => match open.key.take() {
                None => {
                    let key = node.scalar().unwrap_or_default().to_string();
                    open.key = Some((key, node.range));
                }
                Some((key, at)) => entries.push(Entry { key, at, node }),
            },
            _ => {}
        }
    }
}

fn size(node: &Node) -> usize {
    let entries = node.entries().iter().map(|entry| size(&entry.node));
    1 + entries.sum::<usize>() + node.items().iter().map(size).sum::<usize>()
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_string());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if text.parse::<f64>().is_ok() => Value::Number(text.to_string()),
        _ => Value::Text(text.to_string()),
    }
}

/// A table with what its merge keys bring; its own keys win.
fn merged(value: Value) -> Value {
    let Value::Table(table) = value else {
        return value;
    };
    let (merges, mut own): (Vec<Entry>, Vec<Entry>) = table
        .into_entries()
        .into_iter()
        .partition(|entry| entry.key == "<<");
    let mut keys: HashSet<String> = match merges.as_slice() {
        [] => HashSet::new(),
        _ => own.iter().map(|entry| entry.key.clone()).collect(),
    };
    for merge in merges {
        let tables = match merge.node.value {
            Value::List(items) => items,
            _ => vec![merge.node],
        };
        for entry in tables.iter().flat_map(Node::entries) {
            if keys.insert(entry.key.clone()) {
                own.push(entry.clone());
            }
        }
    }
    Value::Table(own.into())
}
