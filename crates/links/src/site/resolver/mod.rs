//! Resolves addresses on the built site as a browser does.
//!
//! Whether a link works is decided here; everything else in this crate explains. It follows redirects as
//! the pages that mdBook writes for them do.

mod ids;

use archsite_core::fs::Reader;
use archsite_core::site::PageId;
use archsite_core::site::path;
use archsite_core::site::resolve::Resolution;

use self::ids::HtmlFiles;
use crate::config::{Config, Output};
use crate::site::elsewhere::{At, Elsewhere, server_path};
use crate::site::href::{Address, SitePath};
use crate::site::site_map::{Entry, SiteMap};
use crate::site::unknown::Unknown;

/// How many redirects in a row are followed.
const REDIRECTS: usize = 5;

/// What a browser finds at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The target, or something outside of the site.
    Fine,
    /// A page that only some servers find at this address.
    Unportable(Unportable),
    /// Nothing on the site.
    Missing(SitePath),
    /// A path outside the site, though on the same server.
    LeavesSite(String),
    /// A folder without a page.
    NoIndex(SitePath),
    /// A page without the anchor.
    NoAnchor(On, String),
    /// A redirect, by its key, and the outcome for its target.
    Redirected(usize, Box<Outcome>),
}

impl Outcome {
    /// The anchor that the page at the end of all redirects does not have.
    pub(crate) fn missing_anchor(&self) -> Option<&str> {
        match self {
            Outcome::NoAnchor(_, fragment) => Some(fragment),
            Outcome::Redirected(_, inner) => inner.missing_anchor(),
            _ => None,
        }
    }

    /// The path on the site where there is nothing, at the end of all redirects.
    pub(crate) fn missing_page(&self) -> Option<&str> {
        match self {
            Outcome::Missing(place) if place.above == 0 => Some(&place.path),
            Outcome::Redirected(_, inner) => inner.missing_page(),
            _ => None,
        }
    }
}

/// Why an address is not found everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unportable {
    /// A folder without `/` after it.
    NoSlash(String),
    /// A page without `.html`.
    NoExtension(String),
    /// More `../` than there are folders, which a browser forgives at the root of a server.
    AboveRoot(String),
}

/// Something with anchors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum On {
    /// A page.
    Page(PageId),
    /// A plain HTML file below `src`.
    File(String),
    /// The page for printing.
    Print,
}

/// Resolves addresses on one site.
#[derive(Debug)]
pub(crate) struct LinkResolver<'a> {
    pub(crate) map: SiteMap,
    pub(crate) output: &'a Output,
    pub(crate) elsewhere: Elsewhere<'a>,
    pub(crate) resolution: &'a Resolution,
    pub(crate) reader: &'a Reader,
    pub(crate) unknown: Unknown,
    html_files: HtmlFiles,
}

impl<'a> LinkResolver<'a> {
    pub(crate) fn new(
        map: SiteMap,
        config: &'a Config,
        resolution: &'a Resolution,
        reader: &'a Reader,
        unknown: Unknown,
    ) -> Self {
        LinkResolver {
            map,
            unknown,
            output: &config.output,
            elsewhere: Elsewhere {
                patterns: &config.built_elsewhere,
                site_url: config.output.site_url.as_deref(),
            },
            resolution,
            reader,
            html_files: HtmlFiles::default(),
        }
    }

    /// Whether another program builds the target of a destination.
    pub(crate) fn is_elsewhere(&self, dest: &str, found: &Outcome) -> bool {
        let at = match found {
            Outcome::Missing(place) | Outcome::NoIndex(place) => At::Site(place),
            Outcome::LeavesSite(path) => At::Server(path),
            _ => return false,
        };
        self.elsewhere.builds(dest, at)
    }

    /// Whether the site has a page or a file at a place, and not just a redirect.
    pub(crate) fn has(&self, place: &SitePath) -> bool {
        let entry = self.find(place).map(|(path, _)| self.map.get(&path));
        matches!(
            entry,
            Ok(Some(Entry::Page(_) | Entry::First(_) | Entry::Copy))
        )
    }

    /// What a browser finds at `href` on the page `from`, a path on the site.
    pub(crate) fn resolve(&self, from: &str, href: &str) -> Outcome {
        self.resolve_within(from, href, REDIRECTS)
    }

    fn resolve_within(&self, from: &str, href: &str, left: usize) -> Outcome {
        let (place, fragment) = match Address::read(href) {
            Address::Elsewhere => return Outcome::Fine,
            Address::Absolute(path, fragment) => match self.on_site(&path) {
                Ok(place) => (place, fragment),
                Err(found) => return found,
            },
            Address::Relative(path, fragment) if path.is_empty() => {
                let place = SitePath {
                    above: 0,
                    path: from.to_string(),
                    folder: false,
                };
                (place, fragment)
            }
            Address::Relative(path, fragment) => {
                (SitePath::join(path::parent(from), &path), fragment)
            }
        };
        if place.above > 0 {
            return self.above(place, fragment, left);
        }
        if self.unknown.holds(&place.path) {
            return Outcome::Fine;
        }
        let (path, unportable) = match self.find(&place) {
            Ok(found) => found,
            Err(found) => return found,
        };
        let found = self.anchor(&path, fragment, left);
        match (found, unportable) {
            (Outcome::Fine, Some(unportable)) => Outcome::Unportable(unportable),
            (found, _) => found,
        }
    }

    /// What is found at a place above the site: a browser goes no higher than the root of the
    /// server, which may be the site's own root or a folder above it.
    fn above(&self, place: SitePath, fragment: Option<&str>, left: usize) -> Outcome {
        if self.output.preview {
            return Outcome::Fine;
        }
        let root = self.output.site_url.as_deref().unwrap_or("/");
        let folders = root.split('/').filter(|part| !part.is_empty());
        let mut folders: Vec<&str> = folders.collect();
        folders.truncate(folders.len().saturating_sub(place.above));
        folders.push(&place.path);
        let Ok(there) = self.on_site(&folders.join("/")) else {
            return Outcome::Missing(place);
        };
        let there = SitePath {
            folder: place.folder || there.folder,
            ..there
        };
        let Ok((path, None)) = self.find(&there) else {
            return Outcome::Missing(place);
        };
        match self.anchor(&path, fragment, left) {
            Outcome::Fine => Outcome::Unportable(Unportable::AboveRoot(path)),
            found => found,
        }
    }

    /// The place on the site of a path from the root of the server.
    fn on_site(&self, path: &str) -> Result<SitePath, Outcome> {
        // The site of a preview has another path than the real one.
        if self.output.preview {
            return Err(Outcome::Fine);
        }
        let root = self.output.site_url.as_deref().unwrap_or("/");
        let full = format!("/{path}");
        let below = full.strip_prefix(root);
        let below = below.or_else(|| (full == root.trim_end_matches('/')).then_some(""));
        match below {
            Some(below) => Ok(SitePath::join("", below)),
            None => Err(Outcome::LeavesSite(full)),
        }
    }

    /// The path of what is shown at a place.
    fn find(&self, place: &SitePath) -> Result<(String, Option<Unportable>), Outcome> {
        let path = &place.path;
        if !place.folder && self.map.get(path).is_some() {
            return Ok((path.clone(), None));
        }
        if self.map.is_folder(path) {
            let index = if path.is_empty() {
                "index.html".to_string()
            } else {
                format!("{path}/index.html")
            };
            if self.map.get(&index).is_none() {
                return Err(Outcome::NoIndex(place.clone()));
            }
            let no_slash = (!place.folder).then(|| Unportable::NoSlash(index.clone()));
            return Ok((index, no_slash));
        }
        let html = format!("{path}.html");
        if !place.folder && self.map.get(&html).is_some() {
            return Ok((html.clone(), Some(Unportable::NoExtension(html))));
        }
        Err(Outcome::Missing(place.clone()))
    }

    /// What is found at a fragment of something that is there.
    fn anchor(&self, path: &str, fragment: Option<&str>, left: usize) -> Outcome {
        let entry = self.map.get(path);
        if entry == Some(Entry::Redirect) {
            return self.redirected(path, fragment, left);
        }
        let fragment = fragment.map(ids::anchor);
        let Some(fragment) = fragment.filter(|fragment| !ids::is_no_anchor(fragment)) else {
            return Outcome::Fine;
        };
        let missing = |on| Outcome::NoAnchor(on, fragment.to_string());
        match entry {
            // What anchors it has is not known, and that it cannot be read is said once.
            Some(Entry::Page(page) | Entry::First(page)) if self.unknown.pages.contains(&page) => {
                Outcome::Fine
            }
            Some(Entry::Page(page) | Entry::First(page)) => {
                let has = self.resolution.anchors[page].find(fragment).is_some();
                if has || ids::is_furniture(fragment) {
                    return Outcome::Fine;
                }
                self.moved(path, fragment, left)
                    .unwrap_or_else(|| missing(On::Page(page)))
            }
            Some(Entry::Print) => {
                let pages = &self.resolution.anchors;
                let has = |id: &str| pages.iter().any(|page| page.find(id).is_some());
                let has = |id: &str| self.unknown.chapters || has(id);
                if ids::is_furniture(fragment) || ids::printed(fragment).any(|id| has(&id)) {
                    Outcome::Fine
                } else {
                    missing(On::Print)
                }
            }
            Some(Entry::Copy) if path.ends_with(".html") || path.ends_with(".htm") => {
                let ids = self.html_files.ids(path, &self.map.src, self.reader);
                let decoded = path::percent_decode(fragment);
                match ids {
                    Some(ids) if !ids.contains(fragment) && !ids.contains(decoded.as_ref()) => {
                        missing(On::File(path.to_string()))
                    }
                    _ => Outcome::Fine,
                }
            }
            _ => Outcome::Fine,
        }
    }

    /// What is found where a page redirects from a fragment that it does not have.
    fn moved(&self, path: &str, fragment: &str, left: usize) -> Option<Outcome> {
        let redirect = self.map.redirects.get(path)?;
        let key = *redirect.fragments.get(fragment)?;
        // mdBook looks for keys of pages with a `/` in front only.
        let (name, dest) = self.output.redirects.get(key)?;
        if !name.starts_with('/') {
            return None;
        }
        Some(self.redirected_to(key, path, dest, left))
    }

    fn redirected(&self, path: &str, fragment: Option<&str>, left: usize) -> Outcome {
        let Some(redirect) = self.map.redirects.get(path) else {
            return Outcome::Fine;
        };
        let of_fragment = fragment.and_then(|fragment| redirect.fragments.get(fragment));
        if let Some(key) = of_fragment {
            let (_, dest) = &self.output.redirects[*key];
            return self.redirected_to(*key, path, dest, left);
        }
        let Some(key) = redirect.page else {
            return Outcome::Fine;
        };
        let (_, dest) = &self.output.redirects[key];
        match fragment.filter(|fragment| !fragment.is_empty() && !dest.contains('#')) {
            Some(fragment) => self.redirected_to(key, path, &format!("{dest}#{fragment}"), left),
            None => self.redirected_to(key, path, dest, left),
        }
    }

    fn redirected_to(&self, key: usize, from: &str, dest: &str, left: usize) -> Outcome {
        let Some(left) = left.checked_sub(1) else {
            // They form a cycle.
            return Outcome::Redirected(key, Box::new(Outcome::Missing(SitePath::join("", from))));
        };
        match self.resolve_within(from, dest, left) {
            // That a redirect leaves the site is said of the redirect.
            Outcome::Fine | Outcome::Unportable(_) | Outcome::LeavesSite(_) => Outcome::Fine,
            found if off_site(self, dest, &found).is_some() => Outcome::Fine,
            found if self.is_elsewhere(dest, &found) => Outcome::Fine,
            found => Outcome::Redirected(key, Box::new(found)),
        }
    }
}

/// The path on the server of a destination that is outside of the site. If it is not configured at which
/// path of its server the site is, that is so for folders that the site does not have.
pub(crate) fn off_site(resolver: &LinkResolver<'_>, dest: &str, found: &Outcome) -> Option<String> {
    let site_url = resolver.output.site_url.as_deref();
    match found {
        Outcome::LeavesSite(path) => Some(path.clone()),
        Outcome::Missing(place) if place.above > 0 => match site_url {
            Some(url) => Some(server_path(url, place)),
            None => Some(place.display()),
        },
        Outcome::Missing(place) | Outcome::NoIndex(place) if site_url.is_none() => {
            let (first, _) = place.path.split_once('/')?;
            let is_other = dest.trim().starts_with('/') && !resolver.map.has_top(first);
            is_other.then(|| format!("/{}", place.path))
        }
        _ => None,
    }
}
