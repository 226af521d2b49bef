//! The second property: the events of the whole document are those of its pages.
//!
//! Links are compared by what they mean, headings by the level they had in the whole. Takes
//! nothing from the plan but the origin of bytes.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use archsite_core::markdown::outline::LinkKind;
use archsite_core::site::path;
use archsite_core::site::resolve::{Anchor, Destination, Resolution, Target};
use archsite_core::site::{PageId, Site};
use archsite_core::text::{Origin, Text};
use archsite_shard::output::split::Split;
use archsite_shard::rewrite::links;
use mdbook_markdown::pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// A block at the root of a document: its place in the source and its events.
#[derive(Debug)]
struct Block {
    range: Range<usize>,
    events: Vec<String>,
}

/// A parsed text: its blocks, and the bodies of its footnotes by label.
#[derive(Debug, Default)]
struct Parsed {
    blocks: Vec<Block>,
    notes: HashMap<String, Vec<String>>,
    used: Vec<String>,
}

/// The document in the small book that is built around it.
pub(super) const DOCUMENT: PageId = 1;

pub(super) struct Compare<'a> {
    before: &'a Site,
    after: &'a Site,
    split: &'a Split,
    old: Resolution,
    new: Resolution,
}

impl<'a> Compare<'a> {
    pub(super) fn new(before: &'a Site, after: &'a Site, split: &'a Split) -> Self {
        Compare {
            before,
            after,
            split,
            old: Resolution::new(before),
            new: Resolution::new(after),
        }
    }

    pub(super) fn events(&self) -> Result<(), String> {
        let whole = self.parse(self.before, &self.old, DOCUMENT, None);
        let mut blocks: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (page, plan) in self.split.pages.iter().zip(&self.split.document.plan.pages) {
            let part = self.parse(self.after, &self.new, *page, Some(plan.shift));
            for label in &part.used {
                let (here, there) = (part.notes.get(label), whole.notes.get(label));
                if here != there {
                    return Err(format!("footnote {label} is {here:?}, was {there:?}"));
                }
            }
            for block in part.blocks {
                let text = &self.after.pages[*page].text;
                if let Some(at) = source_offset(text, &block.range) {
                    blocks.entry(at).or_default().extend(block.events);
                }
            }
        }
        let hidden = self.hidden();
        let is_hidden = |range: &Range<usize>| {
            hidden
                .iter()
                .any(|h| h.start <= range.start && range.end <= h.end && !h.is_empty())
        };
        let expected: BTreeMap<usize, Vec<String>> = whole
            .blocks
            .into_iter()
            .filter(|block| !is_hidden(&block.range))
            .map(|block| (block.range.start, block.events))
            .collect();
        for (at, events) in &expected {
            if blocks.get(at) != Some(events) {
                let found = blocks.get(at);
                return Err(format!("at byte {at}: was {events:#?}, is {found:#?}"));
            }
        }
        if let Some(more) = blocks.keys().find(|at| !expected.contains_key(at)) {
            return Err(format!(
                "more than there was at byte {more}: {:?}",
                blocks[more]
            ));
        }
        self.links_of_others()
    }

    fn links_of_others(&self) -> Result<(), String> {
        let links = DOCUMENT + 1;
        let count = self.before.pages[links].outline().links.len();
        for link in 0..count {
            let was = self.meaning(self.before, &self.old, links, link);
            let is = self.meaning(self.after, &self.new, links, link);
            if was != is {
                let dest = &self.before.pages[links].outline().links[link].dest;
                return Err(format!("{dest} from another page meant {was}, means {is}"));
            }
        }
        Ok(())
    }

    /// Parts of the document that its pages do not show.
    fn hidden(&self) -> Vec<Range<usize>> {
        let recorded = self.split.recorded.iter().flatten();
        recorded.map(|edit| edit.original.clone()).collect()
    }

    /// Reads a page, whose root headings were moved up by `shift`, or the whole document.
    fn parse(
        &self,
        site: &Site,
        resolution: &Resolution,
        page: PageId,
        shift: Option<u8>,
    ) -> Parsed {
        let level_in_whole = |level: HeadingLevel, root: bool, at: usize| {
            let level = level as u8;
            let document = &self.split.document;
            match shift {
                _ if !root => level,
                Some(shift) => level + shift,
                // Nothing rises above level 1.
                None => level.max(document.plan.pages[document.owners.page(at)].shift + 1),
            }
        };
        let text = site.pages[page].text.as_str();
        let outline = site.pages[page].outline();
        let skipped = outline.front_matter;
        let mut meanings: HashMap<(usize, usize), String> = HashMap::new();
        let mut attributes: Vec<(Range<usize>, String)> = Vec::new();
        for (index, link) in outline.links.iter().enumerate() {
            let meaning = || self.meaning(site, resolution, page, index);
            match &link.kind {
                LinkKind::Html { .. } => {
                    attributes.extend(link.raw.clone().map(|raw| (raw, meaning())));
                }
                _ => {
                    meanings.insert((link.range.start, link.range.end), meaning());
                }
            }
        }
        for reference in &outline.uses {
            let link = outline.definitions[reference.definition].link;
            let meaning = self.meaning(site, resolution, page, link);
            meanings.insert((reference.range.start, reference.range.end), meaning);
        }
        let explicit: HashMap<usize, bool> = outline
            .headings
            .iter()
            .map(|h| (h.range.start, self.has_own_id(site, page, h.range.start)))
            .collect();

        let mut parsed = Parsed::default();
        let mut depth = 0usize;
        let mut note: Option<(String, usize)> = None;
        let events = new_cmark_parser(&text[skipped..], &MarkdownOptions::default());
        for (event, range) in events.into_offset_iter() {
            let range = range.start + skipped..range.end + skipped;
            if let Event::FootnoteReference(label) = &event {
                parsed.used.push(label.to_string());
            }
            let is_html = match &event {
                Event::Html(_) | Event::InlineHtml(_) => true,
                Event::Start(tag) => *tag == Tag::HtmlBlock,
                Event::End(tag) => *tag == TagEnd::HtmlBlock,
                _ => false,
            };
            // A link at the start of a line may begin with what the split put there.
            let generated = source_offset(&site.pages[page].text, &range).is_none();
            let left_behind = is_html && generated && depth > 0;
            if let (Event::Start(Tag::FootnoteDefinition(label)), None) = (&event, &note) {
                note = Some((label.to_string(), depth));
                if parsed.notes.contains_key(&**label) {
                    note = Some((format!("duplicate {} of {label}", range.start), depth));
                }
            } else if depth == 0 && !matches!(event, Event::End(_)) {
                parsed.blocks.push(Block {
                    range: range.clone(),
                    events: Vec::new(),
                });
            }
            match &event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            let root = depth <= 1;
            let words = match event {
                Event::Start(Tag::Heading {
                    level,
                    id,
                    classes,
                    attrs,
                }) => {
                    let own = explicit.get(&range.start).copied().unwrap_or(false);
                    let id = id.filter(|_| own);
                    let level = level_in_whole(level, root, range.start);
                    format!("heading {level} {id:?} {classes:?} {attrs:?}")
                }
                Event::End(TagEnd::Heading(level)) => {
                    let level = level_in_whole(level, depth == 0, range.start);
                    format!("end of heading {level}")
                }
                Event::Start(Tag::Link {
                    link_type, title, ..
                }) => {
                    let meaning = meanings.get(&(range.start, range.end));
                    format!("link {link_type:?} {meaning:?} {title:?}")
                }
                Event::Start(Tag::Image {
                    link_type, title, ..
                }) => {
                    let meaning = meanings.get(&(range.start, range.end));
                    format!("image {link_type:?} {meaning:?} {title:?}")
                }
                Event::Html(_) | Event::InlineHtml(_) => {
                    let html = with_meanings(text, &range, &attributes);
                    // A lone CR that ends a document joins the LF of what is added after.
                    format!("html {:?}", html.trim_end_matches('\r'))
                }
                other => format!("{other:?}"),
            };
            match &note {
                Some((label, _)) => {
                    parsed.notes.entry(label.clone()).or_default().push(words);
                }
                None if left_behind => {}
                None => {
                    if let Some(block) = parsed.blocks.last_mut() {
                        block.events.push(words);
                    }
                }
            }
            if note.as_ref().is_some_and(|(_, outside)| depth == *outside) {
                note = None;
            }
        }
        parsed
    }

    /// Whether the author gave the heading at `at` an id, rather than the split.
    fn has_own_id(&self, site: &Site, page: PageId, at: usize) -> bool {
        let text = &site.pages[page].text;
        let Origin::Source { start, .. } = text.origin(at) else {
            return true;
        };
        let mut headings = self.before.pages[DOCUMENT].outline().headings.iter();
        headings.any(|h| h.explicit_id.is_some() && (h.range.start..h.range.end).contains(&start))
    }

    /// What the top of a page is: for a section, its heading.
    fn top(&self, site: &Site, page: PageId) -> String {
        let plan = self.split.pages.iter().position(|p| *p == page);
        let outline = self.before.pages[DOCUMENT].outline();
        match plan.and_then(|index| self.split.document.plan.pages[index].heading) {
            Some(heading) => {
                let at = outline.headings[heading].range.start;
                format!("byte {at}")
            }
            None => format!("page {}", site.pages[page].path.as_deref().unwrap_or("")),
        }
    }

    /// What a link leads to, in words that are the same before and after the split.
    fn meaning(&self, site: &Site, resolution: &Resolution, page: PageId, link: usize) -> String {
        let written = &site.pages[page].outline().links[link];
        let dest = &written.dest;
        if links::is_local_use(written) {
            return format!("as written {dest}");
        }
        match &resolution.targets[page][link] {
            Target::Page { page, anchor } => match anchor {
                None => self.top(site, *page),
                Some(anchor) => place(site, *page, *anchor),
            },
            Target::MissingAnchor { .. } => {
                format!("nothing at {:?}", Destination::parse(dest).fragment)
            }
            Target::File { path } => format!("file {path}"),
            Target::Outside => {
                let folder = site.pages[page].path.as_deref().map_or("", path::parent);
                outside(folder, Destination::parse(dest).path)
            }
            Target::External | Target::Nothing => format!("as written {dest}"),
        }
    }
}

/// What an anchor on a page is, by its place in the loaded text.
fn place(site: &Site, page: PageId, anchor: Anchor) -> String {
    let outline = site.pages[page].outline();
    let text = &site.pages[page].text;
    // An anchor that was put before something means it.
    let at = |offset: usize| match source_offset(text, &(offset..text.as_str().len())) {
        Some(start) => format!("byte {start}"),
        None => "something generated".to_string(),
    };
    match anchor {
        Anchor::Heading(index) => {
            let heading = &outline.headings[index];
            match heading.note {
                Some(_) => format!("heading {:?} of a footnote", heading.title),
                None => at(heading.range.start),
            }
        }
        Anchor::Html(index) => {
            let offset = outline.ids[index].at;
            let in_note = outline.notes.iter().any(|n| n.range.contains(&offset));
            if in_note {
                format!("id {} in a footnote", outline.ids[index].id)
            } else {
                at(offset)
            }
        }
        Anchor::Note(index) => format!("footnote {}", outline.notes[index].label),
        Anchor::NoteUse(index) => {
            format!("reference to footnote {}", outline.note_uses[index].label)
        }
    }
}

/// Offset in the source of the first byte of a range that has one.
fn source_offset(text: &Text, range: &Range<usize>) -> Option<usize> {
    let pieces = text.pieces().iter().map(|piece| piece.at);
    let starts = std::iter::once(range.start).chain(pieces.filter(|at| range.contains(at)));
    starts
        .map(|at| text.origin(at))
        .find_map(|origin| match origin {
            Origin::Source { start, .. } => Some(start),
            Origin::Generated { .. } => None,
        })
}

fn with_meanings(text: &str, range: &Range<usize>, links: &[(Range<usize>, String)]) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for (raw, meaning) in links {
        // A URL over several lines is in several events and counts where it begins.
        if raw.start >= at && raw.start < range.end {
            out.push_str(&text[at..raw.start]);
            out.push_str(&format!("«{meaning}»"));
            at = raw.end.min(range.end);
        } else if raw.start < at && raw.end > at {
            at = raw.end.min(range.end);
        }
    }
    out.push_str(&text[at..range.end]);
    out
}

/// A path that leads out of the book, with its `..` counted.
fn outside(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    let mut above = 0;
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => above += 1,
            ".." => {}
            part => parts.push(part),
        }
    }
    format!("{above} above: {}", parts.join("/"))
}
