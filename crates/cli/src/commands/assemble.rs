//! `assemble`: puts the files of `shard` together again, and brings edits of them into the
//! document.
//!
//! It writes the document, and then the folder as the document is cut now; nothing if it is not
//! plain what is meant.

mod shards;

use std::path::Path;

use anyhow::bail;
use archsite_core::fs::Reader;
use archsite_shard::disk::{self, Manifest, hash};

use self::shards::{Built, Shards};
use crate::commands::args::AssembleArgs;
use crate::commands::shard;
use crate::commands::shard::{Document, real};
use crate::files::folder::{Folder, Owner, Wanted};
use crate::files::write;
use crate::report::names::display;
use crate::{CLEAN, report};

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
        return refuse_edits(&dir, manifest, &source);
    }
    if folder.was_interrupted() {
        bail!(
            "the last run in `{}` was interrupted, so its files are of two kinds; run \
             `mdbook-archsite shard {} {}{}` to finish it",
            display(&dir),
            display(&source),
            display(&dir),
            options(manifest)
        );
    }
    let target = match &args.doc {
        Some(doc) => real(doc)?,
        None => source.clone(),
    };
    let shards = Shards::read(&dir, &folder, manifest)?;
    let known = if source.is_file() {
        Some(Document::read(&source)?)
    } else {
        None
    };
    let known = known.as_ref();
    let own = target == source;
    let built = shards.document(known, &source, own)?;
    // A mark of byte order that came or went meanwhile is a change of the document.
    let bom = known
        .filter(|_| own)
        .map_or(manifest.bom, |known| known.bom);
    let new = Document {
        path: source,
        text: built.text.clone(),
        bom,
    };
    let old = match (own, target.is_file()) {
        (true, _) => known.map(with_mark),
        (false, true) => Some(with_mark(&Document::read(&target)?)),
        (false, false) => None,
    };
    let text = with_mark(&new);
    if args.dry_run {
        let name = display(&target);
        report::result(&report::diff(
            &name,
            old.as_deref().unwrap_or_default(),
            &text,
        ))?;
        return Ok(CLEAN);
    }
    if old.as_deref() == Some(text.as_str()) {
        let words = if built.outdated {
            "no shard was edited; it has changed since it was cut, so run `shard` again"
        } else {
            "says what the shards say"
        };
        report::note(&format!("`{}`: {words}", display(&target)));
    } else {
        if !own && old.is_some() && !args.force {
            bail!(
                "`{}` is another file than the document that was cut; `--force` replaces it",
                display(&target)
            );
        }
        write::whole(&target, &text)?;
        say(&target, &built);
    }
    if own && !built.edited.is_empty() {
        bring_up_to_date(&dir, &folder, &new, manifest, &built)?;
    }
    Ok(CLEAN)
}

fn say(target: &Path, built: &Built) {
    let edited = match built.edited.as_slice() {
        [] => "as it was".to_string(),
        names => format!("with the edits of {}", names.join(", ")),
    };
    report::note(&format!("`{}` is written, {edited}", display(target)));
    for name in &built.guessed {
        report::note(&format!(
            "`{name}` could not be compared with what was written, because the document is gone or \
             its other sections changed: read what became of it"
        ));
    }
}

/// The options of `shard` that cut a document as a folder was cut.
fn options(manifest: &Manifest) -> String {
    let mut options = format!(" --level {} --names {}", manifest.level, manifest.names);
    let limits = [("min", manifest.min_tokens), ("max", manifest.max_tokens)];
    for (which, tokens) in limits.into_iter().filter(|(_, tokens)| *tokens > 0) {
        options.push_str(&format!(" --{which}-tokens {tokens}"));
    }
    options
}

/// Writes the folder as the document is cut now, so that the edits are edits no more.
fn bring_up_to_date(
    dir: &Path,
    folder: &Folder,
    new: &Document,
    manifest: &Manifest,
    built: &Built,
) -> anyhow::Result<()> {
    let cut = shard::cut(new, dir, &manifest.config())?;
    let wanted = Wanted::new(cut.files, cut.manifest)?;
    let changes = folder.changes(&wanted)?;
    let in_the_way = changes.iter().find(|change| match change.owner {
        Owner::Ours => false,
        Owner::Edited => !built.edited.contains(&change.name),
        Owner::Foreign => true,
    });
    match in_the_way {
        Some(change) => report::note(&format!(
            "`{}` is in the way, so the folder is as it was; run `shard` when it is not",
            change.name
        )),
        None => {
            folder.apply(&changes, &wanted, true)?;
        }
    }
    Ok(())
}

/// The text of a document with its mark of byte order.
fn with_mark(document: &Document) -> String {
    let mark = if document.bom { "\u{feff}" } else { "" };
    format!("{mark}{}", document.text)
}

/// On a folder of `context`, says which line of the document to edit instead.
fn refuse_edits(dir: &Path, manifest: &Manifest, source: &Path) -> anyhow::Result<u8> {
    let reader = Reader::new(dir);
    let document = std::fs::read_to_string(source).unwrap_or_default();
    let mut words = String::new();
    for shard in &manifest.shards {
        let text = reader.read(&dir.join(&shard.file)).unwrap_or_default();
        if hash(&text) != shard.hash {
            let line = disk::line_in_source(&document, shard, &text);
            let place = format!("{}:{line}", display(source));
            words.push_str(&format!("\n`{}`: edit {place}", shard.file));
        }
    }
    let edited = if words.is_empty() {
        String::new()
    } else {
        format!(" instead of these files:{words}")
    };
    bail!(
        "the files in `{}` are generated by `mdbook-archsite context`, which has no way back; edit \
         `{}`{edited}",
        display(dir),
        display(source)
    )
}
