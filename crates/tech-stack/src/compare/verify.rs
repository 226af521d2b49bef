//! One claim against the manifests: what is filled, and what is reported.
//!
//! It may not look at other rows.

use archsite_core::diagnostics::Diagnostic;
use archsite_core::emit;
use archsite_core::emit::Position;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::compare::drift;
use crate::compare::drift::{ActualVersion, Verdict};
use crate::compare::problems::{Drift, TechnologyAbsent, TechnologyAmbiguous, TechnologyUnknown};
use crate::document::names::Match;
use crate::document::rows;
use crate::document::rows::TechnologyRow;
use crate::document::versions::{DocumentedVersion, VersionText};
use crate::model::index::FactIndex;
use crate::output::display;

/// The edit that fills a version cell, if it is open and the version is known.
pub(crate) fn fill(source: &str, stated: &TechnologyRow, known: &FactIndex) -> Option<Edit> {
    let version_source = stated
        .version_source()
        .filter(|_| stated.claim == VersionText::Placeholder)?;
    let written = source.get(stated.at.clone())?;
    // What was not read as text, such as an image, would be lost.
    if !rows::is_text(written, &stated.text) {
        return None;
    }
    let mut version = emit::escape(&display::version(known, version_source)?, Position::InLine);
    // A cell without blanks around the place gets them.
    if source[..stated.at.start].ends_with('|') && written.is_empty() {
        version.insert(0, ' ');
    }
    if source[stated.at.end..].starts_with('|') && written.is_empty() {
        version.push(' ');
    }
    Some(Edit::replace(stated.at.clone(), version))
}

/// Reports on a claim below a directive.
pub(crate) fn marked(
    site: &Site,
    page: PageId,
    stated: &TechnologyRow,
    known: &FactIndex,
    problems: &mut Vec<Diagnostic>,
) {
    report(site, page, stated, known, true, problems);
    let technology = stated.technology.as_str();
    let range = stated.technology_at.clone();
    match &stated.meant {
        Match::Ambiguous(targets) => problems.push(
            TechnologyAmbiguous {
                technology,
                targets,
                source: page,
                range,
            }
            .into(),
        ),
        Match::Unknown(near) => problems.push(
            TechnologyUnknown {
                technology,
                near: near.as_deref(),
                source: page,
                range,
            }
            .into(),
        ),
        _ => {}
    }
}

/// Reports on a claim that no directive required to check.
pub(crate) fn unmarked(
    site: &Site,
    page: PageId,
    stated: &TechnologyRow,
    known: &FactIndex,
    problems: &mut Vec<Diagnostic>,
) {
    report(site, page, stated, known, false, problems);
}

/// The claim as it would be true, if all places that count as much as the one that speaks against
/// it say the same.
fn suggestion(
    documented: &DocumentedVersion,
    text: &str,
    actual_versions: &[ActualVersion],
    against: &ActualVersion,
) -> Option<String> {
    let equals = actual_versions.iter().filter(|actual| {
        let says = actual.version.is_some() || actual.allowed.is_some();
        says && actual.authority == against.authority
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

fn report(
    site: &Site,
    page: PageId,
    stated: &TechnologyRow,
    known: &FactIndex,
    marked: bool,
    problems: &mut Vec<Diagnostic>,
) {
    if let (Match::Absent(targets), VersionText::One(_)) = (&stated.meant, &stated.claim) {
        let problem = TechnologyAbsent {
            technology: &stated.technology,
            targets,
            source: page,
            range: stated.technology_at.clone(),
        };
        problems.push(problem.into());
        return;
    }
    let (Some(version_source), VersionText::One(documented)) =
        (stated.version_source(), &stated.claim)
    else {
        return;
    };
    let target = &version_source.target;
    let documented = drift::normal_claim(documented, target);
    let actual_versions = drift::actual_versions(known, version_source);
    let (verdict, Some(actual)) = drift::verdict(&documented, &actual_versions) else {
        return;
    };
    if verdict == Verdict::Consistent {
        return;
    }
    let suggestion = suggestion(&documented, &stated.text, &actual_versions, actual);
    let problem = Drift {
        root: &site.root,
        verdict,
        marked,
        technology: &stated.technology,
        target,
        claim: stated
            .text
            .get(documented.whole.clone())
            .unwrap_or(&stated.text),
        source: page,
        range: stated.place(&documented),
        display: &actual.display,
        at: &actual.at,
        required_at: actual.required_at.as_ref(),
        member: &actual.member,
        suggestion: suggestion.as_deref(),
        files: &known.all().files,
    };
    problems.push(problem.into());
}
