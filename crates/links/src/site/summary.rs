//! Where SUMMARY.md lists which chapter.
//!
//! It reads the destinations as mdBook does, which knows one escape only, and judges none.

use std::cell::OnceCell;
use std::ops::Range;
use std::path::{Path, PathBuf};

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::Site;
use archsite_core::site::path;

use crate::lints::messages::text::blank::BlankInSummary;
use crate::lints::text::blank;

/// One link of SUMMARY.md.
#[derive(Debug)]
struct Entry {
    /// The path of the chapter in its one spelling.
    path: String,
    /// The destination in the text.
    range: Range<usize>,
}

/// The links of SUMMARY.md.
#[derive(Debug)]
pub struct Summary {
    /// SUMMARY.md, relative to the book root.
    file: PathBuf,
    entries: Vec<Entry>,
}

impl Summary {
    /// Reads the text of the SUMMARY.md in `src`, the folder of the chapters relative to the book
    /// root.
    pub fn new(src: &Path, text: &str) -> Summary {
        let outline = Outline::parse(text, &ParseOptions::default());
        let entries = outline.links.iter().map(|link| Entry {
            path: path::normal(&location(&link.dest)).into_owned(),
            range: link.raw.clone().unwrap_or_else(|| link.range.clone()),
        });
        Summary {
            file: src.join("SUMMARY.md"),
            entries: entries.collect(),
        }
    }

    /// Where a chapter is listed, given its path in any spelling: each place, in order.
    pub fn places(&self, chapter: &str) -> impl Iterator<Item = Location> {
        let chapter = path::normal(chapter).into_owned();
        let entries = self.entries.iter();
        let entries = entries.filter(move |entry| entry.path == chapter);
        entries.map(|entry| self.at(entry.range.clone()))
    }

    /// Where a chapter is listed first; SUMMARY.md as a whole if it is not found there.
    pub fn place(&self, chapter: &str) -> Location {
        let mut places = self.places(chapter);
        places.next().unwrap_or_else(|| self.at(0..0))
    }

    /// Bytes of SUMMARY.md.
    pub fn at(&self, range: Range<usize>) -> Location {
        Location::File {
            file: self.file.clone(),
            range: Some(range),
        }
    }
}

/// The destinations of a SUMMARY.md that a blank cuts off. `root` is the book root, `src` the folder
/// of the chapters relative to it, and `fatal` the line that keeps mdBook from reading the file.
pub fn blanks(
    reader: &Reader,
    root: &Path,
    src: &Path,
    text: &str,
    fatal: Option<Range<usize>>,
) -> Vec<Diagnostic> {
    let outline = Outline::parse(text, &ParseOptions::default());
    let ranges = blank::cut_off(text, &outline).into_iter();
    let problems = ranges.filter_map(|range| {
        let dest = &text[range.clone()];
        let is_file = reader.is_file(&root.join(src).join(location(dest)));
        // What is no file may be a sentence, but not where an entry is expected.
        let is_fatal = fatal
            .as_ref()
            .is_some_and(|line| line.contains(&range.start));
        let is_entry = is_file || (is_fatal && dest.ends_with(".md"));
        let problem = || BlankInSummary {
            dest,
            place: Location::File {
                file: src.join("SUMMARY.md"),
                range: Some(range),
            },
            is_file,
            is_fatal,
        };
        is_entry.then(|| problem().into())
    });
    problems.collect()
}

/// The path that mdBook reads for a chapter: it undoes the escape of a blank and no other.
fn location(dest: &str) -> String {
    dest.replace("%20", " ")
}

/// The SUMMARY.md of a site, read when first needed.
#[derive(Debug)]
pub(crate) struct OfSite<'a> {
    site: &'a Site,
    reader: &'a Reader,
    summary: OnceCell<Option<Summary>>,
}

impl<'a> OfSite<'a> {
    pub(crate) fn new(site: &'a Site, reader: &'a Reader) -> OfSite<'a> {
        OfSite {
            site,
            reader,
            summary: OnceCell::new(),
        }
    }

    fn summary(&self) -> Option<&Summary> {
        let summary = self.summary.get_or_init(|| {
            let file = self.site.book_root.join(&self.site.src).join("SUMMARY.md");
            let text = self.reader.read(&file).ok()?;
            Some(Summary::new(&self.site.src, &text))
        });
        summary.as_ref()
    }

    /// Where a page is listed: the first place, and the next one where it is listed again. The
    /// page itself if SUMMARY.md does not say.
    pub(crate) fn places(&self, page: usize) -> Vec<Location> {
        let source = self.site.pages[page].source_path.as_deref();
        let found = self.summary().zip(source);
        let found: Vec<Location> = found.map_or(Vec::new(), |(summary, source)| {
            summary.places(source).collect()
        });
        if found.is_empty() {
            let range = 0..0;
            let source = page;
            return vec![Location::Source { source, range }];
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_found_in_any_spelling() {
        let text =
            "# Summary\n\n- [A](./a.md)\n- [B](<b c.md>)\n- [C](x/../a.md)\n- [Q](q%3F.md)\n";
        let summary = Summary::new(Path::new("src"), text);
        let lines = |chapter: &str| -> Vec<usize> {
            let places = summary.places(chapter);
            let line = |place| match place {
                Location::File {
                    range: Some(range), ..
                } => text[..range.start].lines().count(),
                _ => 0,
            };
            places.map(line).collect()
        };
        assert_eq!(lines("a.md"), [3, 5]);
        assert_eq!(lines("b c.md"), [4]);
        assert_eq!(lines("./q%3F.md"), [6]);
        assert_eq!(lines("q?.md"), [0; 0]);
    }
}
