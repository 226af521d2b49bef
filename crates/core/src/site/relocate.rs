//! The new destination of a link when its page or its target moves.
//!
//! Destinations are written here only. This module changes as little as it can: a path gets a
//! prefix where that is enough, so that escapes, entities and `./` stay as written.

use crate::markdown::outline::{Link, LinkKind};
use crate::site::path;
use crate::site::resolve::Destination;

/// Where the thing that a link points at is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved<'a> {
    /// Where it was.
    No,
    /// On another page, or under another id.
    To {
        /// Path of the page in the book.
        page: &'a str,
        /// Id on that page; `None` for its top.
        id: Option<&'a str>,
    },
}

/// A change of a destination as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Keep,
    /// Put this before it.
    Prefix(String),
    /// Put this in its place.
    Replace(String),
}

/// The change that a link, written for the page at `old`, needs on the page at `new`.
///
/// `html` says that the site is for a browser, where raw HTML other than `<a>` needs
/// `.html`.
pub fn change(link: &Link, old: &str, new: &str, moved: Moved<'_>, html: bool) -> Change {
    let parts = Destination::parse(&link.dest);
    let (page, id) = match moved {
        Moved::No if parts.path.is_empty() => return Change::Keep,
        Moved::No => {
            let prefix = path::prefix(path::parent(new), path::parent(old));
            return if prefix.is_empty() {
                Change::Keep
            } else {
                Change::Prefix(prefix)
            };
        }
        Moved::To { page, id } => (page, id),
    };
    let mut dest = String::with_capacity(page.len() + link.dest.len());
    if page != new {
        let relative = path::relative(path::parent(new), page);
        dest.push_str(&path::percent_encode(&relative));
        let as_html = match &link.kind {
            // mdBook would drop the query after `.md`.
            _ if !parts.query.is_empty() => html,
            _ if parts.path.ends_with(".html") => html,
            LinkKind::Html { tag, .. } => html && tag != "a",
            _ => false,
        };
        if as_html && dest.ends_with(".md") {
            dest.truncate(dest.len() - "md".len());
            dest.push_str("html");
        }
        dest.push_str(parts.query);
    }
    if let Some(id) = id {
        dest.push('#');
        dest.push_str(&path::percent_encode(id));
    }
    // Without a destination it would not be a link.
    if dest.is_empty() {
        dest.push_str(&path::percent_encode(path::file_name(page)));
    }
    if dest == link.dest {
        Change::Keep
    } else {
        Change::Replace(dest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(dest: &str, kind: LinkKind) -> Link {
        Link {
            range: 0..0,
            raw: None,
            dest: dest.to_string(),
            kind,
        }
    }

    #[test]
    fn a_link_moves_with_its_page_and_its_target() {
        let check = |dest: &str, moved: Moved<'_>, expected: Change| {
            let link = link(dest, LinkKind::Link);
            assert_eq!(
                change(&link, "a.md", "a/x.md", moved, true),
                expected,
                "{dest}"
            );
        };
        let to = |page, id| Moved::To { page, id };
        check("b.md", Moved::No, Change::Prefix("../".into()));
        check("#y", Moved::No, Change::Keep);
        check(
            "#y",
            to("a/y.md", Some("y")),
            Change::Replace("y.md#y".into()),
        );
        check(
            "#x-1",
            to("a/x.md", Some("x")),
            Change::Replace("#x".into()),
        );
        check("#x", to("a/x.md", Some("x")), Change::Keep);
        check(
            "a.md#y",
            to("a/y.md", Some("y")),
            Change::Replace("y.md#y".into()),
        );
        check(
            "a.html#y",
            to("a/y.md", Some("y")),
            Change::Replace("y.html#y".into()),
        );
        check(
            "a.md?q=1#y",
            to("a/y.md", Some("y")),
            Change::Replace("y.html?q=1#y".into()),
        );
        check(
            "#k",
            to("a.md", Some("k")),
            Change::Replace("../a.md#k".into()),
        );
    }

    #[test]
    fn raw_html_other_than_a_needs_html_pages() {
        let kind = |tag: &str| LinkKind::Html {
            tag: tag.to_string(),
            attribute: "href".to_string(),
        };
        let moved = Moved::To {
            page: "a/y.md",
            id: Some("y"),
        };
        let area = change(&link("#y", kind("area")), "a.md", "a.md", moved, true);
        assert_eq!(area, Change::Replace("a/y.html#y".into()));
        let a = change(&link("#y", kind("a")), "a.md", "a.md", moved, true);
        assert_eq!(a, Change::Replace("a/y.md#y".into()));
    }
}
