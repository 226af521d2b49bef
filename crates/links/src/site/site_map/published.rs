//! Which pages publish files that are not in `src`: a page that includes a whole file is the page of
//! this file, and so is one that a pass made of it.
//!
//! Only small files are looked into: a page that is there to include another file has little text of
//! its own.

use std::cell::OnceCell;
use std::collections::HashMap;

use archsite_core::fs::Reader;
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};

use crate::lints::includes;

/// Largest file that is looked into, in bytes.
const LIMIT: u64 = 4096;

/// The pages by the files that they publish, found out when somebody asks.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// By path from the root of the repository.
    pages: OnceCell<HashMap<String, PageId>>,
}

impl Published {
    /// The page that publishes a file, or the README of a folder; paths are relative to the root
    /// of the repository.
    pub(crate) fn page(
        &self,
        site: &Site,
        reader: &Reader,
        file: &str,
        is_folder: bool,
    ) -> Option<PageId> {
        let pages = self.pages.get_or_init(|| find(site, reader));
        if !is_folder {
            return pages.get(file).copied();
        }
        let readmes = ["README.md", "readme.md", "Readme.md", "index.md"];
        let mut readmes = readmes.iter().map(|name| match file {
            "" => (*name).to_string(),
            folder => format!("{folder}/{name}"),
        });
        readmes.find_map(|readme| pages.get(&readme).copied())
    }
}

fn find(site: &Site, reader: &Reader) -> HashMap<String, PageId> {
    let reader = reader.clone().with_limit(LIMIT);
    let src = site.book_root.join(&site.src);
    let mut pages = HashMap::new();
    let mut other = Vec::new();
    for id in site.reading_order() {
        let Some(source) = &site.pages[id].source_path else {
            continue;
        };
        let file = path::clean(&src.join(source));
        if source.starts_with("../")
            && let Some(file) = reader.in_repository(&file)
        {
            pages.entry(file).or_insert(id);
        }
        let Ok(text) = reader.read(&file) else {
            continue;
        };
        let folder = file.parent().unwrap_or(&src);
        let whole = includes::whole_files(&text);
        let is_alone = whole.len() == 1;
        for name in whole {
            if let Some(file) = reader.in_repository(&folder.join(name)) {
                if is_alone {
                    pages.entry(file).or_insert(id);
                } else {
                    other.push((file, id));
                }
            }
        }
    }
    for (file, id) in other {
        pages.entry(file).or_insert(id);
    }
    pages
}
