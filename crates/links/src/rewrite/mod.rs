//! Turns links that are right on a code host and dead on the site into what they mean: a page that
//! publishes the file, the file on the code host, or a picture in the page. Links of included text
//! count from the file that the text was written in.
//!
//! The destinations are replaced and nothing else.

mod pictures;

use archsite_core::diagnostics::InternalError;
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, Resolution, Target};
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use self::pictures::Pictures;
use crate::PASS;
use crate::config::{CodeHost, Config, RepositoryLinks};
use crate::explain::cause::Cause;
use crate::explain::home::{Homes, Origins, What};
use crate::site::href;
use crate::site::resolver::{LinkResolver, Outcome};
use crate::site::site_map::{Entry, SiteMap};
use crate::site::unknown::Unknown;

/// What the links of a book can become.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Means<'a> {
    /// Where files of the repository can be read.
    pub(crate) host: Option<&'a CodeHost>,
    /// Reads pictures.
    pub(crate) pictures: Pictures<'a>,
}

impl<'a> Means<'a> {
    /// What a book can do, if it rewrites links at all.
    pub(crate) fn of(config: &'a Config, site: &'a Site, reader: &'a Reader) -> Option<Means<'a>> {
        let RepositoryLinks::Rewrite(host) = &config.repository_links else {
            return None;
        };
        Some(Means {
            host: host.as_ref(),
            pictures: Pictures::new(site, reader),
        })
    }

    /// Whether [`rewrites`] changes a link that is dead for this reason.
    pub(crate) fn rewrites(&self, link: &Link, cause: &Cause) -> bool {
        let to_file = |file: &str| {
            if embeds(link) {
                self.pictures.embeds(link, file)
            } else {
                self.host.is_some()
            }
        };
        let is_rewritten = match cause {
            Cause::InRepository {
                published: Some(_), ..
            }
            | Cause::ElsewhereOnSite { .. }
            | Cause::Readme(_) => true,
            Cause::InRepository {
                chapter: Some(_), ..
            } => false,
            Cause::InRepository { file, .. } | Cause::ElsewhereInRepository { file, .. } => {
                to_file(file)
            }
            Cause::Unlisted(file) => self.host.is_some() && names_file(link, file),
            _ => false,
        };
        is_rewritten && link.raw.is_some()
    }
}

/// Whether a link names a file and not its page.
fn names_file(link: &Link, file: &str) -> bool {
    let written = path::percent_decode(Destination::parse(&link.dest).path);
    path::file_name(&written) == path::file_name(file)
}

/// The links to rewrite, by page.
#[derive(Debug, Default)]
pub struct Rewrites(Vec<(PageId, Vec<Rewritten>)>);

impl Rewrites {
    /// Rewrites the links. Returns the pages that were changed.
    ///
    /// # Errors
    /// [`InternalError`] if two links claim the same bytes, which is a bug.
    pub fn apply(
        self,
        site: &mut Site,
        resolution: &mut Resolution,
    ) -> Result<Vec<PageId>, InternalError> {
        let mut changed = Vec::new();
        for (id, links) in self.0 {
            let mut edits = Vec::new();
            for Rewritten {
                index,
                dest,
                target,
            } in links
            {
                let raw = site.pages[id].outline().links[index].raw.clone();
                edits.extend(raw.map(|raw| Edit::replace(raw, dest)));
                resolution.targets[id][index] = target;
            }
            let text = site.pages[id].edited(PASS, edits)?;
            site.replace_text(id, text);
            changed.push(id);
        }
        Ok(changed)
    }
}

/// A link with its new destination.
#[derive(Debug)]
struct Rewritten {
    index: usize,
    dest: String,
    target: Target,
}

/// Finds the links to rewrite; none unless that is asked for.
pub fn rewrites(
    site: &Site,
    resolution: &Resolution,
    config: &Config,
    reader: &Reader,
    origins: Origins<'_>,
) -> Rewrites {
    let Some(means) = Means::of(config, site, reader) else {
        return Rewrites::default();
    };
    let src = site.book_root.join(&site.src);
    let mut plan = Vec::new();
    // Listing all files costs more than the links of most books.
    let mut resolver = None;
    for id in 0..site.pages.len() {
        let mut links = Vec::new();
        for (index, link) in site.pages[id].outline().links.iter().enumerate() {
            let may_be_dead = match &resolution.targets[id][index] {
                Target::Outside => true,
                Target::External => link.dest.starts_with('/') && !link.dest.starts_with("//"),
                // Pages of READMEs have another name than their files.
                Target::Page { .. } | Target::MissingAnchor { .. } => {
                    let file = Destination::parse(&link.dest).path;
                    path::stem(path::file_name(file)).eq_ignore_ascii_case("readme")
                }
                Target::File { path } => path.ends_with(".md") || !reader.is_file(&src.join(path)),
                _ => false,
            };
            if !may_be_dead || link.raw.is_none() || link.kind == LinkKind::Autolink {
                continue;
            }
            let resolver = resolver.get_or_insert_with(|| {
                let map = SiteMap::new(site, &config.output, reader);
                LinkResolver::new(map, config, resolution, reader, Unknown::default())
            });
            let page = Page {
                site,
                id,
                resolver,
                means,
                origins,
            };
            if let Some((dest, target)) = page.destination(link) {
                links.push(Rewritten {
                    index,
                    dest,
                    target,
                });
            }
        }
        if !links.is_empty() {
            plan.push((id, links));
        }
    }
    Rewrites(plan)
}

/// Whether a link shows what it leads to on its own page: a picture on the code host is a page
/// about a picture.
pub(crate) fn embeds(link: &Link) -> bool {
    match &link.kind {
        LinkKind::Image => true,
        LinkKind::Html { tag, .. } => tag != "a",
        _ => false,
    }
}

/// A page whose links are rewritten.
struct Page<'a> {
    site: &'a Site,
    id: PageId,
    resolver: &'a LinkResolver<'a>,
    means: Means<'a>,
    origins: Origins<'a>,
}

impl Page<'_> {
    /// The new destination of a link, if it needs one, and what that is.
    fn destination(&self, link: &Link) -> Option<(String, Target)> {
        let html = self.resolver.map.pages[self.id].as_ref()?;
        let found = self.resolver.resolve(html, &href::written(link));
        let is_dead = matches!(
            found,
            Outcome::Missing(_) | Outcome::NoIndex(_) | Outcome::LeavesSite(_)
        );
        if !is_dead {
            // A browser may forgive what leads out of the site.
            return self.in_repository(link);
        }
        let homes = Homes {
            site: self.site,
            map: &self.resolver.map,
            reader: self.resolver.reader,
            origins: self.origins,
        };
        match homes
            .meaning(Some(self.id), link)
            .map(|meaning| meaning.what)
        {
            Some(What::OnSite(path)) => Some(self.on_site(html, link, &path)),
            Some(What::InRepository { file, folder }) => self.of_file(link, &file, folder),
            None => self
                .in_repository(link)
                .or_else(|| self.readme(html, link, &homes)),
        }
    }

    /// The page of a README, which mdBook publishes under another name.
    fn readme(&self, html: &str, link: &Link, homes: &Homes<'_>) -> Option<(String, Target)> {
        let written = path::percent_decode(Destination::parse(&link.dest).path);
        let name = path::file_name(&written);
        if !path::stem(name).eq_ignore_ascii_case("readme") || !name.ends_with(".md") {
            return None;
        }
        let file = path::join(path::parent(html), &written)?;
        let page = homes.map.of_file(&file, false)?;
        Some(self.on_site(html, link, &page))
    }

    /// The destination of something on the site.
    fn on_site(&self, html: &str, link: &Link, path: &str) -> (String, Target) {
        let parts = Destination::parse(&link.dest);
        let right = self.resolver.map.spell(path::parent(html), link, path);
        let mut dest = path::percent_encode(&right).into_owned();
        push_end(&mut dest, parts);
        let target = match self.resolver.map.get(path) {
            Some(Entry::Page(page) | Entry::First(page)) => {
                let anchors = &self.resolver.resolution.anchors[page];
                match parts.fragment.filter(|fragment| !fragment.is_empty()) {
                    None => Target::Page { page, anchor: None },
                    Some(fragment) => match anchors.find(fragment) {
                        Some(anchor) => Target::Page {
                            page,
                            anchor: Some(anchor),
                        },
                        None => Target::MissingAnchor { page },
                    },
                }
            }
            _ => Target::File {
                path: path.to_string(),
            },
        };
        (dest, target)
    }

    /// What a link becomes that leads to a file of the repository which is not on the site under
    /// its own path: outside of `src`, or not listed.
    fn in_repository(&self, link: &Link) -> Option<(String, Target)> {
        let site = self.site;
        let reader = self.resolver.reader;
        let parts = Destination::parse(&link.dest);
        let mut folder = path::parent(site.pages[self.id].path.as_deref()?);
        let relative = path::percent_decode(parts.path);
        if relative.starts_with('/') || relative.is_empty() {
            return None;
        }
        let mut rest = &*relative;
        // The folder of a page that was added need not be on the disk.
        while !folder.is_empty()
            && let Some(above) = rest.strip_prefix("../")
        {
            folder = path::parent(folder);
            rest = above;
        }
        let src = site.book_root.join(&site.src);
        let file = src.join(folder).join(rest);
        let is_folder = reader.is_folder(&file);
        if let Some(inside) = reader.within(&file, &src) {
            let is_page = self.resolver.map.of_file(&inside, is_folder).is_some();
            let is_source = is_folder || inside.ends_with(".md") && inside != "SUMMARY.md";
            if is_page || !is_source || embeds(link) {
                return None;
            }
        }
        let below = reader.in_repository(&file)?;
        self.of_file(link, &below, is_folder)
    }

    /// What a link to a file or folder of the repository becomes: its page, a picture in the page,
    /// or its address on the code host.
    fn of_file(&self, link: &Link, file: &str, is_folder: bool) -> Option<(String, Target)> {
        let published = &self.resolver.map.published;
        let page = published.page(self.site, self.resolver.reader, file, is_folder);
        let html = |page: PageId| self.resolver.map.pages[page].as_ref();
        if let (Some(own), Some(page)) = (html(self.id), page.and_then(html)) {
            return Some(self.on_site(own, link, page));
        }
        if embeds(link) {
            let pictures = self.means.pictures;
            return pictures.embedded(link, file).map(external);
        }
        let host = self.means.host?;
        let template = if is_folder { &host.folder } else { &host.file };
        let mut dest = template.replace("{path}", &path::percent_encode(file));
        push_end(&mut dest, Destination::parse(&link.dest));
        Some(external(dest))
    }
}

fn external(dest: String) -> (String, Target) {
    (dest, Target::External)
}

/// Adds the query and the fragment of a destination.
fn push_end(dest: &mut String, parts: Destination<'_>) {
    dest.push_str(parts.query);
    if let Some(fragment) = parts.fragment {
        dest.push('#');
        dest.push_str(&path::percent_encode(&path::percent_decode(fragment)));
    }
}
