//! mdBook's own directives in texts, expanded by mdBook's own code.
//!
//! The one way to mdBook's `links` for everything that needs it. It changes no text itself, and
//! puts nothing into the page of a record that the guard of the link check objects to.

use std::path::{Path, PathBuf};

use archsite_adr::Unexpanded;
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

    /// The texts of records below `root`. Where mdBook expands nothing before us they stay as they
    /// are, but for directives that it must not expand behind us.
    pub(crate) fn expand(
        &self,
        root: &Path,
        reader: &Reader,
        records: Vec<Unexpanded<'_>>,
    ) -> Vec<String> {
        let mut guard = Guard::new(reader);
        let src = self.context.root.join(settings::src(&self.context.config));
        let safe = records.iter().map(|record| {
            let file = root.join(record.file);
            if self.active {
                let text = guarded(&mut guard, &[&file], record.text);
                (file, text)
            } else {
                // Behind us directives count from the page.
                let page = src.join(record.page);
                let text = guarded(&mut guard, &[&file, &page], record.text);
                (file, text)
            }
        });
        let safe: Vec<(PathBuf, String)> = safe.collect();
        let plain = || safe.iter().map(|(_, text)| text.clone()).collect();
        if !self.active {
            return plain();
        }
        match expand(self.context, safe.clone()) {
            Ok(expanded) if expanded.len() == records.len() => expanded,
            _ => plain(),
        }
    }
}

/// The text with each directive that must not be expanded made text to mdBook. What directives
/// name counts from each of the files.
pub(crate) fn guarded(guard: &mut Guard<'_>, files: &[&Path], text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, name) in includes::files(text) {
        let mut objections = files.iter().map(|file| guard.objection(file, name));
        if objections.any(|objection| objection.is_some()) {
            out.push_str(&text[from..range.start]);
            out.push_str(&escaped(&text[range.clone()]));
            from = range.end;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// A directive as mdBook leaves it alone: only in this spelling, on one line.
fn escaped(directive: &str) -> String {
    let inner = directive.trim_start_matches('{').trim_start();
    let words: Vec<&str> = inner.split_whitespace().collect();
    format!("\\{{{{{}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_out_of_the_repository_is_text_however_it_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("repository");
        std::fs::create_dir(&root).expect("a folder");
        std::fs::write(folder.path().join("out.md"), "x").expect("a file");
        std::fs::write(root.join("in.md"), "x").expect("a file");
        let reader = Reader::new(&root);
        let mut guard = Guard::new(&reader);
        let file = root.join("record.md");
        let mut check = |text: &str, expected: &str| {
            assert_eq!(guarded(&mut guard, &[&file], text), expected);
            assert_eq!(
                guarded(&mut guard, &[&file], expected),
                expected,
                "text to mdBook"
            );
        };
        let text = "\\{{#include ../out.md}}";
        check("{{#include ../out.md}}", text);
        check("{{ #include ../out.md}}", text);
        check("{{#include\n../out.md}}", text);
        check("{{#include in.md}}", "{{#include in.md}}");
        check(
            "{{#include in.md}}\n{{#include ../out.md:1:2}}\n",
            "{{#include in.md}}\n\\{{#include ../out.md:1:2}}\n",
        );
    }
}
