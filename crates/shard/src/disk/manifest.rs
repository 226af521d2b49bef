//! `manifest.json`: what a folder holds, from which parts of the document, and how to get back.
//!
//! One shard a line, so that a change of one section is a change of one line. Fields are added,
//! never changed. Nothing here reads or writes a file.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use archsite_core::text::AppliedEdit;
use serde::{Deserialize, Serialize};

use crate::config::{Config, Names};
use crate::disk::file::{File, MadeBy};
use crate::disk::lines;
use crate::disk::split::{Split, heading_path};
use crate::plan::tokens;

/// The version that this program writes, and the newest it reads.
const SCHEMA: u32 = 1;

/// What a folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    pub schema: u32,
    /// The command that wrote the folder: `shard` or `context`.
    pub made_by: String,
    /// The document, as a path from the folder.
    pub source: String,
    /// The document begins with a mark of byte order.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bom: bool,
    /// A heading of this level starts a shard.
    pub level: u8,
    /// Smaller sections stay in their parent, in tokens.
    pub min_tokens: usize,
    /// Larger ones are cut further, in tokens.
    pub max_tokens: usize,
    /// How shards are named: `title`, `bmad` or `numbered`.
    pub names: String,
    /// The shards in the order of the document, the index first.
    pub shards: Vec<Shard>,
    /// Other files of the folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Other>,
}

/// One file that shows a part of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Its name.
    pub file: String,
    /// Title of its section.
    pub title: String,
    /// Titles from the document down to the section.
    pub path: Vec<String>,
    /// How many levels its headings moved up.
    pub shift: u8,
    /// Id of its heading in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Ids of the document that are in this file: the old one, and the one it has here.
    pub anchors: Vec<(String, String)>,
    /// Estimated size in tokens: characters divided by four.
    pub tokens: usize,
    /// Its length in bytes.
    pub bytes: usize,
    /// BLAKE3 hash of the file, with LF in the place of CR and LF if all its lines end so.
    pub hash: String,
    /// The same of the parts of the document that it shows.
    pub source_hash: String,
    /// The parts of the document that it shows, where there are more than one, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<Part>>,
    /// Edits that made the file from those parts: offset in the file, length there, and the
    /// bytes of the document that stood there. Only `shard` writes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edits: Option<Vec<(usize, usize, String)>>,
    /// The lines of the file, so that it can be told which of them somebody changed: for each
    /// three characters of its hash and two of its length. Only `shard` writes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<String>,
    /// The first 16 digits of the BLAKE3 hash of this entry without this field, so that a change
    /// of it is seen. Only `shard` writes it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sum: String,
    /// Byte ranges of the document; never in the file, where a line that is added to the
    /// document would change all that follow.
    #[serde(skip)]
    pub ranges: Vec<[usize; 2]>,
}

/// A part of a document that one shard shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its length in bytes.
    pub bytes: usize,
    /// The shard that it follows; none for the beginning of a section, which follows what
    /// stands before it in this list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// A file of the folder that shows no part of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Its name.
    pub file: String,
    /// BLAKE3 hash of the file.
    pub hash: String,
}

/// Why a manifest is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is not a manifest.
    #[error("it is not a manifest of this program: {0}")]
    Broken(String),
    /// A later version of this program wrote it.
    #[error(
        "it has version {0}, and this program supports versions up to {SCHEMA}; use a newer \
             one"
    )]
    Newer(u64),
    /// It names a file that is not in its folder, or that this program never writes.
    #[error("it names `{0}`, which is not a file of its folder")]
    Elsewhere(String),
    /// It lists a file twice, as a merge of two versions may leave it.
    #[error("it lists `{0}` twice, as after a failed merge")]
    Twice(String),
    /// What it says about a file does not have the sum that was written with it.
    #[error("its entry of `{0}` was changed, by hand or by a failed merge")]
    Changed(String),
}

#[derive(Deserialize)]
struct Version {
    schema: u64,
}

/// Reads a manifest.
///
/// # Errors
/// [`ManifestError`] says what is wrong with it.
pub fn read(text: &str) -> Result<Manifest, ManifestError> {
    let broken = |error: serde_json::Error| ManifestError::Broken(error.to_string());
    // A later version may look different in all but this.
    let Version { schema } = serde_json::from_str(text).map_err(broken)?;
    if schema > u64::from(SCHEMA) {
        return Err(ManifestError::Newer(schema));
    }
    let manifest: Manifest = serde_json::from_str(text).map_err(broken)?;
    let outside = manifest.names_of_files().find(|name| !is_file_name(name));
    if let Some(name) = outside {
        return Err(ManifestError::Elsewhere(name.to_string()));
    }
    let mut names = HashSet::new();
    if let Some(name) = manifest.names_of_files().find(|name| !names.insert(*name)) {
        return Err(ManifestError::Twice(name.to_string()));
    }
    if let Some(shard) = manifest.shards.iter().find(|shard| shard.is_changed()) {
        return Err(ManifestError::Changed(shard.file.clone()));
    }
    let is_known = matches!(manifest.made_by.as_str(), "shard" | "context");
    let is_relative = is_relative(&manifest.source);
    match (is_known, is_relative) {
        (true, true) => Ok(manifest),
        (false, _) => Err(ManifestError::Broken(format!(
            "made_by is `{}`",
            manifest.made_by
        ))),
        (true, false) => Err(ManifestError::Broken("source is not relative".to_string())),
    }
}

/// Whether a path is relative. A colon or a backslash has a meaning on one system only.
fn is_relative(path: &str) -> bool {
    let has_root = path.starts_with('/') || path.contains('\0');
    !(has_root || (cfg!(windows) && path.contains([':', '\\'])))
}

/// Whether a name is one of a file in the folder itself, on every system, and of a kind that this
/// program writes.
pub fn is_file_name(name: &str) -> bool {
    let is_plain = !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0']);
    is_plain && (name.ends_with(".md") || Manifest::LLMS.contains(&name))
}

/// The BLAKE3 hash of a text, in hexadecimal.
pub fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

impl Manifest {
    /// Name of the file.
    pub const FILE: &str = "manifest.json";
    /// Names of the files besides the shards.
    pub const LLMS: [&str; 2] = ["llms.txt", "llms-full.txt"];

    /// The manifest of the files that a document became.
    pub fn new(
        split: &Split,
        files: &[File],
        config: &Config,
        made_by: MadeBy,
        source: &str,
    ) -> Manifest {
        let shards = (0..files.len().min(split.pages.len()))
            .map(|page| shard(split, files, page, made_by))
            .collect();
        Manifest {
            schema: SCHEMA,
            made_by: match made_by {
                MadeBy::Shard => "shard",
                MadeBy::Context => "context",
            }
            .to_string(),
            source: source.to_string(),
            bom: false,
            level: config.level,
            min_tokens: config.min_tokens,
            max_tokens: config.max_tokens,
            names: match config.names {
                Names::Title => "title",
                Names::Bmad => "bmad",
                Names::Numbered => "numbered",
            }
            .to_string(),
            shards,
            files: Vec::new(),
        }
    }

    /// The configuration that made the folder.
    pub fn config(&self) -> Config {
        Config {
            level: self.level.clamp(1, 6),
            min_tokens: self.min_tokens,
            max_tokens: self.max_tokens,
            names: match self.names.as_str() {
                "bmad" => Names::Bmad,
                "numbered" => Names::Numbered,
                _ => Names::Title,
            },
            ..Config::default()
        }
    }

    /// All files of the folder with their hashes.
    pub fn hashes(&self) -> impl Iterator<Item = (&str, &str)> {
        let shards = self.shards.iter();
        let shards = shards.map(|shard| (shard.file.as_str(), shard.hash.as_str()));
        let others = self.files.iter();
        shards.chain(others.map(|other| (other.file.as_str(), other.hash.as_str())))
    }

    fn names_of_files(&self) -> impl Iterator<Item = &str> {
        self.hashes().map(|(name, _)| name)
    }

    /// The manifest as it is written: a shard a line, without ranges.
    ///
    /// # Errors
    /// It cannot be spelled as JSON.
    pub fn text(&self) -> serde_json::Result<String> {
        let head = Manifest {
            schema: self.schema,
            made_by: self.made_by.clone(),
            source: self.source.clone(),
            bom: self.bom,
            level: self.level,
            min_tokens: self.min_tokens,
            max_tokens: self.max_tokens,
            names: self.names.clone(),
            shards: Vec::new(),
            files: Vec::new(),
        };
        let json = serde_json::to_string_pretty(&head)?;
        let mut out = json
            .trim_end_matches("\"shards\": []\n}")
            .as_bytes()
            .to_vec();
        push_lines(&mut out, "shards", &self.shards)?;
        if !self.files.is_empty() {
            out.extend(b",\n  ");
            push_lines(&mut out, "files", &self.files)?;
        }
        out.extend(b"\n}\n");
        String::from_utf8(out).map_err(serde::ser::Error::custom)
    }

    /// The manifest for another program, on one line and with ranges.
    ///
    /// # Errors
    /// It cannot be spelled as JSON.
    pub fn with_ranges(&self) -> serde_json::Result<String> {
        let mut json = serde_json::to_value(self)?;
        let shards = json["shards"].as_array_mut().into_iter().flatten();
        for (shard, with) in shards.zip(&self.shards) {
            shard["ranges"] = serde_json::to_value(&with.ranges)?;
        }
        serde_json::to_string(&json)
    }
}

impl Shard {
    /// The sum of this entry.
    fn summed(&self) -> String {
        let entry = Shard {
            sum: String::new(),
            ..self.clone()
        };
        let json = serde_json::to_string(&entry).unwrap_or_default();
        let mut sum = hash(&json);
        sum.truncate(16);
        sum
    }

    /// The edit that hides the rule at the end of the section, if there is one. Nothing but
    /// generated text is behind it.
    pub(super) fn hidden_rule(&self) -> Option<usize> {
        let edits = self.edits.as_ref()?;
        let index = edits
            .iter()
            .rposition(|(_, _, original)| !original.is_empty())?;
        let (_, len, original) = &edits[index];
        let marks: String = original.split_whitespace().collect();
        let mark = marks.chars().next().filter(|mark| "-*_".contains(*mark))?;
        let is_rule = marks.len() >= 3 && marks.chars().all(|c| c == mark);
        (*len == 0 && is_rule).then_some(index)
    }

    /// Whether the entry has another sum than was written with it.
    fn is_changed(&self) -> bool {
        !self.sum.is_empty() && self.sum != self.summed()
    }
}

/// A list with an item a line.
fn push_lines<T: Serialize>(out: &mut Vec<u8>, key: &str, items: &[T]) -> serde_json::Result<()> {
    out.extend(format!("\"{key}\": [").as_bytes());
    for (index, item) in items.iter().enumerate() {
        let gap: &[u8] = if index == 0 { b"\n    " } else { b",\n    " };
        out.extend(gap);
        serde_json::to_writer(&mut *out, item)?;
    }
    out.extend(b"\n  ]");
    Ok(())
}

fn shard(split: &Split, files: &[File], page: usize, made_by: MadeBy) -> Shard {
    let noted = split.noted.as_ref();
    let file = &files[page];
    let planned = &split.document.plan.pages[page];
    let source = noted.map_or("", |noted| noted.source.as_str());
    let shown = |range: &Range<usize>| {
        let text = &source[range.clone()];
        if made_by == MadeBy::Context {
            lines::with_lf(text)
        } else {
            Cow::Borrowed(text)
        }
    };
    let mut slice = blake3::Hasher::new();
    for range in &planned.ranges {
        slice.update(shown(range).as_bytes());
    }
    let edits = || {
        let edit = |edit: &AppliedEdit| {
            let original = source[edit.original.clone()].to_string();
            (edit.at, edit.len, original)
        };
        file.recorded.iter().map(edit).collect()
    };
    let owners = &split.document.owners;
    let part = |(index, range): (usize, &Range<usize>)| {
        // The document's own page may begin behind a section.
        let begins = index == 0 && (page > 0 || range.start == 0);
        let before = range.start.checked_sub(1).filter(|_| !begins);
        Part {
            bytes: shown(range).len(),
            after: before.map(|at| files[owners.page(at)].name.clone()),
        }
    };
    let parts: Vec<Part> = planned.ranges.iter().enumerate().map(part).collect();
    let plain = parts.len() == 1 && parts[0].after.is_none();
    let mut entry = Shard {
        file: file.name.clone(),
        title: noted.map_or_else(String::new, |noted| noted.titles[page].clone()),
        path: noted.map_or_else(Vec::new, |noted| {
            let titles = heading_path(split, noted, page);
            titles.into_iter().map(ToString::to_string).collect()
        }),
        shift: planned.shift,
        id: noted.and_then(|noted| noted.ids[page].clone()),
        anchors: noted.map_or_else(Vec::new, |noted| noted.anchors[page].clone()),
        tokens: tokens(&file.text),
        bytes: file.text.len(),
        hash: hash(&file.text),
        source_hash: slice.finalize().to_hex().to_string(),
        parts: (!plain).then_some(parts),
        edits: (made_by == MadeBy::Shard).then(edits),
        lines: (made_by == MadeBy::Shard).then(|| lines::written(&file.text)),
        sum: String::new(),
        ranges: planned.ranges.iter().map(|r| [r.start, r.end]).collect(),
    };
    if made_by == MadeBy::Shard {
        entry.sum = entry.summed();
    }
    entry
}
