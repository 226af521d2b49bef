//! `check --fix`: applies the fixes that are proven right.
//!
//! Only files of the author are changed, each atomically. The remaining problems are found by a new
//! check.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::fs::Reader;
use archsite_core::fs::write;
use archsite_core::text::{Edit, edited};

use crate::exit::{CLEAN, PROBLEMS};
use crate::report::findings::Findings;
use crate::report::locate::SourceLocation;
use crate::report::{self, Format, Stream, counted};

/// How often fixes are applied that other fixes make possible.
const ROUNDS: usize = 5;

/// The changes of one file.
struct Changed<'a> {
    /// Display name of the file.
    name: &'a str,
    old: &'a str,
    edits: Vec<Edit>,
}

/// Options of the fixes.
#[derive(Debug, clap::Args)]
pub(crate) struct FixArgs {
    /// Make the changes that are proven to fix problems; without a terminal, only show them
    #[arg(long)]
    pub(crate) fix: bool,

    /// With --fix: write even if the output is not a terminal
    #[arg(long, requires = "fix", conflicts_with = "dry_run")]
    pub(crate) yes: bool,

    /// With --fix: only show the changes
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
}

/// Applies fixes; `judge` finds the problems of the book as it is on disk.
pub(crate) fn run(
    findings: Findings,
    judge: &dyn Fn() -> anyhow::Result<Findings>,
    args: &FixArgs,
    format: Format,
) -> anyhow::Result<u8> {
    let writes = !args.dry_run && (args.yes || stdout().is_terminal());
    if writes {
        fix(findings, judge, format)
    } else {
        show(&findings, format)
    }
}

/// Shows the changes.
fn show(findings: &Findings, format: Format) -> anyhow::Result<u8> {
    let changed = changes(findings);
    for file in changed.values() {
        report::result(&report::diff(
            file.name,
            file.old,
            &edited(file.old, file.edits.clone()),
        ))?;
    }
    report::note(&match findings.fixable() {
        0 => nothing(findings),
        fixed => format!(
            "would fix {fixed} of {} in {}; run with `--yes` to write",
            counted(findings.found().count(), "problem"),
            counted(changed.len(), "file")
        ),
    });
    // Without a change to show, the problems say why there is none.
    if changed.is_empty() {
        report::findings(findings, format, Stream::Out, "")?;
    }
    Ok(if findings.fails { PROBLEMS } else { CLEAN })
}

/// Applies the fixes, and reports what is left.
fn fix(
    mut findings: Findings,
    judge: &dyn Fn() -> anyhow::Result<Findings>,
    format: Format,
) -> anyhow::Result<u8> {
    let mut files = BTreeSet::new();
    let mut fixed = 0;
    for _ in 0..ROUNDS {
        let changed = changes(&findings);
        if changed.is_empty() {
            break;
        }
        let reader = Reader::new(&findings.repository);
        for (path, file) in &changed {
            replace(
                &reader,
                path,
                file.old,
                &edited(file.old, file.edits.clone()),
            )?;
            files.insert(path.clone());
        }
        // Each edit fixes one problem. Others may be found afterwards, for example on pages that
        // could not be read before.
        fixed += changed.values().map(|file| file.edits.len()).sum::<usize>();
        findings = judge()?;
    }
    report::note(&match files.len() {
        0 => nothing(&findings),
        count => format!(
            "fixed {} in {}; {} left",
            counted(fixed, "problem"),
            counted(count, "file"),
            counted(findings.found().count(), "problem")
        ),
    });
    report::findings(&findings, format, Stream::Out, "")?;
    Ok(if findings.fails { PROBLEMS } else { CLEAN })
}

fn nothing(findings: &Findings) -> String {
    let left = counted(findings.found().count(), "problem");
    format!("no problem can be fixed automatically; {left} left")
}

/// The changes by file, sorted. None overlaps another: the findings have seen to that.
fn changes(findings: &Findings) -> BTreeMap<PathBuf, Changed<'_>> {
    let mut fixes: Vec<(&SourceLocation, &str)> = findings
        .found()
        .filter_map(|finding| finding.fix.as_ref())
        .map(|(location, with)| (location, with.as_str()))
        .collect();
    fixes.sort_by_key(|(location, with)| {
        (
            location.at.clone(),
            location.range.start,
            location.range.end,
            *with,
        )
    });
    // Two problems may have the same fix.
    fixes.dedup_by(|a, b| a.0.at == b.0.at && a.0.range == b.0.range && a.1 == b.1);
    let mut changed: BTreeMap<PathBuf, Changed<'_>> = BTreeMap::new();
    // Two names may lead to one file. What is left of the second one is found by the next check.
    let mut names: HashMap<PathBuf, PathBuf> = HashMap::new();
    for (location, with) in fixes {
        let Some(file) = &location.file else { continue };
        let real = location.at.canonicalize();
        let real = real.unwrap_or_else(|_| location.at.clone());
        let name = names.entry(real).or_insert_with(|| location.at.clone());
        if *name != location.at {
            continue;
        }
        let entry = changed
            .entry(location.at.clone())
            .or_insert_with(|| Changed {
                name: &location.path,
                old: &file.text,
                edits: Vec::new(),
            });
        entry
            .edits
            .push(Edit::replace(location.range.clone(), with));
    }
    changed
}

/// Replaces the text of a file atomically.
fn replace(reader: &Reader, path: &Path, old: &str, new: &str) -> anyhow::Result<()> {
    let now = reader
        .read(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    if now != old {
        bail!(
            "`{}` was changed in the meantime; run the command again",
            path.display()
        );
    }
    Ok(write::whole(path, new)?)
}
