//! Pages and files as a whole: unused ones, ids twice, front matter that shows.

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::lints;
use crate::lints::messages::{entry, short};

/// A Markdown file that nothing uses.
pub(crate) fn orphan_page(file: &str, place: Location) -> Diagnostic {
    Diagnostic::new(
        &lints::ORPHAN_PAGE,
        format!("`{file}` is not in SUMMARY.md, and nothing includes it"),
    )
    .at(place, "not published")
    .help(format!(
        "add `{}` to SUMMARY.md, or move the file out of `src`",
        entry(file)
    ))
}

/// A file that nothing links to.
pub(crate) fn unused_file(file: &str, place: Location) -> Diagnostic {
    Diagnostic::new(&lints::UNUSED_FILE, format!("nothing links to `{file}`"))
        .at(place, "copied into the site")
        .help("link to it, or remove it")
}

/// An id that a page has twice.
pub(crate) fn duplicate_id(id: &str, first: Location, second: Location) -> Diagnostic {
    Diagnostic::new(
        &lints::DUPLICATE_ID,
        format!("the page has the id `{}` twice", short(id)),
    )
    .at(second, "no link can lead here")
    .at(first, "links lead here")
    .help("give one of them another id")
}

/// A link to an id that a page has twice.
pub(crate) struct AmbiguousAnchor<'a> {
    pub(crate) id: &'a str,
    pub(crate) link: Location,
    pub(crate) dest: &'a str,
    pub(crate) first: Location,
    pub(crate) second: Location,
}

impl From<AmbiguousAnchor<'_>> for Diagnostic {
    fn from(problem: AmbiguousAnchor<'_>) -> Diagnostic {
        let AmbiguousAnchor {
            id,
            link,
            dest,
            first,
            second,
        } = problem;
        Diagnostic::new(
            &lints::AMBIGUOUS_ANCHOR,
            format!("two things on the page have the anchor `#{}`", short(id)),
        )
        .at(link, "links lead to the first one")
        .at(first, "the first one")
        .at(second, "the other one")
        .help("give one of them another id")
        .about(dest)
    }
}

/// A heading without an id.
pub(crate) fn empty_id(place: Location) -> Diagnostic {
    Diagnostic::new(&lints::EMPTY_ID, "mdBook makes no id for this heading")
        .at(place, "has no letters or digits")
        .help("add one with `{#id}` at the end of the heading")
}

/// Front matter that readers see.
pub(crate) fn shown_front_matter(place: Location) -> Diagnostic {
    Diagnostic::new(
        &lints::RENDERED_FRONT_MATTER,
        "mdBook shows this front matter as text",
    )
    .at(place, "shown as a rule and a heading of all keys")
    .help("remove it, or run a preprocessor that supports front matter first")
}
