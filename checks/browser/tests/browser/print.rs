//! The page that holds the whole book.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::tab::Tab;
use crate::{Sites, expected};

const HEADINGS: &str = "[...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')].map(h => h.innerText.trim())";

/// Headings of lists of sections and of the index of decision records, which no source has.
const GENERATED: &[&str] = &[
    "In force",
    "No longer in force",
    "Sections",
    "What replaced what",
];

fn headings(tab: &Tab) -> anyhow::Result<BTreeMap<String, usize>> {
    let found = tab.value(HEADINGS)?;
    let mut counts = BTreeMap::new();
    for title in found.as_array().context("no list")? {
        *counts
            .entry(title.as_str().context("no text")?.to_string())
            .or_default() += 1;
    }
    Ok(counts)
}

pub(crate) fn sections_and_links(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    // The whole book has each heading as often as its sources have it.
    tab.open(&sites.whole.url("print.html"))?;
    let expected = headings(tab)?;
    tab.open(&sites.project.url("print.html#tech-stack"))?;
    let found = headings(tab)?;
    let differ: Vec<_> = expected
        .keys()
        .chain(found.keys())
        .filter(|title| expected.get(*title) != found.get(*title))
        .filter(|title| !GENERATED.contains(&title.as_str()))
        .collect();
    ensure!(
        differ.is_empty(),
        "not as often as in the sources: {differ:?}"
    );
    for section in expected::sections()? {
        ensure!(
            found.get(&section) == Some(&1),
            "{section:?} is not there once"
        );
    }

    // Other files, such as schemas, are at their own addresses.
    let dead = tab.value(
        "[...document.querySelectorAll('main a[href]')]
            .filter(a => a.origin === location.origin && !a.pathname.endsWith('.json'))
            .filter(a => a.pathname !== location.pathname
                || (a.hash && !document.getElementById(decodeURIComponent(a.hash.slice(1)))))
            .map(a => a.getAttribute('href'))",
    )?;
    let dead: Vec<&Value> = dead.as_array().context("no list")?.iter().collect();
    ensure!(
        dead.is_empty(),
        "links that do not stay on the page: {dead:?}"
    );
    let here = tab.text("location.href")?;
    let print = sites.project.url("print.html#tech-stack");
    ensure!(here == print, "the page went on to {here}");
    Ok(())
}
