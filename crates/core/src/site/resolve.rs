//! The targets of all links of the site.
//!
//! Links are understood once, on the site as the author wrote it, where the author can fix
//! them. The link check reports what is found here; sharding writes new destinations from
//! it. This module looks at no file.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::markdown::outline::{Link, LinkKind, NoteDefinition, Outline};
use crate::site::path;
use crate::site::{PageId, Site};
use crate::text::spans::Spans;

/// Something on a page that has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// Index into [`Outline::headings`].
    Heading(usize),
    /// Index into [`Outline::ids`].
    Html(usize),
    /// The footnote definition at this index of [`Outline::notes`].
    Note(usize),
    /// The footnote reference at this index of [`Outline::note_uses`].
    NoteUse(usize),
}

/// The ids of one page.
#[derive(Debug, Clone, Default)]
pub struct PageAnchors {
    /// The id of each heading of the outline.
    pub heading_ids: Vec<String>,
    anchors: HashMap<String, Anchor>,
}

impl PageAnchors {
    /// Collects the ids of a page. Of two things with one id the first is meant, as in a
    /// browser.
    pub fn new(outline: &Outline, heading_ids: Vec<String>) -> PageAnchors {
        let used: HashSet<&str> = outline.note_uses.iter().map(|u| u.label.as_str()).collect();
        // mdBook drops footnotes that nothing refers to, with all that is in them, and puts
        // the others at the end of the page.
        let shown = |note: &&NoteDefinition| note.first && used.contains(note.label.as_str());
        let ranges = |which: &dyn Fn(&NoteDefinition) -> bool| -> Vec<Range<usize>> {
            let notes = outline.notes.iter().filter(|note| which(note));
            notes.map(|note| note.range.clone()).collect()
        };
        let dropped = Spans::new(ranges(&|note| !shown(&note)));
        let last = Spans::new(ranges(&|_| true));
        let mut all: Vec<(usize, &str, Anchor)> = Vec::new();
        for (index, (heading, id)) in outline.headings.iter().zip(&heading_ids).enumerate() {
            all.push((heading.range.start, id, Anchor::Heading(index)));
        }
        for (index, id) in outline.ids.iter().enumerate() {
            all.push((id.at, &id.id, Anchor::Html(index)));
        }
        all.retain(|(at, ..)| !dropped.contains(*at));
        all.sort_by_cached_key(|(at, ..)| (last.contains(*at), *at));
        let mut anchors = HashMap::with_capacity(all.len());
        for (_, id, anchor) in all {
            if !id.is_empty() {
                anchors.entry(id.to_string()).or_insert(anchor);
            }
        }
        for (index, note) in outline.notes.iter().enumerate() {
            if note.first && used.contains(note.label.as_str()) {
                let id = format!("footnote-{}", note.label);
                anchors.entry(id).or_insert(Anchor::Note(index));
            }
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (index, note_use) in outline.note_uses.iter().enumerate() {
            let count = counts.entry(&note_use.label).or_default();
            *count += 1;
            let id = format!("fr-{}-{count}", note_use.label);
            anchors.entry(id).or_insert(Anchor::NoteUse(index));
        }
        PageAnchors {
            heading_ids,
            anchors,
        }
    }

    /// The place that a fragment names. Browsers try it as written, then with `%XX` decoded.
    pub fn find(&self, fragment: &str) -> Option<Anchor> {
        let as_written = self.anchors.get(fragment);
        let found = as_written.or_else(|| {
            let decoded = path::percent_decode(fragment);
            self.anchors.get(decoded.as_ref())
        });
        found.copied()
    }

    /// All ids with the places that they name, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Anchor)> {
        self.anchors
            .iter()
            .map(|(id, anchor)| (id.as_str(), *anchor))
    }
}

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page, or a place on it.
    Page {
        /// The page.
        page: PageId,
        /// The place; `None` for the top.
        anchor: Option<Anchor>,
    },
    /// A page that does not have the place.
    MissingAnchor {
        /// The page.
        page: PageId,
    },
    /// Something else below `src`, a file or nothing at all.
    File {
        /// Path relative to `src`, decoded.
        path: String,
    },
    /// A path outside of `src`.
    Outside,
    /// An address with a scheme or a host, or a path from the root of the server.
    External,
    /// Nothing to follow: empty, `#`, `#top`, or a placeholder in braces.
    Nothing,
}

/// The targets of all links of the site.
#[derive(Debug, Default)]
pub struct Resolution {
    /// For each page, the ids on it.
    pub anchors: Vec<PageAnchors>,
    /// For each page, what each link of its outline points at.
    pub targets: Vec<Vec<Target>>,
}

/// A destination in its three parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination<'a> {
    /// Before `?` and `#`.
    pub path: &'a str,
    /// From `?` to `#`, the `?` included.
    pub query: &'a str,
    /// Behind `#`.
    pub fragment: Option<&'a str>,
}

impl<'a> Destination<'a> {
    /// Takes a destination apart.
    pub fn parse(dest: &'a str) -> Self {
        // Destinations are short and there are many: a plain loop beats a searcher.
        let position = |text: &str, mark: u8| text.bytes().position(|b| b == mark);
        let (rest, fragment) = match position(dest, b'#') {
            Some(at) => (&dest[..at], Some(&dest[at + 1..])),
            None => (dest, None),
        };
        let query = position(rest, b'?').unwrap_or(rest.len());
        Destination {
            path: &rest[..query],
            query: &rest[query..],
            fragment,
        }
    }
}

impl Resolution {
    /// Resolves all links of a site.
    pub fn new(site: &Site) -> Resolution {
        let anchors: Vec<PageAnchors> = site
            .pages
            .iter()
            .map(|page| {
                let outline = page.outline();
                PageAnchors::new(outline, outline.heading_ids(site.id_rules))
            })
            .collect();
        let book = Book::new(site);
        let targets = site
            .pages
            .iter()
            .enumerate()
            .map(|(id, page)| {
                let links = &page.outline().links;
                links
                    .iter()
                    .map(|link| book.target(&anchors, id, link))
                    .collect()
            })
            .collect();
        Resolution { anchors, targets }
    }
}

/// The pages by path.
struct Book<'a> {
    site: &'a Site,
    paths: HashMap<&'a str, PageId>,
    /// READMEs by the path that their pages have in a book.
    indexes: HashMap<String, PageId>,
    first: Option<PageId>,
}

impl<'a> Book<'a> {
    fn new(site: &'a Site) -> Self {
        let mut paths = HashMap::new();
        let mut indexes = HashMap::new();
        let order = site.reading_order();
        for id in &order {
            if let Some(path) = &site.pages[*id].path {
                paths.entry(path.as_str()).or_insert(*id);
            }
        }
        // mdBook turns README.md into index.md; links may still name the file.
        for id in &order {
            if let Some(path) = &site.pages[*id].source_path {
                paths.entry(path.as_str()).or_insert(*id);
            }
        }
        if site.on_disk {
            // Links of a book may name the page that a README becomes.
            for id in &order {
                let path = site.pages[*id].path.as_deref().unwrap_or_default();
                if path::file_name(path).eq_ignore_ascii_case("readme.md") {
                    let index = path::join(path::parent(path), "index.md").unwrap_or_default();
                    indexes.entry(index).or_insert(*id);
                }
            }
        }
        Book {
            site,
            indexes,
            paths,
            first: site.first_page(),
        }
    }

    fn target(&self, anchors: &[PageAnchors], from: PageId, link: &Link) -> Target {
        let dest = link.dest.as_str();
        let placeholder = dest.starts_with('{') || dest.contains("{{");
        if dest.is_empty() || dest == "#" || placeholder {
            return Target::Nothing;
        }
        if dest.starts_with('/') || has_scheme(dest) || link.kind == LinkKind::Autolink {
            return Target::External;
        }
        let parts = Destination::parse(dest);
        let page = match parts.path {
            "" if parts.fragment.is_none() => return Target::Nothing,
            "" => from,
            relative => match self.find(from, relative) {
                Ok(page) => page,
                Err(target) => return target,
            },
        };
        match parts.fragment {
            None | Some("") => Target::Page { page, anchor: None },
            Some(fragment) => match anchors[page].find(fragment) {
                Some(anchor) => Target::Page {
                    page,
                    anchor: Some(anchor),
                },
                None if fragment.eq_ignore_ascii_case("top") && parts.path.is_empty() => {
                    Target::Nothing
                }
                None => Target::MissingAnchor { page },
            },
        }
    }

    fn page(&self, path: &str) -> Option<PageId> {
        let page = self.paths.get(path).or_else(|| self.indexes.get(path));
        page.copied()
    }

    fn find(&self, from: PageId, relative: &str) -> Result<PageId, Target> {
        let folder = self.site.pages[from]
            .path
            .as_deref()
            .map_or("", path::parent);
        let relative = path::percent_decode(relative);
        let Some(file) = path::join(folder, &relative) else {
            return Err(Target::Outside);
        };
        let is_folder = file.is_empty() || relative.ends_with(['/', '.']);
        let found = if is_folder {
            let index = if file.is_empty() {
                "index.md".to_string()
            } else {
                format!("{file}/index.md")
            };
            self.page(&index)
        } else if let Some(stem) = file.strip_suffix(".html") {
            let page = self.page(&format!("{stem}.md"));
            // mdBook copies the first page to the top.
            page.or(self.first.filter(|_| file == "index.html"))
        } else {
            // Many hosts serve a page without its ending.
            self.page(&file)
                .or_else(|| self.page(&format!("{file}.md")))
        };
        found.ok_or(Target::File { path: file })
    }
}

/// `scheme:` at the start, as in RFC 3986.
pub fn has_scheme(dest: &str) -> bool {
    dest.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    })
}
