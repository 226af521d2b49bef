//! `check --fix`: makes the changes that mend problems, where there is exactly one.
//!
//! Only bytes of the author's own files are changed, each file whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal, stdout};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::commands::args::CheckArgs;
use crate::files::write;
use crate::report::findings::Findings;
use crate::report::locate::Spot;
use crate::report::{self, Format, Stream, counted};
use crate::{CLEAN, PROBLEMS};

/// The changes of one file.
struct Changed<'a> {
    /// The file as it is shown to a person.
    name: &'a str,
    old: &'a str,
    edits: Vec<(Range<usize>, &'a str)>,
}

pub(crate) fn run(mut findings: Findings, args: &CheckArgs) -> anyhow::Result<u8> {
    let changed = changes(&findings);
    let writes = !args.dry_run && (args.yes || stdout().is_terminal());
    for (path, file) in &changed {
        let new = apply(file.old, &file.edits);
        if writes {
            replace(path, file.old, &new)?
        } else {
            report::result(&report::diff(file.name, file.old, &new))?
        }
    }
    let files = changed.len();
    let found = findings.all.len();
    let mended = findings.all.iter().filter(|finding| finding.fix.is_some());
    let mended = mended.count();
    let problems = |count: usize| counted(count, "problem");
    let what = match (mended, writes) {
        (0, _) => "nothing can be mended without you".to_string(),
        (_, true) => format!("mended {} in {}", problems(mended), counted(files, "file")),
        (_, false) => format!(
            "would mend {} in {}; run with `--yes` to write",
            problems(mended),
            counted(files, "file")
        ),
    };
    report::note(&format!("{what}; {} left", problems(found - mended)));
    if writes {
        findings.without(|finding| finding.fix.is_some());
        let format = args.format.unwrap_or_else(Format::usual);
        report::findings(&findings, format, Stream::Out, "")?;
    }
    Ok(if findings.fails { PROBLEMS } else { CLEAN })
}

/// The changes by file, sorted. None overlaps another: the findings have seen to that.
fn changes(findings: &Findings) -> BTreeMap<PathBuf, Changed<'_>> {
    let mut fixes: Vec<(&Spot, &str)> = findings
        .all
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .map(|(spot, with)| (spot, with.as_str()))
        .collect();
    fixes.sort_by_key(|(spot, with)| (spot.at.clone(), spot.range.start, spot.range.end, *with));
    // Two problems may have one remedy.
    fixes.dedup_by(|a, b| a.0.at == b.0.at && a.0.range == b.0.range && a.1 == b.1);
    let mut changed: BTreeMap<PathBuf, Changed<'_>> = BTreeMap::new();
    for (spot, with) in fixes {
        let Some(file) = &spot.file else { continue };
        let entry = changed.entry(spot.at.clone()).or_insert_with(|| Changed {
            name: &spot.path,
            old: &file.text,
            edits: Vec::new(),
        });
        entry.edits.push((spot.range.clone(), with));
    }
    changed
}

fn apply(old: &str, edits: &[(Range<usize>, &str)]) -> String {
    let mut new = String::with_capacity(old.len());
    let mut at = 0;
    for (range, with) in edits {
        new.push_str(&old[at..range.start]);
        new.push_str(with);
        at = range.end;
    }
    new.push_str(&old[at..]);
    new
}

/// Puts a new text in the place of an old one: whole or not at all.
fn replace(path: &Path, old: &str, new: &str) -> anyhow::Result<()> {
    // A link to a file stays one.
    let real = path
        .canonicalize()
        .with_context(|| format!("`{}` is gone", path.display()))?;
    let now = fs::read_to_string(&real)
        .with_context(|| format!("`{}` can not be read", path.display()))?;
    if now != old {
        bail!(
            "`{}` was changed meanwhile; run the command again",
            path.display()
        );
    }
    write::whole(&real, new)
}
