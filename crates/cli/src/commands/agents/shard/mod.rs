//! `shard`: splits one document into files and nothing else. The document may be anywhere; a book
//! around it only says how to split it.

mod aside;

use std::path::{Path, PathBuf};

use archsite_agent_files::bmad::Project;
use archsite_agent_files::document::{self, Document, real};
use archsite_agent_files::sync::DesiredFiles;
use archsite_core::fs::names::{display, relative_exact};
use archsite_core::fs::{home, write};
use archsite_core::site::path;
use archsite_shard::config::{Config, Names};
use archsite_shard::plan::tokens;
use clap::ValueEnum;

use self::aside::AsideArgs;
use crate::commands::agents::folder;
use crate::commands::agents::folder::args::{FolderArgs, ManifestFormat};
use crate::commands::agents::folder::sync::{Target, sync};
use crate::exit::CLEAN;
use crate::mdbook::disk as book_on_disk;
use crate::mdbook::settings;
use crate::mdbook::settings::{Scope, Settings};
use crate::report;

/// The arguments of `shard`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The document
    pub(crate) doc: PathBuf,

    /// Folder for the files [default: beside the document, with its name]
    pub(crate) out: Option<PathBuf>,

    /// Headings of this level or a higher one start a file: 1 to 6, or `auto` to find it [default:
    /// from book.toml, else 2]
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub(crate) level: Option<Level>,

    /// How files are named [default: from book.toml, else title]
    #[arg(long, value_name = "STYLE")]
    pub(crate) names: Option<NameStyle>,

    /// Name files in ASCII; other scripts are transliterated
    #[arg(long)]
    pub(crate) ascii_names: bool,

    /// Write sections below a section in a folder of its name
    #[arg(long)]
    pub(crate) folders: bool,

    /// Sections with fewer tokens stay in their parent
    #[arg(long, value_name = "TOKENS")]
    pub(crate) min_tokens: Option<usize>,

    /// Files with more tokens are split one level deeper
    #[arg(long, value_name = "TOKENS")]
    pub(crate) max_tokens: Option<usize>,

    /// Do nothing if the document has at most this many tokens
    #[arg(long, value_name = "TOKENS")]
    pub(crate) only_over: Option<usize>,

    #[command(flatten)]
    aside: AsideArgs,

    #[command(flatten)]
    pub(crate) folder: FolderArgs,
}

/// The level of headings that start a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// The one that fits the document.
    Auto,
    /// This one.
    Fixed(u8),
}

/// Reads a level.
fn level(value: &str) -> Result<Level, String> {
    if value == "auto" {
        return Ok(Level::Auto);
    }
    let level = value.parse().ok().filter(|level| (1..=6).contains(level));
    level
        .map(Level::Fixed)
        .ok_or_else(|| "write a number from 1 to 6, or `auto`".to_string())
}

/// How the files of sections are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NameStyle {
    /// By title: tech-stack.md
    Title,
    /// Names that BMAD agents read, for sections that match one
    Bmad,
    /// By position and title: 03-tech-stack.md
    Numbered,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    let path = Document::path(&args.doc)?;
    let bmad = Project::around(&path);
    let out = folder_for(&path, args.out.as_deref(), bmad.as_ref())?;
    aside::refuse_index(&path, &out)?;
    // Nobody else changes the document by way of this folder from here on.
    let lock = folder::lock(&out, args.folder.writes())?;
    let doc = Document::read(&args.doc)?;
    let size = tokens(&doc.text);
    if let Some(limit) = args.only_over.filter(|limit| size <= *limit) {
        report::note(&format!(
            "`{}` has ≈ {size} tokens, not more than {limit}; nothing was done",
            display(&doc.path)
        ));
        return Ok(CLEAN);
    }
    let of_book = configured(&doc.path);
    let in_book = of_book.is_some();
    let mut config = of_book.unwrap_or_else(|| Config {
        names: if bmad.is_some() {
            Names::Bmad
        } else {
            Names::Title
        },
        ..Config::default()
    });
    match args.level {
        None => {}
        Some(Level::Auto) => config.level = None,
        Some(Level::Fixed(level)) => config.level = Some(level),
    }
    config.ascii_names |= args.ascii_names;
    config.folders |= args.folders;
    config.min_tokens = args.min_tokens.unwrap_or(config.min_tokens);
    config.max_tokens = args.max_tokens.unwrap_or(config.max_tokens);
    if let Some(names) = args.names {
        config.names = match names {
            NameStyle::Title => Names::Title,
            NameStyle::Bmad => Names::Bmad,
            NameStyle::Numbered => Names::Numbered,
        };
    }
    // Without a book only the files that the project names are expected.
    config.expects_usual = false;
    let always = bmad.as_ref().map(|project| project.always_read_in(&out));
    config.expected = always.unwrap_or_default();
    let split = document::split(&doc, &out, &config)?;
    for (level, problem) in &split.problems {
        report::problem_in(&doc.path, &doc.text, *level, problem);
    }
    if split.files.len() == 1 {
        let why = if config.min_tokens > 0 {
            format!("has no section of {} tokens", config.min_tokens)
        } else {
            format!("has no heading of level {}", split.manifest.level)
        };
        let name = display(&doc.path);
        report::note(&format!("`{name}` {why}, so it becomes one file"));
        if let Some(file) = included(&doc.text) {
            report::note(&format!(
                "`{name}` includes `{file}`, which `shard` does not read; split that file, or run \
                 `mdbook-archsite context` in the book"
            ));
        }
    }
    let mut manifest = split.manifest;
    if config.level.is_none() && split.files.len() > 1 {
        let doc = display(&doc.path);
        report::note(&format!("`{doc}` is split at level {}", manifest.level));
    }
    if args.folder.format == ManifestFormat::Json {
        doc.ranges_in_file(&mut manifest);
    }
    let plan = aside::plan(
        &args.aside,
        &doc,
        &out,
        &split.replacement,
        &mut manifest,
        (in_book, args.folder.force),
    )?;
    if args.folder.writes() {
        write::sweep(doc.path.parent().unwrap_or(Path::new("/")));
    }
    let desired = DesiredFiles::new(split.files, manifest, doc.crlf)?;
    let target = Target {
        dir: &out,
        source: &doc.path,
        // Beside the document there are other documents.
        shared: doc.path.starts_with(&out),
        known: &[],
    };
    let code = sync(&target, &desired, lock, &args.folder)?;
    if args.folder.writes() {
        plan.carry_out(&doc, &out, &desired)?;
    } else if args.folder.dry_run {
        plan.show(&doc)?;
    }
    Ok(code)
}

/// The first file that a text includes, as it names it.
fn included(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("{{#include ")?;
    let (link, _) = rest.split_once("}}")?;
    let file = link.split(':').next().unwrap_or(link);
    Some(file.trim())
}

/// The folder for the shards of a document. Only the user may name one outside the repository.
fn folder_for(doc: &Path, named: Option<&Path>, bmad: Option<&Project>) -> anyhow::Result<PathBuf> {
    let agreed = bmad.and_then(|project| Some((project, project.folder_of(doc)?)));
    let (out, homes) = match (named, agreed) {
        (Some(out), _) => (real(out)?, Vec::new()),
        (None, Some((project, out))) => {
            (real(&out)?, vec![home::around(doc), project.root.clone()])
        }
        (None, None) => (real(&doc.with_extension(""))?, vec![home::around(doc)]),
    };
    anyhow::ensure!(
        homes.is_empty() || homes.iter().any(|home| home::holds(home, &out)),
        "`{}`, the folder for the files of `{}`, is outside the repository; nothing was written. \
         To write there, name the folder: mdbook-archsite shard {} {}",
        display(&out),
        display(doc),
        display(doc),
        display(&out)
    );
    anyhow::ensure!(
        out != doc,
        "`{}` cannot be split into itself; name another folder",
        display(doc)
    );
    anyhow::ensure!(
        relative_exact(doc, &out).is_some(),
        "the name of `{}` is not valid UTF-8, so it cannot be stored in manifest.json; rename it",
        display(doc)
    );
    Ok(out)
}

/// How the book around a document cuts it.
fn configured(doc: &Path) -> Option<Config> {
    let mut folders = doc.ancestors().skip(1);
    let book = folders.find(|folder| folder.join("book.toml").is_file())?;
    let context = book_on_disk::context(book).ok()?;
    let inside = doc
        .strip_prefix(book.join(settings::src(&context.config)))
        .ok()?;
    let config = Settings::read(&context, Scope::Check).shard?;
    let inside = path::slashes(inside);
    let fits = config
        .documents
        .iter()
        .any(|pattern| pattern.matches(&inside));
    fits.then_some(config)
}
