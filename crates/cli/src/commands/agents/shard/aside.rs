//! `--archive` and `--replace`: the document gives way to its files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_agent_files::aside::{archive_of, archived_text, prove};
use archsite_agent_files::document::Document;
use archsite_agent_files::files::replacement;
use archsite_agent_files::sync::{DesiredFiles, Folder};
use archsite_agent_files::{Manifest, hash};
use archsite_core::fs::names::{display, relative};
use archsite_core::fs::{Reader, home, write};

use crate::commands::agents::folder;
use crate::report;

/// What becomes of the document.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct AsideArgs {
    /// Move the document to a folder `archive` beside it, so that agents read only its files;
    /// `assemble` moves it back
    #[arg(long, conflicts_with = "check")]
    archive: bool,

    /// With --archive: the folder to move it to
    #[arg(long, value_name = "FOLDER", requires = "archive")]
    archive_dir: Option<PathBuf>,

    /// Put an index of the files in the place of the document; `assemble` puts it back
    #[arg(long, conflicts_with = "check")]
    replace: bool,
}

/// What is to be done with a document.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The file to move it to.
    archive: Option<PathBuf>,
    /// The text to put in its place.
    index: Option<String>,
}

impl AsideArgs {
    fn asks(&self) -> bool {
        self.replace || self.archive
    }
}

/// Refuses a document that gave way to the files of a folder.
pub(super) fn refuse_index(doc: &Path, out: &Path) -> anyhow::Result<()> {
    let reader = Reader::new(&home::around(doc));
    let there = reader.read(doc);
    let remedy = || format!("run `mdbook-archsite assemble {}` first", display(out));
    if there.as_ref().is_ok_and(|text| replacement::is_index(text)) {
        anyhow::bail!(
            "`{}` is the index that `--replace` put in the place of the document; {}",
            display(doc),
            remedy()
        );
    }
    if there.is_err()
        && !doc.exists()
        && let Ok(text) = reader.read(&out.join(Manifest::FILE))
        && let Ok(Manifest {
            archived: Some(archived),
            ..
        }) = archsite_agent_files::read(&text)
    {
        anyhow::bail!(
            "`{}` was archived as `{archived}`, as seen from its files; {}",
            display(doc),
            remedy()
        );
    }
    Ok(())
}

/// Decides what becomes of a document, and notes it in the manifest of its files.
pub(super) fn plan(
    args: &AsideArgs,
    doc: &Document,
    out: &Path,
    index: &str,
    manifest: &mut Manifest,
    (in_book, force): (bool, bool),
) -> anyhow::Result<Plan> {
    if !args.asks() {
        return Ok(Plan::default());
    }
    anyhow::ensure!(
        !in_book,
        "the book around `{}` splits it for the site, and needs it where it is",
        display(&doc.path)
    );
    let mut plan = Plan::default();
    if args.archive {
        let archive = archive_of(&doc.path, out, args.archive_dir.as_deref())?;
        let there = archived_text(&archive)?;
        anyhow::ensure!(
            force || there.is_none_or(|there| there == doc.in_file()),
            "`{}` exists and has another text; nothing was written. `--force` replaces it",
            display(&archive)
        );
        manifest.archived = Some(relative(&archive, out));
        plan.archive = Some(archive);
    }
    if args.replace {
        manifest.replaced = Some(hash(index));
        plan.index = Some(index.to_string());
    }
    Ok(plan)
}

impl Plan {
    /// Shows what would be done.
    pub(super) fn show(&self, doc: &Document) -> anyhow::Result<()> {
        let doc = display(&doc.path);
        if let Some(archive) = &self.archive {
            report::result(&format!("would move {doc} to {}\n", display(archive)))?;
        }
        if self.index.is_some() {
            report::result(&format!("would write an index to {doc}\n"))?;
        }
        Ok(())
    }

    /// Moves the document away, once its files are written and are known to make it again.
    pub(super) fn carry_out(
        &self,
        doc: &Document,
        out: &Path,
        desired: &DesiredFiles,
    ) -> anyhow::Result<()> {
        if self.archive.is_none() && self.index.is_none() {
            return Ok(());
        }
        let lock = folder::lock(out, true)?;
        let folder = Folder::open(out, lock, false, None)?;
        prove(out, &folder, &desired.manifest, doc)?;
        let now = Document::read(&doc.path)?.in_file();
        anyhow::ensure!(
            now == doc.in_file(),
            "`{}` was changed in the meantime, and stays where it is; run the command again",
            display(&doc.path)
        );
        if let Some(archive) = &self.archive {
            let parent = archive.parent().unwrap_or(out);
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot create `{}`", display(parent)))?;
            write::whole(archive, &now)?;
        }
        let name = display(&doc.path);
        let back = format!("`mdbook-archsite assemble {}` puts it back", display(out));
        if let Some(index) = &self.index {
            write::whole(&doc.path, &doc.with_line_ends(index))?;
            report::note(&format!("`{name}` is now the index of its files; {back}"));
        } else {
            fs::remove_file(&doc.path).with_context(|| format!("cannot remove `{name}`"))?;
        }
        if let Some(archive) = &self.archive {
            let links = if self.index.is_none() {
                format!(". Links of other files to `{name}` lead nowhere now")
            } else {
                String::new()
            };
            report::note(&format!(
                "moved the document to `{}`; {back}{links}",
                display(archive)
            ));
        }
        Ok(())
    }
}
