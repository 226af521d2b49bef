//! The versions that requirements allow.
//!
//! The libraries that read requirements know one ecosystem each, and none can say whether two
//! requirements overlap, so this module reads all of them into ranges.

use crate::model::facts::Ecosystem;
use crate::model::range::Range;
use crate::model::version::Version;

/// The meaning of a version without an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    Caret,
    Exact,
    Prefix,
    Floor,
}

/// The versions that a requirement of an ecosystem allows; `None` if it is not one: a tag, a path, an
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
        Ecosystem::Npm | Ecosystem::Jsr | Ecosystem::Composer | Ecosystem::Runtime => Bare::Prefix,
        Ecosystem::NuGet => Bare::Floor,
        _ => Bare::Exact,
    };
    alternatives(text, bare, ecosystem == Ecosystem::Composer)
}

/// The versions that the requirement of a runtime allows: those with that prefix, or from it on if `floor` is set.
pub fn runtime(text: &str, floor: bool) -> Option<Range> {
    alternatives(text, if floor { Bare::Floor } else { Bare::Prefix }, false)
}

/// The sign and the version of a requirement that is one comparison: `^` and 1.2 of `^1.2`, an
/// empty sign for a version alone. `None` for ranges, upper bounds and exclusions.
pub fn comparison(text: &str) -> Option<(&str, Version)> {
    let text = text.trim();
    let signs = text
        .find(|c: char| !"<>=!~^".contains(c))
        .unwrap_or(text.len());
    let (sign, version) = text.split_at(signs);
    if sign.starts_with(['<', '!']) {
        return None;
    }
    Some((sign, Version::parse(version)?))
}

/// A version of a runtime in its usual form: `1.8` is Java 8, `net8.0` is .NET 8.0.
pub fn runtime_version(name: &str, value: &str) -> String {
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

fn alternatives(text: &str, bare: Bare, composer: bool) -> Option<Range> {
    let text = text.replace("||", "|").replace(" or ", "|");
    let mut all: Option<Range> = None;
    for alternative in text.split('|') {
        let range = comparators(alternative, bare, composer)?;
        all = Some(match all {
            Some(all) => all.or(&range),
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
        0..3 => Range::below(&version.bump(version.parts.len() - 1)),
        _ => Range::at_most(version),
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
        ">" => Range::above(&version),
        "<" => Range::below(&version),
        "<=" => Range::at_most(&version),
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
        let range = match inside.split_once(',') {
            None => Range::exact(&Version::parse(inside.trim())?),
            Some((low, high)) => {
                let low = match low.trim() {
                    "" => Range::any(),
                    low if open == '[' => Range::floor(&Version::parse(low)?),
                    low => Range::above(&Version::parse(low)?),
                };
                let high = match high.trim() {
                    "" => Range::any(),
                    high if closed => Range::at_most(&Version::parse(high)?),
                    high => Range::below(&Version::parse(high)?),
                };
                low.and(&high)
            }
        };
        all = Some(match all {
            Some(all) => all.or(&range),
            None => range,
        });
        rest = rest[close + 1..].trim_start_matches([',', ' ']);
    }
    all
}

#[cfg(test)]
#[path = "requirement_tests.rs"]
mod tests;
