//! Addresses from before the split, which are in mails and bookmarks.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::Sites;
use crate::serve::Served;
use crate::tab::Tab;

/// All headings of the whole document, as a browser sees them: id and text.
fn headings(sites: &Sites, tab: &Tab) -> anyhow::Result<Vec<(String, String)>> {
    tab.open(&sites.whole.url("architecture.html"))?;
    let found = tab.value(
        "[...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)[id]')]
            .map(h => [h.id, h.innerText.trim()])",
    )?;
    let read = |pair: &Value| Some((pair[0].as_str()?.into(), pair[1].as_str()?.into()));
    let headings: Option<Vec<(String, String)>> = found
        .as_array()
        .context("no list")?
        .iter()
        .map(read)
        .collect();
    let headings = headings.context("no headings")?;
    ensure!(
        headings.len() > 30,
        "the whole document has lost its headings"
    );
    Ok(headings)
}

/// Opens an old address and waits until its heading is seen.
fn lands(site: &Served, tab: &Tab, query: &str, id: &str, title: &str) -> anyhow::Result<()> {
    tab.open(&site.url(&format!("architecture.html{query}#{id}")))?;
    seen(tab, id, title)
}

/// Waits until the heading with a title is what the address names, and is on the screen.
fn seen(tab: &Tab, id: &str, title: &str) -> anyhow::Result<()> {
    let title = Value::from(title).to_string();
    tab.wait(
        &format!("#{id} to lead to {title}"),
        &format!(
            "(() => {{
                const h = document.querySelector(':target');
                if (!h || !/^H[1-6]$/.test(h.tagName) || h.innerText.trim() !== {title}) return false;
                const {{ top, bottom }} = h.getBoundingClientRect();
                return bottom > 0 && top < innerHeight;
            }})()"
        ),
    )
}

pub(crate) fn all(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    for (id, title) in headings(sites, tab)? {
        lands(&sites.project, tab, "", &id, &title)?;
    }
    let here = tab.text("location.href")?;
    ensure!(!here.contains("architecture.html"), "nothing was split");
    Ok(())
}

/// A section that became a page, and a heading inside one.
const TWO: &[(&str, &str, &str)] = &[
    ("tech-stack", "Tech Stack", "architecture/tech-stack.html"),
    (
        "lossless-by-construction",
        "Lossless by construction",
        "architecture/high-level-overview.html",
    ),
];

/// Both lead to their pages on a site, and their query goes with them.
fn two_lead_on(site: &Served, tab: &Tab, query: &str) -> anyhow::Result<()> {
    for (id, title, page) in TWO {
        lands(site, tab, query, id, title)?;
        let here = tab.text("location.href")?;
        let wanted = site.url(&format!("{page}{query}#{id}"));
        ensure!(here == wanted, "at {here}, not at {wanted}");
    }
    Ok(())
}

pub(crate) fn with_query(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    two_lead_on(&sites.project, tab, "?from=mail&x=1")
}

pub(crate) fn at_the_top(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    two_lead_on(&sites.root, tab, "")
}

pub(crate) fn on_an_open_page(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    for (id, title, _) in TWO {
        tab.open(&sites.project.url("architecture.html"))?;
        tab.value(&format!("(location.hash = '#{id}')"))?;
        seen(tab, id, title)?;
    }
    Ok(())
}
