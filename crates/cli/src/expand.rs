//! mdBook's own directives in texts, expanded by mdBook's own code.
//!
//! The one way to mdBook's `links` for everything that needs it. It changes no text itself, and
//! puts nothing from outside the repository into the page of a record.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use archsite_core::reader::Reader;
use archsite_links::includes;
use mdbook_driver::book::{Book, Chapter};
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::protocol::Context;
use crate::settings;

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
        let mut guard = Guard {
            reader,
            named: HashMap::new(),
        };
        let guarded = texts.iter().map(|(file, text)| {
            let path = root.join(file);
            let text = guard.text(&path, text);
            (path, text)
        });
        let guarded: Vec<(PathBuf, String)> = guarded.collect();
        match expand(self.context, guarded) {
            Ok(expanded) if expanded.len() == texts.len() => expanded,
            _ => plain().collect(),
        }
    }
}

/// Keeps mdBook from files outside of the repository.
struct Guard<'a> {
    reader: &'a Reader,
    /// What files name in their directives, each file in its real folder.
    named: HashMap<PathBuf, Vec<String>>,
}

impl Guard<'_> {
    /// The text with a backslash before each directive that leads outside: text to mdBook.
    fn text(&mut self, file: &Path, text: &str) -> String {
        let folder = file.parent().unwrap_or(file);
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for (range, name) in includes::files(text) {
            if !self.stays(folder.join(name)) {
                out.push_str(&text[from..range.start]);
                out.push('\\');
                from = range.start;
            }
        }
        out.push_str(&text[from..]);
        out
    }

    /// Whether a file lies in the repository, and so does all that it includes.
    fn stays(&mut self, file: PathBuf) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            if self.reader.is_outside(&file) {
                return false;
            }
            // As the system finds it: `..` behind a symbolic link is not the folder before it.
            let real = file.parent().and_then(|folder| folder.canonicalize().ok());
            let Some((real, name)) = real.zip(file.file_name()) else {
                continue;
            };
            let file = real.join(name);
            if seen.insert(file.clone()) {
                let named = self.named(&file).iter();
                open.extend(named.map(|name| real.join(name)));
            }
        }
        true
    }

    /// The files that a file names in its directives.
    fn named(&mut self, file: &Path) -> &[String] {
        let reader = self.reader;
        self.named.entry(file.to_path_buf()).or_insert_with(|| {
            let text = reader.read(file).unwrap_or_default();
            let files = includes::files(&text).into_iter();
            files.map(|(_, name)| name.to_string()).collect()
        })
    }
}
