//! The problem of one link, given what a browser finds at its address.

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::Link;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;

use crate::explain::cause::Cause;
use crate::lints::messages::alive::{LostEnd, Unportable};
use crate::lints::messages::anchors::{NotOnPage, not_in_file};
use crate::lints::messages::links::DeadLink;
use crate::pass::Check;
use crate::rewrite::embeds;
use crate::site::document::{Document, Home};
use crate::site::href;
use crate::site::resolver::{On, Outcome, Unportable as Why};

impl Check<'_> {
    /// The problem of a link, if there is one.
    pub(super) fn problem(
        &self,
        document: &Document<'_>,
        link: &Link,
        found: Outcome,
    ) -> Option<Diagnostic> {
        match found {
            Outcome::Fine => {
                let fix = |right: &str| self.proof.path(document, link, right);
                LostEnd::of(document, link, &fix)
            }
            Outcome::Unportable(why) => self.unportable(document, link, why),
            Outcome::NoAnchor(on, fragment) => Some(self.no_anchor(document, link, &on, &fragment)),
            Outcome::Missing(ref place) | Outcome::NoIndex(ref place) => {
                let cause = self.causes.find(document, link, place);
                self.dead(document, link, &found, cause)
            }
            Outcome::LeavesSite(ref path) => {
                let cause = self.causes.of_absolute(document, link, path);
                self.dead(document, link, &found, cause)
            }
            Outcome::Redirected(key, _) => {
                let (key, _) = &self.resolver.output.redirects[key];
                Some(
                    DeadLink {
                        document,
                        link,
                        found: &found,
                        cause: Cause::Unknown(Vec::new()),
                        chapter: None,
                        fix: None,
                        redirect: Some(key.as_str()),
                        needs_host: false,
                    }
                    .into(),
                )
            }
        }
    }

    fn dead(
        &self,
        document: &Document<'_>,
        link: &Link,
        found: &Outcome,
        cause: Cause,
    ) -> Option<Diagnostic> {
        if cause == Cause::BuiltElsewhere {
            return None;
        }
        let is_page = matches!(document.home, Home::Page(_));
        if let Some(means) = self.means.filter(|_| is_page) {
            let leads_to_host = means.host.is_some() && self.is_source_folder(link, found);
            if means.rewrites(link, &cause) || leads_to_host {
                return self.rewritten(document, link, &cause);
            }
        }
        let right = cause.remedy();
        let is_guess = matches!(cause, Cause::FromTop { .. } | Cause::Similar(_));
        let chapter = self.including(document, link).filter(|_| is_guess);
        let right = right.filter(|_| chapter.is_none());
        let fix = right.and_then(|right| self.proof.path(document, link, right));
        Some(
            DeadLink {
                document,
                link,
                found,
                cause,
                chapter,
                fix,
                redirect: None,
                needs_host: self.means.is_some_and(|means| means.host.is_none()),
            }
            .into(),
        )
    }

    /// The problem of a link after it is rewritten: an anchor may be missing.
    fn rewritten(&self, document: &Document<'_>, link: &Link, cause: &Cause) -> Option<Diagnostic> {
        let right = match cause {
            Cause::ElsewhereOnSite { right, .. }
            | Cause::Readme(right)
            | Cause::InRepository {
                published: Some(right),
                ..
            } => right,
            _ => return None,
        };
        let parts = Destination::parse(&link.dest);
        let fragment = parts.fragment?;
        let dest = format!("{}#{fragment}", path::percent_encode(right));
        match self
            .resolver
            .resolve(&document.html, &href::rewritten(&dest))
        {
            Outcome::NoAnchor(on, fragment) => Some(self.no_anchor(document, link, &on, &fragment)),
            _ => None,
        }
    }

    /// Whether a link leads to a folder of `src` that has no page and can be read on the code host.
    fn is_source_folder(&self, link: &Link, found: &Outcome) -> bool {
        let (Outcome::NoIndex(place) | Outcome::Missing(place)) = found else {
            return false;
        };
        if place.above > 0 || place.path.is_empty() {
            return false;
        }
        let folder = self.resolver.map.src.join(&place.path);
        !embeds(link) && link.raw.is_some() && self.resolver.reader.is_folder(&folder)
    }

    fn unportable(&self, document: &Document<'_>, link: &Link, why: Why) -> Option<Diagnostic> {
        let (Why::NoSlash(page) | Why::NoExtension(page) | Why::AboveRoot(page)) = &why;
        let is_above = matches!(why, Why::AboveRoot(_));
        if let Some(means) = self.means.filter(|_| is_above) {
            let dest = path::percent_decode(Destination::parse(&link.dest).path);
            let place = href::SitePath::join(document.folder(), &dest);
            let cause = self.causes.in_repository(document, link, &place);
            if cause.is_some_and(|cause| means.rewrites(link, &cause)) {
                return None;
            }
        }
        let right = self.resolver.map.spell(document.folder(), link, page);
        // What climbs out of the site may mean something beside it.
        let fix = if is_above {
            None
        } else {
            self.proof.path(document, link, &right)
        };
        Some(
            Unportable {
                document,
                link,
                why,
                right,
                fix,
            }
            .into(),
        )
    }

    fn no_anchor(
        &self,
        document: &Document<'_>,
        link: &Link,
        on: &On,
        fragment: &str,
    ) -> Diagnostic {
        let page = match on {
            On::Page(page) => *page,
            On::File(_) | On::Print => {
                let file = match on {
                    On::File(file) => file,
                    _ => "print.html",
                };
                return not_in_file(document, link, file, fragment);
            }
        };
        let fragment = path::percent_decode(fragment).into_owned();
        let meant = self.names.suggestion(page, &fragment);
        let fix = meant.as_ref().filter(|meant| meant.proven);
        let fix = fix.and_then(|meant| self.proof.fragment(document, link, page, &meant.id));
        NotOnPage {
            document,
            link,
            site: self.site,
            resolution: self.resolution,
            names: self.names,
            page,
            fragment,
            meant,
            is_included: self.including(document, link).is_some(),
            fix,
        }
        .into()
    }

    /// The chapter that a link is on, if its text was written in another file.
    fn including(&self, document: &Document<'_>, link: &Link) -> Option<&str> {
        let Home::Page(page) = document.home else {
            return None;
        };
        let homes = &self.causes.homes;
        homes.included(page, link.range.start)?;
        self.site.pages[page].source_path.as_deref()
    }
}
