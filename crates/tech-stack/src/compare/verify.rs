//! One claim against the manifests: what is filled, and what is reported.
//!
//! It may not look at other rows.

use archsite_core::diagnostics::Diagnostic;
use archsite_core::emit;
use archsite_core::emit::Position;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::compare::drift;
use crate::compare::drift::{Actual, Verdict};
use crate::document::claim::{Claim, Claimed};
use crate::document::claims;
use crate::document::claims::Stated;
use crate::document::names::Match;
use crate::known::Known;
use crate::output::shown;
use crate::problems::{Drift, TechnologyAbsent, TechnologyAmbiguous, TechnologyUnknown};

/// The edit that fills a version cell, if it is open and the version is known.
pub(crate) fn fill(source: &str, stated: &Stated, known: &Known) -> Option<Edit> {
    let carrier = stated.carrier().filter(|_| stated.claim == Claim::Open)?;
    let written = source.get(stated.at.clone())?;
    // What was not read as text, such as an image, would be lost.
    if !claims::is_text(written, &stated.text) {
        return None;
    }
    let mut version = emit::escape(&shown::version(known, carrier)?, Position::InLine);
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
    stated: &Stated,
    known: &Known,
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

/// Reports on a claim that no directive asked to check.
pub(crate) fn unmarked(
    site: &Site,
    page: PageId,
    stated: &Stated,
    known: &Known,
    problems: &mut Vec<Diagnostic>,
) {
    report(site, page, stated, known, false, problems);
}

/// The claim as it would be true, if all places that count as much as the one that speaks against
/// it say the same.
fn suggestion(
    claimed: &Claimed,
    text: &str,
    actuals: &[Actual],
    against: &Actual,
) -> Option<String> {
    let equals = actuals.iter().filter(|actual| {
        let says = actual.version.is_some() || actual.allowed.is_some();
        says && actual.authority == against.authority
    });
    let mut found = equals.map(|actual| {
        let version = actual.version.clone();
        let version = version.or_else(|| actual.common(claimed))?;
        Some(claimed.restated(text, &version, &actual.shown))
    });
    let first = found.next()??;
    found
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

fn report(
    site: &Site,
    page: PageId,
    stated: &Stated,
    known: &Known,
    marked: bool,
    problems: &mut Vec<Diagnostic>,
) {
    if let (Match::Absent(targets), Claim::Version(_)) = (&stated.meant, &stated.claim) {
        let problem = TechnologyAbsent {
            technology: &stated.technology,
            targets,
            source: page,
            range: stated.technology_at.clone(),
        };
        problems.push(problem.into());
        return;
    }
    let (Some(carrier), Claim::Version(claimed)) = (stated.carrier(), &stated.claim) else {
        return;
    };
    let target = &carrier.target;
    let claimed = drift::normal_claim(claimed, target);
    let actuals = drift::actuals(known, carrier);
    let (verdict, Some(actual)) = drift::verdict(&claimed, &actuals) else {
        return;
    };
    if verdict == Verdict::Consistent {
        return;
    }
    let suggestion = suggestion(&claimed, &stated.text, &actuals, actual);
    let problem = Drift {
        root: &site.root,
        verdict,
        marked,
        technology: &stated.technology,
        target,
        claim: stated
            .text
            .get(claimed.whole.clone())
            .unwrap_or(&stated.text),
        source: page,
        range: stated.place(&claimed),
        shown: &actual.shown,
        at: &actual.at,
        asked_at: actual.asked_at.as_ref(),
        member: &actual.member,
        suggestion: suggestion.as_deref(),
        files: &known.all().files,
    };
    problems.push(problem.into());
}
