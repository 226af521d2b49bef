//! What an agent chooses a section by: what it says first, the titles in it, and the words that
//! its lists and tables are about.
//!
//! It knows what the blocks of the document say and which page shows which bytes; it writes
//! nothing.

mod keys;
mod line;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use archsite_core::markdown::outline::{
    Describe, Excerpt, ExcerptKind, Outline, ParseOptions, Prompts, is_placeholder,
};
use archsite_core::text::{collapse_whitespace, data_lines};

use self::line::line;
use crate::output::facts;
use crate::output::list::shortened;
use crate::plan::names::sequence::plain_titles;
use crate::plan::{Plan, PlannedPage};
use crate::rewrite::owners::Owners;

/// Longest description, in characters.
const LONGEST: usize = 240;
/// Longest word of a list or table that is kept, in characters.
const LONGEST_KEY: usize = 72;
/// A label that is in as many sections says nothing about any of them.
const COMMON: usize = 3;
/// How many words of one part of a page are kept.
const MOST_KEYS: usize = 24;

/// A label, or a word of a list or table.
#[derive(Debug)]
struct Key<'a> {
    word: Cow<'a, str>,
    /// The same without case, by which words are compared.
    lower: String,
}

impl<'a> Key<'a> {
    fn new(word: Cow<'a, str>) -> Key<'a> {
        let lower = word.to_lowercase();
        Key { word, lower }
    }
}

/// What one part of a page, from one heading to the next, is about.
#[derive(Debug)]
struct Group<'a> {
    page: usize,
    keys: Vec<Key<'a>>,
}

/// A paragraph that may describe a page.
#[derive(Debug)]
struct Lead<'a> {
    /// What it begins with, without case.
    label: Option<String>,
    text: &'a str,
}

impl Lead<'_> {
    /// Its first sentence, but for a label that is one: that is among the words anyway.
    fn sentence(&self) -> Option<String> {
        let first = shortened(self.text);
        if self.label.as_deref() != Some(&*without_end(&first).to_lowercase()) {
            return Some(first);
        }
        let rest = self.text.get(first.len()..)?.trim_start();
        (!rest.is_empty()).then(|| shortened(rest))
    }
}

/// A line about each page; none where there is nothing to say.
pub(super) fn about(
    outline: &Outline,
    owners: &Owners,
    pages: &[PlannedPage],
) -> Vec<Option<String>> {
    Walk::over(outline, owners, pages).lines(LONGEST)
}

/// A line about a page that is not split, of at most about `longest` characters.
pub fn of_page(text: &str, longest: usize) -> Option<String> {
    let options = ParseOptions {
        describe: Describe::Blocks,
        skip_front_matter: true,
        ..ParseOptions::default()
    };
    let outline = Outline::parse(text, &options);
    let mut pages = Plan::whole(text, 1).pages;
    let title = outline.headings.iter().position(|heading| heading.root);
    pages[0].heading = title;
    let owners = Owners::new(&pages);
    let mut lines = Walk::over(&outline, &owners, &pages).lines(longest);
    lines.pop().flatten()
}

struct Walk<'a> {
    owners: &'a Owners,
    outline: &'a Outline,
    groups: Vec<Group<'a>>,
    pages: &'a [PlannedPage],
    /// What may describe each page.
    leads: Vec<Vec<Lead<'a>>>,
    /// In which pages each label is, as far as it matters.
    seen: HashMap<String, Vec<usize>>,
    /// The next heading of the document.
    next: usize,
    /// The heading of the section before it.
    last: Option<usize>,
    /// The group of the heading before it.
    group: Option<usize>,
    /// The column of the open table whose cells name its rows.
    column: usize,
    prompts: Prompts,
}

impl<'a> Walk<'a> {
    /// All blocks of a document, each given to its page.
    fn over(outline: &'a Outline, owners: &'a Owners, pages: &'a [PlannedPage]) -> Walk<'a> {
        let mut walk = Walk {
            owners,
            outline,
            groups: Vec::new(),
            pages,
            leads: std::iter::repeat_with(Vec::new).take(pages.len()).collect(),
            seen: HashMap::new(),
            next: 0,
            last: None,
            group: None,
            column: 0,
            prompts: Prompts::default(),
        };
        for said in &outline.excerpts {
            walk.said(said);
        }
        walk
    }

    /// What a block says is the lead of its page, or gives it a word.
    fn said(&mut self, said: &'a Excerpt) {
        let (at, text) = (said.at, said.text.as_str());
        let headings = &self.outline.headings;
        while headings
            .get(self.next)
            .is_some_and(|heading| heading.range.start <= at)
        {
            let heading = &headings[self.next];
            // The term of a definition list begins no section.
            if heading.level > 0 {
                self.last = Some(self.next);
                self.group = None;
                // A prompt that nothing closes ends with its section.
                if heading.root {
                    self.prompts = Prompts::default();
                }
            }
            self.next += 1;
        }
        let page = self.owners.page(at);
        match said.kind {
            ExcerptKind::Head => {
                self.column = keys::column(&said.cells);
                return;
            }
            ExcerptKind::Code => {
                let names = keys::in_code(text);
                names
                    .into_iter()
                    .for_each(|name| self.add(page, Key::new(name.into())));
                return;
            }
            _ => {}
        }
        // The start of an admonition may look like the term of a list.
        if self.prompts.has(text) || is_placeholder(text) || text.starts_with(":::") {
            return;
        }
        let label = if said.kind == ExcerptKind::Row {
            let cell = keys::cell(&said.cells, self.column);
            cell.map(|cell| Key::new(clause(cell)))
        } else {
            label(said).map(Key::new)
        };
        if said.kind == ExcerptKind::Row && label.is_none() {
            return;
        }
        // What is below the title of the page itself may describe it.
        let is_top = self.last == self.pages[page].heading;
        if said.kind == ExcerptKind::Paragraph {
            // "Status: draft" is about the document, not its subject.
            let key = label
                .as_ref()
                .and_then(|label| label.lower.split(": ").next());
            if is_top && key.is_some_and(facts::is_key) {
                return;
            }
            let whole = |label: &Key<'_>| label.word.len() == without_end(text).len();
            let is_label = text.ends_with(':') || label.as_ref().is_some_and(whole);
            let is_markup = ["::", "$$"].iter().any(|mark| text.starts_with(mark));
            let is_prose = !is_markup && !is_module_line(text) && !goes_on(text);
            if is_top && !is_label && is_prose && self.leads[page].len() < COMMON {
                let label = label.as_ref().map(|label| label.lower.clone());
                self.leads[page].push(Lead { label, text });
            }
            if label.is_none() {
                return;
            }
        }
        if let Some(label) = &label {
            let pages = match self.seen.get_mut(&label.lower) {
                Some(pages) => pages,
                None => self.seen.entry(label.lower.clone()).or_default(),
            };
            if pages.len() < COMMON && !pages.contains(&page) {
                pages.push(page);
            }
        }
        let key = label.unwrap_or_else(|| Key::new(clause(text)));
        self.add(page, key);
    }

    /// Adds a word to the part of a page that is open.
    fn add(&mut self, page: usize, key: Key<'a>) {
        let group = self.group_of(page);
        let keys = &mut self.groups[group].keys;
        let is_short = key.word.chars().nth(LONGEST_KEY + 1).is_none();
        // Numbers, dates and blanks to fill in say nothing.
        let says = key.word.contains(char::is_alphabetic);
        if keys.len() < MOST_KEYS && says && is_short {
            keys.push(key);
        }
    }

    /// The words below the last heading, on a page.
    fn group_of(&mut self, page: usize) -> usize {
        match self.group {
            Some(group) if self.groups[group].page == page => group,
            _ => {
                let group = self.groups.len();
                self.groups.push(Group {
                    page,
                    keys: Vec::new(),
                });
                self.group = Some(group);
                group
            }
        }
    }

    /// The lines: what is said first, then titles, then words of each part in turn.
    fn lines(self, longest: usize) -> Vec<Option<String>> {
        let pages = self.pages;
        let mut titles: Vec<Vec<&str>> = vec![Vec::new(); pages.len()];
        let plain = plain_titles(&self.outline.headings);
        for (index, heading) in self.outline.headings.iter().enumerate() {
            let page = self.owners.page(heading.range.start);
            let is_own = pages[page].heading == Some(index);
            if heading.root && heading.level > 0 && !is_own && !is_placeholder(&heading.title) {
                titles[page].push(plain[index].trim_end_matches([':', '：', ' ']));
            }
        }
        let mut groups: Vec<Vec<Group<'a>>> = Vec::new();
        groups.resize_with(pages.len(), Vec::new);
        let seen = self.seen;
        let is_common = |label: &String| seen.get(label).is_some_and(|pages| pages.len() >= COMMON);
        for mut group in self.groups {
            group.keys.retain(|key| !is_common(&key.lower));
            groups[group.page].push(group);
        }
        let leads = self.leads.into_iter().zip(&titles).map(|(leads, titles)| {
            let says = |lead: &&Lead<'_>| !lead.label.as_ref().is_some_and(is_common);
            let mut sentences: Vec<String> = leads
                .iter()
                .filter(says)
                .filter_map(Lead::sentence)
                .collect();
            if sentences.is_empty() && titles.is_empty() {
                sentences.extend(leads.first().and_then(Lead::sentence));
            }
            sentences
        });
        let leads: Vec<Vec<String>> = leads.collect();
        let own = |page: &PlannedPage| {
            let title = page
                .heading
                .map(|index| &self.outline.headings[index].title);
            title.map_or_else(String::new, |title| title.to_lowercase())
        };
        leads
            .into_iter()
            .zip(titles)
            .zip(groups)
            .zip(pages)
            .map(|(((leads, titles), groups), page)| {
                line(&own(page), &leads, titles, groups, longest)
            })
            .collect()
    }
}

/// What a block is about: what it begins with, if that is emphasised or ends with a colon.
fn label(said: &Excerpt) -> Option<Cow<'_, str>> {
    let text = said.text.as_str();
    if let Some(label) = &said.label {
        let label = collapse_whitespace(without_end(label));
        return (!is_placeholder(&label)).then_some(label);
    }
    let near = text.char_indices().nth(LONGEST_KEY);
    let near = near.map_or(text, |(end, _)| &text[..end]);
    let (label, _) = near.split_once(": ")?;
    // A colon in brackets is a part of what is in them.
    let count = |mark: char| label.matches(mark).count();
    let is_whole = [('(', ')'), ('<', '>'), ('[', ']'), ('{', '}')]
        .iter()
        .all(|(open, close)| count(*open) == count(*close));
    (is_whole && label.split(' ').count() <= 4).then(|| Cow::Borrowed(without_end(label)))
}

/// What an item without a label is known by: all of it, or what fits, with a mark where it was cut.
fn clause(text: &str) -> Cow<'_, str> {
    let text = without_end(text);
    let Some((limit, _)) = text.char_indices().nth(LONGEST_KEY) else {
        return Cow::Borrowed(text);
    };
    let cut = text[..limit].rfind(' ').unwrap_or(limit);
    Cow::Owned(format!("{}…", without_end(&text[..cut])))
}

/// Words that begin no sentence in lower case.
static CONNECTIVES: LazyLock<Vec<&str>> =
    LazyLock::new(|| data_lines(include_str!("../../../data/connectives.txt")).collect());

/// Whether a paragraph goes on from what is above it, or is an aside in brackets whose first
/// sentence does not close them.
fn goes_on(text: &str) -> bool {
    let first = text.split([' ', ',']).next().unwrap_or_default();
    let is_aside = text.starts_with(['(', '（']) && {
        let sentence = shortened(text);
        let count = |marks: [char; 2]| sentence.matches(marks).count();
        count(['(', '（']) > count([')', '）'])
    };
    is_aside || CONNECTIVES.contains(&first)
}

/// Whether a paragraph is an import or export of MDX.
fn is_module_line(text: &str) -> bool {
    (text.starts_with("import ") && text.contains(" from ")) || text.starts_with("export ")
}

fn without_end(text: &str) -> &str {
    text.trim_end_matches([':', '.', ',', ';', ' '])
}

#[cfg(test)]
mod tests;
