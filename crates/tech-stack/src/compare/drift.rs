//! Verdicts: whether what a document versions is what the manifests say.
//!
//! Facts and versions in, verdicts out; it may not look at documents or choose words.

use crate::document::names::{Target, VersionSource};
use crate::document::versions::{DocumentedVersion, Shape};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Runtime};
use crate::model::index::FactIndex;
use crate::model::range::Range;
use crate::model::requirement;
use crate::model::version::Version;

/// What is known of one use of a technology.
#[derive(Debug, Clone)]
pub(crate) struct ActualVersion {
    /// What a person is display: the version, or the requirement.
    pub(crate) display: String,
    /// The version, if it is resolved.
    pub(crate) version: Option<Version>,
    /// Versions that fit what the manifest asks for; `None` if it names none.
    pub(crate) allowed: Option<Range>,
    /// Where this is stated.
    pub(crate) at: FileRange,
    /// Where the manifest asks for it, if a lock states the version.
    pub(crate) required_at: Option<FileRange>,
    /// Name of the member that uses it.
    pub(crate) member: String,
    /// The precedence of the file; facts have that of lock files.
    pub(crate) authority: Authority,
    /// The resolved version stands for all that begin with it.
    pub(crate) prefix: bool,
}

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is true.
    Consistent,
    /// No version satisfies both the claim and what the manifest asks for.
    Contradicts,
    /// The claim is inside what the manifest asks for, and the lock has moved on.
    Stale,
    /// The floor holds, and the first number has moved.
    MajorAhead,
    /// True in some members only.
    Mixed,
    /// Nothing is known to compare with.
    Unverifiable,
}

/// What is known of the uses of a package.
pub(crate) fn of_fact(fact: &Fact) -> Vec<ActualVersion> {
    let required = fact.requirement.as_deref();
    let allowed = required.and_then(|text| requirement::requirement(fact.ecosystem, text));
    // NuGet takes the lowest version: what is required for is what is used.
    let lowest = match (fact.ecosystem, required) {
        (Ecosystem::NuGet, Some(text)) if !text.contains(['*', ',', '$']) => {
            Version::parse(text.trim_matches(['[', ']']))
        }
        _ => None,
    };
    let base = ActualVersion {
        display: required.unwrap_or_default().to_string(),
        version: lowest.clone(),
        allowed: match &lowest {
            Some(version) => Some(Range::exact(version)),
            None => allowed,
        },
        at: fact.at.clone(),
        required_at: None,
        member: fact.member.clone(),
        authority: Authority::Lock,
        prefix: fact.ecosystem == Ecosystem::Docker,
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

/// What is known of a runtime from one file.
pub(crate) fn of_runtime(runtime: &Runtime) -> Vec<ActualVersion> {
    let files_that_state_a_floor = matches!(runtime.name.as_str(), "rust" | "go");
    let floor = files_that_state_a_floor && runtime.authority == Authority::Requirement;
    let values = runtime.value.split(';').filter(|value| !value.is_empty());
    let actual_versions = values.map(|value| {
        let text = normal(&runtime.name, value);
        let version = Version::parse(&text);
        ActualVersion {
            display: value.to_string(),
            allowed: requirement::runtime(&text, floor),
            version: version.filter(|_| runtime.authority != Authority::Requirement && !floor),
            at: runtime.at.clone(),
            required_at: None,
            member: runtime.at.file.clone(),
            authority: runtime.authority,
            prefix: true,
        }
    });
    actual_versions.collect()
}

/// A version of a runtime in its usual spelling: `1.8` is Java 8, `net8.0` is .NET 8.0.
pub(crate) fn normal(name: &str, value: &str) -> String {
    match name {
        "java" => value.strip_prefix("1.").unwrap_or(value).to_string(),
        "dotnet" => match value
            .strip_prefix("netcoreapp")
            .or(value.strip_prefix("net"))
        {
            Some(rest) => rest.split('-').next().unwrap_or_default().to_string(),
            None => value.to_string(),
        },
        _ => value.to_string(),
    }
}

/// A claim on a runtime in the usual spelling of its versions: Java 1.8 is Java 8.
pub(crate) fn normal_claim(documented: &DocumentedVersion, target: &Target) -> DocumentedVersion {
    let java = target.ecosystem == Ecosystem::Runtime && target.name == "java";
    if !java || documented.version.parts.len() < 2 || documented.version.major() != 1 {
        return documented.clone();
    }
    let version = Version::of(&documented.version.parts[1..]);
    let range = match documented.shape {
        Shape::Floor => Range::floor(&version),
        _ => Range::prefix(&version),
    };
    DocumentedVersion {
        version,
        range,
        ..documented.clone()
    }
}

impl ActualVersion {
    /// What all versions that fit the requirement have in common, as far as a claim goes. Bounds
    /// of a range say from where and to where, and not which version is used.
    pub(crate) fn common(&self, claim: &DocumentedVersion) -> Option<Version> {
        let bounded = self.display.contains(['<', '>', '[', '(', ',']);
        if bounded || claim.shape == Shape::Floor {
            return None;
        }
        self.allowed.as_ref()?.common(claim.version.parts.len())
    }
}

/// Whether a claim is a whole number so far above the version in use that it must be something
/// else, such as a port or a percentage.
fn is_beyond(claim: &DocumentedVersion, actual: &ActualVersion) -> bool {
    let number = claim.version.parts.len() == 1 && claim.shape == Shape::Prefix;
    let allowed = || actual.allowed.as_ref()?.common(1);
    let known = actual.version.clone().or_else(allowed);
    let most = known.map(|version| version.major().saturating_mul(3).saturating_add(20));
    number && most.is_some_and(|most| claim.version.major() >= most)
}

/// What one use says to a claim.
fn judge(claim: &DocumentedVersion, actual: &ActualVersion) -> Verdict {
    if is_beyond(claim, actual) {
        return Verdict::Unverifiable;
    }
    let resolved = match (&actual.version, actual.prefix) {
        (Some(version), true) => Some(Range::prefix(version)),
        (Some(version), false) => Some(Range::exact(version)),
        (None, _) => None,
    };
    match (&resolved, &actual.allowed) {
        (Some(resolved), _) if claim.range.overlaps(resolved) => {
            let major = actual.version.as_ref().map(Version::major);
            if claim.shape == Shape::Floor && major > Some(claim.version.major()) {
                Verdict::MajorAhead
            } else {
                Verdict::Consistent
            }
        }
        (Some(_), Some(allowed)) if claim.range.overlaps(allowed) => Verdict::Stale,
        (Some(_), _) => Verdict::Contradicts,
        (None, Some(allowed)) if claim.range.overlaps(allowed) => Verdict::Consistent,
        (None, Some(_)) => Verdict::Contradicts,
        (None, None) => Verdict::Unverifiable,
    }
}

/// What all uses together say, and which of them speaks for the verdict.
pub(crate) fn verdict<'a>(
    claim: &DocumentedVersion,
    actual_versions: &'a [ActualVersion],
) -> (Verdict, Option<&'a ActualVersion>) {
    let judged: Vec<(Verdict, &ActualVersion)> = actual_versions
        .iter()
        .map(|a| (judge(claim, a), a))
        .collect();
    let with = |wanted: Verdict| {
        judged
            .iter()
            .find(|(verdict, _)| *verdict == wanted)
            .map(|j| j.1)
    };
    let holds = with(Verdict::Consistent).or(with(Verdict::MajorAhead));
    let fails = with(Verdict::Contradicts).or(with(Verdict::Stale));
    match (holds, fails) {
        // A file that counts more decides against one that counts less.
        (Some(holds), Some(fails)) if holds.authority < fails.authority => {
            (Verdict::Consistent, Some(holds))
        }
        // And so it does if it is the one that has moved on.
        (Some(holds), Some(fails)) if fails.authority < holds.authority => {
            (Verdict::Stale, Some(fails))
        }
        (Some(_), Some(fails)) => (Verdict::Mixed, Some(fails)),
        (Some(holds), None) => match with(Verdict::Consistent) {
            Some(holds) => (Verdict::Consistent, Some(holds)),
            None => (Verdict::MajorAhead, Some(holds)),
        },
        (None, Some(_)) => match with(Verdict::Stale) {
            Some(stale) => (Verdict::Stale, Some(stale)),
            None => (Verdict::Contradicts, fails),
        },
        (None, None) => (Verdict::Unverifiable, None),
    }
}

/// All that is known of the version of a technology from a package or runtime.
pub(crate) fn actual_versions(
    known: &FactIndex,
    version_source: &VersionSource,
) -> Vec<ActualVersion> {
    let VersionSource { target, rule } = version_source;
    if target.ecosystem == Ecosystem::Runtime {
        let stated = known.runtimes(&target.name);
        let mut found: Vec<ActualVersion> = stated
            .flat_map(|runtime| of_runtime(&rule.of_runtime(runtime)))
            .collect();
        found.sort_by_key(|actual| actual.authority);
        return found;
    }
    let uses = known.uses(target);
    uses.flat_map(|fact| of_fact(&rule.of(fact))).collect()
}
