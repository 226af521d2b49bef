//! Badges of shields.io: the address of the image has a name and a version.

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

/// The badges of a document that name a technology and its version.
pub(crate) fn of_badges(source: &str, document: &Document, names: &Names) -> Vec<TechnologyRow> {
    let mut found: Vec<TechnologyRow> = Vec::new();
    for address in ADDRESSES {
        for (at, _) in source.match_indices(address) {
            let start = at + address.len();
            let next = document.code.partition_point(|code| code.end <= start);
            let in_code = document
                .code
                .get(next)
                .is_some_and(|code| code.contains(&start));
            if in_code || source[..at].ends_with("img.") {
                continue;
            }
            let rest = &source[start..];
            let end = rest.find(|c: char| c.is_whitespace() || "?)\"'<>]#".contains(c));
            let range = start..start + end.unwrap_or(rest.len());
            let separator = if address.starts_with("badgen") {
                '/'
            } else {
                '-'
            };
            found.extend(of_address(source, range, separator, names));
        }
    }
    found.sort_by_key(|row| row.range.start);
    found
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
    let is_labelled = parts.len() > 2;
    let label_text = decoded(&source[range.start + label.start..range.start + label.end]);
    let message_range = range.start + message.start..range.start + message.end;
    let message_text = decoded(&source[message_range.clone()]);
    let meaning = names.find(label_text.trim());
    let version = versions::read(&message_text, false);
    let is_version = match &version {
        VersionText::One(one) => one.whole.start == 0 || message_text.starts_with(['v', 'V']),
        _ => false,
    };
    (is_labelled && is_version && matches!(meaning, Match::Found(_))).then(|| TechnologyRow {
        technology: label_text,
        technology_range: range.start + label.start..range.start + label.end,
        others: Vec::new(),
        meaning,
        version,
        // The text is decoded, so a part of it has no range of its own.
        runs: vec![(0, message_range.clone())],
        text: message_text,
        range: message_range,
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
