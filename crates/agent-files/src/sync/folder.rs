//! A folder of files that this program makes: what it may replace, and how.
//!
//! Only files that the last `manifest.json` lists are replaced or removed, and only if nobody
//! edited them since. Each file is whole at any moment: written beside, then renamed. A journal
//! is written first and the manifest last, so that a run that is killed leaves nothing after
//! that the next one takes for somebody's edit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_core::fs::folders;
use archsite_core::fs::home;
use archsite_core::fs::is_unfinished;
use archsite_core::fs::names::display;
use archsite_core::fs::write;
use archsite_core::fs::{ReadError, Reader};

use super::change::{Change, FileState, Found, keep_own, state};
use super::ends;
use super::ends::{with_crlf, with_lf};
use super::journal::Journal;
use super::lock::Lock;
use super::own;
use super::subfolders;
use crate::files::file::File;
use crate::manifest::{self, Manifest};

/// The files that a folder should contain.
#[derive(Debug)]
pub struct DesiredFiles {
    /// The files, without the manifest.
    pub files: Vec<File>,
    /// The manifest that lists them.
    pub manifest: Manifest,
    /// The manifest as it is written.
    text: String,
    /// The files are written with CR and LF, as the document has it.
    crlf: bool,
}

impl DesiredFiles {
    /// Files and their manifest. `crlf` says that lines end with CR and LF.
    ///
    /// # Errors
    /// The manifest cannot be written as JSON.
    pub fn new(files: Vec<File>, manifest: Manifest, crlf: bool) -> anyhow::Result<DesiredFiles> {
        Ok(DesiredFiles {
            files,
            text: manifest.text()?,
            manifest,
            crlf,
        })
    }

    /// Whether a manifest says the same as the desired one.
    fn says(&self, manifest: &Manifest) -> bool {
        manifest.text().is_ok_and(|text| text == self.text)
    }
}

/// A folder as it is now.
#[derive(Debug)]
pub struct Folder {
    pub(super) dir: PathBuf,
    reader: Reader,
    /// What the last run wrote, unless that is what is desired.
    pub manifest: Option<Manifest>,
    /// The manifest says what is desired.
    pub is_same: bool,
    journal: Journal,
    /// Names of the entries of the folder.
    pub names: BTreeSet<String>,
    /// Held as long as the folder is used.
    _lock: Lock,
}

impl Folder {
    /// Looks at a folder, which need not exist. With `force` a manifest or journal that cannot be
    /// used counts for nothing. A manifest that says what is `wanted` need not be parsed.
    ///
    /// # Errors
    /// Its manifest or its journal cannot be used.
    pub fn open(
        dir: &Path,
        lock: Lock,
        force: bool,
        desired: Option<&DesiredFiles>,
    ) -> anyhow::Result<Folder> {
        let mut folder = Folder {
            dir: dir.to_path_buf(),
            reader: Reader::new(&home::around(dir)),
            manifest: None,
            is_same: false,
            journal: Journal::default(),
            names: names(dir)?,
            _lock: lock,
        };
        let unusable = |name: &str, reason: String, remedy: &str| {
            let path = display(&dir.join(name));
            anyhow::anyhow!("cannot use `{path}`: {reason}. Nothing was changed{remedy}")
        };
        match folder.found(Manifest::FILE)? {
            None => {}
            Some(Found::Text(text)) if desired.is_some_and(|w| with_lf(&text) == w.text) => {
                folder.is_same = true;
            }
            Some(found) => {
                match found.parsed(|text| manifest::read(text).map_err(|e| e.to_string())) {
                    // A formatter may have written it in another form.
                    Ok(manifest) if desired.is_some_and(|w| w.says(&manifest)) => {
                        folder.is_same = true;
                    }
                    Ok(manifest) => folder.manifest = Some(manifest),
                    Err(_) if force => {}
                    Err(reason) => {
                        let remedy = match desired {
                            Some(_) => {
                                ". `--force` creates a new one, and replaces files that are in the way"
                            }
                            None => {
                                "; restore it from your version control, or split the document \
                                 again"
                            }
                        };
                        return Err(unusable(Manifest::FILE, reason, remedy));
                    }
                }
            }
        }
        if let Some(found) = folder.found(Journal::FILE)? {
            match found.parsed(Journal::read) {
                Ok(journal) => folder.journal = journal,
                Err(_) if force => {}
                Err(reason) => {
                    let remedy = "; delete it, unless a run was interrupted here";
                    return Err(unusable(Journal::FILE, reason, remedy));
                }
            }
        }
        let listed = folder.manifest.iter().flat_map(Manifest::hashes);
        let listed = listed.map(|(name, _)| name);
        let desired = desired.iter().flat_map(|desired| &desired.files);
        let files = listed
            .chain(desired.map(|file| file.name.as_str()))
            .chain(folder.journal.files.keys().map(String::as_str));
        let entries = subfolders::entries(dir, &folder.names, files, folder.manifest.as_ref())?;
        folder.names.extend(entries);
        Ok(folder)
    }

    /// What there is under a name; none if there is nothing.
    ///
    /// # Errors
    /// The file system refused to read it.
    fn found(&self, name: &str) -> anyhow::Result<Option<Found>> {
        if !self.names.contains(name) {
            return Ok(None);
        }
        let path = self.dir.join(name);
        match self.reader.read(&path) {
            Ok(text) => Ok(Some(Found::Text(text))),
            Err(error) if error.is_not_found() && path.is_symlink() => {
                let reason = "it is a symbolic link whose target does not exist".to_string();
                Ok(Some(Found::Unreadable(reason)))
            }
            Err(error) if error.is_not_found() => Ok(None),
            Err(error @ ReadError::Io(..)) => Err(error.into()),
            Err(error) => Ok(Some(Found::Unreadable(error.reason()))),
        }
    }

    /// The text of a file of the folder.
    ///
    /// # Errors
    /// It cannot be read, or is not a text of this repository.
    pub fn text(&self, name: &str) -> anyhow::Result<String> {
        let found = self.found(name)?;
        let found = found.unwrap_or(Found::Unreadable("it is missing".to_string()));
        found
            .parsed(|text| Ok(text.to_string()))
            .map_err(|reason| anyhow::anyhow!("cannot read `{name}`: {reason}"))
    }

    /// A run wrote some of its files and was killed.
    pub fn was_interrupted(&self) -> bool {
        !self.journal.files.is_empty()
    }

    /// What has to change so that the folder holds what is desired, the manifest not counted. The
    /// `document` itself is never removed.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn changes(&self, desired: &DesiredFiles, document: &Path) -> anyhow::Result<Vec<Change>> {
        let mut known = self.known(desired);
        // Where case does not count, one would overwrite the other.
        let folded: BTreeMap<String, &String> = self
            .names
            .iter()
            .filter(|name| !known.contains_key(name.as_str()))
            .map(|name| (name.to_lowercase(), name))
            .collect();
        let mut changes = Vec::new();
        for File { name, text, .. } in &desired.files {
            let hashes = known.remove(name.as_str());
            let mut old = self.found(name)?;
            let own = old.as_ref().map_or("", Found::own).to_string();
            if let Some(Found::Text(old)) = &old
                && ends::is_same(own::split(old).1, text)
            {
                continue;
            }
            let mut state = state(hashes.as_ref(), old.as_ref());
            if old.is_none()
                && let Some(clash) = folded.get(&name.to_lowercase())
            {
                old = self.found(clash)?;
                state = FileState::Unmanaged;
            }
            changes.push(Change {
                name: name.clone(),
                old,
                new: Some(if text.contains('\r') {
                    own + text
                } else {
                    with_lf(&own).into_owned() + text
                }),
                state,
            });
        }
        for (name, hashes) in known {
            if self.dir.join(name) == document {
                continue;
            }
            if let Some(old) = self.found(name)? {
                changes.push(Change {
                    name: name.to_string(),
                    state: state(Some(&hashes), Some(&old)),
                    old: Some(old),
                    new: None,
                });
            }
        }
        keep_own(&mut changes);
        changes.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(changes)
    }

    /// Files that this program wrote, with the hashes each may have.
    fn known<'a>(&'a self, desired: &'a DesiredFiles) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let last = self.manifest.as_ref();
        let last = last.or(self.is_same.then_some(&desired.manifest));
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
    pub fn unmanaged(&self, desired: &DesiredFiles) -> Vec<String> {
        let names = desired.files.iter().map(|file| file.name.as_str());
        let ours: BTreeSet<&str> = self.known(desired).into_keys().chain(names).collect();
        let names = self.names.iter();
        let strange = |name: &&String| {
            name.ends_with(".md") && !ours.contains(name.as_str()) && !is_unfinished(name)
        };
        names.filter(strange).cloned().collect()
    }

    /// Makes the changes.
    ///
    /// # Errors
    /// A file was edited or is unmanaged and `force` is not set: nothing was changed then. Or an
    /// I/O error: each file is complete, and the next run continues.
    pub fn apply(
        &self,
        changes: &[Change],
        desired: &DesiredFiles,
        force: bool,
    ) -> anyhow::Result<()> {
        let manifest = &desired.manifest;
        if !force {
            self.refuse(changes, &manifest.made_by)?;
            self.refuse_other(manifest)?;
        }
        let names = || {
            let written = changes.iter().filter(|change| change.new.is_some());
            written.map(|change| change.name.as_str())
        };
        subfolders::check(&self.dir, changes.iter().map(|change| change.name.as_str()))?;
        let path = self.dir.join(Manifest::FILE);
        let journal = self.dir.join(Journal::FILE);
        write::sweep(&self.dir);
        if changes.is_empty() && self.is_same {
            if self.names.contains(Journal::FILE) {
                remove(&journal)?;
            }
            return Ok(());
        }
        write::one_of_many(&journal, &self.next_journal(changes, manifest)?)?;
        subfolders::create(&self.dir, names())?;
        for change in changes {
            let path = self.dir.join(&change.name);
            match &change.new {
                Some(text) if desired.crlf && !text.contains('\r') => {
                    write::one_of_many(&path, &with_crlf(text))?;
                }
                Some(text) => write::one_of_many(&path, text)?,
                None => remove(&path)?,
            }
        }
        write::one_of_many(&path, &desired.text)?;
        remove(&journal)?;
        let gone = changes.iter().filter(|change| change.new.is_none());
        subfolders::finish(&self.dir, gone.map(|change| change.name.as_str()), names());
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
}

/// Names of the entries of a folder; none if it is not there.
fn names(dir: &Path) -> anyhow::Result<BTreeSet<String>> {
    let names = folders::names(dir).with_context(|| format!("cannot list `{}`", display(dir)))?;
    Ok(names.into_iter().collect())
}

fn remove(path: &Path) -> anyhow::Result<()> {
    folders::remove_file(path).with_context(|| format!("cannot remove `{}`", display(path)))
}
