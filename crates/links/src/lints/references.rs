//! References: without a definition, and definitions without use or effect.
//!
//! Brackets are everywhere in technical prose. What stands alone in them is taken for a
//! reference only where something speaks for it: a definition of nearly that label, or a
//! destination that a space cut off.

use std::collections::HashSet;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{
    Definition, ParseOptions, ReferenceStyle, UndefinedReference,
};

use crate::explain::near;
use crate::explain::near::Patience;
use crate::lints::messages::references::{Duplicate, Separated, Undefined, Unused, WikiLink};
use crate::site::document::Document;

pub(crate) fn check(
    document: &Document<'_>,
    options: &ParseOptions,
    patience: &Patience,
    is_there: &dyn Fn(&str) -> bool,
    problems: &mut Vec<Diagnostic>,
) {
    let outline = document.outline;
    let labels: Vec<&str> = outline
        .definitions
        .iter()
        .map(|d| d.label.as_str())
        .collect();
    let defines = outline
        .definitions
        .iter()
        .any(|definition| !is_comment(definition));
    let mut seen = HashSet::new();
    for reference in &outline.undefined {
        let range = &reference.range;
        if !document.shows(range.start) || !seen.insert(range.start) {
            continue;
        }
        let known = if patience.allows(labels.len() * 4) {
            labels.as_slice()
        } else {
            &[]
        };
        let near = near::name(&reference.label, known).map(|near| near.name);
        let surroundings = Surroundings::of(document.text, reference);
        if surroundings.is_wiki(reference) {
            problems.push(
                WikiLink {
                    document,
                    reference,
                }
                .into(),
            );
        } else if surroundings.is_reference(reference, near, defines) {
            problems.push(
                Undefined {
                    document,
                    reference,
                    near,
                }
                .into(),
            );
        } else if let Some(dest) = surroundings.separated(reference)
            && is_there(dest)
        {
            problems.push(
                Separated {
                    document,
                    reference,
                    dest,
                }
                .into(),
            );
        }
    }
    let used: HashSet<usize> = outline.uses.iter().map(|used| used.definition).collect();
    for (index, definition) in outline.definitions.iter().enumerate() {
        let is_comment = is_comment(definition);
        if !used.contains(&index) && !is_comment && document.shows(definition.range.start) {
            problems.push(
                Unused {
                    document,
                    definition,
                }
                .into(),
            );
        }
    }
    for duplicate in outline.duplicate_definitions(document.text, options) {
        let first = &outline.definitions[duplicate.first];
        if !is_comment(first) {
            problems.push(
                Duplicate {
                    document,
                    duplicate: &duplicate,
                    first,
                }
                .into(),
            );
        }
    }
}

/// `[//]: # (text)` and the like: a comment that no reader sees.
fn is_comment(definition: &Definition) -> bool {
    matches!(definition.dest.as_str(), "" | "#") || definition.label.trim() == "//"
}

/// What stands around brackets.
struct Surroundings<'t> {
    before: Option<char>,
    behind: &'t str,
    /// What the first brackets hold.
    text: &'t str,
    /// The rest of the line before them.
    line: &'t str,
}

impl<'t> Surroundings<'t> {
    fn of(text: &'t str, reference: &UndefinedReference) -> Surroundings<'t> {
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
        let line = text[..range.start].rsplit('\n').next().unwrap_or_default();
        Surroundings {
            before: line.chars().next_back(),
            behind: &text[range.end..],
            text: &inner[..end.unwrap_or(inner.len())],
            line,
        }
    }

    /// `[[Page Name]]`, as wikis link.
    fn is_wiki(&self, reference: &UndefinedReference) -> bool {
        let label = &reference.label;
        let alone = self.line.strip_suffix('[').is_some_and(|line| {
            !line.ends_with(|c: char| c.is_alphanumeric() || ")]`".contains(c))
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

    /// Whether brackets are certainly meant as a reference.
    fn is_reference(
        &self,
        reference: &UndefinedReference,
        near: Option<&str>,
        page_has_definitions: bool,
    ) -> bool {
        let label = reference.label.as_str();
        if self.is_code(label) {
            return false;
        }
        let words = label.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        match reference.style {
            ReferenceStyle::Full => {
                // Where nothing is defined, `[ERROR][module]` is more likely a line of a log.
                let is_name = |c: char| c.is_whitespace() || "-_./:#".contains(c);
                let evidence = page_has_definitions || self.text.contains(' ');
                words && self.is_text() && (evidence || label.contains(is_name))
            }
            ReferenceStyle::Collapsed => words,
            ReferenceStyle::Shortcut => {
                let alike = near.is_some_and(|near| {
                    let same = near::skeleton(near) == near::skeleton(label);
                    same || (label.chars().count() >= 6 && label.contains(['-', '_', '.', ':']))
                });
                words && alike && !self.behind.starts_with(['(', '['])
            }
        }
    }

    /// Brackets as code, mathematics and templates have them.
    fn is_code(&self, label: &str) -> bool {
        let indexed = self
            .before
            .is_some_and(|c| c.is_alphanumeric() || "_)[]`#$@\\&*<\"'".contains(c));
        let dollars = self.line.matches('$').count() % 2 == 1;
        indexed
            || dollars
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
        let dest = &rest[..rest.find([')', '\n'])?];
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
