//! mdBook's preprocessor protocol: JSON in, JSON out.
//!
//! The version is looked at before anything else is understood, because books of other
//! versions look different. Fields this version does not know are carried through as far
//! as mdBook itself reads them back.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use semver::Version;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A book.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Book {
    pub(crate) items: Vec<BookItem>,
    #[serde(flatten)]
    pub(crate) other: Map<String, Value>,
}

/// An entry of the table of contents.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum BookItem {
    Chapter(Box<Chapter>),
    Separator,
    PartTitle(String),
}

/// A chapter.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Chapter {
    pub(crate) name: String,
    pub(crate) content: String,
    pub(crate) number: Option<Vec<u32>>,
    pub(crate) sub_items: Vec<BookItem>,
    pub(crate) path: Option<String>,
    pub(crate) source_path: Option<String>,
    pub(crate) parent_names: Vec<String>,
    #[serde(flatten)]
    pub(crate) other: Map<String, Value>,
}

/// What mdBook says about the run.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Context {
    pub(crate) root: PathBuf,
    pub(crate) config: Value,
    pub(crate) renderer: String,
    pub(crate) mdbook_version: String,
}

/// What mdBook sends.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) context: Context,
    pub(crate) book: Book,
}

/// Reads what mdBook sends.
pub(crate) fn read(json: &str) -> anyhow::Result<Input> {
    if json.trim().is_empty() {
        bail!(
            "there is no book on standard input. mdBook sends it when it runs this \
             preprocessor; to build a book yourself, run `mdbook build` or \
             `mdbook-archsite build`"
        );
    }
    serde_json::from_str(json).map_err(|error| {
        let message = error.to_string();
        match message.strip_prefix(REFUSED) {
            // The place in the JSON says nothing to someone with another mdBook.
            Some(reason) => anyhow::anyhow!("{}", reason.split(" at line ").next().unwrap_or("")),
            None => anyhow::Error::new(error).context(
                "standard input is not a book of mdBook 0.5; this command is run by mdBook, \
                 which sends [context, book] as JSON",
            ),
        }
    })
}

/// Marks an error that already says all there is to say.
const REFUSED: &str = "refused: ";

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Input, D::Error> {
        struct Pair;

        impl<'de> Visitor<'de> for Pair {
            type Value = Input;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("[context, book]")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Input, A::Error> {
                let context: Context = pair
                    .next_element()?
                    .ok_or_else(|| de::Error::invalid_length(0, &self))?;
                check_version(&context.mdbook_version)
                    .map_err(|error| de::Error::custom(format!("{REFUSED}{error}")))?;
                let book = pair
                    .next_element()?
                    .ok_or_else(|| de::Error::invalid_length(1, &self))?;
                Ok(Input { context, book })
            }
        }

        deserializer.deserialize_seq(Pair)
    }
}

/// Refuses the mdBooks whose books we do not speak.
fn check_version(text: &str) -> anyhow::Result<()> {
    if text.is_empty() {
        bail!(
            "standard input does not name the version of mdBook that wrote it, so it is not a \
               book"
        );
    }
    let version = Version::parse(text)
        .with_context(|| format!("cannot understand the mdBook version `{text}`"))?;
    if version < Version::new(0, 5, 0) && version.minor < 5 {
        bail!(
            "this book comes from mdBook {version}, which uses another format; mdbook-archsite \
             works with mdBook 0.5: run `cargo install mdbook --version ^0.5`"
        );
    }
    if (version.major, version.minor) != (0, 5) {
        tracing::warn!(
            "mdbook-archsite was built for mdBook 0.5 and was called by mdBook {version}; update \
             mdbook-archsite"
        );
    }
    Ok(())
}

/// Sends a book back to mdBook. A reader that hung up has no more use for it.
pub(crate) fn write(book: &Book, mut out: impl Write) -> anyhow::Result<()> {
    let sent = serde_json::to_writer(&mut out, book)
        .map_err(io::Error::from)
        .and_then(|()| out.flush());
    match sent {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot send the book back to mdBook")
        }
        _ => Ok(()),
    }
}

/// Converts a book of the embedded mdBook.
pub(crate) fn from_mdbook(book: mdbook_driver::book::Book) -> Book {
    Book {
        items: book.items.into_iter().map(item_from_mdbook).collect(),
        other: Map::new(),
    }
}

fn item_from_mdbook(item: mdbook_driver::book::BookItem) -> BookItem {
    use mdbook_driver::book::BookItem as Theirs;
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    match item {
        Theirs::Separator => BookItem::Separator,
        Theirs::PartTitle(title) => BookItem::PartTitle(title),
        Theirs::Chapter(chapter) => BookItem::Chapter(Box::new(Chapter {
            name: chapter.name,
            content: chapter.content,
            number: chapter.number.map(|number| number.to_vec()),
            sub_items: chapter
                .sub_items
                .into_iter()
                .map(item_from_mdbook)
                .collect(),
            path: chapter.path.map(text),
            source_path: chapter.source_path.map(text),
            parent_names: chapter.parent_names,
            other: Map::new(),
        })),
    }
}

/// Converts a book to one of the embedded mdBook.
pub(crate) fn to_mdbook(book: Book) -> mdbook_driver::book::Book {
    mdbook_driver::book::Book::new_with_items(book.items.into_iter().map(item_to_mdbook).collect())
}

fn item_to_mdbook(item: BookItem) -> mdbook_driver::book::BookItem {
    use mdbook_driver::book::{BookItem as Theirs, Chapter as TheirChapter, SectionNumber};
    match item {
        BookItem::Separator => Theirs::Separator,
        BookItem::PartTitle(title) => Theirs::PartTitle(title),
        BookItem::Chapter(chapter) => Theirs::Chapter(TheirChapter {
            name: chapter.name,
            content: chapter.content,
            number: chapter.number.map(SectionNumber::new),
            sub_items: chapter.sub_items.into_iter().map(item_to_mdbook).collect(),
            path: chapter.path.map(PathBuf::from),
            source_path: chapter.source_path.map(PathBuf::from),
            parent_names: chapter.parent_names,
        }),
    }
}
