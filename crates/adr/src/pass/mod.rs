//! The records of a repository in a book: their pages, and the index.
//!
//! Works in two steps. [`prepare`] finds the records and adds their pages, as they are written,
//! before links are understood and documents are split. [`render`] comes last and writes heads
//! and indexes, when no page moves any more; ranges of the author's text mean the same
//! until then.

mod edits;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use archsite_core::diagnostics::{Diagnostic, InternalError, Location};
use archsite_core::fs::Reader;
use archsite_core::site::path;
use archsite_core::site::{Page, PageId, Site};
use archsite_core::text::Edit;

use crate::PASS;
use crate::check;
use crate::check::links;
use crate::check::messages;
use crate::config::Config;
use crate::discover;
use crate::model::graph::{EntryId, Graph};
use crate::model::locations::RecordLocations;
use crate::model::prepared::{Files, Prepared};
use crate::output::options;
use crate::output::options::{DIRECTIVE, Key, directive};
use crate::output::pages::groups::arrange;
use crate::output::pages::{add_pages, adopt, listed_pages};
use crate::output::view::RecordView;
use crate::parse::inline;
use crate::parse::inline::Inline;
use crate::parse::vocabulary::text::Texts;
use crate::pass::edits::{banner_edits, group_edit, index_edits};

/// Finds the records and adds their pages below the page of the first directive. `documents`
/// are the pages that will be split.
pub fn prepare(
    site: &mut Site,
    config: &Config,
    files: &Files<'_>,
    documents: &[PageId],
    problems: &mut Vec<Diagnostic>,
) -> Prepared {
    let reader = files.reader;
    let folder = below(&site.root, &site.book_root);
    let request = config.request(folder.as_deref().unwrap_or_default());
    let mut records = discover::find(reader, &site.root, &request);
    for entry in &mut records.entries {
        entry.reading.record.sanitize();
    }
    let owner = owner(site);
    let mut prepared = Prepared {
        graph: Graph::new(&records),
        owner,
        language: config.language.clone(),
        src: below(&site.root, &site.book_root.join(&site.src)),
        ..Prepared::default()
    };
    if config.inline {
        prepared.inline = inline_decisions(site, documents, config, problems);
    }
    if let Some(owner) = owner {
        let nothing = records.entries.is_empty() && prepared.inline.is_empty();
        if nothing && request.directories.is_empty() {
            let location = directive_location(site, owner);
            problems.push(messages::no_records(None, location));
        }
        add_pages(site, &records, owner, files.expand, &mut prepared);
    } else {
        listed_pages(site, &records, &mut prepared);
    }
    if config.checks_comments || config.cited_by {
        prepared.citations = discover::citations(reader, &site.root, &records);
        prepared.cited_by = config.cited_by;
    }
    prepared.records = records;
    let locations = RecordLocations {
        site,
        prepared: &prepared,
        folder: folder.unwrap_or_default(),
    };
    problems.extend(check::check(
        &prepared.records,
        &prepared.graph,
        &config.vocabulary,
        &locations,
        &today(),
    ));
    if config.checks_comments {
        problems.extend(check::check_citations(
            &prepared.records,
            &prepared.graph,
            &prepared.citations,
            &locations,
        ));
    }
    links::check(site, &prepared, reader, problems);
    prepared
}

/// Leads links of records and links to them to the pages of records, and takes front matter out
/// of those pages. Returns the pages that changed. Links are understood after it; no page may
/// have moved yet. With `repository`, links to other files of the repository count from the
/// page of the record afterwards, for whoever leads them to the code host.
///
/// # Errors
/// [`InternalError`] if edits overlap; that page is unchanged then.
pub fn connect(
    site: &mut Site,
    prepared: &Prepared,
    repository: Option<&Reader>,
) -> Result<Vec<PageId>, InternalError> {
    if prepared.owner.is_none() {
        return Ok(Vec::new());
    }
    let links = links::edits(site, prepared, repository);
    let mut edits: HashMap<PageId, Vec<Edit>> = links.into_iter().collect();
    for (entry, id) in prepared.pages.iter().enumerate() {
        let entry = &prepared.records.entries[entry];
        let front = entry.reading.record.front_matter;
        let text = site.pages[*id].text.as_str();
        // Another pass may have taken it out already.
        if front > 0 && text.get(..front) == entry.text.get(..front) {
            let edits = edits.entry(*id).or_default();
            edits.retain(|edit| edit.range.start >= front);
            edits.push(Edit::replace(0..front, ""));
        }
    }
    let mut edits: Vec<(PageId, Vec<Edit>)> = edits.into_iter().collect();
    edits.sort_by_key(|(id, _)| *id);
    let mut changed = Vec::new();
    for (id, edits) in edits.into_iter().filter(|(_, edits)| !edits.is_empty()) {
        site.edit(id, PASS, edits)?;
        changed.push(id);
    }
    Ok(changed)
}

/// Writes the banners of records and the indexes. Pages do not move after it.
///
/// # Errors
/// [`InternalError`] if edits overlap; that page is unchanged then.
pub fn render(
    site: &mut Site,
    prepared: &Prepared,
    problems: &mut Vec<Diagnostic>,
) -> Result<(), InternalError> {
    let Some(owner) = prepared.owner else {
        return Ok(());
    };
    let owner = adopt(site, prepared, owner);
    let groups = arrange(site, prepared, owner);
    let edits = {
        let view = RecordView {
            site,
            records: &prepared.records,
            graph: &prepared.graph,
            pages: &prepared.pages,
            inline: &prepared.inline,
            cited_by: cited_by(prepared),
            tag_groups: has_tag_groups(&site.pages[owner]),
            texts: Texts::of(&prepared.language),
        };
        let index_page = index_page(site, prepared);
        let mut all: Vec<(PageId, Vec<Edit>)> = Vec::new();
        let pages = prepared.pages.iter().enumerate();
        let of: HashMap<PageId, EntryId> = pages.map(|(entry, page)| (*page, entry)).collect();
        for (id, page) in site.pages.iter().enumerate() {
            let mut edits = Vec::new();
            let entry = of.get(&id).copied();
            edits.extend(
                entry
                    .into_iter()
                    .flat_map(|entry| banner_edits(&view, entry, id, &index_page)),
            );
            let group = groups.iter().find(|group| group.page == id);
            edits.extend(group.map(|group| group_edit(&view, group)));
            edits.extend(index_edits(&view, page, id, problems));
            if !edits.is_empty() {
                all.push((id, edits));
            }
        }
        all
    };
    for (id, edits) in edits {
        site.edit(id, PASS, edits)?;
    }
    Ok(())
}

/// The source files whose comments name a record, by record; nothing if pages do not list them.
fn cited_by(prepared: &Prepared) -> BTreeMap<EntryId, Vec<&str>> {
    let mut files: BTreeMap<EntryId, Vec<&str>> = BTreeMap::new();
    let citations = prepared.citations.iter().filter(|_| prepared.cited_by);
    for citation in citations {
        for record in &citation.records {
            let known = files.entry(*record).or_default();
            if known.last() != Some(&citation.file.as_str()) {
                known.push(&citation.file);
            }
        }
    }
    files
}

/// Today's date in UTC, which only lints of review dates look at.
fn today() -> String {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    now.date().to_string()
}

/// The part of `path` below `root`, `/` between its parts.
fn below(root: &Path, path: &Path) -> Option<String> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let rest = real(path);
    let rest = rest.strip_prefix(real(root)).ok()?;
    Some(path::slashes(rest))
}

/// The first page, in reading order, that holds the directive.
fn owner(site: &Site) -> Option<PageId> {
    site.reading_order().into_iter().find(|id| {
        let page = &site.pages[*id];
        page.path.is_some() && directive(page).is_some()
    })
}

fn directive_location(site: &Site, page: PageId) -> Location {
    let range = directive(&site.pages[page]).unwrap_or(0..0);
    Location::Source {
        source: page,
        range,
    }
}

/// Decisions in the documents that will be split; those that no one filled in are problems.
fn inline_decisions(
    site: &Site,
    documents: &[PageId],
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(PageId, String, Inline)> {
    let mut found = Vec::new();
    for id in documents {
        let page = &site.pages[*id];
        let outline = page.outline();
        let ids = outline.heading_ids(site.id_rules);
        let text = page.text.as_str();
        for mut inline in inline::decisions(text, outline.front_matter, &config.vocabulary) {
            inline.record.sanitize();
            if inline.placeholder {
                let title = inline
                    .record
                    .title
                    .as_ref()
                    .map_or("", |title| title.value.as_str());
                let location = Location::Source {
                    source: *id,
                    range: inline.range,
                };
                problems.push(messages::decision_placeholder(title, location));
                continue;
            }
            let heading = outline
                .headings
                .iter()
                .position(|h| h.range.start == inline.heading);
            let anchor = heading.map_or_else(String::new, |heading| ids[heading].clone());
            found.push((*id, anchor, inline));
        }
    }
    found
}

/// The path of the page with the index that owns the records.
fn index_page(site: &Site, prepared: &Prepared) -> String {
    let owner = prepared.owner.map(|owner| &site.pages[owner]);
    let document = owner.and_then(|owner| owner.source_path.clone());
    let order = site.reading_order();
    let now = order.into_iter().find(|id| {
        let page = &site.pages[*id];
        page.source_path == document && directive(page).is_some()
    });
    let page = now.map(|id| &site.pages[id]).or(owner);
    page.and_then(|page| page.path.clone()).unwrap_or_default()
}

/// Whether the first index of a page is grouped by tag.
fn has_tag_groups(page: &Page) -> bool {
    let mut directives = page.outline().directives.iter();
    let first = directives.find(|found| found.name == DIRECTIVE.name && !found.nested);
    first.is_some_and(|first| options::read(first).0.group == Some(Key::Tag))
}

#[cfg(test)]
mod tests;
