//! Which sections of a document state its technologies, by their titles.

use std::ops::Range;

use archsite_core::markdown::outline::Outline;

use crate::document::versions::counts;

/// Words of titles that announce a technology stack.
const TITLES: &[&str] = &[
    "tech stack",
    "technology stack",
    "technical stack",
    "software stack",
    "stack technology",
    "technologies",
    "technology choices",
    "technology selection",
    "tech-stack",
    "技术栈",
    "技術棧",
    "技术选型",
    "技术架构栈",
    "stack tecnológico",
    "tecnologías",
    "pila tecnológica",
    "technologie-stack",
    "technologiestack",
    "technologien",
    "stack technique",
    "pile technologique",
    "stack technologique",
];

/// Byte ranges of the sections whose title, or that of a section around them, is like that of a
/// technology stack. Sections that count things, such as dependencies or replicas, are left out.
pub(crate) fn sections(outline: &Outline, len: usize) -> Vec<Range<usize>> {
    let headings: Vec<_> = outline
        .headings
        .iter()
        .filter(|h| h.root && h.level > 0)
        .collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let title = heading.title.to_lowercase();
        let words = title.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
        let meant = TITLES.iter().any(|known| words.contains(known)) || words == "stack";
        if !meant
            || found
                .last()
                .is_some_and(|last| heading.range.start < last.end)
        {
            continue;
        }
        let end = |index: usize| {
            let mut rest = headings[index + 1..].iter();
            let next = rest.find(|next| next.level <= headings[index].level);
            next.map_or(len, |next| next.range.start)
        };
        let whole = heading.range.start..end(index);
        let mut start = whole.start;
        for (below, heading) in headings.iter().enumerate().skip(index) {
            if heading.range.start >= whole.end {
                break;
            }
            if heading.range.start >= start && counts::is_title(&heading.title) {
                found.push(start..heading.range.start);
                start = end(below);
            }
        }
        found.push(start..whole.end);
    }
    found
}
