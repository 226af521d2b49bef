//! The records of a repository in a book: their pages, and the index.
//!
//! Works in two steps. [`prepare`] finds the records and adds their pages, as they are written,
//! before links are understood and documents are split. [`render`] comes last and writes heads
//! and indexes, when no page moves any more; ranges of the author's text mean the same
//! until then.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;

use archsite_core::diagnostics::lints::BAD_OPTION;
use archsite_core::diagnostics::{Diagnostic, InternalError, Location};
use archsite_core::emit::{EscapeMode, Markdown};
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
use crate::output::index::Place;
use crate::output::options;
use crate::output::options::{DIRECTIVE, Key, directive};
use crate::output::pages::groups::{Group, arrange};
use crate::output::pages::{add_pages, adopt, listed_pages};
use crate::output::repeated::{Shown, repeated};
use crate::output::view::{RecordView, Style};
use crate::output::{banner, index};
use crate::parse::inline;
use crate::parse::inline::Inline;
use crate::parse::vocabulary::text::Texts;

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

/// The index of a group, which comes below its title.
fn group_edit(view: &RecordView<'_>, group: &Group) -> Edit {
    let page = &view.site.pages[group.page];
    let place = Place {
        page: page.path.as_deref().unwrap_or_default(),
        level: 2,
        ids: BTreeSet::new(),
    };
    let (index, style) = index::index(view, &group.options, &place);
    let end = page.text.as_str().len();
    Edit::insert(end, format!("\n{}\n{index}", style_of(view, style)))
}

/// The banner, which comes below the title, and the removal of what it repeats.
fn banner_edits(view: &RecordView<'_>, entry: EntryId, id: PageId, index: &str) -> Vec<Edit> {
    let page = &view.site.pages[id];
    let text = page.text.as_str();
    let from = page.path.as_deref().unwrap_or_default();
    let style = Style {
        banner: true,
        ..Style::default()
    };
    let style = style_of(view, style);
    let parts = if view.site.html {
        let ids = page.outline().heading_ids(view.site.id_rules);
        let shown = Shown {
            status: view.status(entry),
            related: &|kind| view.graph.related(entry, kind).len(),
        };
        repeated(text, page.outline(), &ids, view.record(entry), &shown)
    } else {
        Vec::new()
    };
    let anchors: Vec<String> = parts.iter().filter_map(|part| part.id.clone()).collect();
    let removed = parts.into_iter().map(|part| Edit::replace(part.range, ""));
    let banner = banner::banner(view, entry, from, index, &anchors);
    let banner = format!("{style}{banner}");
    let inserted = banner_edit(view, entry, page, banner);
    std::iter::once(inserted).chain(removed).collect()
}

/// The edit that puts the banner below the title, or below a title that it adds.
fn banner_edit(view: &RecordView<'_>, entry: EntryId, page: &Page, banner: String) -> Edit {
    let text = page.text.as_str();
    let title = page.outline().headings.iter().find(|heading| heading.root);
    match title.filter(|heading| heading.level == 1) {
        Some(heading) => {
            let end = line_end(text, heading.range.end);
            let gap = if text[..end].ends_with('\n') {
                ""
            } else {
                "\n"
            };
            Edit::insert(end, format!("{gap}{banner}"))
        }
        None => match html_title_end(text) {
            Some(end) => Edit::insert(end, format!("\n{banner}")),
            None => {
                let title = Markdown::new(EscapeMode::MdBook).heading(1, &view.title(entry));
                Edit::insert(0, format!("{}{banner}", title.finish()))
            }
        },
    }
}

/// The end of a title in HTML that a text begins with.
fn html_title_end(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?;
    let lower = line.to_ascii_lowercase();
    let is_title = lower.starts_with("<h1") && lower.trim_end().ends_with("</h1>");
    is_title.then(|| line_end(text, start + line.len()))
}

/// The start of the line after the one that ends at or after `at`.
fn line_end(text: &str, at: usize) -> usize {
    if text[..at].ends_with('\n') {
        return at;
    }
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The style that a page needs, with an empty line before it.
fn style_of(view: &RecordView<'_>, style: Style) -> String {
    match style.element() {
        element if view.site.html && !element.is_empty() => format!("\n{element}"),
        _ => String::new(),
    }
}

/// The index after each directive. Wrong options are reported once, on the page as it was loaded.
fn index_edits(
    view: &RecordView<'_>,
    page: &Page,
    id: PageId,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Edit> {
    let Some(from) = page.path.as_deref().filter(|_| directive(page).is_some()) else {
        return Vec::new();
    };
    let outline = page.outline();
    let mut ids: BTreeSet<String> = outline
        .heading_ids(view.site.id_rules)
        .into_iter()
        .collect();
    let directives = outline.directives.iter();
    let directives =
        directives.filter(|directive| directive.name == DIRECTIVE.name && !directive.nested);
    let mut edits = Vec::new();
    for directive in directives {
        let (options, wrong) = options::read(directive);
        for message in wrong {
            let location = loaded_location(page, id, &directive.range);
            problems.push(Diagnostic::new(&BAD_OPTION, message).at(location, ""));
        }
        let headings = outline.headings.iter().filter(|heading| heading.root);
        let above = headings
            .take_while(|heading| heading.range.start < directive.range.start)
            .last();
        let level = above.map_or(1, |heading| heading.level);
        let place = Place {
            page: from,
            level: (level + 1).clamp(2, 5),
            ids: ids.clone(),
        };
        let (index, style) = index::index(view, &options, &place);
        let style = style_of(view, style);
        edits.push(Edit::insert(
            directive.range.end,
            format!("\n{style}\n{index}"),
        ));
        // A second index of the page has headings of the same names.
        ids.extend(index_ids(&ids));
    }
    edits
}

/// The ids of the headings of an index, on a page with these ids.
fn index_ids(ids: &BTreeSet<String>) -> Vec<String> {
    let names = [
        "in-force",
        "not-decided",
        "no-status",
        "no-longer",
        "what-replaced-what",
    ];
    let free = names.iter().map(|name| {
        let numbered = (1..).map(|number| format!("{name}-{number}"));
        let mut all = std::iter::once((*name).to_string()).chain(numbered);
        all.find(|id| !ids.contains(id)).unwrap_or_default()
    });
    free.collect()
}

/// The place of a range in the text that was loaded.
fn loaded_location(page: &Page, id: PageId, range: &Range<usize>) -> Location {
    use archsite_core::text::Origin;
    let length = range.end - range.start;
    match page.text.origin(range.start) {
        Origin::Source { source, start } => Location::Source {
            source,
            range: start..start + length,
        },
        Origin::Generated { .. } => Location::Source {
            source: id,
            range: 0..0,
        },
    }
}

#[cfg(test)]
mod tests;
