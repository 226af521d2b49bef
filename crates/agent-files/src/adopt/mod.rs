//! A folder of sections without a manifest, which another tool or a person wrote, as one document.
//!
//! The index gives title, introduction and order; a file that it does not name comes after the others.
//! All text is kept. Headings move down below the title of the index, links between the files lead to
//! headings, and other links count from the document.

mod headings;
mod links;

use anyhow::{bail, ensure};
use archsite_core::markdown::front_matter;
use archsite_core::markdown::outline::{BlockKind, Describe, Outline, ParseOptions};
use archsite_core::site::heading_ids::IdRules;
use archsite_core::site::path;
use archsite_core::site::resolve::PageAnchors;
use archsite_core::text::Edit;

use self::links::Targets;

/// Names of an index, in lower case.
const INDEXES: [&str; 2] = ["index.md", "readme.md"];
/// How the comment begins that `shard` writes at the top of a file.
const COMMENT: &str = "<!-- Shard of ";

/// A document that was put together.
#[derive(Debug)]
pub struct Adopted {
    /// Its text, with LF.
    pub text: String,
    /// The files in their order.
    pub files: Vec<String>,
    /// Those of them that the index does not name.
    pub unlisted: Vec<String>,
}

/// A file of the folder.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) outline: Outline,
    pub(super) anchors: PageAnchors,
    /// How many levels its headings move down.
    shift: u8,
}

impl Part {
    fn new(name: String, text: &str) -> Part {
        let mut text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        if text.starts_with(COMMENT)
            && let Some(end) = text.find("-->\n")
        {
            text.drain(..end + "-->\n".len());
        }
        let options = ParseOptions {
            skip_front_matter: true,
            describe: Describe::Blocks,
            ..ParseOptions::default()
        };
        let mut outline = Outline::parse(&text, &options);
        // At the end of a file code is closed, and in a document what follows would be code.
        if let Some(fence) = open_fence(&text, &outline) {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&fence);
            text.push('\n');
            outline = Outline::parse(&text, &options);
        }
        let ids = outline.heading_ids(IdRules::default());
        Part {
            name,
            anchors: PageAnchors::new(&outline, ids),
            outline,
            text,
            shift: 0,
        }
    }

    /// Levels and titles of the headings that make sections.
    fn titles(&self) -> impl Iterator<Item = &str> {
        titles(&self.outline)
    }

    fn first_level(&self) -> Option<u8> {
        let mut headings = self.outline.headings.iter();
        let first = headings.find(|heading| heading.root && heading.level > 0);
        first.map(|heading| heading.level)
    }
}

/// The marks that close the code block at the end of a text, if nothing closes it.
fn open_fence(text: &str, outline: &Outline) -> Option<String> {
    let last = outline.blocks.last()?;
    if last.kind != BlockKind::Code || !last.unclosed {
        return None;
    }
    let opening = text.get(last.range.start..)?.trim_start();
    let mark = opening.chars().next().filter(|mark| "`~".contains(*mark))?;
    Some(opening.chars().take_while(|c| *c == mark).collect())
}

fn titles(outline: &Outline) -> impl Iterator<Item = &str> {
    let headings = outline.headings.iter();
    let headings = headings.filter(|heading| heading.root && heading.level > 0);
    headings.map(|heading| heading.title.as_str())
}

/// Puts the files of a folder together. `folder` and `document` are paths in a site that spans the disk.
///
/// # Errors
/// There is no file, or what a file says would change; the file is named.
pub fn adopt(
    files: Vec<(String, String)>,
    folder: &str,
    document: &str,
) -> anyhow::Result<Adopted> {
    let parts = files.into_iter().map(|(name, text)| Part::new(name, &text));
    let (mut parts, unlisted) = ordered(parts.collect(), folder);
    ensure!(!parts.is_empty(), "there is no Markdown file in the folder");
    let is_index = |part: &Part| INDEXES.contains(&part.name.to_lowercase().as_str());
    let title = parts.first().filter(|part| is_index(part));
    let has_title = title.is_some_and(|index| index.first_level() == Some(1));
    for part in parts.iter_mut().skip(usize::from(has_title)) {
        let is_below = has_title && part.first_level() == Some(1);
        part.shift = u8::from(is_below);
    }
    for part in &parts[1..] {
        ensure!(
            front_matter::length(&part.text) == 0,
            "`{}` has front matter, which would be text in the document; move it elsewhere",
            part.name
        );
    }
    links::refuse_shared_labels(&parts)?;
    let mut heading_edits = Vec::with_capacity(parts.len());
    for part in &parts {
        heading_edits.push(headings::moved_down(part, part.shift)?);
    }
    let whole = joined(&parts, &heading_edits);
    let outline = Outline::parse(
        &whole,
        &ParseOptions {
            skip_front_matter: true,
            ..ParseOptions::default()
        },
    );
    is_whole(&parts, &outline)?;
    let ids = outline.heading_ids(IdRules::default());
    let targets = Targets::new(&parts, &ids, folder, document);
    let edits: Vec<Vec<Edit>> = parts
        .iter()
        .zip(heading_edits)
        .enumerate()
        .map(|(index, (part, mut edits))| {
            edits.extend(targets.edits(index, part));
            edits
        })
        .collect();
    Ok(Adopted {
        text: joined(&parts, &edits),
        files: parts.into_iter().map(|part| part.name).collect(),
        unlisted,
    })
}

/// The files in the order in which the index names them, then the others by name; and the names of
/// those that it does not name.
fn ordered(mut parts: Vec<Part>, folder: &str) -> (Vec<Part>, Vec<String>) {
    parts.sort_by_cached_key(|part| by_number(&part.name));
    let index = INDEXES.iter().find_map(|name| {
        let mut parts = parts.iter();
        parts.position(|part| part.name.to_lowercase() == *name)
    });
    let Some(index) = index else {
        return (parts, Vec::new());
    };
    let index = parts.remove(index);
    let mut order = vec![index];
    let mut named: Vec<(usize, usize)> = Vec::new();
    for link in &order[0].outline.links {
        let file = links::file_of(link, folder);
        let mut all = parts.iter();
        let at = match file {
            Some(file) => {
                all.position(|part| path::join(folder, &part.name).as_ref() == Some(&file))
            }
            None => links::stem_of(link, &order[0])
                .and_then(|stem| all.position(|part| path::stem(&part.name) == stem)),
        };
        named.extend(at.map(|at| (link.range.start, at)));
    }
    named.sort_unstable();
    let mut left: Vec<Option<Part>> = parts.into_iter().map(Some).collect();
    order.extend(named.into_iter().filter_map(|(_, at)| left[at].take()));
    let mut parts: Vec<Part> = left.into_iter().flatten().collect();
    let unlisted = parts.iter().map(|part| part.name.clone()).collect();
    order.append(&mut parts);
    (order, unlisted)
}

/// A name with its numbers as numbers: `2-b` comes before `10-a`.
fn by_number(name: &str) -> Vec<(u64, String)> {
    let mut key = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest[..digits].parse().unwrap_or(u64::MAX);
        rest = &rest[digits..];
        let end = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        key.push((number, rest[..end].to_lowercase()));
        rest = &rest[end..];
    }
    key
}

/// The texts with their edits, and blank lines between them.
fn joined(parts: &[Part], edits: &[Vec<Edit>]) -> String {
    let mut out = String::new();
    for (part, edits) in parts.iter().zip(edits) {
        if !out.is_empty() {
            while !out.ends_with("\n\n") {
                out.push('\n');
            }
        }
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let from = if out.is_empty() {
            0
        } else {
            part.text.len() - part.text.trim_start_matches('\n').len()
        };
        let mut at = from;
        for edit in edits {
            out.push_str(&part.text[at..edit.range.start]);
            out.push_str(&edit.with);
            at = edit.range.end;
        }
        out.push_str(&part.text[at..]);
    }
    out
}

/// The document has the headings of the files and no others.
fn is_whole(parts: &[Part], outline: &Outline) -> anyhow::Result<()> {
    let mut found = titles(outline);
    for part in parts {
        for title in part.titles() {
            if found.next() != Some(title) {
                bail!(
                    "the heading `{title}` of `{}` would not be one in the document; is a code fence \
                     or a comment not closed in it or in the file before?",
                    part.name
                );
            }
        }
    }
    if let Some(title) = found.next() {
        bail!("the document would have a heading `{title}` that no file has");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
