//! Anchors that a page does not have.

use archsite_core::diagnostics::{Diagnostic, Place};
use archsite_core::markdown::outline::Link;
use archsite_core::site::path;
use archsite_core::site::resolve::{Anchor, Resolution};
use archsite_core::site::{PageId, Site};

use crate::explain::near;
use crate::explain::near::Patience;
use crate::lints;
use crate::lints::messages::{listed, short, with_context};
use crate::site::document::{Document, Home, anchor_range};
use crate::site::follow::On;

/// A link to a place that a page does not have.
pub(crate) fn anchor(
    document: &Document<'_>,
    link: &Link,
    site: &Site,
    resolution: &Resolution,
    (on, fragment): (&On, &str),
    patience: &Patience,
) -> Diagnostic {
    let place = document.place(document.fragment(link));
    let On::Page(page) = on else {
        let file = match on {
            On::File(file) => file.as_str(),
            _ => "print.html",
        };
        let message = format!("`{file}` has no anchor `#{}`", short(fragment));
        let diagnostic = Diagnostic::new(&lints::BROKEN_ANCHOR, message)
            .at(place, "no such id there")
            .help("correct the fragment, or take it away to link to the page as a whole");
        return with_context(diagnostic, document, link);
    };
    let problem = OnPage {
        document,
        link,
        site,
        resolution,
        page: *page,
        fragment: path::percent_decode(fragment).into_owned(),
        patience,
    };
    let found = problem.diagnostic();
    with_context(found.0.at_first(place, found.1), document, link)
}

struct OnPage<'a> {
    document: &'a Document<'a>,
    link: &'a Link,
    site: &'a Site,
    resolution: &'a Resolution,
    page: PageId,
    fragment: String,
    patience: &'a Patience,
}

impl OnPage<'_> {
    /// The diagnostic without its primary place, and the words for that.
    fn diagnostic(&self) -> (Diagnostic, String) {
        let name = if self.document.home == Home::Page(self.page) {
            "this page".to_string()
        } else {
            let page = &self.site.pages[self.page];
            format!("`{}`", page.path.as_deref().unwrap_or(&page.name))
        };
        let fragment = short(&self.fragment);
        let message = format!("{name} has no anchor `#{fragment}`");
        let new = |lint, message| Diagnostic::new(lint, message);
        if let Some((id, certain, reason)) = self.near() {
            let same = id.to_lowercase() == self.fragment.to_lowercase();
            let mut diagnostic = if same {
                new(
                    &lints::CASE_MISMATCH,
                    format!("`#{fragment}` is written in another case than the anchor of {name}"),
                )
            } else {
                new(&lints::BROKEN_ANCHOR, message)
            };
            diagnostic = self.point(diagnostic, &id, &reason);
            if certain && let Some((place, with)) = self.document.with_fragment(self.link, &id) {
                diagnostic = diagnostic.suggest(place, with);
            }
            let words = if same {
                "anchors tell upper from lower case"
            } else {
                "no such anchor"
            };
            let help = if certain {
                format!("write `#{id}`")
            } else {
                format!("did you mean `#{id}`?")
            };
            return (diagnostic.help(help), words.to_string());
        }
        let elsewhere = self.elsewhere();
        let help = match elsewhere.as_slice() {
            [] => self.overview(),
            [(page, place)] => {
                let diagnostic = new(&lints::BROKEN_ANCHOR, message)
                    .at(place.clone(), "this has the anchor")
                    .help(format!(
                        "`#{fragment}` is on another page: write `{page}#{fragment}`"
                    ));
                return (diagnostic, "not on this page".to_string());
            }
            pages => {
                const LISTED: usize = 6;
                let names = pages.iter().map(|(page, _)| page.as_str());
                let others = pages.len().saturating_sub(LISTED);
                let names = listed(names.take(LISTED), others);
                format!("`#{fragment}` is on other pages: {names}")
            }
        };
        let diagnostic = new(&lints::BROKEN_ANCHOR, message).help(help);
        (diagnostic, "no such anchor".to_string())
    }

    /// The id that was meant, whether that is certain, and why it is another one.
    fn near(&self) -> Option<(String, bool, String)> {
        let outline = self.site.pages[self.page].outline();
        let anchors = &self.resolution.anchors[self.page];
        // Ids cost several times what paths cost.
        if !self.patience.allows(anchors.iter().count() * 4) {
            return None;
        }
        let wanted = near::skeleton(&self.fragment);
        // `{#id}` takes the place of the id that a heading would have.
        let replaced = outline.headings.iter().position(|heading| {
            heading.explicit_id.is_some()
                && !wanted.is_empty()
                && near::skeleton(&heading.title) == wanted
        });
        if let Some(index) = replaced {
            let id = anchors.heading_ids[index].clone();
            if anchors.find(&id) == Some(Anchor::Heading(index)) {
                return Some((
                    id,
                    true,
                    "`{#…}` gives this heading another anchor".to_string(),
                ));
            }
        }
        let mut ids: Vec<&str> = anchors.iter().map(|(id, _)| id).collect();
        ids.sort_unstable();
        let near = near::name(&self.fragment, &ids)?;
        let words = format!("this has the anchor `#{}`", near.name);
        Some((near.name.to_string(), near.certain, words))
    }

    /// Adds where an id of the page stands.
    fn point(&self, diagnostic: Diagnostic, id: &str, words: &str) -> Diagnostic {
        match self.place(self.page, id) {
            Some(place) => diagnostic.at(place, words),
            None => diagnostic,
        }
    }

    fn place(&self, page: PageId, id: &str) -> Option<Place> {
        let anchor = self.resolution.anchors[page].find(id)?;
        Some(Place::Source {
            source: page,
            range: anchor_range(self.site, page, anchor),
        })
    }

    /// Other pages that have the anchor, as links from here, and where it stands there.
    fn elsewhere(&self) -> Vec<(String, Place)> {
        let mut found = Vec::new();
        if !self.patience.allows(self.site.pages.len()) {
            return found;
        }
        for id in self.site.reading_order() {
            let anchors = self.resolution.anchors.get(id);
            let has = anchors.is_some_and(|anchors| anchors.find(&self.fragment).is_some());
            if id != self.page
                && has
                && let Some(path) = &self.site.pages[id].path
                && let Some(place) = self.place(id, &self.fragment)
            {
                found.push((path::relative(self.document.folder(), path), place));
            }
        }
        found
    }

    /// The anchors there are, the likeliest first.
    fn overview(&self) -> String {
        let anchors = &self.resolution.anchors[self.page];
        if !self.patience.allows(anchors.iter().count()) {
            return "the page has many anchors, none of which is much like it".to_string();
        }
        let ids = anchors.iter().filter(|(id, anchor)| {
            !id.is_empty() && !matches!(anchor, Anchor::Note(_) | Anchor::NoteUse(_))
        });
        let (ids, others) = near::likeliest(&self.fragment, ids.map(|(id, _)| id));
        let ids: Vec<String> = ids.iter().map(|id| format!("#{id}")).collect();
        if ids.is_empty() {
            "the page has no anchors; take the fragment away".to_string()
        } else {
            let ids = listed(ids.iter().map(String::as_str), others);
            format!("anchors there are {ids}")
        }
    }
}
