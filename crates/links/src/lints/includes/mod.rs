//! mdBook's own directives that put files into a page: whether each gives what it names.
//!
//! mdBook logs a missing file and goes on, and says nothing of a missing anchor. The files
//! are read here as they are, because the page has their result only.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::fs::Reader;
use archsite_core::site::path;
use archsite_core::site::path::clean;
use archsite_core::site::{PageId, Site};

pub(super) mod directives;

pub use self::directives::files;
pub(crate) use self::directives::whole_files;
use self::directives::{Directive, Part, anchored, anchors, directives, line_range};
use crate::explain::names::Names;
use crate::lints::guard::{Guard, Objection};
use crate::lints::messages::includes::{Why, broken_include};

/// Includes in includes are followed as deep as mdBook does.
const DEEPEST: usize = 10;

/// A file whose text is a part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Included {
    /// The page.
    pub(crate) page: PageId,
    /// The file, relative to `src`; files outside `src` are not listed.
    pub(crate) file: String,
}

/// The files that the pages of a site include.
#[derive(Debug)]
pub(crate) struct Inclusions {
    /// Files of `src`.
    pub(crate) files: Vec<Included>,
    /// The pages that include something, wherever that is, and those that are included.
    pub(crate) pages: HashSet<PageId>,
}

/// Pages that a pass of ours added. Nothing from outside the repository was put into them.
#[derive(Debug, Clone, Copy)]
pub struct Added<'a> {
    /// All of them.
    pub pages: &'a HashSet<PageId>,
    /// Those whose files hold directives.
    pub with_directives: &'a HashSet<PageId>,
}

#[derive(Debug)]
struct File {
    text: String,
    directives: Vec<Directive>,
}

/// Checks the includes of pages; `among` lists the pages that may have some, besides those that
/// were `added`.
pub(crate) fn check(
    site: &Site,
    among: Option<&HashSet<PageId>>,
    added: Option<Added<'_>>,
    reader: &Reader,
    problems: &mut Vec<Diagnostic>,
) -> Inclusions {
    let src = clean(&site.book_root.join(&site.src));
    let mut walk = Walk {
        src: &src,
        src_in_book: &site.src,
        reader,
        added,
        guard: Guard::new(reader),
        walked: HashSet::new(),
        files: RefCell::default(),
        reported: HashSet::new(),
        known: HashSet::new(),
        included: Vec::new(),
        problems,
    };
    for (id, page) in site.pages.iter().enumerate() {
        let Some(source) = &page.source_path else {
            continue;
        };
        let may_have = match added.filter(|added| added.pages.contains(&id)) {
            Some(added) => added.with_directives.contains(&id),
            None => among.is_none_or(|among| among.contains(&id)),
        };
        if may_have {
            walk.file(id, &clean(&src.join(source)), None, &mut Vec::new());
        }
    }
    Inclusions {
        pages: sharing(site, &walk),
        files: walk.included,
    }
}

/// The pages that include something, and those whose own text others include.
fn sharing(site: &Site, walk: &Walk<'_>) -> HashSet<PageId> {
    let including = walk.walked.iter().map(|(page, ..)| *page);
    let included: HashSet<&str> = walk.included.iter().map(|i| i.file.as_str()).collect();
    let pages = site.pages.iter().enumerate();
    let own = pages.filter(|(_, page)| {
        let source = page.source_path.as_deref();
        source.is_some_and(|source| included.contains(source))
    });
    including.chain(own.map(|(id, _)| id)).collect()
}

struct Walk<'a> {
    src: &'a Path,
    src_in_book: &'a Path,
    reader: &'a Reader,
    added: Option<Added<'a>>,
    guard: Guard<'a>,
    /// Files that were searched for a page: files may be included many times over.
    walked: HashSet<(PageId, PathBuf, Part)>,
    files: RefCell<HashMap<PathBuf, Option<Rc<File>>>>,
    reported: HashSet<(PathBuf, usize)>,
    /// The files in `included`.
    known: HashSet<(PageId, String)>,
    included: Vec<Included>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Checks the directives of a file, or of a part of it, and what they include.
    fn file(
        &mut self,
        page: PageId,
        file: &Path,
        part: Option<Vec<Range<usize>>>,
        chain: &mut Vec<PathBuf>,
    ) {
        let Some(read) = self.read(file) else { return };
        chain.push(file.to_path_buf());
        for directive in &read.directives {
            let at = directive.range.start;
            let in_part = |part: &Vec<Range<usize>>| part.iter().any(|range| range.contains(&at));
            if part.as_ref().is_none_or(in_part) {
                self.directive(page, file, &read, directive, chain);
            }
        }
        chain.pop();
    }

    fn directive(
        &mut self,
        page: PageId,
        file: &Path,
        read: &File,
        directive: &Directive,
        chain: &mut Vec<PathBuf>,
    ) {
        let name = &read.text[directive.name.clone()];
        let folder = file.parent().unwrap_or(self.src);
        let target = clean(&folder.join(name));
        let outside = self.reader.is_outside(&target);
        let guarded = self.added.is_some_and(|added| added.pages.contains(&page));
        if outside && !guarded {
            return;
        }
        let mut objects = || self.guard.objection(file, name) == Some(Objection::TooMuch);
        let why = if outside {
            Some(Why::Outside)
        } else if guarded && chain.len() == 1 && objects() {
            Some(Why::TooMuch)
        } else if !self.reader.is_file(&target) {
            Some(Why::NoFile(self.suggestion(name, folder)))
        } else if chain.contains(&target) || chain.len() > DEEPEST {
            Some(Why::Circle)
        } else {
            self.include(page, &target, &directive.part, chain)
        };
        if let Some(why) = why
            && self
                .reported
                .insert((file.to_path_buf(), directive.range.start))
        {
            self.problems.push(broken_include(
                name,
                self.place(file, directive.name.clone()),
                why,
                self.shown(chain),
            ));
        }
    }

    /// Follows an include; says what is wrong with the part it names.
    fn include(
        &mut self,
        page: PageId,
        target: &Path,
        part: &Part,
        chain: &mut Vec<PathBuf>,
    ) -> Option<Why> {
        if let Ok(below) = target.strip_prefix(self.src) {
            let file = path::slashes(below);
            if self.known.insert((page, file.clone())) {
                self.included.push(Included { page, file });
            }
        }
        let Some(read) = self.read(target) else {
            return Some(Why::NoText);
        };
        let ranges = match part {
            Part::Whole => None,
            Part::Lines(first, end) => {
                let lines = read.text.lines().count();
                if *first >= lines && *first > 0 {
                    return Some(Why::NoLine(lines));
                }
                Some(vec![line_range(&read.text, *first, *end)])
            }
            Part::Anchor(name) => match anchored(&read.text, name) {
                Some(range) => Some(vec![range]),
                None => {
                    let known = anchors(&read.text);
                    let near = Names::new(known.iter().copied()).suggestion(name);
                    let near = near.map(|near| near.name.to_string());
                    let known = known.into_iter().map(ToString::to_string).collect();
                    return Some(Why::NoAnchor {
                        name: name.clone(),
                        near,
                        known,
                        file: self.place(target, 0..0),
                    });
                }
            },
        };
        if self
            .walked
            .insert((page, target.to_path_buf(), part.clone()))
        {
            self.file(page, target, ranges, chain);
        }
        None
    }

    fn read(&self, file: &Path) -> Option<Rc<File>> {
        if let Some(known) = self.files.borrow().get(file) {
            return known.clone();
        }
        let read = self.reader.read(file).ok().map(|text| {
            let directives = directives(&text);
            Rc::new(File { text, directives })
        });
        let mut files = self.files.borrow_mut();
        files.insert(file.to_path_buf(), read.clone());
        read
    }

    /// The file of a near name in the same folder.
    fn suggestion(&self, name: &str, folder: &Path) -> Option<String> {
        let (parent, wrong) = match name.rfind('/') {
            Some(at) => (&name[..=at], &name[at + 1..]),
            None => ("", name),
        };
        let names = self.reader.names(&folder.join(parent));
        // A symbolic link of this name may be broken.
        let others = names.iter().filter(|name| *name != wrong);
        let known = Names::new(others.map(String::as_str));
        let near = known.suggestion(wrong)?;
        Some(format!("{parent}{}", near.name))
    }

    fn place(&self, file: &Path, range: Range<usize>) -> Location {
        let below = file.strip_prefix(self.src);
        Location::File {
            file: match below {
                Ok(below) => self.src_in_book.join(below),
                Err(_) => file.to_path_buf(),
            },
            range: Some(range),
        }
    }

    /// The files of a chain as a person would name them: from `src`.
    fn shown(&self, chain: &[PathBuf]) -> Vec<String> {
        let plain = |path: &Path| path::slashes(path).trim_start_matches('/').to_string();
        let src = plain(self.src);
        let name = |file: &PathBuf| match file.strip_prefix(self.src) {
            Ok(below) => below.display().to_string(),
            Err(_) => path::relative(&src, &plain(file)),
        };
        chain.iter().map(name).collect()
    }
}
