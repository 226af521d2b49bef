//! Why an address leads nowhere, and what was probably meant.
//!
//! It is asked about dead links only. What is alive, [`follow`](crate::site::follow) decided.

use std::cell::OnceCell;

use archsite_core::config::pattern::Pattern;
use archsite_core::markdown::outline::Link;
use archsite_core::site::Site;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::explain::near;
use crate::explain::near::Patience;
use crate::lints::includes::Included;
use crate::site::document::Document;
use crate::site::follow::Follower;
use crate::site::href;
use crate::site::href::Place;
use crate::site::site_map::Entry;

/// Why an address leads nowhere.
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
        /// The chapter it is, spelled as a link from here.
        chapter: Option<String>,
    },
    /// The path differs in case from this one, spelled as a link from here.
    Case(String),
    /// It names a README, which mdBook publishes as this, spelled as a link from here.
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
    /// It would be right from elsewhere.
    From {
        /// The folder it is right from; empty for the top of `src`.
        folder: String,
        /// Text of this folder is included in the page.
        included: bool,
        /// How it is spelled from here.
        right: String,
    },
    /// This path, spelled as a link from here, is much like it and no other is.
    Near {
        /// How it is spelled from here.
        right: String,
        /// It is certainly meant.
        certain: bool,
    },
    /// Nobody knows; this is there.
    Unknown(Neighbours),
}

/// What lies in the folder that a link leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    /// Spelled as links from here, the likeliest first.
    pub(crate) likeliest: Vec<String>,
    /// How many others there are.
    pub(crate) others: usize,
}

/// What a link asks for.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Picture,
    Other,
}

impl Kind {
    fn of(path: &str) -> Kind {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let is = |known: &&str| ending.eq_ignore_ascii_case(known);
        if ["html", "md"].iter().any(is) {
            return Kind::Page;
        }
        const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"];
        if PICTURES.iter().any(is) {
            Kind::Picture
        } else {
            Kind::Other
        }
    }
}

/// What is known of a site to find causes.
#[derive(Debug)]
pub(crate) struct Causes<'a> {
    pub(crate) site: &'a Site,
    pub(crate) follower: &'a Follower<'a>,
    pub(crate) built_elsewhere: &'a [Pattern],
    pub(crate) included: &'a [Included],
    /// All paths of pages and copied files, once somebody asked for them.
    paths: OnceCell<Vec<&'a str>>,
    /// How much comparing is left.
    pub(crate) patience: Patience,
}

impl<'a> Causes<'a> {
    pub(crate) fn new(
        site: &'a Site,
        follower: &'a Follower<'a>,
        built_elsewhere: &'a [Pattern],
        included: &'a [Included],
    ) -> Causes<'a> {
        Causes {
            site,
            follower,
            built_elsewhere,
            included,
            paths: OnceCell::new(),
            patience: Patience::default(),
        }
    }

    /// The paths that a wrong one is compared with: none once there were too many.
    fn paths(&self) -> &[&'a str] {
        let paths = self.paths.get_or_init(|| self.follower.map.paths());
        if self.patience.allows(paths.len()) {
            paths
        } else {
            &[]
        }
    }
}

impl Causes<'_> {
    /// Why a link leads nowhere: the browser looks for `place`.
    pub(crate) fn find(&self, document: &Document<'_>, link: &Link, place: &Place) -> Cause {
        let parts = Destination::parse(&link.dest);
        let shown = place.display();
        let declared = self.built_elsewhere.iter().any(|pattern| {
            pattern.matches_anywhere(&shown) || pattern.matches_anywhere(parts.path)
        });
        if declared {
            return Cause::BuiltElsewhere;
        }
        let written = path::percent_decode(parts.path).replace('\\', "/");
        let named = if written.starts_with('/') {
            place.clone()
        } else {
            Place::join(document.folder(), &written)
        };
        if let Some(cause) = self.in_repository(document, link, &named) {
            return cause;
        }
        let map = &self.follower.map;
        let whole = Place::join(document.folder(), &path::percent_decode(&link.dest));
        if link.dest.contains(['#', '?']) && whole.above == 0 && map.is_file(&whole.path) {
            let right = path::relative(document.folder(), &whole.path);
            return Cause::Escaped(path::percent_encode(&right).into_owned());
        }
        if named.above == 0 {
            if named.path.eq_ignore_ascii_case("summary.md") || place.path == "SUMMARY.html" {
                return Cause::Summary;
            }
            if let Some(cause) = self.readme(document, link, place) {
                return cause;
            }
            if !href::is_rewritten(link)
                && let Some(stem) = named.path.strip_suffix(".md")
                && map.get(&format!("{stem}.html")).is_some()
            {
                let right = self.spell(document, link, &format!("{stem}.html"));
                return Cause::NotRewritten(right);
            }
            if let Some(file) = self.unlisted(&named, place) {
                return Cause::Unlisted(file);
            }
            let other = map
                .other_case(&place.path)
                .or_else(|| map.other_case(&named.path));
            if let Some(other) = other {
                let other = match other.strip_suffix(".md") {
                    Some(stem) => format!("{stem}.html"),
                    None => other.to_string(),
                };
                if map.get(&other).is_some() {
                    return Cause::Case(self.spell(document, link, &other));
                }
            }
            if let Some(name) = self.draft(&place.path) {
                return Cause::Draft(name);
            }
        }
        self.meant(document, link, place, &written)
    }

    /// A file below the repository root that is not below `src`.
    fn in_repository(&self, document: &Document<'_>, link: &Link, named: &Place) -> Option<Cause> {
        if named.above == 0 {
            return None;
        }
        let file = self.follower.map.src.join(named.display());
        let reader = self.follower.reader;
        let below = reader.in_repository(&file)?;
        let inside = reader.within(&file, &self.follower.map.src);
        let chapter = inside.and_then(|inside| {
            let html = match inside.strip_suffix(".md") {
                Some(stem) => format!("{stem}.html"),
                None => inside,
            };
            self.follower.map.get(&html)?;
            Some(self.spell(document, link, &html))
        });
        Some(Cause::InRepository {
            file: below,
            folder: reader.is_folder(&file),
            chapter,
        })
    }

    /// A link to a README whose page is `index.html`.
    fn readme(&self, document: &Document<'_>, link: &Link, place: &Place) -> Option<Cause> {
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
        match self.follower.map.get(&index)? {
            Entry::Page(_) => Some(Cause::Readme(self.spell(document, link, &index))),
            _ => None,
        }
    }

    /// A Markdown file of `src` that has no page.
    fn unlisted(&self, named: &Place, place: &Place) -> Option<String> {
        let map = &self.follower.map;
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
        let wanted = near::skeleton(path::stem(path::file_name(path)));
        let mut drafts = self.site.pages.iter().filter(|page| page.path.is_none());
        let draft = drafts.find(|page| near::skeleton(&page.name) == wanted)?;
        Some(draft.name.clone())
    }

    /// A path that is much like the one that leads nowhere.
    fn meant(&self, document: &Document<'_>, link: &Link, place: &Place, written: &str) -> Cause {
        let map = &self.follower.map;
        let html = |path: &str| match path.strip_suffix(".md") {
            Some(stem) => format!("{stem}.html"),
            None => path.to_string(),
        };
        let exists = |place: &Place| {
            let path = html(&place.path);
            let found = place.above == 0 && !place.folder && map.get(&path).is_some();
            found.then_some(path)
        };
        for included in self.included {
            let is_here = crate::site::document::Home::Page(included.page) == document.home;
            let folder = path::parent(&included.file);
            if is_here
                && folder != document.folder()
                && let Some(path) = exists(&Place::join(folder, written))
            {
                return Cause::From {
                    folder: folder.to_string(),
                    included: true,
                    right: self.spell(document, link, &path),
                };
            }
        }
        let from_root = Place::join("", written.trim_start_matches("../"));
        if !document.folder().is_empty()
            && let Some(path) = exists(&from_root)
        {
            return Cause::From {
                folder: String::new(),
                included: false,
                right: self.spell(document, link, &path),
            };
        }
        match near::path(&place.path, self.paths()) {
            Some((path, certain)) => Cause::Near {
                right: self.spell(document, link, path),
                certain,
            },
            None => Cause::Unknown(self.neighbours(document, link, place)),
        }
    }

    /// What lies in the folder that a link leads to, of the kind it asks for.
    fn neighbours(&self, document: &Document<'_>, link: &Link, place: &Place) -> Neighbours {
        if place.above > 0 {
            return Neighbours::default();
        }
        let folder = if place.folder {
            place.path.as_str()
        } else {
            path::parent(&place.path)
        };
        let kind = Kind::of(&place.path);
        let known = self.paths().iter().copied();
        let known = known.filter(|path| {
            path::parent(path) == folder && (place.folder || Kind::of(path) == kind)
        });
        let (names, others) = near::likeliest(&place.path, known);
        let names = names.into_iter();
        Neighbours {
            likeliest: names.map(|path| self.spell(document, link, path)).collect(),
            others,
        }
    }

    /// Why a path from the root of the server leaves the site.
    pub(crate) fn of_absolute(&self, document: &Document<'_>, link: &Link, path: &str) -> Cause {
        let declared = self.built_elsewhere.iter();
        if declared
            .clone()
            .any(|pattern| pattern.matches_anywhere(path))
        {
            return Cause::BuiltElsewhere;
        }
        let place = Place::join("", path);
        let exists = !place.folder && self.follower.map.get(&place.path).is_some();
        if exists {
            Cause::From {
                folder: String::new(),
                included: false,
                right: self.spell(document, link, &place.path),
            }
        } else {
            Cause::Unknown(Neighbours::default())
        }
    }

    /// How a link of a document spells something on the site: in the author's way, `.md`
    /// for pages unless the link has `.html`.
    fn spell(&self, document: &Document<'_>, link: &Link, path: &str) -> String {
        let relative = path::relative(document.folder(), path);
        let as_html =
            !href::is_rewritten(link) || Destination::parse(&link.dest).path.ends_with(".html");
        match self.follower.map.get(path) {
            Some(Entry::Page(_)) if !as_html => format!("{}.md", path::stem(&relative)),
            _ => relative,
        }
    }
}
