//! The baseline of a book: problems that were there when it was adopted, and that no run reports.
//!
//! It is a JSON file with one problem a line, sorted, so that branches can be merged.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, bail};
use archsite_core::fs::Reader;
use archsite_core::fs::names::{display, relative};
use archsite_core::fs::write;
use archsite_core::site::path::clean;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::mdbook::settings::Settings;
use crate::report::findings::finding::Finding;
use crate::report::findings::identity::Identity;

/// The format that this version writes.
const FORMAT: u64 = 1;
/// The key that makes a JSON file a baseline; its value is the format.
const MARK: &str = "archsite-baseline";
/// The name of a baseline unless something else is said, in the folder of `book.toml`.
pub(crate) const USUAL: &str = "archsite-baseline.json";

/// Which problems of a run are known.
#[derive(Debug)]
pub(crate) enum Known {
    Nothing,
    /// All of them are going to be.
    Everything,
    Listed(Baseline),
}

/// The problems that a book is known to have.
#[derive(Debug)]
pub(crate) struct Baseline {
    entries: Vec<Entry>,
}

/// Equal problems of one file.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) identity: Identity,
    pub(crate) count: usize,
    /// The bytes of the baseline that say so.
    pub(crate) range: Range<usize>,
}

/// What a baseline makes of the problems of a run.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) new: Vec<Finding>,
    pub(super) known: Vec<Finding>,
    /// Entries whose problems are gone, with the number of those.
    pub(super) gone: Vec<Entry>,
}

/// The file.
#[derive(Deserialize)]
struct Written<'t> {
    #[serde(rename = "archsite-baseline")]
    format: u64,
    /// Folder of `book.toml`, relative to the folder of the baseline.
    book: String,
    #[serde(borrow)]
    problems: Vec<&'t RawValue>,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    file: String,
    lint: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    target: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Known {
    /// What the baseline of a book lists, if the book has one.
    ///
    /// # Errors
    /// The file that the configuration names is not there, or it is no baseline of this book.
    pub(crate) fn of(settings: &Settings, book_root: &Path) -> anyhow::Result<Known> {
        let file = match &settings.baseline {
            Some(file) => book_root.join(file),
            None => {
                let usual = book_root.join(USUAL);
                if !usual.exists() {
                    return Ok(Known::Nothing);
                }
                usual
            }
        };
        let reader = Reader::new(&settings.root);
        Baseline::read(&file, &reader, book_root).map(Known::Listed)
    }

    /// Takes known problems out.
    pub(super) fn judge(&self, all: Vec<Finding>, book_root: &Path) -> Judged {
        match self {
            Known::Nothing => Judged {
                new: all,
                ..Judged::default()
            },
            Known::Everything => Judged {
                known: all,
                ..Judged::default()
            },
            Known::Listed(baseline) => baseline.judge(all, book_root),
        }
    }
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// The file cannot be read, or it is no baseline of this book.
    pub(crate) fn read(file: &Path, reader: &Reader, book_root: &Path) -> anyhow::Result<Baseline> {
        let name = display(file);
        let text = match reader.read(file) {
            Err(error) if error.is_not_found() => bail!(
                "there is no baseline `{name}`; `mdbook-archsite check --baseline {name} \
                 --write-baseline` writes it"
            ),
            Err(error) => bail!("cannot read the baseline `{name}`: {}", error.reason()),
            Ok(text) => text,
        };
        let baseline =
            parse(&text).with_context(|| format!("cannot read the baseline `{name}`"))?;
        let (book, entries) = baseline;
        refuse_other_book(&name, &folder_of(file).join(&book), book_root)?;
        let exists = |entry: &Entry| book_root.join(&entry.identity.file).exists();
        let elsewhere = |entry: &Entry| !exists(entry);
        // One file may be gone; that all are is no accident.
        let mut files: Vec<&str> = entries.iter().map(|e| e.identity.file.as_str()).collect();
        files.dedup();
        if files.len() > 1 && entries.iter().all(elsewhere) {
            bail!(
                "the baseline `{name}` is of another book: none of the {} files that it names is \
                 in this one; if they were moved, write it again with `--write-baseline`",
                files.len()
            );
        }
        Ok(Baseline { entries })
    }

    /// Takes known problems out. Of more equal ones than are known, the last count as new.
    fn judge(&self, all: Vec<Finding>, book_root: &Path) -> Judged {
        let mut left: BTreeMap<&Identity, usize> = BTreeMap::new();
        for entry in &self.entries {
            *left.entry(&entry.identity).or_default() += entry.count;
        }
        let mut judged = Judged::default();
        for finding in all {
            match left.get_mut(&Identity::of(&finding, book_root)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    judged.known.push(finding);
                }
                _ => judged.new.push(finding),
            }
        }
        for entry in &self.entries {
            let gone = left.remove(&entry.identity).filter(|count| *count > 0);
            judged.gone.extend(gone.map(|count| Entry {
                count,
                ..entry.clone()
            }));
        }
        judged
    }
}

/// Writes the problems of a run as a baseline. Returns whether the file changed.
///
/// # Errors
/// The file is outside the repository, is something else, or cannot be written.
pub(crate) fn write(
    file: &Path,
    reader: &Reader,
    book_root: &Path,
    findings: &[Finding],
) -> anyhow::Result<bool> {
    let name = display(file);
    let folder = folder_of(file);
    if reader.in_repository(folder).is_none() {
        bail!(
            "cannot write the baseline `{name}`: `{}` is not a folder of the repository",
            display(folder)
        );
    }
    let old = match reader.read(file) {
        Ok(old) => old,
        Err(error) if error.is_not_found() => String::new(),
        Err(error) => bail!("cannot write the baseline `{name}`: {}", error.reason()),
    };
    if !old.trim().is_empty() && !old.contains(&format!("\"{MARK}\"")) {
        bail!("`{name}` is not a baseline, so it is not replaced; name another file");
    }
    refuse_other(&old, &name, folder, book_root)?;
    let mut counts: BTreeMap<Identity, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(Identity::of(finding, book_root)).or_default() += 1;
    }
    let book = match relative(&clean(book_root), folder).as_str() {
        "" => ".".to_string(),
        book => book.to_string(),
    };
    let book = serde_json::to_string(&book)?;
    let mut lines = Vec::new();
    for (identity, count) in counts {
        let Identity { file, lint, target } = identity;
        let line = serde_json::to_string(&Line {
            file,
            lint,
            target,
            count,
        })?;
        lines.push(format!("\n    {line}"));
    }
    let end = if lines.is_empty() { "" } else { "\n  " };
    let text = format!(
        "{{\n  \"{MARK}\": {FORMAT},\n  \"book\": {book},\n  \"problems\": [{}{end}]\n}}\n",
        lines.join(",")
    );
    if text == old {
        return Ok(false);
    }
    write::whole(file, &text)?;
    Ok(true)
}

/// Refuses to replace what a newer version wrote, or what is of another book. A broken baseline may be
/// replaced.
fn refuse_other(old: &str, name: &str, folder: &Path, book_root: &Path) -> anyhow::Result<()> {
    let Ok(value) = serde_json::from_str::<Value>(old) else {
        return Ok(());
    };
    refuse_newer(&value).with_context(|| format!("cannot replace the baseline `{name}`"))?;
    match value.get("book").and_then(Value::as_str) {
        Some(book) => refuse_other_book(name, &folder.join(book), book_root),
        None => Ok(()),
    }
}

fn refuse_newer(baseline: &Value) -> anyhow::Result<()> {
    match baseline.get(MARK).and_then(Value::as_u64) {
        Some(format) if format > FORMAT => bail!(
            "it was written by a newer mdbook-archsite, in format {format}; this version reads \
             format {FORMAT}"
        ),
        _ => Ok(()),
    }
}

/// Refuses a baseline of the book in one folder for the book in another one.
fn refuse_other_book(name: &str, book: &Path, book_root: &Path) -> anyhow::Result<()> {
    let book = clean(book);
    if book != clean(book_root) {
        bail!(
            "the baseline `{name}` is of the book in `{}`, not of the one in `{}`; each book needs \
             a file of its own",
            display(&book),
            display(book_root)
        );
    }
    Ok(())
}

/// The book and the problems that a baseline names.
fn parse(text: &str) -> anyhow::Result<(String, Vec<Entry>)> {
    let again = "correct it, or write the file again with `--write-baseline`";
    if text.lines().any(|line| line.starts_with("<<<<<<< ")) {
        bail!("it has a merge conflict; {again}");
    }
    let value: Value =
        serde_json::from_str(text).map_err(|error| anyhow::anyhow!("{error}; {again}"))?;
    if value.get(MARK).is_none() {
        bail!("it is not a baseline: it has no key `{MARK}`");
    }
    refuse_newer(&value)?;
    let written: Written<'_> =
        serde_json::from_str(text).map_err(|error| anyhow::anyhow!("{error}; {again}"))?;
    if written.format != FORMAT {
        bail!("format {} does not exist; {again}", written.format);
    }
    let mut entries = Vec::new();
    let mut from = 0;
    for raw in written.problems {
        let start = text[from..].find(raw.get()).map_or(from, |at| from + at);
        from = start + raw.get().len();
        let line: Line = serde_json::from_str(raw.get()).map_err(|error| {
            let number = text[..start].matches('\n').count() + 1;
            let error = error.to_string();
            // It counts lines and columns from the start of the entry.
            let error = error.split(" at line ").next().unwrap_or_default();
            anyhow::anyhow!("line {number}: {error}; {again}")
        })?;
        let Line {
            file,
            lint,
            target,
            count,
        } = line;
        entries.push(Entry {
            identity: Identity { file, lint, target },
            count,
            range: start..from,
        });
    }
    Ok((written.book, entries))
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new("."))
}
