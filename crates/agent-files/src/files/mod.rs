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

pub mod file;
pub mod replacement;

use std::borrow::Cow;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Item, Markdown};
use archsite_core::site::Site;
use archsite_core::site::path;
use archsite_core::text::{AppliedEdit, Origin, Text};
use archsite_shard::output::list;
use archsite_shard::output::render::MARK;
use archsite_shard::output::split::{Noted, Split, heading_path};
use archsite_shard::plan::tokens;

use self::file::{File, How, MadeBy};
use crate::manifest::lines;

/// The files of a document that was split for the disk, in the order of the plan, the index
/// first.
pub fn files(site: &Site, split: &Split, how: &How<'_>) -> Vec<File> {
    let Some(noted) = &split.noted else {
        return Vec::new();
    };
    let document = &split.document;
    let name = |page: usize| name(&document.paths, page);
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
    if !noted.has_title {
        let title = match noted.titles[0].as_str() {
            "" => how.title,
            title => title,
        };
        let title = Markdown::new(EscapeMode::Source).heading(1, title);
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
    text.push_str(&noted.with_line_ends(head));
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
            Origin::Generated { by: MARK } => text.push_str(&noted.with_line_ends(list)),
            Origin::Generated { .. } => text.push_str(&noted.with_line_ends(part)),
            Origin::Source { .. } => text.push_str(part),
        }
    }
    starts.push((source.len(), text.len()));
    let place = |old: usize| {
        let index = starts.partition_point(|(start, _)| *start <= old) - 1;
        let (start, now) = starts[index];
        let before = &source[start..old];
        match page.pieces().get(index).map(|piece| piece.origin) {
            Some(Origin::Generated { .. }) => now + noted.with_line_ends(before).len(),
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

/// What the comment of a file says of its place among the others.
#[derive(Debug, Clone, Default)]
pub struct Place<'a> {
    /// The titles down to its section; none for the index.
    pub section: Option<String>,
    /// The file before it.
    pub previous: Option<&'a str>,
    /// The file after it.
    pub next: Option<&'a str>,
}

/// The comment at the top of a page.
fn head(split: &Split, noted: &Noted, how: &How<'_>, page: usize) -> String {
    let name = |page: usize| name(&split.document.paths, page);
    let own = name(page);
    let place = Place {
        section: (page > 0).then(|| heading_path(split, noted, page).join(" › ")),
        previous: page.checked_sub(1).map(name),
        next: (page + 1 < split.pages.len()).then(|| name(page + 1)),
    };
    let edit = how.edit.get(page).and_then(Option::as_deref);
    let edit = edit.unwrap_or(how.source);
    comment(how.made_by, own, (how.source, edit), &place)
}

/// The name of the file of a page, from the folder of all files.
fn name(paths: &[String], page: usize) -> &str {
    let folder = paths.first().map_or("", |index| path::parent(index));
    let name = paths[page].strip_prefix(folder).unwrap_or(&paths[page]);
    name.trim_start_matches('/')
}

/// The comment at the top of the file `own`, with an empty line after it: what the file is, what to
/// edit, and which files are before and after it. No line numbers and no day, so that it changes
/// only with its neighbours. `source` and `edit` are paths from the folder of all files.
pub fn comment(
    made_by: MadeBy,
    own: &str,
    (source, edit): (&str, &str),
    place: &Place<'_>,
) -> String {
    let (source, edit) = (from(own, source), from(own, edit));
    let mut words = match made_by {
        MadeBy::Shard => format!(
            "Shard of {source}, made by mdbook-archsite shard. Edit {edit} and split it again, or \
             edit this file and run mdbook-archsite assemble."
        ),
        MadeBy::Context => format!(
            "Generated from {source} by mdbook-archsite context. Edit {edit}, not this file."
        ),
    };
    let parts = [
        ("Section", place.section.clone()),
        ("Previous", place.previous.map(|file| from(own, file))),
        ("Next", place.next.map(|file| from(own, file))),
    ];
    for (label, part) in parts {
        if let Some(part) = part {
            words.push_str(&format!(" {label}: {part}."));
        }
    }
    emit::comment(&words) + "\n"
}

/// Puts back the empty line after the comment at the top of a shard, which formatters take away.
pub(crate) fn with_blank_line(text: &mut String) {
    if !text.starts_with("<!-- Shard of ") {
        return;
    }
    if let Some(end) = text.find("-->\n").map(|at| at + "-->\n".len())
        && !text[end..].starts_with(['\n', '\r'])
    {
        text.insert(end, '\n');
    }
}

/// A path from the folder of all files, as the file `own` of it names it.
pub(crate) fn from(own: &str, file: &str) -> String {
    path::relative(path::parent(own), file)
}

/// The list of all sections: a line for each, those below another one after it.
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
        let codes = &noted.codes[page];
        let title = list::or_untitled(&noted.titles[page]);
        let title = Inline::default().typed(title, codes);
        let dest = format!("./{}", path::percent_encode(&file.name));
        let content = Inline::default().link_of(title, &dest);
        Item {
            content: content.text(" — ").typed(&note, codes),
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
