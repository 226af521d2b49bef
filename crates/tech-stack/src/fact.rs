//! What manifests say: dependencies, runtimes and members, each with its place.
//!
//! Plain data. It is filled by the readers of manifests and may not be judged here.

use std::fmt;
use std::ops::Range;

/// Where a name means something: a name of one ecosystem says nothing about another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ecosystem {
    /// Rust crates.
    Cargo,
    /// JavaScript packages, whatever manages them.
    Npm,
    /// Python distributions.
    PyPi,
    /// Go modules.
    Go,
    /// Artifacts of Maven and Gradle: `group:artifact`.
    Maven,
    /// Plugins of Gradle.
    GradlePlugin,
    /// .NET packages.
    NuGet,
    /// PHP packages.
    Composer,
    /// Ruby gems.
    RubyGems,
    /// Elixir and Erlang packages.
    Hex,
    /// Dart and Flutter packages.
    Pub,
    /// Container images.
    Docker,
    /// Terraform providers.
    Terraform,
    /// GitHub Actions.
    Actions,
    /// Interpreters, compilers and tools that run the rest.
    Runtime,
    /// Anything a list of materials names that is none of these.
    Generic,
}

impl Ecosystem {
    /// All ecosystems, in the order in which they are read.
    pub const ALL: &'static [Ecosystem] = &[
        Ecosystem::Cargo,
        Ecosystem::Npm,
        Ecosystem::PyPi,
        Ecosystem::Go,
        Ecosystem::Maven,
        Ecosystem::GradlePlugin,
        Ecosystem::NuGet,
        Ecosystem::Composer,
        Ecosystem::RubyGems,
        Ecosystem::Hex,
        Ecosystem::Pub,
        Ecosystem::Docker,
        Ecosystem::Terraform,
        Ecosystem::Actions,
        Ecosystem::Runtime,
        Ecosystem::Generic,
    ];

    /// Its name in aliases, directives and output.
    pub fn word(self) -> &'static str {
        match self {
            Ecosystem::Cargo => "cargo",
            Ecosystem::Npm => "npm",
            Ecosystem::PyPi => "pypi",
            Ecosystem::Go => "go",
            Ecosystem::Maven => "maven",
            Ecosystem::GradlePlugin => "gradle-plugin",
            Ecosystem::NuGet => "nuget",
            Ecosystem::Composer => "composer",
            Ecosystem::RubyGems => "rubygems",
            Ecosystem::Hex => "hex",
            Ecosystem::Pub => "pub",
            Ecosystem::Docker => "docker",
            Ecosystem::Terraform => "terraform",
            Ecosystem::Actions => "actions",
            Ecosystem::Runtime => "runtime",
            Ecosystem::Generic => "generic",
        }
    }

    /// The ecosystem of that name.
    pub fn parse(word: &str) -> Option<Ecosystem> {
        Ecosystem::ALL.iter().copied().find(|e| e.word() == word)
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a dependency is for.
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
    /// Used if it is there, or if somebody asks for it.
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
    pub fn word(self) -> &'static str {
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
        Kind::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The file, relative to the repository root, with `/` between parts.
    pub file: String,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

impl Mark {
    /// A place in a file.
    pub fn new(file: &str, range: Range<usize>) -> Mark {
        Mark {
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

/// A version that a lock file settles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The version, as in the lock.
    pub version: String,
    /// When it is used, if the lock holds several: an environment marker.
    pub condition: Option<String>,
    /// Where the lock says so.
    pub at: Option<Mark>,
}

/// One dependency of one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Where the name means something.
    pub ecosystem: Ecosystem,
    /// Name of the package, as its ecosystem spells it.
    pub name: String,
    /// What the manifest calls it, where that differs.
    pub declared_as: Option<String>,
    /// What the manifest asks for, in the author's text.
    pub requirement: Option<String>,
    /// What the lock settles; several where it forks, none where it is not known.
    pub resolved: Vec<Resolved>,
    /// Why no version is known, where there is more to say than that there is no lock.
    pub unknown: Option<&'static str>,
    /// What it is for.
    pub kind: Kind,
    /// Name of the member that asks for it.
    pub member: String,
    /// Its licence, if a file says so.
    pub license: Option<String>,
    /// What it is, if a file says so.
    pub description: Option<String>,
    /// Where it comes from, if not from a registry.
    pub source: Option<Source>,
    /// When it is used: a target, a marker, a condition.
    pub condition: Option<String>,
    /// Where the requirement stands.
    pub at: Mark,
}

impl Fact {
    /// A dependency of which nothing is known but who asks for it, and where.
    pub fn new(ecosystem: Ecosystem, name: impl Into<String>, member: &str, at: Mark) -> Fact {
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

    /// Adds a version that is settled.
    pub(crate) fn settle(&mut self, version: &str, at: Option<Mark>) {
        self.resolved.push(Resolved {
            version: version.to_string(),
            condition: None,
            at,
        });
    }
}

/// How much a file that names a version of a runtime counts, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// A lock file.
    Lock,
    /// A file that pins it: `.nvmrc`, `rust-toolchain.toml`.
    Pin,
    /// What the project asks for: `engines`, `requires-python`.
    Requirement,
    /// What is used in CI.
    Ci,
}

/// A version of an interpreter, compiler or tool, as one file names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Runtime {
    /// `node`, `python`, `rust` …
    pub name: String,
    /// The version or requirement, in the author's text.
    pub value: String,
    /// How much the file counts.
    pub authority: Authority,
    /// Where it stands.
    pub at: Mark,
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
    /// What it is, in its own words.
    pub description: Option<String>,
    /// Its manifest.
    pub at: Mark,
}

/// A file that could not be used.
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

/// Everything that the manifests of a repository say.
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
    /// Manifests that somebody named, as they were named, and that do not exist.
    pub missing: Vec<String>,
}

/// A package, image or runtime.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// Where the name means something.
    pub ecosystem: Ecosystem,
    /// Its name there.
    pub name: String,
}

impl Target {
    /// Reads `npm:react`.
    pub fn parse(text: &str) -> Option<Target> {
        let (ecosystem, name) = text.trim().split_once(':')?;
        let name = name.trim();
        (!name.is_empty()).then_some(Target {
            ecosystem: Ecosystem::parse(ecosystem.trim())?,
            name: name.to_string(),
        })
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.ecosystem, self.name)
    }
}
