//! A folder of files that this program makes: what it may replace, and how.
//!
//! Only files that the last `manifest.json` lists are replaced or removed, and only if nobody
//! edited them since. Each file is whole at any moment: written beside, then renamed. A journal
//! is written first and the manifest last, so that a run that is killed leaves nothing behind
//! that the next one takes for somebody's edit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_shard::disk::{self, Manifest, hash};
use serde::{Deserialize, Serialize};

use crate::files::write;
use crate::report;
use crate::report::names::display;

/// Name of the journal.
const JOURNAL: &str = "manifest.pending.json";

/// What a folder is to hold.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) files: Vec<disk::File>,
    pub(crate) manifest: Manifest,
    /// The manifest as it is written.
    text: String,
}

impl Wanted {
    pub(crate) fn new(files: Vec<disk::File>, manifest: Manifest) -> anyhow::Result<Wanted> {
        Ok(Wanted {
            files,
            text: manifest.text()?,
            manifest,
        })
    }
}

/// What a run that was killed may have written: hashes by file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    files: BTreeMap<String, BTreeSet<String>>,
}

/// A folder as it is now.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
    /// What the last run wrote, unless that is what is wanted.
    pub(crate) manifest: Option<Manifest>,
    /// The manifest says what is wanted.
    pub(crate) is_same: bool,
    journal: Journal,
    /// Names of what lies in it.
    pub(crate) names: BTreeSet<String>,
    /// Held as long as the folder is used.
    _lock: Option<File>,
}

/// Whose file is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This program's, as it wrote it.
    Ours,
    /// This program's, edited since.
    Edited,
    /// Somebody else's.
    Foreign,
}

/// Something to do in a folder.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) name: String,
    /// What is there now.
    pub(crate) old: Option<Vec<u8>>,
    /// What is to be there; none if the file goes.
    pub(crate) new: Option<String>,
    pub(crate) owner: Owner,
}

impl Folder {
    /// Looks at a folder, which need not exist. With `force` a manifest that can not be used
    /// counts for nothing. One that says what is `wanted` need not be read.
    ///
    /// # Errors
    /// It is no folder, or its manifest can not be used.
    pub(crate) fn open(dir: &Path, force: bool, wanted: Option<&Wanted>) -> anyhow::Result<Folder> {
        if dir.exists() && !dir.is_dir() {
            bail!("`{}` is a file; name a folder", display(dir));
        }
        let lock = lock(dir);
        let path = dir.join(Manifest::FILE);
        let bytes = read(&path)?;
        let is_same = |bytes: &Vec<u8>| wanted.is_some_and(|w| w.text.as_bytes() == bytes);
        let is_same = bytes.as_ref().is_some_and(is_same);
        let manifest = match bytes.filter(|_| !is_same) {
            None => None,
            Some(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                match disk::read(&text) {
                    Ok(manifest) => Some(manifest),
                    Err(_) if force => None,
                    Err(error) => bail!(
                        "`{}` can not be used: {error}. Nothing was changed{}",
                        display(&path),
                        match wanted {
                            Some(_) => {
                                ". `--force` makes a new one, and replaces files that are in the way"
                            }
                            None =>
                                "; take it from your version control, or cut the document again",
                        }
                    ),
                }
            }
        };
        let journal = read(&dir.join(JOURNAL))?;
        let journal = journal.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(Folder {
            dir: dir.to_path_buf(),
            manifest,
            is_same,
            journal: journal.unwrap_or_default(),
            names: names(dir)?,
            _lock: lock,
        })
    }

    /// A run wrote some of its files and was killed.
    pub(crate) fn was_interrupted(&self) -> bool {
        !self.journal.files.is_empty()
    }

    /// What has to change so that the folder holds what is wanted, the manifest not counted.
    ///
    /// # Errors
    /// A file can not be read.
    pub(crate) fn changes(&self, wanted: &Wanted) -> anyhow::Result<Vec<Change>> {
        let mut known = self.known(wanted);
        let names = &self.names;
        // Where case does not count, one would overwrite the other.
        let folded: BTreeMap<String, &String> = names
            .iter()
            .filter(|name| !known.contains_key(name.as_str()))
            .map(|name| (name.to_lowercase(), name))
            .collect();
        let mut changes = Vec::new();
        for disk::File { name, text, .. } in &wanted.files {
            let hashes = known.remove(name.as_str());
            let mut old = if names.contains(name) {
                read(&self.dir.join(name))?
            } else {
                None
            };
            if old.as_deref() == Some(text.as_bytes()) {
                continue;
            }
            let mut owner = owner(hashes.as_ref(), old.as_deref());
            if old.is_none()
                && let Some(clash) = folded.get(&name.to_lowercase())
            {
                old = read(&self.dir.join(clash))?;
                owner = Owner::Foreign;
            }
            changes.push(Change {
                name: name.clone(),
                old,
                new: Some(text.clone()),
                owner,
            });
        }
        for (name, hashes) in known {
            if let Some(old) = read(&self.dir.join(name))? {
                changes.push(Change {
                    name: name.to_string(),
                    owner: owner(Some(&hashes), Some(&old)),
                    old: Some(old),
                    new: None,
                });
            }
        }
        changes.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(changes)
    }

    /// Files that this program wrote, with the hashes each may have.
    fn known<'a>(&'a self, wanted: &'a Wanted) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let last = self.manifest.as_ref();
        let last = last.or(self.is_same.then_some(&wanted.manifest));
        for (name, hash) in last.into_iter().flat_map(Manifest::hashes) {
            known.entry(name).or_default().insert(hash);
        }
        for (name, hashes) in &self.journal.files {
            let hashes = hashes.iter().map(String::as_str);
            known.entry(name).or_default().extend(hashes);
        }
        known
    }

    /// Markdown files of the folder that nobody listed: agents read them as if they were ours.
    pub(crate) fn strangers(&self, wanted: &Wanted) -> Vec<String> {
        let names = wanted.files.iter().map(|file| file.name.as_str());
        let ours: BTreeSet<&str> = self.known(wanted).into_keys().chain(names).collect();
        let names = self.names.iter();
        let strange = |name: &&String| name.ends_with(".md") && !ours.contains(name.as_str());
        names.filter(strange).cloned().collect()
    }

    /// Makes the changes.
    ///
    /// # Errors
    /// A file is somebody else's and `force` is not set: nothing was changed then. Or the file
    /// system said no: each file is whole, and the next run goes on.
    pub(crate) fn apply(
        &self,
        changes: &[Change],
        wanted: &Wanted,
        force: bool,
    ) -> anyhow::Result<()> {
        let Wanted { manifest, text, .. } = wanted;
        if !force {
            self.refuse(changes)?;
            self.refuse_other(manifest)?;
        }
        let path = self.dir.join(Manifest::FILE);
        let journal = self.dir.join(JOURNAL);
        // What a run leaves that is killed.
        for name in self.names.iter().filter(|name| write::is_left_over(name)) {
            let _ = fs::remove_file(self.dir.join(name));
        }
        if changes.is_empty() && self.is_same {
            if journal.exists() {
                fs::remove_file(&journal)?;
            }
            return Ok(());
        }
        fs::create_dir_all(&self.dir)
            .with_context(|| format!("`{}` can not be made", display(&self.dir)))?;
        write::one_of_many(&journal, &self.next_journal(changes, manifest)?)?;
        for change in changes {
            let path = self.dir.join(&change.name);
            match &change.new {
                Some(text) => write::one_of_many(&path, text)?,
                None => fs::remove_file(&path)
                    .with_context(|| format!("`{}` can not be removed", display(&path)))?,
            }
        }
        write::one_of_many(&path, text)?;
        fs::remove_file(&journal)
            .with_context(|| format!("`{}` can not be removed", display(&journal)))?;
        write::sync(&self.dir);
        Ok(())
    }

    fn next_journal(&self, changes: &[Change], manifest: &Manifest) -> anyhow::Result<String> {
        let hashes: BTreeMap<&str, &str> = manifest.hashes().collect();
        let mut files = self.journal.files.clone();
        for change in changes {
            let hash = hashes.get(change.name.as_str()).map(ToString::to_string);
            files.entry(change.name.clone()).or_default().extend(hash);
        }
        Ok(serde_json::to_string(&Journal { files })?)
    }

    /// Refuses to take the folder of another document, which may be all that is left of it.
    fn refuse_other(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let other = self.manifest.as_ref();
        let other = other.filter(|other| other.source != manifest.source);
        match other {
            None => Ok(()),
            Some(other) => bail!(
                "`{}` holds the files of `{}`, and nothing was changed; name another folder, or \
                 replace them with `--force`",
                display(&self.dir),
                other.source
            ),
        }
    }

    /// Refuses to touch what is not ours.
    fn refuse(&self, changes: &[Change]) -> anyhow::Result<()> {
        let of = |owner: Owner| -> Vec<&str> {
            let changes = changes.iter().filter(|change| change.owner == owner);
            changes.map(|change| change.name.as_str()).collect()
        };
        let (edited, foreign) = (of(Owner::Edited), of(Owner::Foreign));
        let mut words = Vec::new();
        if !edited.is_empty() {
            let made_by = self
                .manifest
                .as_ref()
                .map(|manifest| manifest.made_by.as_str());
            let remedy = match made_by {
                Some("shard") => {
                    "bring the edits into the document with `mdbook-archsite assemble`"
                }
                _ => "make the edits in the document instead",
            };
            words.push(format!(
                "edited since they were written: {}; {remedy}",
                shortened(&edited)
            ));
        }
        if !foreign.is_empty() {
            words.push(format!(
                "not written by this program: {}; move them, or name another folder",
                shortened(&foreign)
            ));
        }
        if words.is_empty() {
            return Ok(());
        }
        bail!(
            "files in `{}` are in the way and nothing was changed. {}. `--force` overwrites them",
            display(&self.dir),
            words.join(". ")
        )
    }
}

/// Whose a file is that was found.
fn owner(hashes: Option<&BTreeSet<&str>>, found: Option<&[u8]>) -> Owner {
    let Some(found) = found else {
        return Owner::Ours;
    };
    let hash = std::str::from_utf8(found).map(hash);
    match (hashes, hash) {
        (None, _) => Owner::Foreign,
        (Some(hashes), Ok(hash)) if hashes.contains(hash.as_str()) => Owner::Ours,
        _ => Owner::Edited,
    }
}

/// Names of what lies in a folder; none if it is not there.
fn names(dir: &Path) -> anyhow::Result<BTreeSet<String>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => {
            return Err(error).with_context(|| format!("`{}` can not be listed", display(dir)));
        }
    };
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    Ok(entries.flatten().map(name).collect())
}

/// What is in a file; none if there is none.
fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("`{}` can not be read", display(path))),
    }
}

/// Waits until nobody else works in a folder. It is the folder itself that is locked, or the
/// nearest one above it that is there; the lock ends with the process, however it ends.
fn lock(dir: &Path) -> Option<File> {
    let there = dir.ancestors().find(|folder| folder.is_dir())?;
    // Where no lock can be had, files are whole all the same.
    let folder = File::open(there).ok()?;
    if folder.try_lock().is_err() {
        report::note(&format!("waiting for another run in `{}`", display(there)));
        folder.lock().ok()?;
    }
    Some(folder)
}

/// The first few of some names.
fn shortened(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(8)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
