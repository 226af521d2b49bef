//! The claims of a document: which technology is said to have which version, and where.
//!
//! It joins what is written with what names mean; whether a claim is true is for
//! [`drift`](crate::drift).

use std::ops::Range;

use crate::claim::{self, Claim, Claimed};
use crate::columns::Columns;
use crate::document::{Cell, Line, Table};
use crate::names::{Match, Names, Target};

/// One row or part of a list that names a technology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The name as written, without markup.
    pub technology: String,
    /// Where the name stands.
    pub technology_at: Range<usize>,
    /// What the name stands for.
    pub meant: Match,
    /// What is claimed.
    pub claim: Claim,
    /// The text that was read for the claim.
    pub text: String,
    /// Where that text stands; for a cell, the cell.
    pub at: Range<usize>,
    /// The bytes at `at` are the text, so that a part of it can be found there.
    pub plain: bool,
}

impl Stated {
    /// Where the version of a claim stands.
    pub fn place(&self, claimed: &Claimed) -> Range<usize> {
        match self.plain {
            true => self.at.start + claimed.whole.start..self.at.start + claimed.whole.end,
            false => self.at.clone(),
        }
    }
}

/// Signs between several technologies of one cell.
const BETWEEN: &[&str] = &[", ", " + ", " / ", "/", " & ", " and ", "、", "; ", ","];

/// The claims of a table.
pub fn of_table(source: &str, table: &Table, columns: Columns, names: &Names) -> Vec<Stated> {
    let mut found = Vec::new();
    for row in &table.rows {
        let (Some(technology), Some(version)) =
            (row.get(columns.technology), row.get(columns.version))
        else {
            continue;
        };
        let meant = names.of_cell(technology);
        let claim = claim::read(&version.text, version.struck || technology.struck);
        let written = source.get(version.range.clone()).unwrap_or_default();
        let claim = match claim {
            // A cell with an image, a link or a variable is not empty, whatever its text.
            Claim::Open if !is_text(written, &version.text) => Claim::Silent,
            claim => claim,
        };
        let stated = |name: &str, meant: Match, claim: Claim| Stated {
            technology: name.to_string(),
            technology_at: technology.range.clone(),
            meant,
            claim,
            text: version.text.clone(),
            at: version.range.clone(),
            plain: source.get(version.range.clone()) == Some(version.text.as_str()),
        };
        let compound = !matches!(meant, Match::Found(_) | Match::Absent(_));
        let parts = parts(technology);
        match (&claim, parts) {
            // "ESLint 8+, Prettier 3+" and "18.x / 5.x" are paired with as many names.
            (Claim::Several(claims), Some(parts)) if parts.len() == claims.len() && compound => {
                for (part, one) in parts.iter().zip(claims) {
                    found.push(stated(part, names.find(part), Claim::Version(one.clone())));
                }
            }
            // One version for several names says nothing of any of them.
            (_, Some(parts)) if compound => {
                let name = parts.join(", ");
                found.push(stated(&name, Match::Unknown(None), Claim::Silent));
            }
            (Claim::Several(_), _) => found.push(stated(&technology.text, meant, Claim::Silent)),
            _ => found.push(stated(&technology.text, meant, claim)),
        }
    }
    found
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

/// The claims of a line such as `**React** 18.x: …`, `Language: Python 3.11+`, or
/// `Databases: PostgreSQL 15, Redis 7`.
pub fn of_line(line: &Line, names: &Names) -> Vec<Stated> {
    let ends = [':', '：', '—', '–', ',', '，', ';', '、'];
    let mut found = Vec::new();
    let mut start = 0;
    for part in line.text.split_inclusive(ends).take(MAX_PARTS) {
        let at = start;
        start += part.len();
        found.extend(of_part(line, part.trim_end_matches(ends), at, names));
    }
    found
}

/// The claim of a part of a line that begins at `at`: a name and its version.
fn of_part(line: &Line, part: &str, at: usize, names: &Names) -> Option<Stated> {
    let mut versions = claim::versions(part).into_iter();
    let (Some(claimed), None) = (versions.next(), versions.next()) else {
        return None;
    };
    let before = part[..claimed.whole.start].trim_end_matches([' ', '-', '(', '@']);
    let name = before.trim_start();
    let rest = part[claimed.whole.end..].trim();
    // A name and its version, perhaps a word behind them: a sentence is no claim.
    let short = rest.len() < 24 && !rest.contains(". ");
    let plain = rest.is_empty() || rest.starts_with(['(', ')', '-']) || short;
    if name.is_empty() || name.split(' ').count() > 5 || !plain {
        return None;
    }
    let meant = names.find(name);
    if !matches!(meant, Match::Found(_) | Match::Absent(_)) {
        return None;
    }
    let name_at = at + (before.len() - name.len())..at + before.len();
    let shifted = Claimed {
        at: claimed.at.start + at..claimed.at.end + at,
        whole: claimed.whole.start + at..claimed.whole.end + at,
        ..claimed
    };
    Some(Stated {
        technology: name.to_string(),
        technology_at: line.place(&name_at),
        meant,
        at: line.place(&shifted.whole),
        text: line.text.clone(),
        claim: Claim::Version(shifted),
        plain: false,
    })
}

/// The claims of a table without a column of versions: "React 18" in the column of technologies.
pub fn of_names(table: &Table, technology: usize, names: &Names) -> Vec<Stated> {
    let cells = table.rows.iter().filter_map(|row| row.get(technology));
    let lines = cells.filter(|cell| !cell.struck).map(|cell| Line {
        text: cell.text.clone(),
        runs: vec![(0, cell.range.clone())],
    });
    lines.flat_map(|line| of_line(&line, names)).collect()
}

impl Stated {
    /// The package that is meant, if the manifests name it.
    pub fn target(&self) -> Option<&Target> {
        match &self.meant {
            Match::Found(target) => Some(target),
            _ => None,
        }
    }
}
