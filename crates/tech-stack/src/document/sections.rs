//! Finds the sections of a document that list its technologies, by their titles. The words of
//! titles are in `titles.txt`.

use std::ops::Range;
use std::sync::LazyLock;

use archsite_core::markdown::outline::{Heading, Outline};
use archsite_core::site::path;

use crate::document::versions::counts;
use crate::document::words;

const LISTS: &str = include_str!("../../data/titles.txt");

type Phrases = LazyLock<Vec<&'static str>>;

static ANYWHERE: Phrases = LazyLock::new(|| words::lines(LISTS, "anywhere").collect());
static WHOLE: Phrases = LazyLock::new(|| words::lines(LISTS, "whole").collect());
static QUALIFIER: Phrases = LazyLock::new(|| words::lines(LISTS, "qualifier").collect());
static QUALIFIED: Phrases = LazyLock::new(|| words::lines(LISTS, "qualified").collect());
static AFTER_STACK: Phrases = LazyLock::new(|| words::lines(LISTS, "after stack").collect());
static FILE: Phrases = LazyLock::new(|| words::lines(LISTS, "file").collect());
static NOT_IN_USE: Phrases = LazyLock::new(|| words::lines(LISTS, "not in use").collect());

/// Byte ranges of the sections that list technologies, with the sections below them; the whole
/// document, if its file is named after that. Sections about counts, and about what is not in
/// use, are left out.
pub(crate) fn sections(outline: &Outline, file: Option<&str>, len: usize) -> Vec<Range<usize>> {
    let headings: Vec<&Heading> = outline
        .headings
        .iter()
        .filter(|heading| heading.root && heading.level > 0)
        .collect();
    let end = |index: usize| {
        let mut rest = headings[index + 1..].iter();
        let next = rest.find(|next| next.level <= headings[index].level);
        next.map_or(len, |next| next.range.start)
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut add = |whole: Range<usize>| {
        if found.last().is_some_and(|last| whole.start < last.end) {
            return;
        }
        let mut start = whole.start;
        for (index, heading) in headings.iter().enumerate() {
            let inside = heading.range.start >= start && heading.range.start < whole.end;
            if inside && is_left_out(&heading.title) {
                found.push(start..heading.range.start);
                start = end(index);
            }
        }
        found.push(start..whole.end);
    };
    if file.is_some_and(is_stack_file) {
        add(0..len);
    }
    for (index, heading) in headings.iter().enumerate() {
        if is_stack_title(&heading.title) && !is_left_out(&heading.title) {
            add(heading.range.start..end(index));
        }
    }
    found
}

/// Whether the name of a file says that it lists technologies.
fn is_stack_file(file: &str) -> bool {
    let name = path::file_name(file).to_lowercase();
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    FILE.contains(&stem)
}

/// Whether a section is about counts, or about what is not in use.
fn is_left_out(title: &str) -> bool {
    let lower = title.to_lowercase();
    counts::is_title(title) || NOT_IN_USE.iter().any(|word| words::contains(&lower, word))
}

/// Whether a title is that of a list of technologies.
fn is_stack_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let title = lower
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .trim_end_matches([':', '：', ' ']);
    ANYWHERE.iter().any(|known| title.contains(known))
        || WHOLE.contains(&title)
        || is_qualified(title)
        || title.strip_prefix("stack").is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with(['-', '–', '—', ':', '(']) || AFTER_STACK.contains(&rest)
        })
}

/// `frontend stack`, `key dependencies`, `our stack overview`.
fn is_qualified(title: &str) -> bool {
    let title = AFTER_STACK
        .iter()
        .find_map(|word| title.strip_suffix(word)?.strip_suffix(' '))
        .unwrap_or(title);
    let Some((qualifiers, last)) = title.rsplit_once(' ') else {
        return false;
    };
    let is_qualifier = |word: &str| QUALIFIER.contains(&word) || matches!(word, "and" | "&" | "/");
    QUALIFIED.contains(&last)
        && (QUALIFIER.contains(&qualifiers) || qualifiers.split(' ').all(is_qualifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_stacks_are_known() {
        for title in [
            "Tech Stack",
            "3. Technology Stack",
            "TechStack",
            "Frontend Stack",
            "Our stack overview",
            "Stack — Shop",
            "Key Dependencies",
            "Active Technologies",
            "Engine Versions",
            "Framework",
            "Frontend and backend libraries",
            "Built With",
            "🛠 Prerequisites",
            "Requirements:",
            "技術スタック",
            "기술 스택",
            "Стек технологий",
        ] {
            assert!(is_stack_title(title) && !is_left_out(title), "{title}");
        }
        for title in [
            "Stack traces",
            "Call stack",
            "Supported Versions",
            "Framework design",
            "Stack overflow",
            "Functional requirements",
            "Current owners",
            "Component libraries of others",
        ] {
            assert!(!is_stack_title(title), "{title}");
        }
        for title in [
            "Target Tech Stack",
            "Rejected technologies",
            "Technology Alternatives Considered",
            "Upgrading dependencies",
        ] {
            assert!(is_left_out(title), "{title}");
        }
        for file in ["docs/tech-stack.md", ".planning/codebase/STACK.md"] {
            assert!(is_stack_file(file), "{file}");
        }
        assert!(!is_stack_file("docs/stacks.md"));
    }
}
