//! The pages of records: their paths, numbers and parents. A page has the text of its record until
//! banners are written.

use std::collections::{BTreeMap, HashMap};

use archsite_core::markdown::outline::{Describe, ParseOptions};
use archsite_core::site::path;
use archsite_core::site::{Item, Page, PageId, Site};

use crate::model::graph::{EntryId, Graph};
use crate::model::prepared::{Expand, Prepared, Unexpanded};
use crate::model::record::Record;
use crate::model::records::{Entry, Records};
use crate::output::options::directive;
use crate::output::view::RecordView;
use crate::parse::vocabulary::text::Texts;

pub(crate) mod groups;
mod paths;

/// The pages of records that are chapters, in a book without an index.
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

/// Adds a page for each record that is not a chapter yet.
pub(crate) fn add_pages(
    site: &mut Site,
    records: &Records,
    owner: PageId,
    expand: &Expand<'_>,
    prepared: &mut Prepared,
) {
    let chapters = chapters(site, prepared.src.as_deref());
    let paths = paths::paths(site, records, owner, &chapters, prepared.src.as_deref());
    let mut expanded = expanded(records, &chapters, &paths, expand);
    let items = site.pages[owner].items.iter();
    let listed = items.filter(|item| matches!(item, Item::Page(_))).count() as u32;
    let mut numbers = SectionNumbers::new(records, listed);
    for (id, (entry, path)) in records.entries.iter().zip(paths).enumerate() {
        if let Some(page) = chapters.get(&entry.file) {
            prepared.pages.push(*page);
            site.pages[*page].options.skip_front_matter = true;
            continue;
        }
        let below = numbers.of(&entry.reading.record);
        let text = expanded.remove(&id);
        let has_directives = text.is_some();
        let text = text.unwrap_or_else(|| entry.text.clone());
        let own = numbers.own;
        let page = new_page(site, owner, records, id, prepared.src.as_deref(), own);
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

/// The last parts of the section numbers of records: mdBook shows them before the titles, so each
/// is the record's own number where numbers are unique.
struct SectionNumbers {
    own: bool,
    next: u32,
}

impl SectionNumbers {
    /// The numbers of records below a page that has `listed` pages of its own already.
    fn new(records: &Records, listed: u32) -> SectionNumbers {
        let entries = records.entries.iter().map(|entry| &entry.reading.record);
        let plain = entries
            .clone()
            .all(|record| record.series.is_none() && record.letter.is_none());
        let own = plain && listed == 0 && records.directories.len() < 2;
        let highest = entries.filter_map(|record| record.number).max();
        let highest = highest.and_then(|number| u32::try_from(number).ok());
        SectionNumbers {
            own,
            next: highest.filter(|_| own).unwrap_or(listed).saturating_add(1),
        }
    }

    /// The number of a record; of one without number, the next after the highest.
    fn of(&mut self, record: &Record) -> u32 {
        let number = record.number.and_then(|number| u32::try_from(number).ok());
        if let Some(number) = number.filter(|_| self.own) {
            return number;
        }
        let number = self.next;
        self.next += 1;
        number
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

/// The texts of records that contain directives of mdBook and are not chapters, as mdBook would
/// have given them to us.
fn expanded(
    records: &Records,
    chapters: &HashMap<String, PageId>,
    paths: &[String],
    expand: &Expand<'_>,
) -> HashMap<EntryId, String> {
    let entries = records.entries.iter().enumerate();
    let with: Vec<(EntryId, &Entry)> = entries
        .filter(|(_, entry)| entry.text.contains("{{") && !chapters.contains_key(&entry.file))
        .collect();
    if with.is_empty() {
        return HashMap::new();
    }
    // Front matter is data, and is removed unchanged.
    let parts = |entry: &Entry| entry.reading.record.front_matter.min(entry.text.len());
    let texts = with.iter().map(|(id, entry)| Unexpanded {
        file: &entry.file,
        page: &paths[*id],
        text: &entry.text[parts(entry)..],
    });
    let texts = expand(texts.collect()).into_iter().zip(&with);
    texts
        .map(|(text, (id, entry))| (*id, format!("{}{text}", &entry.text[..parts(entry)])))
        .collect()
}

/// The page of a record, without place and text.
fn new_page(
    site: &Site,
    owner: PageId,
    records: &Records,
    id: EntryId,
    src: Option<&str>,
    own_number: bool,
) -> Page {
    let entry = &records.entries[id];
    let graph = Graph::default();
    let view = RecordView {
        site,
        records,
        graph: &graph,
        pages: &[],
        inline: &[],
        cited_by: BTreeMap::new(),
        tag_groups: false,
        texts: Texts::of("en"),
    };
    let above = &site.pages[owner];
    let mut page = Page::default();
    // mdBook writes the number of the page before the name.
    page.name = if above.number.is_some() && own_number {
        view.title(id)
    } else {
        view.name(id)
    };
    page.number.clone_from(&above.number);
    page.parent_names.clone_from(&above.parent_names);
    page.parent_names.push(above.name.clone());
    page.options = ParseOptions {
        skip_front_matter: true,
        describe: Describe::Nothing,
        ..above.options
    };
    // mdBook wants paths relative to `src`, also for files outside of it.
    page.source_path = src.map(|src| path::relative(src, &entry.file));
    page
}

/// After splitting, the pages of records belong to the page that the directive went to, which is
/// returned.
pub(crate) fn adopt(site: &mut Site, prepared: &Prepared, owner: PageId) -> PageId {
    let document = site.pages[owner].source_path.clone();
    let order = site.reading_order();
    let now = order.into_iter().find(|id| {
        site.pages[*id].source_path == document && directive(&site.pages[*id]).is_some()
    });
    let Some(now) = now.filter(|now| *now != owner) else {
        return owner;
    };
    let is_record = |item: &Item| matches!(item, Item::Page(id) if prepared.added.contains(id));
    let items = std::mem::take(&mut site.pages[owner].items);
    let (moved, stay): (Vec<Item>, Vec<Item>) = items.into_iter().partition(is_record);
    site.pages[owner].items = stay;
    let listed = site.pages[now].items.len() as u32;
    let mut numbers = SectionNumbers::new(&prepared.records, listed);
    let entries = prepared.pages.iter().enumerate();
    let entry_of: HashMap<PageId, EntryId> = entries.map(|(entry, page)| (*page, entry)).collect();
    let number = site.pages[now].number.clone();
    let mut names = site.pages[now].parent_names.clone();
    names.push(site.pages[now].name.clone());
    for item in &moved {
        if let Item::Page(id) = item
            && let Some(entry) = entry_of.get(id)
        {
            let below = numbers.of(&prepared.records.entries[*entry].reading.record);
            let page = &mut site.pages[*id];
            page.parent_names.clone_from(&names);
            page.number = number.clone().map(|mut number| {
                number.push(below);
                number
            });
        }
    }
    site.pages[now].items.extend(moved);
    now
}
