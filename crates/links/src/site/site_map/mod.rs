//! Contents of the built site, by path.
//!
//! It lists; it follows nothing. Paths are relative to the site's root, with `/` between
//! their parts.

mod published;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use archsite_core::fs::Reader;
use archsite_core::markdown::outline::Link;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;
use archsite_core::site::{PageId, Site};

use self::published::Published;
use crate::config::Output;
use crate::site::href;

/// A path on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A page.
    Page(PageId),
    /// The copy of the first page at the top of the site.
    First(PageId),
    /// A file of `src` that mdBook copies.
    Copy,
    /// The page with all pages, for printing.
    Print,
    /// Something else that mdBook writes.
    Generated,
    /// A redirect: the index of one of the keys of its path.
    Redirect,
}

/// A key of `[output.html.redirect]`, taken apart as mdBook does.
pub(crate) struct Key<'a> {
    /// The path as written, without the fragment.
    pub(crate) written: &'a str,
    pub(crate) fragment: Option<&'a str>,
    /// The path on the site that the redirect is written to; `None` for one outside of it.
    pub(crate) path: Option<String>,
}

impl<'a> Key<'a> {
    /// Takes a key apart.
    pub(crate) fn new(key: &'a str) -> Key<'a> {
        let (written, fragment) = match key.rsplit_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (key, None),
        };
        Key {
            written,
            fragment,
            path: path::join("", written.trim_start_matches('/')),
        }
    }
}

/// Where a redirect leads.
#[derive(Debug, Default)]
pub(crate) struct Redirect {
    /// Index of the key without a fragment, in [`Output::redirects`].
    pub(crate) page: Option<usize>,
    /// Index of the key for each fragment.
    pub(crate) fragments: HashMap<String, usize>,
}

/// The files that mdBook writes for every book, as far as anybody links to them.
const GENERATED: &[&str] = &["toc.html", ".nojekyll"];

/// Scripts and styles. Unless it is told not to, mdBook puts a hash into their
/// names, so links to these names break.
const ASSETS: &[&str] = &[
    "toc.js",
    "book.js",
    "favicon.png",
    "favicon.svg",
    "highlight.js",
    "highlight.css",
    "clipboard.min.js",
    "css/general.css",
    "css/chrome.css",
    "css/print.css",
    "css/variables.css",
    "fonts/fonts.css",
];

/// Files of the search.
const SEARCH: &[&str] = &[
    "searchindex.js",
    "searcher.js",
    "elasticlunr.min.js",
    "mark.min.js",
];

/// The contents of the built site.
#[derive(Debug)]
pub(crate) struct SiteMap {
    entries: HashMap<String, Entry>,
    folders: HashSet<String>,
    /// The folders at the top that hold more than redirects.
    tops: HashSet<String>,
    /// Redirects by path.
    pub(crate) redirects: HashMap<String, Redirect>,
    /// All files below `src`, sorted.
    pub(crate) files: Vec<String>,
    /// For each page, its path on the site.
    pub(crate) pages: Vec<Option<String>>,
    /// Folder of the chapters.
    pub(crate) src: PathBuf,
    /// mdBook publishes READMEs as `index.html`.
    readme_is_index: bool,
    /// Which files outside of `src` are on which pages.
    pub(crate) published: Published,
    /// Paths by what they are in lower case.
    lower: OnceCell<HashMap<String, Vec<String>>>,
}

impl SiteMap {
    /// Lists what the site will hold. This walks `src` once.
    pub(crate) fn new(site: &Site, output: &Output, reader: &Reader) -> SiteMap {
        let src = site.book_root.join(&site.src);
        let build_dir = site.book_root.join(&output.build_dir);
        let files = reader.files(&src, Some(&build_dir));
        let mut entries = HashMap::new();
        for name in GENERATED {
            entries.insert((*name).to_string(), Entry::Generated);
        }
        if !output.hash_files {
            let search = SEARCH.iter().filter(|_| output.search);
            for name in ASSETS.iter().chain(search) {
                entries.insert((*name).to_string(), Entry::Generated);
            }
            for file in &output.copied {
                entries.insert(file.trim_start_matches("./").to_string(), Entry::Generated);
            }
        }
        if output.cname {
            entries.insert("CNAME".to_string(), Entry::Generated);
        }
        if !output.not_found.is_empty() {
            let path = format!("{}.html", path::stem(&output.not_found));
            entries.insert(path, Entry::Generated);
        }
        if output.print {
            entries.insert("print.html".to_string(), Entry::Print);
        }
        let redirects = redirects(output);
        for path in redirects.keys() {
            // mdBook keeps what it has written already.
            entries.entry(path.clone()).or_insert(Entry::Redirect);
        }
        for file in files.iter().filter(|file| !file.ends_with(".md")) {
            entries.insert(file.clone(), Entry::Copy);
        }
        if let Some(first) = site.first_page() {
            entries.insert("index.html".to_string(), Entry::First(first));
        }
        // A file outside of `src` is written outside of the site.
        let html = |path: &String| {
            let inside = !path.starts_with("../") && !path.starts_with('/');
            inside.then(|| html_path(path, output.readme_is_index))
        };
        let pages: Vec<Option<String>> = site
            .pages
            .iter()
            .map(|page| page.path.as_ref().and_then(html))
            .collect();
        for (id, path) in pages.iter().enumerate() {
            if let Some(path) = path {
                entries.insert(path.clone(), Entry::Page(id));
            }
        }
        let mut folders = HashSet::from([String::new()]);
        for path in entries.keys() {
            let mut folder = path::parent(path);
            while !folder.is_empty() && folders.insert(folder.to_string()) {
                folder = path::parent(folder);
            }
        }
        let written = entries.iter();
        let written = written.filter(|(_, entry)| **entry != Entry::Redirect);
        let tops = written.filter_map(|(path, _)| path.split_once('/'));
        let tops = tops.map(|(top, _)| top.to_string()).collect();
        SiteMap {
            entries,
            folders,
            tops,
            redirects,
            files,
            pages,
            src,
            readme_is_index: output.readme_is_index,
            published: Published::default(),
            lower: OnceCell::new(),
        }
    }

    /// The entry of a path.
    pub(crate) fn get(&self, path: &str) -> Option<Entry> {
        let generated = || is_hashed(path).then_some(Entry::Generated);
        self.entries.get(path).copied().or_else(generated)
    }

    /// Whether the site has a folder.
    pub(crate) fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// Whether the site has a folder at its top that holds more than redirects.
    pub(crate) fn has_top(&self, folder: &str) -> bool {
        self.tops.contains(folder)
    }

    /// Whether `src` has a file.
    pub(crate) fn is_file(&self, path: &str) -> bool {
        self.files
            .binary_search_by(|file| file.as_str().cmp(path))
            .is_ok()
    }

    /// The paths that differ from this one in case only: of the site, or of files of `src`.
    pub(crate) fn other_case(&self, path: &str) -> &[String] {
        let lower = self.lower.get_or_init(|| {
            let entries = self.entries.keys().chain(&self.files);
            let mut paths: Vec<&String> = entries.collect();
            paths.sort();
            paths.dedup();
            let mut lower: HashMap<String, Vec<String>> = HashMap::new();
            for path in paths {
                let same = lower.entry(path.to_lowercase()).or_default();
                same.push(path.clone());
            }
            lower
        });
        let found = lower.get(&path.to_lowercase());
        found.map_or(&[], Vec::as_slice)
    }

    /// The path on the site of a file or folder of `src`, if it has one.
    pub(crate) fn of_file(&self, inside: &str, is_folder: bool) -> Option<String> {
        let path = if is_folder && inside.is_empty() {
            "index.html".to_string()
        } else if is_folder {
            format!("{inside}/index.html")
        } else if inside.ends_with(".md") {
            html_path(inside, self.readme_is_index)
        } else {
            inside.to_string()
        };
        self.get(&path).is_some().then_some(path)
    }

    /// The destination, on a page in `folder`, of something on the site: in the author's way,
    /// `.md` for pages unless the link has `.html`.
    pub(crate) fn spell(&self, folder: &str, link: &Link, path: &str) -> String {
        let relative = path::relative(folder, path);
        let as_html =
            !href::is_rewritten(link) || Destination::parse(&link.dest).path.ends_with(".html");
        match self.get(path) {
            Some(Entry::Page(_)) if !as_html => format!("{}.md", path::stem(&relative)),
            _ => relative,
        }
    }

    /// All paths of pages and copied files, sorted.
    pub(crate) fn paths(&self) -> Vec<&str> {
        let entries = self.entries.iter();
        let mut paths: Vec<&str> = entries
            .filter(|(_, entry)| matches!(entry, Entry::Page(_) | Entry::Copy))
            .map(|(path, _)| path.as_str())
            .collect();
        paths.sort_unstable();
        paths
    }
}

/// The path of a chapter's page.
fn html_path(path: &str, readme_is_index: bool) -> String {
    let stem = path::stem(path);
    let name = path::file_name(stem);
    let is_readme = readme_is_index && name.eq_ignore_ascii_case("readme");
    if is_readme {
        format!("{}index.html", &stem[..stem.len() - name.len()])
    } else {
        format!("{stem}.html")
    }
}

/// Whether a file has a name as mdBook makes them for scripts and styles:
/// `name-0123abcd.js`.
fn is_hashed(path: &str) -> bool {
    let stem = path::stem(path);
    let hash = stem.rsplit_once('-').map(|(_, hash)| hash);
    let ending = path.rsplit('.').next().unwrap_or_default();
    ["js", "css", "json", "svg", "png", "woff2"].contains(&ending)
        && hash.is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Redirects by the path they replace, as mdBook reads them.
fn redirects(output: &Output) -> HashMap<String, Redirect> {
    let mut redirects: HashMap<String, Redirect> = HashMap::new();
    for (index, (key, _)) in output.redirects.iter().enumerate() {
        let key = Key::new(key);
        let Some(path) = key.path else {
            continue;
        };
        let redirect = redirects.entry(path).or_default();
        match key.fragment {
            Some(fragment) => {
                redirect.fragments.insert(fragment.to_string(), index);
            }
            None => redirect.page = Some(index),
        }
    }
    redirects
}
