//! Compares a documented version with the versions of the manifests.

use crate::compare::actual::ActualVersion;
use crate::document::names::Target;
use crate::document::versions::{DocumentedVersion, Shape};
use crate::model::facts::{Authority, Ecosystem};
use crate::model::range::Range;
use crate::model::version::Version;

/// The result of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is true.
    Consistent,
    /// No version is both documented and allowed by the manifest.
    Contradicts,
    /// The manifest allows it, and the lock file has another version.
    Stale,
    /// The same, and it is the number that the manifest requires.
    RepeatsRequirement,
    /// It is true, and the project uses a later major version.
    MajorAhead,
    /// It is a minimum that the manifests do not allow.
    FloorTooLow,
    /// It is a range, and the manifest has another one of the same kind.
    OtherRange,
    /// It is true for some members only.
    Mixed,
    /// There is nothing to compare with.
    Unverifiable,
}

/// A documented version of a runtime in its usual form: Java 1.8 is Java 8.
pub(crate) fn normalized(documented: &DocumentedVersion, target: &Target) -> DocumentedVersion {
    let is_java = target.ecosystem == Ecosystem::Runtime && target.name == "java";
    if !is_java || documented.version.parts.len() < 2 || documented.version.major() != 1 {
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

/// Whether a documented version is a whole number so far above the version in use that it must
/// be something else, such as a port or a percentage.
fn is_beyond(documented: &DocumentedVersion, actual: &ActualVersion) -> bool {
    let is_number = documented.version.parts.len() == 1 && documented.shape == Shape::Prefix;
    let allowed = || actual.allowed.as_ref()?.common(1);
    let known = actual.version.clone().or_else(allowed);
    let most = known.map(|version| version.major().saturating_mul(3).saturating_add(20));
    is_number && most.is_some_and(|most| documented.version.major() >= most)
}

/// Compares with one use.
fn judge(documented: &DocumentedVersion, actual: &ActualVersion) -> Verdict {
    // Nobody requires an image with `^`: the version is that of a library.
    let is_of_library = actual.is_image && documented.shape == Shape::Range;
    if is_of_library || is_beyond(documented, actual) {
        return Verdict::Unverifiable;
    }
    let resolved = match (&actual.version, actual.is_prefix) {
        (Some(version), true) => Some(Range::prefix(version)),
        (Some(version), false) => Some(Range::exact(version)),
        (None, _) => None,
    };
    match (&resolved, &actual.allowed) {
        (Some(resolved), _) if documented.range.overlaps(resolved) => {
            let major = actual.version.as_ref().map(Version::major);
            if documented.shape == Shape::Floor && major > Some(documented.version.major()) {
                Verdict::MajorAhead
            } else {
                Verdict::Consistent
            }
        }
        (Some(_), Some(allowed)) if documented.range.overlaps(allowed) => {
            let required = actual.comparison();
            if required.is_some_and(|(_, required)| required == documented.version) {
                Verdict::RepeatsRequirement
            } else {
                Verdict::Stale
            }
        }
        (Some(_), _) => Verdict::Contradicts,
        (None, Some(allowed)) if documented.range.overlaps(allowed) => Verdict::Consistent,
        (None, Some(_)) => Verdict::Contradicts,
        (None, None) => Verdict::Unverifiable,
    }
}

/// Compares with all uses, and returns the one that decides.
pub(crate) fn verdict<'a>(
    documented: &DocumentedVersion,
    actual_versions: &'a [ActualVersion],
) -> (Verdict, Option<&'a ActualVersion>) {
    if let Some(lowest) = floor_above(documented, actual_versions) {
        return (Verdict::FloorTooLow, Some(lowest));
    }
    let judged: Vec<(Verdict, &ActualVersion)> = actual_versions
        .iter()
        .map(|actual| (judge(documented, actual), actual))
        .collect();
    let with = |wanted: Verdict| {
        let mut judged = judged.iter();
        judged.find(|(verdict, _)| *verdict == wanted).map(|j| j.1)
    };
    let holds = with(Verdict::Consistent).or(with(Verdict::MajorAhead));
    let stale = with(Verdict::RepeatsRequirement).or(with(Verdict::Stale));
    let fails = with(Verdict::Contradicts).or(stale);
    match (holds, fails) {
        // A file of higher precedence decides.
        (Some(holds), Some(fails)) if holds.authority < fails.authority => {
            (Verdict::Consistent, Some(holds))
        }
        (Some(holds), Some(fails)) if fails.authority < holds.authority => {
            (Verdict::Stale, Some(fails))
        }
        (Some(_), Some(fails)) => (Verdict::Mixed, Some(fails)),
        (Some(holds), None) => match with(Verdict::Consistent) {
            Some(holds) => (Verdict::Consistent, Some(holds)),
            None => (Verdict::MajorAhead, Some(holds)),
        },
        (None, Some(_)) => match (with(Verdict::RepeatsRequirement), with(Verdict::Stale)) {
            (Some(repeats), _) => (Verdict::RepeatsRequirement, Some(repeats)),
            (None, Some(stale)) => (Verdict::Stale, Some(stale)),
            (None, None) => (Verdict::Contradicts, fails),
        },
        (None, None) => (Verdict::Unverifiable, None),
    }
}

/// The lowest of the required minimums, if a documented minimum is below all of them.
fn floor_above<'a>(
    documented: &DocumentedVersion,
    actual_versions: &'a [ActualVersion],
) -> Option<&'a ActualVersion> {
    if documented.shape != Shape::Floor {
        return None;
    }
    let mut lowest: Option<(&Version, &ActualVersion)> = None;
    for actual in actual_versions {
        if actual.authority != Authority::Requirement {
            continue;
        }
        // A requirement without a lower bound allows every minimum.
        let low = actual.allowed.as_ref()?.lowest()?;
        if lowest.is_none_or(|(known, _)| low < known) {
            lowest = Some((low, actual));
        }
    }
    let (low, actual) = lowest?;
    // `20+` is not wrong where 20.9 is required.
    let same_precision = low.cut(documented.version.parts.len());
    (same_precision > documented.version).then_some(actual)
}

/// The use whose requirement is another range of the same kind, if all of them are: `^7.2` where
/// `^7.0` is documented with the sign `^`.
pub(crate) fn other_range<'a>(
    documented: &DocumentedVersion,
    sign: &str,
    actual_versions: &'a [ActualVersion],
) -> Option<&'a ActualVersion> {
    if documented.shape != Shape::Range || !matches!(sign, "^" | "~") {
        return None;
    }
    let is_other = |actual: &ActualVersion| {
        // `^5` and `^5.3` are not told apart.
        let same = |version: &Version| {
            let precision = version.parts.len().min(documented.version.parts.len());
            version.cut(precision) == documented.version.cut(precision)
        };
        let comparison = actual.comparison();
        comparison.is_some_and(|(own, version)| own == sign && !same(&version))
    };
    let first = actual_versions.first()?;
    actual_versions.iter().all(is_other).then_some(first)
}
