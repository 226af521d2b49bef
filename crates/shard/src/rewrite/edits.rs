//! The edits of a document's own text: headings that move up, ids that are kept, parts that
//! are not shown, and links.
//!
//! Every edit is a byte range of the source; nothing is formatted here.

use std::ops::Range;

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::markdown::outline::{BlockKind, Heading, HeadingStyle, LinkKind, Outline};
use archsite_core::site::resolve::{Anchor, Target};
use archsite_core::text::Edit;

use crate::output::render::Renderer;
use crate::plan::document::Document;
use crate::plan::sections::contents;
use crate::rewrite::imports;

impl Renderer<'_> {
    /// All edits of a document's own text, in order and free of overlaps.
    pub(crate) fn edits(&self, document: &Document) -> Vec<Edit> {
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
            if document
                .anchor_map
                .preserved_ids
                .binary_search(&index)
                .is_ok()
            {
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
        edits.extend(self.import_edits(document));
        edits.retain(|edit| !is_hidden(edit.range.start));
        edits.extend(hidden);
        edits.sort_by_key(|edit| edit.range.start);
        edits
    }

    /// Imports of an instruction file, whose files for agents are in another folder.
    fn import_edits(&self, document: &Document) -> Vec<Edit> {
        let here = |at: usize| document.paths[document.owners.page(at)].as_str();
        self.imports(document, 0..self.text(document).len(), &here)
    }

    /// Imports in a part of a document that is copied to a page at `here`.
    pub(crate) fn moved_imports(
        &self,
        document: &Document,
        part: Range<usize>,
        here: &str,
    ) -> Vec<Edit> {
        self.imports(document, part, &|_| here)
    }

    fn imports<'p>(
        &self,
        document: &Document,
        part: Range<usize>,
        here: &dyn Fn(usize) -> &'p str,
    ) -> Vec<Edit> {
        let page = &self.site.pages[document.page];
        let own = page.path.as_deref().unwrap_or_default();
        if self.target.in_book() || !imports::has_imports(own) {
            return Vec::new();
        }
        let text = &self.text(document)[part.clone()];
        let edit = |range: Range<usize>| {
            let at = part.start + range.start;
            let moved = imports::moved(&text[range.clone()], own, here(at))?;
            Some(Edit::replace(at..part.start + range.end, moved))
        };
        let found = imports::imports(text, &page.options);
        found.into_iter().filter_map(edit).collect()
    }

    /// What is not shown: front matter, rules that end a section, footnotes that moved
    /// away, and a table of contents that the list of sections replaces.
    pub(crate) fn hidden(&self, document: &Document) -> Vec<Edit> {
        let outline = self.outline(document);
        let text = self.text(document);
        let mut hidden = Vec::new();
        if outline.front_matter > 0 {
            hidden.push(Edit::replace(
                0..outline.front_matter,
                self.metadata(document),
            ));
        }
        for page in &document.plan.pages[1..] {
            hidden
                .extend(last_rule(outline, text, page.ranges.last()).map(|r| Edit::replace(r, "")));
        }
        for (index, note) in outline.notes.iter().enumerate() {
            let home = document.owners.page(note.range.start);
            if document.shared[home].hides(outline, index) {
                let words = format!("footnote {} is on the pages that use it", note.label);
                hidden.push(Edit::replace(note.range.clone(), emit::comment(&words)));
            }
        }
        if let Some(contents) = &document.plan.contents
            && self.only_lists_sections(document, &contents.body)
        {
            let body = &text[contents.body.clone()];
            let blank = body.len() - body.trim_start().len();
            // Files for agents have a heading of their own above the list.
            let (start, with) = if self.target.in_book() {
                (contents.body.start + blank, String::new())
            } else {
                let id = contents
                    .heading
                    .map(|heading| self.linked_id(document, heading));
                (contents.start, id.unwrap_or_default())
            };
            hidden.retain(|edit| !(start..contents.body.end).contains(&edit.range.start));
            hidden.push(Edit::replace(start..contents.body.end, with));
        }
        hidden
    }

    /// The front matter of a document as its page shows it: a block of code in files for agents,
    /// nothing in the book, where it is not content.
    fn metadata(&self, document: &Document) -> String {
        if self.target.in_book() {
            return String::new();
        }
        let text = &self.text(document)[..self.outline(document).front_matter];
        let language = if text.starts_with("+++") {
            "toml"
        } else {
            "yaml"
        };
        let text = text.replace("\r\n", "\n");
        let lines = text.lines().count();
        let inner = text.lines().skip(1).take(lines.saturating_sub(2));
        let inner: String = inner.flat_map(|line| [line, "\n"]).collect();
        Markdown::new(EscapeMode::Source)
            .fenced(language, &inner)
            .finish()
    }

    /// An anchor in the place of a heading, if a link of the document leads there.
    fn linked_id(&self, document: &Document, heading: usize) -> String {
        let wanted = Target::Page {
            page: document.page,
            anchor: Some(Anchor::Heading(heading)),
        };
        let linked = self.resolution.targets[document.page].contains(&wanted);
        match document.anchor_map.find(Anchor::Heading(heading)) {
            Some((_, id)) if linked => emit::anchor(id) + "\n",
            _ => String::new(),
        }
    }

    /// Whether a part of a document is nothing but links to the document's own headings.
    pub(crate) fn only_lists_sections(&self, document: &Document, body: &Range<usize>) -> bool {
        let outline = self.outline(document);
        let text = &self.text(document)[body.clone()];
        if contents::is_marker(text) {
            return true;
        }
        let mut rest = text.to_string().into_bytes();
        let targets = &self.resolution.targets[document.page];
        let mut any = false;
        for (link, target) in outline.links.iter().zip(targets) {
            let is_html = matches!(&link.kind, LinkKind::Html { tag, .. } if tag == "a");
            if !(is_html || link.kind == LinkKind::Link) || !body.contains(&link.range.start) {
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
            let range = if is_html { element(text, range) } else { range };
            rest[range].fill(b' ');
        }
        let rest = String::from_utf8_lossy(&rest);
        any && contents::has_only_marks(&rest)
    }
}

/// The bytes of an `<a>` with what is in it, of which a part is known. A link of a diagram is not an element.
fn element(text: &str, part: Range<usize>) -> Range<usize> {
    let start = if text[part.start..].starts_with('<') {
        Some(part.start)
    } else {
        text[..part.start].rfind('<')
    };
    let Some(start) = start.filter(|start| text[*start..].starts_with("<a")) else {
        return part;
    };
    // The next one begins where this one should have ended.
    let rest = &text[part.end..];
    let next = rest.find("<a").map_or(rest, |next| &rest[..next]);
    let end = next.find("</a>");
    start..end.map_or(part.end, |end| part.end + end + "</a>".len())
}

/// The rule that ends a page, if one does.
fn last_rule(outline: &Outline, text: &str, range: Option<&Range<usize>>) -> Option<Range<usize>> {
    let range = range?;
    let next = outline
        .blocks
        .partition_point(|block| block.range.start < range.end);
    let last = outline.blocks.get(next.checked_sub(1)?)?;
    // Where code in a list is never closed, the rule is what ends it.
    let above = next.checked_sub(2).map(|index| &outline.blocks[index]);
    if above.is_some_and(|block| block.unclosed) {
        return None;
    }
    // A definition is no block; without the rule it would join the paragraph above.
    let ends = last.kind == BlockKind::Rule
        && range.contains(&last.range.start)
        && text[last.range.end..range.end].trim().is_empty();
    // Blanks before it on its line go with it: alone they would be a line of the text.
    let start = text[..last.range.start].trim_end_matches([' ', '\t']).len();
    ends.then_some(start.max(range.start)..last.range.end)
}

/// Moves a heading up.
pub fn shift_heading(heading: &Heading, shift: u8) -> Vec<Edit> {
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
    if heading.style == HeadingStyle::Term {
        return Some(Edit::insert(heading.range.start, emit::anchor(id)));
    }
    let line = match &heading.style {
        HeadingStyle::Setext { underline } => &text[..underline.start],
        _ => &text[..heading.range.end],
    };
    let end = line.trim_end().len().max(heading.content_end);
    if heading.attributes {
        let brace = text[..end].rfind('}')?;
        return Some(Edit::insert(brace, format!(" #{id}")));
    }
    // Attributes end a line: not even a vertical tab, which no reader sees, may follow.
    let is_blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\x0b' | b'\x0c');
    let blank = text[end..].bytes().take_while(|b| is_blank(b)).count();
    let gives_way = if text[end..end + blank].contains(['\u{b}', '\u{c}']) {
        end..end + blank
    } else {
        end..end
    };
    // A lone CR ends a heading without text, but not one with text or attributes.
    let behind = &text[gives_way.end..];
    let line_end = if behind.starts_with('\r') && !behind.starts_with("\r\n") {
        "\n"
    } else {
        ""
    };
    Some(Edit::replace(gives_way, format!(" {{#{id}}}{line_end}")))
}
