//! Sidebar, next and previous, and the page for what is missing.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::tab::Tab;
use crate::{Sites, expected};

/// The pages in the sidebar: depth, words, address. It lists headings of the open page too.
const SIDEBAR: &str =
    "[...document.querySelectorAll('#mdbook-sidebar .chapter-item > .chapter-link-wrapper > a:not(.chapter-fold-toggle)')]
    .map(a => {
        let depth = 0;
        for (let e = a.parentElement; e; e = e.parentElement) depth += e.matches('ol.section');
        return [depth, a.textContent.replace(/\\s+/g, ' ').trim(), a.href.split('#')[0]];
    })";

/// How many chapters below others the sidebar shows.
const SHOWN_BELOW: &str =
    "[...document.querySelectorAll('#mdbook-sidebar ol.section .chapter-item > .chapter-link-wrapper')]
    .filter(link => link.checkVisibility()).length";

fn links(tab: &Tab) -> anyhow::Result<Vec<(expected::Listed, String)>> {
    let found = tab.value(SIDEBAR)?;
    let read = |link: &Value| {
        let depth = usize::try_from(link[0].as_u64()?).ok()?;
        let words = link[1].as_str()?.to_string();
        Some((
            expected::Listed { depth, words },
            link[2].as_str()?.to_string(),
        ))
    };
    let links = found.as_array().context("no list")?.iter().map(read);
    links.collect::<Option<Vec<_>>>().context("no links")
}

pub(crate) fn sidebar(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    tab.open(&sites.project.url("index.html"))?;
    let found: Vec<_> = links(tab)?.into_iter().map(|(listed, _)| listed).collect();
    let expected = expected::pages()?;
    let first = expected.iter().zip(&found).find(|(a, b)| a != b);
    ensure!(
        found == expected,
        "{} entries instead of {}; the first that differs: {first:?}",
        found.len(),
        expected.len(),
    );
    let shown = tab.value(SHOWN_BELOW)?;
    ensure!(
        shown == 0,
        "{shown} chapters are shown below others that are not open"
    );
    tab.open(&sites.project.url("architecture.html"))?;
    let shown = tab.value(SHOWN_BELOW)?.as_u64().context("a number")?;
    let sections = expected::sections()?.len() as u64;
    ensure!(
        shown == sections,
        "{shown} of {sections} sections of the open document are shown"
    );
    Ok(())
}

pub(crate) fn next_and_previous(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    tab.open(&sites.project.url("introduction.html"))?;
    let pages = links(tab)?;
    let sections = expected::sections()?;
    let mut seen_sections = Vec::new();
    for (place, (listed, address)) in pages.iter().enumerate() {
        let here = tab.text("location.href")?;
        ensure!(
            here == *address,
            "at {here}, not at {address} ({})",
            listed.words
        );
        let heading = tab.text("document.querySelector('main h1').innerText.trim()")?;
        if sections.contains(&heading) {
            seen_sections.push(heading);
        }
        if place + 1 < pages.len() {
            tab.follow("a.nav-chapters.next")?;
        }
    }
    ensure!(
        seen_sections == sections,
        "sections on the way: {seen_sections:?}, not {sections:?}"
    );
    let more = tab.value("!!document.querySelector('a.nav-chapters.next')")?;
    ensure!(more == false, "the last page has a next one");
    for (_, address) in pages.iter().rev().skip(1) {
        tab.follow("a.nav-chapters.previous")?;
        let here = tab.text("location.href")?;
        ensure!(here == *address, "back at {here}, not at {address}");
    }
    Ok(())
}

/// A host shows `404.html` at any depth, so that its relative links would lead nowhere.
pub(crate) fn missing_page(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    tab.open(&sites.project.url("no/such/page.html"))?;
    tab.expect_complaint("404 (Not Found)", "no/such/page.html")?;
    for (_, address) in links(tab)?.iter().take(3) {
        let here = sites.project.url("");
        ensure!(address.starts_with(&here), "{address} is outside the site");
    }
    tab.follow("#mdbook-sidebar .chapter-item > .chapter-link-wrapper > a")
}
