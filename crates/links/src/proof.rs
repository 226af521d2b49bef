//! Which changes of a link are proven: after them a browser finds what was asked for.
//!
//! A wrong link that works is never found again, so what is only likely is said in words.

use archsite_core::diagnostics::Location;
use archsite_core::markdown::outline::Link;
use archsite_core::site::PageId;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::explain::anchor_names::AnchorNames;
use crate::site::document::Document;
use crate::site::follow::{Follower, Found, On};
use crate::site::href;

/// Tries changes of links.
#[derive(Debug)]
pub(crate) struct Proof<'a> {
    pub(crate) follower: &'a Follower<'a>,
    pub(crate) names: &'a AnchorNames<'a>,
    /// Preprocessors of others did not run: what may be in a syntax of theirs is left alone.
    pub(crate) cautious: bool,
}

impl Proof<'_> {
    /// The change that gives a link another path, and the anchor that is meant there.
    pub(crate) fn path(
        &self,
        document: &Document<'_>,
        link: &Link,
        right: &str,
    ) -> Option<(Location, String)> {
        if self.cautious && !is_file(Destination::parse(&link.dest).path) {
            return None;
        }
        let new = document.with_path(link, right, None)?;
        match self.follow(document, link, &new.dest) {
            Found::Fine => Some(new.edit),
            Found::NoAnchor(On::Page(page), fragment) => {
                let fragment = path::percent_decode(&fragment);
                let meant = self.names.meant(page, &fragment)?;
                if !meant.proven || self.is_foreign(page, &fragment) {
                    return None;
                }
                let new = document.with_path(link, right, Some(&meant.id))?;
                let found = self.follow(document, link, &new.dest);
                (found == Found::Fine).then_some(new.edit)
            }
            _ => None,
        }
    }

    /// The change that gives a link to a page another fragment.
    pub(crate) fn fragment(
        &self,
        document: &Document<'_>,
        link: &Link,
        page: PageId,
        id: &str,
    ) -> Option<(Location, String)> {
        let parts = Destination::parse(&link.dest);
        let fragment = path::percent_decode(parts.fragment?);
        if self.is_foreign(page, &fragment) {
            return None;
        }
        let dest = format!("{}{}#{}", parts.path, parts.query, path::percent_encode(id));
        let found = self.follow(document, link, &dest);
        let works = matches!(found, Found::Fine | Found::Unportable(_));
        document.with_fragment(link, id).filter(|_| works)
    }

    /// Whether a fragment may be in the syntax of a preprocessor that did not run: a text, or
    /// the very title of a heading.
    fn is_foreign(&self, page: PageId, fragment: &str) -> bool {
        let is_slug = |c: char| c.is_alphanumeric() || "-_.".contains(c) || c == '\u{303}';
        self.cautious && (!fragment.chars().all(is_slug) || self.names.is_title(page, fragment))
    }

    fn follow(&self, document: &Document<'_>, link: &Link, dest: &str) -> Found {
        let written = if href::is_rewritten(link) {
            href::rewritten(dest)
        } else {
            dest.into()
        };
        self.follower.follow(&document.html, &written)
    }
}

/// Whether a path is plainly that of a file.
fn is_file(path: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "-_./%\\ ".contains(c);
    let name = archsite_core::site::path::file_name(path);
    path.chars().all(plain) && name.contains('.')
}
