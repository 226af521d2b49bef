//! The problems of a run with their levels and locations, sorted by file.
//!
//! Decides what is reported and whether that fails the run. The report shows it.

pub(crate) mod baseline;
mod finding;
mod flood;
pub(crate) mod identity;

use std::path::{Path, PathBuf};

use archsite_core::config::pattern::Pattern;
use archsite_core::diagnostics;
use archsite_core::diagnostics::{Diagnostic, Label, Level, Suppressions};
use archsite_core::site::Site;
use archsite_core::site::resolve::Destination;

use self::baseline::{Entry, Judged, Known};
pub(crate) use self::finding::Finding;
use crate::mdbook::settings::{FailOn, Override, Settings};
use crate::report::locate::{Locator, SourceLocation};
use archsite_core::fs::names::relative;

/// All problems of a run.
#[derive(Debug)]
pub(crate) struct Findings {
    /// What is reported.
    pub(crate) all: Vec<Finding>,
    /// Problems of the baseline.
    pub(crate) known: Vec<Finding>,
    /// Entries of the baseline whose problems are gone.
    pub(crate) gone: Vec<Entry>,
    /// Whether some are at or above `fail-on`.
    pub(crate) fails: bool,
    fail_on: FailOn,
    /// Folder of book.toml, without `.` and `..`.
    pub(crate) book_root: PathBuf,
    /// Root of the repository.
    pub(crate) repository: PathBuf,
}

impl Findings {
    /// Gives problems their levels and locations, and takes out those of the baseline.
    pub(crate) fn new(
        site: &Site,
        locator: &Locator<'_>,
        settings: &Settings,
        suppressions: &Suppressions,
        problems: Vec<Diagnostic>,
        known: &Known,
    ) -> Findings {
        let book_root = std::path::absolute(&site.book_root);
        let book_root = book_root.unwrap_or_else(|_| site.book_root.clone());
        let keep_all = !settings.overrides.is_empty();
        let settled =
            diagnostics::apply_levels(site, suppressions, &settings.levels, problems, keep_all);
        let mut all: Vec<Finding> = settled
            .into_iter()
            .map(|(level, diagnostic)| finding(locator, level, diagnostic))
            .collect();
        for finding in &mut all {
            for rule in &settings.overrides {
                if fits(rule, finding, &book_root) {
                    finding.level = rule.level;
                }
            }
        }
        all.retain(|finding| finding.level != Level::Allow);
        sort(&mut all);
        drop_duplicates(&mut all);
        drop_conflicts(&mut all);
        let Judged { new, known, gone } = known.judge(all, &book_root);
        let mut all = flood::gather(new, site, locator);
        sort(&mut all);
        let repository = std::path::absolute(&settings.root);
        Findings {
            fails: fails(&all, settings.fail_on),
            fail_on: settings.fail_on,
            all,
            known,
            gone,
            book_root,
            repository: repository.unwrap_or_else(|_| settings.root.clone()),
        }
    }

    /// Adds a problem that was found after all others.
    pub(crate) fn add(&mut self, locator: &Locator<'_>, level: Level, problem: Diagnostic) {
        if level != Level::Allow {
            self.all.push(finding(locator, level, problem));
            sort(&mut self.all);
            self.fails = fails(&self.all, self.fail_on);
        }
    }

    /// Reported problems and those of the baseline.
    pub(crate) fn found(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter().chain(&self.known)
    }

    /// Whether warnings make the run fail.
    pub(crate) fn warnings_fail(&self) -> bool {
        self.fails && self.fail_on == FailOn::Warning
    }

    /// How many problems have a fix.
    pub(crate) fn fixable(&self) -> usize {
        let fixable = self.found().filter(|finding| finding.fix.is_some());
        fixable.count()
    }

    /// How many errors and warnings there are.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let errors = self
            .all
            .iter()
            .filter(|finding| finding.level == Level::Deny);
        let errors = errors.count();
        (errors, self.all.len() - errors)
    }
}

/// Sorts problems by file and location.
fn sort(all: &mut [Finding]) {
    all.sort_by_cached_key(|finding| {
        let place = finding
            .first()
            .map(|location| (location.path.clone(), location.range.start));
        let diagnostic = &finding.diagnostic;
        (place, diagnostic.lint.name, diagnostic.message.clone())
    });
}

/// A text that is included twice has its problems once.
fn drop_duplicates(all: &mut Vec<Finding>) {
    all.dedup_by(|a, b| {
        let place = |finding: &Finding| {
            let location = finding.first();
            location.map(|location| {
                (
                    location.at.clone(),
                    location.range.clone(),
                    location.approximate,
                )
            })
        };
        let words = |finding: &Finding| {
            let diagnostic = &finding.diagnostic;
            (
                diagnostic.lint.name,
                diagnostic.message.clone(),
                diagnostic.help.clone(),
            )
        };
        place(a) == place(b) && a.first().is_some_and(|s| !s.approximate) && words(a) == words(b)
    });
}

/// Whether problems are at or above a level.
fn fails(all: &[Finding], fail_on: FailOn) -> bool {
    let worst = all.iter().map(|finding| finding.level).max();
    match fail_on {
        FailOn::Never => false,
        FailOn::Warning => worst.is_some(),
        FailOn::Error => worst == Some(Level::Deny),
    }
}

/// Drops fixes of which two change the same bytes in different ways.
fn drop_conflicts(all: &mut [Finding]) {
    let mut spans: Vec<(PathBuf, usize, usize, usize)> = Vec::new();
    for (index, finding) in all.iter().enumerate() {
        if let Some((location, _)) = &finding.fix {
            spans.push((
                location.at.clone(),
                location.range.start,
                location.range.end,
                index,
            ));
        }
    }
    spans.sort();
    let mut conflicts = Vec::new();
    for pair in spans.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        let text = |index: usize| all[index].fix.as_ref().map(|(_, text)| text);
        let same = (a.1, a.2) == (b.1, b.2) && text(a.3) == text(b.3);
        if a.0 == b.0 && b.1 < a.2 && !same {
            conflicts.extend([a.3, b.3]);
        }
    }
    for index in conflicts {
        all[index].fix = None;
    }
}

fn finding(locator: &Locator<'_>, level: Level, diagnostic: Diagnostic) -> Finding {
    let mut diagnostic = diagnostic;
    let places = diagnostic.labels.iter();
    let mut locations: Vec<Option<SourceLocation>> =
        places.map(|label| locator.locate(&label.place)).collect();
    let first = diagnostic.labels.first().map(|label| label.place.clone());
    if let Some(place) = first
        && let Some(location) = locator.included_at(&place)
    {
        locations.push(Some(location));
        let words = "included here".to_string();
        diagnostic.labels.push(Label { place, words });
    }
    let fix = diagnostic.suggestion.as_ref().and_then(|suggestion| {
        let location = locator.exact(&suggestion.place)?;
        Some((location, suggestion.with.clone()))
    });
    Finding {
        level,
        diagnostic,
        locations,
        fix,
    }
}

/// Whether a rule applies to a finding.
fn fits(rule: &Override, finding: &Finding, book_root: &Path) -> bool {
    let lint = finding.diagnostic.lint.name;
    if !rule.lints.is_empty() && !rule.lints.iter().any(|name| name == lint) {
        return false;
    }
    let link = finding.diagnostic.link.as_deref();
    let is_link = || {
        let link = link.unwrap_or_default();
        let path = Destination::parse(link).path;
        let fits = |p: &Pattern| p.matches_anywhere(link) || p.matches_anywhere(path);
        !link.is_empty() && rule.links.iter().any(fits)
    };
    if !rule.links.is_empty() && !is_link() {
        return false;
    }
    let file = finding
        .first()
        .map(|location| relative(&location.at, book_root));
    let is_file = |file: String| rule.files.iter().any(|pattern| pattern.matches(&file));
    rule.files.is_empty() || file.is_some_and(is_file)
}
