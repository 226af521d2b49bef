//! The versions of a technology in the manifests.

use crate::document::names::VersionSource;
use crate::document::versions::{DocumentedVersion, Shape};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Runtime};
use crate::model::index::FactIndex;
use crate::model::range::Range;
use crate::model::requirement;
use crate::model::version::Version;

/// The version of one use of a technology.
#[derive(Debug, Clone)]
pub(crate) struct ActualVersion {
    /// The version, or else the requirement, as text.
    pub(crate) display: String,
    /// The version, if it is resolved.
    pub(crate) version: Option<Version>,
    /// The requirement, as written.
    pub(crate) requirement: Option<String>,
    /// The versions that the requirement allows; `None` if it is not a requirement of versions.
    pub(crate) allowed: Option<Range>,
    /// The location of the version.
    pub(crate) at: FileRange,
    /// The location of the requirement, if the version is that of a lock file.
    pub(crate) required_at: Option<FileRange>,
    /// Name of the member that uses it.
    pub(crate) member: String,
    /// The precedence of the file; facts have that of lock files.
    pub(crate) authority: Authority,
    /// It is the tag of an image.
    pub(crate) is_image: bool,
    /// All versions that begin with the resolved version are meant.
    pub(crate) is_prefix: bool,
}

/// All versions of a technology from a package or runtime, those of the highest precedence first.
pub(crate) fn of_source(index: &FactIndex, source: &VersionSource) -> Vec<ActualVersion> {
    let VersionSource { target, rule } = source;
    if target.ecosystem == Ecosystem::Runtime {
        let runtimes = index.runtimes(&target.name);
        let mut found: Vec<ActualVersion> = runtimes
            .flat_map(|runtime| of_runtime(&rule.of_runtime(runtime)))
            .collect();
        found.sort_by_key(|actual| actual.authority);
        return found;
    }
    let uses = index.uses(target);
    uses.flat_map(|fact| of_fact(&rule.of(fact))).collect()
}

/// The versions of a dependency.
pub(crate) fn of_fact(fact: &Fact) -> Vec<ActualVersion> {
    let required = fact.requirement.as_deref();
    let allowed = required.and_then(|text| requirement::requirement(fact.ecosystem, text));
    // NuGet takes the lowest version: what is required is what is used.
    let lowest = match (fact.ecosystem, required) {
        (Ecosystem::NuGet, Some(text)) if !text.contains(['*', ',', '$']) => {
            Version::parse(text.trim_matches(['[', ']']))
        }
        _ => None,
    };
    let base = ActualVersion {
        display: required.unwrap_or_default().to_string(),
        requirement: fact.requirement.clone(),
        version: lowest.clone(),
        allowed: match &lowest {
            Some(version) => Some(Range::exact(version)),
            None => allowed,
        },
        at: fact.at.clone(),
        required_at: None,
        member: fact.member.clone(),
        authority: Authority::Lock,
        is_image: fact.ecosystem == Ecosystem::Docker,
        is_prefix: fact.ecosystem == Ecosystem::Docker,
    };
    if fact.resolved.is_empty() {
        return vec![base];
    }
    let resolved = fact.resolved.iter().map(|resolved| ActualVersion {
        display: resolved.version.clone(),
        version: Version::parse(&resolved.version),
        at: resolved.at.clone().unwrap_or_else(|| fact.at.clone()),
        required_at: Some(fact.at.clone()).filter(|at| Some(at) != resolved.at.as_ref()),
        ..base.clone()
    });
    resolved.collect()
}

/// The versions of a runtime that one file states.
pub(crate) fn of_runtime(runtime: &Runtime) -> Vec<ActualVersion> {
    let has_minimum = runtime.is_minimum();
    let values = runtime.value.split(';').filter(|value| !value.is_empty());
    let actual_versions = values.map(|value| {
        let text = requirement::runtime_version(&runtime.name, value);
        let version = Version::parse(&text);
        let is_requirement = runtime.authority == Authority::Requirement;
        ActualVersion {
            display: value.to_string(),
            requirement: is_requirement.then(|| value.to_string()),
            allowed: requirement::runtime(&text, has_minimum),
            version: version.filter(|_| !is_requirement && !has_minimum),
            at: runtime.at.clone(),
            required_at: None,
            member: runtime.at.file.clone(),
            authority: runtime.authority,
            is_image: false,
            is_prefix: true,
        }
    });
    actual_versions.collect()
}

impl ActualVersion {
    /// The leading numbers that all versions of the requirement have in common, as many as the
    /// documented version has. Bounds of a range do not say which version is used.
    pub(crate) fn common(&self, documented: &DocumentedVersion) -> Option<Version> {
        let is_bounded = self.display.contains(['<', '>', '[', '(', ',']);
        if is_bounded || documented.shape == Shape::Floor {
            return None;
        }
        self.allowed
            .as_ref()?
            .common(documented.version.parts.len())
    }

    /// The sign and the version of a requirement that is one comparison: `^` and 1.2 of `^1.2`.
    pub(crate) fn comparison(&self) -> Option<(&str, Version)> {
        requirement::comparison(self.requirement.as_deref()?)
    }
}
