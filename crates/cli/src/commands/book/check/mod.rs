//! `check`: all passes over a book on disk, and nothing but problems comes out.
//!
//! It writes nothing and starts no program.

pub(crate) mod against;
pub(crate) mod baseline;
pub(crate) mod fix;

use std::collections::HashSet;
use std::path::{PathBuf, absolute};

use anyhow::Context as _;
use archsite_core::diagnostics::Level;
use archsite_core::diagnostics::lints;
use archsite_core::diagnostics::lints::Lint;
use archsite_core::markdown::outline::LinkKind;
use archsite_core::site::{PageId, Site};
use archsite_links::lints::BROKEN_SUMMARY;
use archsite_tech_stack::lints::MANIFEST_UNREADABLE;

use crate::commands::book::check::baseline::{BaselineArgs, Checked};
use crate::commands::book::check::fix::FixArgs;
use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::disk;
use crate::mdbook::disk::OnDisk;
use crate::mdbook::expand::Records;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::settings::{FailOn, Scope, Settings};
use crate::pipeline;
use crate::reference;
use crate::report::findings::Findings;
use crate::report::locate::Locator;
use crate::report::{self, Format, Stream};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of book.toml
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Output format of problems [default: github under GITHUB_ACTIONS, else human]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Lowest level of problems that makes the exit code 1 [default: from book.toml]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<FailOn>,

    #[command(flatten)]
    pub(crate) baseline: BaselineArgs,

    /// Report the published pages and anchors that are removed since a git revision
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "write_baseline", "prune_baseline"])]
    pub(crate) against: Option<String>,

    #[command(flatten)]
    pub(crate) changes: FixArgs,

    /// Print the web addresses that the book links to, one per line with its location
    #[arg(long, conflicts_with_all = ["fix", "format"])]
    pub(crate) external: bool,
}

/// Checks a book; `only` asks for the lints of one family.
pub(crate) fn run(args: &Args, only: Option<&str>) -> anyhow::Result<u8> {
    if args.external {
        return list_external(args);
    }
    note_skipped(args)?;
    let checked = judge(args, only)?;
    let format = args.format.unwrap_or_else(Format::usual);
    if args.baseline.write_baseline {
        return baseline::write(&checked);
    }
    if args.baseline.prune_baseline {
        return baseline::prune(&checked, format);
    }
    let findings = checked.findings;
    if args.changes.fix {
        let judge = || Ok(judge(args, only)?.findings);
        return fix::run(findings, &judge, &args.changes, format);
    }
    report::findings(&findings, format, Stream::Out, "")?;
    if format == Format::Human {
        report::note_fixable(&findings);
    }
    if format == Format::Human && !checked.redirects.is_empty() {
        report::note(&format!(
            "these redirects keep removed addresses, if their content is there now:\n\n\
             [output.html.redirect]\n{}\n",
            checked.redirects.join("\n")
        ));
    }
    Ok(if findings.fails { PROBLEMS } else { CLEAN })
}

/// Names the preprocessors that a build would run.
fn note_skipped(args: &Args) -> anyhow::Result<()> {
    let skipped = disk::skipped(&disk::context(&folder(args)?)?);
    if !skipped.is_empty() {
        report::note(&format!(
            "not run, because `check` does not start programs: {}",
            skipped.join(", ")
        ));
    }
    Ok(())
}

fn folder(args: &Args) -> anyhow::Result<PathBuf> {
    absolute(&args.dir).with_context(|| format!("`{}` is not a folder", args.dir.display()))
}

/// Reads a book from its folder.
fn read(args: &Args) -> anyhow::Result<OnDisk> {
    disk::read(&folder(args)?)
}

/// Lists the addresses on the web that a book links to.
fn list_external(args: &Args) -> anyhow::Result<u8> {
    let OnDisk { context, book, .. } = read(args)?;
    let settings = Settings::read(&context, Scope::Check);
    let loaded: Loaded = load::load(&context, &settings, book);
    let locator = Locator::new(&loaded.site, &context);
    report::result(&external(&loaded.site, &locator))?;
    Ok(CLEAN)
}

/// Reads a book as it is on disk, and finds its problems.
fn judge(args: &Args, only: Option<&str>) -> anyhow::Result<Checked> {
    let OnDisk {
        context,
        book,
        with_directives,
        unread,
        mut problems,
    } = read(args)?;
    let mut settings = Settings::read(&context, Scope::Check);
    if only == Some(archsite_tech_stack::PASS) {
        settings.links = None;
        settings.tech_stack.get_or_insert_default();
        if args.changes.fix {
            // An open version is allowed in a document, but is filled.
            let open = archsite_tech_stack::lints::VERSION_OPEN.name.to_string();
            settings.levels.insert(open, Level::Warn);
        }
    }
    if let Some(fail_on) = args.fail_on {
        settings.fail_on = fail_on;
    }
    let mut loaded: Loaded = load::load(&context, &settings, book);
    for page in &unread {
        loaded.site.pages[*page].unread = true;
    }
    // A book that mdBook cannot read has no pages to judge.
    let is_broken = problems
        .iter()
        .any(|problem| problem.lint == &BROKEN_SUMMARY);
    let records = Records::new(&context, settings.includes_expanded);
    let found = if is_broken {
        pipeline::Outcome::default()
    } else {
        pipeline::run(pipeline::Run {
            site: &mut loaded.site,
            settings: &settings,
            target: pipeline::Target::Book,
            expander: &records,
            with_directives: Some(&with_directives),
        })?
    };
    found.notes.iter().for_each(|note| report::note(note));
    problems.append(&mut settings.problems);
    problems.extend(found.problems);
    let mut redirects = Vec::new();
    if let Some(revision) = args.against.as_deref().filter(|_| !is_broken) {
        let removed = against::compare(&context.root, revision)?;
        problems.extend(removed.problems);
        redirects = removed.redirects;
    }
    let is_wanted =
        |lint: &Lint| only.is_none_or(|family| [family, lints::FAMILY.name].contains(&lint.family));
    problems.retain(|problem| is_wanted(problem.lint));
    let locator = Locator::new(&loaded.site, &context);
    let known = args.baseline.read(&settings, &context.root)?;
    let mut findings = Findings::new(
        &loaded.site,
        &locator,
        &settings,
        &found.suppressions,
        problems,
        &known,
    );
    findings.gone.retain(|entry| {
        let lint = reference::lint(&entry.identity.lint);
        lint.is_none_or(&is_wanted)
    });
    let unread = unreadable(&loaded.site, &unread, &findings);
    let file = args.baseline.file(&settings, &context.root)?;
    let mut checked = Checked {
        findings,
        file,
        unread,
        redirects,
    };
    if !args.baseline.prune_baseline {
        baseline::report_gone(&mut checked, &locator, &settings);
    }
    Ok(checked)
}

/// What could not be read though it is there, so that its problems are not known.
fn unreadable(site: &Site, unread: &HashSet<PageId>, findings: &Findings) -> Option<String> {
    let src = site.book_root.join(&site.src);
    let mut unread: Vec<&PageId> = unread.iter().collect();
    unread.sort();
    let files = unread
        .iter()
        .filter_map(|page| site.pages[**page].source_path.as_deref());
    let mut files = files.filter(|file| std::fs::symlink_metadata(src.join(file)).is_ok());
    if let Some(file) = files.next() {
        return Some(format!("the chapter `{file}` cannot be read"));
    }
    let mut new = findings.all.iter().map(|finding| finding.diagnostic.lint);
    if new.clone().any(|lint| lint == &BROKEN_SUMMARY) {
        return Some("SUMMARY.md cannot be read".to_string());
    }
    let manifest = new.any(|lint| lint == &MANIFEST_UNREADABLE);
    manifest.then(|| "a manifest cannot be read".to_string())
}

/// The web addresses that the book links to, one on each line after its location.
fn external(site: &Site, locator: &Locator<'_>) -> String {
    let mut lines = String::new();
    for (id, page) in site.pages.iter().enumerate() {
        let outline = page.outline();
        for link in &outline.links {
            let dest = link.dest.trim();
            let is_mail = link.kind == LinkKind::Autolink && !dest.contains("://");
            let lower = dest.to_ascii_lowercase();
            let is_web = lower.starts_with("http://") || lower.starts_with("https://");
            if is_mail || !(is_web || dest.starts_with("//")) {
                continue;
            }
            let range = link.raw.clone().unwrap_or_else(|| link.range.clone());
            let place = archsite_core::diagnostics::Location::Source { source: id, range };
            if let Some(location) = locator.locate(&place) {
                let dest: String = dest.chars().filter(|c| !c.is_control()).collect();
                lines.push_str(&format!("{}\t{dest}\n", location.line_column()));
            }
        }
    }
    lines
}
