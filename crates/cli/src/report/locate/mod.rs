//! Finds the author's file and line for a place in a loaded text.
//!
//! Passes work on the text that mdBook sends, which may differ from the file: includes are
//! expanded, and other preprocessors change it. The source map of a text is computed only when a
//! problem is reported, so a book without problems costs no read.

mod keys;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use archsite_core::diagnostics::Location;
use archsite_core::fs::Reader;
use archsite_core::fs::names::display;
use archsite_core::site::path::clean;
use archsite_core::site::{PageId, Site};
use archsite_core::text::lines;
use archsite_core::text::{Origin, SourceId};
use archsite_links::Written;

use self::keys::Keys;
use crate::mdbook::expand::expand;
use crate::mdbook::protocol::Context;
pub(crate) use crate::report::source_location::{File, SourceLocation};
use crate::report::source_map::{Mapping, map_lines};

/// How deep includes in includes are followed; mdBook stops at ten.
const DEEPEST: usize = 10;

/// Finds places in files.
pub(crate) struct Locator<'a> {
    site: &'a Site,
    context: &'a Context,
    reader: Reader,
    files: RefCell<HashMap<PathBuf, Option<Rc<File>>>>,
    /// Loaded texts whose files cannot be read.
    loaded: RefCell<HashMap<SourceId, Rc<File>>>,
    mappings: RefCell<HashMap<SourceId, Rc<Vec<Mapping>>>>,
    /// The keys of book.toml.
    keys: OnceCell<Keys>,
}

impl<'a> Locator<'a> {
    pub(crate) fn new(site: &'a Site, context: &'a Context) -> Self {
        Locator {
            site,
            context,
            reader: Reader::new(&site.root),
            files: RefCell::default(),
            loaded: RefCell::default(),
            mappings: RefCell::default(),
            keys: OnceCell::new(),
        }
    }

    /// The place in a file that a person should look at.
    pub(crate) fn locate(&self, place: &Location) -> Option<SourceLocation> {
        match place {
            Location::Source { source, range } => Some(self.in_source(*source, range)),
            Location::Config(path) => self.in_config(path),
            Location::File { file, range } => Some(self.in_file(file, range.as_ref())),
        }
    }

    /// The place in its file of a change to make; `None` where the file does not hold what
    /// the change would replace, or where it is included: what fixes one page may break
    /// another one that includes the same text.
    pub(crate) fn exact(&self, place: &Location) -> Option<SourceLocation> {
        let location = self
            .locate(place)
            .filter(|location| !location.approximate)?;
        let file = location.file.as_ref()?;
        if let Location::Source { source, range } = place {
            let own = self.site.sources[*source].file.as_ref()?;
            let loaded = self.site.source_text(*source).get(range.clone());
            let is_own = location.at == clean(&self.src().join(own));
            if !is_own || file.text.get(location.range.clone()) != loaded {
                return None;
            }
        }
        Some(location)
    }

    /// Where the text at an offset of a page was written, if that is certain.
    pub(crate) fn written(&self, page: PageId, offset: usize) -> Option<Written> {
        let Origin::Source { source, start } = self.site.pages[page].text.origin(offset) else {
            return None;
        };
        let mappings = self.mappings(source);
        let next = mappings.partition_point(|mapping| mapping.at <= start);
        let mapping = &mappings[next.checked_sub(1)?];
        mapping.exact.then(|| Written {
            file: clean(&mapping.file),
            at: mapping.start + (start - mapping.at),
        })
    }

    fn in_file(&self, file: &Path, range: Option<&Range<usize>>) -> SourceLocation {
        let at = self.site.book_root.join(file);
        let read = range.and_then(|_| self.read(&at));
        let range = read.as_ref().zip(range);
        SourceLocation {
            path: display(&at),
            at: clean(&at),
            range: range.map_or(0..0, |(read, range)| read.clamp(range.clone())),
            file: read,
            approximate: false,
        }
    }

    /// The source map of a loaded text, computed once.
    fn mappings(&self, source: SourceId) -> Rc<Vec<Mapping>> {
        if let Some(known) = self.mappings.borrow().get(&source) {
            return known.clone();
        }
        let loaded = self.site.source_text(source);
        let file = self.site.sources[source].file.as_deref();
        let mappings = Rc::new(file.map_or(Vec::new(), |file| {
            self.map_file(loaded, &self.src().join(file), DEEPEST)
        }));
        self.mappings.borrow_mut().insert(source, mappings.clone());
        mappings
    }

    /// The directive of a chapter that included the text at a location, if the text is in another
    /// file.
    pub(crate) fn included_at(&self, place: &Location) -> Option<SourceLocation> {
        let Location::Source { source, range } = place else {
            return None;
        };
        let own = self.src().join(self.site.sources[*source].file.as_ref()?);
        let mappings = self.mappings(*source);
        let next = mappings.partition_point(|mapping| mapping.at <= range.start);
        let here = next.checked_sub(1)?;
        if mappings[here].file == own {
            return None;
        }
        // The directive follows the last text of the chapter's own file.
        let before = (0..here).rev().find(|index| mappings[*index].file == own)?;
        let length = mappings[before + 1].at - mappings[before].at;
        let file = self.read(&own)?;
        let start = mappings[before].start + length;
        let rest = file.text.get(start..)?;
        let end = start + rest.find("}}").filter(|_| rest.starts_with("{{"))? + 2;
        Some(SourceLocation {
            path: display(&own),
            at: clean(&own),
            range: file.clamp(start..end),
            file: Some(file),
            approximate: false,
        })
    }

    fn in_source(&self, source: SourceId, range: &Range<usize>) -> SourceLocation {
        let loaded = self.site.source_text(source);
        let mappings = self.mappings(source);
        let next = mappings.partition_point(|mapping| mapping.at <= range.start);
        let mapping = next.checked_sub(1).map(|index| &mappings[index]);
        let found = mapping.and_then(|mapping| Some((mapping, self.read(&mapping.file)?)));
        let Some((mapping, file)) = found else {
            let mut known = self.loaded.borrow_mut();
            let file = known
                .entry(source)
                .or_insert_with(|| File::new(loaded.to_string()));
            let name = self.site.sources[source].file.clone().unwrap_or_default();
            return SourceLocation {
                at: clean(&self.src().join(&name)),
                path: name,
                file: Some(file.clone()),
                range: file.clamp(range.clone()),
                approximate: true,
            };
        };
        let range = if mapping.exact {
            // What reaches into the next run is somewhere else.
            let end = mappings
                .get(next)
                .map_or(range.end, |next| next.at.min(range.end));
            let start = mapping.start + (range.start - mapping.at);
            start..start + end.saturating_sub(range.start)
        } else {
            let start = file.clamp(mapping.start..mapping.start).start;
            let end = lines::line_end(&file.text, start);
            start..start + file.text[start..end].trim_end().len()
        };
        SourceLocation {
            path: display(&mapping.file),
            at: clean(&mapping.file),
            range: file.clamp(range),
            file: Some(file),
            approximate: !mapping.exact,
        }
    }

    /// The source map of a loaded text over `file` and the files that it includes.
    fn map_file(&self, loaded: &str, file: &Path, depth: usize) -> Vec<Mapping> {
        let Some(read) = self.read(file) else {
            return Vec::new();
        };
        let text = read.text.as_str();
        let bom = text.len() - text.trim_start_matches('\u{feff}').len();
        // mdBook leaves out the line end that closes an included file.
        let text = if depth < DEEPEST {
            text.strip_suffix('\n').unwrap_or(text)
        } else {
            text
        };
        let whole = |start| Mapping {
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
                .map_includes(loaded, text, bom, file, depth)
                .unwrap_or_else(|| map_lines(loaded, text, file)),
            None => map_lines(loaded, text, file),
        }
    }

    /// Expands each directive of a file on its own, with mdBook's own code. `None` if that
    /// does not give what was loaded.
    fn map_includes(
        &self,
        loaded: &str,
        text: &str,
        bom: usize,
        file: &Path,
        depth: usize,
    ) -> Option<Vec<Mapping>> {
        let mut mappings = Vec::new();
        let mut at = 0;
        let mut from = bom;
        while from < text.len() {
            let next = text[from..].find("{{").map(|found| from + found);
            let escaped = next.filter(|next| text[from..*next].ends_with('\\'));
            let start = escaped.map(|next| next - 1).or(next).unwrap_or(text.len());
            let exact = &text[from..start];
            loaded.get(at..)?.strip_prefix(exact)?;
            mappings.push(Mapping {
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
                for mut inner in self.map_expansion(directive, &expanded, file, start, depth) {
                    inner.at += at;
                    mappings.push(inner);
                }
                at += expanded.len();
            }
            from = end;
        }
        (at == loaded.len()).then_some(mappings)
    }

    /// The source map of the text that a directive expanded to.
    fn map_expansion(
        &self,
        directive: &str,
        expanded: &str,
        file: &Path,
        start: usize,
        depth: usize,
    ) -> Vec<Mapping> {
        let here = |exact| {
            vec![Mapping {
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
                self.map_file(expanded, &included, depth)
            }
            _ => here(false),
        }
    }

    /// What mdBook makes of one directive in `file`.
    fn expand(&self, directive: &str, file: &Path) -> Option<String> {
        let text = (file.to_path_buf(), directive.to_string());
        expand(self.context, [text]).ok()?.pop()
    }

    /// A key of book.toml; `None` if it is not there, so that it must come from the
    /// environment.
    fn in_config(&self, path: &[String]) -> Option<SourceLocation> {
        let file = self.site.book_root.join("book.toml");
        let location = |text: Option<Rc<File>>, range| SourceLocation {
            path: display(&file),
            at: clean(&file),
            file: text,
            range,
            approximate: false,
        };
        let Some(read) = self.read(&file) else {
            return Some(location(None, 0..0));
        };
        let keys = self.keys.get_or_init(|| Keys::read(&read.text));
        let range = keys.find(path, &self.context.config)?;
        let range = read.clamp(range);
        Some(location(Some(read), range))
    }

    fn src(&self) -> PathBuf {
        self.site.book_root.join(&self.site.src)
    }

    fn read(&self, path: &Path) -> Option<Rc<File>> {
        let known = self.files.borrow().get(path).cloned();
        known.unwrap_or_else(|| {
            let file = self.reader.read(path).ok().map(File::new);
            self.files
                .borrow_mut()
                .insert(path.to_path_buf(), file.clone());
            file
        })
    }
}
