//! Anchors that a page does not have.

use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::Link;
use archsite_core::site::path;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{PageId, Site};

use crate::explain::anchor_names::{AnchorNames, Meant};
use crate::explain::names;
use crate::lints;
use crate::lints::messages::{short, with_context};
use crate::site::document::{Document, Home, anchor_range};

/// A link to a place that a plain HTML file, or the page for printing, does not have.
pub(crate) fn not_in_file(
    document: &Document<'_>,
    link: &Link,
    file: &str,
    fragment: &str,
) -> Diagnostic {
    let place = document.place(document.fragment(link));
    let message = format!("`{file}` has no anchor `#{}`", short(fragment));
    let diagnostic = Diagnostic::new(&lints::BROKEN_ANCHOR, message)
        .at(place, "no such id there")
        .help("correct the fragment, or remove it to link to the whole page");
    with_context(diagnostic, document, link)
}

/// A link to a place that a page does not have.
pub(crate) struct NotOnPage<'a, 's> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) link: &'a Link,
    pub(crate) site: &'a Site,
    pub(crate) resolution: &'a Resolution,
    pub(crate) names: &'a AnchorNames<'s>,
    pub(crate) page: PageId,
    /// The fragment, decoded.
    pub(crate) fragment: String,
    /// The anchor that was probably meant.
    pub(crate) meant: Option<Meant>,
    /// It is in text of another file, where another fragment may be wrong.
    pub(crate) is_included: bool,
    /// The change that certainly repairs it.
    pub(crate) fix: Option<(Location, String)>,
}

impl From<NotOnPage<'_, '_>> for Diagnostic {
    fn from(problem: NotOnPage<'_, '_>) -> Diagnostic {
        let (document, link) = (problem.document, problem.link);
        let place = document.place(document.fragment(link));
        let (diagnostic, words) = match &problem.meant {
            Some(meant) => problem.near(meant),
            None => problem.unknown(),
        };
        let mut diagnostic = diagnostic.at_first(place, words);
        if let Some((place, with)) = problem.fix {
            diagnostic = diagnostic.suggest(place, with);
        }
        with_context(diagnostic, document, link)
    }
}

impl NotOnPage<'_, '_> {
    fn page_name(&self) -> String {
        if self.document.home == Home::Page(self.page) {
            return "this page".to_string();
        }
        let page = &self.site.pages[self.page];
        format!("`{}`", page.path.as_deref().unwrap_or(&page.name))
    }

    fn message(&self) -> String {
        let fragment = short(&self.fragment);
        format!("{} has no anchor `#{fragment}`", self.page_name())
    }

    /// Another anchor was probably meant. Without the primary place, whose words come along.
    fn near(&self, meant: &Meant) -> (Diagnostic, &'static str) {
        let id = &meant.id;
        let accents = |text: &str| text.contains(names::is_accent);
        let in_case = id.to_lowercase() == self.fragment.to_lowercase();
        let (mut diagnostic, label) = if in_case {
            let fragment = short(&self.fragment);
            let name = self.page_name();
            let message = format!("`#{fragment}` differs in case from the anchor of {name}");
            let label = "anchors are case-sensitive";
            (Diagnostic::new(&lints::CASE_MISMATCH, message), label)
        } else {
            let diagnostic = Diagnostic::new(&lints::BROKEN_ANCHOR, self.message());
            let label = if accents(&self.fragment) != accents(id) {
                "its accents are stored as combining characters"
            } else {
                "no such anchor"
            };
            (diagnostic, label)
        };
        let words = if meant.replaced {
            "`{#…}` gives this heading another anchor".to_string()
        } else {
            format!("this has the anchor `#{id}`")
        };
        if let Some(place) = self.place(self.page, id) {
            diagnostic = diagnostic.at(place, words);
        }
        let mut help = if meant.proven {
            format!("write `#{id}`")
        } else {
            format!("did you mean `#{id}`?")
        };
        if accents(&self.fragment) != accents(id) {
            help.push_str(
                ", which looks the same: in one of them accents are stored as combining characters",
            );
        }
        (diagnostic.help(help), label)
    }

    /// No anchor of the page is like it.
    fn unknown(&self) -> (Diagnostic, &'static str) {
        let fragment = short(&self.fragment);
        let diagnostic = Diagnostic::new(&lints::BROKEN_ANCHOR, self.message());
        match self.elsewhere().as_slice() {
            [] => (diagnostic.help(self.overview()), "no such anchor"),
            [(page, place)] => {
                let help = if self.is_included {
                    format!("`#{fragment}` is on another page, `{page}`")
                } else {
                    format!("`#{fragment}` is on another page: did you mean `{page}#{fragment}`?")
                };
                let diagnostic = diagnostic.at(place.clone(), "this has the anchor");
                (diagnostic.help(help), "not on this page")
            }
            pages => {
                const LISTED: usize = 6;
                let names = pages.iter().map(|(page, _)| page.as_str());
                let others = self
                    .names
                    .holders(&self.fragment)
                    .len()
                    .saturating_sub(LISTED);
                let names = sentence::list(names.take(LISTED), others);
                let help = format!("`#{fragment}` is on other pages: {names}");
                (diagnostic.help(help), "no such anchor")
            }
        }
    }

    fn place(&self, page: PageId, id: &str) -> Option<Location> {
        let anchor = self.resolution.anchors[page].find(id)?;
        Some(Location::Source {
            source: page,
            range: anchor_range(self.site, page, anchor),
        })
    }

    /// The first other pages that have the anchor, as links from here, and where it is there.
    fn elsewhere(&self) -> Vec<(String, Location)> {
        const ENOUGH: usize = 7;
        let pages = self.names.holders(&self.fragment).iter();
        let pages = pages.filter(|page| **page != self.page);
        let found = pages.filter_map(|page| {
            let path = self.site.pages[*page].path.as_ref()?;
            let place = self.place(*page, &self.fragment)?;
            Some((path::relative(self.document.folder(), path), place))
        });
        found.take(ENOUGH).collect()
    }

    /// The anchors that are like it.
    fn overview(&self) -> String {
        if !self.names.has_any(self.page) {
            return "the page has no anchors; remove the fragment".to_string();
        }
        let ids = self.names.likeliest(self.page, &self.fragment);
        if ids.is_empty() {
            return "no anchor of the page is similar; correct the fragment, or remove it to link \
                    to the whole page"
                .to_string();
        }
        let ids: Vec<String> = ids.iter().map(|id| format!("#{id}")).collect();
        format!(
            "the most similar anchors are {}",
            sentence::list(ids.iter().map(String::as_str), 0)
        )
    }
}
