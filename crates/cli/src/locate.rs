//! Finds the author's file and line for a place in a loaded text.
//!
//! Passes work on the text mdBook hands out, which is not always what stands in the file:
//! includes are expanded, and other preprocessors change it. What came from where is worked
//! out here, and only when a problem must be shown: a clean book costs no read.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use archsite_core::diagnostic::Place;
use archsite_core::lines::{self, Lines};
use archsite_core::reader::Reader;
use archsite_core::site::Site;
use archsite_core::text::SourceId;
use mdbook_driver::book::{Book, Chapter};
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use toml::de::{DeTable, DeValue};

use crate::protocol::Context;

/// How deep includes in includes are followed; mdBook stops at ten.
const DEEPEST: usize = 10;

/// A place in a file.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// The file as it is shown to a person.
    pub(crate) path: String,
    /// The whole text of the file; `None` for a file that is no text.
    pub(crate) text: Option<Rc<str>>,
    /// Byte range in the text.
    pub(crate) range: Range<usize>,
    /// Another preprocessor changed the text; the line is the nearest one.
    pub(crate) approximate: bool,
}

/// Where a run of bytes of a loaded text stands.
#[derive(Debug, Clone)]
struct Trace {
    /// Offset in the loaded text.
    at: usize,
    file: PathBuf,
    /// Offset in the file.
    start: usize,
    exact: bool,
}

/// Finds places in files.
pub(crate) struct Locator<'a> {
    site: &'a Site,
    context: &'a Context,
    reader: Reader,
    files: RefCell<HashMap<PathBuf, Option<Rc<str>>>>,
    traces: RefCell<HashMap<SourceId, Rc<Vec<Trace>>>>,
}

impl<'a> Locator<'a> {
    pub(crate) fn new(site: &'a Site, context: &'a Context) -> Self {
        Locator {
            site,
            context,
            reader: Reader::new(&site.root),
            files: RefCell::default(),
            traces: RefCell::default(),
        }
    }

    /// The place in a file that a person should look at.
    pub(crate) fn spot(&self, place: &Place) -> Option<Spot> {
        match place {
            Place::Source { source, range } => Some(self.in_source(*source, range)),
            Place::Config(path) => self.in_config(path),
            Place::File(file) => Some(Spot {
                path: display(&self.site.book_root.join(file)),
                text: None,
                range: 0..0,
                approximate: false,
            }),
        }
    }

    fn in_source(&self, source: SourceId, range: &Range<usize>) -> Spot {
        let loaded = self.site.source_text(source);
        let known = self.traces.borrow().get(&source).cloned();
        let traces = known.unwrap_or_else(|| {
            let file = self.site.sources[source].file.as_deref();
            let traces = Rc::new(file.map_or(Vec::new(), |file| {
                self.trace(loaded, &self.src().join(file), DEEPEST)
            }));
            self.traces.borrow_mut().insert(source, traces.clone());
            traces
        });
        let next = traces.partition_point(|trace| trace.at <= range.start);
        let trace = next.checked_sub(1).map(|index| &traces[index]);
        let found = trace.and_then(|trace| Some((trace, self.read(&trace.file)?)));
        let Some((trace, text)) = found else {
            return Spot {
                path: self.site.sources[source].file.clone().unwrap_or_default(),
                text: Some(loaded.into()),
                range: range.clone(),
                approximate: true,
            };
        };
        let start = match trace.exact {
            true => trace.start + (range.start - trace.at),
            false => trace.start,
        };
        let end = match trace.exact {
            true => start + range.len(),
            false => {
                let end = lines::line_end(&text, start);
                start + text[start..end].trim_end().len()
            }
        };
        Spot {
            path: display(&trace.file),
            range: start.min(text.len())..end.min(text.len()),
            text: Some(text),
            approximate: !trace.exact,
        }
    }

    /// Where the bytes of a loaded text stand in `file` and in what it includes.
    fn trace(&self, loaded: &str, file: &Path, depth: usize) -> Vec<Trace> {
        let Some(text) = self.read(file) else {
            return Vec::new();
        };
        let bom = text.len() - text.trim_start_matches('\u{feff}').len();
        // mdBook leaves out the line end that closes an included file.
        let text = match depth < DEEPEST {
            true => text.strip_suffix('\n').unwrap_or(&text),
            false => &text,
        };
        let whole = |start| Trace {
            at: 0,
            file: file.to_path_buf(),
            start,
            exact: true,
        };
        if text[bom..] == *loaded {
            return vec![whole(bom)];
        }
        match depth.checked_sub(1) {
            Some(depth) => self
                .trace_includes(loaded, text, bom, file, depth)
                .unwrap_or_else(|| trace_lines(loaded, text, file)),
            None => trace_lines(loaded, text, file),
        }
    }

    /// Expands each directive of a file on its own, with mdBook's own code. `None` if that
    /// does not give what was loaded.
    fn trace_includes(
        &self,
        loaded: &str,
        text: &str,
        bom: usize,
        file: &Path,
        depth: usize,
    ) -> Option<Vec<Trace>> {
        let mut traces = Vec::new();
        let mut at = 0;
        let mut from = bom;
        while from < text.len() {
            let next = text[from..].find("{{").map(|found| from + found);
            let escaped = next.filter(|next| text[from..*next].ends_with('\\'));
            let start = escaped.map(|next| next - 1).or(next).unwrap_or(text.len());
            let exact = &text[from..start];
            loaded.get(at..)?.strip_prefix(exact)?;
            traces.push(Trace {
                at,
                file: file.to_path_buf(),
                start: from,
                exact: true,
            });
            at += exact.len();
            let end = text[start..]
                .find("}}")
                .map_or(text.len(), |end| start + end + 2);
            let directive = &text[start..end];
            if !directive.is_empty() {
                let expanded = self.expand(directive, file)?;
                loaded.get(at..)?.strip_prefix(expanded.as_str())?;
                for mut inner in self.trace_expansion(directive, &expanded, file, start, depth) {
                    inner.at += at;
                    traces.push(inner);
                }
                at += expanded.len();
            }
            from = end;
        }
        (at == loaded.len()).then_some(traces)
    }

    /// Where the text that a directive gave stands.
    fn trace_expansion(
        &self,
        directive: &str,
        expanded: &str,
        file: &Path,
        start: usize,
        depth: usize,
    ) -> Vec<Trace> {
        let here = |exact| {
            vec![Trace {
                at: 0,
                file: file.to_path_buf(),
                start,
                exact,
            }]
        };
        if directive == expanded {
            return here(true);
        }
        let included = directive
            .trim_start_matches("{{#")
            .trim_end_matches("}}")
            .split_whitespace()
            .nth(1)
            .and_then(|argument| argument.split(':').next())
            .zip(file.parent())
            .map(|(path, folder)| folder.join(path));
        match included {
            Some(included) if self.read(&included).is_some() => {
                self.trace(expanded, &included, depth)
            }
            _ => here(false),
        }
    }

    /// What mdBook makes of one directive in `file`.
    fn expand(&self, directive: &str, file: &Path) -> Option<String> {
        let config = serde_json::from_value(self.context.config.clone()).ok()?;
        let context =
            PreprocessorContext::new(self.context.root.clone(), config, "html".to_string());
        let path = file.strip_prefix(self.src()).ok()?;
        let chapter = Chapter::new("", directive.to_string(), path, Vec::new());
        let book =
            LinkPreprocessor::new().run(&context, Book::new_with_items(vec![chapter.into()]));
        let book = book.ok()?;
        let chapter = book.chapters().next()?;
        Some(chapter.content.clone())
    }

    /// A key of book.toml; `None` if it is not there, so that it must come from the
    /// environment.
    fn in_config(&self, path: &[String]) -> Option<Spot> {
        let file = self.site.book_root.join("book.toml");
        let whole = |text: Option<Rc<str>>, range| Spot {
            path: display(&file),
            text,
            range,
            approximate: false,
        };
        let Some(text) = self.read(&file) else {
            return Some(whole(None, 0..0));
        };
        let table = DeTable::parse(&text).ok()?;
        let mut table = table.get_ref();
        let mut span = None;
        for (depth, key) in path.iter().enumerate() {
            let (name, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
            span = Some(name.span());
            match value.get_ref() {
                DeValue::Table(below) => table = below,
                _ if depth + 1 < path.len() => return None,
                _ => {}
            }
        }
        span.map(|range| whole(Some(text.clone()), range))
    }

    fn src(&self) -> PathBuf {
        self.site.book_root.join(&self.site.src)
    }

    fn read(&self, file: &Path) -> Option<Rc<str>> {
        let known = self.files.borrow().get(file).cloned();
        known.unwrap_or_else(|| {
            let text = self.reader.read(file).ok().map(Rc::from);
            self.files
                .borrow_mut()
                .insert(file.to_path_buf(), text.clone());
            text
        })
    }
}

/// Lines of a changed text that are still in the file, by a diff; others are near them.
fn trace_lines(loaded: &str, text: &str, file: &Path) -> Vec<Trace> {
    let new: Vec<&str> = loaded.split_inclusive('\n').collect();
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let offsets = |lines: &[&str]| -> Vec<usize> {
        let ends = lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (new_at, old_at) = (offsets(&new), offsets(&old));
    let last_line = Lines::default().locate(text, text.len()).line;
    let last = Lines::default().start(text, last_line);
    let words = |lines: &[&'_ str]| -> Vec<String> {
        lines
            .iter()
            .map(|line| line.trim_end().to_string())
            .collect()
    };
    similar::capture_diff_slices(similar::Algorithm::Myers, &words(&old), &words(&new))
        .into_iter()
        .filter(|op| !op.new_range().is_empty())
        .map(|op| Trace {
            at: new_at[op.new_range().start],
            file: file.to_path_buf(),
            start: old_at
                .get(op.old_range().start)
                .copied()
                .unwrap_or(last)
                .min(last),
            exact: matches!(op, similar::DiffOp::Equal { .. }),
        })
        .collect()
}

/// A file as a person in the current folder would name it.
fn display(file: &Path) -> String {
    let mut clean = PathBuf::new();
    for part in file.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    let here = std::env::current_dir().unwrap_or_default();
    clean
        .strip_prefix(&here)
        .unwrap_or(&clean)
        .display()
        .to_string()
}
