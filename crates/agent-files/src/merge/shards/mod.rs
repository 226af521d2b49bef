//! The shards of a folder as they are now, and the document that they make.
//!
//! It reads the folder and writes nothing. Where it is not plain what is meant, it names the file.

mod head;
mod metadata;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use archsite_core::fs::is_unfinished;

use crate::document;
use crate::document::{Document, SplitDocument, site_path};
use crate::files;
use crate::manifest::{Manifest, Shard, hash};
use crate::merge::added;
use crate::merge::added::Added;
use crate::merge::merge_back::merge_back;
use crate::merge::pieces::{Piece, joined};
use crate::merge::references;
use crate::merge::restore::{order, restore};
use crate::merge::unrewrite::{Places, Reference};
use crate::sync::{Folder, own, with_crlf, with_lf};

/// The shards of a folder as they are now.
pub struct Shards<'a> {
    manifest: &'a Manifest,
    dir: PathBuf,
    /// Without byte order marks, and with the line ends that the manifest speaks of.
    texts: Vec<String>,
    /// Files that become sections, in the order of the document.
    added: Vec<Added>,
    /// The manifest speaks of texts as they are in the files: an earlier version of this program
    /// wrote it for a document with CR and LF, or the document has line ends of both kinds.
    as_in_files: bool,
    /// Most of the lines end with CR and LF.
    crlf: bool,
}

/// A document that was put together.
#[derive(Debug, Default)]
pub struct Built {
    /// The text of the document.
    pub text: String,
    /// Shards whose edits are in it.
    pub edited: Vec<String>,
    /// Files that were added to the folder and are sections now, with their titles.
    pub added: Vec<(String, String)>,
    /// Those of them that could not be compared with what was written.
    pub guessed: Vec<String>,
    /// The document has changed since it was split.
    pub outdated: bool,
}

impl<'a> Shards<'a> {
    /// Reads all shards; refuses a folder in which one is gone or one too much.
    pub fn read(dir: &Path, folder: &Folder, manifest: &'a Manifest) -> anyhow::Result<Shards<'a>> {
        let names = &folder.names;
        let listed = |name: &&String| manifest.hashes().any(|(listed, _)| listed == *name);
        let own = manifest.source.rsplit('/').next().unwrap_or_default();
        // Beside the document there may be any other files.
        let is_apart = manifest.source != own;
        let unknown: Vec<&String> = names
            .iter()
            .filter(|name| name.ends_with(".md") && !listed(name) && !is_unfinished(name))
            .filter(|name| is_apart || **name != manifest.source)
            .collect();
        let mut gone = manifest.shards.iter().map(|shard| &shard.file);
        let gone = gone.find(|name| !names.contains(*name));
        let what = match (gone, unknown.first().filter(|_| is_apart)) {
            (Some(gone), Some(unknown)) => format!(
                "`{gone}` is missing and `{unknown}` is new; restore the old name of a renamed \
                 shard, and change the title of its section instead"
            ),
            (Some(gone), None) => format!(
                "`{gone}` is missing; restore it, and delete the text of its section, but not \
                 the comment at its top, or delete the section in the document"
            ),
            (None, _) => {
                let names = manifest.shards.iter().map(|shard| &shard.file);
                let texts: anyhow::Result<Vec<String>> =
                    names.map(|name| folder.text(name)).collect();
                let mut texts = texts?;
                let index = texts.first().map_or("", String::as_str);
                let text = |name: &str| folder.text(name);
                let found = added::find(&unknown, manifest, index, is_apart, &text)?;
                if let Some(index) = texts.first_mut() {
                    *index = found.index;
                }
                let mut shards = Shards::new(dir, manifest, texts);
                shards.added = found.added;
                return Ok(shards);
            }
        };
        bail!("{what}. Nothing was written")
    }

    fn new(dir: &Path, manifest: &'a Manifest, mut texts: Vec<String>) -> Shards<'a> {
        // Nothing but a byte order mark and blanks above the comment that each begins with.
        for text in &mut texts {
            let from = text.trim_start_matches('\u{feff}').trim_start();
            if from.starts_with("<!--") {
                text.drain(..text.len() - from.len());
            } else if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            let own = own::split(text).0.len();
            text.drain(..own);
            files::with_blank_line(text);
        }
        let mut all = manifest.shards.iter().zip(&texts);
        let as_in_files = all.any(|(shard, text)| text.contains('\r') && hash(text) == shard.hash);
        let count = |end: &str| -> usize {
            let counts = texts.iter().map(|text| text.matches(end).count());
            counts.sum()
        };
        let crlf = 2 * count("\r\n") > count("\n");
        if !as_in_files {
            for text in texts.iter_mut().filter(|text| text.contains('\r')) {
                *text = with_lf(text).into_owned();
            }
        }
        Shards {
            manifest,
            dir: dir.to_path_buf(),
            texts,
            added: Vec::new(),
            as_in_files,
            crlf,
        }
    }

    /// Whether a document that is gone had CR and LF.
    pub fn are_crlf(&self) -> bool {
        self.crlf && !self.as_in_files
    }

    /// The document with the line ends that the manifest speaks of.
    pub fn as_cut(&self, mut document: Document) -> Document {
        if self.as_in_files && document.crlf {
            document.text = with_crlf(&document.text);
            document.crlf = false;
        }
        document
    }

    /// The document. `known` is the one that was split, if it is still there; `own` says that it is
    /// the one to write, and what changed in it meanwhile stays.
    pub fn document(
        &self,
        known: Option<&Document>,
        source: &Path,
        own: bool,
    ) -> anyhow::Result<Built> {
        let config = self.manifest.config();
        let fresh = match known {
            Some(known) => Some((known, document::split(known, &self.dir, &config)?)),
            None => None,
        };
        let mut built = Built::default();
        let folded =
            self.merged_back(fresh.as_ref().map(|(_, split)| split), source, &mut built)?;
        let mut pieces = match fresh.as_ref().filter(|_| own) {
            Some((known, split)) => {
                built.outdated = self.is_outdated(split);
                self.in_source(known, split, folded)?
            }
            None => self.alone(folded)?,
        };
        for added in &self.added {
            let (folder, document) = (site_path(&self.dir), site_path(source));
            let places = self.places(&folder, &document);
            let crlf = self.as_in_files && self.crlf;
            added.insert(&mut pieces, self.manifest, &places, crlf)?;
            let Shard { file, title, .. } = &added.shard;
            built.added.push((file.clone(), title.clone()));
        }
        let mut pieces = joined(pieces, self.manifest)?;
        let name = self.manifest.source.rsplit('/').next().unwrap_or_default();
        references::keep(&mut pieces, self.manifest, name)?;
        built.text = pieces.iter().map(|piece| piece.text.as_str()).collect();
        Ok(built)
    }

    fn places<'p>(&'p self, folder: &'p str, document: &'p str) -> Places<'p> {
        let added = self.added.iter().map(|added| &added.shard);
        Places {
            shards: self.manifest.shards.iter().chain(added).collect(),
            folder,
            document,
        }
    }

    /// The parts of the document that edited shards show, by shard.
    fn merged_back(
        &self,
        split: Option<&SplitDocument>,
        source: &Path,
        built: &mut Built,
    ) -> anyhow::Result<Vec<Option<Vec<String>>>> {
        let (folder, document) = (site_path(&self.dir), site_path(source));
        let places = self.places(&folder, &document);
        let options = self.manifest.parse_options();
        let mut all = Vec::with_capacity(self.texts.len());
        for (index, (shard, text)) in self.manifest.shards.iter().zip(&self.texts).enumerate() {
            let now =
                split.and_then(|split| split.files.iter().find(|file| file.name == shard.file));
            // An edit that is in the document already is none any more.
            let agrees = now.is_some_and(|now| now.text == *text);
            if agrees || hash(text) == shard.hash {
                all.push(None);
                continue;
            }
            let base = now.filter(|now| hash(&now.text) == shard.hash);
            let base = base.map(|now| now.text.as_str());
            let with_head = head::restored(self.manifest, index, text, base)?;
            let written = text;
            let text = with_head.as_deref().unwrap_or(text);
            let metadata = if index == 0 {
                metadata::changed(shard, base, text)
            } else {
                None
            };
            let text = metadata.as_ref().map_or(text, |changed| &changed.index);
            // What was split just now is as it was written, whatever happened to the manifest.
            let entries = split
                .filter(|_| base.is_some())
                .map(|split| split.manifest.shards.iter());
            let entry = entries.and_then(|mut all| all.find(|now| now.file == shard.file));
            let entry = entry.unwrap_or(shard);
            let unrewrite = |reference: Reference<'_>| places.unrewrite(shard, reference);
            let fold = merge_back(entry, base, text, index > 0, &options, &unrewrite);
            let fold = fold.map_err(|error| match with_head {
                // The lines that were put back are not in the file.
                Some(_) => error.with_line_of(text, written),
                None => error,
            });
            let fold = fold.with_context(|| {
                format!("cannot assemble `{}`; nothing was written", shard.file)
            })?;
            let mut fold = fold;
            if let Some(metadata) = metadata {
                ensure!(
                    metadata.put_into(&mut fold.parts),
                    "the front matter in `{}` has no place in the document; edit it there. Nothing was written",
                    shard.file
                );
            }
            built.edited.push(shard.file.clone());
            if !fold.exact {
                built.guessed.push(shard.file.clone());
            }
            all.push(Some(fold.parts));
        }
        Ok(all)
    }

    /// Whether the document says something else than when it was split.
    fn is_outdated(&self, split: &SplitDocument) -> bool {
        let hashes = |manifest: &Manifest| -> Vec<String> {
            let shards = manifest.shards.iter();
            shards.map(|shard| shard.source_hash.clone()).collect()
        };
        hashes(self.manifest) != hashes(&split.manifest)
    }

    /// The document that was split, with the edited shards in their places.
    fn in_source(
        &self,
        known: &Document,
        split: &SplitDocument,
        mut folded: Vec<Option<Vec<String>>>,
    ) -> anyhow::Result<Vec<Piece>> {
        for (shard, parts) in self.manifest.shards.iter().zip(&folded) {
            let Some(parts) = parts else { continue };
            let mut shards = split.manifest.shards.iter();
            let now = shards.find(|now| now.file == shard.file);
            let same = now.filter(|now| now.source_hash == shard.source_hash);
            ensure!(
                same.is_some_and(|now| now.ranges.len() == parts.len()),
                "`{}` and its section of the document were both changed; merge the changes by \
                 hand. Nothing was written",
                shard.file
            );
        }
        let mut pieces: Vec<(usize, Piece)> = Vec::new();
        for now in &split.manifest.shards {
            let mut shards = self.manifest.shards.iter();
            let index = shards.position(|shard| shard.file == now.file);
            let parts = index.and_then(|index| folded[index].take());
            let edited = parts.is_some();
            let mut parts = parts.into_iter().flatten();
            for (number, [start, end]) in now.ranges.iter().enumerate() {
                let before = known.text[*start..*end].to_string();
                let piece = Piece {
                    shard: index.unwrap_or(usize::MAX),
                    added: None,
                    text: parts.next().unwrap_or_else(|| before.clone()),
                    before: Some(before),
                    edited,
                    ends_as_before: number + 1 == now.ranges.len(),
                };
                pieces.push((*start, piece));
            }
        }
        // An empty part is before what begins at the same place.
        pieces.sort_by_key(|(start, piece)| (*start, piece.before.as_ref().map(String::len)));
        Ok(pieces.into_iter().map(|(_, piece)| piece).collect())
    }

    /// The document from the shards alone.
    fn alone(&self, folded: Vec<Option<Vec<String>>>) -> anyhow::Result<Vec<Piece>> {
        self.is_in_order()?;
        let mut parts = Vec::with_capacity(folded.len());
        let shards = self.manifest.shards.iter().zip(&self.texts);
        for ((shard, text), folded) in shards.zip(folded) {
            let edited = folded.is_some();
            parts.push(match folded {
                Some(parts) => (edited, parts),
                None => (edited, restore(shard, text)?),
            });
        }
        let order = order(self.manifest)?;
        Ok(order
            .into_iter()
            .filter_map(|(shard, part)| {
                let (edited, texts) = &mut parts[shard];
                let last = part + 1 == texts.len();
                Some(Piece {
                    shard,
                    added: None,
                    text: std::mem::take(texts.get_mut(part)?),
                    before: None,
                    edited: *edited,
                    ends_as_before: last,
                })
            })
            .collect())
    }

    /// Each shard says at its top what comes before it and after it; the manifest must agree.
    fn is_in_order(&self) -> anyhow::Result<()> {
        let shards = &self.manifest.shards;
        for (index, (shard, text)) in shards.iter().zip(&self.texts).enumerate() {
            let mut words = String::new();
            if let Some(before) = index.checked_sub(1).map(|before| &shards[before]) {
                let before = files::from(&shard.file, &before.file);
                words.push_str(&format!(" Previous: {before}."));
            }
            if let Some(next) = shards.get(index + 1) {
                let next = files::from(&shard.file, &next.file);
                words.push_str(&format!(" Next: {next}."));
            }
            let head = text.lines().next().unwrap_or_default();
            let is_head = head.starts_with("<!--");
            ensure!(
                !is_head || head.ends_with(&format!("{words} -->")),
                "{} lists `{}` at another place than the comment at the top of the file, as \
                 after a failed merge; restore both from your version control. Nothing was written",
                Manifest::FILE,
                shard.file
            );
        }
        Ok(())
    }
}
