//! The causes of broken links, and suggestions.
//!
//! It is asked about dead links only. What is alive, [`LinkResolver::resolve`](crate::site::resolver::LinkResolver::resolve) decided.

mod guess;
mod kind;

use std::cell::OnceCell;
use std::collections::HashMap;

use archsite_core::markdown::outline::Link;
use archsite_core::site::Site;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use self::kind::{Kind, no_scheme};
use crate::explain::home::{Base, Homes, What};
use crate::explain::names;
use crate::explain::names::Names;
use crate::site::document::{Document, Home};
use crate::site::elsewhere::At;
use crate::site::href;
use crate::site::href::SitePath;
use crate::site::resolver::LinkResolver;
use crate::site::site_map::Entry;

/// The cause of a broken link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Something else builds it.
    BuiltElsewhere,
    /// It is a file or folder of the repository that the site does not hold.
    InRepository {
        /// Path from the root of the repository.
        file: String,
        /// It is a folder.
        folder: bool,
        /// The chapter it is, written as a link from here.
        chapter: Option<String>,
        /// The page that includes it, spelled as a link from here.
        published: Option<String>,
    },
    /// The path differs in case from this one, written as a link from here.
    Case(String),
    /// It names a README, which mdBook publishes as this, written as a link from here.
    Readme(String),
    /// There is a file whose name has a `#` or `?`, which must be written like this.
    Escaped(String),
    /// It names SUMMARY.md.
    Summary,
    /// The file is there, and SUMMARY.md does not list it.
    Unlisted(String),
    /// The chapter is a draft, of this name.
    Draft(String),
    /// The page is there, but mdBook does not rewrite this destination.
    NotRewritten(String),
    /// It is right for the file it was written in, and names a file of the repository.
    ElsewhereInRepository {
        /// The folder or file that it is relative to.
        base: Base,
        /// Path from the root of the repository.
        file: String,
        /// It is a folder.
        folder: bool,
    },
    /// It is right for the file it was written in, and names something on the site.
    ElsewhereOnSite {
        /// The folder or file that it is relative to.
        base: Base,
        /// Its path, as a link from here has it.
        right: String,
    },
    /// The same path is right from the top of `src`.
    FromTop {
        /// Its path, as a link from here has it.
        right: String,
        /// Nothing else can be meant.
        proven: bool,
    },
    /// It is an address on the web without its scheme.
    NoScheme(String),
    /// This path, written as a link from here, is much like it and no other is.
    Similar(String),
    /// The cause is unknown; these are much like it, spelled as links from here.
    Unknown(Vec<String>),
}

impl Cause {
    /// The path, written as a link from here, that is certainly meant.
    pub(crate) fn remedy(&self) -> Option<&str> {
        match self {
            Cause::Case(right) | Cause::Readme(right) | Cause::NotRewritten(right) => Some(right),
            Cause::InRepository { chapter, .. } => chapter.as_deref(),
            Cause::FromTop { right, proven } => proven.then_some(right.as_str()),
            Cause::ElsewhereOnSite { base, right } => {
                (*base == Base::Root).then_some(right.as_str())
            }
            _ => None,
        }
    }
}

/// Finds the causes of broken links of a site.
#[derive(Debug)]
pub(crate) struct Causes<'a> {
    pub(crate) site: &'a Site,
    pub(crate) resolver: &'a LinkResolver<'a>,
    pub(crate) homes: Homes<'a>,
    /// All paths of pages and copied files, collected when first needed.
    paths: OnceCell<Names<'a>>,
    /// All paths by file name.
    files: OnceCell<HashMap<&'a str, Vec<&'a str>>>,
    /// All paths, each reversed, sorted.
    reversed: OnceCell<Vec<Vec<u8>>>,
    /// All paths by folder.
    folders: OnceCell<HashMap<&'a str, Names<'a>>>,
    /// Drafts by the letters of their names.
    drafts: OnceCell<HashMap<String, &'a str>>,
}

impl<'a> Causes<'a> {
    pub(crate) fn new(
        site: &'a Site,
        resolver: &'a LinkResolver<'a>,
        homes: Homes<'a>,
    ) -> Causes<'a> {
        Causes {
            site,
            resolver,
            homes,
            paths: OnceCell::new(),
            files: OnceCell::new(),
            reversed: OnceCell::new(),
            folders: OnceCell::new(),
            drafts: OnceCell::new(),
        }
    }

    fn paths(&self) -> &Names<'a> {
        self.paths
            .get_or_init(|| Names::new(self.resolver.map.paths()))
    }

    /// The paths that have a file name.
    fn with_name(&self, name: &str) -> &[&'a str] {
        let files = self
            .files
            .get_or_init(|| grouped(self.resolver.map.paths(), path::file_name));
        files.get(name).map_or(&[], Vec::as_slice)
    }

    /// The paths in a folder.
    fn in_folder(&self, folder: &str) -> Option<&Names<'a>> {
        let folders = self.folders.get_or_init(|| {
            let folders = grouped(self.resolver.map.paths(), path::parent).into_iter();
            folders
                .map(|(folder, paths)| (folder, Names::new(paths)))
                .collect()
        });
        folders.get(folder)
    }
}

/// Paths by something that is a part of each.
fn grouped<'a>(
    paths: Vec<&'a str>,
    key: impl Fn(&'a str) -> &'a str,
) -> HashMap<&'a str, Vec<&'a str>> {
    let mut groups: HashMap<&str, Vec<&str>> = HashMap::new();
    for path in paths {
        groups.entry(key(path)).or_default().push(path);
    }
    groups
}

impl Causes<'_> {
    /// The cause of a broken link, for which the browser looks for `place`.
    pub(crate) fn find(&self, document: &Document<'_>, link: &Link, place: &SitePath) -> Cause {
        let parts = Destination::parse(&link.dest);
        if self.resolver.elsewhere.builds(&link.dest, At::Site(place)) {
            return Cause::BuiltElsewhere;
        }
        if let Some(cause) = self.elsewhere(document, link) {
            return cause;
        }
        let written = path::percent_decode(parts.path).replace('\\', "/");
        let named = if written.starts_with('/') {
            place.clone()
        } else {
            SitePath::join(document.folder(), &written)
        };
        if let Some(cause) = self.in_repository(document, link, &named) {
            return cause;
        }
        let map = &self.resolver.map;
        let whole = SitePath::join(document.folder(), &path::percent_decode(&link.dest));
        if link.dest.contains(['#', '?']) && whole.above == 0 && map.is_file(&whole.path) {
            let right = path::relative(document.folder(), &whole.path);
            return Cause::Escaped(path::percent_encode(&right).into_owned());
        }
        let cause = match named.above {
            0 => self.on_site(document, link, place, &named),
            _ => None,
        };
        let address = || no_scheme(&link.dest).map(Cause::NoScheme);
        cause
            .or_else(address)
            .unwrap_or_else(|| self.suggestion(document, link, place, &written))
    }

    /// The target of a link for a reader of the file that it was written in.
    fn elsewhere(&self, document: &Document<'_>, link: &Link) -> Option<Cause> {
        let page = match document.home {
            Home::Page(page) => Some(page),
            Home::File(_) => None,
        };
        let meaning = self.homes.meaning(page, link)?;
        let base = meaning.base;
        Some(match meaning.what {
            What::OnSite(path) => Cause::ElsewhereOnSite {
                base,
                right: self.spell(document, link, &path),
            },
            What::InRepository { file, folder } => {
                Cause::ElsewhereInRepository { base, file, folder }
            }
        })
    }

    /// The cause of a dead path of the site, where there is a certain one.
    fn on_site(
        &self,
        document: &Document<'_>,
        link: &Link,
        place: &SitePath,
        named: &SitePath,
    ) -> Option<Cause> {
        let map = &self.resolver.map;
        if named.path.eq_ignore_ascii_case("summary.md") || place.path == "SUMMARY.html" {
            return Some(Cause::Summary);
        }
        if let Some(cause) = self.readme(document, link, place) {
            return Some(cause);
        }
        if !href::is_rewritten(link)
            && let Some(stem) = named.path.strip_suffix(".md")
            && map.get(&format!("{stem}.html")).is_some()
        {
            let right = self.spell(document, link, &format!("{stem}.html"));
            return Some(Cause::NotRewritten(right));
        }
        if let Some(file) = self.unlisted(named, place) {
            return Some(Cause::Unlisted(file));
        }
        if let Some(cause) = self.case(document, link, place, named) {
            return Some(cause);
        }
        self.draft(&place.path).map(Cause::Draft)
    }

    /// A path that differs in case from one that is there.
    fn case(
        &self,
        document: &Document<'_>,
        link: &Link,
        place: &SitePath,
        named: &SitePath,
    ) -> Option<Cause> {
        let map = &self.resolver.map;
        let index = format!("{}/index.html", place.path);
        let bare = format!("{}.html", place.path);
        let tries = [&place.path, &named.path, &index, &bare];
        let tries = tries.into_iter().filter(|path| !path.is_empty());
        let mut found: Vec<String> = Vec::new();
        for path in tries {
            let others = map.other_case(path).iter().filter(|other| *other != path);
            found = others.filter_map(|other| self.published(other)).collect();
            found.dedup();
            if !found.is_empty() {
                break;
            }
        }
        let right = found.first().map(|right| self.spell(document, link, right));
        match (right?, found.len()) {
            (right, 1) => Some(Cause::Case(right)),
            (right, _) => Some(Cause::Similar(right)),
        }
    }

    /// The path on the site of a path of the site or of `src`.
    fn published(&self, path: &str) -> Option<String> {
        let path = match path.strip_suffix(".md") {
            Some(stem) => format!("{stem}.html"),
            None => path.to_string(),
        };
        self.resolver.map.get(&path).is_some().then_some(path)
    }

    /// A file below the repository root that is not below `src`.
    pub(crate) fn in_repository(
        &self,
        document: &Document<'_>,
        link: &Link,
        named: &SitePath,
    ) -> Option<Cause> {
        if named.above == 0 {
            return None;
        }
        let file = self.resolver.map.src.join(named.display());
        let reader = self.resolver.reader;
        let below = reader.in_repository(&file)?;
        let inside = reader.within(&file, &self.resolver.map.src);
        let chapter = inside.and_then(|inside| {
            let html = match inside.strip_suffix(".md") {
                Some(stem) => format!("{stem}.html"),
                None => inside,
            };
            self.resolver.map.get(&html)?;
            Some(self.spell(document, link, &html))
        });
        let folder = reader.is_folder(&file);
        let published = self.homes.published(&below, folder);
        let published = published.map(|page| self.spell(document, link, &page));
        Some(Cause::InRepository {
            file: below,
            folder,
            published: published.filter(|_| chapter.is_none()),
            chapter,
        })
    }

    /// A link to a README whose page is `index.html`.
    fn readme(&self, document: &Document<'_>, link: &Link, place: &SitePath) -> Option<Cause> {
        let name = path::file_name(&place.path);
        if !path::stem(name).eq_ignore_ascii_case("readme") {
            return None;
        }
        let folder = path::parent(&place.path);
        let index = if folder.is_empty() {
            "index.html".to_string()
        } else {
            format!("{folder}/index.html")
        };
        match self.resolver.map.get(&index)? {
            Entry::Page(_) => Some(Cause::Readme(self.spell(document, link, &index))),
            _ => None,
        }
    }

    /// A Markdown file of `src` that has no page.
    fn unlisted(&self, named: &SitePath, place: &SitePath) -> Option<String> {
        let map = &self.resolver.map;
        let stem = path::stem(&place.path);
        let of_page = format!("{stem}.md");
        if map.get(&format!("{stem}.html")).is_some() {
            return None;
        }
        [&named.path, &of_page]
            .into_iter()
            .find(|file| file.ends_with(".md") && map.is_file(file))
            .cloned()
    }

    /// The draft chapter whose name the path has.
    fn draft(&self, path: &str) -> Option<String> {
        let drafts = self.drafts.get_or_init(|| {
            let drafts = self.site.pages.iter().filter(|page| page.path.is_none());
            drafts
                .map(|page| (names::skeleton(&page.name), page.name.as_str()))
                .collect()
        });
        let wanted = names::skeleton(path::stem(path::file_name(path)));
        drafts.get(&wanted).map(ToString::to_string)
    }

    /// Why a path from the root of the server leaves the site.
    pub(crate) fn of_absolute(&self, document: &Document<'_>, link: &Link, path: &str) -> Cause {
        if self.resolver.elsewhere.builds(&link.dest, At::Server(path)) {
            return Cause::BuiltElsewhere;
        }
        let place = SitePath::join("", path);
        if !place.folder && self.resolver.map.get(&place.path).is_some() {
            return Cause::FromTop {
                right: self.spell(document, link, &place.path),
                proven: Kind::of(&place.path) == Kind::Page,
            };
        }
        self.elsewhere(document, link)
            .unwrap_or_else(|| Cause::Unknown(Vec::new()))
    }

    fn spell(&self, document: &Document<'_>, link: &Link, path: &str) -> String {
        self.resolver.map.spell(document.folder(), link, path)
    }
}
