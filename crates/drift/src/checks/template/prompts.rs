//! Prompts for a model, `[[LLM: …]]`, in the text of a document.

use std::ops::Range;

use crate::document::Document;

/// Longest prompt, in bytes.
const LONGEST: usize = 20_000;

/// How prompts begin, in lower case.
const BEGINS: &[&str] = &[
    "[[llm",
    "[[ai:",
    "[[prompt",
    "[[instruction",
    "[[agent:",
    "<<repeat",
    "<</repeat",
    "^^condition",
    "^^/condition",
];

/// The prompts of a document, from their opening to their closing brackets. One that nothing closes ends
/// with its line.
pub(crate) fn prompts(document: &Document<'_>) -> Vec<Range<usize>> {
    let source = document.source;
    let mut prompts: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(found) = find_opening(source, at) {
        at = found + 2;
        if is_code(document, found) {
            continue;
        }
        let close = match &source[found..found + 2] {
            "[[" => "]]",
            "<<" => ">>",
            _ => "^^",
        };
        let end = closing(document, at, close);
        prompts.push(found..end);
        at = end;
    }
    prompts
}

/// A prompt with its lines, if nothing else is in them, and with the empty line behind it.
pub(crate) fn with_lines(source: &str, prompt: Range<usize>) -> Range<usize> {
    let start = source[..prompt.start].rfind('\n').map_or(0, |end| end + 1);
    let line_end = source[prompt.end..].find('\n');
    let end = line_end.map_or(source.len(), |end| prompt.end + end + 1);
    let is_alone =
        source[start..prompt.start].trim().is_empty() && source[prompt.end..end].trim().is_empty();
    if !is_alone {
        return prompt;
    }
    let next = source[end..].lines().next();
    let is_blank = next.is_some_and(|next| next.trim().is_empty());
    let blank = source[end..].find('\n').filter(|_| is_blank);
    start..blank.map_or(end, |blank| end + blank + 1)
}

fn find_opening(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let begins = |at: usize| {
        BEGINS.iter().any(|begin| {
            let text = bytes.get(at..at + begin.len());
            text.is_some_and(|text| text.eq_ignore_ascii_case(begin.as_bytes()))
        })
    };
    (from..bytes.len()).find(|at| matches!(bytes[*at], b'[' | b'<' | b'^') && begins(*at))
}

/// Where the prompt ends that is open at an offset: behind its brackets, which no heading may come before.
fn closing(document: &Document<'_>, from: usize, close: &str) -> usize {
    let source = document.source;
    let next = document
        .headings
        .partition_point(|heading| heading.range.start <= from);
    let heading = document.headings.get(next);
    let limit = heading.map_or(source.len(), |heading| heading.range.start);
    let mut limit = limit.min(from + LONGEST);
    while !source.is_char_boundary(limit) {
        limit -= 1;
    }
    let mut at = from;
    while let Some(found) = source[at..limit].find(close) {
        let found = at + found;
        if !is_code(document, found) {
            return found + close.len();
        }
        at = found + close.len();
    }
    source[from..]
        .find('\n')
        .map_or(source.len(), |end| from + end)
}

/// Whether an offset is in code, in a block or in a line.
fn is_code(document: &Document<'_>, at: usize) -> bool {
    let next = document.spans.partition_point(|span| span.range.end <= at);
    let in_span = document
        .spans
        .get(next)
        .is_some_and(|span| span.range.contains(&at));
    let next = document
        .fences
        .partition_point(|fence| fence.range.end <= at);
    in_span
        || document
            .fences
            .get(next)
            .is_some_and(|fence| fence.range.contains(&at))
}
