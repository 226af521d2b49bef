//! Turns a book into a site, and back.
//!
//! Paths get their one spelling here, for every command and pass. Chapters that no pass touched
//! come back as they were, with every field and with their paths as mdBook spells them.

use archsite_core::markdown::outline::ParseOptions;
use archsite_core::site::heading_ids::IdRules;
use archsite_core::site::path::normal;
use archsite_core::site::{Item, Page, PageId, Site};
use semver::Version;
use serde_json::{Map, Value};

use crate::mdbook::protocol::{Book, BookItem, Chapter, Context};
use crate::mdbook::settings::Settings;

/// A site, and what of the book has no place in it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) site: Site,
    /// The fields that mdBook sent for each chapter, by page.
    chapters: Vec<Carried>,
    /// Unknown fields of the book.
    book: Map<String, Value>,
}

/// What a chapter has that its page has not.
#[derive(Debug, Default)]
struct Carried {
    /// Unknown fields.
    other: Map<String, Value>,
    /// The path as mdBook spells it.
    path: Option<String>,
    /// The same of the file.
    source_path: Option<String>,
}

/// Takes a book apart.
pub(crate) fn load(context: &Context, settings: &Settings, book: Book) -> Loaded {
    let mut loaded = Loaded {
        site: Site {
            root: settings.root.clone(),
            book_root: context.root.clone(),
            src: settings.src.clone(),
            html: context.renderer == "html",
            redirects: settings.redirects.clone(),
            id_rules: id_rules(&context.mdbook_version),
            ..Site::default()
        },
        chapters: Vec::new(),
        book: book.other,
    };
    loaded.site.items = loaded.items(book.items, settings.markdown);
    loaded
}

impl Loaded {
    fn items(&mut self, items: Vec<BookItem>, options: ParseOptions) -> Vec<Item> {
        items
            .into_iter()
            .map(|item| match item {
                BookItem::Separator => Item::Separator,
                BookItem::PartTitle(title) => Item::PartTitle(title),
                BookItem::Chapter(chapter) => Item::Page(self.page(*chapter, options)),
            })
            .collect()
    }

    fn page(&mut self, chapter: Chapter, options: ParseOptions) -> PageId {
        let mut page = Page::default();
        page.name = chapter.name;
        page.number = chapter.number;
        page.path = chapter.path.as_deref().map(one_spelling);
        page.source_path = chapter.source_path.as_deref().map(one_spelling);
        page.parent_names = chapter.parent_names;
        page.options = options;
        let id = self.site.add_loaded(page, chapter.content);
        self.chapters.push(Carried {
            other: chapter.other,
            path: chapter.path,
            source_path: chapter.source_path,
        });
        self.site.pages[id].items = self.items(chapter.sub_items, options);
        id
    }

    /// The book of the site.
    pub(crate) fn into_book(mut self) -> Book {
        let items = std::mem::take(&mut self.site.items);
        Book {
            items: self.book_items(items),
            other: std::mem::take(&mut self.book),
        }
    }

    fn book_items(&mut self, items: Vec<Item>) -> Vec<BookItem> {
        items
            .into_iter()
            .map(|item| match item {
                Item::Separator => BookItem::Separator,
                Item::PartTitle(title) => BookItem::PartTitle(title),
                Item::Page(id) => BookItem::Chapter(Box::new(self.chapter(id))),
            })
            .collect()
    }

    fn chapter(&mut self, id: PageId) -> Chapter {
        let carried = self.chapters.get_mut(id).map(std::mem::take);
        let carried = carried.unwrap_or_default();
        let page = &mut self.site.pages[id];
        let items = std::mem::take(&mut page.items);
        let chapter = Chapter {
            name: std::mem::take(&mut page.name),
            content: page.text.take(),
            number: page.number.take(),
            sub_items: Vec::new(),
            path: as_spelled(page.path.take(), carried.path),
            source_path: as_spelled(page.source_path.take(), carried.source_path),
            parent_names: std::mem::take(&mut page.parent_names),
            other: carried.other,
        };
        Chapter {
            sub_items: self.book_items(items),
            ..chapter
        }
    }
}

/// How the calling mdBook makes ids.
fn id_rules(version: &str) -> IdRules {
    match Version::parse(version) {
        Ok(version) => IdRules::of(version.major, version.minor, version.patch),
        Err(_) => IdRules::default(),
    }
}

/// A path with `/` between its parts, and no `.`, `..` or `//`.
fn one_spelling(path: &str) -> String {
    if cfg!(windows) {
        normal(&path.replace('\\', "/")).into_owned()
    } else {
        normal(path).into_owned()
    }
}

/// The path of a page as mdBook spelled it, unless a pass gave the page another one.
fn as_spelled(path: Option<String>, spelled: Option<String>) -> Option<String> {
    let is_same = |spelled: &String| Some(one_spelling(spelled)) == path;
    spelled.filter(is_same).or(path)
}
