//! Sets of versions, and what requirements of each ecosystem mean as such sets.
//!
//! The libraries that read requirements know one ecosystem each, and none can say whether two
//! requirements overlap, so this module reads all of them into intervals. It may not know files.

use crate::fact::Ecosystem;
use crate::versions::version::Version;

/// A set of versions: a union of intervals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    parts: Vec<Interval>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Interval {
    /// Lowest version, and whether it belongs to the interval.
    low: Option<(Version, bool)>,
    /// Highest version, and whether it belongs to the interval.
    high: Option<(Version, bool)>,
}

impl Interval {
    fn and(&self, other: &Interval) -> Option<Interval> {
        let low = match (&self.low, &other.low) {
            (Some(a), Some(b)) => {
                let order = a.0.cmp(&b.0).then(b.1.cmp(&a.1));
                Some(if order.is_ge() { a } else { b }.clone())
            }
            (a, b) => a.clone().or(b.clone()),
        };
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => {
                // A bound that is left out cuts what comes before its release.
                let order =
                    a.0.cmp_numbers(&b.0)
                        .then(a.1.cmp(&b.1))
                        .then(a.0.cmp(&b.0));
                Some(if order.is_le() { a } else { b }.clone())
            }
            (a, b) => a.clone().or(b.clone()),
        };
        if let (Some(low), Some(high)) = (&low, &high) {
            // What comes before a release that is left out is left out with it.
            let order = if high.1 {
                low.0.cmp(&high.0)
            } else {
                low.0.cmp_numbers(&high.0)
            };
            if order.is_gt() || order.is_eq() && !(low.1 && high.1) {
                return None;
            }
        }
        Some(Interval { low, high })
    }
}

impl Range {
    /// All versions.
    pub fn any() -> Range {
        Range {
            parts: vec![Interval::default()],
        }
    }

    /// One version.
    pub fn exact(version: &Version) -> Range {
        Range::one(Some((version.clone(), true)), Some((version.clone(), true)))
    }

    /// Versions that begin with these numbers.
    pub fn prefix(version: &Version) -> Range {
        let last = version.parts.len() - 1;
        let mut low = version.clone();
        low.pre = version.pre.clone();
        Range::one(Some((low, true)), Some((version.bump(last), false)))
    }

    /// Versions that begin with these numbers, and what came before their first release: a person
    /// who writes `v5` means `5.0.0-beta.25` too.
    pub fn prefix_and_before(version: &Version) -> Range {
        let mut range = Range::prefix(version);
        for (low, _) in range.parts.iter_mut().filter_map(|part| part.low.as_mut()) {
            low.pre.get_or_insert_default();
        }
        range
    }

    /// This version and all later ones.
    pub fn floor(version: &Version) -> Range {
        Range::one(Some((version.clone(), true)), None)
    }

    /// From this version to the next one with another number at `index`.
    fn until(version: &Version, index: usize) -> Range {
        Range::one(
            Some((version.clone(), true)),
            Some((version.bump(index), false)),
        )
    }

    /// As Cargo and npm read `^`.
    pub fn caret(version: &Version) -> Range {
        let parts = &version.parts;
        let first = parts.iter().position(|part| *part > 0);
        Range::until(version, first.unwrap_or(parts.len() - 1).min(2))
    }

    fn one(low: Option<(Version, bool)>, high: Option<(Version, bool)>) -> Range {
        Range {
            parts: vec![Interval { low, high }],
        }
    }

    /// Versions of both.
    pub fn and(&self, other: &Range) -> Range {
        let pairs = self
            .parts
            .iter()
            .flat_map(|a| other.parts.iter().map(move |b| a.and(b)));
        Range {
            parts: pairs.flatten().collect(),
        }
    }

    /// Versions of either.
    pub fn or(mut self, other: Range) -> Range {
        self.parts.extend(other.parts);
        self
    }

    /// All other versions.
    fn complement(&self) -> Range {
        let mut range = Range::any();
        for Interval { low, high } in &self.parts {
            // A bound that belongs to the interval does not belong to what is beside it.
            let beside = |bound: &Option<(Version, bool)>| {
                bound.clone().map(|(version, closed)| (version, !closed))
            };
            let below = low.as_ref().map(|_| Range::one(None, beside(low)));
            let above = high.as_ref().map(|_| Range::one(beside(high), None));
            let mut rest = Range { parts: Vec::new() };
            for part in [below, above].into_iter().flatten() {
                rest = rest.or(part);
            }
            range = range.and(&rest);
        }
        range
    }

    /// Whether there is no such version.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether there is a version of both.
    pub fn overlaps(&self, other: &Range) -> bool {
        !self.and(other).is_empty()
    }

    /// Whether the version is one of these.
    pub fn contains(&self, version: &Version) -> bool {
        self.overlaps(&Range::exact(version))
    }

    /// The `count` leading numbers that all of these versions have in common, if they have.
    pub fn common(&self, count: usize) -> Option<Version> {
        let low = self.parts.first()?.low.as_ref()?;
        let cut = low.0.cut(count);
        // Numbers that the bound does not name are not known.
        let named = low.0.parts.len() >= count;
        let rest = self.and(&Range::prefix_and_before(&cut).complement());
        (named && rest.is_empty()).then_some(cut)
    }
}

/// What a version without an operator means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    Caret,
    Exact,
    Prefix,
    Floor,
}

/// What a requirement of an ecosystem allows; `None` if it names no versions: a tag, a path, an
/// address, a variable.
pub fn requirement(ecosystem: Ecosystem, text: &str) -> Option<Range> {
    let text = text.trim();
    if ecosystem == Ecosystem::Docker || ecosystem == Ecosystem::Actions {
        return Version::leading(text).map(|(version, _)| Range::prefix(&version));
    }
    if let Some(rest) = text.strip_prefix("strictly ") {
        return requirement(ecosystem, rest.split(" prefer ").next().unwrap_or(rest));
    }
    let text = match ecosystem {
        Ecosystem::Npm => match text.strip_prefix("npm:") {
            Some(alias) => alias
                .rfind('@')
                .filter(|at| *at > 0)
                .map_or(alias, |at| &alias[at + 1..]),
            None => text.strip_prefix("workspace:").unwrap_or(text),
        },
        _ => text,
    };
    if text.is_empty() || text == "*" || text == "any" || text == "x" {
        return Some(Range::any());
    }
    if text.starts_with(['[', '(', ']']) {
        return brackets(text);
    }
    let bare = match ecosystem {
        Ecosystem::Cargo => Bare::Caret,
        Ecosystem::Npm | Ecosystem::Composer | Ecosystem::Runtime => Bare::Prefix,
        Ecosystem::NuGet => Bare::Floor,
        _ => Bare::Exact,
    };
    alternatives(text, bare, ecosystem == Ecosystem::Composer)
}

/// What the requirement of a runtime allows: prefixes, but floors for files that say so.
pub fn runtime(text: &str, floor: bool) -> Option<Range> {
    alternatives(text, if floor { Bare::Floor } else { Bare::Prefix }, false)
}

fn alternatives(text: &str, bare: Bare, composer: bool) -> Option<Range> {
    let text = text.replace("||", "|").replace(" or ", "|");
    let mut all: Option<Range> = None;
    for alternative in text.split('|') {
        let range = comparators(alternative, bare, composer)?;
        all = Some(match all {
            Some(all) => all.or(range),
            None => range,
        });
    }
    all
}

fn comparators(text: &str, bare: Bare, composer: bool) -> Option<Range> {
    if let Some((low, high)) = text.split_once(" - ") {
        let (low, _) = Version::leading(low)?;
        let (high, _) = Version::leading(high)?;
        return Some(Range::floor(&low).and(&up_to(&high)));
    }
    let text = text
        .replace(" and ", ",")
        .replace('≥', ">=")
        .replace('≤', "<=");
    let mut range = Range::any();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let signs = rest
            .find(|c: char| !"<>=!~^".contains(c))
            .unwrap_or(rest.len());
        let (operator, tail) = rest.split_at(signs);
        let tail = tail.trim_start();
        let end = tail.find(|c: char| c.is_whitespace() || ",<>=!^".contains(c));
        let (version, next) = tail.split_at(end.unwrap_or(tail.len()));
        range = range.and(&comparator(operator, version, bare, composer)?);
        rest = next.trim_start_matches([',', ' ', '\t', '\n']);
    }
    Some(range)
}

fn up_to(version: &Version) -> Range {
    match version.parts.len() {
        0..3 => Range::one(None, Some((version.bump(version.parts.len() - 1), false))),
        _ => Range::one(None, Some((version.clone(), true))),
    }
}

fn comparator(operator: &str, text: &str, bare: Bare, composer: bool) -> Option<Range> {
    let text = text.split('@').next().unwrap_or(text);
    if matches!(text, "*" | "x" | "X") {
        return Some(Range::any());
    }
    let (version, rest) = Version::leading(text)?;
    let wild = matches!(
        rest.trim_start_matches('.'),
        "*" | "x" | "X" | "+" | "x.x" | "*.*"
    );
    if !wild {
        Version::parse(text)?;
    }
    let count = version.parts.len();
    let partial = count < 3 && !composer && matches!(bare, Bare::Prefix | Bare::Caret);
    Some(match operator {
        "=" | "==" | "===" | "" if wild => Range::prefix(&version),
        "" => match bare {
            Bare::Caret => Range::caret(&version),
            Bare::Exact => Range::exact(&version),
            Bare::Prefix if count >= 3 => Range::exact(&version),
            Bare::Prefix => Range::prefix(&version),
            Bare::Floor => Range::floor(&version),
        },
        "=" if bare == Bare::Prefix && count < 3 => Range::prefix(&version),
        "=" | "==" | "===" => Range::exact(&version),
        "^" => Range::caret(&version),
        ">=" => Range::floor(&version),
        // As npm reads numbers that are left out: `>3` is past all of 3, `<=4` holds all of 4.
        ">" if partial => Range::floor(&version.bump(count - 1)),
        "<=" if partial => up_to(&version),
        ">" => Range::one(Some((version, false)), None),
        "<" => Range::one(None, Some((version, false))),
        "<=" => Range::one(None, Some((version, true))),
        "!=" | "<>" if wild => Range::prefix(&version).complement(),
        "!=" | "<>" => Range::exact(&version).complement(),
        // One number less than written may move: Ruby, Elixir, Terraform, Python, PHP.
        "~>" | "~=" => Range::until(&version, count.saturating_sub(2)),
        "~" if composer => Range::until(&version, count.saturating_sub(2)),
        "~" => Range::until(&version, 1.min(count - 1)),
        _ => return None,
    })
}

/// Intervals as Maven and NuGet write them: `[1.0,2.0)`, `[1.0]`, `(,1.0]`, `[4.10, 5.0[`.
fn brackets(text: &str) -> Option<Range> {
    let mut all: Option<Range> = None;
    let mut rest = text;
    while let Some(open) = rest.chars().next() {
        if !matches!(open, '[' | '(' | ']') {
            return None;
        }
        let close = rest[1..].find(['[', ']', ')'])? + 1;
        let inside = &rest[1..close];
        let closed = rest[close..].starts_with(']');
        let bound = |text: &str, closed: bool| {
            let text = text.trim();
            (!text.is_empty()).then(|| Version::parse(text).map(|version| (version, closed)))
        };
        let range = match inside.split_once(',') {
            None => Range::exact(&Version::parse(inside.trim())?),
            Some((low, high)) => {
                let low = bound(low, open == '[').map_or(Some(None), |b| b.map(Some))?;
                let high = bound(high, closed).map_or(Some(None), |b| b.map(Some))?;
                Range::one(low, high)
            }
        };
        all = Some(match all {
            Some(all) => all.or(range),
            None => range,
        });
        rest = rest[close + 1..].trim_start_matches([',', ' ']);
    }
    all
}

#[cfg(test)]
mod tests;
