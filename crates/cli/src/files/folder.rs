//! A folder of files that this program makes: what it may replace, and how.
//!
//! Only files that the last `manifest.json` lists are replaced or removed, and only if nobody
//! edited them since. Each file is whole at any moment: written beside, then renamed. A journal
//! is written first and the manifest last, so that a run that is killed leaves nothing behind
//! that the next one takes for somebody's edit.

mod ends;
mod journal;
mod lock;
mod refuse;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_core::fs::is_unfinished;
use archsite_core::fs::{ReadError, Reader};
use archsite_shard::disk::{self, Manifest};

pub(crate) use self::ends::{has_hash, is_crlf, with_crlf, with_lf};
use self::journal::Journal;
pub(crate) use self::lock::Lock;
use crate::files::home;
use crate::files::write;
use crate::report::names::display;

/// What a folder is to hold.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) files: Vec<disk::File>,
    pub(crate) manifest: Manifest,
    /// The manifest as it is written.
    text: String,
    /// The files are written with CR and LF, as the document has it.
    crlf: bool,
}

impl Wanted {
    pub(crate) fn new(
        files: Vec<disk::File>,
        manifest: Manifest,
        crlf: bool,
    ) -> anyhow::Result<Wanted> {
        Ok(Wanted {
            files,
            text: manifest.text()?,
            manifest,
            crlf,
        })
    }
}

/// A folder as it is now.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
    reader: Reader,
    /// What the last run wrote, unless that is what is wanted.
    pub(crate) manifest: Option<Manifest>,
    /// The manifest says what is wanted.
    pub(crate) is_same: bool,
    journal: Journal,
    /// Names of the entries of the folder.
    pub(crate) names: BTreeSet<String>,
    /// Held as long as the folder is used.
    _lock: Lock,
}

/// What there is under a name.
#[derive(Debug)]
pub(crate) enum Found {
    Text(String),
    /// It is not a text of this repository: the reason.
    Unreadable(String),
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
    pub(crate) old: Option<Found>,
    /// What is to be there; none if the file goes.
    pub(crate) new: Option<String>,
    pub(crate) owner: Owner,
}

impl Folder {
    /// Looks at a folder, which need not exist. With `force` a manifest or journal that cannot be
    /// used counts for nothing. A manifest that says what is `wanted` need not be parsed.
    ///
    /// # Errors
    /// Its manifest or its journal cannot be used.
    pub(crate) fn open(
        dir: &Path,
        lock: Lock,
        force: bool,
        wanted: Option<&Wanted>,
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
            Some(Found::Text(text)) if wanted.is_some_and(|w| with_lf(&text) == w.text) => {
                folder.is_same = true;
            }
            Some(found) => match found.parsed(|text| disk::read(text).map_err(|e| e.to_string())) {
                Ok(manifest) => folder.manifest = Some(manifest),
                Err(_) if force => {}
                Err(reason) => {
                    let remedy = match wanted {
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
            },
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
    pub(crate) fn text(&self, name: &str) -> anyhow::Result<String> {
        let found = self.found(name)?;
        let found = found.unwrap_or(Found::Unreadable("it is missing".to_string()));
        found
            .parsed(|text| Ok(text.to_string()))
            .map_err(|reason| anyhow::anyhow!("cannot read `{name}`: {reason}"))
    }

    /// A run wrote some of its files and was killed.
    pub(crate) fn was_interrupted(&self) -> bool {
        !self.journal.files.is_empty()
    }

    /// What has to change so that the folder holds what is wanted, the manifest not counted. The
    /// `document` itself is never removed.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(crate) fn changes(&self, wanted: &Wanted, document: &Path) -> anyhow::Result<Vec<Change>> {
        let mut known = self.known(wanted);
        // Where case does not count, one would overwrite the other.
        let folded: BTreeMap<String, &String> = self
            .names
            .iter()
            .filter(|name| !known.contains_key(name.as_str()))
            .map(|name| (name.to_lowercase(), name))
            .collect();
        let mut changes = Vec::new();
        for disk::File { name, text, .. } in &wanted.files {
            let hashes = known.remove(name.as_str());
            let mut old = self.found(name)?;
            if let Some(Found::Text(old)) = &old
                && ends::is_same(old, text)
            {
                continue;
            }
            let mut owner = owner(hashes.as_ref(), old.as_ref());
            if old.is_none()
                && let Some(clash) = folded.get(&name.to_lowercase())
            {
                old = self.found(clash)?;
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
            if self.dir.join(name) == document {
                continue;
            }
            if let Some(old) = self.found(name)? {
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
        let strange = |name: &&String| {
            name.ends_with(".md") && !ours.contains(name.as_str()) && !is_unfinished(name)
        };
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
        let manifest = &wanted.manifest;
        if !force {
            self.refuse(changes)?;
            self.refuse_other(manifest)?;
        }
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
        for change in changes {
            let path = self.dir.join(&change.name);
            match &change.new {
                Some(text) if wanted.crlf && !text.contains('\r') => {
                    write::one_of_many(&path, &with_crlf(text))?;
                }
                Some(text) => write::one_of_many(&path, text)?,
                None => remove(&path)?,
            }
        }
        write::one_of_many(&path, &wanted.text)?;
        remove(&journal)?;
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

impl Found {
    /// What a parser makes of a text, or the reason why nothing can be made of it.
    fn parsed<T>(&self, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, String> {
        match self {
            Found::Text(text) => parse(text),
            Found::Unreadable(reason) => Err(reason.clone()),
        }
    }
}

/// Whose a file is that was found.
fn owner(hashes: Option<&BTreeSet<&str>>, found: Option<&Found>) -> Owner {
    match (hashes, found) {
        (_, None) => Owner::Ours,
        (None, _) => Owner::Foreign,
        (Some(hashes), Some(Found::Text(text))) if ends::has_one_of(text, hashes) => Owner::Ours,
        _ => Owner::Edited,
    }
}

/// Names of the entries of a folder; none if it is not there.
fn names(dir: &Path) -> anyhow::Result<BTreeSet<String>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot list `{}`", display(dir)));
        }
    };
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    Ok(entries.flatten().map(name).collect())
}

fn remove(path: &Path) -> anyhow::Result<()> {
    fs::remove_file(path).with_context(|| format!("cannot remove `{}`", display(path)))
}
