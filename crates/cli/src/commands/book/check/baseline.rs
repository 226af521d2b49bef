//! `check --baseline`: known problems do not count, and those that are gone leave the file.

use std::path::{Path, PathBuf, absolute};

use anyhow::bail;
use archsite_core::diagnostics::lints::STALE_BASELINE;
use archsite_core::diagnostics::{Diagnostic, Level, Location};
use archsite_core::fs::Reader;
use archsite_core::fs::names::{display, relative};

use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::settings::Settings;
use crate::report::findings::Findings;
use crate::report::findings::baseline::{self, Baseline, Entry, Known};
use crate::report::locate::Locator;
use crate::report::{self, Format, Stream, counted};

/// Most problems that are named of those that are gone.
const NAMED: usize = 5;

/// What becomes of problems that were there before.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct BaselineArgs {
    /// Only report problems that are not in this file [default: from book.toml, else
    /// archsite-baseline.json beside it, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Report all problems, also those of the baseline
    #[arg(long, conflicts_with = "baseline")]
    pub(crate) no_baseline: bool,

    /// Write all problems of now into the baseline
    #[arg(long, conflicts_with_all = ["no_baseline", "prune_baseline"])]
    pub(crate) write_baseline: bool,

    /// Remove problems from the baseline that are gone
    #[arg(long, conflicts_with = "no_baseline")]
    pub(crate) prune_baseline: bool,
}

impl BaselineArgs {
    /// The file of the baseline.
    pub(crate) fn file(&self, settings: &Settings, book_root: &Path) -> anyhow::Result<PathBuf> {
        let configured = settings.baseline.as_deref();
        let usual = || book_root.join(configured.unwrap_or(Path::new(baseline::USUAL)));
        match &self.baseline {
            Some(file) => Ok(absolute(file)?),
            None => Ok(usual()),
        }
    }

    /// The problems that do not count.
    pub(crate) fn read(&self, settings: &Settings, book_root: &Path) -> anyhow::Result<Known> {
        if self.no_baseline {
            return Ok(Known::Nothing);
        }
        if self.write_baseline {
            return Ok(Known::Everything);
        }
        match &self.baseline {
            Some(file) => {
                let reader = Reader::new(&settings.root);
                Baseline::read(&absolute(file)?, &reader, book_root).map(Known::Listed)
            }
            None => Known::of(settings, book_root),
        }
    }
}

/// A checked book, and what is known of its baseline.
pub(crate) struct Checked {
    pub(crate) findings: Findings,
    /// The file of the baseline, which need not be there.
    pub(crate) file: PathBuf,
    /// What could not be read, so that problems may be there that were not found.
    pub(crate) unread: Option<String>,
    /// Lines for `[output.html.redirect]` that keep removed addresses.
    pub(crate) redirects: Vec<String>,
}

/// Writes all problems into the baseline.
pub(crate) fn write(checked: &Checked) -> anyhow::Result<u8> {
    let Checked {
        findings,
        file,
        unread,
        ..
    } = checked;
    if let Some(unread) = unread.as_ref().filter(|_| file.exists()) {
        bail!(
            "cannot write the baseline `{}`: {unread}, and its problems may be among those that would \
             be removed",
            display(file)
        );
    }
    let changed = save(checked)?;
    let all = &findings.known;
    let errors = all.iter().filter(|f| f.level == Level::Deny).count();
    let counts = format!(
        "{} and {}",
        counted(errors, "error"),
        counted(all.len() - errors, "warning")
    );
    report::note(&if changed {
        format!(
            "`{}` has {counts}; from now on only other problems are reported",
            display(file)
        )
    } else {
        format!("`{}` has these {counts} already", display(file))
    });
    Ok(CLEAN)
}

/// Removes what is gone from the baseline, and reports the rest.
pub(crate) fn prune(checked: &Checked, format: Format) -> anyhow::Result<u8> {
    let Checked {
        findings,
        file,
        unread,
        ..
    } = checked;
    if !file.exists() {
        bail!(
            "there is no baseline `{}`; `--write-baseline` writes one",
            display(file)
        );
    }
    if let Some(unread) = unread {
        bail!(
            "cannot prune the baseline `{}`: {unread}, and its problems may only be hidden",
            display(file)
        );
    }
    save(checked)?;
    report::note(&format!(
        "removed {} from `{}`; {} left in it",
        counted(total(&findings.gone), "problem"),
        display(file),
        findings.known.len()
    ));
    report::findings(findings, format, Stream::Out, "")?;
    Ok(if findings.fails { PROBLEMS } else { CLEAN })
}

/// Writes the known problems into the baseline. Returns whether it changed.
fn save(checked: &Checked) -> anyhow::Result<bool> {
    let Findings {
        repository,
        book_root,
        known,
        ..
    } = &checked.findings;
    let reader = Reader::new(repository);
    baseline::write(&checked.file, &reader, book_root, known)
}

/// Reports the entries of the baseline whose problems are gone.
pub(crate) fn report_gone(checked: &mut Checked, locator: &Locator<'_>, settings: &Settings) {
    let gone = &checked.findings.gone;
    if checked.unread.is_some() || gone.is_empty() {
        return;
    }
    let levels = &settings.levels;
    let level = levels.get(STALE_BASELINE.name).copied();
    let level = level.unwrap_or(STALE_BASELINE.level);
    let problem = problem(gone, &relative(&checked.file, &checked.findings.book_root));
    checked.findings.add(locator, level, problem);
}

fn problem(gone: &[Entry], file: &str) -> Diagnostic {
    let message = match total(gone) {
        1 => "a problem of the baseline is gone".to_string(),
        many => format!("{many} problems of the baseline are gone"),
    };
    let mut problem = Diagnostic::new(&STALE_BASELINE, message);
    for entry in gone.iter().take(NAMED) {
        let place = Location::File {
            file: PathBuf::from(file),
            range: Some(entry.range.clone()),
        };
        let words = match entry.count {
            1 => "gone".to_string(),
            many => format!("{many} are gone"),
        };
        problem = problem.at(place, words);
    }
    problem.help("`mdbook-archsite check --prune-baseline` removes what is gone from the file")
}

fn total(gone: &[Entry]) -> usize {
    gone.iter().map(|entry| entry.count).sum()
}
