//! The facts of manifests: dependencies, runtimes and members, each with its location.
//!
//! Plain data, filled by the readers of manifests.

use std::fmt;
use std::ops::Range;

pub use crate::model::ecosystem::{Ecosystem, Target};

/// The purpose of a dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Needed to run.
    Normal,
    /// Needed to work on the project.
    Dev,
    /// Needed to build it.
    Build,
    /// Left to whoever uses the project.
    Peer,
    /// Used if it is installed, or on request.
    Optional,
    /// Needed by a dependency, and still named in the manifest.
    Indirect,
    /// A list of versions that others follow.
    Bom,
    /// Needed by a dependency only.
    Transitive,
}

impl Kind {
    /// All kinds.
    pub const ALL: &'static [Kind] = &[
        Kind::Normal,
        Kind::Dev,
        Kind::Build,
        Kind::Peer,
        Kind::Optional,
        Kind::Indirect,
        Kind::Bom,
        Kind::Transitive,
    ];

    /// Its name in directives and output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Normal => "normal",
            Kind::Dev => "dev",
            Kind::Build => "build",
            Kind::Peer => "peer",
            Kind::Optional => "optional",
            Kind::Indirect => "indirect",
            Kind::Bom => "bom",
            Kind::Transitive => "transitive",
        }
    }

    /// The kind of that name.
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == word)
    }
}

/// A byte range of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileRange {
    /// The file, relative to the repository root, with `/` between parts.
    pub file: String,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset after its last byte.
    pub end: usize,
}

impl FileRange {
    /// A byte range of a file.
    pub fn new(file: &str, range: Range<usize>) -> FileRange {
        FileRange {
            file: file.to_string(),
            start: range.start,
            end: range.end,
        }
    }

    /// The bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Where a dependency comes from, if not from a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A folder.
    Path,
    /// A member of the same workspace.
    Workspace,
    /// A repository.
    Git,
    /// An address.
    Url,
    /// A part of a tool chain, with no version of its own.
    Sdk,
}

/// A version that a lock file resolves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The version, as in the lock.
    pub version: String,
    /// When it is used, if the lock holds several: an environment marker.
    pub condition: Option<String>,
    /// Its location in the lock file.
    pub at: Option<FileRange>,
}

/// One dependency of one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Where the name means something.
    pub ecosystem: Ecosystem,
    /// Name of the package, as its ecosystem spells it.
    pub name: String,
    /// Its name in the manifest, if that differs.
    pub declared_as: Option<String>,
    /// The requirement of the manifest, as written.
    pub requirement: Option<String>,
    /// The versions in the lock file; several where it forks, none if unknown.
    pub resolved: Vec<Resolved>,
    /// The reason why no version is known, if it is not just a missing lock file.
    pub unknown: Option<&'static str>,
    /// Its purpose.
    pub kind: Kind,
    /// Name of the member that requires it.
    pub member: String,
    /// Its licence, if a file states it.
    pub license: Option<String>,
    /// Its description, if a file states it.
    pub description: Option<String>,
    /// Where it comes from, if not from a registry.
    pub source: Option<Source>,
    /// When it is used: a target, a marker, a condition.
    pub condition: Option<String>,
    /// The location of the requirement.
    pub at: FileRange,
}

impl Fact {
    /// A dependency of a member, with nothing but its location.
    pub fn new(ecosystem: Ecosystem, name: impl Into<String>, member: &str, at: FileRange) -> Fact {
        Fact {
            ecosystem,
            name: name.into(),
            declared_as: None,
            requirement: None,
            resolved: Vec::new(),
            unknown: None,
            kind: Kind::Normal,
            member: member.to_string(),
            license: None,
            description: None,
            source: None,
            condition: None,
            at,
        }
    }

    /// The same with a kind.
    pub(crate) fn kind(mut self, kind: Kind) -> Fact {
        self.kind = kind;
        self
    }

    /// The same with a requirement; an empty one is none.
    pub(crate) fn requires(mut self, requirement: Option<&str>) -> Fact {
        let requirement = requirement.map(str::trim).filter(|r| !r.is_empty());
        self.requirement = requirement.map(str::to_string);
        self
    }

    /// The same with what the manifest calls it, if that differs.
    pub(crate) fn called(mut self, name: &str) -> Fact {
        if name != self.name {
            self.declared_as = Some(name.to_string());
        }
        self
    }

    /// Adds a resolved version.
    pub(crate) fn resolve(&mut self, version: &str, at: Option<FileRange>) {
        self.resolved.push(Resolved {
            version: version.to_string(),
            condition: None,
            at,
        });
    }
}

/// The precedence of a file that states the version of a runtime, highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// A lock file.
    Lock,
    /// A file that pins it: `.nvmrc`, `rust-toolchain.toml`.
    Pin,
    /// A requirement of the project: `engines`, `requires-python`.
    Requirement,
    /// A version used in CI.
    Ci,
}

/// A version of an interpreter, compiler or tool, as one file names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Runtime {
    /// `node`, `python`, `rust` …
    pub name: String,
    /// The version or requirement, in the author's text.
    pub value: String,
    /// The precedence of the file.
    pub authority: Authority,
    /// Its location.
    pub at: FileRange,
}

impl Runtime {
    /// Whether the value is a minimum although it has no sign: `rust-version`, `go`.
    pub(crate) fn is_minimum(&self) -> bool {
        let states_minimum = matches!(self.name.as_str(), "rust" | "go" | "swift");
        states_minimum && self.authority == Authority::Requirement
    }
}

/// A part of the repository with a manifest of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Where its name means something.
    pub ecosystem: Ecosystem,
    /// Its name; the folder, if it has none.
    pub name: String,
    /// Its folder, relative to the repository root; empty for the root.
    pub path: String,
    /// Its version.
    pub version: Option<String>,
    /// Its licence.
    pub license: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Its manifest.
    pub at: FileRange,
}

/// A file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file, relative to the repository root.
    pub file: String,
    /// Only a part of the file is meant, such as a member that it names.
    pub part: bool,
    /// Why.
    pub why: String,
    /// Byte offset, if there is one.
    pub at: Option<usize>,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unreadable { file, why, .. } = self;
        if self.part {
            write!(f, "`{file}`: {why}, and cannot be read")
        } else {
            write!(f, "`{file}` cannot be read: {why}")
        }
    }
}

/// All facts of the manifests of a repository.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Dependencies, in the order of ecosystems and files.
    pub facts: Vec<Fact>,
    /// Runtimes; one name may have several values.
    pub runtimes: Vec<Runtime>,
    /// Members.
    pub members: Vec<Member>,
    /// Files that were read, in order.
    pub files: Vec<String>,
    /// Files that could not be used.
    pub unreadable: Vec<Unreadable>,
    /// Configured manifests that do not exist, as written.
    pub missing: Vec<String>,
}
