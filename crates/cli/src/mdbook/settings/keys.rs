//! The keys of `[preprocessor.archsite]`, and those of its tables that belong to no pass.

use archsite_core::config::{Key, Kind};

/// mdBook's own keys of a preprocessor.
pub(crate) const MDBOOK: &[Key] = &[
    Key::new("command", Kind::Foreign, "", "The command that mdBook runs"),
    Key::new(
        "before",
        Kind::Foreign,
        "",
        "Preprocessors that run after this one",
    ),
    Key::new(
        "after",
        Kind::Foreign,
        "",
        "Preprocessors that run before this one; set it to `[\"links\", \"index\"]`",
    ),
    Key::new(
        "optional",
        Kind::Foreign,
        "",
        "Whether a missing command is only a warning",
    ),
    Key::new(
        "renderers",
        Kind::Foreign,
        "",
        "The renderers that the preprocessor runs for",
    ),
];

/// Keys that also hold where the link check runs alone.
pub(crate) const SHARED: &[Key] = &[
    Key::new(
        "baseline",
        Kind::Text,
        "",
        "File of known problems, which are not reported, relative to the folder of `book.toml`; by default \
         `archsite-baseline.json`, if there is one",
    ),
    Key::new(
        "fail-on",
        Kind::Word(&["error", "warning", "never"]),
        "\"error\"",
        "Which problems fail the build; under `mdbook serve` the default is `\"never\"`",
    ),
    Key::new(
        "root",
        Kind::Text,
        "",
        "Root of the repository, relative to the folder of `book.toml`; by default the nearest folder \
         upward with `.git`",
    ),
];

/// Switches and tables of the passes.
pub(crate) const PASSES: &[Key] = &[
    Key::new("links", Kind::Flag, "true", "Whether links are checked"),
    Key::new(
        "shard",
        Kind::Table(archsite_shard::config::KEYS),
        "",
        "Which documents are split, and how",
    ),
    Key::new(
        "adr",
        Kind::Table(archsite_adr::config::KEYS),
        "",
        "Where decision records are, and how they are read",
    ),
    Key::new(
        "tech-stack",
        Kind::Table(archsite_tech_stack::config::KEYS),
        "",
        "Which manifests are read, and what names of technologies mean",
    ),
    Key::new(
        "drift",
        Kind::Table(archsite_drift::config::KEYS),
        "",
        "Which documents are compared with the repository; they are if the table is there",
    ),
    Key::new(
        "diagrams",
        Kind::Table(archsite_diagrams::config::KEYS),
        "",
        "Which diagrams are shown as pictures",
    ),
    Key::new(
        "context",
        Kind::Table(CONTEXT),
        "",
        "Files for coding agents",
    ),
];

/// Levels of lints; read last.
pub(crate) const LEVELS: &[Key] = &[
    Key::new(
        "lint-overrides",
        Kind::Tables(OVERRIDE),
        "",
        "Levels of lints for some files or destinations; if several match, the last one applies",
    ),
    Key::new(
        "lints",
        Kind::Entries,
        "",
        "The level of a lint, by its name: `\"allow\"`, `\"warn\"` or `\"deny\"`",
    ),
];

/// The keys of `context`.
const CONTEXT: &[Key] = &[
    Key::new(
        "dir",
        Kind::Text,
        "",
        "Folder for the files, relative to the folder of `book.toml`; by default they are beside each \
         document",
    ),
    Key::new(
        "llms-txt",
        Kind::Flag,
        "false",
        "Write `llms.txt`, for the repository and at the top of the site",
    ),
    Key::new(
        "llms-full",
        Kind::Flag,
        "false",
        "Write `llms-full.txt`, for the repository and at the top of the site",
    ),
    Key::new(
        "agents-md",
        Kind::Flag,
        "false",
        "Keep a list of the files for agents in `AGENTS.md` and `CLAUDE.md` of the repository",
    ),
    Key::new(
        "pages",
        Kind::Flag,
        "false",
        "The site that `build` makes has each page as Markdown too, beside its HTML",
    ),
];

/// The keys of one of the `lint-overrides`.
pub(crate) const OVERRIDE: &[Key] = &[
    Key::new(
        "files",
        Kind::Texts,
        "[]",
        "Patterns for files, relative to the folder of `book.toml`; empty for all",
    ),
    Key::new(
        "links",
        Kind::Texts,
        "[]",
        "Patterns for destinations as written; empty for all",
    ),
    Key::new("lints", Kind::Texts, "[]", "Names of lints; empty for all"),
    Key::new(
        "level",
        Kind::Word(&["allow", "warn", "deny"]),
        "",
        "The level; required",
    ),
];
