//! Spells a book as JSON, byte for byte as the library would.
//!
//! Nearly all of a book is text of which few bytes need an escape: whole runs of it are looked
//! at and copied at once. Everything else is left to the library.

use std::io::{self, Write};

use memchr::memchr3_iter;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Book, BookItem, Chapter};

/// Writes a book.
pub(super) fn book(out: &mut impl Write, book: &Book) -> io::Result<()> {
    out.write_all(b"{\"items\":")?;
    items(out, &book.items)?;
    rest(out, &book.other)
}

fn items(out: &mut impl Write, items: &[BookItem]) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        match item {
            BookItem::Chapter(item) => {
                out.write_all(b"{\"Chapter\":")?;
                chapter(out, item)?;
                out.write_all(b"}")?;
            }
            item => value(out, item)?,
        }
    }
    out.write_all(b"]")
}

fn chapter(out: &mut impl Write, chapter: &Chapter) -> io::Result<()> {
    out.write_all(b"{\"name\":")?;
    text(out, &chapter.name)?;
    out.write_all(b",\"content\":")?;
    text(out, &chapter.content)?;
    out.write_all(b",\"number\":")?;
    value(out, &chapter.number)?;
    out.write_all(b",\"sub_items\":")?;
    items(out, &chapter.sub_items)?;
    out.write_all(b",\"path\":")?;
    value(out, &chapter.path)?;
    out.write_all(b",\"source_path\":")?;
    value(out, &chapter.source_path)?;
    out.write_all(b",\"parent_names\":")?;
    value(out, &chapter.parent_names)?;
    rest(out, &chapter.other)
}

/// The fields that we do not know, and the end of the object.
fn rest(out: &mut impl Write, fields: &Map<String, Value>) -> io::Result<()> {
    for (name, field) in fields {
        out.write_all(b",")?;
        text(out, name)?;
        out.write_all(b":")?;
        value(out, field)?;
    }
    out.write_all(b"}")
}

fn value(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(out, value).map_err(io::Error::from)
}

fn text(out: &mut impl Write, text: &str) -> io::Result<()> {
    out.write_all(b"\"")?;
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut escaped = |at: usize| {
        out.write_all(&bytes[from..at])?;
        from = at + 1;
        escape(out, bytes[at])
    };
    // Most texts hold no control characters but ends of lines, and what is left is found fast.
    let rare = |byte: &u8| *byte < b' ' && *byte != b'\n';
    if bytes.iter().fold(0, |any, byte| any | u8::from(rare(byte))) == 0 {
        memchr3_iter(b'\n', b'"', b'\\', bytes).try_for_each(&mut escaped)?;
    } else {
        let special = |at: &usize| bytes[*at] < b' ' || matches!(bytes[*at], b'"' | b'\\');
        (0..bytes.len())
            .filter(special)
            .try_for_each(&mut escaped)?;
    }
    out.write_all(&bytes[from..])?;
    out.write_all(b"\"")
}

fn escape(out: &mut impl Write, byte: u8) -> io::Result<()> {
    let short = match byte {
        b'\n' => b"\\n",
        b'"' => b"\\\"",
        b'\\' => b"\\\\",
        b'\r' => b"\\r",
        b'\t' => b"\\t",
        0x08 => b"\\b",
        0x0c => b"\\f",
        byte => return write!(out, "\\u{byte:04x}"),
    };
    out.write_all(short)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spelled(content: &str) -> (String, String) {
        let chapter = |sub_items| Chapter {
            name: content.chars().take(3).collect(),
            content: content.to_string(),
            number: Some(vec![1, 2]),
            sub_items,
            path: Some(content.to_string()),
            source_path: None,
            parent_names: vec!["a".to_string(), content.to_string()],
            other: [(content.to_string(), json!({ "x": [content, null] }))]
                .into_iter()
                .collect(),
        };
        let sub_items = vec![
            BookItem::Separator,
            BookItem::Chapter(Box::new(chapter(Vec::new()))),
        ];
        let book = Book {
            items: vec![
                BookItem::PartTitle(content.to_string()),
                BookItem::Chapter(Box::new(chapter(sub_items))),
                BookItem::Separator,
            ],
            other: [("__more".to_string(), json!(null))].into_iter().collect(),
        };
        let mut ours = Vec::new();
        super::book(&mut ours, &book).expect("written");
        let theirs = serde_json::to_string(&book).expect("written");
        (String::from_utf8(ours).expect("UTF-8"), theirs)
    }

    #[test]
    fn every_byte_is_spelled_as_the_library_does() {
        let all: String = (0..0x300).filter_map(char::from_u32).collect();
        let plain = all.replace(|c: char| c < ' ' && c != '\n', "");
        for text in ["", "\n", "a\"\n\\", &plain, &all] {
            let (ours, theirs) = spelled(text);
            assert_eq!(ours, theirs);
        }
        let (ours, theirs) = (Book::default(), Book::default());
        let mut out = Vec::new();
        super::book(&mut out, &ours).expect("written");
        assert_eq!(out, serde_json::to_vec(&theirs).expect("written"));
    }
}
