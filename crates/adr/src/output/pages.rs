//! The pages of records: which there are, where they go, and to whom they belong.
//!
//! Writes no text; a page holds its record as it is written until heads are made.

use std::collections::{HashMap, HashSet};

use archsite_core::markdown::outline::{Describe, ParseOptions};
use archsite_core::site::path;
use archsite_core::site::{Item, Page, PageId, Site};

use crate::discover::{Entry, Records};
use crate::model::graph::{EntryId, Graph};
use crate::output::shown::Shown;
use crate::pass::{Expand, Prepared, directive};

/// Records that are chapters already, where no index shows the others.
pub(crate) fn listed_pages(site: &Site, records: &Records, prepared: &mut Prepared) {
    let chapters = chapters(site, prepared.src.as_deref());
    let page = |file: &str| chapters.get(file).copied();
    prepared.pages = records
        .entries
        .iter()
        .map(|entry| page(&entry.file).unwrap_or(PageId::MAX))
        .collect();
}

/// The chapters by their files, relative to the repository root.
pub(crate) fn chapters(site: &Site, src: Option<&str>) -> HashMap<String, PageId> {
    let Some(src) = src else {
        return HashMap::new();
    };
    let files = site.pages.iter().enumerate().filter_map(|(id, page)| {
        let file = page.source_path.as_deref()?;
        Some((path::join(src, file)?, id))
    });
    let mut chapters = HashMap::new();
    for (file, id) in files {
        chapters.entry(file).or_insert(id);
    }
    chapters
}

/// Adds a page for each record that is no chapter yet.
pub(crate) fn add_pages(
    site: &mut Site,
    records: &Records,
    owner: PageId,
    expand: &Expand<'_>,
    prepared: &mut Prepared,
) {
    let chapters = chapters(site, prepared.src.as_deref());
    let mut expanded = expanded(records, &chapters, expand);
    let mut taken: HashSet<String> = site
        .pages
        .iter()
        .filter_map(|page| Some(page.path.as_ref()?.to_lowercase()))
        .collect();
    let home = home(site.pages[owner].path.as_deref().unwrap_or_default());
    let several = records.directories.len() > 1;
    let items = site.pages[owner].items.iter();
    let mut below = items.filter(|item| matches!(item, Item::Page(_))).count() as u32;
    for (id, entry) in records.entries.iter().enumerate() {
        if let Some(page) = chapters.get(&entry.file) {
            prepared.pages.push(*page);
            site.pages[*page].options.skip_front_matter = true;
            continue;
        }
        let src = prepared.src.as_deref().filter(|src| !src.is_empty());
        let inside = src.and_then(|src| entry.file.strip_prefix(src)?.strip_prefix('/'));
        let wanted = match (inside, prepared.src.as_deref()) {
            (Some(inside), _) => inside.to_string(),
            (None, Some("")) => entry.file.clone(),
            _ => {
                let directory = &records.directories[entry.directory];
                let file = entry
                    .file
                    .strip_prefix(directory.path.as_str())
                    .unwrap_or(&entry.file);
                let file = file.trim_start_matches('/');
                let part = match (several, &directory.prefix) {
                    (false, _) => String::new(),
                    (true, Some(prefix)) => format!("{}/", prefix.to_lowercase()),
                    (true, None) => format!("{}/", directory.path),
                };
                joined(&home, &format!("{part}{file}"))
            }
        };
        let wanted = as_page(&wanted);
        let path = free(&wanted, &taken);
        taken.insert(path.to_lowercase());
        below += 1;
        let text = expanded.remove(&id);
        let has_directives = text.is_some();
        let text = text.unwrap_or_else(|| entry.text.clone());
        let page = new_page(site, owner, records, id, prepared.src.as_deref());
        let page = with_place(page, path, below);
        let page = site.add_loaded(page, text);
        site.pages[owner].items.push(Item::Page(page));
        if has_directives {
            prepared.expanded.insert(page);
        }
        prepared.added.insert(page);
        prepared.pages.push(page);
    }
}

/// A page at its path, and at its place among the pages below the same one.
fn with_place(mut page: Page, path: String, below: u32) -> Page {
    page.path = Some(path);
    if let Some(number) = &mut page.number {
        number.push(below);
    }
    page
}

/// The texts of records that hold directives of mdBook and are no chapters, as mdBook would
/// have given them to us.
fn expanded(
    records: &Records,
    chapters: &HashMap<String, PageId>,
    expand: &Expand<'_>,
) -> HashMap<EntryId, String> {
    let entries = records.entries.iter().enumerate();
    let with: Vec<(EntryId, &Entry)> = entries
        .filter(|(_, entry)| entry.text.contains("{{") && !chapters.contains_key(&entry.file))
        .collect();
    if with.is_empty() {
        return HashMap::new();
    }
    // Front matter is data, and taken out as it stands.
    let parts = |entry: &Entry| entry.reading.record.front_matter.min(entry.text.len());
    let texts = with.iter().map(|(_, entry)| {
        let text = &entry.text[parts(entry)..];
        (entry.file.as_str(), text)
    });
    let texts = expand(texts.collect()).into_iter().zip(&with);
    texts
        .map(|(text, (id, entry))| (*id, format!("{}{text}", &entry.text[..parts(entry)])))
        .collect()
}

/// The page of a record, without place and text.
fn new_page(site: &Site, owner: PageId, records: &Records, id: EntryId, src: Option<&str>) -> Page {
    let entry = &records.entries[id];
    let graph = Graph::default();
    let shown = Shown {
        site,
        records,
        graph: &graph,
        pages: &[],
        inline: &[],
    };
    let above = &site.pages[owner];
    let mut page = Page::default();
    page.name = shown.name(id);
    page.number.clone_from(&above.number);
    page.parent_names.clone_from(&above.parent_names);
    page.parent_names.push(above.name.clone());
    page.options = ParseOptions {
        skip_front_matter: true,
        describe: Describe::Nothing,
        ..above.options
    };
    // mdBook wants paths relative to `src`, also for what lies outside.
    page.source_path = src.map(|src| path::relative(src, &entry.file));
    page
}

/// The folder for pages below a page: `a.md` → `a`, `dir/index.md` → `dir`.
fn home(page: &str) -> String {
    match path::file_name(path::stem(page))
        .to_ascii_lowercase()
        .as_str()
    {
        "index" | "readme" => path::parent(page).to_string(),
        _ => path::stem(page).to_string(),
    }
}

/// mdBook's page for a file: `.md`, and `index.md` for a README.
fn as_page(file: &str) -> String {
    let stem = path::stem(file);
    if path::file_name(stem).eq_ignore_ascii_case("readme") {
        joined(path::parent(file), "index.md")
    } else {
        format!("{stem}.md")
    }
}

/// A path that no page has.
fn free(wanted: &str, taken: &HashSet<String>) -> String {
    let stem = path::stem(wanted);
    let mut path = wanted.to_string();
    let mut number = 2;
    while taken.contains(&path.to_lowercase()) {
        path = format!("{stem}-{number}.md");
        number += 1;
    }
    path
}

pub(crate) fn joined(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_string()
    } else {
        format!("{folder}/{file}")
    }
}

/// After splitting, the pages of records belong to the page that the directive went to.
pub(crate) fn adopt(site: &mut Site, prepared: &Prepared) {
    let Some(owner) = prepared.owner else { return };
    let document = site.pages[owner].source_path.clone();
    let order = site.reading_order();
    let now = order.into_iter().find(|id| {
        site.pages[*id].source_path == document && directive(&site.pages[*id]).is_some()
    });
    let Some(now) = now.filter(|now| *now != owner) else {
        return;
    };
    let is_record = |item: &Item| matches!(item, Item::Page(id) if prepared.added.contains(id));
    let items = std::mem::take(&mut site.pages[owner].items);
    let (moved, stay): (Vec<Item>, Vec<Item>) = items.into_iter().partition(is_record);
    site.pages[owner].items = stay;
    let before = site.pages[now].items.len();
    let (number, mut names) = (
        site.pages[now].number.clone(),
        site.pages[now].parent_names.clone(),
    );
    names.push(site.pages[now].name.clone());
    for (index, item) in moved.iter().enumerate() {
        if let Item::Page(id) = item {
            let page = &mut site.pages[*id];
            page.parent_names.clone_from(&names);
            page.number = number.clone().map(|mut number| {
                number.push((before + index + 1) as u32);
                number
            });
        }
    }
    site.pages[now].items.extend(moved);
}
