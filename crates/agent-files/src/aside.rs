//! A document that gives way to its files: archived, or replaced by their index.
//!
//! Agents that find the document and its files read both. The manifest says where the document is,
//! and `assemble` puts it back.

use std::path::{Path, PathBuf};

use anyhow::ensure;
use archsite_core::fs::names::display;
use archsite_core::fs::{Reader, home};
use archsite_core::site::path;

use crate::document::{Document, real};
use crate::files::replacement;
use crate::manifest::Manifest;
use crate::merge::shards::Shards;
use crate::sync::{Folder, has_hash};

/// Checks that the files of a folder alone make a document again, byte for byte.
///
/// # Errors
/// They do not, or cannot be read.
pub fn prove(
    dir: &Path,
    folder: &Folder,
    manifest: &Manifest,
    doc: &Document,
) -> anyhow::Result<()> {
    let shards = Shards::read(dir, folder, manifest)?;
    let built = shards.document(None, &doc.path, true)?;
    let again = Document {
        path: doc.path.clone(),
        text: built.text,
        bom: manifest.bom,
        crlf: shards.are_crlf(),
    };
    ensure!(
        again.in_file() == doc.in_file(),
        "the files in `{}` do not make `{}` again, so it stays where it is",
        display(dir),
        display(&doc.path)
    );
    Ok(())
}

/// The document of a folder as it is found now.
#[derive(Debug, Default)]
pub struct Present {
    /// The document, with the path where it belongs; `None` if it is gone.
    pub document: Option<Document>,
    /// The text in the place of the document, if there is a file.
    pub in_place: Option<String>,
    /// The file that it was archived in, if it was read from there.
    pub archive: Option<PathBuf>,
}

impl Present {
    /// Looks for the document of a folder in its place, else in its archive. `trusted` says that the
    /// place may be read.
    ///
    /// # Errors
    /// A file cannot be read, or the index in the place of the document was edited.
    pub fn find(
        dir: &Path,
        manifest: &Manifest,
        source: &Path,
        trusted: bool,
    ) -> anyhow::Result<Present> {
        let mut present = Present::default();
        if !trusted {
            return Ok(present);
        }
        if source.exists() {
            let document = Document::read(source)?;
            present.in_place = Some(document.in_file());
            if !is_index(manifest, &document)? {
                present.document = Some(document);
                return Ok(present);
            }
        }
        let archived = manifest.archived.as_ref();
        if let Some(archive) = archived.map(|archived| path::clean(&dir.join(archived)))
            && home::holds(&home::around(dir), &archive)
            && archive.is_file()
        {
            let mut document = Document::read(&archive)?;
            document.path = source.to_path_buf();
            present.document = Some(document);
            present.archive = Some(archive);
        }
        Ok(present)
    }
}

/// Whether a document is the index that replaced it.
fn is_index(manifest: &Manifest, document: &Document) -> anyhow::Result<bool> {
    let Some(replaced) = &manifest.replaced else {
        return Ok(false);
    };
    if has_hash(&document.text, replaced) {
        return Ok(true);
    }
    ensure!(
        !replacement::is_index(&document.text),
        "`{}` is the index of the files, and was edited; move the edits to one of the files, and delete \
         it. Nothing was written",
        display(&document.path)
    );
    Ok(false)
}

/// Where a document is archived: in the named folder, else in `archive` beside it.
///
/// # Errors
/// The folder is the one of the files, where agents would read it, or is outside the repository and
/// was not named.
pub fn archive_of(doc: &Path, out: &Path, named: Option<&Path>) -> anyhow::Result<PathBuf> {
    let beside = doc.parent().unwrap_or(Path::new("/"));
    let folder = match named {
        Some(named) => real(named)?,
        None => real(&beside.join("archive"))?,
    };
    ensure!(
        !folder.starts_with(out) || beside.starts_with(out),
        "`{}` has the files of the document, and agents would read the archive too; name another \
         folder",
        display(&folder)
    );
    ensure!(
        named.is_some() || home::holds(&home::around(doc), &folder),
        "`{}` is outside the repository; name a folder",
        display(&folder)
    );
    let name = doc.file_name().unwrap_or_default();
    let archive = folder.join(name);
    ensure!(
        archive != doc,
        "`{}` is in this folder already",
        display(doc)
    );
    Ok(archive)
}

/// The text of an archive that is there already.
///
/// # Errors
/// It cannot be read.
pub fn archived_text(archive: &Path) -> anyhow::Result<Option<String>> {
    if archive.symlink_metadata().is_err() {
        return Ok(None);
    }
    let top = archive.ancestors().last().unwrap_or(archive);
    Ok(Some(Reader::new(top).read(archive)?))
}
