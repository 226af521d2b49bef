//! `context`: what the site says, as files for coding agents.
//!
//! Made from the files of the book and mdBook's own includes, never from what other
//! preprocessors make of them. One way: the files are generated, the document is edited.

mod instructions;
mod place;
mod write;

use std::path::PathBuf;

use anyhow::bail;
use archsite_agent_files::document::real;
use archsite_core::diagnostics::lints;
use archsite_core::fs::Reader;
use archsite_core::fs::names::display;
use archsite_core::site::{PageId, Site};

use self::place::place_files;
use self::write::Work;
use crate::commands::agents::folder::args::FolderArgs;
use crate::exit::PROBLEMS;
use crate::mdbook::disk as book_on_disk;
use crate::mdbook::disk::OnDisk;
use crate::mdbook::expand;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::readable;
use crate::mdbook::settings;
use crate::mdbook::settings::{AgentFiles, Scope, Settings};
use crate::pipeline;
use crate::report::findings::Findings;
use crate::report::findings::baseline::Known;
use crate::report::locate::Locator;
use crate::report::{self, Format, Stream};

/// The arguments of `context`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of book.toml
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    #[command(flatten)]
    pub(crate) folder: FolderArgs,

    /// Also write llms.txt: the list of pages, with links
    #[arg(long)]
    pub(crate) llms_txt: bool,

    /// Also write llms-full.txt: everything in one file
    #[arg(long)]
    pub(crate) llms_full: bool,

    /// Also keep a list of the files in AGENTS.md and CLAUDE.md of the repository
    #[arg(long)]
    pub(crate) agents_md: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    let dir = real(&args.dir)?;
    let context = book_on_disk::context(&dir)?;
    let mut settings = Settings::read(&context, Scope::Check);
    let Some(config) = settings.shard.clone() else {
        bail!(
            "`{}` names no documents: add\n\n[preprocessor.archsite.shard]\ndocuments = \
             [\"architecture.md\"]",
            display(&dir.join("book.toml"))
        );
    };
    let src = real(&dir.join(&settings.src))?;
    anyhow::ensure!(
        src.to_str().is_some(),
        "the path of `{}` is not valid UTF-8, so files cannot be written for it; rename the folder",
        display(&src)
    );
    // What is written to no file need not be complete.
    let is_written = |file: &str| config.documents.iter().any(|pattern| pattern.matches(file));
    let OnDisk {
        book, mut problems, ..
    } = book_on_disk::read_some(&dir, &is_written)?;
    let mut loaded: Loaded = load::load(&context, &settings, book);
    let sources = loaded.site.pages.iter();
    let sources = sources.filter_map(|page| page.source_path.as_deref());
    let mut files = sources
        .filter(|path| is_written(path))
        .map(|path| src.join(path));
    // What was written of a document that cannot be read may be all that is left of it.
    let reader = Reader::new(&settings::repository_root(&dir));
    let expands = settings.includes_expanded && settings::runs(&context.config, "links");
    if let Some((file, reason)) =
        files.find_map(|file| readable::check(&reader, &file, expands).err())
    {
        bail!(
            "cannot read the document: `{}`: {reason}. Nothing was written",
            display(&file)
        );
    }
    loaded.site.html = false;
    loaded.site.on_disk = true;
    let expander = expand::Records::new(&context, settings.includes_expanded);
    let place =
        |site: &mut Site, documents: &[PageId]| place_files(site, documents, &src, &dir, &settings);
    let published = pipeline::run(pipeline::Run {
        site: &mut loaded.site,
        settings: &settings,
        target: pipeline::Target::Files(&place),
        expander: &expander,
        with_directives: None,
    })?;
    problems.append(&mut settings.problems);
    problems.extend(published.problems.iter().cloned());
    problems.retain(|problem| {
        [archsite_shard::PASS, lints::FAMILY.name].contains(&problem.lint.family)
    });
    let locator = Locator::new(&loaded.site, &context);
    let suppressions = &published.suppressions;
    let known = Known::of(&settings, &context.root)?;
    let findings = Findings::new(
        &loaded.site,
        &locator,
        &settings,
        suppressions,
        problems,
        &known,
    );
    report::findings(
        &findings,
        Format::usual(),
        Stream::Error,
        "; nothing was written",
    )?;
    if findings.fails {
        return Ok(PROBLEMS);
    }
    let title = context
        .config
        .pointer("/book/title")
        .and_then(|title| title.as_str());
    let about = context.config.pointer("/book/description");
    let work = Work {
        site: &loaded.site,
        locator: &locator,
        published: &published,
        config: &config,
        title: title.unwrap_or_default(),
        about: about.and_then(|about| about.as_str()).unwrap_or_default(),
        root: real(&settings.root)?,
        book: &dir,
        src: &src,
        agents: AgentFiles {
            llms_txt: settings.context.llms_txt || args.llms_txt,
            llms_full: settings.context.llms_full || args.llms_full,
            agents_md: settings.context.agents_md || args.agents_md,
            ..settings.context.clone()
        },
        options: &args.folder,
    };
    work.write()
}
