//! Turns links to files of the repository into links to the code host, and links of included
//! text into what they are where the text was written.
//!
//! Such a link is right where the document is read raw, and dead on the site. The
//! destinations are replaced and nothing else.

use archsite_core::diagnostics::InternalError;
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, Resolution, Target};
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::PASS;
use crate::config::{CodeHost, Config, RepositoryLinks};
use crate::explain::cause::Cause;
use crate::explain::home::{Homes, Origins, What};
use crate::site::follow::{Follower, Found};
use crate::site::href;
use crate::site::site_map::{Entry, SiteMap};
use crate::site::unknown::Unknown;

/// Whether [`rewrites`] changes a link that is dead for this reason.
pub(crate) fn is_rewritten(link: &Link, cause: &Cause) -> bool {
    match cause {
        Cause::InRepository { chapter: None, .. } | Cause::ElsewhereInRepository { .. } => {
            !embeds(link) && link.raw.is_some()
        }
        Cause::ElsewhereOnSite { .. } => link.raw.is_some(),
        _ => false,
    }
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
    let RepositoryLinks::Rewrite(host) = &config.repository_links else {
        return Rewrites::default();
    };
    let src = site.book_root.join(&site.src);
    let mut plan = Vec::new();
    // Listing all files costs more than the links of most books.
    let mut follower = None;
    for id in 0..site.pages.len() {
        let mut links = Vec::new();
        for (index, link) in site.pages[id].outline().links.iter().enumerate() {
            let may_be_dead = match &resolution.targets[id][index] {
                Target::Outside => true,
                Target::External => link.dest.starts_with('/') && !link.dest.starts_with("//"),
                Target::File { path } => path.ends_with(".md") || !reader.is_file(&src.join(path)),
                _ => false,
            };
            if !may_be_dead || link.raw.is_none() || link.kind == LinkKind::Autolink {
                continue;
            }
            let follower = follower.get_or_insert_with(|| {
                let map = SiteMap::new(site, &config.output, reader);
                Follower::new(map, config, resolution, reader, Unknown::default())
            });
            let page = Page {
                site,
                id,
                follower,
                host,
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
    follower: &'a Follower<'a>,
    host: &'a CodeHost,
    origins: Origins<'a>,
}

impl Page<'_> {
    /// The new destination of a link, if it needs one, and what that is.
    fn destination(&self, link: &Link) -> Option<(String, Target)> {
        let html = self.follower.map.pages[self.id].as_ref()?;
        let found = self.follower.follow(html, &href::written(link));
        let is_dead = matches!(
            found,
            Found::Missing(_) | Found::NoIndex(_) | Found::LeavesSite(_)
        );
        if !is_dead {
            // A browser may forgive what leads out of the site.
            return self.in_repository(link);
        }
        let homes = Homes {
            site: self.site,
            map: &self.follower.map,
            reader: self.follower.reader,
            origins: self.origins,
        };
        match homes
            .meaning(Some(self.id), link)
            .map(|meaning| meaning.what)
        {
            Some(What::OnSite(path)) => Some(self.on_site(html, link, &path)),
            Some(What::InRepository { file, folder }) => {
                self.on_host(link, &file, folder).map(external)
            }
            None => self.in_repository(link),
        }
    }

    /// The destination of something on the site.
    fn on_site(&self, html: &str, link: &Link, path: &str) -> (String, Target) {
        let parts = Destination::parse(&link.dest);
        let right = self.follower.map.spell(path::parent(html), link, path);
        let mut dest = path::percent_encode(&right).into_owned();
        push_end(&mut dest, parts);
        let target = match self.follower.map.get(path) {
            Some(Entry::Page(page) | Entry::First(page)) => {
                let anchors = &self.follower.resolution.anchors[page];
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

    /// The address of what a link leads to outside of `src`.
    fn in_repository(&self, link: &Link) -> Option<(String, Target)> {
        let site = self.site;
        let reader = self.follower.reader;
        let parts = Destination::parse(&link.dest);
        let mut folder = path::parent(site.pages[self.id].path.as_deref()?);
        let relative = path::percent_decode(parts.path);
        if relative.starts_with('/') {
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
        if reader.within(&file, &src).is_some() {
            return None;
        }
        let below = reader.in_repository(&file)?;
        self.on_host(link, &below, reader.is_folder(&file))
            .map(external)
    }

    /// The address of a file or folder of the repository on the code host.
    fn on_host(&self, link: &Link, file: &str, is_folder: bool) -> Option<String> {
        if embeds(link) {
            return None;
        }
        let template = if is_folder {
            &self.host.folder
        } else {
            &self.host.file
        };
        let mut dest = template.replace("{path}", &path::percent_encode(file));
        push_end(&mut dest, Destination::parse(&link.dest));
        Some(dest)
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
