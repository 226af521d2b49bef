//! mdBook's directives that put files into a page, and the parts of files that they name, read as
//! mdBook reads them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// mdBook's pattern for its directives.
static DIRECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\\\{\{\#.*\}\}|\{\{\s*\#([a-zA-Z0-9_]+)\s+([^}]+)\}\}";
    Regex::new(pattern).expect("the pattern is valid")
});

/// One directive.
#[derive(Debug, Clone)]
pub(super) struct Directive {
    pub(super) range: Range<usize>,
    /// Range of the file's name.
    pub(super) name: Range<usize>,
    pub(super) part: Part,
}

/// Which part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Whole,
    /// First line from 0, and the line after the last one.
    Lines(usize, Option<usize>),
    Anchor(String),
}

/// The directives of a text that put files into it, each with the file as it is written.
pub fn files(text: &str) -> Vec<(Range<usize>, &str)> {
    let found = directives(text).into_iter();
    found
        .map(|found| (found.range, &text[found.name]))
        .collect()
}

/// The files that the directives of a text put into it as a whole and as Markdown, as they are
/// written.
pub(crate) fn whole_files(text: &str) -> Vec<&str> {
    let found = directives(text).into_iter();
    let whole = found.filter(|found| found.part == Part::Whole);
    whole
        .map(|found| &text[found.name])
        .filter(|name| name.ends_with(".md"))
        .collect()
}

/// The directives of a text that put files into it.
pub(super) fn directives(text: &str) -> Vec<Directive> {
    if memchr::memmem::find(text.as_bytes(), b"{{").is_none() {
        return Vec::new();
    }
    let found = DIRECTIVE.captures_iter(text).filter_map(|found| {
        let (whole, kind, rest) = (found.get(0)?, found.get(1)?, found.get(2)?);
        let argument = rest.as_str().split_whitespace().next()?;
        let start = rest.start() + rest.as_str().find(argument)?;
        let (name, part) = match (kind.as_str(), argument.split_once(':')) {
            ("include" | "rustdoc_include", Some((name, part))) => (name, read_part(part)),
            ("include" | "rustdoc_include" | "playground" | "playpen", _) => {
                (argument, Part::Whole)
            }
            _ => return None,
        };
        Some(Directive {
            range: whole.range(),
            name: start..start + name.len(),
            part,
        })
    });
    found.collect()
}

/// The part after the file's name, read as mdBook does.
fn read_part(part: &str) -> Part {
    let mut parts = part.splitn(3, ':');
    let first = parts.next().unwrap_or_default();
    let end = parts.next().map(str::parse::<usize>);
    match (first.parse::<usize>(), end) {
        (Ok(line), None) => {
            let line = line.saturating_sub(1);
            Part::Lines(line, Some(line + 1))
        }
        (Ok(line), Some(end)) => Part::Lines(line.saturating_sub(1), end.ok()),
        (Err(_), Some(Ok(end))) if first.is_empty() => Part::Lines(0, Some(end)),
        (Err(_), _) if first.is_empty() => Part::Whole,
        _ => Part::Anchor(first.to_string()),
    }
}

/// The word after `mark` in a line.
fn marked<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    let rest = line[line.find(mark)? + mark.len()..].trim_start();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
    let word = &rest[..end.unwrap_or(rest.len())];
    (!word.is_empty()).then_some(word)
}

/// The names of all anchors of a file.
pub(super) fn anchors(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| marked(line, "ANCHOR:"))
        .collect()
}

/// The bytes between the two marks of an anchor.
pub(super) fn anchored(text: &str, name: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let begin = at;
        at += line.len();
        match start {
            None if marked(line, "ANCHOR:") == Some(name) => start = Some(at),
            Some(start) if marked(line, "ANCHOR_END:") == Some(name) => return Some(start..begin),
            _ => {}
        }
    }
    start.map(|start| start..text.len())
}

/// The bytes of some lines, from 0.
pub(super) fn line_range(text: &str, first: usize, end: Option<usize>) -> Range<usize> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
        .collect();
    let at = |line: usize| starts.get(line).copied().unwrap_or(text.len());
    let start = at(first);
    start..end.map_or(text.len(), at).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_read_as_mdbook_does() {
        let check = |text: &str, expected: Option<(&str, Part)>| {
            let found = directives(text).into_iter().next();
            let found = found.map(|found| (&text[found.name], found.part));
            assert_eq!(found, expected, "{text}");
        };
        check("{{#include a.md}}", Some(("a.md", Part::Whole)));
        check(
            "{{ #include a.md:x }}",
            Some(("a.md", Part::Anchor("x".into()))),
        );
        check(
            "{{#include a.md:3}}",
            Some(("a.md", Part::Lines(2, Some(3)))),
        );
        check("{{#include a.md:3:}}", Some(("a.md", Part::Lines(2, None))));
        check(
            "{{#include a.md::5}}",
            Some(("a.md", Part::Lines(0, Some(5)))),
        );
        check("{{#include a.md::}}", Some(("a.md", Part::Whole)));
        check("{{#playground a.rs editable}}", Some(("a.rs", Part::Whole)));
        check("\\{{#include a.md}}", None);
        check("{{#title A}}", None);
        check("{{#version a}}", None);
    }

    #[test]
    fn anchors_are_found() {
        let text = "a\n// ANCHOR: one\nb\n// ANCHOR_END: one\n# ANCHOR: two-x\nc";
        assert_eq!(anchors(text), ["one", "two-x"]);
        assert_eq!(anchored(text, "one").map(|range| &text[range]), Some("b\n"));
        assert_eq!(anchored(text, "two-x").map(|range| &text[range]), Some("c"));
        assert_eq!(anchored(text, "two"), None);
        assert_eq!(&text[line_range(text, 2, Some(3))], "b\n");
        assert_eq!(&text[line_range(text, 9, None)], "");
    }
}
