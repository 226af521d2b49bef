//! `manifest.json`: what a folder holds, from which parts of the document, and how to get back.
//!
//! One shard a line, so that a change of one section is a change of one line. Fields are added,
//! never changed. Nothing here reads or writes a file.

mod entry;
pub(crate) mod lines;
mod read;
mod write;

use archsite_core::markdown::mdx;
use archsite_core::markdown::outline::ParseOptions;
use archsite_shard::config::{Config, Names};
use archsite_shard::output::split::Split;
use serde::{Deserialize, Serialize};

pub use self::read::{ManifestError, is_file_name, read};
use crate::files::file::{File, MadeBy};

/// The version that this program writes, and the newest it reads.
const SCHEMA: u32 = 2;

/// What a folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    pub schema: u32,
    /// The command that wrote the folder: `shard` or `context`.
    pub made_by: String,
    /// The document, as a path from the folder.
    pub source: String,
    /// Where the document is while it is archived, as a path from the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<String>,
    /// BLAKE3 hash of the index that is in the place of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<String>,
    /// The document begins with a byte order mark.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bom: bool,
    /// A heading of this level starts a shard.
    pub level: u8,
    /// Smaller sections stay in their parent, in tokens.
    pub min_tokens: usize,
    /// Larger ones are split further, in tokens.
    pub max_tokens: usize,
    /// How shards are named: `title`, `bmad` or `numbered`.
    pub names: String,
    /// Names have ASCII characters only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ascii_names: bool,
    /// Sections below a section are in a folder of its name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub folders: bool,
    /// The shards in the order of the document, the index first.
    pub shards: Vec<Shard>,
    /// Other files of the folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Other>,
}

/// One file that shows a part of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Its name, a path from the folder if it is in a folder of the section above.
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
    /// bytes of the document that was there. Only `shard` writes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edits: Option<Vec<(usize, usize, String)>>,
    /// The lines of the file, so that it can be told which of them somebody changed: for each
    /// three characters of its hash and two of its length. Only `shard` writes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<String>,
    /// The file to edit, as a path from the folder, where that is not the document but one that it
    /// includes. Only `context` writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<String>,
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
    /// is before it in this list.
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
            .map(|page| entry::shard(split, files, page, made_by))
            .collect();
        Manifest {
            schema: SCHEMA,
            made_by: match made_by {
                MadeBy::Shard => "shard",
                MadeBy::Context => "context",
            }
            .to_string(),
            source: source.to_string(),
            archived: None,
            replaced: None,
            bom: false,
            level: split.document.plan.level,
            min_tokens: config.min_tokens,
            max_tokens: config.max_tokens,
            names: match config.names {
                Names::Title => "title",
                Names::Bmad => "bmad",
                Names::Numbered => "numbered",
            }
            .to_string(),
            ascii_names: config.ascii_names,
            folders: config.folders,
            shards,
            files: Vec::new(),
        }
    }

    /// The configuration that made the folder.
    pub fn config(&self) -> Config {
        Config {
            level: Some(self.level.clamp(1, 6)),
            min_tokens: self.min_tokens,
            max_tokens: self.max_tokens,
            names: match self.names.as_str() {
                "bmad" => Names::Bmad,
                "numbered" => Names::Numbered,
                _ => Names::Title,
            },
            ascii_names: self.ascii_names,
            folders: self.folders,
            ..Config::default()
        }
    }

    /// How the document and its files are read.
    pub fn parse_options(&self) -> ParseOptions {
        ParseOptions {
            components: mdx::is_mdx(&self.source),
            diagram_links: true,
            ..ParseOptions::default()
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
}
