//! What we are measured against: the least that a preprocessor can do.
//!
//! The benchmark starts itself again for these, so that they need no build of their own.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Context as _;
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use mdbook_preprocessor::PreprocessorContext;

/// Does nothing: the book goes back as the bytes it came as.
pub(crate) fn noop() -> anyhow::Result<()> {
    let input = read_all()?;
    let items = input.strip_prefix('[').context("no message of mdBook")?;
    let mut values = serde_json::Deserializer::from_str(items).into_iter::<serde::de::IgnoredAny>();
    values.next().context("no context")??;
    let book = items[values.byte_offset()..].trim_start_matches([',', ' ']);
    let book = book.trim_end().strip_suffix(']').context("no end")?;
    io::stdout().lock().write_all(book.as_bytes())?;
    Ok(())
}

/// Reads the book, parses the Markdown of each chapter once, and writes the book.
pub(crate) fn floor() -> anyhow::Result<()> {
    let input = read_all()?;
    let (_, book): (PreprocessorContext, Book) = serde_json::from_str(&input)?;
    let events: usize = book.chapters().map(|chapter| parse(&chapter.content)).sum();
    anyhow::ensure!(events > 0, "a book without text");
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    serde_json::to_writer(&mut out, &book)?;
    out.flush()?;
    Ok(())
}

/// Reads the chapters of a book from their files, and parses each once.
pub(crate) fn read(folder: &str) -> anyhow::Result<()> {
    let src = Path::new(folder).join("src");
    let mut events = 0;
    for entry in fs::read_dir(&src)? {
        let text = fs::read_to_string(entry?.path())?;
        events += parse(&text);
    }
    anyhow::ensure!(events > 0, "a book without text");
    Ok(())
}

/// The number of the parser's events, each with its place.
pub(crate) fn parse(markdown: &str) -> usize {
    let events = new_cmark_parser(markdown, &MarkdownOptions::default()).into_offset_iter();
    events.map(|(_, range)| range.len().min(1)).sum()
}

/// Builds a book with the same mdBook as a library, and nothing of ours in the process.
pub(crate) fn build(folder: &str) -> anyhow::Result<()> {
    MDBook::load(folder)?.build()
}

fn read_all() -> anyhow::Result<String> {
    let mut input = String::new();
    io::stdin().lock().read_to_string(&mut input)?;
    Ok(input)
}
