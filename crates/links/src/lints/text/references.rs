//! References: without a definition, and definitions without use or effect.
//!
//! Brackets are everywhere in technical prose. A word alone in them is taken for a
//! reference only where something speaks for it: a definition of nearly that label, or a
//! destination that a space cut off.

use std::collections::HashSet;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{
    Definition, ParseOptions, ReferenceStyle, UndefinedReference,
};
use archsite_core::site::PageId;

use crate::explain::names::Names;
use crate::lints::messages::text::references::{
    duplicate_definition, separated_brackets, undefined_reference, unused_definition, wiki_link,
};
use crate::lints::text::shared::{Idle, Shared};
use crate::site::document::Document;

/// Longest destination that is looked for, in bytes.
const LONGEST: usize = 400;

pub(crate) fn undefined(
    document: &Document<'_>,
    is_there: &dyn Fn(&str) -> bool,
    problems: &mut Vec<Diagnostic>,
) {
    let outline = document.outline;
    let labels = Names::new(outline.definitions.iter().map(|d| d.label.as_str()));
    let defines = outline
        .definitions
        .iter()
        .any(|definition| !is_comment(definition));
    let mut dollars = Dollars::default();
    let mut seen = HashSet::new();
    for reference in &outline.undefined {
        let range = &reference.range;
        if !document.shows(range.start) || !seen.insert(range.start) {
            continue;
        }
        let in_math = dollars.are_open(document.text, range.start);
        let surroundings = Surroundings::of(document.text, reference, in_math);
        if surroundings.is_wiki(reference) {
            problems.push(wiki_link(document, reference));
        } else if let Some(near) = surroundings.reference(reference, &labels, defines) {
            problems.push(undefined_reference(document, reference, near));
        } else if let Some(dest) = surroundings.separated(reference)
            && is_there(dest)
        {
            problems.push(separated_brackets(document, reference, dest));
        }
    }
}

/// Definitions that do nothing on a page; `same` says whether two destinations are one.
pub(crate) fn idle(
    document: &Document<'_>,
    page: PageId,
    options: &ParseOptions,
    same: &dyn Fn(&str, &str) -> bool,
    shared: &mut Shared,
) {
    let outline = document.outline;
    let used: HashSet<usize> = outline.uses.iter().map(|used| used.definition).collect();
    for (index, definition) in outline.definitions.iter().enumerate() {
        let is_comment = is_comment(definition);
        if !used.contains(&index) && !is_comment && document.shows(definition.range.start) {
            let problem = unused_definition(document, definition);
            shared.note(page, definition.range.start, Idle::Unused, problem);
        }
    }
    for duplicate in outline.duplicate_definitions(document.text, options) {
        let first = &outline.definitions[duplicate.first];
        if !is_comment(first) && !same(&first.dest, &duplicate.dest) {
            let problem = duplicate_definition(document, &duplicate, first);
            shared.note(page, duplicate.range.start, Idle::Void, problem);
        }
    }
}

/// Whether an odd number of `$` is before a place on its line; asked about places in order.
#[derive(Debug, Default)]
struct Dollars {
    at: usize,
    odd: bool,
}

impl Dollars {
    fn are_open(&mut self, text: &str, at: usize) -> bool {
        let new = &text.as_bytes()[self.at.min(at)..at];
        let new = match memchr::memrchr(b'\n', new) {
            Some(end) => {
                self.odd = false;
                &new[end..]
            }
            None => new,
        };
        self.odd ^= memchr::memchr_iter(b'$', new).count() % 2 == 1;
        self.at = at;
        self.odd
    }
}

/// `[//]: # (text)` and the like: a comment that no reader sees.
fn is_comment(definition: &Definition) -> bool {
    matches!(definition.dest.as_str(), "" | "#") || definition.label.trim() == "//"
}

/// The text around brackets.
struct Surroundings<'t> {
    before: Option<char>,
    behind: &'t str,
    /// The text in the first brackets.
    text: &'t str,
    /// The text before them.
    ahead: &'t str,
    /// An odd number of `$` is on the line before them.
    in_math: bool,
}

impl<'t> Surroundings<'t> {
    fn of(text: &'t str, reference: &UndefinedReference, in_math: bool) -> Surroundings<'t> {
        let range = reference.range.clone();
        let whole = &text[range.clone()];
        let inner = whole
            .trim_start_matches('!')
            .strip_prefix('[')
            .unwrap_or(whole);
        let end = match reference.style {
            ReferenceStyle::Shortcut => inner.rfind(']'),
            _ => inner.rfind("]["),
        };
        let ahead = &text[..range.start];
        Surroundings {
            before: ahead.chars().next_back().filter(|c| *c != '\n'),
            behind: &text[range.end..],
            text: &inner[..end.unwrap_or(inner.len())],
            ahead,
            in_math,
        }
    }

    /// `[[Page Name]]`, as wikis link.
    fn is_wiki(&self, reference: &UndefinedReference) -> bool {
        let label = &reference.label;
        let alone = self.ahead.strip_suffix('[').is_some_and(|ahead| {
            !ahead.ends_with(|c: char| c.is_alphanumeric() || ")]`".contains(c))
        });
        alone
            && reference.style == ReferenceStyle::Shortcut
            && self.behind.starts_with(']')
            && !self.behind.starts_with("](")
            && label.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && label.starts_with(|c: char| c.is_alphanumeric())
            && !label.contains(['=', '<', '>', '$', '"', '\'', '{', '*', ',', '?', '!'])
            // `[[bin]]` is a table of TOML.
            && label.contains([' ', '-', '|', '/', '#']) | label.contains(char::is_uppercase)
            && !label.contains('.')
            // Names of pages are short; instructions in templates are not.
            && !label.contains(": ")
            && label.split_whitespace().count() <= 5
    }

    /// Whether brackets are certainly meant as a reference; if so, the label that was meant,
    /// where one is near.
    fn reference<'a>(
        &self,
        reference: &UndefinedReference,
        labels: &Names<'a>,
        page_has_definitions: bool,
    ) -> Option<Option<&'a str>> {
        let label = reference.label.as_str();
        let words = label.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        if !words || self.is_code(label) {
            return None;
        }
        let near = || labels.suggestion(label).map(|near| near.name);
        match reference.style {
            ReferenceStyle::Full => {
                // Where nothing is defined, `[ERROR][module]` is more likely a line of a log.
                let is_name = |c: char| c.is_whitespace() || "-_./:#".contains(c);
                let evidence = page_has_definitions || self.text.contains(' ');
                let is_meant = self.is_text() && (evidence || label.contains(is_name));
                is_meant.then(near)
            }
            ReferenceStyle::Collapsed => Some(near()),
            ReferenceStyle::Shortcut => {
                if self.behind.starts_with(['(', '[']) {
                    return None;
                }
                let is_long = label.chars().count() >= 6 && label.contains(['-', '_', '.', ':']);
                let found = if is_long {
                    near()
                } else {
                    labels.same(label).map(|near| near.name)
                };
                found.map(Some)
            }
        }
    }

    /// Brackets as code, mathematics and templates have them.
    fn is_code(&self, label: &str) -> bool {
        let indexed = self
            .before
            .is_some_and(|c| c.is_alphanumeric() || "_)[]`#$@\\&*<\"'".contains(c));
        indexed
            || self.in_math
            || is_set(label)
            || label.starts_with(['!', '-', '$', '%', '<', '{', '^', '@', '/'])
            || label.contains(['{', '}', '=', '|', ';', ','])
            || self.behind.starts_with(['*', '+', '{', '?'])
    }

    /// Whether the first brackets may hold the text of a link.
    fn is_text(&self) -> bool {
        let text = self.text;
        let time = text.contains(':') && text.contains(|c: char| c.is_ascii_digit());
        !is_set(text) && !text.starts_with('-') && !text.contains(',') && !time
    }

    /// The destination of `[text] (destination)`, which a space cuts off.
    fn separated(&self, reference: &UndefinedReference) -> Option<&'t str> {
        if reference.style != ReferenceStyle::Shortcut || self.is_code(&reference.label) {
            return None;
        }
        let rest = self.behind.strip_prefix(' ')?.strip_prefix('(')?;
        let end = rest
            .bytes()
            .take(LONGEST)
            .position(|b| matches!(b, b')' | b'\n'))?;
        let dest = &rest[..end];
        let is_path = dest.starts_with("http://")
            || dest.starts_with("https://")
            || dest.starts_with("./")
            || dest.starts_with("../")
            || dest
                .split('#')
                .next()
                .is_some_and(|path| path.ends_with(".md") || path.ends_with(".html"));
        (is_path && !dest.contains(char::is_whitespace)).then_some(dest)
    }
}

/// A set of characters in a regular expression.
fn is_set(label: &str) -> bool {
    ["a-z", "A-Z", "0-9", "\\"]
        .iter()
        .any(|part| label.contains(part))
}
