//! The versions of a document: which technology is said to have which version, and where.
//!
//! It joins what is written with what names mean; whether a claim is true is for
//! [`drift`](crate::compare::drift).

use std::ops::Range;

use crate::document::columns::{Columns, is_packages};
use crate::document::markdown::{Cell, Line, Table};
use crate::document::names::{Match, Names, Target, VersionSource};
use crate::document::versions;
use crate::document::versions::counts;
use crate::document::versions::{DocumentedVersion, Shape, VersionText};
use crate::model::facts::Ecosystem;

/// One row or part of a list that names a technology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TechnologyRow {
    /// The name as written, without markup.
    pub(crate) technology: String,
    /// Where the name stands.
    pub(crate) technology_at: Range<usize>,
    /// What the name stands for.
    pub(crate) meant: Match,
    /// What is documented.
    pub(crate) claim: VersionText,
    /// The text that was read for the claim.
    pub(crate) text: String,
    /// Where that text stands; for a cell, the cell.
    pub(crate) at: Range<usize>,
    /// The bytes at `at` are the text, so that a part of it can be found there.
    pub(crate) plain: bool,
}

impl TechnologyRow {
    /// Where the version of a claim stands.
    pub(crate) fn place(&self, documented: &DocumentedVersion) -> Range<usize> {
        if self.plain {
            self.at.start + documented.whole.start..self.at.start + documented.whole.end
        } else {
            self.at.clone()
        }
    }
}

/// Signs between several technologies of one cell.
const BETWEEN: &[&str] = &[", ", " + ", " / ", "/", " & ", " and ", "、", "; ", ","];

/// The versions of a table.
pub(crate) fn of_table(
    source: &str,
    table: &Table,
    columns: Columns,
    names: &Names,
) -> Vec<TechnologyRow> {
    let header = table.header.get(columns.technology);
    let packages = header.is_some_and(is_packages);
    let mut found = Vec::new();
    for row in &table.rows {
        let (Some(technology), Some(version)) =
            (row.get(columns.technology), row.get(columns.version))
        else {
            continue;
        };
        let meant = if packages {
            names.of_package(technology)
        } else {
            names.of_cell(technology)
        };
        let claim = versions::read(&version.text, version.struck || technology.struck);
        let written = source.get(version.range.clone()).unwrap_or_default();
        let claim = match claim {
            // A cell with an image, a link or a variable is not empty, whatever its text.
            VersionText::Placeholder if !is_text(written, &version.text) => VersionText::NoVersion,
            claim => claim,
        };
        let stated = |name: &str, meant: Match, claim: VersionText| {
            let (meant, claim) = with_edition(meant, claim, names);
            TechnologyRow {
                technology: name.to_string(),
                technology_at: technology.range.clone(),
                meant,
                claim,
                text: version.text.clone(),
                at: version.range.clone(),
                plain: source.get(version.range.clone()) == Some(version.text.as_str()),
            }
        };
        let compound = matches!(meant, Match::Ambiguous(_) | Match::Unknown(_));
        let parts = parts(technology);
        match (&claim, parts) {
            // "ESLint 8+, Prettier 3+" and "18.x / 5.x" are paired with as many names.
            (VersionText::Several(versions), Some(parts))
                if parts.len() == versions.len() && compound =>
            {
                for (part, one) in parts.iter().zip(versions) {
                    found.push(stated(
                        part,
                        names.find(part),
                        VersionText::One(one.clone()),
                    ));
                }
            }
            // One version for several names says nothing of any of them.
            (_, Some(parts)) if compound => {
                let name = parts.join(", ");
                found.push(stated(&name, Match::Unknown(None), VersionText::NoVersion));
            }
            (VersionText::Several(_), _) => {
                found.push(stated(&technology.text, meant, VersionText::NoVersion))
            }
            _ => found.push(stated(&technology.text, meant, claim)),
        }
    }
    found
}

/// A year beside Rust is its edition, not a version of the compiler. Where no manifest states the
/// edition, nothing is documented that could be compared.
fn with_edition(meant: Match, claim: VersionText, names: &Names) -> (Match, VersionText) {
    let rust = |targets: &[Target]| {
        let own = |target: &Target| target.ecosystem == Ecosystem::Runtime && target.name == "rust";
        targets.iter().any(own)
    };
    let rust = match &meant {
        Match::Found(version_source) => rust(std::slice::from_ref(&version_source.target)),
        Match::Absent(targets) => rust(targets),
        _ => false,
    };
    match &claim {
        VersionText::One(documented)
            if rust
                && matches!(
                    documented.version.parts.as_slice(),
                    [2015 | 2018 | 2021 | 2024]
                ) =>
        {
            match names.find("runtime:rust-edition") {
                Match::Found(version_source) => (Match::Found(version_source), claim),
                _ => (meant, VersionText::NoVersion),
            }
        }
        _ => (meant, claim),
    }
}

/// Whether bytes are this text and nothing more but emphasis; a variable is never only text.
pub(crate) fn is_text(written: &str, text: &str) -> bool {
    let plain = |text: &str| text.replace(['*', '_', '`'], "").trim().to_string();
    !written.contains("{{") && plain(written) == plain(text)
}

/// The names of a cell that holds several.
fn parts(cell: &Cell) -> Option<Vec<String>> {
    let sign = BETWEEN.iter().find(|sign| cell.text.contains(**sign))?;
    let parts = cell.text.split(sign).map(|part| part.trim().to_string());
    Some(parts.filter(|part| !part.is_empty()).collect())
}

/// Most parts of a line that are looked at; what follows is prose.
const MAX_PARTS: usize = 6;

/// The versions of a line such as `**React** 18.x: …`, `React: 18.x`, `Language: Python 3.11+`, or
/// `Databases: PostgreSQL 15, Redis 7`.
pub(crate) fn of_line(line: &Line, names: &Names) -> Vec<TechnologyRow> {
    let mut found = Vec::new();
    if is_label_of_counts(&line.text) {
        return found;
    }
    // The part before, if it may be the name of a version that stands alone.
    let mut title = None;
    for part in parts_of(&line.text).take(MAX_PARTS) {
        let text = &line.text[part.clone()];
        let bare = text.trim_end_matches(ENDS);
        found.extend(of_part(line, bare, part.start, title.take(), names));
        if text.ends_with([':', '：', '—', '–']) && versions::versions(bare).is_empty() {
            title = Some(part.start..part.start + bare.len());
        }
    }
    found
}

/// Whether a line begins with a word that says what its numbers count: `Replicas: PostgreSQL 3`.
fn is_label_of_counts(text: &str) -> bool {
    let label = text.split_once([':', '：']).map(|(label, _)| label);
    label.is_some_and(|label| versions::versions(label).is_empty() && counts::is_title(label))
}

/// Lines below a line that says what their numbers count: `**Ports**`, or `Replicas:`.
#[derive(Debug, Default)]
pub(crate) struct CountedLines {
    /// How deep in lists the line was.
    depth: Option<usize>,
}

impl CountedLines {
    /// Whether the next line of a document is below such a line.
    pub(crate) fn counts(&mut self, line: &Line) -> bool {
        if self.depth.is_some_and(|depth| line.depth > depth) {
            return true;
        }
        let text = line.text.trim();
        let label = text.ends_with([':', '：']) || text.split(' ').count() <= 4;
        let counts = label && versions::versions(text).is_empty() && counts::is_title(text);
        self.depth = counts.then_some(line.depth);
        false
    }
}

/// Signs at which a line is taken apart.
const ENDS: [char; 8] = [':', '：', '—', '–', ',', '，', ';', '、'];

/// The parts of a line, each with the sign at its end. `10,000`, `2–4` and `16:9` are not taken
/// apart.
fn parts_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut start = 0;
    let mut signs = text.match_indices(ENDS).filter(move |(at, sign)| {
        let (before, behind) = (&text[..*at], &text[at + sign.len()..]);
        !(matches!(*sign, "," | "–" | ":")
            && digit(before.chars().next_back())
            && digit(behind.chars().next()))
    });
    std::iter::from_fn(move || {
        let end = signs
            .next()
            .map_or(text.len(), |(at, sign)| at + sign.len());
        let part = start..end;
        start = end;
        (!part.is_empty()).then_some(part)
    })
}

/// Words that may stand behind a version that is a plain number.
const BEHIND: &[&str] = &[
    "as", "beta", "edition", "for", "lts", "on", "stable", "with",
];

/// The claim of a part of a line that begins at `at`: a name and its version. A version without a
/// name is that of the `title` before it.
fn of_part(
    line: &Line,
    part: &str,
    at: usize,
    title: Option<Range<usize>>,
    names: &Names,
) -> Option<TechnologyRow> {
    let mut versions = versions::versions(part).into_iter();
    let (Some(documented), None) = (versions.next(), versions.next()) else {
        return None;
    };
    let before = part[..documented.whole.start].trim_end_matches([' ', '-', '(', '@']);
    let rest = part[documented.whole.end..].trim();
    // A name and its version, perhaps a word behind them: a sentence is no claim.
    let short = rest.len() < 24 && !rest.contains(". ");
    let plain = rest.is_empty() || rest.starts_with(['(', ')', '-']) || short;
    let name_at = match before.trim_start() {
        "" => title.clone()?,
        name => at + (before.len() - name.len())..at + before.len(),
    };
    let name = &line.text[name_at.clone()];
    let blanks = name.len() - name.trim_start().len();
    let name = name.trim();
    let name_at = name_at.start + blanks..name_at.start + blanks + name.len();
    if name.is_empty() || name.split(' ').count() > 5 || !plain || is_aside(name) {
        return None;
    }
    // `PostgreSQL 16 GB`, `Redis 3 nodes`: a number alone counts what the next word says.
    let number = part[documented.whole.clone()]
        .bytes()
        .all(|b| b.is_ascii_digit());
    let alone = before.trim().is_empty();
    if (number && documented.shape == Shape::Prefix || alone) && documented.shape != Shape::Floor {
        let word = rest
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        if !word.is_empty() && !BEHIND.contains(&word.to_lowercase().as_str()) {
            return None;
        }
    }
    let meant = names.find(name);
    let known = if alone {
        matches!(meant, Match::Found(_))
    } else {
        matches!(meant, Match::Found(_) | Match::Absent(_))
    };
    if !known {
        return None;
    }
    let shifted = DocumentedVersion {
        at: documented.at.start + at..documented.at.end + at,
        whole: documented.whole.start + at..documented.whole.end + at,
        ..documented
    };
    let place = line.place(&shifted.whole);
    let (meant, claim) = with_edition(meant, VersionText::One(shifted), names);
    Some(TechnologyRow {
        technology: name.to_string(),
        technology_at: line.place(&name_at),
        meant,
        at: place,
        text: line.text.clone(),
        claim,
        plain: false,
    })
}

/// Whether a name goes on in parentheses that say something else of the number behind it than that
/// it is a version: `NGINX (port`, but not `React (version`.
fn is_aside(name: &str) -> bool {
    let Some((_, inside)) = name.rsplit_once(['(', '（']) else {
        return false;
    };
    let mut words = inside.split(' ').filter(|word| !word.is_empty());
    !inside.contains([')', '）'])
        && words.any(|word| !VERSION_WORDS.contains(&&*word.to_lowercase()))
}

/// Words between a name and its version.
const VERSION_WORDS: &[&str] = &[
    "currently",
    "lts",
    "now",
    "release",
    "v",
    "ver",
    "ver.",
    "version",
    "版本",
];

/// The versions of a table without a column of versions: "React 18" in the column of technologies.
pub(crate) fn of_names(table: &Table, technology: usize, names: &Names) -> Vec<TechnologyRow> {
    let cells = table.rows.iter().filter_map(|row| row.get(technology));
    let lines = cells.filter(|cell| !cell.struck).map(|cell| Line {
        text: cell.text.clone(),
        runs: vec![(0, cell.range.clone())],
        depth: 0,
    });
    lines.flat_map(|line| of_line(&line, names)).collect()
}

impl TechnologyRow {
    /// The package that says the version, if the manifests name it.
    pub(crate) fn version_source(&self) -> Option<&VersionSource> {
        match &self.meant {
            Match::Found(version_source) => Some(version_source),
            _ => None,
        }
    }

    /// The same without what its number says.
    pub(crate) fn target(&self) -> Option<&Target> {
        self.version_source()
            .map(|version_source| &version_source.target)
    }
}

#[cfg(test)]
mod tests;
