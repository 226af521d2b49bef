//! `check --against`: the published addresses that a change removes, and the redirects that keep them.
//!
//! Both versions of the book go through the passes, as documents and split into pages. An address of
//! the old version is removed if a browser finds it on neither form of the new one.

mod addresses;
mod redirects;
mod revision;

use std::path::Path;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_links::lints::{REMOVED_ANCHOR, REMOVED_PAGE};

use self::addresses::{Address, Addresses};
use self::redirects::{Redirect, Redirects};
use crate::report;

/// What a change removes.
#[derive(Debug, Default)]
pub(crate) struct Removed {
    pub(crate) problems: Vec<Diagnostic>,
    /// The lines for `[output.html.redirect]` that keep the addresses.
    pub(crate) redirects: Vec<String>,
}

/// Compares the book in a folder with the one of a revision.
///
/// # Errors
/// There is no such revision, or the book cannot be read in it.
pub(crate) fn compare(book_root: &Path, revision: &str) -> anyhow::Result<Removed> {
    let old = revision::unpack(book_root, revision)?;
    let Some(book) = &old.book else {
        report::note(&format!(
            "{} has no book in this folder, so nothing is removed",
            old.name
        ));
        return Ok(Removed::default());
    };
    let before = addresses::collect(book)?;
    let mut dead = before.all();
    let count = dead.len();
    let after = addresses::collect_and_ask(book_root, &mut |published| {
        dead.retain(|address| !published.finds(&address.page, address.anchor.as_deref()));
    })?;
    if dead.is_empty() {
        report::note(&format!(
            "all {count} pages and anchors of {} are still found",
            old.name
        ));
    }
    Ok(removed(&before, &after, dead, &old.name))
}

/// The problems of addresses that are not found any more.
fn removed(before: &Addresses, after: &Addresses, dead: Vec<Address>, revision: &str) -> Removed {
    let redirects = Redirects { before, after };
    let (pages, anchors): (Vec<Address>, Vec<Address>) = dead
        .into_iter()
        .partition(|address| address.anchor.is_none());
    let is_gone = |page: &str| pages.iter().any(|address| address.page == page);
    let mut removed = Removed::default();
    for address in &pages {
        let offered = redirects.of_page(&address.page);
        let message = format!(
            "`{}` is not published any more, as it is in {revision}",
            address.page
        );
        let place = after.place(&before.pages[&address.page].source);
        let problem = Diagnostic::new(&REMOVED_PAGE, message);
        let problem = problem.at(place, "was published from here");
        removed.add(problem, offered, &address.page);
    }
    for address in anchors.iter().filter(|address| !is_gone(&address.page)) {
        let Some(anchor) = address.anchor.as_deref() else {
            continue;
        };
        let offered = redirects.of_anchor(&address.page, anchor);
        let message = format!(
            "`{}` has no anchor `#{anchor}` any more, as it has in {revision}",
            address.page
        );
        let page = after.pages.get(&address.page);
        let place = page.map_or_else(configuration, |page| after.place(&page.source));
        let problem = Diagnostic::new(&REMOVED_ANCHOR, message);
        let problem = problem.at(place, "had the anchor");
        let key = format!("{}#{anchor}", address.page);
        removed.add(problem, offered.into_iter().collect(), &key);
    }
    removed
}

/// The file with the redirects.
fn configuration() -> Location {
    Location::file("book.toml")
}

impl Removed {
    /// Adds a problem with the redirects that solve it; `address` is the key of one that is missing.
    fn add(&mut self, problem: Diagnostic, offered: Vec<Redirect>, address: &str) {
        let lines: Vec<String> = offered.iter().map(ToString::to_string).collect();
        let help = if lines.is_empty() {
            format!(
                "restore it, or add `\"/{address}\" = \"page.html\"` to [output.html.redirect], with the \
                 page that has its content now"
            )
        } else {
            let lines: Vec<String> = lines.iter().map(|line| format!("`{line}`")).collect();
            format!(
                "restore it, or add {} to [output.html.redirect] if that is where its content is now",
                lines.join(", ")
            )
        };
        self.problems.push(problem.help(help));
        self.redirects.extend(lines);
    }
}
