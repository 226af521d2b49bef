//! Our passes as a library, and the least that one could do with the same text.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use archsite_core::config::pattern::Pattern;
use archsite_core::fs::Reader;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{Item, Page, Site};
use archsite_shard::config::Config;

use crate::children;
use crate::measure::timed;

/// Splits a document in a book of its own.
pub(crate) fn passes(markdown: &str) -> anyhow::Result<Duration> {
    let config = Config {
        documents: vec![Pattern::new("architecture.md")?],
        ..Config::default()
    };
    let mut page = Page::default();
    page.path = Some("architecture.md".to_string());
    page.source_path.clone_from(&page.path);
    page.number = Some(vec![1]);
    let mut site = Site {
        html: true,
        ..Site::default()
    };
    let page = site.add_loaded(page, markdown.to_string());
    site.items.push(Item::Page(page));
    let reader = Reader::new(Path::new("/nonexistent"));

    let (time, pages) = timed(|| {
        let mut problems = Vec::new();
        let chosen = archsite_shard::prepare(&mut site, &config, &mut problems);
        let resolution = Resolution::new(&site);
        let input = archsite_shard::Input {
            config: &config,
            resolution: &resolution,
            reader: &reader,
            includes: false,
            target: &archsite_shard::Target::Book,
        };
        archsite_shard::run(&mut site, &chosen, &input).map(|_| site.pages.len())
    });
    anyhow::ensure!(pages? > 1, "nothing was split");
    Ok(time)
}

/// Parses a document once and copies it.
pub(crate) fn floor(markdown: &str) -> Duration {
    let work = || (children::parse(markdown), black_box(markdown.to_string()));
    timed(work).0
}
