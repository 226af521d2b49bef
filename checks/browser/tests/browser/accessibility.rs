//! What axe-core, a program that knows the rules of accessibility, says about pages.
//!
//! It is not a part of the project: `ARCHSITE_AXE` says where its `axe.min.js` is, which `.ci/run` gets.
//! Without it the checks are ignored.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};

use crate::tab::Tab;
use crate::{Check, Sites};

pub(crate) const CHECKS: &[Check] = &[Check {
    name: "pages have no serious mistakes of accessibility",
    run: no_serious_mistakes,
}];

/// A page of each kind.
const PAGES: &[&str] = &[
    "architecture.html",
    "architecture/components.html",
    "architecture/tech-stack.html",
    "adr/index.html",
    "adr/0002-one-process.html",
    "adr/0001-record-architecture-decisions.html",
    "guide/sharding.html",
    "guide/diagrams.html",
    "guide/lints/broken-link.html",
];

/// The page with all pages, whose colours are looked at in these.
const PRINT: &str = "print.html";

const WIDTHS: &[u32] = &[400, 1200];

/// Starts the program. What is serious and not a matter of mdBook's theme is in `window.mistakes` afterwards.
const START: &str = "(() => {
    const theirs = [
        // The button of the sidebar is a label with attributes that only a button may have.
        ['aria-allowed-attr', '#mdbook-sidebar-toggle'],
        ['aria-prohibited-attr', '#mdbook-sidebar-toggle'],
        // What is around tables and code scrolls, and cannot be focused by keyboard.
        ['scrollable-region-focusable', '.table-wrapper, pre > code'],
        // Links in text are told by their colour alone.
        ['link-in-text-block', 'a'],
        // The highlighter's colours.
        ['color-contrast', '.hljs, .hljs *'],
    ];
    const isOurs = (rule, node) => !theirs.some(([name, selector]) => {
        const element = document.querySelector(node.target.join(' '));
        return name === rule && element?.matches(selector);
    });
    // What a reader can open is looked at too.
    for (const details of document.querySelectorAll('details')) details.open = true;
    window.mistakes = null;
    const isPrint = location.pathname.endsWith('/print.html');
    const rules = { 'color-contrast': { enabled: !isPrint } };
    axe.run(document, { resultTypes: ['violations'], rules }).then(({ violations }) => {
        const serious = violations.filter(({ impact }) => /serious|critical/.test(impact));
        window.mistakes = serious.flatMap(({ id, nodes }) => nodes
            .filter(node => isOurs(id, node))
            .map(node => `${id}: ${node.html.slice(0, 120)}`));
    });
    return true;
})()";

/// Where the program is, if it was got.
pub(crate) fn axe() -> Option<PathBuf> {
    let path = std::env::var_os("ARCHSITE_AXE").map(PathBuf::from);
    path.filter(|path| path.is_file())
}

fn no_serious_mistakes(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    let program = fs::read_to_string(axe().context("axe-core")?)?;
    let look = |page: &str, place: &str| {
        tab.open(&sites.project.url(page))?;
        tab.run(&program)?;
        tab.value(START)?;
        tab.wait(&format!("axe-core on {place}"), "window.mistakes !== null")?;
        let mistakes = tab.value("window.mistakes")?;
        let is_clean = mistakes.as_array().is_some_and(Vec::is_empty);
        ensure!(is_clean, "{place}: {mistakes:#}");
        anyhow::Ok(())
    };
    for width in WIDTHS {
        for scheme in ["light", "dark"] {
            tab.appear(*width, scheme)?;
            for page in PAGES {
                look(page, &format!("{page}, {scheme}, {width} pixels"))?;
            }
        }
    }
    look(PRINT, PRINT)
}
