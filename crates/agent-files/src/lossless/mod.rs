//! The proof that a split document says what the whole said.
//!
//! For tests and fuzzing only. Four properties, of any document under any configuration:
//!
//! 1. undoing the recorded edits of all pages gives the document byte for byte;
//! 2. the parser's events of the whole are those of the pages, with link destinations
//!    followed to what they mean and footnote bodies included, unless a page shows a footnote
//!    that mdBook drops in the whole;
//! 3. the files that it becomes for agents give the document byte for byte, by their manifest;
//! 4. they do so, as [`check_ends`] shows, whatever an editor does to the empty lines at their ends, and text that is added
//!    there comes before what is hidden there.
//!
//! The pages are parsed again from their text alone: nothing is taken from the plan but
//! the origin of bytes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use archsite_core::config::pattern::Pattern;
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::path;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{Item, Page, Site};
use archsite_core::text::Origin;
use archsite_shard::config::Config;
use archsite_shard::output::split::Split;
use archsite_shard::plan::target::Folders;

use self::compare::{Compare, DOCUMENT};
pub use self::corpus::corpus;
use crate::{How, MadeBy, Manifest};

mod compare;
mod corpus;
mod ends;
#[cfg(test)]
mod tests;

/// Splits `markdown` in a small book and checks the first three properties. Returns the number of
/// pages it became.
///
/// # Errors
/// What does not hold.
pub fn check(markdown: &str, config: &Config) -> Result<usize, String> {
    let mut config = config.clone();
    config.documents = vec![Pattern::new("doc.md").map_err(|error| error.to_string())?];
    let (files, manifest) = files(markdown, &config)?;
    files_are_the_document(markdown, &files, &manifest)?;
    let before = book(markdown);
    let mut after = book(markdown);

    let mut problems = Vec::new();
    let chosen = archsite_shard::prepare(&mut after, &config, &mut problems);
    let resolution = Resolution::new(&after);
    let reader = Reader::new(&PathBuf::from("/nonexistent"));
    let input = archsite_shard::Input {
        config: &config,
        resolution: &resolution,
        reader: &reader,
        includes: true,
        target: &archsite_shard::Target::Book,
    };
    let sharding =
        archsite_shard::run(&mut after, &chosen, &input).map_err(|error| error.to_string())?;
    let Some(split) = sharding.documents.first() else {
        return if after.pages[DOCUMENT].text.as_str() == markdown {
            Ok(1)
        } else {
            Err("a document that is not split was changed".to_string())
        };
    };
    let mut before = before;
    before.pages[DOCUMENT].options.skip_front_matter = true;
    bytes_are_kept(markdown, &after, split)?;
    if !shows_what_was_dropped(&before, &after, split) {
        Compare::new(&before, &after, split).events()?;
    }
    Ok(split.pages.len())
}

/// Checks the fourth property.
///
/// # Errors
/// What does not hold.
pub fn check_ends(markdown: &str, config: &Config) -> Result<(), String> {
    let mut config = config.clone();
    config.documents = vec![Pattern::new("doc.md").map_err(|error| error.to_string())?];
    let (files, manifest) = files(markdown, &config)?;
    ends::check(&files, &manifest)
}

/// A book with an introduction, the document, and a page that links to all its anchors.
fn book(markdown: &str) -> Site {
    let options = ParseOptions {
        skip_front_matter: true,
        ..ParseOptions::default()
    };
    let mut site = Site {
        html: true,
        ..Site::default()
    };
    let outline = Outline::parse(markdown, &options);
    let mut links = String::from("# Links\n\n");
    for id in outline.heading_ids(site.id_rules) {
        let id = path::percent_encode(&id);
        links.push_str(&format!("- [there](doc.md#{id})\n"));
    }
    let texts = [
        ("intro.md", "# Introduction\n".to_string()),
        ("doc.md", markdown.to_string()),
        ("links.md", links),
    ];
    for (place, (path, text)) in (1..).zip(texts) {
        let mut page = Page::default();
        page.name = path.to_string();
        page.number = Some(vec![place]);
        page.path = Some(path.to_string());
        page.source_path = Some(path.to_string());
        let id = site.add_loaded(page, text);
        site.items.push(Item::Page(id));
    }
    site
}

/// The files of the document, and their manifest as it is read.
fn files(markdown: &str, config: &Config) -> Result<(Vec<crate::File>, Manifest), String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let mut site = book(markdown);
    site.html = false;
    site.on_disk = true;
    let chosen = archsite_shard::prepare(&mut site, config, &mut Vec::new());
    let resolution = Resolution::new(&site);
    let input = archsite_shard::Input {
        config,
        resolution: &resolution,
        reader: &Reader::new(&PathBuf::from("/nonexistent")),
        includes: false,
        target: &archsite_shard::Target::Disk(Folders::default()),
    };
    let sharding = archsite_shard::run(&mut site, &chosen, &input).map_err(|error| said(&error))?;
    let split = sharding.documents.first().ok_or("no files")?;
    let how = How {
        made_by: MadeBy::Shard,
        source: "../doc.md",
        edit: &[],
        title: "doc",
        more: "",
    };
    let files = crate::files(&site, split, &how);
    let manifest = Manifest::new(split, &files, config, MadeBy::Shard, how.source);
    let manifest = crate::read(&manifest.text().map_err(|error| said(&error))?)
        .map_err(|error| said(&error))?;
    Ok((files, manifest))
}

/// Puts the document together from what is written alone.
fn files_are_the_document(
    markdown: &str,
    files: &[crate::File],
    manifest: &Manifest,
) -> Result<(), String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let parts = manifest.shards.iter().zip(files);
    let parts = parts.map(|(shard, file)| crate::restore(shard, &file.text));
    let parts: Vec<Vec<String>> = parts
        .collect::<Result<_, _>>()
        .map_err(|error| said(&error))?;
    let order = crate::order(manifest).map_err(|error| said(&error))?;
    let joined: String = order
        .iter()
        .map(|(shard, part)| parts[*shard][*part].as_str())
        .collect();
    if joined == markdown {
        Ok(())
    } else {
        Err(format!("joined files differ:\n{joined:?}\n{markdown:?}"))
    }
}

/// Whether a footnote that mdBook drops in the whole, because its label came before, is the
/// first one on its page. One in a quote or a list stays there, so its page shows it, and
/// counts and names what is in it.
fn shows_what_was_dropped(before: &Site, after: &Site, split: &Split) -> bool {
    let whole = before.pages[DOCUMENT].outline();
    let mut dropped = whole.notes.iter().filter(|note| !note.first && !note.root);
    dropped.any(|note| {
        split.pages.iter().any(|page| {
            let page = &after.pages[*page];
            let mut shown = page.outline().notes.iter().filter(|shown| shown.first);
            shown.any(|shown| match page.text.origin(shown.range.start) {
                Origin::Source { start, .. } => note.range.contains(&start),
                Origin::Generated { .. } => false,
            })
        })
    })
}

fn bytes_are_kept(markdown: &str, site: &Site, split: &Split) -> Result<(), String> {
    let mut parts: BTreeMap<usize, String> = BTreeMap::new();
    for ((page, plan), recorded) in split
        .pages
        .iter()
        .zip(&split.document.plan.pages)
        .zip(&split.recorded)
    {
        let undone = site.pages[*page].text.undo(recorded, markdown);
        let mut undone = undone.ok_or("edits do not belong to their page")?;
        for range in &plan.ranges {
            let rest = undone
                .get(range.len()..)
                .ok_or_else(|| format!("page {page} is too short for {range:?}"))?
                .to_string();
            undone.truncate(range.len());
            parts.insert(range.start, undone);
            undone = rest;
        }
        if !undone.is_empty() {
            return Err(format!("page {page} has more than its ranges: {undone:?}"));
        }
    }
    let joined: String = parts.into_values().collect();
    if joined == markdown {
        Ok(())
    } else {
        Err(format!("joined pages differ:\n{joined:?}\n{markdown:?}"))
    }
}
