//! Writes the pages of a split document: ranges to copy, and edits to make on the way.
//!
//! Nothing the author wrote is formatted here. What is generated stands at the top of a
//! page (carried in) or behind its own text (the list of sections and the script).

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use archsite_core::diagnostic::InternalError;
use archsite_core::generate;
use archsite_core::lines;
use archsite_core::outline::{BlockKind, Heading, HeadingStyle, Link, LinkKind, Outline};
use archsite_core::path;
use archsite_core::relocate::{self, Change, Moved};
use archsite_core::resolve::{Anchor, Destination, PageAnchors, Resolution, Target};
use archsite_core::site::{PageId, Site};
use archsite_core::text::{Edit, Recorded, Text};

use crate::PASS;
use crate::config::{Config, SectionList};
use crate::document::Document;
use crate::list::{self, Listed};
use crate::script;

/// A page as it was written.
#[derive(Debug)]
pub struct Rendered {
    /// Its Markdown.
    pub text: Text,
    /// What undoes the edits.
    pub recorded: Vec<Recorded>,
}

/// Everything that writing pages looks at.
pub struct Renderer<'a> {
    /// The site before the split.
    pub site: &'a Site,
    /// What its links point at.
    pub resolution: &'a Resolution,
    /// All documents that are split.
    pub documents: &'a [Document],
    /// Index into `documents` by page of the site.
    pub by_page: &'a [Option<usize>],
    /// What the user wants.
    pub config: &'a Config,
}

impl Renderer<'_> {
    /// Writes all pages of a document.
    ///
    /// # Errors
    /// [`InternalError`] if a byte would be lost: a bug, not a fault of the document.
    pub fn document(&self, document: &Document) -> Result<Vec<Rendered>, InternalError> {
        let edits = self.edits(document);
        let pages: Vec<Rendered> = (0..document.plan.pages.len())
            .map(|page| self.page(document, page, &edits))
            .collect::<Result<_, _>>()?;
        self.check(document, &pages)?;
        Ok(pages)
    }

    /// Edits for a page that is not split but has links to what moved.
    pub fn other_page(&self, page: PageId) -> Vec<Edit> {
        let outline = self.site.pages[page].outline();
        let path = self.site.pages[page].path.as_deref().unwrap_or_default();
        let mut edits: Vec<Edit> = (0..outline.links.len())
            .filter_map(|link| self.link_edit(page, link, path, None))
            .collect();
        edits.sort_by_key(|edit| edit.range.start);
        edits
    }

    /// All edits of a document's own text, in order and free of overlaps.
    fn edits(&self, document: &Document) -> Vec<Edit> {
        let outline = self.outline(document);
        let mut hidden = self.hidden(document);
        hidden.sort_by_key(|edit| edit.range.start);
        let is_hidden = |at: usize| {
            let next = hidden.partition_point(|edit| edit.range.start <= at);
            next.checked_sub(1)
                .is_some_and(|index| hidden[index].range.contains(&at))
        };
        let mut edits: Vec<Edit> = Vec::new();
        for (index, heading) in outline.headings.iter().enumerate() {
            let page = document.owners.page(heading.range.start);
            let shift = document.plan.pages[page].shift;
            if heading.root && heading.level > 0 && shift > 0 {
                edits.extend(shift_heading(heading, shift));
            }
            if document.moves.pinned.binary_search(&index).is_ok() {
                let id = &self.anchors(document).heading_ids[index];
                edits.extend(pin(self.text(document), heading, id));
            }
        }
        for (index, link) in outline.links.iter().enumerate() {
            if let Some(raw) = &link.raw {
                let page = document.owners.page(raw.start);
                edits.extend(self.link_edit(
                    document.page,
                    index,
                    &document.paths[page],
                    Some(page),
                ));
            }
        }
        edits.retain(|edit| !is_hidden(edit.range.start));
        edits.extend(hidden);
        edits.sort_by_key(|edit| edit.range.start);
        edits
    }

    /// What is not shown: front matter, rules that end a section, footnotes that moved
    /// away, and a table of contents that the list of sections replaces.
    fn hidden(&self, document: &Document) -> Vec<Edit> {
        let outline = self.outline(document);
        let text = self.text(document);
        let mut hidden = Vec::new();
        if outline.front_matter > 0 {
            hidden.push(Edit::replace(0..outline.front_matter, ""));
        }
        for page in &document.plan.pages[1..] {
            hidden
                .extend(last_rule(outline, text, page.ranges.last()).map(|r| Edit::replace(r, "")));
        }
        for (index, note) in outline.notes.iter().enumerate() {
            let home = document.owners.page(note.range.start);
            if document.carried[home].hides(outline, index) {
                let words = format!("footnote {} is on the pages that use it", note.label);
                hidden.push(Edit::replace(note.range.clone(), generate::comment(&words)));
            }
        }
        if let Some(contents) = &document.plan.contents
            && self.only_lists_sections(document, &contents.body)
        {
            let body = &text[contents.body.clone()];
            let blank = body.len() - body.trim_start().len();
            let start = contents.body.start + blank;
            hidden.retain(|edit| !(start..contents.body.end).contains(&edit.range.start));
            hidden.push(Edit::replace(start..contents.body.end, ""));
        }
        hidden
    }

    /// Whether a part of a document is nothing but links to the document's own headings.
    fn only_lists_sections(&self, document: &Document, body: &Range<usize>) -> bool {
        let outline = self.outline(document);
        let mut rest = self.text(document)[body.clone()].to_string().into_bytes();
        let targets = &self.resolution.targets[document.page];
        let mut any = false;
        for (link, target) in outline.links.iter().zip(targets) {
            if link.kind != LinkKind::Link || !body.contains(&link.range.start) {
                continue;
            }
            match target {
                Target::Page {
                    page,
                    anchor: Some(_),
                } if *page == document.page => {}
                _ => return false,
            }
            any = true;
            let range = link.range.start - body.start..link.range.end.min(body.end) - body.start;
            rest[range].fill(b' ');
        }
        let marks = |byte: &u8| byte.is_ascii_digit() || b" \t\r\n.)-*+".contains(byte);
        any && rest.iter().all(marks)
    }

    fn page(
        &self,
        document: &Document,
        page: usize,
        edits: &[Edit],
    ) -> Result<Rendered, InternalError> {
        let source = &self.site.pages[document.page].text;
        let plan = &document.plan.pages[page];
        let mut text = Text::default();
        let mut recorded = Vec::new();
        self.carry_in(document, page, &mut text);
        note_generated(&mut recorded, 0, text.as_str().len(), 0);

        let mut list = self.section_list(document, page);
        let list_at = self.list_place(document, page);
        let mut listed = false;
        for range in split_at(&plan.ranges, list_at) {
            let start = text.as_str().len();
            let behind_list = range.start >= list_at && !listed;
            if behind_list {
                list = put(&mut text, &list);
                listed = true;
            }
            let follows = behind_list || range.start != plan.ranges[0].start;
            if follows && !joins_cleanly(&text, &source.as_str()[range.clone()]) {
                let between = generate::comment("a section of this document has its own page");
                put(&mut text, &between);
            }
            note_generated(&mut recorded, start, text.as_str().len(), range.start);
            let made = text
                .splice(PASS, source, std::slice::from_ref(&range), edits)
                .map_err(|error| self.bug(document, error.to_string()))?;
            recorded.extend(made);
        }
        let at = text.as_str().len();
        put(&mut text, &list);
        note_generated(
            &mut recorded,
            at,
            text.as_str().len(),
            source.as_str().len(),
        );
        Ok(Rendered { text, recorded })
    }

    /// The offset in the document before which a page's list of sections stands: behind
    /// its table of contents, else behind all its own text.
    fn list_place(&self, document: &Document, page: usize) -> usize {
        let text = self.text(document);
        let ranges = &document.plan.pages[page].ranges;
        let place = match &document.plan.contents {
            Some(contents) if page == 0 => contents.body.end,
            _ => text.len(),
        };
        // Code or HTML that is never closed would swallow what stands behind it.
        let swallows = place == text.len()
            && ranges.last().is_some_and(|range| range.end == text.len())
            && self
                .outline(document)
                .blocks
                .last()
                .is_some_and(|block| never_closed(block.kind, &text[block.range.clone()]));
        match (swallows, ranges.last()) {
            (true, Some(last)) => last.start,
            _ => place,
        }
    }

    /// Definitions and footnotes from elsewhere. They stand above everything, because a
    /// definition must come before any other one of its label.
    fn carry_in(&self, document: &Document, page: usize, text: &mut Text) {
        let outline = self.outline(document);
        let source = self.text(document);
        let carried = &document.carried[page];
        let here = &document.paths[page];
        for note in &carried.notes {
            let range = &outline.notes[*note].range;
            let words = source[range.clone()].trim_end();
            let links = outline.links_in(range);
            self.copy(
                document,
                range.start..range.start + words.len(),
                links,
                page,
                text,
            );
            text.push_generated(PASS, "\n\n");
        }
        for index in &carried.definitions {
            let definition = &outline.definitions[*index];
            if definition.root {
                let link = std::iter::once(definition.link);
                self.copy(document, definition.range.clone(), link, page, text);
                text.push_generated(PASS, "\n");
            } else {
                let edit = self.link_edit(document.page, definition.link, here, Some(page));
                let dest = edit.map_or(definition.dest.clone(), |edit| {
                    let kept = match edit.range.is_empty() {
                        true => definition.dest.as_str(),
                        false => "",
                    };
                    edit.with + kept
                });
                let title = definition.title.as_deref();
                text.push_generated(PASS, &generate::definition(&definition.label, &dest, title));
            }
        }
        if !carried.definitions.is_empty() {
            text.push_generated(PASS, "\n");
        } else if !carried.notes.is_empty() {
            // Indented text at the top of the page would continue the footnote.
            text.push_generated(
                PASS,
                &generate::comment("footnotes used on this page end here"),
            );
            text.push_generated(PASS, "\n");
        }
    }

    /// Copies a part of the document with `links`, by index, made right for `page`. A copy
    /// is generated text: the original is elsewhere.
    fn copy(
        &self,
        document: &Document,
        range: Range<usize>,
        links: impl Iterator<Item = usize>,
        page: usize,
        text: &mut Text,
    ) {
        let source = self.text(document);
        let here = &document.paths[page];
        let mut edits: Vec<Edit> = links
            .filter_map(|link| self.link_edit(document.page, link, here, Some(page)))
            .filter(|edit| edit.range.start >= range.start && edit.range.end <= range.end)
            .collect();
        edits.sort_by_key(|edit| edit.range.start);
        let mut at = range.start;
        for edit in edits {
            text.push_generated(PASS, &source[at..edit.range.start]);
            text.push_generated(PASS, &edit.with);
            at = edit.range.end;
        }
        text.push_generated(PASS, &source[at..range.end]);
    }

    /// The list of sections of a page, and for the document's own page the script for old
    /// addresses. Empty if no page lies below.
    fn section_list(&self, document: &Document, page: usize) -> String {
        let outline = self.outline(document);
        let here = path::parent(&document.paths[page]);
        let plan = &document.plan.pages;
        if document.children[page].is_empty() {
            return String::new();
        }
        // Old addresses name the document's own page; only a browser follows them.
        let places = match page == 0 && self.site.html {
            true => document.moves.sorted(self.anchors(document)),
            false => Vec::new(),
        };
        let ids = self.static_ids(document, &places);
        let listed = document.children[page]
            .iter()
            .filter_map(|below| {
                Some(Listed {
                    outline,
                    page: &plan[*below],
                    heading: plan[*below].heading?,
                    dest: path::percent_encode(&path::relative(here, &document.paths[*below])),
                    ids: ids.get(below).cloned().unwrap_or_default(),
                })
            })
            .collect();
        let described = self.config.section_list == SectionList::Described;
        let mut text = list::section_list(listed, described);
        let moved = moved_ids(document, &places);
        if !moved.is_empty() {
            text.push('\n');
            text.push_str(&script::script(&moved));
        }
        text
    }

    /// For each section in the document's list, the old ids of the headings that became
    /// pages: without a script, an old address at least finds the entry.
    fn static_ids(
        &self,
        document: &Document,
        places: &[(&str, usize, &str)],
    ) -> BTreeMap<usize, Vec<String>> {
        let on_own_page = places.iter().filter(|(_, page, _)| *page == 0);
        let taken: HashSet<&str> = on_own_page.map(|(_, _, id)| *id).collect();
        let old = self.anchors(document);
        let mut ids: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (index, page) in document.plan.pages.iter().enumerate().skip(1) {
            let Some(heading) = page.heading else {
                continue;
            };
            let id = &old.heading_ids[heading];
            let first = old.find(id) == Some(Anchor::Heading(heading));
            if !first || taken.contains(id.as_str()) {
                continue;
            }
            let mut top = index;
            while document.plan.pages[top].parent != 0 {
                top = document.plan.pages[top].parent;
            }
            ids.entry(top).or_default().push(id.clone());
        }
        ids
    }

    /// What a link of the page `from` must become on the page at `here`, which shows the
    /// part `part` of the document if `from` is split.
    fn link_edit(
        &self,
        from: PageId,
        index: usize,
        here: &str,
        part: Option<usize>,
    ) -> Option<Edit> {
        let link: &Link = &self.site.pages[from].outline().links[index];
        let raw = link.raw.clone()?;
        let written_for = self.site.pages[from].path.as_deref()?;
        let moved = match &self.resolution.targets[from][index] {
            Target::Nothing | Target::External => return None,
            Target::Page { page, anchor } => {
                if is_local_use(link) {
                    return None;
                }
                self.moved(from, part, *page, *anchor)
            }
            Target::MissingAnchor { .. } | Target::File { .. } | Target::Outside => Moved::No,
        };
        match relocate::change(link, written_for, here, moved, self.site.html) {
            Change::Keep => None,
            Change::Prefix(prefix) => Some(Edit::insert(raw.start, prefix)),
            Change::Replace(dest) => Some(Edit::replace(raw, dest)),
        }
    }

    /// Where the place a link points at is now.
    fn moved(
        &self,
        from: PageId,
        part: Option<usize>,
        page: PageId,
        anchor: Option<Anchor>,
    ) -> Moved<'_> {
        let (Some(document), Some(anchor)) = (self.by_page[page], anchor) else {
            return Moved::No;
        };
        let document = &self.documents[document];
        let Some((now, id)) = document.moves.find(anchor) else {
            return Moved::No;
        };
        let same_id = match anchor {
            Anchor::Heading(index) => id == self.anchors(document).heading_ids[index],
            _ => true,
        };
        let stays = now == 0 && same_id && (from != page || part == Some(0));
        match stays {
            true => Moved::No,
            false => Moved::To {
                page: &document.paths[now],
                id: Some(id).filter(|id| !id.is_empty()),
            },
        }
    }

    /// The ids of the whole document.
    fn anchors(&self, document: &Document) -> &PageAnchors {
        &self.resolution.anchors[document.page]
    }

    fn outline(&self, document: &Document) -> &Outline {
        self.site.pages[document.page].outline()
    }

    fn text(&self, document: &Document) -> &str {
        self.site.pages[document.page].text.as_str()
    }

    /// Every byte of the document is on exactly one page or in a recorded edit.
    fn check(&self, document: &Document, pages: &[Rendered]) -> Result<(), InternalError> {
        let len = self.text(document).len();
        let mut ranges: Vec<&Range<usize>> = document
            .plan
            .pages
            .iter()
            .flat_map(|page| &page.ranges)
            .collect();
        ranges.sort_by_key(|range| range.start);
        let mut at = 0;
        for range in ranges {
            if range.start != at {
                return Err(self.bug(
                    document,
                    format!("bytes {at} to {} are on no page or on two", range.start),
                ));
            }
            at = range.end;
        }
        let kept: usize = pages
            .iter()
            .map(|page| {
                let written: usize = page.recorded.iter().map(|r| r.len).sum();
                let replaced: usize = page.recorded.iter().map(|r| r.original.len()).sum();
                page.text.as_str().len() - written + replaced
            })
            .sum();
        if at != len || kept != len {
            return Err(self.bug(document, format!("{kept} of {len} bytes are accounted for")));
        }
        Ok(())
    }

    fn bug(&self, document: &Document, what: String) -> InternalError {
        let page = &self.site.pages[document.page];
        InternalError {
            document: page.source_path.clone().unwrap_or_default(),
            what,
        }
    }
}

/// Ids that left the document's own page, and where they are now.
fn moved_ids<'p>(
    document: &Document,
    places: &[(&'p str, usize, &str)],
) -> BTreeMap<&'p str, String> {
    let left = places.iter().filter(|(_, page, _)| *page != 0);
    left.map(|(old, page, id)| {
        let html = format!("{}.html", path::stem(&document.paths[*page]));
        let page = path::percent_encode(&html);
        (*old, format!("{page}#{}", path::percent_encode(id)))
    })
    .collect()
}

/// Notes that the bytes from `start` to `end` of a page stand for nothing at `original`.
fn note_generated(recorded: &mut Vec<Recorded>, start: usize, end: usize, original: usize) {
    if end > start {
        recorded.push(Recorded {
            at: start,
            len: end - start,
            original: original..original,
        });
    }
}

/// The ranges, with the one that holds `at` inside it split there.
fn split_at(ranges: &[Range<usize>], at: usize) -> Vec<Range<usize>> {
    let halves = |range: &Range<usize>| match range.start < at && at < range.end {
        true => vec![range.start..at, at..range.end],
        false => vec![range.clone()],
    };
    ranges.iter().flat_map(halves).collect()
}

/// Adds generated text as blocks of its own. Returns what is left to put: nothing.
fn put(text: &mut Text, generated: &str) -> String {
    if !generated.is_empty() {
        let before = text.as_str();
        let gap = match before {
            "" => "",
            _ if before.ends_with("\n\n") || before.ends_with("\n\r\n") => "",
            _ if before.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        text.push_generated(PASS, gap);
        text.push_generated(PASS, generated);
        text.push_generated(PASS, "\n");
    }
    String::new()
}

/// Whether the next part of a page begins a block of its own, whatever stands before it.
fn joins_cleanly(text: &Text, next: &str) -> bool {
    let before = text.as_str();
    (before.is_empty() || before.ends_with('\n')) && next.starts_with('#')
}

/// `#id` outside of links means something on the page itself, such as a part of a picture.
pub(crate) fn is_local_use(link: &Link) -> bool {
    match &link.kind {
        LinkKind::Html { tag, .. } => {
            Destination::parse(&link.dest).path.is_empty() && tag != "a" && tag != "area"
        }
        _ => false,
    }
}

/// Whether a block at the end of a text would take in whatever is added behind it.
fn never_closed(kind: BlockKind, block: &str) -> bool {
    const PAIRS: &[(&str, &str)] = &[
        ("<!--", "-->"),
        ("<?", "?>"),
        ("<![cdata[", "]]>"),
        ("<script", "</script"),
        ("<pre", "</pre"),
        ("<style", "</style"),
        ("<textarea", "</textarea"),
        ("<!", ">"),
    ];
    let block = block.trim();
    match kind {
        BlockKind::Code => {
            let mark = block.chars().next().unwrap_or(' ');
            let fence = block.len() - block.trim_start_matches(mark).len();
            let last = block.lines().skip(1).last().unwrap_or("").trim();
            matches!(mark, '`' | '~')
                && fence >= 3
                && !(last.len() >= fence && last.chars().all(|c| c == mark))
        }
        BlockKind::Html | BlockKind::Anchors => {
            let block = block.to_ascii_lowercase();
            let pair = PAIRS.iter().find(|(open, _)| block.starts_with(open));
            pair.is_some_and(|(_, close)| !block.contains(close))
        }
        _ => false,
    }
}

/// Moves a heading up.
fn shift_heading(heading: &Heading, shift: u8) -> Vec<Edit> {
    let shift = usize::from(shift.min(heading.level.saturating_sub(1)));
    if shift == 0 {
        return Vec::new();
    }
    match &heading.style {
        HeadingStyle::Atx { open, close } => {
            let mut edits = vec![Edit::replace(open.end - shift..open.end, "")];
            if let Some(close) = close
                && close.len() == open.len()
            {
                edits.push(Edit::replace(close.end - shift..close.end, ""));
            }
            edits
        }
        HeadingStyle::Setext { underline } => {
            vec![Edit::replace(
                underline.clone(),
                "=".repeat(underline.len()),
            )]
        }
        HeadingStyle::Term => Vec::new(),
    }
}

/// Makes a heading say the id it had.
fn pin(text: &str, heading: &Heading, id: &str) -> Option<Edit> {
    let line = &text[..lines::line_end(text, heading.content_end)];
    let end = line.trim_end().len().max(heading.content_end);
    if heading.attributes {
        let brace = text[..end].rfind('}')?;
        return Some(Edit::insert(brace, format!(" #{id}")));
    }
    Some(Edit::insert(end, format!(" {{#{id}}}")))
}

/// The rule that ends a page, if one does.
fn last_rule(outline: &Outline, text: &str, range: Option<&Range<usize>>) -> Option<Range<usize>> {
    let range = range?;
    let next = outline
        .blocks
        .partition_point(|block| block.range.start < range.end);
    let last = outline.blocks.get(next.checked_sub(1)?)?;
    // A definition is no block; without the rule it would join the paragraph above.
    let ends = last.kind == BlockKind::Rule
        && range.contains(&last.range.start)
        && text[last.range.end..range.end].trim().is_empty();
    ends.then(|| last.range.clone())
}
