//! What an agent chooses a section by: what it says first, the titles in it, and the words that
//! its lists and tables are about.
//!
//! It reads the whole document once and knows which page shows which bytes; it writes nothing.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use archsite_core::outline::Outline;
use archsite_core::text::folded;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use crate::list::shortened;
use crate::moves::Owners;
use crate::numbers::without_number;
use crate::plan::PlannedPage;

/// Longest description, in characters.
const LONGEST: usize = 240;
/// Longest word of a list or table that is kept, in characters.
const LONGEST_KEY: usize = 60;
/// A label that stands in as many sections says nothing about any of them.
const COMMON: usize = 3;
/// How many words of one part of a page are kept.
const MOST_KEYS: usize = 24;
/// How many words of an item without a label are kept.
const WORDS: usize = 6;

/// What one part of a page, from one heading to the next, is about.
#[derive(Debug, Default)]
struct Group {
    page: usize,
    keys: VecDeque<String>,
}

/// A line about each page; none where there is nothing to say.
pub(super) fn about(
    text: &str,
    outline: &Outline,
    owners: &Owners,
    pages: &[PlannedPage],
) -> Vec<Option<String>> {
    let mut walk = Walk {
        owners,
        outline,
        groups: Vec::new(),
        pages,
        leads: vec![Vec::new(); pages.len()],
        seen: HashMap::new(),
        next: 0,
        group: None,
        prompt: false,
        open: Vec::new(),
        skipped: 0,
    };
    let text = &text[outline.front_matter..];
    let mut options = MarkdownOptions::default();
    // Agents search for what is typed.
    options.smart_punctuation = false;
    for (event, range) in new_cmark_parser(text, &options).into_offset_iter() {
        let at = range.start + outline.front_matter;
        walk.event(event, at..range.end + outline.front_matter);
    }
    walk.lines()
}

/// A paragraph, an item or a cell that is open.
#[derive(Debug, Default)]
struct Open {
    text: String,
    /// What the block begins with, where that is emphasised.
    label: Option<String>,
    /// Emphasised text is open that the block began with.
    labelling: bool,
    kind: Kind,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Paragraph,
    Item,
    Cell,
}

impl Kind {
    /// How many bytes of such a block matter.
    fn enough(self) -> usize {
        match self {
            Kind::Paragraph => 4 * LONGEST,
            Kind::Item | Kind::Cell => 4 * LONGEST_KEY,
        }
    }
}

struct Walk<'a> {
    owners: &'a Owners,
    outline: &'a Outline,
    groups: Vec<Group>,
    pages: &'a [PlannedPage],
    /// Paragraphs that may describe each page, with their labels.
    leads: Vec<Vec<(Option<String>, String)>>,
    /// In which pages each label stands.
    seen: HashMap<String, HashSet<usize>>,
    /// The next heading of the document.
    next: usize,
    /// The group of the heading before it.
    group: Option<usize>,
    /// A prompt for whoever fills in a template is open.
    prompt: bool,
    open: Vec<Open>,
    /// Depth inside of code, quotes and headings, which are not looked at.
    skipped: usize,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range.start),
            Event::End(tag) => self.end(tag, range.start),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, at: usize) {
        match tag {
            Tag::CodeBlock(_)
            | Tag::BlockQuote(_)
            | Tag::Heading { .. }
            | Tag::TableHead
            | Tag::Image { .. }
            | Tag::FootnoteDefinition(_) => self.skipped += 1,
            _ if self.skipped > 0 => {}
            Tag::Paragraph if !self.open.last().is_some_and(|open| open.text.is_empty()) => {
                self.push(Kind::Paragraph);
            }
            Tag::Item => self.push(Kind::Item),
            Tag::TableRow => self.push(Kind::Cell),
            // What stands below an item is about something else.
            Tag::List(_) => {
                if let Some(item) = self.open.last_mut() {
                    let done = std::mem::take(item);
                    item.kind = done.kind;
                    self.say(done, at);
                }
            }
            Tag::Strong | Tag::Emphasis => {
                if let Some(open) = self.open.last_mut() {
                    open.labelling = open.text.trim().is_empty() && open.label.is_none();
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: usize) {
        match tag {
            TagEnd::CodeBlock
            | TagEnd::BlockQuote(_)
            | TagEnd::Heading(_)
            | TagEnd::TableHead
            | TagEnd::Image
            | TagEnd::FootnoteDefinition => self.skipped -= 1,
            _ if self.skipped > 0 => {}
            TagEnd::Paragraph => {
                let is_own = self
                    .open
                    .last()
                    .is_some_and(|open| open.kind == Kind::Paragraph);
                if is_own && let Some(done) = self.open.pop() {
                    self.say(done, at);
                }
            }
            // Of a row the first cell counts.
            TagEnd::TableCell => {
                if let Some(row) = self.open.last_mut()
                    && row.label.is_none()
                {
                    row.label = Some(row.text.clone());
                }
            }
            TagEnd::Item | TagEnd::TableRow => {
                if let Some(done) = self.open.pop() {
                    self.say(done, at);
                }
            }
            TagEnd::Strong | TagEnd::Emphasis => {
                if let Some(open) = self.open.last_mut()
                    && std::mem::take(&mut open.labelling)
                {
                    open.label = Some(open.text.clone());
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, kind: Kind) {
        self.open.push(Open {
            kind,
            ..Open::default()
        });
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if let Some(open) = self.open.last_mut()
            && open.text.len() < open.kind.enough()
        {
            open.text.push_str(text);
        }
    }

    /// A block has ended: it is the lead of its page, or gives it a word.
    fn say(&mut self, done: Open, at: usize) {
        let headings = &self.outline.headings;
        while headings
            .get(self.next)
            .is_some_and(|heading| heading.range.start <= at)
        {
            self.next += 1;
            self.group = None;
        }
        let text = folded(&done.text);
        if self.is_prompt(&text) || text.is_empty() || is_placeholder(&text) {
            return;
        }
        let label = label(&done, &text);
        let page = self.owners.page(at);
        // What stands below the title of the page itself may describe it.
        let is_top = self.next.checked_sub(1) == self.pages[page].heading;
        if done.kind == Kind::Paragraph {
            let is_label = label
                .as_ref()
                .is_some_and(|label| label.len() == text.len());
            if is_top && !is_label && !text.ends_with(':') && self.leads[page].len() < COMMON {
                self.leads[page].push((label.clone(), text.to_string()));
            }
            if label.is_none() {
                return;
            }
        }
        let group = self.group_of(page);
        if self.groups[group].keys.len() >= MOST_KEYS {
            return;
        }
        if let Some(label) = &label {
            let pages = self.seen.entry(label.to_lowercase()).or_default();
            pages.insert(page);
        }
        let key =
            label.unwrap_or_else(|| text.split(' ').take(WORDS).collect::<Vec<_>>().join(" "));
        let key = key.trim_end_matches([':', '.', ',', ';', ' ']);
        if !key.is_empty() && key.chars().count() <= LONGEST_KEY {
            self.groups[group].keys.push_back(key.to_string());
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
                    keys: VecDeque::new(),
                });
                self.group = Some(group);
                group
            }
        }
    }

    /// Whether a text is for whoever fills in a template: `[[LLM: …` may close much later.
    fn is_prompt(&mut self, text: &str) -> bool {
        let was = self.prompt;
        let begins = text.starts_with("[[");
        self.prompt = (was || begins) && !text.contains("]]");
        was || begins
    }

    /// The lines: what is said first, then titles, then words of each part in turn.
    fn lines(mut self) -> Vec<Option<String>> {
        let pages = self.pages;
        let mut titles: Vec<Vec<String>> = vec![Vec::new(); pages.len()];
        for (index, heading) in self.outline.headings.iter().enumerate() {
            let page = self.owners.page(heading.range.start);
            let is_own = pages[page].heading == Some(index);
            if heading.root && heading.level > 0 && !is_own && !is_placeholder(&heading.title) {
                titles[page].push(without_number(&heading.title).to_string());
            }
        }
        let mut groups: Vec<Vec<Group>> = Vec::new();
        groups.resize_with(pages.len(), Vec::new);
        let seen = std::mem::take(&mut self.seen);
        let is_common = |key: &String| {
            let pages = seen.get(&key.to_lowercase());
            pages.is_some_and(|pages| pages.len() >= COMMON)
        };
        for mut group in self.groups {
            group.keys.retain(|key| !is_common(key));
            groups[group.page].push(group);
        }
        let leads = self.leads.into_iter().zip(&titles).map(|(leads, titles)| {
            let says =
                |(label, _): &&(Option<String>, String)| !label.as_ref().is_some_and(is_common);
            let first = leads.first().filter(|_| titles.is_empty());
            let lead = leads.iter().find(says).or(first);
            lead.map(|(_, text)| shortened(text))
        });
        let leads: Vec<Option<String>> = leads.collect();
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
            .map(|(((lead, titles), groups), page)| line(&own(page), lead, titles, groups))
            .collect()
    }
}

/// What a block is about: what it begins with, if that is emphasised or ends with a colon.
fn label(done: &Open, text: &str) -> Option<String> {
    if let Some(label) = &done.label {
        let label = folded(label.trim().trim_end_matches(':'));
        return (!label.is_empty() && !is_placeholder(&label)).then(|| label.into_owned());
    }
    let near = text.char_indices().nth(LONGEST_KEY);
    let near = near.map_or(text, |(end, _)| &text[..end]);
    let (label, _) = near.split_once(": ")?;
    (label.split(' ').count() <= 4).then(|| label.to_string())
}

/// Whether a text waits to be filled in.
fn is_placeholder(text: &str) -> bool {
    text.starts_with(['{', '[', '<'])
        || text.contains("{{")
        || !text.chars().any(char::is_alphanumeric)
}

/// One line: as many whole words as fit.
fn line(
    own: &str,
    lead: Option<String>,
    titles: Vec<String>,
    mut groups: Vec<Group>,
) -> Option<String> {
    let mut used: HashSet<String> = HashSet::from([own.to_string()]);
    let room = LONGEST.saturating_sub(lead.as_ref().map_or(0, |lead| lead.chars().count()));
    let mut covers = String::new();
    let mut full = false;
    let mut add = |word: String| {
        if full || !used.insert(word.to_lowercase()) {
            return;
        }
        let gap = if covers.is_empty() { "" } else { "; " };
        full = covers.chars().count() + gap.len() + word.chars().count() > room;
        match full {
            true => covers.push('…'),
            false => covers.extend([gap, word.as_str()]),
        }
    };
    titles.into_iter().for_each(&mut add);
    while groups.iter().any(|group| !group.keys.is_empty()) {
        let keys = groups.iter_mut().filter_map(|group| group.keys.pop_front());
        keys.for_each(&mut add);
    }
    let covers = Some(covers).filter(|covers| !matches!(covers.as_str(), "" | "…"));
    match (lead, covers) {
        (Some(lead), Some(covers)) => {
            let end = match lead.ends_with(['.', '!', '?', '…', '。']) {
                true => "",
                false => ".",
            };
            Some(format!("{lead}{end} Covers {covers}"))
        }
        (Some(lead), None) => Some(lead),
        (None, Some(covers)) => Some(format!("Covers {covers}")),
        (None, None) => None,
    }
}
