//! The problems of splitting, and all their words.
//!
//! A struct holds the facts, its conversion the words; nothing is looked for here.

use std::ops::Range;

use archsite_core::diagnostics::lints::MISPLACED_DIRECTIVE;
use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::suggest::nearest;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::Heading;
use archsite_core::text::SourceId;

use crate::lints;

/// `split` or `no-split` that follows no heading.
pub(crate) struct MisplacedSplit<'a> {
    pub(crate) name: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<MisplacedSplit<'_>> for Diagnostic {
    fn from(problem: MisplacedSplit<'_>) -> Diagnostic {
        let MisplacedSplit {
            name,
            source,
            range,
        } = problem;
        Diagnostic::new(
            &MISPLACED_DIRECTIVE,
            format!("`{name}` is not directly below a heading"),
        )
        .at(Location::Source { source, range }, "has no effect here")
        .help("move it to the line below its heading")
    }
}

/// A page that is too large and cannot be split.
pub(crate) struct PageOverBudget<'a> {
    pub(crate) heading: &'a Heading,
    pub(crate) source: SourceId,
    pub(crate) tokens: usize,
    pub(crate) budget: usize,
}

impl From<PageOverBudget<'_>> for Diagnostic {
    fn from(problem: PageOverBudget<'_>) -> Diagnostic {
        let PageOverBudget {
            heading,
            source,
            tokens,
            budget,
        } = problem;
        Diagnostic::new(
            &lints::PAGE_OVER_BUDGET,
            format!(
                "the page of `{}` has about {tokens} tokens, more than max-tokens = {budget}",
                heading.title
            ),
        )
        .at(
            place(source, heading),
            "cannot be split further",
        )
        .help("add sub-headings, shorten the section, or raise max-tokens; min-tokens and `no-split` keep sections together")
    }
}

/// A pattern that matches no chapter.
pub(crate) struct DocumentNotFound<'a> {
    pub(crate) glob: &'a str,
    pub(crate) chapters: Vec<&'a str>,
}

impl From<DocumentNotFound<'_>> for Diagnostic {
    fn from(problem: DocumentNotFound<'_>) -> Diagnostic {
        let DocumentNotFound { glob, chapters } = problem;
        let help = match nearest(glob, chapters.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? Paths are relative to `src`"),
            None => match chapters.as_slice() {
                [] => "the book has no chapters; list the document in SUMMARY.md".to_string(),
                [only] => format!("the only chapter is `{only}`; list the document in SUMMARY.md"),
                many => format!(
                    "list the document in SUMMARY.md; its chapters are {}",
                    sentence::list_first(many, 6)
                ),
            },
        };
        Diagnostic::new(
            &lints::DOCUMENT_NOT_FOUND,
            format!("`{glob}` in `documents` matches no chapter of the book"),
        )
        .at(config("documents"), "")
        .help(help)
    }
}

/// A document with nothing to split.
pub(crate) struct NothingToSplit {
    pub(crate) source: SourceId,
    pub(crate) level: u8,
    /// There are such headings, but their sections are all kept in the page.
    pub(crate) all_kept: bool,
}

impl From<NothingToSplit> for Diagnostic {
    fn from(problem: NothingToSplit) -> Diagnostic {
        let NothingToSplit {
            source,
            level,
            all_kept,
        } = problem;
        let (message, help) = if all_kept {
            (
                "no section of this document gets a page of its own".to_string(),
                "lower min-tokens, or remove the document from `documents`",
            )
        } else {
            (
                format!("this document has no heading of level {level} to split at"),
                "set `level` to the level of its sections, or remove it from `documents`",
            )
        };
        Diagnostic::new(&lints::NOTHING_TO_SPLIT, message)
            .at(
                Location::Source {
                    source,
                    range: 0..0,
                },
                "the page is not changed",
            )
            .help(help)
    }
}

/// Two pages for one path.
pub(crate) struct NameCollision<'a> {
    pub(crate) path: &'a str,
    pub(crate) heading: &'a Heading,
    pub(crate) source: SourceId,
    pub(crate) other: Other,
}

/// What already has the path.
pub(crate) enum Other {
    /// A chapter that was loaded.
    Chapter(SourceId),
    /// A section of another document.
    Section(SourceId, Range<usize>),
    /// A file in `src`, relative to the book root.
    File(std::path::PathBuf),
    /// A key of `[output.html.redirect]`.
    Redirect(String),
}

impl From<NameCollision<'_>> for Diagnostic {
    fn from(problem: NameCollision<'_>) -> Diagnostic {
        let NameCollision {
            path,
            heading,
            source,
            other,
        } = problem;
        let (owner, place, words) = match other {
            Other::Chapter(source) => (
                "a chapter of the book",
                Location::Source {
                    source,
                    range: 0..0,
                },
                "this chapter has this path",
            ),
            Other::Section(source, range) => (
                "a section of another document",
                Location::Source { source, range },
                "this section gets the same path",
            ),
            Other::Redirect(key) => (
                "a redirect of the site",
                Location::Config(
                    ["output", "html", "redirect", &key]
                        .map(ToString::to_string)
                        .to_vec(),
                ),
                "this redirect has this path",
            ),
            Other::File(file) => (
                "a file that mdBook copies into the site",
                Location::file(file),
                "this file has this path",
            ),
        };
        Diagnostic::new(
            &lints::NAME_COLLISION,
            format!(
                "the section `{}` would overwrite {owner} at `{path}`",
                heading.title
            ),
        )
        .at(
            self::place(source, heading),
            "this section would get this path",
        )
        .at(place, words)
        .help("give the section another name with `{#name}` after its title, or move the other one")
    }
}

/// The first chapter of the book is a document in a folder.
pub(crate) struct MisplacedPage<'a> {
    pub(crate) source: SourceId,
    pub(crate) path: &'a str,
}

impl From<MisplacedPage<'_>> for Diagnostic {
    fn from(problem: MisplacedPage<'_>) -> Diagnostic {
        let MisplacedPage { source, path } = problem;
        Diagnostic::new(
            &lints::MISPLACED_PAGE,
            format!("`{path}` is the first chapter and is in a folder, so it cannot be split"),
        )
        .at(
            Location::Source {
                source,
                range: 0..0,
            },
            "mdBook copies this page to the top of the site, where its links are broken",
        )
        .help("put another chapter first in SUMMARY.md, or move the document to the top of `src`")
    }
}

/// File names that no section gives.
pub(crate) struct ContractNamesMissing<'a> {
    pub(crate) source: SourceId,
    pub(crate) names: Vec<String>,
    /// Headings that could serve a name.
    pub(crate) candidates: Vec<(String, &'a Heading)>,
}

impl From<ContractNamesMissing<'_>> for Diagnostic {
    fn from(problem: ContractNamesMissing<'_>) -> Diagnostic {
        let ContractNamesMissing {
            source,
            names,
            candidates,
        } = problem;
        let files: Vec<String> = names.iter().map(|name| format!("`{name}.md`")).collect();
        let help = if candidates.is_empty() {
            "rename the sections that have this content, or allow the lint here"
        } else {
            "rename the sections shown, and write `<!-- archsite: split -->` below those that \
             are too deep to get a page, or allow the lint here"
        };
        let missing = Diagnostic::new(
            &lints::CONTRACT_NAME_MISSING,
            format!("no section becomes {}", files.join(", ")),
        )
        .at(
            Location::Source {
                source,
                range: 0..0,
            },
            "agents look for these files",
        )
        .help(help);
        candidates
            .into_iter()
            .fold(missing, |missing, (name, heading)| {
                missing.at(
                    self::place(source, heading),
                    format!("could be `{name}.md`"),
                )
            })
    }
}

fn place(source: SourceId, heading: &Heading) -> Location {
    let range = heading.range.start..heading.content_end;
    Location::Source { source, range }
}

fn config(key: &str) -> Location {
    let path = ["preprocessor", "archsite", "shard", key];
    Location::Config(path.iter().map(ToString::to_string).collect())
}
