//! Pages that group records in the table of contents: one for each folder of records, and one for
//! the records that are no longer in force.

use std::collections::{HashMap, HashSet};

use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::site::{Item, Page, PageId, Site};
use archsite_core::text::Text;

use crate::PASS;
use crate::model::graph::EntryId;
use crate::model::prepared::Prepared;
use crate::model::record::{Record, Status};
use crate::output::options::{Options, Part};
use crate::output::pages::paths::{free, home};
use crate::output::view::{is_over, title};
use crate::parse::vocabulary::text::Texts;

/// A page that was added for a group, and the part of the index that it shows.
pub(crate) struct Group {
    pub(crate) page: PageId,
    pub(crate) options: Options,
}

/// Moves the added records below `owner` into groups, and returns the pages of these. The pages have
/// a title and nothing else yet. The last part of the section number of a record stays its own number.
pub(crate) fn arrange(site: &mut Site, prepared: &Prepared, owner: PageId) -> Vec<Group> {
    // Other renderers have a list and no table of contents that folds.
    if !site.html {
        return Vec::new();
    }
    let pages = prepared.pages.iter().enumerate();
    let entry_of: HashMap<PageId, EntryId> = pages
        .filter(|(_, page)| prepared.added.contains(page))
        .map(|(entry, page)| (*page, entry))
        .collect();
    let mut arranger = Arranger {
        taken: taken(site),
        site,
        prepared,
        groups: Vec::new(),
    };
    let items = std::mem::take(&mut arranger.site.pages[owner].items);
    let record = |item: &Item| match item {
        Item::Page(page) => entry_of.get(page).copied(),
        _ => None,
    };
    let (records, mut others): (Vec<Item>, Vec<Item>) =
        items.into_iter().partition(|item| record(item).is_some());
    let records: Vec<EntryId> = records.iter().filter_map(record).collect();
    let mut folders: Vec<usize> = Vec::new();
    for id in &records {
        let folder = prepared.records.entries[*id].directory;
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    if folders.len() < 2 {
        others.extend(arranger.by_force(owner, &records));
    } else {
        let listed = others.iter().filter(|item| matches!(item, Item::Page(_)));
        for (folder, place) in folders.into_iter().zip(listed.count() as u32 + 1..) {
            let own = records.iter().copied();
            let own = own.filter(|id| prepared.records.entries[*id].directory == folder);
            others.push(arranger.folder(owner, folder, place, own.collect()));
        }
    }
    arranger.site.pages[owner].items = others;
    arranger.groups
}

struct Arranger<'a> {
    site: &'a mut Site,
    prepared: &'a Prepared,
    /// Paths of pages in lower case.
    taken: HashSet<String>,
    groups: Vec<Group>,
}

impl Arranger<'_> {
    /// The records in their order, and those that are no longer in force in a group at the end.
    fn by_force(&mut self, above: PageId, records: &[EntryId]) -> Vec<Item> {
        let over = |id: &EntryId| is_over_now(self.prepared, *id);
        let (gone, stay): (Vec<EntryId>, Vec<EntryId>) = records.iter().copied().partition(over);
        let page = |id: &EntryId| Item::Page(self.prepared.pages[*id]);
        if gone.is_empty() || stay.is_empty() {
            return records.iter().map(page).collect();
        }
        let mut items: Vec<Item> = stay.iter().map(page).collect();
        let below: Vec<Item> = gone.iter().map(page).collect();
        let texts = Texts::of(&self.prepared.language);
        let options = Options {
            show: vec![Part::Timeline],
            only: Some(gone.iter().copied().collect()),
            ..Options::default()
        };
        // A record may have the number 0.
        let numbers = records.iter().filter_map(|id| self.last_number(*id));
        let place = match numbers.clone().min() {
            Some(0) => numbers.max().unwrap_or(0).saturating_add(1),
            _ => 0,
        };
        let group = self.group(above, &texts.no_longer, "no-longer-in-force", options);
        self.set_number(group, above, place);
        for id in &gone {
            let page = self.prepared.pages[*id];
            if let Some(own) = self.last_number(*id) {
                self.set_number(page, group, own);
            }
        }
        self.put(group, gone, below);
        items.push(Item::Page(group));
        items
    }

    /// The group of a folder.
    fn folder(&mut self, above: PageId, folder: usize, place: u32, records: Vec<EntryId>) -> Item {
        let directory = &self.prepared.records.directories[folder];
        let prefix = directory
            .prefix
            .as_deref()
            .map(|prefix| prefix.trim_end_matches('-'));
        let name = prefix.unwrap_or(&directory.path).to_string();
        let path = match prefix {
            Some(prefix) => prefix.to_lowercase(),
            None => directory.path.clone(),
        };
        let options = Options {
            only: Some(records.iter().copied().collect()),
            ..Options::default()
        };
        let group = self.group(above, &name, &format!("{path}/index"), options);
        self.set_number(group, above, place);
        self.number_records(group, &records);
        self.put(group, records.clone(), Vec::new());
        let items = self.by_force(group, &records);
        self.site.pages[group].items = items;
        Item::Page(group)
    }

    /// Gives the records of a folder their own numbers as section numbers, if all have one, and
    /// names without number.
    fn number_records(&mut self, group: PageId, records: &[EntryId]) {
        let record = |id: EntryId| &self.prepared.records.entries[id].reading.record;
        let plain = |id: &EntryId| {
            let record = record(*id);
            let number = record.number.and_then(|number| u32::try_from(number).ok());
            number.filter(|_| record.series.is_none() && record.letter.is_none())
        };
        let own: Option<Vec<u32>> = records.iter().map(plain).collect();
        let is_own = own.is_some() && self.site.pages[group].number.is_some();
        let numbers = own.unwrap_or_else(|| (1..=records.len() as u32).collect());
        for (id, number) in records.iter().zip(numbers) {
            let page = self.prepared.pages[*id];
            if is_own {
                self.site.pages[page].name = title(record(*id));
            }
            self.set_number(page, group, number);
        }
    }

    /// The last part of the section number of a record.
    fn last_number(&self, id: EntryId) -> Option<u32> {
        let number = self.site.pages[self.prepared.pages[id]].number.as_ref()?;
        number.last().copied()
    }

    /// Sets the section number of a page below another one, if that has one.
    fn set_number(&mut self, page: PageId, above: PageId, last: u32) {
        let number = self.site.pages[above].number.clone();
        self.site.pages[page].number = number.map(|mut number| {
            number.push(last);
            number
        });
    }

    /// Adds the page of a group.
    fn group(&mut self, above: PageId, name: &str, file: &str, options: Options) -> PageId {
        let parent = &self.site.pages[above];
        let home = home(parent.path.as_deref().unwrap_or_default());
        let wanted = match home.as_str() {
            "" => format!("{file}.md"),
            home => format!("{home}/{file}.md"),
        };
        let path = free(&wanted, &self.taken);
        self.taken.insert(path.to_lowercase());
        let mut names = parent.parent_names.clone();
        names.push(parent.name.clone());
        let mut page = Page::default();
        page.name = name.to_string();
        page.path = Some(path);
        page.parent_names = names;
        page.options = parent.options;
        let mut text = Text::default();
        let title = Markdown::new(EscapeMode::MdBook).heading(1, name);
        text.push_generated(PASS, &title.finish());
        page.replace_text(text);
        let id = self.site.pages.len();
        self.site.pages.push(page);
        self.groups.push(Group { page: id, options });
        id
    }

    /// Puts the pages of records below a group.
    fn put(&mut self, group: PageId, records: Vec<EntryId>, items: Vec<Item>) {
        let mut names = self.site.pages[group].parent_names.clone();
        names.push(self.site.pages[group].name.clone());
        for id in records {
            let page = self.prepared.pages[id];
            self.site.pages[page].parent_names.clone_from(&names);
        }
        self.site.pages[group].items = items;
    }
}

/// Whether a record is no longer in force, or never was.
fn is_over_now(prepared: &Prepared, id: EntryId) -> bool {
    let record: &Record = &prepared.records.entries[id].reading.record;
    let status: Option<Status> = record.status.as_ref().map(|status| status.value);
    prepared.graph.is_replaced(id) || status.is_some_and(is_over)
}

/// The paths of all pages, in lower case.
fn taken(site: &Site) -> HashSet<String> {
    let paths = site.pages.iter().filter_map(|page| page.path.as_ref());
    paths.map(|path| path.to_lowercase()).collect()
}
