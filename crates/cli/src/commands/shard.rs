//! `shard`: cuts one document into files and nothing else. The document may be anywhere; a book
//! around it only says how to cut.

use std::path::{Path, PathBuf};

use anyhow::bail;
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::Describe;
use archsite_core::site::path;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{Item, Page, Site};
use archsite_shard::config::{Config, Names};
use archsite_shard::disk::{self, File, How, MadeBy, Manifest};
use archsite_shard::plan::target;
use archsite_shard::plan::target::Folders;
use clap::ValueEnum;

use crate::files::args::{FolderArgs, ManifestFormat};
use crate::files::bmad::Project;
use crate::files::deliver::{Target, deliver};
use crate::files::folder::{Lock, Wanted, is_crlf, with_crlf, with_lf};
use crate::files::{home, readable, write};
use crate::mdbook::disk as book_on_disk;
use crate::mdbook::settings;
use crate::mdbook::settings::{Scope, Settings};
use crate::report;
use crate::report::names::{display, relative, relative_exact};

/// The arguments of `shard`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The document
    pub(crate) doc: PathBuf,

    /// Folder for the files [default: beside the document, with its name]
    pub(crate) out: Option<PathBuf>,

    /// Headings of this level start a file [default: from book.toml, else 2]
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=6))]
    pub(crate) level: Option<u8>,

    /// How files are named [default: from book.toml, else title]
    #[arg(long, value_name = "STYLE")]
    pub(crate) names: Option<NameStyle>,

    /// Sections with fewer tokens stay in their parent
    #[arg(long, value_name = "TOKENS")]
    pub(crate) min_tokens: Option<usize>,

    /// Files with more tokens are split one level deeper
    #[arg(long, value_name = "TOKENS")]
    pub(crate) max_tokens: Option<usize>,

    #[command(flatten)]
    pub(crate) folder: FolderArgs,
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
    // Nobody else changes the document by way of this folder from here on.
    let lock = Lock::take(&out, args.folder.writes())?;
    let doc = Document::read(&args.doc)?;
    let mut config = configured(&doc.path).unwrap_or_else(|| Config {
        names: if bmad.is_some() {
            Names::Bmad
        } else {
            Names::Title
        },
        ..Config::default()
    });
    config.level = args.level.unwrap_or(config.level);
    config.min_tokens = args.min_tokens.unwrap_or(config.min_tokens);
    config.max_tokens = args.max_tokens.unwrap_or(config.max_tokens);
    if let Some(names) = args.names {
        config.names = match names {
            NameStyle::Title => Names::Title,
            NameStyle::Bmad => Names::Bmad,
            NameStyle::Numbered => Names::Numbered,
        };
    }
    let cut = cut(&doc, &out, &config)?;
    if cut.files.len() == 1 {
        let why = if config.min_tokens > 0 {
            format!("has no section of {} tokens", config.min_tokens)
        } else {
            format!("has no heading of level {}", config.level)
        };
        let doc = display(&doc.path);
        report::note(&format!("`{doc}` {why}, so it becomes one file"));
    }
    let mut manifest = cut.manifest;
    if args.folder.format == ManifestFormat::Json {
        doc.ranges_in_file(&mut manifest);
    }
    if args.folder.writes() {
        write::sweep(doc.path.parent().unwrap_or(Path::new("/")));
    }
    let wanted = Wanted::new(cut.files, manifest, doc.crlf)?;
    let target = Target {
        dir: &out,
        source: &doc.path,
        // Beside the document there are other documents.
        shared: doc.path.starts_with(&out),
        known: &[],
    };
    deliver(&target, &wanted, lock, &args.folder)
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

/// A document that is cut on its own.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its file, absolute.
    pub(crate) path: PathBuf,
    /// Its text, without a mark of byte order, and with LF if all its lines end with CR and LF.
    pub(crate) text: String,
    /// The file begins with a mark of byte order.
    pub(crate) bom: bool,
    /// All its lines end with CR and LF in the file.
    pub(crate) crlf: bool,
}

impl Document {
    /// The file of a document that the user names.
    fn path(file: &Path) -> anyhow::Result<PathBuf> {
        anyhow::ensure!(
            !file.is_dir(),
            "`{}` is a folder; name a document",
            file.display()
        );
        // A symbolic link may have come with the repository.
        let named = path::clean(&std::path::absolute(file)?);
        anyhow::ensure!(
            !home::is_led_out(&named),
            "`{}` leads out of the repository by a symbolic link, and nothing was read; name the \
             file that it leads to",
            file.display()
        );
        real(file)
    }

    /// Reads a document that the user names: it may be anywhere.
    pub(crate) fn read(file: &Path) -> anyhow::Result<Document> {
        let path = Document::path(file)?;
        let mut text = Reader::new(path.ancestors().last().unwrap_or(&path)).read(&path)?;
        if let Some(reason) = readable::is_not_text(&text) {
            anyhow::bail!("`{}` cannot be read: {reason}", file.display());
        }
        let bom = text.starts_with('\u{feff}');
        if bom {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let crlf = is_crlf(&text);
        if crlf {
            text = with_lf(&text).into_owned();
        }
        Ok(Document {
            path,
            text,
            bom,
            crlf,
        })
    }

    /// The text as it is in the file.
    pub(crate) fn in_file(&self) -> String {
        let mark = if self.bom { "\u{feff}" } else { "" };
        if self.crlf {
            format!("{mark}{}", with_crlf(&self.text))
        } else {
            format!("{mark}{}", self.text)
        }
    }

    /// Makes the byte ranges of a manifest those of the file, but for a mark of byte order.
    fn ranges_in_file(&self, manifest: &mut Manifest) {
        if !self.crlf {
            return;
        }
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', self.text.as_bytes()).collect();
        let shards = manifest.shards.iter_mut();
        for place in shards.flat_map(|shard| shard.ranges.iter_mut().flatten()) {
            *place += ends.partition_point(|end| end < place);
        }
    }
}

/// What a document became.
#[derive(Debug)]
pub(crate) struct Cut {
    pub(crate) files: Vec<File>,
    pub(crate) manifest: Manifest,
}

/// Cuts a document for a folder.
pub(crate) fn cut(doc: &Document, out: &Path, config: &Config) -> anyhow::Result<Cut> {
    let own = site_path(&doc.path);
    let mut site = Site::default();
    let mut page = Page::default();
    page.name = doc
        .path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    page.source_path = Some(own.clone());
    page.path = Some(own.clone());
    page.options.skip_front_matter = true;
    page.options.describe = Describe::Blocks;
    let page = site.add_loaded(page, doc.text.clone());
    site.items.push(Item::Page(page));
    let title = site.pages[page].name.clone();
    let resolution = Resolution::new(&site);
    let target = target::Target::Disk(Folders {
        chosen: vec![(own, site_path(out))],
    });
    let folder = doc.path.parent().unwrap_or(Path::new("/"));
    let input = archsite_shard::Input {
        config,
        resolution: &resolution,
        reader: &Reader::new(folder),
        includes: false,
        target: &target,
    };
    let sharding = archsite_shard::run(&mut site, &[page], &input)?;
    let Some(split) = sharding.documents.first() else {
        let why = sharding
            .problems
            .first()
            .map(|problem| problem.message.as_str());
        bail!(
            "cannot split `{}` into `{}`: {}; name another folder",
            display(&doc.path),
            display(out),
            why.unwrap_or("it is empty")
        );
    };
    let source = relative(&doc.path, out);
    let how = How {
        made_by: MadeBy::Shard,
        source: &source,
        title: &title,
        more: "",
    };
    let files = disk::files(&site, split, &how);
    let mut manifest = Manifest::new(split, &files, config, MadeBy::Shard, &source);
    manifest.bom = doc.bom;
    Ok(Cut { files, manifest })
}

/// A path with the symbolic links of its folders followed, as far as they exist.
pub(crate) fn real(file: &Path) -> anyhow::Result<PathBuf> {
    let file = std::path::absolute(file)?;
    let file = path::clean(&file);
    let Some(name) = file.file_name() else {
        return Ok(file);
    };
    // A folder is where it is, whatever leads to it; a file is where it is named.
    if file.is_dir() {
        return Ok(file.canonicalize()?);
    }
    let above = file.ancestors().skip(1).find_map(|folder| {
        let real = folder.canonicalize().ok()?;
        Some((folder, real))
    });
    let Some((folder, real)) = above else {
        return Ok(file.clone());
    };
    match file.strip_prefix(folder) {
        Ok(rest) => Ok(real.join(rest)),
        Err(_) => Ok(real.join(name)),
    }
}

/// A file as a path in a site that spans the whole disk.
pub(crate) fn site_path(file: &Path) -> String {
    path::slashes(file).trim_start_matches('/').to_string()
}

/// The same the other way.
pub(crate) fn from_site_path(path: &str) -> PathBuf {
    if cfg!(windows) {
        PathBuf::from(path)
    } else {
        Path::new("/").join(path)
    }
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
