//! The problems of the pass, and all their words.
//!
//! A struct holds the facts, its conversion the words; nothing is looked for here.

use std::ops::Range;
use std::path::Path;

use archsite_core::diagnostics::lints::{BAD_OPTION, Lint};
use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::text::SourceId;

use crate::compare::drift::Verdict;
use crate::document::names::Target;
use crate::lints;
use crate::manifests::files::is_pattern;
use crate::model::facts::{Ecosystem, FileRange, Unreadable};

/// A place in a manifest.
fn manifest(root: &Path, mark: &FileRange) -> Location {
    Location::File {
        file: root.join(&mark.file),
        range: Some(mark.range()),
    }
}

/// A file that cannot be used.
pub(crate) struct ManifestUnreadable<'a> {
    pub(crate) root: &'a Path,
    pub(crate) file: &'a Unreadable,
}

impl From<ManifestUnreadable<'_>> for Diagnostic {
    fn from(problem: ManifestUnreadable<'_>) -> Diagnostic {
        let Unreadable { file, part, at, .. } = problem.file;
        let at = at.unwrap_or(0);
        let help = if *part {
            "it is ignored; the rest of the file was read"
        } else {
            "it is ignored; the other manifests were read"
        };
        Diagnostic::new(&lints::MANIFEST_UNREADABLE, problem.file.to_string())
            .at(manifest(problem.root, &FileRange::new(file, at..at)), "")
            .help(help)
    }
}

/// A manifest that somebody named and that is not there.
pub(crate) struct ManifestNotFound<'a> {
    /// Its path or pattern, relative to the repository root.
    pub(crate) pattern: &'a str,
    /// Where it is named.
    pub(crate) place: Location,
}

impl From<ManifestNotFound<'_>> for Diagnostic {
    fn from(problem: ManifestNotFound<'_>) -> Diagnostic {
        let ManifestNotFound { pattern, place } = problem;
        let message = if is_pattern(pattern) {
            format!("the pattern `{pattern}` of `manifests` matches no file")
        } else {
            format!("the manifest `{pattern}` is not a file in the repository")
        };
        let help = match place {
            Location::Config(_) => {
                "correct the path, which is relative to the root of the \
                                    repository"
            }
            _ => "correct the path, which is relative to the document",
        };
        Diagnostic::new(&lints::MANIFEST_NOT_FOUND, message)
            .at(place, "")
            .help(help)
    }
}

/// A claim that is not what the manifests say.
pub(crate) struct Drift<'a> {
    pub(crate) root: &'a Path,
    pub(crate) verdict: Verdict,
    /// The claim stands below a directive.
    pub(crate) marked: bool,
    pub(crate) technology: &'a str,
    pub(crate) target: &'a Target,
    pub(crate) claim: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
    /// What is used, and where that is stated.
    pub(crate) display: &'a str,
    pub(crate) at: &'a FileRange,
    /// Where the manifest asks for it, if a lock states the version.
    pub(crate) required_at: Option<&'a FileRange>,
    pub(crate) member: &'a str,
    /// The claim as it would be true.
    pub(crate) suggestion: Option<&'a str>,
    /// Manifests that were read.
    pub(crate) files: &'a [String],
}

impl From<Drift<'_>> for Diagnostic {
    fn from(problem: Drift<'_>) -> Diagnostic {
        let Drift {
            technology,
            target,
            claim,
            display,
            member,
            ..
        } = &problem;
        let file = &problem.at.file;
        let (lint, message): (&'static Lint, String) = match problem.verdict {
            Verdict::Stale if target.ecosystem == Ecosystem::Runtime => (
                &lints::VERSION_STALE,
                format!("{technology} is documented as {claim}, but `{file}` now has {display}"),
            ),
            Verdict::Stale => (
                &lints::VERSION_STALE,
                format!(
                    "{technology} is documented as {claim}, but the lock file now has \
                         {display}"
                ),
            ),
            Verdict::MajorAhead => (
                &lints::VERSION_MAJOR_BEHIND,
                format!("{technology} is documented as {claim}, but the project uses {display}"),
            ),
            Verdict::Mixed => (
                &lints::VERSION_MIXED,
                format!("{technology} is documented as {claim}, but `{member}` uses {display}"),
            ),
            _ if problem.marked => (
                &lints::VERSION_CONTRADICTS,
                format!("{technology} is documented as {claim}, but `{file}` has {display}"),
            ),
            _ => (
                &lints::VERSION_CONTRADICTS_UNMARKED,
                format!("{technology} is documented as {claim}, but `{file}` has {display}"),
            ),
        };
        let place = Location::Source {
            source: problem.source,
            range: problem.range.clone(),
        };
        let mut diagnostic = Diagnostic::new(lint, message)
            .at(place.clone(), format!("documented as {claim}"))
            .at(
                manifest(problem.root, problem.at),
                format!("`{target}` is {display} here"),
            );
        if let Some(at) = problem.required_at {
            diagnostic = diagnostic.at(manifest(problem.root, at), "required here");
        }
        // A claim in several pieces of text is the author's to fix.
        // Where nobody required for a check, no machine may change what is written.
        if let Some(suggestion) = problem.suggestion
            && problem.marked
            && problem.range.len() == claim.len()
        {
            diagnostic = diagnostic.suggest(place, suggestion);
        }
        let read = read(problem.files);
        let help = match problem.suggestion {
            Some(suggestion) => format!("write `{suggestion}`; {read}"),
            None => read,
        };
        diagnostic.help(help)
    }
}

/// A technology that no manifest names.
pub(crate) struct TechnologyAbsent<'a> {
    pub(crate) technology: &'a str,
    pub(crate) targets: &'a [Target],
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<TechnologyAbsent<'_>> for Diagnostic {
    fn from(problem: TechnologyAbsent<'_>) -> Diagnostic {
        let message = format!("no manifest names {}", problem.technology);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::TECHNOLOGY_ABSENT, message)
            .at(place, "")
            .help(format!("its package would be {}", listed(problem.targets)))
    }
}

/// A name of several packages.
pub(crate) struct TechnologyAmbiguous<'a> {
    pub(crate) technology: &'a str,
    pub(crate) targets: &'a [Target],
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<TechnologyAmbiguous<'_>> for Diagnostic {
    fn from(problem: TechnologyAmbiguous<'_>) -> Diagnostic {
        let message = format!("{} could be one of several packages", problem.technology);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::TECHNOLOGY_AMBIGUOUS, message)
            .at(place, listed(problem.targets))
            .help("name the package with a comment such as `<!-- npm:redis -->`, or in `aliases`")
    }
}

/// A name that nothing has.
pub(crate) struct TechnologyUnknown<'a> {
    pub(crate) technology: &'a str,
    pub(crate) near: Option<&'a str>,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<TechnologyUnknown<'_>> for Diagnostic {
    fn from(problem: TechnologyUnknown<'_>) -> Diagnostic {
        let message = format!(
            "{} is neither a known technology nor a package",
            problem.technology
        );
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let help = match problem.near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name its package in `aliases`, or with a comment such as `<!-- npm:react -->`"
                .to_string(),
        };
        Diagnostic::new(&lints::TECHNOLOGY_UNKNOWN, message)
            .at(place, "")
            .help(help)
    }
}

/// Direct dependencies that no table names.
pub(crate) struct Undocumented<'a> {
    pub(crate) root: &'a Path,
    pub(crate) target: &'a Target,
    pub(crate) at: &'a FileRange,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<Undocumented<'_>> for Diagnostic {
    fn from(problem: Undocumented<'_>) -> Diagnostic {
        let message = format!("`{}` is not in a table of technologies", problem.target);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::DEPENDENCY_UNDOCUMENTED, message)
            .at(place, "no table names it")
            .at(manifest(problem.root, problem.at), "required here")
    }
}

/// A cell that is filled in the book and open in the author's file.
pub(crate) struct VersionOpen<'a> {
    pub(crate) technology: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
    /// The cell as it is filled.
    pub(crate) version: &'a str,
}

impl From<VersionOpen<'_>> for Diagnostic {
    fn from(problem: VersionOpen<'_>) -> Diagnostic {
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let version = problem.version.trim();
        Diagnostic::new(
            &lints::VERSION_OPEN,
            format!(
                "the version of {} is not filled in here",
                problem.technology
            ),
        )
        .at(place.clone(), format!("the book shows {version}"))
        .help("`mdbook-archsite tech-stack --write` writes it into the file")
        .suggest(place, problem.version)
    }
}

/// `{{#version}}` without an answer.
pub(crate) struct VersionUnknown<'a> {
    pub(crate) package: &'a str,
    pub(crate) help: String,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<VersionUnknown<'_>> for Diagnostic {
    fn from(problem: VersionUnknown<'_>) -> Diagnostic {
        let message = format!("the version of `{}` is unknown", problem.package);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::VERSION_UNKNOWN, message)
            .at(place, "")
            .help(problem.help)
    }
}

/// An option of a directive that does not exist, or a value that is none.
pub(crate) struct BadOption {
    pub(crate) message: String,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<BadOption> for Diagnostic {
    fn from(problem: BadOption) -> Diagnostic {
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&BAD_OPTION, problem.message).at(place, "")
    }
}

/// The files that were read, as far as they fit a line.
fn read(files: &[String]) -> String {
    const LISTED: usize = 8;
    format!("files read: {}", sentence::list_first(files, LISTED))
}

fn listed(targets: &[Target]) -> String {
    let words: Vec<String> = targets
        .iter()
        .take(3)
        .map(|target| format!("`{target}`"))
        .collect();
    words.join(" or ")
}
