//! Copies of what a page needs from other pages: link definitions and footnotes, with their
//! links made right for the page.
//!
//! `shared_definitions` says what is needed. A copy is generated text: the original stays where it is, or
//! is accounted for where it was.

use std::ops::Range;

use archsite_core::diagnostics::InternalError;
use archsite_core::emit;
use archsite_core::text::{Edit, Text};

use crate::PASS;
use crate::output::render::Renderer;
use crate::plan::document::Document;

impl Renderer<'_> {
    /// What is above everything on a page: a definition must come before any other one
    /// of its label.
    pub(crate) fn copies(&self, document: &Document, page: usize) -> Result<String, InternalError> {
        let shared = &document.shared[page];
        let mut text = String::new();
        for note in &shared.notes {
            text.push_str(&self.copied_note(document, *note, page)?);
            text.push_str("\n\n");
        }
        for definition in &shared.definitions {
            text.push_str(&self.copied_definition(document, *definition, page)?);
        }
        if !shared.definitions.is_empty() {
            text.push('\n');
        } else if !shared.notes.is_empty() {
            // Indented text at the top of the page would continue the footnote.
            text.push_str(&emit::comment("footnotes used on this page end here"));
            text.push('\n');
        }
        Ok(text)
    }

    fn copied_note(
        &self,
        document: &Document,
        note: usize,
        page: usize,
    ) -> Result<String, InternalError> {
        let outline = self.outline(document);
        let source = self.text(document);
        let note = &outline.notes[note];
        let len = source[note.range.clone()].trim_end().len();
        let range = note.range.start..note.range.start + len;
        let links = outline.links_in(&range);
        let copy = self.copy(document, range.clone(), links, page)?;
        if note.root {
            return Ok(copy);
        }
        let line = source[..range.start].rfind(['\n', '\r']);
        Ok(dedent(&copy, range.start - line.map_or(0, |at| at + 1)))
    }

    fn copied_definition(
        &self,
        document: &Document,
        definition: usize,
        page: usize,
    ) -> Result<String, InternalError> {
        let definition = &self.outline(document).definitions[definition];
        if definition.root {
            let link = std::iter::once(definition.link);
            let copy = self.copy(document, definition.range.clone(), link, page)?;
            return Ok(copy + "\n");
        }
        // Lines of a quote cannot be copied: the definition is made anew.
        let here = &document.paths[page];
        let edit = self.link_edit(document.page, definition.link, here, Some(page));
        let dest = match edit {
            None => definition.dest.clone(),
            Some(prefix) if prefix.range.is_empty() => prefix.with + &definition.dest,
            Some(replacement) => replacement.with,
        };
        let title = definition.title.as_deref();
        Ok(emit::definition(&definition.label, &dest, title))
    }

    /// A part of the document with `links`, by index, made right for `page`. A copy is
    /// generated text: the original is elsewhere.
    fn copy(
        &self,
        document: &Document,
        range: Range<usize>,
        links: impl Iterator<Item = usize>,
        page: usize,
    ) -> Result<String, InternalError> {
        let here = &document.paths[page];
        let mut edits: Vec<Edit> = links
            .filter_map(|link| self.link_edit(document.page, link, here, Some(page)))
            .filter(|edit| edit.range.start >= range.start && edit.range.end <= range.end)
            .collect();
        edits.extend(self.moved_imports(document, range.clone(), here));
        edits.sort_by_key(|edit| edit.range.start);
        let source = &self.site.pages[document.page].text;
        let mut part = Text::default();
        part.splice(PASS, source, &[range], &edits)
            .map_err(|error| self.bug(document, error.to_string()))?;
        Ok(part.take())
    }
}

/// A text without the marks of the quotes and lists it was in, which took `indent` bytes
/// of its first line.
fn dedent(text: &str, indent: usize) -> String {
    let mut lines = text.split_inclusive('\n');
    let mut out = lines.next().unwrap_or_default().to_string();
    for line in lines {
        let marks = line
            .bytes()
            .take(indent)
            .take_while(|b| b" \t>".contains(b));
        out.push_str(&line[marks.count()..]);
    }
    out
}
