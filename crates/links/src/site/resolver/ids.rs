//! Ids that are not in the text of a page: those of plain HTML files, of mdBook's own
//! furniture, and of the page for printing.
//!
//! The ids of pages are core's; this module reads the rest.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::rc::Rc;

use archsite_core::fs::Reader;
use archsite_core::site::path;
use html5gum::{Token, Tokenizer};

/// Ids of HTML files, read when a link first asks for one.
#[derive(Debug, Default)]
pub(crate) struct HtmlFiles {
    known: RefCell<HashMap<String, Option<Rc<HashSet<String>>>>>,
}

impl HtmlFiles {
    /// The ids of a file below `src`; `None` if it cannot be read.
    pub(crate) fn ids(
        &self,
        file: &str,
        src: &std::path::Path,
        reader: &Reader,
    ) -> Option<Rc<HashSet<String>>> {
        if let Some(ids) = self.known.borrow().get(file) {
            return ids.clone();
        }
        let at: PathBuf = src.join(file);
        let ids = reader.read(&at).ok().map(|html| Rc::new(ids(&html)));
        let mut known = self.known.borrow_mut();
        known.insert(file.to_string(), ids.clone());
        ids
    }
}

/// All ids in an HTML document.
fn ids(html: &str) -> HashSet<String> {
    let mut ids = HashSet::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        let Token::StartTag(tag) = token else {
            continue;
        };
        let text = |name: &str| {
            let value = tag.attributes.get(name.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        ids.extend(text("id"));
        if *tag.name == b"a"[..] {
            ids.extend(text("name"));
        }
    }
    ids
}

/// A fragment that says something to the browser, not the name of a place.
pub(crate) fn is_no_anchor(fragment: &str) -> bool {
    fragment.is_empty() || fragment.eq_ignore_ascii_case("top")
}

/// The fragment before a text fragment: `#id:~:text=words`.
pub(crate) fn anchor(fragment: &str) -> &str {
    fragment.split(":~:").next().unwrap_or(fragment)
}

/// Ids that mdBook's own page has around the text, without `mdbook-`.
const FURNITURE: &[&str] = &[
    "ayu-highlight-css",
    "body-container",
    "content",
    "help-container",
    "help-popup",
    "highlight-css",
    "menu-bar",
    "menu-bar-hover-placeholder",
    "page-wrapper",
    "search-toggle",
    "search-wrapper",
    "searchbar",
    "searchbar-outer",
    "searchresults",
    "searchresults-header",
    "searchresults-outer",
    "sidebar",
    "sidebar-resize-handle",
    "sidebar-toggle",
    "sidebar-toggle-anchor",
    "theme-ayu",
    "theme-coal",
    "theme-light",
    "theme-list",
    "theme-navy",
    "theme-rust",
    "theme-toggle",
    "tomorrow-night-css",
];

/// Whether mdBook's own page has an id.
pub(crate) fn is_furniture(fragment: &str) -> bool {
    let name = fragment.strip_prefix("mdbook-");
    name.is_some_and(|name| FURNITURE.contains(&name))
}

/// The ids a fragment may mean on the page for printing, where ids get numbers.
pub(crate) fn printed(fragment: &str) -> impl Iterator<Item = String> {
    let decoded = path::percent_decode(fragment).into_owned();
    let number = decoded
        .rsplit_once('-')
        .filter(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let base = number.map(|(base, _)| base.to_string());
    std::iter::once(decoded.clone()).chain(base)
}
