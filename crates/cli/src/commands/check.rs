//! `check`: all passes over a book on disk, and nothing but problems comes out.
//!
//! It writes nothing and starts no program.

pub(crate) mod fix;

use std::path::{PathBuf, absolute};

use anyhow::Context as _;
use archsite_core::diagnostics::Level;
use archsite_core::diagnostics::lints;
use archsite_core::markdown::outline::LinkKind;
use archsite_core::site::Site;

use crate::commands::check::fix::FixArgs;
use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::disk;
use crate::mdbook::disk::OnDisk;
use crate::mdbook::expand::Records;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::settings::{FailOn, Scope, Settings};
use crate::pipeline;
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
    pub(crate) changes: FixArgs,

    /// Print the web addresses that the book links to, one per line with its location
    #[arg(long, conflicts_with_all = ["fix", "format"])]
    pub(crate) external: bool,
}

/// Checks a book; `only` asks for the lints of one family.
pub(crate) fn run(args: &Args, only: Option<&str>) -> anyhow::Result<u8> {
    let judge = || judge(args, only);
    if args.external {
        return list_external(args);
    }
    note_skipped(args)?;
    let findings = judge()?;
    let format = args.format.unwrap_or_else(Format::usual);
    if args.changes.fix {
        return fix::run(findings, &judge, &args.changes, format);
    }
    report::findings(&findings, format, Stream::Out, "")?;
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
fn judge(args: &Args, only: Option<&str>) -> anyhow::Result<Findings> {
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
    for page in unread {
        loaded.site.pages[page].unread = true;
    }
    // A book that mdBook cannot read has no pages to judge.
    let is_broken = problems
        .iter()
        .any(|problem| problem.lint == &archsite_links::lints::BROKEN_SUMMARY);
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
    problems.retain(|problem| {
        only.is_none_or(|family| [family, lints::FAMILY.name].contains(&problem.lint.family))
    });
    let locator = Locator::new(&loaded.site, &context);
    Ok(Findings::new(
        &loaded.site,
        &locator,
        &settings,
        &found.suppressions,
        problems,
    ))
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
