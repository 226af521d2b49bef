//! Fills and reports the version of one row.

use std::cell::Cell;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::compare::actual;
use crate::compare::actual::ActualVersion;
use crate::compare::drift;
use crate::compare::drift::Verdict;
use crate::compare::edit;
use crate::compare::problems::{Drift, TechnologyAbsent, TechnologyAmbiguous, TechnologyUnknown};
use crate::document::directive::pair;
use crate::document::directive::pair::Pair;
use crate::document::markdown;
use crate::document::names::{Match, Names, VersionSource};
use crate::document::rows;
use crate::document::rows::TechnologyRow;
use crate::document::versions::{DocumentedVersion, VersionText};
use crate::model::facts::Ecosystem;
use crate::model::index::FactIndex;
use crate::output::display;

/// The edit that fills a version cell, if it is open and the version is known.
pub(crate) fn fill(source: &str, row: &TechnologyRow, index: &FactIndex) -> Option<Edit> {
    if row.version != VersionText::Placeholder {
        return None;
    }
    let written = source.get(row.range.clone())?;
    // What is not text, such as an image, would be lost.
    if !rows::is_text(written, &row.text) {
        return None;
    }
    let version = display::version(index, row.version_source()?)?;
    // Emphasis and backticks around a placeholder stay.
    let inner = markdown::source_range(&row.runs, &(0..row.text.len()));
    let keeps_markup = !row.text.is_empty() && source.get(inner.clone()) == Some(&row.text);
    let (range, mut text) = if keeps_markup && source[..inner.start].ends_with('`') {
        let is_code_text = !version.contains(['`', '|', '{']);
        (inner, if is_code_text { version } else { return None })
    } else if keeps_markup {
        (inner, edit::escaped(&version))
    } else {
        (row.range.clone(), edit::escaped(&version))
    };
    // A cell without blanks around the position gets them.
    if source[..range.start].ends_with('|') && written.is_empty() {
        text.insert(0, ' ');
    }
    if source[range.end..].starts_with('|') && written.is_empty() {
        text.push(' ');
    }
    let (range, text) = edit::replacement(source, row, range, &text);
    Some(Edit::replace(range, text))
}

/// A document, and how its rows are reported.
#[derive(Clone, Copy)]
pub(crate) struct Reporting<'a> {
    pub(crate) site: &'a Site,
    pub(crate) page: PageId,
    pub(crate) source: &'a str,
    pub(crate) index: &'a FactIndex,
    pub(crate) names: &'a Names,
    /// The check was requested: by a directive, or by naming the file.
    pub(crate) is_requested: bool,
    /// Versions that directives of their own check.
    pub(crate) pairs: &'a [Pair],
    /// Whether a version of the document was compared with one of a manifest.
    pub(crate) has_compared: &'a Cell<bool>,
}

impl Reporting<'_> {
    /// Reports on the version of a row, and below a directive on its name too. Returns the version
    /// that contradicts the row.
    pub(crate) fn row(
        self,
        row: &TechnologyRow,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<ActualVersion> {
        let contradicted = self.version(row, problems);
        if self.is_requested {
            self.name(row, problems);
        }
        contradicted
    }

    fn name(self, row: &TechnologyRow, problems: &mut Vec<Diagnostic>) {
        let (technology, source) = (row.technology.as_str(), self.page);
        let range = row.technology_range.clone();
        match &row.meaning {
            Match::Ambiguous(targets) => problems.push(
                TechnologyAmbiguous {
                    technology,
                    targets,
                    source,
                    range,
                }
                .into(),
            ),
            Match::Unknown(suggestion) => problems.push(
                TechnologyUnknown {
                    technology,
                    suggestion: suggestion.as_deref(),
                    source,
                    range,
                }
                .into(),
            ),
            _ => {}
        }
    }

    fn version(self, row: &TechnologyRow, problems: &mut Vec<Diagnostic>) -> Option<ActualVersion> {
        let VersionText::One(documented) = &row.version else {
            return None;
        };
        if pair::contain(self.pairs, &row.version_range(documented)) {
            return None;
        }
        if let Match::Absent(targets) = &row.meaning {
            let problem = TechnologyAbsent {
                technology: &row.technology,
                targets,
                source: self.page,
                range: row.technology_range.clone(),
            };
            problems.push(problem.into());
            return None;
        }
        let source = row.version_source()?;
        let (documented, actual_versions, verdict, actual) = self.compared(source, documented);
        if verdict != Verdict::Unverifiable {
            self.has_compared.set(true);
        }
        let mut decisive = actual;
        let mut verdict = verdict;
        if verdict == Verdict::Consistent && self.is_requested {
            let sign = row.text[documented.whole.start..documented.at.start].trim();
            let runtime = source.target.ecosystem == Ecosystem::Runtime;
            let other = drift::other_range(&documented, sign, &actual_versions);
            if let Some(other) = other.filter(|_| !runtime) {
                (verdict, decisive) = (Verdict::OtherRange, Some(other.clone()));
            }
        }
        let actual = decisive?;
        // `FastMCP (MCP Python SDK)`: the version may be that of the package in parentheses. That of
        // a server may be the one of its client, and Playwright may be the package of npm or of PyPI.
        let is_of = |other: &VersionSource| {
            let (.., verdict, _) = self.compared(other, &documented);
            matches!(
                verdict,
                Verdict::Consistent | Verdict::MajorAhead | Verdict::RepeatsRequirement
            )
        };
        let is_of_another = || {
            // The file that pins a runtime counts more than an image of it.
            let related = match source.target.ecosystem {
                Ecosystem::Runtime => Vec::new(),
                _ => self.names.related(&row.technology),
            };
            let mut related = row.others.iter().chain(&related);
            related.any(|other| other.target != source.target && is_of(other))
        };
        if verdict == Verdict::Consistent || is_of_another() {
            return None;
        }
        let suggestion = match verdict {
            Verdict::OtherRange => actual.requirement.clone(),
            _ => suggestion(&documented, &row.text, &actual_versions, &actual, verdict),
        };
        let range = row.version_range(&documented);
        let written = row.text.get(documented.whole.clone());
        let fix = suggestion
            .as_deref()
            .filter(|_| self.source.get(range.clone()) == written)
            .map(|with| edit::replacement(self.source, row, range.clone(), with));
        let problem = Drift {
            root: &self.site.root,
            verdict,
            is_requested: self.is_requested,
            technology: &row.technology,
            target: &source.target,
            documented: written.unwrap_or(&row.text),
            source: self.page,
            range,
            actual: &actual,
            suggestion: suggestion.as_deref(),
            uncertain: match actual.version {
                Some(_) => "the manifests have several versions, so none is written for you",
                None => "no lock file says which version is used, so none is written for you",
            },
            fix,
            files: &self.index.all().files,
        };
        problems.push(problem.into());
        (verdict == Verdict::Contradicts).then_some(actual)
    }

    fn compared(
        self,
        source: &VersionSource,
        documented: &DocumentedVersion,
    ) -> (
        DocumentedVersion,
        Vec<ActualVersion>,
        Verdict,
        Option<ActualVersion>,
    ) {
        let documented = drift::normalized(documented, &source.target);
        let actual_versions = actual::of_source(self.index, source);
        let (verdict, actual) = drift::verdict(&documented, &actual_versions);
        let actual = actual.cloned();
        (documented, actual_versions, verdict, actual)
    }
}

/// The documented version as it would be true, if all files of the same precedence agree.
fn suggestion(
    documented: &DocumentedVersion,
    text: &str,
    actual_versions: &[ActualVersion],
    against: &ActualVersion,
    verdict: Verdict,
) -> Option<String> {
    if verdict == Verdict::FloorTooLow {
        let lowest = against.allowed.as_ref()?.lowest()?;
        return Some(documented.restated(text, lowest, &lowest.to_string()));
    }
    let equals = actual_versions.iter().filter(|actual| {
        let is_known = actual.version.is_some() || actual.allowed.is_some();
        is_known && actual.authority == against.authority
    });
    let mut found = equals.map(|actual| {
        let version = actual.version.clone();
        let version = version.or_else(|| actual.common(documented))?;
        Some(documented.restated(text, &version, &actual.display))
    });
    let first = found.next()??;
    found
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}
