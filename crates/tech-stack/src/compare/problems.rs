//! The messages of the pass: a struct has the facts, its conversion the text.

use std::ops::Range;
use std::path::Path;

use archsite_core::diagnostics::lints::{BAD_OPTION, Lint};
use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::text::SourceId;

use crate::compare::actual::ActualVersion;
use crate::compare::drift::Verdict;
use crate::document::names::Target;
use crate::lints;
use crate::manifests::files::is_pattern;
use crate::model::facts::{Ecosystem, FileRange, Unreadable};

/// A location in a manifest.
fn manifest(root: &Path, at: &FileRange) -> Location {
    Location::File {
        file: root.join(&at.file),
        range: Some(at.range()),
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

/// A configured manifest that does not exist.
pub(crate) struct ManifestNotFound<'a> {
    /// Its path or pattern, relative to the repository root.
    pub(crate) pattern: &'a str,
    /// The location of its name.
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

/// A documented version that the manifests do not have.
pub(crate) struct Drift<'a> {
    pub(crate) root: &'a Path,
    pub(crate) verdict: Verdict,
    /// The check was requested, by a directive or by naming the file.
    pub(crate) is_requested: bool,
    pub(crate) technology: &'a str,
    pub(crate) target: &'a Target,
    /// The documented version, as written, and its byte range.
    pub(crate) documented: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
    pub(crate) actual: &'a ActualVersion,
    /// The version as it would be true.
    pub(crate) suggestion: Option<&'a str>,
    /// The reason why there is no suggestion, where there is none.
    pub(crate) uncertain: &'a str,
    /// The edit that makes it true.
    pub(crate) fix: Option<(Range<usize>, String)>,
    /// Manifests that were read.
    pub(crate) files: &'a [String],
}

impl Drift<'_> {
    fn lint(&self) -> &'static Lint {
        match self.verdict {
            Verdict::Stale | Verdict::OtherRange => &lints::VERSION_STALE,
            Verdict::RepeatsRequirement => &lints::VERSION_REPEATS_REQUIREMENT,
            Verdict::MajorAhead => &lints::VERSION_MAJOR_BEHIND,
            Verdict::Mixed => &lints::VERSION_MIXED,
            Verdict::FloorTooLow => &lints::VERSION_FLOOR_TOO_LOW,
            _ if self.is_requested => &lints::VERSION_CONTRADICTS,
            _ => &lints::VERSION_CONTRADICTS_UNMARKED,
        }
    }

    fn message(&self) -> String {
        let ActualVersion {
            display,
            at,
            member,
            ..
        } = self.actual;
        let is_runtime = self.target.ecosystem == Ecosystem::Runtime;
        let required = self.actual.requirement.as_deref().unwrap_or(display);
        let but = match self.verdict {
            Verdict::Stale | Verdict::RepeatsRequirement if !is_runtime => {
                format!("the lock file now has {display}")
            }
            Verdict::Stale => format!("`{}` now has {display}", at.file),
            Verdict::MajorAhead => format!("the project uses {display}"),
            Verdict::Mixed => format!("`{member}` uses {display}"),
            Verdict::FloorTooLow => format!("`{}` requires {display}", at.file),
            Verdict::OtherRange => format!("`{member}` requires {required}"),
            _ => format!("`{}` has {display}", at.file),
        };
        let (technology, documented) = (self.technology, self.documented);
        format!("{technology} is documented as {documented}, but {but}")
    }
}

impl From<Drift<'_>> for Diagnostic {
    fn from(problem: Drift<'_>) -> Diagnostic {
        let place = |range: &Range<usize>| Location::Source {
            source: problem.source,
            range: range.clone(),
        };
        let Drift {
            root,
            target,
            documented,
            actual,
            ..
        } = &problem;
        let mut diagnostic = Diagnostic::new(problem.lint(), problem.message())
            .at(place(&problem.range), format!("documented as {documented}"))
            .at(
                manifest(root, &actual.at),
                format!("`{target}` is {} here", actual.display),
            );
        if let Some(at) = &actual.required_at {
            diagnostic = diagnostic.at(manifest(root, at), "required here");
        }
        // Without a request, no file is changed.
        if let Some((range, with)) = &problem.fix
            && problem.is_requested
        {
            diagnostic = diagnostic.suggest(place(range), with);
        }
        let read = read(problem.files);
        let help = match problem.suggestion {
            Some(suggestion) => format!("write `{suggestion}`; {read}"),
            None => format!("{}; {read}", problem.uncertain),
        };
        diagnostic.help(help)
    }
}

/// A version between two comments that is not the one of the manifests.
pub(crate) struct Outdated<'a> {
    pub(crate) root: &'a Path,
    /// The package, as the directive names it.
    pub(crate) package: &'a str,
    pub(crate) written: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
    /// The version of the manifests, and its location if it is not the repository's own.
    pub(crate) version: &'a str,
    pub(crate) at: Option<FileRange>,
    /// The version as text of the document.
    pub(crate) with: &'a str,
}

impl From<Outdated<'_>> for Diagnostic {
    fn from(problem: Outdated<'_>) -> Diagnostic {
        let Outdated {
            package,
            written,
            version,
            ..
        } = problem;
        let message = match &problem.at {
            Some(at) => format!(
                "{package} is documented as {written}, but `{}` has {version}",
                at.file
            ),
            None => format!("{package} is documented as {written}, but its version is {version}"),
        };
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let mut diagnostic = Diagnostic::new(&lints::VERSION_CONTRADICTS, message)
            .at(place.clone(), format!("documented as {written}"));
        if let Some(at) = &problem.at {
            diagnostic = diagnostic.at(
                manifest(problem.root, at),
                format!("{package} is {version} here"),
            );
        }
        diagnostic.suggest(place, problem.with).help(format!(
            "write `{}`; `mdbook-archsite tech-stack --write` does",
            problem.with
        ))
    }
}

/// The reason why a directive has no versions.
pub(crate) enum Without<'a> {
    /// The table below it has no column of versions; these are its headers.
    Column(&'a [&'a str]),
    /// The list below it has no item with a version.
    Item,
    /// No comment ends the version.
    End,
}

/// A directive in which no version can be found.
pub(crate) struct NoVersions<'a> {
    pub(crate) without: Without<'a>,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<NoVersions<'_>> for Diagnostic {
    fn from(problem: NoVersions<'_>) -> Diagnostic {
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let (message, help) = match problem.without {
            Without::Column(headers) => (
                format!(
                    "the table has no column of versions; its headers are {}",
                    headers.join(", ")
                ),
                "name the header of the column in `version-headers`, or add a column `Version`",
            ),
            Without::Item => (
                "the list names no technology with a version".to_string(),
                "write items such as `React 19`, or remove the directive",
            ),
            Without::End => (
                "no comment ends the version".to_string(),
                "write `<!-- /archsite -->` after the version, in the same line",
            ),
        };
        Diagnostic::new(&lints::VERSIONS_NOT_FOUND, message)
            .at(place, "")
            .help(help)
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

/// A name that is neither a technology nor a package.
pub(crate) struct TechnologyUnknown<'a> {
    pub(crate) technology: &'a str,
    pub(crate) suggestion: Option<&'a str>,
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
        let help = match problem.suggestion {
            Some(name) => format!("did you mean `{name}`?"),
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

/// `{{#version}}` of a package without a known version.
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

/// An option of a directive that does not exist, or a value that it does not take.
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
