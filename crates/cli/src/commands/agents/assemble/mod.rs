//! `assemble`: puts the files of `shard` together again, and brings edits of them into the
//! document.
//!
//! It writes the document, and then the folder as the document is split now; nothing if it is not
//! plain what is meant.

mod adopt;
mod update;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_agent_files::aside::{Present, archived_text};
use archsite_agent_files::document::{Document, real};
use archsite_agent_files::merge::shards::{Built, Shards};
use archsite_agent_files::sync::{Folder, has_hash, own};
use archsite_agent_files::{self as agent_files, Manifest};
use archsite_core::fs::Reader;
use archsite_core::fs::home;
use archsite_core::fs::names::display;
use archsite_core::fs::write;
use archsite_core::site::path;

use crate::commands::agents::folder;
use crate::exit::CLEAN;
use crate::report;

/// The arguments of `assemble`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder written by `shard`, or one of another tool with a file for each section
    pub(crate) dir: PathBuf,

    /// File to write [default: the document that was split, or beside the folder]
    pub(crate) doc: Option<PathBuf>,

    /// Write nothing; show what would change
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Replace DOC even if it is not the document that was split
    #[arg(long)]
    pub(crate) force: bool,

    /// Replace the files of another tool by those of the document
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) take_over: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    let dir = real(&args.dir)?;
    anyhow::ensure!(dir.is_dir(), "`{}` is not a folder", args.dir.display());
    let lock = folder::lock(&dir, !args.dry_run)?;
    let folder = Folder::open(&dir, lock, false, None)?;
    let Some(manifest) = &folder.manifest else {
        return adopt::run(args, &dir, &folder);
    };
    let source = real(&dir.join(&manifest.source))?;
    let target = match &args.doc {
        Some(doc) => real(doc)?,
        None => source.clone(),
    };
    let own = target == source;
    // A manifest that came with a repository must not lead out of it.
    let is_trusted = home::holds(&home::around(&dir), &source) || (own && args.doc.is_some());
    if manifest.made_by != "shard" {
        return refuse_edits(&dir, manifest, &source);
    }
    if own && !is_trusted {
        bail!(
            "{} in `{}` gives `{}` as the document, which is outside the repository; nothing was \
             written. To write there, name the file: mdbook-archsite assemble {} {}",
            Manifest::FILE,
            display(&dir),
            display(&source),
            display(&dir),
            display(&source)
        );
    }
    if folder.was_interrupted() {
        bail!(
            "the last run in `{}` was interrupted, so its files come from two different runs; \
             run `mdbook-archsite shard {} {}{}` to finish it",
            display(&dir),
            display(&source),
            display(&dir),
            options(manifest)
        );
    }
    let shards = Shards::read(&dir, &folder, manifest)?;
    let Present {
        document,
        in_place,
        archive,
    } = Present::find(&dir, manifest, &source, is_trusted)?;
    let known = document.map(|document| shards.as_cut(document));
    let known = known.as_ref();
    let built = shards.document(known, &source, own)?;
    let mut new = Document {
        path: source,
        text: built.text.clone(),
        bom: manifest.bom,
        crlf: shards.are_crlf(),
    };
    // A mark of byte order or line ends that changed meanwhile are a change of the document.
    if let Some(known) = known.filter(|_| own) {
        new.bom = known.bom;
        new.crlf = known.crlf;
    }
    // Line ends of both kinds are a part of the text.
    new.crlf &= !new.text.contains('\r');
    let old = match (own, target.exists()) {
        (true, _) => in_place,
        (false, true) => Some(Document::read(&target)?.in_file()),
        (false, false) => None,
    };
    let text = new.in_file();
    if args.dry_run {
        let name = display(&target);
        let before = match (&archive, known) {
            (Some(_), Some(known)) if own => Some(known.in_file()),
            _ => old,
        };
        report::result(&report::diff(
            &name,
            before.as_deref().unwrap_or_default(),
            &text,
        ))?;
        return Ok(CLEAN);
    }
    write::sweep(target.parent().unwrap_or(&dir));
    if old.as_deref() == Some(text.as_str()) {
        let words = if built.outdated {
            "no shard was edited, but the document has changed since it was split; run `shard` \
             again"
        } else {
            "matches the shards"
        };
        report::note(&format!("`{}`: {words}", display(&target)));
    } else {
        if !own && old.is_some() && !args.force {
            bail!(
                "`{}` is not the document that was split; use `--force` to replace it",
                display(&target)
            );
        }
        let now = target.exists().then(|| Document::read(&target));
        let now = now.transpose()?.map(|now| now.in_file());
        anyhow::ensure!(
            now == old,
            "`{}` was changed in the meantime; run the command again",
            display(&target)
        );
        write::whole(&target, &text)?;
        say(&target, &built);
    }
    let was_aside = manifest.archived.is_some() || manifest.replaced.is_some();
    let is_new = !built.edited.is_empty() || !built.added.is_empty();
    if own && (is_new || was_aside) {
        let new = Document::read(&target)?;
        update::bring_up_to_date(&dir, &folder, &new, manifest, &built)?;
    }
    if let (Some(archive), true) = (archive, own) {
        let unchanged = known.is_some_and(|known| {
            archived_text(&archive).is_ok_and(|now| now == Some(known.in_file()))
        });
        if unchanged {
            fs::remove_file(&archive)
                .with_context(|| format!("cannot remove `{}`", display(&archive)))?;
        } else {
            report::note(&format!(
                "`{}` was changed in the meantime; delete it if `{}` has all of it",
                display(&archive),
                display(&target)
            ));
        }
    }
    Ok(CLEAN)
}

fn say(target: &Path, built: &Built) {
    let mut what = Vec::new();
    if !built.edited.is_empty() {
        what.push(format!("with the edits of {}", built.edited.join(", ")));
    }
    if !built.added.is_empty() {
        let names: Vec<&str> = built.added.iter().map(|(name, _)| name.as_str()).collect();
        let s = if names.len() == 1 { "" } else { "s" };
        what.push(format!("with the new section{s} of {}", names.join(", ")));
    }
    let what = if what.is_empty() {
        "unchanged".to_string()
    } else {
        what.join(" and ")
    };
    report::note(&format!("wrote `{}`, {what}", display(target)));
    for name in &built.guessed {
        report::note(&format!(
            "cannot compare `{name}` with what was written, because the document is gone or its \
             other sections changed: check the result"
        ));
    }
}

/// The options of `shard` that split a document as a folder was split.
fn options(manifest: &Manifest) -> String {
    let mut options = format!(" --level {} --names {}", manifest.level, manifest.names);
    if manifest.ascii_names {
        options.push_str(" --ascii-names");
    }
    if manifest.folders {
        options.push_str(" --folders");
    }
    let limits = [("min", manifest.min_tokens), ("max", manifest.max_tokens)];
    for (which, tokens) in limits.into_iter().filter(|(_, tokens)| *tokens > 0) {
        options.push_str(&format!(" --{which}-tokens {tokens}"));
    }
    options
}

/// On a folder of `context`, says which line of the document to edit instead.
fn refuse_edits(dir: &Path, manifest: &Manifest, source: &Path) -> anyhow::Result<u8> {
    let reader = Reader::new(&home::around(dir));
    let mut words = String::new();
    for shard in &manifest.shards {
        let text = reader.read(&dir.join(&shard.file)).unwrap_or_default();
        if !has_hash(own::split(&text).1, &shard.hash) {
            // The file may be one that the document includes.
            let included = shard.edit.as_ref().map(|edit| path::clean(&dir.join(edit)));
            let file = included.as_deref().unwrap_or(source);
            let document = reader.read(file).unwrap_or_default();
            let line = agent_files::line_in_source(&document, shard, &text);
            let place = format!("{}:{line}", display(file));
            words.push_str(&format!("\n`{}`: edit {place}", shard.file));
        }
    }
    let edited = if words.is_empty() {
        String::new()
    } else {
        format!(" instead of these files:{words}")
    };
    bail!(
        "the files in `{}` are generated by `mdbook-archsite context` and cannot be assembled; \
         edit `{}`{edited}",
        display(dir),
        display(source)
    )
}
