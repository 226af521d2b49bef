//! Badges of shields.io and badgen.net: the address of the image has a name and a version.

use std::ops::Range;

use archsite_core::site::path;

use crate::document::markdown::Document;
use crate::document::names::{Match, Names};
use crate::document::rows::TechnologyRow;
use crate::document::versions;
use crate::document::versions::VersionText;

/// The beginnings of addresses of badges: `badge/NAME-VERSION-COLOR`.
const ADDRESSES: &[&str] = &[
    "img.shields.io/badge/",
    "shields.io/badge/",
    "badgen.net/badge/",
];

/// The beginning of an address whose parameters are `label` and `message`.
const STATIC_ADDRESS: &str = "img.shields.io/static/v1?";

/// Whether a text may contain a badge.
pub(crate) fn may_have_badges(source: &str) -> bool {
    let mut addresses = ADDRESSES.iter().chain([&STATIC_ADDRESS]);
    addresses.any(|address| source.contains(address))
}

/// The badges of a document that name a technology and its version.
pub(crate) fn of_badges(source: &str, document: &Document, names: &Names) -> Vec<TechnologyRow> {
    let mut found: Vec<TechnologyRow> = Vec::new();
    for address in ADDRESSES {
        for (at, _) in source.match_indices(address) {
            if source[..at].ends_with("img.") {
                continue;
            }
            let Some(range) = address_end(source, document, at + address.len()) else {
                continue;
            };
            let separator = if address.starts_with("badgen") {
                '/'
            } else {
                '-'
            };
            found.extend(of_address(source, range, separator, names));
        }
    }
    for (at, _) in source.match_indices(STATIC_ADDRESS) {
        let range = address_end(source, document, at + STATIC_ADDRESS.len());
        found.extend(range.and_then(|range| of_parameters(source, range, names)));
    }
    found.sort_by_key(|row| row.range.start);
    found
}

/// The rest of an address from `start` on; `None` in code.
fn address_end(source: &str, document: &Document, start: usize) -> Option<Range<usize>> {
    let next = document.code.partition_point(|code| code.end <= start);
    let code = document.code.get(next);
    if code.is_some_and(|code| code.contains(&start)) {
        return None;
    }
    let rest = &source[start..];
    let end = rest.find(|c: char| c.is_whitespace() || "?)\"'<>]#".contains(c));
    Some(start..start + end.unwrap_or(rest.len()))
}

/// A badge with `label` and `message` as parameters.
fn of_parameters(source: &str, range: Range<usize>, names: &Names) -> Option<TechnologyRow> {
    let mut parameters = Vec::new();
    let mut start = range.start;
    for part in source[range].split('&') {
        let end = start + part.len();
        start = end + 1;
        let part = part.strip_prefix("amp;").unwrap_or(part);
        if let Some((key, value)) = part.split_once('=') {
            parameters.push((key, end - value.len()..end));
        }
    }
    let value = |name: &str| {
        let found = parameters.iter().find(|(key, _)| *key == name);
        found.map(|(_, range)| range.clone())
    };
    let text = |range: &Range<usize>| {
        let text = source[range.clone()].replace('+', " ");
        path::percent_decode(&text).into_owned()
    };
    let (label, message) = (value("label")?, value("message")?);
    let (label_text, message_text) = (text(&label), text(&message));
    row((label, label_text), (message, message_text), names)
}

fn of_address(
    source: &str,
    range: Range<usize>,
    separator: char,
    names: &Names,
) -> Option<TechnologyRow> {
    let parts = parts(&source[range.clone()], separator);
    // The last part is the colour.
    let [label, message, ..] = parts.as_slice() else {
        return None;
    };
    if parts.len() < 3 {
        return None;
    }
    let label = range.start + label.start..range.start + label.end;
    let message = range.start + message.start..range.start + message.end;
    let label_text = decoded(&source[label.clone()]);
    let message_text = decoded(&source[message.clone()]);
    row((label, label_text), (message, message_text), names)
}

/// The row of a badge, from the ranges and decoded texts of its label and its message.
fn row(
    (label, label_text): (Range<usize>, String),
    (message, message_text): (Range<usize>, String),
    names: &Names,
) -> Option<TechnologyRow> {
    let meaning = names.find(label_text.trim());
    let version = versions::read(&message_text, false);
    let is_version = match &version {
        VersionText::One(one) => one.whole.start == 0 || message_text.starts_with(['v', 'V']),
        _ => false,
    };
    (is_version && matches!(meaning, Match::Found(_))).then(|| TechnologyRow {
        technology: label_text,
        technology_range: label,
        others: Vec::new(),
        meaning,
        version,
        // The text is decoded, so a part of it has no range of its own.
        runs: vec![(0, message.clone())],
        text: message_text,
        range: message,
        is_cell: false,
        is_aligned: false,
    })
}

/// The byte ranges of the parts of an address; a doubled separator is a character.
fn parts(address: &str, separator: char) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut chars = address.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != separator {
            continue;
        }
        if separator == '-' && chars.next_if(|(_, next)| *next == '-').is_some() {
            continue;
        }
        parts.push(start..at);
        start = at + 1;
    }
    parts.push(start..address.len());
    parts
}

/// The text of a part of an address.
fn decoded(part: &str) -> String {
    let text = path::percent_decode(part);
    let text = text
        .replace("__", "\u{0}")
        .replace('_', " ")
        .replace('\u{0}', "_");
    text.replace("--", "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let texts = |address: &str, separator| -> Vec<String> {
            let parts = parts(address, separator).into_iter();
            parts.map(|part| decoded(&address[part])).collect()
        };
        assert_eq!(texts("Next.js-14-black", '-'), ["Next.js", "14", "black"]);
        assert_eq!(
            texts("scikit--learn-1.4-blue", '-'),
            ["scikit-learn", "1.4", "blue"]
        );
        assert_eq!(texts("node-%3E%3D18-green", '-'), ["node", ">=18", "green"]);
        assert_eq!(
            texts("Spring_Boot-3.2-6DB33F", '-'),
            ["Spring Boot", "3.2", "6DB33F"]
        );
        assert_eq!(texts("react/18.2/blue", '/'), ["react", "18.2", "blue"]);
    }
}
