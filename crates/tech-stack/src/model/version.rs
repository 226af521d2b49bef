//! Versions of all ecosystems, compared by their numbers.
//!
//! The versions that a requirement allows are in [`requirement`](crate::model::requirement).

use std::cmp::Ordering;
use std::fmt;

/// A version: numbers, and whether it came before the release of these numbers.
#[derive(Debug, Clone)]
pub struct Version {
    /// The numbers as written, most significant first; at least one.
    pub parts: Vec<u64>,
    /// The identifiers of a pre-release: `rc.1`.
    pub pre: Option<String>,
}

/// Words that mark a version before its release.
const PRE: &[&str] = &[
    "a",
    "alpha",
    "b",
    "beta",
    "c",
    "canary",
    "cr",
    "dev",
    "ea",
    "experimental",
    "insiders",
    "m",
    "milestone",
    "next",
    "nightly",
    "pre",
    "preview",
    "rc",
    "snapshot",
];

impl Version {
    /// Reads a version with its whole text: `1.2.3`, `v1.2`, `2.0.0-rc.1`, `1.0.0.RELEASE`.
    pub fn parse(text: &str) -> Option<Version> {
        let (version, rest) = Version::leading(text.trim())?;
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-+_~".contains(c);
        rest.chars().all(plain).then_some(version)
    }

    /// Reads the version a text begins with, and returns the text after its numbers.
    pub fn leading(text: &str) -> Option<(Version, &str)> {
        let text = text.trim_start();
        let text = match text.strip_prefix(['v', 'V']) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
            _ => text,
        };
        let mut parts = Vec::new();
        let mut rest = text;
        loop {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 || digits > 18 {
                break;
            }
            parts.push(rest[..digits].parse().ok()?);
            rest = &rest[digits..];
            let next = rest.strip_prefix('.');
            match next.filter(|next| next.starts_with(|c: char| c.is_ascii_digit())) {
                Some(next) => rest = next,
                None => break,
            }
        }
        if parts.is_empty() {
            return None;
        }
        let word = rest.trim_start_matches(['-', '.', '_']);
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let marks = PRE.contains(&word[..letters].to_ascii_lowercase().as_str());
        let end = word.find(['+', ' ']).unwrap_or(word.len());
        let pre = (marks && letters > 0).then(|| word[..end].to_string());
        Some((Version { parts, pre }, rest))
    }

    /// A version of these numbers.
    pub fn of(parts: &[u64]) -> Version {
        Version {
            parts: parts.to_vec(),
            pre: None,
        }
    }

    /// The number at a place; numbers that are not written are 0.
    pub fn part(&self, index: usize) -> u64 {
        self.parts.get(index).copied().unwrap_or(0)
    }

    /// The first number.
    pub fn major(&self) -> u64 {
        self.part(0)
    }

    /// Compares numbers only.
    pub fn cmp_numbers(&self, other: &Version) -> Ordering {
        let longest = self.parts.len().max(other.parts.len());
        (0..longest)
            .map(|index| self.part(index).cmp(&other.part(index)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// The first `count` numbers, zeros where there are fewer.
    pub fn cut(&self, count: usize) -> Version {
        let parts: Vec<u64> = (0..count.max(1)).map(|index| self.part(index)).collect();
        Version { parts, pre: None }
    }

    /// The next version with another number at `index`, zeros after it.
    pub fn bump(&self, index: usize) -> Version {
        let mut next = self.cut(index + 1);
        next.parts[index] = next.parts[index].saturating_add(1);
        next
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        self.cmp_numbers(other)
            .then_with(|| match (&self.pre, &other.pre) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(a), Some(b)) => identifiers(a).cmp(&identifiers(b)),
            })
    }
}

/// The identifiers of a pre-release, as runs of digits and of letters: `rc.10` comes after `rc.2`.
/// Numbers come before words.
fn identifiers(pre: &str) -> Vec<(bool, u64, String)> {
    let mut found = Vec::new();
    let mut rest = pre;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let other = |c: char| c.is_ascii_digit() != digit || !c.is_alphanumeric();
        let end = rest.find(other).unwrap_or(rest.len());
        let run = &rest[..end];
        if digit {
            found.push((false, run.parse().unwrap_or(u64::MAX), String::new()));
        } else if end > 0 {
            found.push((true, 0, run.to_ascii_lowercase()));
        }
        rest = &rest[end.max(first.len_utf8())..];
    }
    found
}

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts.iter().map(u64::to_string).collect();
        f.write_str(&parts.join("."))?;
        match &self.pre {
            Some(pre) => write!(f, "-{pre}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_versions_are_those_that_compare_as_equal() {
        let version = |text: &str| Version::parse(text).expect("a version");
        for (a, b) in [("1.2", "1.2.0"), ("2.0-rc.1", "2.0.0-rc1"), ("v1", "1.0")] {
            assert_eq!(version(a), version(b), "{a} {b}");
        }
        for (a, b) in [
            ("1.2-rc.1", "1.2"),
            ("1.2-rc.2", "1.2-rc.10"),
            ("1.2", "1.2.1"),
        ] {
            assert!(version(a) < version(b), "{a} {b}");
        }
    }
}
