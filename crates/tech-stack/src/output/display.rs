//! How versions are displayed to people.
//!
//! Tags such as `latest`, `workspace:`, variables and the `0.0.0` of an SDK are never displayed as
//! versions.

use std::collections::HashSet;

use crate::document::names::{Target, VersionSource};
use crate::model::facts::{Ecosystem, Fact, Runtime};
use crate::model::index::FactIndex;
use crate::model::range::Range;
use crate::model::requirement;
use crate::model::version::Version;

/// The version of a technology, as one text; `None` if none is known.
pub fn version(known: &FactIndex, version_source: &VersionSource) -> Option<String> {
    let found = versions(known, version_source);
    (!found.is_empty()).then(|| found.join(", "))
}

/// The versions of a technology, each once and the newest first.
pub(crate) fn versions(known: &FactIndex, version_source: &VersionSource) -> Vec<String> {
    let VersionSource { target, rule } = version_source;
    let mut found: Vec<String> = Vec::new();
    if target.ecosystem == Ecosystem::Runtime {
        let named = known.runtimes(&target.name);
        let Some(strongest) = named.clone().map(|runtime| runtime.authority).min() else {
            return found;
        };
        // Files that count less than another one do not change what is displayed.
        for runtime in named.filter(|runtime| runtime.authority == strongest) {
            found.extend(of_runtime(&rule.of_runtime(runtime)));
        }
    } else {
        let uses = known.uses(target);
        found.extend(uses.filter_map(|fact| of_fact(&rule.of(fact))));
    }
    newest_first(&mut found);
    // The project needs what the most demanding of its parts needs.
    if found.iter().all(|version| version.ends_with('+')) {
        found.truncate(1);
    }
    found
}

/// Sorts versions, and removes those that are there twice.
pub(crate) fn newest_first(versions: &mut Vec<String>) {
    let number = |version: &String| {
        let number = version.trim_start_matches(|c: char| !c.is_ascii_digit());
        Version::leading(number).map(|(version, _)| version)
    };
    let mut seen = HashSet::new();
    versions.retain(|version| seen.insert(version.clone()));
    versions.sort_by_cached_key(|version| std::cmp::Reverse(number(version)));
}

/// The version of one use of a package.
pub fn of_fact(fact: &Fact) -> Option<String> {
    let plain = |text: &str| match fact.ecosystem {
        Ecosystem::Go => pseudo(text).unwrap_or_else(|| {
            let version = text.trim_start_matches('v');
            version.trim_end_matches("+incompatible").to_string()
        }),
        _ => text.to_string(),
    };
    match fact.resolved.as_slice() {
        [] => {}
        [one] => return Some(plain(&one.version)).filter(|version| is_version(version)),
        many => {
            // The newest first, then the others with their conditions.
            let mut many: Vec<_> = many.iter().collect();
            many.sort_by_key(|resolved| std::cmp::Reverse(Version::parse(&resolved.version)));
            let (first, rest) = many.split_first()?;
            let rest = rest.iter().map(|resolved| match &resolved.condition {
                Some(condition) => format!("{} on {}", plain(&resolved.version), words(condition)),
                None => plain(&resolved.version),
            });
            let rest: Vec<String> = rest.collect();
            return Some(format!("{} ({})", plain(&first.version), rest.join(", ")));
        }
    }
    let required = fact.requirement.as_deref()?;
    let range = requirement::requirement(fact.ecosystem, required)?;
    let hidden =
        required.contains(['$', '{']) || required.contains(':') && !required.starts_with("npm:");
    let required = match required.strip_prefix("npm:") {
        Some(alias) => alias.rsplit('@').next()?,
        None => required,
    };
    (range != Range::any() && !hidden).then(|| required.to_string())
}

/// The version of a runtime in one file; several if the file names several.
pub(crate) fn runtime(runtime: &Runtime) -> String {
    of_runtime(runtime).join(", ")
}

fn of_runtime(runtime: &Runtime) -> Vec<String> {
    let values = runtime.value.split(';').filter(|value| !value.is_empty());
    let values = values.map(|value| requirement::runtime_version(&runtime.name, value));
    let known = values.filter(|value| requirement::runtime(value, false).is_some());
    let plus = if runtime.is_minimum() { "+" } else { "" };
    known.map(|value| format!("{value}{plus}")).collect()
}

/// Whether a resolved version is one: a branch, and the version of a workspace in Yarn, are not.
fn is_version(text: &str) -> bool {
    !text.contains("-use.local") && !text.starts_with("dev-")
}

/// The name of a package for people: of a Maven artifact without its group, of a Go module without
/// its host.
pub(crate) fn package_name(target: &Target) -> String {
    let name = target.name.as_str();
    let short = match target.ecosystem {
        Ecosystem::Maven => name.rsplit(':').next(),
        Ecosystem::Go => name
            .split_once('/')
            .filter(|(host, _)| host.contains('.'))
            .map(|(_, path)| path),
        _ => None,
    };
    short.unwrap_or(name).to_string()
}

/// A marker as text: `Python < 3.10`.
fn words(condition: &str) -> String {
    let python = condition
        .replace("python_full_version", "Python")
        .replace("python_version", "Python");
    python.replace(['\'', '"'], "")
}

/// Commit and day of a version that Go made up: `v0.0.0-20240506185415-9bf2ced13842`.
fn pseudo(text: &str) -> Option<String> {
    let mut parts = text.rsplitn(3, '-');
    let (commit, time) = (parts.next()?, parts.next()?);
    let time = time.rsplit('.').next()?;
    let digits = time.len() == 14 && time.bytes().all(|b| b.is_ascii_digit());
    let hexadecimal = commit.len() == 12 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    (digits && hexadecimal).then(|| {
        format!(
            "{} ({}-{}-{})",
            &commit[..7],
            &time[..4],
            &time[4..6],
            &time[6..8]
        )
    })
}

/// A version cut to `count` numbers. A requirement becomes the numbers that all versions it allows
/// have in common: 19 for `^19.2.3`. A text without such numbers is returned unchanged.
pub fn cut(version: &str, count: usize) -> String {
    let common = || requirement::requirement(Ecosystem::Npm, version)?.common(count);
    match Version::leading(version) {
        Some((version, _)) => version.cut(count).to_string(),
        None => common().map_or_else(|| version.to_string(), |version| version.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::facts::{FileRange, Resolved};

    #[test]
    fn versions_are_shown_as_people_read_them() {
        let fact = |ecosystem, required: Option<&str>, resolved: &[(&str, Option<&str>)]| {
            let mut fact =
                Fact::new(ecosystem, "x", "m", FileRange::new("f", 0..0)).requires(required);
            fact.resolved = resolved
                .iter()
                .map(|(version, condition)| Resolved {
                    version: version.to_string(),
                    condition: condition.map(str::to_string),
                    at: None,
                })
                .collect();
            of_fact(&fact)
        };
        use Ecosystem::{Docker, Go, Npm, PyPi};
        let forks = [
            ("1.26.4", Some("python_full_version < '3.10'")),
            ("2.5.5", None),
        ];
        let cases = [
            (
                fact(PyPi, None, &forks),
                Some("2.5.5 (1.26.4 on Python < 3.10)"),
            ),
            (fact(Npm, Some("^18"), &[("18.3.1", None)]), Some("18.3.1")),
            (fact(Npm, Some("^18"), &[]), Some("^18")),
            (fact(Npm, Some("npm:ms@~1.0.0"), &[]), Some("~1.0.0")),
            (fact(Npm, Some("latest"), &[]), None),
            (fact(Npm, Some("*"), &[]), None),
            (fact(Npm, Some("workspace:^1.0"), &[]), None),
            (fact(Npm, None, &[("0.0.0-use.local", None)]), None),
            (fact(Docker, Some("latest"), &[]), None),
            (fact(Go, None, &[("v1.9.1", None)]), Some("1.9.1")),
            (
                fact(Go, None, &[("v0.0.0-20240506185415-9bf2ced13842", None)]),
                Some("9bf2ced (2024-05-06)"),
            ),
        ];
        for (found, expected) in cases {
            assert_eq!(found.as_deref(), expected);
        }
        for (version, count, expected) in [
            ("18.3.1", 1, "18"),
            ("^19.2.3", 1, "19"),
            ("^19.2.3", 2, "^19.2.3"),
            ("~5.4.1", 2, "5.4"),
            (">=3", 1, ">=3"),
        ] {
            assert_eq!(cut(version, count), expected);
        }
    }
}
