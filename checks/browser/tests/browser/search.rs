//! The search: a section is found by its words, and opened.

use anyhow::ensure;

use crate::Sites;
use crate::tab::Tab;

/// Words typed, and the page and id they must lead to.
const SEARCHES: &[(&str, &str, &str)] = &[
    (
        "coding standards",
        "architecture/coding-standards.html",
        "coding-standards",
    ),
    (
        "links are understood once",
        "architecture/high-level-overview.html",
        "links-are-understood-once",
    ),
    ("glossary", "architecture/glossary.html", "glossary"),
];

pub(crate) fn finds_sections(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    for (words, page, id) in SEARCHES {
        tab.open(&sites.project.url("introduction.html"))?;
        tab.type_into("body", "/")?;
        tab.wait(
            "the search field",
            "document.activeElement?.id === 'mdbook-searchbar'",
        )?;
        tab.type_into("#mdbook-searchbar", words)?;
        let wanted = format!("#mdbook-searchresults a[href*=\"{page}\"][href$=\"#{id}\"]");
        tab.wait(
            &format!("{words:?} to be found"),
            &format!("!!document.querySelector({wanted:?})"),
        )?;
        tab.follow(&wanted)?;
        let target = tab.text("document.querySelector(':target')?.id ?? 'nothing'")?;
        ensure!(target == *id, "{words:?} opens {target}, not {id}");
        let marked = tab.value("document.querySelectorAll('main mark').length > 0")?;
        ensure!(
            marked == true,
            "the words {words:?} are not marked on their page"
        );
    }
    Ok(())
}
