//! `assemble`: puts the files of `shard` together again, and brings edits of them into the
//! document.
//!
//! Where it is not plain what is meant, it names the file and changes nothing.

use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::reader::Reader;
use archsite_core::text::{Edit, Text};
use archsite_shard::disk::{self, Manifest, Places, Shard, sha256};
use similar::TextDiff;

use crate::args::AssembleArgs;
use crate::folder::Folder;
use crate::names::display;
use crate::shard::{self, Document, real, site_path};
use crate::{CLEAN, context, report, write};

pub(crate) fn run(args: &AssembleArgs) -> anyhow::Result<u8> {
    let dir = real(&args.dir)?;
    anyhow::ensure!(dir.is_dir(), "`{}` is no folder", args.dir.display());
    let folder = Folder::open(&dir, false, None)?;
    let Some(manifest) = &folder.manifest else {
        bail!(
            "there is no {} in `{}`; name a folder that `mdbook-archsite shard` wrote",
            Manifest::FILE,
            display(&dir)
        );
    };
    let source = real(&dir.join(&manifest.source))?;
    if manifest.made_by != "shard" {
        return context::refuse_edits(&dir, manifest, &source);
    }
    let target = match &args.doc {
        Some(doc) => real(doc)?,
        None => source.clone(),
    };
    let shards = Shards::read(&dir, &folder, manifest)?;
    let known = match source.is_file() {
        true => Some(Document::read(&source)?),
        false => None,
    };
    let known = known.as_ref();
    let own = target == source;
    let built = shards.document(known, &source, own)?;
    let old = match (own, target.is_file()) {
        (true, _) => known.map(with_mark),
        (false, true) => Some(std::fs::read_to_string(&target)?),
        (false, false) => None,
    };
    if old.as_deref() == Some(built.text.as_str()) {
        report::note(&format!("`{}` says what the shards say", display(&target)));
        return Ok(CLEAN);
    }
    if args.dry_run {
        let name = display(&target);
        let diff = TextDiff::from_lines(old.as_deref().unwrap_or_default(), &built.text)
            .unified_diff()
            .header(&name, &name)
            .context_radius(1)
            .to_string();
        report::result(&diff)?;
        return Ok(CLEAN);
    }
    if !own && old.is_some() && !args.force {
        bail!(
            "`{}` is another file than the document that was cut; `--force` replaces it",
            display(&target)
        );
    }
    write::whole(&target, &built.text)?;
    let edited = match built.edited.as_slice() {
        [] => "as it was".to_string(),
        names => format!("with the edits of {}", names.join(", ")),
    };
    report::note(&format!("`{}` is written, {edited}", display(&target)));
    for name in &built.guessed {
        report::note(&format!(
            "`{name}` could not be compared with what was written, because the document is gone or \
             its other sections changed: read what became of it"
        ));
    }
    Ok(CLEAN)
}

/// The text of a document with its mark of byte order.
fn with_mark(document: &Document) -> String {
    let mark = if document.bom { "\u{feff}" } else { "" };
    format!("{mark}{}", document.text)
}

/// The shards of a folder as they are now.
struct Shards<'a> {
    manifest: &'a Manifest,
    dir: PathBuf,
    texts: Vec<String>,
}

/// A document that was put together.
struct Built {
    text: String,
    /// Shards that somebody edited.
    edited: Vec<String>,
    /// Those of them that could not be compared with what was written.
    guessed: Vec<String>,
}

impl<'a> Shards<'a> {
    /// Reads all shards; refuses a folder in which one is gone or one too much.
    fn read(dir: &Path, folder: &Folder, manifest: &'a Manifest) -> anyhow::Result<Shards<'a>> {
        let names = folder.names()?;
        let listed = |name: &&String| manifest.hashes().any(|(listed, _)| listed == *name);
        let mut unknown = names.iter().filter(|name| name.ends_with(".md"));
        let unknown = unknown.find(|name| !listed(name));
        let mut gone = manifest.shards.iter().map(|shard| &shard.file);
        let gone = gone.find(|name| !names.contains(*name));
        let what = match (gone, unknown) {
            (Some(gone), Some(unknown)) => format!(
                "`{gone}` is gone and `{unknown}` is new; give a renamed shard its old name, and \
                 change the title of its section instead"
            ),
            (Some(gone), None) => format!(
                "`{gone}` is gone; put it back, and delete what is in it, or the section in the \
                 document"
            ),
            (None, Some(unknown)) => {
                format!("`{unknown}` is no shard; move it elsewhere, or add its text to a shard")
            }
            (None, None) => {
                let reader = Reader::new(dir);
                let read = |shard: &Shard| reader.read(&dir.join(&shard.file));
                let texts: Result<Vec<String>, _> = manifest.shards.iter().map(read).collect();
                return Ok(Shards {
                    manifest,
                    dir: dir.to_path_buf(),
                    texts: texts?,
                });
            }
        };
        bail!("{what}. Nothing was written")
    }

    /// The document. Where `known` is the document that was cut and `own` says that it is the
    /// one to write, what changed in it meanwhile stays.
    fn document(
        &self,
        known: Option<&Document>,
        source: &Path,
        own: bool,
    ) -> anyhow::Result<Built> {
        let pairs = self.manifest.shards.iter().zip(&self.texts);
        let edited: Vec<usize> = pairs
            .enumerate()
            .filter(|(_, (shard, text))| sha256(text) != shard.sha256)
            .map(|(index, _)| index)
            .collect();
        let fresh = match known {
            Some(known) => Some((
                known,
                shard::cut(known, &self.dir, &self.manifest.config())?,
            )),
            None => None,
        };
        let mut built = Built {
            text: String::new(),
            edited: Vec::new(),
            guessed: Vec::new(),
        };
        let (folder, document) = (site_path(&self.dir), site_path(source));
        let places = Places {
            manifest: self.manifest,
            folder: &folder,
            document: &document,
        };
        let mut folded: Vec<(usize, Vec<String>)> = Vec::new();
        for index in edited {
            let (shard, text) = (&self.manifest.shards[index], &self.texts[index]);
            let cut = fresh.as_ref().map(|(_, cut)| cut);
            let base = cut.and_then(|cut| {
                let found = cut.files.iter().find(|file| file.name == shard.file);
                found.filter(|file| sha256(&file.text) == shard.sha256)
            });
            let base = base.map(|file| file.text.as_str());
            let relink = |link: &_| places.relink(shard, link);
            let fold = disk::fold(shard, base, text, &relink).with_context(|| {
                format!("`{}` can not go back; nothing was written", shard.file)
            })?;
            built.edited.push(shard.file.clone());
            if !fold.exact {
                built.guessed.push(shard.file.clone());
            }
            folded.push((index, fold.parts));
        }
        let text = match &fresh {
            Some((known, cut)) if own => self.put_into_source(known, cut, &folded)?,
            _ => self.put_together(folded)?,
        };
        let mark = if self.manifest.bom { "\u{feff}" } else { "" };
        built.text = format!("{mark}{text}");
        Ok(built)
    }

    /// The document that was cut, with the edited shards in their places.
    fn put_into_source(
        &self,
        known: &Document,
        cut: &shard::Cut,
        folded: &[(usize, Vec<String>)],
    ) -> anyhow::Result<String> {
        let mut edits = Vec::new();
        for (index, parts) in folded {
            let shard = &self.manifest.shards[*index];
            let now = cut
                .manifest
                .shards
                .iter()
                .find(|now| now.file == shard.file);
            let same = now.filter(|now| now.source_hash == shard.source_hash);
            let ranges = same.and_then(|now| now.ranges.as_ref());
            let Some(ranges) = ranges.filter(|ranges| ranges.len() == parts.len()) else {
                bail!(
                    "`{}` and its section of the document were both changed; bring one of the \
                     changes into the other by hand. Nothing was written",
                    shard.file
                );
            };
            for ([start, end], part) in ranges.iter().zip(parts) {
                edits.push(Edit::replace(*start..*end, part.as_str()));
            }
        }
        edits.sort_by_key(|edit| edit.range.start);
        let source = Text::loaded(0, known.text.clone());
        let whole: Range<usize> = 0..known.text.len();
        let mut text = Text::default();
        text.splice("assemble", &source, std::slice::from_ref(&whole), &edits)?;
        Ok(text.take())
    }

    /// The document from the shards alone.
    fn put_together(&self, folded: Vec<(usize, Vec<String>)>) -> anyhow::Result<String> {
        let pairs = self.manifest.shards.iter().zip(&self.texts).enumerate();
        let mut folded = folded.into_iter().peekable();
        let mut parts = Vec::new();
        for (index, (shard, text)) in pairs {
            parts.push(match folded.next_if(|(edited, _)| *edited == index) {
                Some((_, parts)) => parts,
                None => disk::original(shard, text)?,
            });
        }
        Ok(disk::assemble(self.manifest, &parts)?)
    }
}
