//! Relates the version of a package to that of a technology.
//!
//! A package that belongs to a technology need not have its number: a client library and a server
//! have different versions, and the tag of a distribution contains several versions. The packages
//! and their rules are data, in `aliases.txt`.

use std::borrow::Cow;

use crate::model::facts::{Ecosystem, Fact, Runtime};
use crate::model::version::Version;

/// How the version of a package gives the version of a technology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionRule {
    /// It is the version of the technology.
    Same,
    /// It is unrelated to the technology.
    Unrelated,
    /// The number of the technology follows a word of the tag: 16 in `0.7.0-pg16`.
    After(&'static str),
    /// The number of the technology is that part of the tag, from 1: 3.4 in `16-3.4` is part 2.
    Part(usize),
    /// The leading numbers are the technology's, this many; those after them count builds.
    First(usize),
}

impl VersionRule {
    /// Reads a rule of the data file: `after:pg`, `part:2`, `first:2`.
    pub(crate) fn rule(text: &'static str) -> Option<VersionRule> {
        let (rule, value) = text.split_once(':')?;
        let count = || value.parse().ok().filter(|count| *count > 0);
        match rule {
            "after" if !value.is_empty() => Some(VersionRule::After(value)),
            "part" => count().map(VersionRule::Part),
            "first" => count().map(VersionRule::First),
            _ => None,
        }
    }

    /// A use of the package, with the number of the technology in place of the package's.
    pub(crate) fn of(self, fact: &Fact) -> Cow<'_, Fact> {
        let cut = match self {
            VersionRule::Same => return Cow::Borrowed(fact),
            VersionRule::First(count) if fact.ecosystem != Ecosystem::Docker => {
                let mut fact = fact.clone();
                for resolved in &mut fact.resolved {
                    resolved.version = first(&resolved.version, count);
                }
                return Cow::Owned(fact);
            }
            _ => fact.requirement.as_deref().and_then(|tag| self.in_tag(tag)),
        };
        let mut own = fact.clone();
        own.requirement = cut.clone();
        own.resolved.clear();
        match cut {
            Some(version) => own.resolve(&version, Some(fact.at.clone())),
            None => own.unknown = Some("its tag does not name the version of the technology"),
        }
        Cow::Owned(own)
    }

    /// The version of a runtime, in place of the whole number that a file states.
    pub(crate) fn of_runtime(self, runtime: &Runtime) -> Cow<'_, Runtime> {
        let VersionRule::First(count) = self else {
            return Cow::Borrowed(runtime);
        };
        let mut runtime = runtime.clone();
        if Version::parse(&runtime.value).is_some() {
            runtime.value = first(&runtime.value, count);
        }
        Cow::Owned(runtime)
    }

    /// The number of the technology in the tag of an image.
    fn in_tag(self, tag: &str) -> Option<String> {
        match self {
            VersionRule::Same => leading(tag),
            VersionRule::Unrelated => None,
            VersionRule::After(word) => {
                let lower = tag.to_ascii_lowercase();
                let mut places = lower
                    .match_indices(word)
                    .filter(|(at, _)| !lower[..*at].ends_with(|c: char| c.is_ascii_alphanumeric()));
                places.find_map(|(at, word)| leading(&tag[at + word.len()..]))
            }
            VersionRule::Part(part) => leading(tag.split('-').nth(part - 1)?),
            VersionRule::First(count) => leading(tag).map(|version| first(&version, count)),
        }
    }
}

/// The numbers at the start of a text; none if letters follow directly.
fn leading(text: &str) -> Option<String> {
    let (_, rest) = Version::leading(text)?;
    let ends = rest.is_empty() || rest.starts_with(['-', '_', '.', '+']);
    let numbers = text[..text.len() - rest.len()].trim_start_matches(['v', 'V']);
    ends.then(|| numbers.to_string())
}

/// A version with at most so many numbers.
fn first(version: &str, count: usize) -> String {
    let mut dots = version.match_indices('.').map(|(at, _)| at);
    let end = dots.nth(count - 1).unwrap_or(version.len());
    version[..end].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::facts::FileRange;

    #[test]
    fn tags_name_several_versions() {
        let read = |rule: &'static str, tag: &str| {
            let rule_of_tag = VersionRule::rule(rule).expect("a rule");
            let mut fact = Fact::new(Ecosystem::Docker, "x", "m", FileRange::new("f", 0..0))
                .requires(Some(tag));
            fact.resolve("99", None);
            let read = rule_of_tag.of(&fact).into_owned();
            let version = read
                .resolved
                .first()
                .map(|resolved| resolved.version.clone());
            version.unwrap_or_default()
        };
        let cases = [
            ("after:pg", "0.7.0-pg16", "16"),
            ("after:pg", "pg16", "16"),
            ("after:pg", "PG16_latest", "16"),
            ("after:pg", "pg16.2-ts2.14.2-all", "16.2"),
            ("after:ts", "pg16.2-ts2.14.2-all", "2.14.2"),
            ("after:pg", "latest", ""),
            ("after:pg", "0.7.0", ""),
            ("part:1", "16-3.4-alpine", "16"),
            ("part:2", "16-3.4-alpine", "3.4"),
            ("part:2", "16-master", ""),
            ("part:2", "2.13-2.8.1", "2.8.1"),
            ("part:2", "16", ""),
            ("first:2", "15.1.0.117", "15.1"),
            ("first:2", "7.2.0-v10", "7.2"),
            ("first:2", "7", "7"),
            ("first:2", "latest", ""),
        ];
        for (rule, tag, expected) in cases {
            assert_eq!(read(rule, tag), expected, "{rule} {tag}");
        }
        for rule in ["", "pg", "after:", "part:0", "part:x", "last:1"] {
            assert_eq!(VersionRule::rule(rule), None, "{rule}");
        }
    }
}
