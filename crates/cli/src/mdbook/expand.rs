//! mdBook's own directives in texts, expanded by mdBook's own code.
//!
//! The one way to mdBook's `links` for everything that needs it. It changes no text itself, and
//! puts nothing into the page of a record that the guard of the link check objects to.

use std::path::{Path, PathBuf};

use archsite_core::fs::Reader;
use archsite_links::lints::guard::Guard;
use archsite_links::lints::includes;
use mdbook_driver::book::{Book, Chapter};
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::mdbook::protocol::Context;
use crate::mdbook::settings;

/// What mdBook makes of texts. Each has a path, absolute or relative to `src`, whose folder its
/// directives count from.
pub(crate) fn expand(
    context: &Context,
    texts: impl IntoIterator<Item = (PathBuf, String)>,
) -> anyhow::Result<Vec<String>> {
    let config = serde_json::from_value(context.config.clone())?;
    let theirs = PreprocessorContext::new(context.root.clone(), config, "html".to_string());
    let chapters = texts.into_iter();
    let chapters = chapters.map(|(path, text)| Chapter::new("", text, path, Vec::new()).into());
    let book = Book::new_with_items(chapters.collect());
    let book = LinkPreprocessor::new().run(&theirs, book)?;
    Ok(book.chapters().map(|c| c.content.clone()).collect())
}

/// Expands directives in the texts of records, which mdBook does not load.
pub(crate) struct Records<'a> {
    context: &'a Context,
    /// mdBook expands the directives of the other pages, and has done so.
    active: bool,
}

impl<'a> Records<'a> {
    pub(crate) fn new(context: &'a Context, expanded: bool) -> Self {
        Records {
            context,
            active: expanded && settings::runs(&context.config, "links"),
        }
    }

    /// The run of mdBook that the texts belong to.
    pub(crate) fn context(&self) -> &'a Context {
        self.context
    }

    /// The texts of files below `root`; as they are where mdBook can not say more.
    pub(crate) fn expand(
        &self,
        root: &Path,
        reader: &Reader,
        texts: Vec<(&str, &str)>,
    ) -> Vec<String> {
        let plain = || texts.iter().map(|(_, text)| (*text).to_string());
        if !self.active {
            return plain().collect();
        }
        let mut guard = Guard::new(reader);
        let safe = texts.iter().map(|(file, text)| {
            let path = root.join(file);
            let text = guarded(&mut guard, &path, text);
            (path, text)
        });
        match expand(self.context, safe) {
            Ok(expanded) if expanded.len() == texts.len() => expanded,
            _ => plain().collect(),
        }
    }
}

/// The text with a backslash before each directive that must not be expanded: text to mdBook.
fn guarded(guard: &mut Guard<'_>, file: &Path, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, name) in includes::files(text) {
        if guard.objection(file, name).is_some() {
            out.push_str(&text[from..range.start]);
            out.push('\\');
            from = range.start;
        }
    }
    out.push_str(&text[from..]);
    out
}
