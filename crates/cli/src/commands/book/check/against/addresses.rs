//! The addresses that a book publishes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use archsite_core::diagnostics::Location;
use archsite_core::fs::Reader;
use archsite_core::site::Site;
use archsite_core::site::resolve::Resolution;
use archsite_links::Published;
use serde_json::{Map, Value, json};

use crate::mdbook::disk;
use crate::mdbook::disk::OnDisk;
use crate::mdbook::expand::Records;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::protocol::Context;
use crate::mdbook::settings::{NAME, Scope, Settings};
use crate::pipeline;

/// The addresses of a book.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The pages by their paths on the site.
    pub(super) pages: BTreeMap<String, Page>,
    /// Folder of the chapters, relative to the book root.
    src: PathBuf,
    /// Folder of `book.toml`.
    book_root: PathBuf,
}

/// A published page.
#[derive(Debug)]
pub(super) struct Page {
    /// The file it comes from, relative to `src`.
    pub(super) source: Option<String>,
    /// Its name in the sidebar.
    pub(super) name: String,
    /// The ids of its text, in their order.
    pub(super) anchors: Vec<String>,
}

/// A page, or an anchor on it.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) page: String,
    pub(super) anchor: Option<String>,
}

impl Addresses {
    pub(super) fn all(&self) -> Vec<Address> {
        let mut all = Vec::new();
        for (path, page) in &self.pages {
            let address = |anchor| Address {
                page: path.clone(),
                anchor,
            };
            all.push(address(None));
            let anchors = page.anchors.iter().cloned();
            all.extend(anchors.map(|anchor| address(Some(anchor))));
        }
        all
    }

    /// Where to look for what came from a file: there, if it still exists, else in the list of chapters.
    pub(super) fn place(&self, source: &Option<String>) -> Location {
        let exists = |file: &&String| self.book_root.join(&self.src).join(file).is_file();
        let file = source.as_ref().filter(exists);
        Location::file(self.src.join(file.map_or("SUMMARY.md", String::as_str)))
    }

    fn add(&mut self, site: &Site, published: &Published<'_>) {
        for (id, path) in published.pages() {
            let page = &site.pages[id];
            let known = self.pages.entry(path.to_string()).or_insert_with(|| Page {
                source: page.source_path.clone(),
                name: page.name.clone(),
                anchors: Vec::new(),
            });
            for anchor in published.anchors(id) {
                if !known.anchors.iter().any(|known| known == anchor) {
                    known.anchors.push(anchor.to_string());
                }
            }
        }
    }
}

/// The addresses of the book in a folder.
///
/// # Errors
/// The book cannot be read.
pub(super) fn collect(book_root: &Path) -> anyhow::Result<Addresses> {
    collect_and_ask(book_root, &mut |_| {})
}

/// The same; each form of the site is shown to `ask`.
///
/// # Errors
/// The book cannot be read.
pub(super) fn collect_and_ask(
    book_root: &Path,
    ask: &mut dyn FnMut(&Published<'_>),
) -> anyhow::Result<Addresses> {
    let mut addresses = Addresses {
        book_root: book_root.to_path_buf(),
        ..Addresses::default()
    };
    // A document that is split has addresses of its own, which lead to the pages of its sections.
    for is_split in [false, true] {
        let OnDisk { context, book, .. } = disk::read(book_root)?;
        let context = with_links(context);
        let mut settings = Settings::read(&context, Scope::Check);
        if !is_split && settings.shard.take().is_none() {
            continue;
        }
        let Some(config) = settings.links.take() else {
            continue;
        };
        // Ids of pictures are no addresses.
        settings.diagrams = None;
        let mut loaded: Loaded = load::load(&context, &settings, book);
        let records = Records::new(&context, settings.includes_expanded);
        pipeline::run(pipeline::Run {
            site: &mut loaded.site,
            settings: &settings,
            target: pipeline::Target::Book,
            expander: &records,
            with_directives: None,
        })?;
        let site = &loaded.site;
        let resolution = Resolution::new(site);
        let reader = Reader::new(&settings.root);
        let published = Published::new(site, &resolution, &config, &reader);
        addresses.src = settings.src.clone();
        addresses.add(site, &published);
        ask(&published);
    }
    Ok(addresses)
}

/// A configuration in which links are read, whether they are checked or not.
fn with_links(mut context: Context) -> Context {
    let table = context.config.pointer_mut(&format!("/preprocessor/{NAME}"));
    if let Some(table) = table.and_then(Value::as_object_mut) {
        let table: &mut Map<String, Value> = table;
        table.insert("links".to_string(), json!(true));
    }
    context
}
