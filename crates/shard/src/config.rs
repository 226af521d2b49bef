//! The table `[preprocessor.archsite.shard]`, validated.
//!
//! Reads nothing but the table it is given; the passes see only what is valid.

use archsite_core::config::pattern::Pattern;
use archsite_core::config::{Key, Kind, Table};

/// The keys of the table.
pub const KEYS: &[Key] = &[
    Key::new(
        "documents",
        Kind::Texts,
        "[]",
        "Patterns for the documents to split, relative to `src`",
    ),
    Key::new(
        "level",
        Kind::NumberOr(1, 6, "auto"),
        "2",
        "A heading of this level or a higher one starts a section; `\"auto\"` finds the level of each document",
    ),
    Key::new(
        "min-tokens",
        Kind::Number(0, u64::MAX),
        "0",
        "Smaller sections stay in the page of their parent; 0 for no limit",
    ),
    Key::new(
        "max-tokens",
        Kind::Number(0, u64::MAX),
        "0",
        "Larger pages are split one level deeper; 0 for no limit",
    ),
    Key::new(
        "names",
        Kind::Word(&["title", "bmad", "numbered"]),
        "\"title\"",
        "How the pages of sections are named; in a BMAD project the default is `\"bmad\"`",
    ),
    Key::new(
        "ascii-names",
        Kind::Flag,
        "false",
        "Names of pages have ASCII characters only; other scripts are transliterated",
    ),
    Key::new(
        "folders",
        Kind::Flag,
        "false",
        "Files for agents: sections below a section are in a folder of its name",
    ),
    Key::new(
        "section-list",
        Kind::Word(&["described", "titles"]),
        "\"described\"",
        "What the list of sections on the page of the document contains",
    ),
];

/// The level at which documents are split if nothing else is configured.
pub const DEFAULT_LEVEL: u8 = 2;

/// How pages of sections are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// After their titles: `tech-stack.md`.
    #[default]
    Title,
    /// The names that readers of shards expect, where a section fits one.
    Bmad,
    /// With their place in the document in front: `03-tech-stack.md`.
    Numbered,
}

/// What the list of sections on a parent page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SectionList {
    /// Titles with a one-line description each.
    #[default]
    Described,
    /// Titles only.
    Titles,
}

/// What to split, and how.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which documents to split.
    pub documents: Vec<Pattern>,
    /// A heading of this level or a higher one starts a section; none for the level that fits
    /// each document.
    pub level: Option<u8>,
    /// Sections of fewer tokens stay in their parent; 0 for none.
    pub min_tokens: usize,
    /// Pages of more tokens are split one level deeper; 0 for none.
    pub max_tokens: usize,
    /// How pages are named.
    pub names: Names,
    /// Names have ASCII characters only.
    pub ascii_names: bool,
    /// On disk, the sections below a section are in a folder of its name.
    pub folders: bool,
    /// What the list of sections says.
    pub section_list: SectionList,
    /// Names that agents of the project read before all else, besides those that all such
    /// projects have.
    pub expected: Vec<String>,
    /// The names that all such projects have are expected too.
    pub expects_usual: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            documents: Vec::new(),
            level: Some(DEFAULT_LEVEL),
            min_tokens: 0,
            max_tokens: 0,
            names: Names::default(),
            ascii_names: false,
            folders: false,
            section_list: SectionList::default(),
            expected: Vec::new(),
            expects_usual: true,
        }
    }
}

impl Config {
    /// Reads the table. Problems stay in it, for whoever closes it.
    pub fn read(table: &mut Table<'_>) -> Config {
        let globs = table.texts("documents").unwrap_or_default();
        let mut documents = Vec::new();
        for glob in globs {
            match Pattern::new(glob) {
                Ok(pattern) => documents.push(pattern),
                Err(error) => table.reject("documents", error.about(glob)),
            }
        }
        let tokens = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Config {
            documents,
            level: table.number_or_word("level").map(|level| level as u8),
            min_tokens: tokens(table.number("min-tokens")),
            max_tokens: tokens(table.number("max-tokens")),
            names: match table.word("names") {
                "bmad" => Names::Bmad,
                "numbered" => Names::Numbered,
                _ => Names::Title,
            },
            ascii_names: table.boolean("ascii-names"),
            folders: table.boolean("folders"),
            section_list: match table.word("section-list") {
                "titles" => SectionList::Titles,
                _ => SectionList::Described,
            },
            expected: Vec::new(),
            expects_usual: true,
        }
    }
}
