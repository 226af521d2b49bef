//! Proves changes of links: after a change a browser must find the target.
//!
//! A wrong link that works is never found again, so a change that is only likely is not made.

use archsite_core::diagnostics::Location;
use archsite_core::markdown::outline::Link;
use archsite_core::site::PageId;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::explain::anchor_names::AnchorNames;
use crate::site::document::Document;
use crate::site::href;
use crate::site::resolver::{LinkResolver, On, Outcome};

/// Tries changes of links.
#[derive(Debug)]
pub(crate) struct Proof<'a> {
    pub(crate) resolver: &'a LinkResolver<'a>,
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
        match self.resolve(document, link, &new.dest) {
            Outcome::Fine => Some(new.edit),
            Outcome::NoAnchor(On::Page(page), fragment) => {
                let fragment = path::percent_decode(&fragment);
                let meant = self.names.suggestion(page, &fragment)?;
                if !meant.proven || self.is_foreign(page, &fragment) {
                    return None;
                }
                let new = document.with_path(link, right, Some(&meant.id))?;
                let found = self.resolve(document, link, &new.dest);
                (found == Outcome::Fine).then_some(new.edit)
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
        let found = self.resolve(document, link, &dest);
        let works = matches!(found, Outcome::Fine | Outcome::Unportable(_));
        document.with_fragment(link, id).filter(|_| works)
    }

    /// Whether a fragment may be in the syntax of a preprocessor that did not run: a text, or
    /// the very title of a heading.
    fn is_foreign(&self, page: PageId, fragment: &str) -> bool {
        let is_slug = |c: char| c.is_alphanumeric() || "-_.".contains(c) || c == '\u{303}';
        self.cautious && (!fragment.chars().all(is_slug) || self.names.is_title(page, fragment))
    }

    fn resolve(&self, document: &Document<'_>, link: &Link, dest: &str) -> Outcome {
        let written = if href::is_rewritten(link) {
            href::rewritten(dest)
        } else {
            dest.into()
        };
        self.resolver.resolve(&document.html, &written)
    }
}

/// Whether a path is plainly that of a file.
fn is_file(path: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "-_./%\\ ".contains(c);
    let name = archsite_core::site::path::file_name(path);
    path.chars().all(plain) && name.contains('.')
}
