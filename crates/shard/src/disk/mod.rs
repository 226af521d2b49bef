//! The pages of a document as files: what a folder for agents holds, as text.
//!
//! ```text
//!  Split ──Noted──▶ titles, descriptions, old ids
//!    │                    │
//!    └──▶ pages ──files──▶ head + page + list of sections ──manifest──▶ manifest.json
//!                                                             │
//!                              shards ──inverse, fold──▶ the document again
//! ```
//!
//! It does not touch the disk: whoever calls it reads and writes.

mod about;
mod diff;
mod fold;
mod inverse;
mod lines;
mod manifest;
mod relink;
mod sound;
mod tail;

use std::borrow::Cow;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Item, Markdown};
use archsite_core::site::Site;
use archsite_core::site::path;
use archsite_core::text::{AppliedEdit, Origin, Text};

pub use self::fold::{Folded, fold};
pub use self::inverse::{AssembleError, order, original};
pub use self::lines::line_in_source;
pub use self::manifest::{Manifest, ManifestError, Other, Part, Shard, hash, is_file_name, read};
pub use self::relink::Places;
pub use self::sound::FoldError;

use crate::output::list;
use crate::output::render::Renderer;
use crate::pass::Split;
use crate::plan::document::Document;
use crate::plan::tokens;

/// Stands where the list of sections goes until the length of each file is known. It is the
/// name of its own origin, so that it is found again whatever happens around it.
pub(crate) const MARK: &str = "<!-- archsite sections -->";

/// Which command makes the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    /// `shard`: the files can be put together again.
    Shard,
    /// `context`: the files say what the site says, and are read only.
    Context,
}

/// How the files of one document are made.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    /// Which command makes them.
    pub made_by: MadeBy,
    /// The document, as a path from the folder.
    pub source: &'a str,
    /// What the document is called where it has no title.
    pub title: &'a str,
    /// Generated text behind the list of sections.
    pub more: &'a str,
}

/// What is known of a document only before it is split.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    /// The text that is split.
    pub source: String,
    /// For each page of the plan, its title. The first is that of the document; empty if it
    /// has none.
    pub titles: Vec<String>,
    /// For each page of the plan, what is said about it in a list.
    pub notes: Vec<Option<String>>,
    /// For each page of the plan, the id of its heading in the document.
    pub ids: Vec<Option<String>>,
    /// For each page of the plan, old and new ids.
    pub anchors: Vec<Vec<(String, String)>>,
    /// Its first line ends with CR and LF.
    pub crlf: bool,
}

impl Noted {
    /// Generated text with the line ends of the document.
    fn ended<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.crlf {
            Cow::Owned(text.replace('\n', "\r\n"))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Looks at a document before the site changes.
    pub(crate) fn new(renderer: &Renderer<'_>, document: &Document) -> Noted {
        let outline = renderer.outline(document);
        let mut titles = Vec::new();
        let mut ids = Vec::new();
        let old = renderer.anchors(document);
        for page in &document.plan.pages {
            let title = page.heading.or_else(|| {
                let mut headings = outline.headings.iter();
                headings.position(|heading| heading.root && heading.level == 1)
            });
            let title = title.map(|index| outline.headings[index].title.clone());
            titles.push(title.unwrap_or_default());
            let id = page.heading.map(|index| old.heading_ids[index].clone());
            ids.push(id.filter(|id| !id.is_empty()));
        }
        let text = renderer.text(document);
        let pages = &document.plan.pages;
        let notes = about::about(outline, &document.owners, pages);
        let mut anchors = vec![Vec::new(); document.plan.pages.len()];
        for (old, page, new) in document.moves.sorted(old) {
            anchors[page].push((old.to_string(), new.to_string()));
        }
        Noted {
            source: text.to_string(),
            crlf: text
                .split('\n')
                .next()
                .is_some_and(|line| line.ends_with('\r')),
            titles,
            notes,
            ids,
            anchors,
        }
    }
}

/// One file of a document.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name in the folder.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// What undoes its edits of the source, by place in the file.
    pub recorded: Vec<AppliedEdit>,
}

/// The files of a document that was split for the disk, in the order of the plan, the index
/// first.
pub fn files(site: &Site, split: &Split, how: &How<'_>) -> Vec<File> {
    let Some(noted) = &split.noted else {
        return Vec::new();
    };
    let document = &split.document;
    let name = |page: usize| path::file_name(&document.paths[page]);
    let mut files: Vec<File> = Vec::with_capacity(split.pages.len());
    for (page, id) in split.pages.iter().enumerate().skip(1) {
        let head = head(split, noted, how, page);
        files.push(finished(
            name(page),
            &head,
            &site.pages[*id].text,
            &split.recorded[page],
            ("", noted),
        ));
    }
    let mut list = sections(split, noted, &files);
    if !how.more.is_empty() {
        list.push('\n');
        list.push_str(how.more);
    }
    let mut head = head(split, noted, how, 0);
    if noted.titles[0].is_empty() {
        let title = Markdown::new(EscapeMode::Source).heading(1, how.title);
        head.push_str(&title.finish());
        head.push('\n');
    }
    let text = &site.pages[split.pages[0]].text;
    let index = finished(name(0), &head, text, &split.recorded[0], (&list, noted));
    files.insert(0, index);
    if how.made_by == MadeBy::Context {
        // Nothing leads back from these, and files that are included have line ends of their own.
        for file in &mut files {
            if let Cow::Owned(text) = lines::with_lf(&file.text) {
                file.text = text;
            }
        }
    }
    files
}

/// A page with its head, the list of sections in the place of its mark, and the line ends of the
/// document in all that is generated.
fn finished(
    name: &str,
    head: &str,
    page: &Text,
    recorded: &[AppliedEdit],
    (list, noted): (&str, &Noted),
) -> File {
    let source = page.as_str();
    let list = list.trim_end_matches('\n');
    let mut text = String::with_capacity(head.len() + source.len() + list.len());
    text.push_str(&noted.ended(head));
    let mut all = vec![AppliedEdit {
        at: 0,
        len: text.len(),
        original: 0..0,
    }];
    // Where each piece begins in the page and in the file.
    let mut starts: Vec<(usize, usize)> = Vec::with_capacity(page.pieces().len() + 1);
    let ends = page.pieces().iter().skip(1).map(|piece| piece.at);
    for (piece, end) in page.pieces().iter().zip(ends.chain([source.len()])) {
        starts.push((piece.at, text.len()));
        let part = &source[piece.at..end];
        match piece.origin {
            Origin::Generated { by: MARK } => text.push_str(&noted.ended(list)),
            Origin::Generated { .. } => text.push_str(&noted.ended(part)),
            Origin::Source { .. } => text.push_str(part),
        }
    }
    starts.push((source.len(), text.len()));
    let place = |old: usize| {
        let index = starts.partition_point(|(start, _)| *start <= old) - 1;
        let (start, now) = starts[index];
        let before = &source[start..old];
        match page.pieces().get(index).map(|piece| piece.origin) {
            Some(Origin::Generated { .. }) => now + noted.ended(before).len(),
            _ => now + before.len(),
        }
    };
    all.extend(recorded.iter().map(|edit| {
        let at = place(edit.at);
        AppliedEdit {
            at,
            len: place(edit.at + edit.len) - at,
            original: edit.original.clone(),
        }
    }));
    File {
        name: name.to_string(),
        text,
        recorded: all,
    }
}

/// The comment at the head of a file: what it is, what to edit, and where it stands. No line
/// numbers and no day, so that it changes only with its neighbours.
fn head(split: &Split, noted: &Noted, how: &How<'_>, page: usize) -> String {
    let name = |page: usize| path::file_name(&split.document.paths[page]);
    let source = how.source;
    let mut words = match how.made_by {
        MadeBy::Shard => format!(
            "Shard of {source}, made by mdbook-archsite shard. Edit {source} and cut it again, or \
             edit this file and run mdbook-archsite assemble."
        ),
        MadeBy::Context => format!(
            "Generated from {source} by mdbook-archsite context. Edit {source}, not this file."
        ),
    };
    let count = split.pages.len();
    if page > 0 {
        let titles = heading_path(split, noted, page);
        words.push_str(&format!(" Section: {}.", titles.join(" › ")));
        words.push_str(&format!(" Previous: {}.", name(page - 1)));
    }
    if page + 1 < count {
        words.push_str(&format!(" Next: {}.", name(page + 1)));
    }
    emit::comment(&words) + "\n"
}

/// The titles from the document down to a page.
pub(crate) fn heading_path<'a>(split: &Split, noted: &'a Noted, page: usize) -> Vec<&'a str> {
    let mut titles = Vec::new();
    let mut at = page;
    loop {
        titles.push(noted.titles[at].as_str());
        if at == 0 {
            break;
        }
        at = split.document.plan.pages[at].parent;
    }
    titles.retain(|title| !title.is_empty());
    titles.reverse();
    titles
}

/// The list of all sections: a line for each, those below another one behind it.
fn sections(split: &Split, noted: &Noted, files: &[File]) -> String {
    let plan = &split.document.plan.pages;
    let mut depth = vec![0; plan.len()];
    let items = (1..plan.len()).map(|page| {
        let parent = plan[page].parent;
        depth[page] = if parent == 0 { 0 } else { depth[parent] + 1 };
        let file = &files[page - 1];
        let size = format!("≈ {} tokens", rounded(tokens(&file.text)));
        let note = match &noted.notes[page] {
            Some(note) => format!("{note} ({size})"),
            None => size,
        };
        let title = list::or_untitled(&noted.titles[page]);
        let dest = format!("./{}", path::percent_encode(&file.name));
        Item {
            content: emit::link(title, &dest).note(" — ", Some(&note)),
            depth: depth[page],
        }
    });
    Markdown::new(EscapeMode::Source)
        .heading(2, "Sections")
        .list(items)
        .finish()
}

/// A number of tokens for people: the nearest of 10, 20, 50, 100, 200 and so on. A finer one
/// would change the index with every line that is added anywhere.
fn rounded(tokens: usize) -> usize {
    let steps = (1..=18).flat_map(|zeros| {
        let unit = 10_usize.saturating_pow(zeros);
        [1, 2, 5].map(|step: usize| unit.saturating_mul(step))
    });
    let mut nearest: usize = 10;
    for step in steps {
        // The border between two steps is their geometric mean.
        if nearest.saturating_mul(step) > tokens.saturating_mul(tokens) {
            break;
        }
        nearest = step;
    }
    nearest
}

#[cfg(test)]
mod tests;
