//! Ecosystems, and the names of packages in them.

use std::fmt;

/// A namespace of packages: equal names in two ecosystems are two packages.
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
    /// Swift packages.
    Swift,
    /// Pods of CocoaPods.
    CocoaPods,
    /// Packages of JSR.
    Jsr,
    /// Container images.
    Docker,
    /// Helm charts.
    Helm,
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
        Ecosystem::Swift,
        Ecosystem::CocoaPods,
        Ecosystem::Jsr,
        Ecosystem::Docker,
        Ecosystem::Helm,
        Ecosystem::Terraform,
        Ecosystem::Actions,
        Ecosystem::Runtime,
        Ecosystem::Generic,
    ];

    /// Its name in aliases, directives and output.
    pub fn name(self) -> &'static str {
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
            Ecosystem::Swift => "swift",
            Ecosystem::CocoaPods => "cocoapods",
            Ecosystem::Jsr => "jsr",
            Ecosystem::Docker => "docker",
            Ecosystem::Helm => "helm",
            Ecosystem::Terraform => "terraform",
            Ecosystem::Actions => "actions",
            Ecosystem::Runtime => "runtime",
            Ecosystem::Generic => "generic",
        }
    }

    /// The ecosystem of that name.
    pub fn parse(word: &str) -> Option<Ecosystem> {
        Ecosystem::ALL.iter().copied().find(|e| e.name() == word)
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
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

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.ecosystem, self.name)
    }
}
