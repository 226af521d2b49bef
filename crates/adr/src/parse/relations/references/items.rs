//! The links and words of a part of a line.

use std::ops::Range;

use crate::parse::relations::references::reference::is_external;

/// A link or a word.
#[derive(Debug, Clone)]
pub(super) struct Item<'l> {
    pub(super) range: Range<usize>,
    pub(super) dest: Option<&'l str>,
}

/// The length of a text in parentheses.
pub(super) fn note_length(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open += 1,
            b')' if open == 1 => return Some(at + 1),
            b')' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The links and words of a part of a line; addresses in plain text are links.
pub(super) fn items<'l>(
    text: &'l str,
    range: &Range<usize>,
    links: Vec<(Range<usize>, &'l str)>,
) -> Vec<Item<'l>> {
    let is_word_char = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let mut items = Vec::new();
    let mut links = links.into_iter().peekable();
    let mut at = range.start;
    while at < range.end {
        if let Some((link, dest)) = links.next_if(|(link, _)| link.start <= at) {
            at = link.end.max(at);
            let dest = Some(dest);
            items.push(Item { range: link, dest });
            continue;
        }
        let end = links
            .peek()
            .map_or(range.end, |(link, _)| link.start.min(range.end));
        let rest = &text[at..end];
        let skip = rest.find(is_word_char).unwrap_or(rest.len());
        at += skip;
        let rest = &text[at..end];
        if rest.is_empty() {
            continue;
        }
        if is_external(rest) && !rest.starts_with('/') {
            let stop = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '`' | ']');
            let length = rest.find(stop).unwrap_or(rest.len());
            let address = rest[..length].trim_end_matches(['.', ',', ';', ':']);
            items.push(Item {
                range: at..at + address.len(),
                dest: Some(address),
            });
            at += length;
            continue;
        }
        let length = rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(['.', '-', '/', '_']);
        let start = at + (word.len() - word.trim_start_matches(['.', '/', '-']).len());
        let end = at + word.len();
        at += length;
        if start < end {
            items.push(Item {
                range: start..end,
                dest: None,
            });
        }
    }
    items
}
