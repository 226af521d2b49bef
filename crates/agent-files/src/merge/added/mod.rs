//! Files that somebody added to a folder of shards: each becomes a section of the document.
//!
//! Where a section goes is said by the list of sections in the index, or by its number. A file
//! whose place is not certain is refused by name; none is ever removed.

mod folders;
mod listed;
mod numbered;

use anyhow::{bail, ensure};
use archsite_core::markdown::front_matter;
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::heading_ids::IdRules;
use archsite_core::site::path;

use crate::manifest::{Manifest, Shard};
use crate::merge::merge_back::merge_back;
use crate::merge::pieces::Piece;
use crate::merge::unrewrite::{Places, Reference};
use crate::sync::{with_crlf, with_lf};

/// A file that becomes a section.
#[derive(Debug)]
pub struct Added {
    /// Its entry, as far as there is one: its name, level and anchors.
    pub(super) shard: Shard,
    /// What it says, without front matter and the comment that was copied from another file.
    text: String,
    place: Place,
    /// The added file of the section that it is below; none if that is one of the document, or there is none.
    parent: Option<String>,
}

/// Where a section goes, by indexes of shards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    /// The section that it follows with all below it, or the one that it is the first one of.
    after: Option<usize>,
    /// It is below that section.
    is_below: bool,
    /// How many levels its headings move up.
    shift: u8,
}

/// The files that were added, and the index without the lines that list them.
pub(super) struct Found {
    pub(super) added: Vec<Added>,
    pub(super) index: String,
}

/// Finds the places of files that no manifest lists, in the order of the document. `text` reads one;
/// `must` says that each has to become a section.
///
/// # Errors
/// The place of one is not certain, or it does not begin with its title.
pub(super) fn find(
    names: &[&String],
    manifest: &Manifest,
    index: &str,
    must: bool,
    text: &dyn Fn(&str) -> anyhow::Result<String>,
) -> anyhow::Result<Found> {
    let listed = listed::find(names, manifest, index);
    let mut found = Found {
        added: Vec::new(),
        index: listed.index,
    };
    let mut unlisted = Vec::new();
    for name in names {
        if let Some((_, place)) = listed.places.iter().find(|(listed, _)| listed == *name) {
            found.added.push(Added::new(name, &text(name)?, *place)?);
        } else {
            unlisted.push(name);
        }
    }
    // In the order of the list, so that two after the same section keep it.
    let order = |added: &Added| {
        let mut listed = listed.places.iter();
        listed.position(|(name, _)| *name == added.shard.file)
    };
    found.added.sort_by_key(order);
    let mut numbered = Vec::new();
    let mut in_folders = Vec::new();
    for name in unlisted {
        let read = if must { Some(text(name)?) } else { None };
        let title = read.as_deref().and_then(title);
        let place = title.and_then(|title| numbered::place(name, &title, manifest));
        match (read, place) {
            (Some(read), Some((number, place))) => {
                numbered.push((number, Added::new(name, &read, place)?));
            }
            (Some(read), None) if folders::may_be(name, manifest) => {
                in_folders.push(Added::new(name, &read, Place::default())?);
            }
            _ => ensure!(
                !must,
                "`{name}` is not a shard, and nothing says where its section goes. To make it one, \
                 add a line `- [Title](./{name})` to the list of sections in {}, below the section \
                 that it follows. Otherwise move the file elsewhere, or its text to a shard. \
                 Nothing was written",
                manifest
                    .shards
                    .first()
                    .map_or("index.md", |index| index.file.as_str())
            ),
        }
    }
    numbered.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
        .added
        .extend(numbered.into_iter().map(|(_, added)| added));
    if let Some(name) = folders::place(in_folders, manifest, &mut found.added) {
        bail!(
            "`{name}` is not a shard, and nothing says where its section goes among those of its folder. Begin \
             each title there with its number, or add one file after the other. Nothing was written"
        );
    }
    Ok(found)
}

/// The title at the top of a file.
fn title(text: &str) -> Option<String> {
    let text = body(text);
    let outline = Outline::parse(text, &ParseOptions::default());
    let heading = outline.headings.first()?;
    let is_first = text[..heading.line_start].trim().is_empty();
    (heading.root && heading.level == 1 && is_first).then(|| heading.title.clone())
}

/// A file without its front matter and the comment of another file at its top.
fn body(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    let text = text[front_matter::length(text)..].trim_start_matches(['\n', '\r']);
    let copied = text.strip_prefix("<!-- Shard of ");
    let text = copied
        .and_then(|rest| rest.split_once("-->"))
        .map_or(text, |(_, rest)| rest);
    text.trim_start_matches(['\n', '\r'])
}

/// The front matter of a file that was added, which belongs to the file and not to its section.
pub fn own(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    &text[..front_matter::length(text)]
}

impl Added {
    fn new(name: &str, text: &str, place: Place) -> anyhow::Result<Added> {
        let Some(title) = title(text) else {
            anyhow::bail!(
                "`{name}` has to begin with the title of its section, as `# Title`; nothing was \
                 written"
            );
        };
        let text = body(text).to_string();
        let outline = Outline::parse(&text, &ParseOptions::default());
        let ids = outline.heading_ids(IdRules::default());
        Ok(Added {
            shard: Shard {
                file: name.to_string(),
                title,
                path: Vec::new(),
                shift: place.shift,
                id: ids.first().cloned().filter(|id| !id.is_empty()),
                anchors: Vec::new(),
                tokens: 0,
                bytes: 0,
                hash: String::new(),
                source_hash: String::new(),
                parts: None,
                edits: Some(Vec::new()),
                lines: Some(String::new()),
                edit: None,
                sum: String::new(),
                ranges: Vec::new(),
            },
            text,
            place,
            parent: None,
        })
    }

    /// Its section, put into the pieces of the document.
    pub(super) fn insert(
        &self,
        pieces: &mut Vec<Piece>,
        manifest: &Manifest,
        places: &Places<'_>,
        crlf: bool,
    ) -> anyhow::Result<()> {
        let name = &self.shard.file;
        let text = with_lf(&self.text);
        let unrewrite = |reference: Reference<'_>| places.unrewrite(&self.shard, reference);
        let merged = merge_back(
            &self.shard,
            None,
            &text,
            true,
            &manifest.parse_options(),
            &unrewrite,
        )?;
        let text: String = merged.parts.concat();
        let at = self.at(pieces, manifest);
        let Some(at) = at else {
            anyhow::bail!(
                "the section before that of `{name}` is not in the document any more; split the \
                 document again, and say where the section goes. Nothing was written"
            );
        };
        let before = pieces[..at].iter().rev().map(|piece| piece.text.as_str());
        let before = before.take(2).collect::<Vec<_>>();
        let before: String = before.into_iter().rev().collect();
        let ends = before.len() - before.trim_end_matches(['\n', '\r']).len();
        let ends = before[before.len() - ends..].matches('\n').count();
        let is_last = pieces[at..]
            .iter()
            .all(|piece| piece.text.trim().is_empty());
        let rule = rule(manifest, self.place).filter(|_| self.parent.is_none());
        let mut whole = if before.trim().is_empty() {
            String::new()
        } else {
            "\n".repeat(2_usize.saturating_sub(ends))
        };
        if let Some(rule) = rule.filter(|_| is_last) {
            whole.push_str(&format!("{rule}\n\n"));
        }
        whole.push_str(text.trim_end());
        whole.push('\n');
        if !is_last {
            whole.push('\n');
        }
        if let Some(rule) = rule.filter(|_| !is_last) {
            whole.push_str(&format!("{rule}\n\n"));
        }
        let piece = Piece {
            shard: usize::MAX,
            added: Some(name.clone()),
            text: if crlf { with_crlf(&whole) } else { whole },
            before: Some(String::new()),
            edited: true,
            ends_as_before: true,
        };
        pieces.insert(at, piece);
        Ok(())
    }

    /// Before which piece its section comes; none if its neighbour is gone.
    fn at(&self, pieces: &[Piece], manifest: &Manifest) -> Option<usize> {
        let is_added = |piece: &Piece| piece.added.is_some();
        if let Some(parent) = &self.parent {
            let folder = format!("{}/", path::stem(parent));
            let is_below = |name: &String| name == parent || name.starts_with(&folder);
            let last = pieces
                .iter()
                .rposition(|piece| piece.added.as_ref().is_some_and(is_below))?;
            return Some(last + 1);
        }
        let Some(after) = self.place.after else {
            return pieces
                .iter()
                .position(|piece| piece.shard == 1 || is_added(piece));
        };
        let of_section = if self.place.is_below {
            after..after + 1
        } else {
            after..subtree_end(manifest, after)
        };
        let mut at = 1 + pieces
            .iter()
            .rposition(|piece| of_section.contains(&piece.shard))?;
        // What was added there before this one.
        while pieces.get(at).is_some_and(is_added) {
            at += 1;
        }
        Some(at)
    }
}

/// The index behind a section and all sections below it.
fn subtree_end(manifest: &Manifest, section: usize) -> usize {
    let shards = &manifest.shards;
    let depth = shards[section].path.len();
    let below = shards[section + 1..].iter();
    section + 1 + below.take_while(|shard| shard.path.len() > depth).count()
}

/// The rule between sections, if each section before the last one ends with it.
fn rule(manifest: &Manifest, place: Place) -> Option<&str> {
    let sibling = place.after.filter(|_| !place.is_below).unwrap_or(1);
    let depth = manifest.shards.get(sibling)?.path.len();
    let (_, sections) = manifest.shards.split_first()?;
    let of_level = sections.iter().filter(|shard| shard.path.len() == depth);
    let (_, but_last) = sections.split_last()?;
    let mut rules = of_level
        .filter(|shard| but_last.iter().any(|other| other.file == shard.file))
        .map(|shard| {
            let (_, _, rule) = shard.edits.as_ref()?.get(shard.hidden_rule()?)?;
            Some(rule.trim())
        });
    let first = rules.next()??;
    rules.all(|rule| rule.is_some()).then_some(first)
}
