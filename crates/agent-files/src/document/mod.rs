//! One document on the disk, and its split into files.

mod anchors;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use archsite_core::diagnostics::suppressions::{Suppressions, apply_levels};
use archsite_core::diagnostics::{Diagnostic, Level};
use archsite_core::fs::names::{display, relative};
use archsite_core::fs::{Reader, home};
use archsite_core::markdown::mdx;
use archsite_core::markdown::outline::Describe;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{Item, Page, Site, path};
use archsite_shard::config::Config;
use archsite_shard::fences;
use archsite_shard::lints::CONTRACT_NAME_MISSING;
use archsite_shard::plan::target;
use archsite_shard::plan::target::Folders;

use crate::files;
use crate::files::file::{File, How, MadeBy};
use crate::files::replacement;
use crate::manifest::Manifest;
use crate::sync::{is_crlf, with_crlf, with_lf};

/// A document that is split on its own, outside a book.
#[derive(Debug)]
pub struct Document {
    /// Its file, absolute.
    pub path: PathBuf,
    /// Its text, without a byte order mark, and with LF if all its lines end with CR and LF.
    pub text: String,
    /// The file begins with a byte order mark.
    pub bom: bool,
    /// All its lines end with CR and LF in the file.
    pub crlf: bool,
}

impl Document {
    /// The file of a document that the user names.
    ///
    /// # Errors
    /// It is a folder, or a symbolic link leads out of the repository.
    pub fn path(file: &Path) -> anyhow::Result<PathBuf> {
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

    /// Reads a document that the user names, wherever it is.
    ///
    /// # Errors
    /// It cannot be read, or is not a text.
    pub fn read(file: &Path) -> anyhow::Result<Document> {
        let path = Document::path(file)?;
        let mut text = Reader::new(path.ancestors().last().unwrap_or(&path)).read(&path)?;
        if let Some(reason) = is_not_text(&text) {
            bail!("`{}` cannot be read: {reason}", file.display());
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
    pub fn in_file(&self) -> String {
        let mark = if self.bom { "\u{feff}" } else { "" };
        if self.crlf {
            format!("{mark}{}", with_crlf(&self.text))
        } else {
            format!("{mark}{}", self.text)
        }
    }

    /// A text with the line ends of the document.
    pub fn with_line_ends<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.crlf {
            Cow::Owned(with_crlf(text))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Makes the byte ranges of a manifest those of the file, but for a byte order mark.
    pub fn ranges_in_file(&self, manifest: &mut Manifest) {
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

/// The files that a document was split into.
#[derive(Debug)]
pub struct SplitDocument {
    /// The files, the index first.
    pub files: Vec<File>,
    /// Their manifest.
    pub manifest: Manifest,
    /// Problems of the document, with their levels. Places are in its text.
    pub problems: Vec<(Level, Diagnostic)>,
    /// The index that may take the place of the document.
    pub replacement: String,
}

/// Splits a document into files for a folder.
///
/// # Errors
/// The folder cannot take the files, or a byte would be lost.
pub fn split(doc: &Document, out: &Path, config: &Config) -> anyhow::Result<SplitDocument> {
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
    page.options.diagram_links = true;
    page.options.components = mdx::is_mdx(&own);
    let page = site.add_loaded(page, doc.text.clone());
    site.items.push(Item::Page(page));
    let title = site.pages[page].name.clone();
    let mut resolution = Resolution::new(&site);
    anchors::find_as_typed(&site, page, &mut resolution);
    let target = target::Target::Disk(Folders {
        chosen: vec![(own.clone(), site_path(out))],
    });
    let folder = doc.path.parent().unwrap_or(Path::new("/"));
    let input = archsite_shard::Input {
        config,
        resolution: &resolution,
        reader: &Reader::new(folder),
        includes: false,
        target: &target,
    };
    let mut problems = fences::check_page(&site, page);
    let mut suppressions = Suppressions::default();
    suppressions.add(page, site.pages[page].outline(), doc.text.len());
    let sharding = archsite_shard::run(&mut site, &[page], &input)?;
    let missing = sharding.problems.iter();
    let missing = missing.filter(|problem| problem.lint == &CONTRACT_NAME_MISSING);
    problems.extend(missing.cloned());
    let problems = apply_levels(&site, &suppressions, &HashMap::new(), problems, false);
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
        edit: &[],
        title: &title,
        more: "",
    };
    let files = files::files(&site, split, &how);
    let mut manifest = Manifest::new(split, &files, config, MadeBy::Shard, &source);
    manifest.bom = doc.bom;
    let here = relative(out, folder);
    let replacement = replacement::text(&site, split, &files, (&title, &own, &here));
    Ok(SplitDocument {
        replacement,
        files,
        manifest,
        problems,
    })
}

/// A path with the symbolic links of its folders followed, as far as they exist.
///
/// # Errors
/// The current folder is unknown, or the file system refused.
pub fn real(file: &Path) -> anyhow::Result<PathBuf> {
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
pub fn site_path(file: &Path) -> String {
    path::slashes(file).trim_start_matches('/').to_string()
}

/// The same the other way.
pub fn from_site_path(path: &str) -> PathBuf {
    if cfg!(windows) {
        PathBuf::from(path)
    } else {
        Path::new("/").join(path)
    }
}

/// The reason why a text is not Markdown that a person wrote, if there is one: UTF-16 without a
/// byte order mark is valid UTF-8, and none of its headings are found.
pub fn is_not_text(text: &str) -> Option<&'static str> {
    text.contains('\0')
        .then_some("it has bytes with the value 0, as a file in UTF-16 or one that was cut off")
}
