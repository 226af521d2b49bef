//! Where the content of a removed address is now, as far as names tell: a redirect is offered, and never
//! written.

use std::fmt;

use archsite_core::site::path;
use similar::DiffOp;

use crate::commands::book::check::against::addresses::{Addresses, Page};

/// A line of `[output.html.redirect]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Redirect {
    /// A path on the site, with a fragment if it is about one.
    from: String,
    /// Relative to the page of `from`.
    to: String,
}

impl Redirect {
    /// A redirect between addresses of the site.
    fn new(from: &str, to: &str) -> Redirect {
        let folder = path::parent(from.split('#').next().unwrap_or(from));
        let (page, fragment) = match to.split_once('#') {
            Some((page, fragment)) => (page, format!("#{fragment}")),
            None => (to, String::new()),
        };
        Redirect {
            from: from.to_string(),
            to: format!("{}{fragment}", path::relative(folder, page)),
        }
    }
}

impl fmt::Display for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let string = |text: &str| toml::Value::from(text).to_string();
        let from = string(&format!("/{}", self.from));
        write!(f, "{from} = {}", string(&self.to))
    }
}

/// Two versions of a book.
pub(super) struct Redirects<'a> {
    pub(super) before: &'a Addresses,
    pub(super) after: &'a Addresses,
}

impl Redirects<'_> {
    /// The redirects of a removed page: of the page, if one takes its place, and of anchors that are on
    /// other pages.
    pub(super) fn of_page(&self, page: &str) -> Vec<Redirect> {
        let Some(old) = self.before.pages.get(page) else {
            return Vec::new();
        };
        let Some(successor) = self.successor(page, old) else {
            return Vec::new();
        };
        let mut redirects = vec![Redirect::new(page, successor)];
        let there = &self.after.pages[successor].anchors;
        for anchor in old.anchors.iter().filter(|anchor| !there.contains(anchor)) {
            let elsewhere = self.only_page_with(anchor);
            redirects.extend(elsewhere.map(|other| {
                Redirect::new(&format!("{page}#{anchor}"), &format!("{other}#{anchor}"))
            }));
        }
        redirects
    }

    /// The redirect of an anchor that a page has lost.
    pub(super) fn of_anchor(&self, page: &str, anchor: &str) -> Option<Redirect> {
        let from = format!("{page}#{anchor}");
        let renamed = self
            .renamed(page, anchor)
            .map(|new| format!("{page}#{new}"));
        let moved = || Some(format!("{}#{anchor}", self.only_page_with(anchor)?));
        let to = renamed.or_else(moved)?;
        Some(Redirect::new(&from, &to))
    }

    /// The page that has the content of a removed one: with its anchors, its file name or its name. Pages
    /// that were there before only count if they have most of its anchors.
    fn successor(&self, page: &str, old: &Page) -> Option<&str> {
        let is_new = |path: &str| !self.before.pages.contains_key(path);
        let of_old = |new: &Page| {
            let shared = old.anchors.iter().filter(|a| new.anchors.contains(a));
            shared.count()
        };
        let pages = || self.after.pages.iter();
        let most = pages().map(|(path, new)| (of_old(new), is_new(path), path));
        let (shared, _, best) =
            most.max_by_key(|(shared, new, path)| (*shared, *new, std::cmp::Reverse(*path)))?;
        if shared * 2 > old.anchors.len() {
            return Some(best);
        }
        let new = || pages().filter(|(path, _)| is_new(path));
        let same_file = new().filter(|(path, _)| path::file_name(path) == path::file_name(page));
        let same_name = new().filter(|(_, new)| new.name == old.name);
        only(same_file)
            .or_else(|| only(same_name))
            .map(|(path, _)| path.as_str())
    }

    /// The only page that has an anchor.
    fn only_page_with(&self, anchor: &str) -> Option<&str> {
        let pages = self.after.pages.iter();
        let mut with = pages.filter(|(_, page)| page.anchors.iter().any(|known| known == anchor));
        let (path, _) = only(&mut with)?;
        Some(path)
    }

    /// The anchor that is in the place of a lost one, between the same others.
    fn renamed(&self, page: &str, anchor: &str) -> Option<&str> {
        let old = &self.before.pages.get(page)?.anchors;
        let new = &self.after.pages.get(page)?.anchors;
        let at = old.iter().position(|known| known == anchor)?;
        let changes = similar::capture_diff_slices(similar::Algorithm::Myers, old, new);
        changes.into_iter().find_map(|change| match change {
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } if old_len == new_len && (old_index..old_index + old_len).contains(&at) => {
                new.get(new_index + (at - old_index)).map(String::as_str)
            }
            _ => None,
        })
    }
}

/// The only item, if there is exactly one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
