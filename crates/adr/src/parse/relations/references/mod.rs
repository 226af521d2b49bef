//! How records name each other, in words and in links.
//!
//! Knows nothing of what the relation is, and nothing of which records there are. Only what
//! continues a list counts after the first reference: numbers beside it are those of sections,
//! years and votes.

use std::ops::Range;

use crate::parse::markdown::doc::{Doc, Line};

mod form;
mod items;
mod list;
mod reference;

use self::list::List;
pub(crate) use self::list::{of_link, of_words};
pub(crate) use self::reference::{Reference, is_external, is_issue};

/// The records that a part of a line names: a list of links or of words that are surely one.
pub(crate) fn references(doc: &Doc<'_>, line: &Line<'_>, range: Range<usize>) -> Vec<Reference> {
    let links = links(doc, line, &range);
    List::new(&line.text, range, links).read()
}

/// All records that a part of a line mentions, in a list or not.
pub(crate) fn mentioned(doc: &Doc<'_>, line: &Line<'_>, range: Range<usize>) -> Vec<Reference> {
    let links = links(doc, line, &range);
    let linked = !links.is_empty();
    let mut found = List::new(&line.text, range, links).all();
    // Where there are links, words beside them are about something else.
    found.retain(|reference| !linked || reference.dest.is_some());
    // `#12` is an issue.
    found.retain(|reference| {
        let before = line.text[..reference.range.start].chars().next_back();
        before != Some('#') || !reference.unsure
    });
    found
}

/// The links in a part of a line: their ranges and destinations.
fn links<'d>(
    doc: &'d Doc<'_>,
    line: &Line<'_>,
    range: &Range<usize>,
) -> Vec<(Range<usize>, &'d str)> {
    let first = line.links.partition_point(|(at, _)| at.start < range.start);
    let links = line.links[first..].iter();
    let links = links.take_while(|(at, _)| at.start < range.end);
    links
        .map(|(at, index)| (at.clone(), doc.links[*index].dest.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_records() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = of_words(text).into_iter().map(|r| r.target).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("ADR-0045", &["45"]);
        check("ADR 12 and ADR 13", &["12", "13"]);
        check("ADR019 Use X", &["19"]);
        check("AD045: Remove", &["45"]);
        check("0009, 0010", &["9", "10"]);
        check("16. Distributed queue", &["16"]);
        check("0012-use-x.md", &["12"]);
        check("20201016-use-the-slug", &["20201016-use-the-slug"]);
        check("N/A", &[]);
        check("the new design of 2020", &[]);
        check("version 2 of the API", &[]);
    }

    #[test]
    fn only_what_continues_a_list_is_in_it() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = of_words(text).into_iter().map(|r| r.target).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("ADR 0053 §7 \"Detection\"", &["53"]);
        check("0099 §2", &["99"]);
        check("ADR-0099, section 2", &["99"]);
        check("ADR-0099 (sections 2 and 3)", &["99"]);
        check("ADR-0099; 2 votes against", &["99"]);
        check("0099; 2 votes against", &["99"]);
        check("0099, 3 May 2024", &["99"]);
        check("0099, 2024", &["99"]);
        check("ADR-0099 in 2024", &["99"]);
        check("ADR-0099 on 2024-05-01", &["99"]);
        check("ADR-0099, see PR #345", &["99"]);
        check("ADR-0099, see ADR-0050", &["99"]);
        check("ADR-0099 (was: ADR-0098)", &["99"]);
        check("ADR-0099 (see also ADR-0050) and ADR-0098", &["99", "98"]);
        check("ADR-0099/ADR-0098", &["99", "98"]);
        check("ADR-0099 / ADR-0098", &["99", "98"]);
        check("0099/0098", &["99", "98"]);
        check("docs/adr/0012-use-x.md", &["12"]);
        check("ADR-0001 through ADR-0003", &["1", "2", "3"]);
        check("ADR-0001–ADR-0003", &["1", "2", "3"]);
        check("ADRs 1-3", &["1", "2", "3"]);
        check("ADR 1 to 3", &["1", "2", "3"]);
        check("ADR-0001..ADR-0003", &["1", "2", "3"]);
        check("ADR-0001-0003", &["1", "2", "3"]);
        check(
            "ADR-1, ADR-2; ADR-3 & ADR-4 and ADR-5",
            &["1", "2", "3", "4", "5"],
        );
        check("ADRs 1, 2, and 3", &["1", "2", "3"]);
        check("ADR-0098, 0099", &["98", "99"]);
        check("ADR-12: Use queues, ADR-13: Use topics", &["12", "13"]);
        check("ADR-12 - Use queues and ADR-13 - Use topics", &["12", "13"]);
        check("the queue decision (ADR-12)", &["12"]);
        check("2 newer records: ADR-5 and ADR-6", &["5", "6"]);
    }

    #[test]
    fn links_name_records_by_their_file() {
        let check = |text: &str, dest: &str, expected: Option<&str>| {
            assert_eq!(of_link(text, dest).as_deref(), expected, "[{text}]({dest})");
        };
        check("New", "0015-x.md", Some("15"));
        check("New", "./adr-015-x.md#context", Some("15"));
        check("ADR 7", "/adr/7", Some("7"));
        check("New", "../012-release/index.md", Some("12"));
        check("New", "20201016-x.md", Some("20201016-x"));
        check("New", "use-x.md", Some("use-x"));
        check("ADR-0004", "use-x.md", Some("4"));
        check("x", "mailto:x@example.com", None);
        let elsewhere = "https://example.com/o/r/blob/main/adr/0007-x.md";
        check("ADR-7", elsewhere, Some(elsewhere));
        check("ADR-3", "#adr-3", Some("3"));
    }
}
