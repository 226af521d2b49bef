//! Problems as data: what is wrong, where, and what to do.
//!
//! A pass has one struct per problem and turns it into a [`Diagnostic`] in one file of
//! words. Nothing here renders or prints; levels are settled once, at the end.

pub mod lints;
pub mod problems;

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use crate::diagnostics::lints::Lint;
use crate::markdown::directive::ALLOW;
use crate::markdown::directive::Directive;
use crate::markdown::outline::{Block, BlockKind, Outline};
use crate::site::Site;
use crate::site::path::clean;
use crate::text::SourceId;
use crate::text::spans::Spans;

/// How much a lint matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not reported.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl Level {
    /// The word of the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }

    /// Reads the word of the configuration.
    pub fn parse(word: &str) -> Option<Level> {
        match word {
            "allow" => Some(Level::Allow),
            "warn" => Some(Level::Warn),
            "deny" => Some(Level::Deny),
            _ => None,
        }
    }
}

/// A place a person can look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// Bytes of a loaded text.
    Source {
        /// The text.
        source: SourceId,
        /// Byte range in it.
        range: Range<usize>,
    },
    /// A key of book.toml, from the outermost table.
    Config(Vec<String>),
    /// A file that was not loaded as a page, relative to the book root.
    File {
        /// The file.
        file: PathBuf,
        /// Byte range in it; `None` for the file as a whole.
        range: Option<Range<usize>>,
    },
}

impl Location {
    /// A file as a whole, relative to the book root.
    pub fn file(file: impl Into<PathBuf>) -> Location {
        Location::File {
            file: file.into(),
            range: None,
        }
    }
}

/// A change that mends a problem, and that a program may make without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The bytes to replace.
    pub place: Location,
    /// What stands there afterwards.
    pub with: String,
}

/// A place and what is to be seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub place: Location,
    /// A few words, or none.
    pub words: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The lint that found it.
    pub lint: &'static Lint,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where; the first is the primary place.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// The change that mends it, where there is exactly one.
    pub suggestion: Option<Suggestion>,
    /// The destination that the problem is about, as written.
    pub link: Option<String>,
    /// The path on the site that nothing has: the problem is gone if a later pass adds a
    /// page there.
    pub missing: Option<String>,
}

impl Diagnostic {
    /// A problem without a place yet.
    pub fn new(lint: &'static Lint, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            lint,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            suggestion: None,
            link: None,
            missing: None,
        }
    }

    /// Adds a place; the first one added is the primary place.
    pub fn at(mut self, place: Location, words: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            place,
            words: words.into(),
        });
        self
    }

    /// Puts a place before those that are there already, as the primary one.
    pub fn at_first(mut self, place: Location, words: impl Into<String>) -> Diagnostic {
        let words = words.into();
        self.labels.insert(0, Label { place, words });
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Says what change mends it.
    pub fn suggest(mut self, place: Location, with: impl Into<String>) -> Diagnostic {
        self.suggestion = Some(Suggestion {
            place,
            with: with.into(),
        });
        self
    }

    /// Says which destination it is about.
    pub fn about(mut self, link: impl Into<String>) -> Diagnostic {
        self.link = Some(link.into());
        self
    }
}

/// A bug of this program: what it made cannot be trusted, so nothing is written.
#[derive(Debug, thiserror::Error)]
#[error(
    "internal error in {document}: {what}; nothing was written. Please report this with the document"
)]
pub struct InternalError {
    /// The document that showed it.
    pub document: String,
    /// What does not hold.
    pub what: String,
}

/// Gives each problem its level: the lint's own, what the configuration says, and the
/// `allow` directives of the document. What those silence is dropped, and so are other
/// allowed problems, unless `keep_allowed` says that somebody may still raise them.
pub fn apply_levels(
    site: &Site,
    suppressions: &Suppressions,
    levels: &HashMap<String, Level>,
    diagnostics: Vec<Diagnostic>,
    keep_allowed: bool,
) -> Vec<(Level, Diagnostic)> {
    diagnostics
        .into_iter()
        .filter_map(|diagnostic| {
            let lint = diagnostic.lint;
            let level = levels.get(lint.name).copied().unwrap_or(lint.level);
            let is_allowed = level == Level::Allow && !keep_allowed;
            let silenced = is_allowed || suppressions.allows(site, &diagnostic);
            (!silenced).then_some((level, diagnostic))
        })
        .collect()
}

/// Where `allow` directives silence which lints.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// By source, then by lint.
    spans: HashMap<SourceId, HashMap<String, Spans>>,
}

impl Suppressions {
    /// Notes the `allow` directives of one source, once.
    pub fn add(&mut self, source: SourceId, outline: &Outline, len: usize) {
        let is_allow = |d: &&Directive| d.name == ALLOW.name && !d.nested;
        let mut allows = outline.directives.iter().filter(is_allow).peekable();
        if allows.peek().is_none() {
            return;
        }
        let blocks = outline.blocks.iter();
        let blocks: Vec<&Block> = blocks.filter(|b| b.kind != BlockKind::Anchors).collect();
        let top = blocks.first().map_or(len, |block| block.range.start);
        let mut spans: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for directive in allows {
            let next = blocks.partition_point(|b| b.range.start < directive.range.end);
            let span = match blocks.get(next) {
                _ if directive.range.start < top => 0..len.max(1),
                Some(block) => directive.range.start..block.range.end,
                None => directive.range.start..len,
            };
            for lint in &directive.words {
                spans.entry(lint).or_default().push(span.clone());
            }
        }
        let spans = spans.into_iter();
        let spans = spans.map(|(lint, spans)| (lint.to_string(), Spans::new(spans)));
        self.spans.insert(source, spans.collect());
    }

    fn allows(&self, site: &Site, diagnostic: &Diagnostic) -> bool {
        if self.spans.is_empty() {
            return false;
        }
        let spans = |source: &SourceId| self.spans.get(source)?.get(diagnostic.lint.name);
        match diagnostic.labels.first().map(|label| &label.place) {
            Some(Location::Source { source, range }) => {
                debug_assert!(*source < site.sources.len(), "places name loaded texts");
                spans(source).is_some_and(|spans| spans.contains(range.start))
            }
            // Offsets in a file mean nothing in the text that was made from it, so only a
            // directive for all of it counts.
            Some(Location::File { file, .. }) => {
                let is_file = |source: &&SourceId| {
                    let name = site.sources[**source].file.as_ref();
                    name.is_some_and(|name| clean(&site.src.join(name)) == clean(file))
                };
                let source = self.spans.keys().find(is_file);
                let spans = source.and_then(spans);
                spans.is_some_and(|spans| spans.contains(0))
            }
            _ => false,
        }
    }
}
