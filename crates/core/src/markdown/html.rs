//! Tags, ids, URL attributes and comments of raw HTML, with their places.
//!
//! The tokenizer is html5gum's, which gives spans and decodes entities. It reads what the
//! Markdown parser calls HTML and nothing else.

use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// A URL in an attribute.
#[derive(Debug)]
pub(crate) struct Url {
    pub(crate) tag: String,
    pub(crate) attribute: String,
    /// Byte range of the URL as written.
    pub(crate) raw: Range<usize>,
    /// The URL, entities decoded.
    pub(crate) dest: String,
    /// Byte range of the tag.
    pub(crate) range: Range<usize>,
}

/// The contents of a piece of HTML, in order.
#[derive(Debug)]
pub(crate) enum Item {
    Open {
        name: String,
        range: Range<usize>,
        void: bool,
    },
    Close {
        name: String,
        range: Range<usize>,
    },
    Id {
        at: usize,
        id: String,
        anchor: bool,
    },
    Url(Url),
    Comment {
        text: String,
        range: Range<usize>,
    },
    /// Text that is not white space.
    Text,
}

/// Attributes that hold one URL, whatever the tag.
const URL_ATTRIBUTES: &[&str] = &[
    "href",
    "src",
    "xlink:href",
    "poster",
    "action",
    "formaction",
    "cite",
    "longdesc",
    "background",
];

/// Reads HTML. Ranges are relative to `html`.
pub(crate) fn read(html: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // What a script or a style holds looks like tags and is none.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = lossy(&tag.name);
                let range = tag.span.start..tag.span.end;
                let mut attributes: Vec<_> = tag.attributes.iter().collect();
                attributes.sort_by_key(|(_, value)| value.span.start);
                let void = tag.self_closing || is_void(&name);
                items.push(Item::Open {
                    name: name.clone(),
                    range: range.clone(),
                    void,
                });
                for (attribute, value) in attributes {
                    let attribute = lossy(attribute);
                    let span = value.span.start..value.span.end.min(html.len());
                    let decoded = lossy(&value.value);
                    attribute_items(html, &name, &range, &attribute, span, decoded, &mut items);
                }
            }
            Token::EndTag(tag) => items.push(Item::Close {
                name: lossy(&tag.name),
                range: tag.span.start..tag.span.end,
            }),
            Token::Comment(comment) => items.push(Item::Comment {
                text: lossy(&comment.value),
                range: comment.span.start..comment.span.end,
            }),
            Token::String(text) if !text.value.iter().all(u8::is_ascii_whitespace) => {
                items.push(Item::Text);
            }
            Token::String(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    items
}

fn attribute_items(
    html: &str,
    tag: &str,
    range: &Range<usize>,
    attribute: &str,
    span: Range<usize>,
    decoded: String,
    items: &mut Vec<Item>,
) {
    let anchor = tag == "a" && attribute == "name";
    if attribute == "id" || anchor {
        items.push(Item::Id {
            at: range.start,
            id: decoded,
            anchor: tag == "a",
        });
        return;
    }
    let one = URL_ATTRIBUTES.contains(&attribute) || (tag == "object" && attribute == "data");
    let many = matches!(attribute, "srcset" | "imagesrcset");
    if !one && !many {
        return;
    }
    let Some(value) = value_range(html, span) else {
        return;
    };
    let url = |raw: Range<usize>, dest: String| {
        Item::Url(Url {
            tag: tag.to_string(),
            attribute: attribute.to_string(),
            raw,
            dest,
            range: range.clone(),
        })
    };
    if one {
        let raw = trimmed(html, value);
        items.push(url(raw, decoded.trim().to_string()));
    } else {
        for raw in candidates(html, value) {
            let dest = html[raw.clone()].replace("&amp;", "&");
            items.push(url(raw, dest));
        }
    }
}

/// The value's bytes in the range of an attribute, `href = "x"`, without quotes.
fn value_range(html: &str, span: Range<usize>) -> Option<Range<usize>> {
    let attribute = html.get(span.clone())?;
    let equals = attribute.find('=')?;
    let value = attribute[equals + 1..].trim_start();
    let start = span.end - value.len();
    match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let len = value[1..].find(quote)?;
            Some(start + 1..start + 1 + len)
        }
        // The tokenizer's span of an unquoted value may hold the byte that ended it.
        _ => {
            let len = value.find(|c: char| c.is_ascii_whitespace() || c == '>');
            Some(start..start + len.unwrap_or(value.len()))
        }
    }
}

fn trimmed(html: &str, range: Range<usize>) -> Range<usize> {
    let value = &html[range.clone()];
    let start = range.start + (value.len() - value.trim_start().len());
    start..start + value.trim().len()
}

/// The URLs of a `srcset`: a URL ends at white space; a descriptor ends at a comma.
fn candidates(html: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let bytes = html.as_bytes();
    let mut urls = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if bytes[at].is_ascii_whitespace() || bytes[at] == b',' {
            at += 1;
            continue;
        }
        let start = at;
        while at < range.end && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let mut end = at;
        while end > start && bytes[end - 1] == b',' {
            end -= 1;
        }
        urls.push(start..end);
        if end == at {
            while at < range.end && bytes[at] != b',' {
                at += 1;
            }
        }
    }
    urls
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether what an element holds is text, whatever it looks like.
pub(crate) fn holds_text(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title" | "xmp")
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}
