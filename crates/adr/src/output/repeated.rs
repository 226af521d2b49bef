//! Lines and sections of a record that say no more than its banner: they are left out of the page.
//!
//! One word more, and they stay. Only what is surely repeated counts: the text is not changed for
//! other renderers, nor in the file.

use std::ops::Range;

use archsite_core::markdown::outline::{Heading, LinkKind, Outline};

use crate::model::record::{Kind, Record, Status};
use crate::parse::Vocabulary;
use crate::parse::values::date;
use crate::parse::values::date::Day;
use crate::parse::vocabulary::{Label, Section};

/// Part of a page that is left out, and the id of its heading if it has one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repeated {
    pub(crate) range: Range<usize>,
    pub(crate) id: Option<String>,
}

/// What the banner of a record shows.
pub(crate) struct Shown<'a> {
    pub(crate) status: Option<Status>,
    /// How many records it names in a relation.
    pub(crate) related: &'a dyn Fn(Kind) -> usize,
}

/// The repeated parts of the text of a page, in order; `ids` are those of its headings.
pub(crate) fn repeated(
    text: &str,
    outline: &Outline,
    ids: &[String],
    record: &Record,
    shown: &Shown<'_>,
) -> Vec<Repeated> {
    let page = Page {
        text,
        record,
        outline,
        related: shown.related,
        status: record
            .status
            .as_ref()
            .map(|status| status.value)
            .filter(|status| Some(*status) == shown.status),
        vocabulary: Vocabulary::default(),
    };
    let headings = &outline.headings;
    let mut found = Vec::new();
    let title = headings.iter().position(|heading| heading.level == 1);
    let start = title.map_or(0, |title| headings[title].range.end);
    let first = title.map_or(0, |title| title + 1);
    let head = start
        ..headings
            .get(first)
            .map_or(text.len(), |next| next.line_start);
    found.extend(page.lines(head));
    for (at, heading) in headings.iter().enumerate().skip(first) {
        let next = headings.get(at + 1);
        if page.is_repeated_section(heading, next) {
            let end = next.map_or(text.len(), |next| next.line_start);
            found.push(Repeated {
                range: heading.line_start..end,
                id: ids.get(at).cloned(),
            });
        }
    }
    found
}

struct Page<'a> {
    text: &'a str,
    record: &'a Record,
    outline: &'a Outline,
    related: &'a dyn Fn(Kind) -> usize,
    /// The status, where the record states what the banner shows.
    status: Option<Status>,
    vocabulary: Vocabulary,
}

impl Page<'_> {
    /// Blocks of lines below the title of which each line is repeated.
    fn lines(&self, head: Range<usize>) -> Vec<Repeated> {
        let part = &self.text[head.clone()];
        // Code and HTML are no lines with labels.
        if part.contains(['`', '<', '~', '|']) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut block: Option<(Range<usize>, bool)> = None;
        let mut at = head.start;
        for line in part.split_inclusive('\n').chain(["\n"]) {
            let end = (at + line.len()).min(head.end);
            if line.trim().is_empty() {
                if let Some((range, true)) = block.take() {
                    // With the empty line after it.
                    let range = range.start..end;
                    found.push(Repeated { range, id: None });
                }
            } else {
                let repeated = self.is_repeated_line(line, at);
                block = Some(match block {
                    None => (at..end, repeated),
                    Some((range, all)) => (range.start..end, all && repeated),
                });
            }
            at = end;
        }
        found
    }

    /// A line such as `Date: 2024-01-02` or `* **Status:** Accepted`.
    fn is_repeated_line(&self, line: &str, start: usize) -> bool {
        if line.starts_with("    ") || line.starts_with('\t') {
            return false;
        }
        let whole = line;
        let line = line.trim();
        let line = line
            .strip_prefix("* ")
            .or(line.strip_prefix("- "))
            .unwrap_or(line);
        let line_start = start + whole.find(line).unwrap_or(0);
        let start_of_value = line.find(':').map_or(0, |mark| mark + 1);
        let plain = line.replace("**", "");
        let Some((name, value)) = plain.split_once(':') else {
            return false;
        };
        let value = value.trim();
        match self.vocabulary.label(name) {
            Some(Label::Status) => {
                let mark = line_start + start_of_value;
                let end = mark + line.len() - start_of_value;
                self.is_repeated_status(value)
                    || self.status.is_some() && self.is_repeated_relation(mark..end)
            }
            Some(Label::Date(_)) => self.is_repeated_date(value),
            Some(Label::Deciders) => {
                let deciders = self.record.deciders.iter();
                let names: Vec<&str> = deciders.map(|found| found.value.as_str()).collect();
                !names.is_empty() && names.join(", ") == value
            }
            _ => false,
        }
    }

    fn is_repeated_status(&self, value: &str) -> bool {
        let known = self.vocabulary.is_exact(value);
        let plain = value
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'));
        known.is_some() && known == self.status && plain
    }

    fn is_repeated_date(&self, value: &str) -> bool {
        let own = self.record.date.as_ref().map(|date| date.value.as_str());
        match date::whole(value) {
            Some((Day::Sure(day), _)) => own == Some(day.to_string().as_str()),
            _ => false,
        }
    }

    /// A status, or nothing, and lines such as `Supersedes [1. A](0001-a.md)`.
    fn are_relations(&self, section: Range<usize>) -> bool {
        let mut at = section.start;
        let mut relations = 0;
        for line in self.text[section].split_inclusive('\n') {
            let range = at..at + line.len();
            at = range.end;
            let words = line.trim().trim_matches('*').trim_end_matches('.');
            if words.is_empty() || self.is_repeated_status(words) {
                continue;
            }
            if !self.is_repeated_relation(range) {
                return false;
            }
            relations += 1;
        }
        relations > 0 && self.status.is_some()
    }

    /// The words of a relation and links to no more records than the banner names.
    fn is_repeated_relation(&self, line: Range<usize>) -> bool {
        let links = self.outline.links.iter().filter(|link| {
            link.kind == LinkKind::Link
                && line.start <= link.range.start
                && link.range.end <= line.end
        });
        let mut rest = String::new();
        let mut count = 0;
        let mut at = line.start;
        for link in links {
            rest.push_str(self.text.get(at..link.range.start).unwrap_or("?"));
            at = link.range.end;
            count += 1;
        }
        rest.push_str(&self.text[at..line.end]);
        let words = rest.trim().trim_end_matches('.').trim_end();
        // A list of links has commas.
        let words = words.trim_matches([',', ' ', '*']);
        match self.vocabulary.label(words) {
            Some(Label::Relation(kind)) if kind != Kind::RelatesTo => {
                count > 0 && count <= (self.related)(kind)
            }
            _ => false,
        }
    }

    /// A section that has the status or the date and nothing else.
    fn is_repeated_section(&self, heading: &Heading, next: Option<&Heading>) -> bool {
        let nested = next.is_some_and(|next| next.level > heading.level);
        if heading.level < 2 || !heading.root || heading.attributes || nested {
            return false;
        }
        let end = next.map_or(self.text.len(), |next| next.line_start);
        let range = heading.range.end..end;
        let body = self.text[range.clone()].trim();
        let body = body.trim_matches('*').trim_end_matches('.');
        match self.vocabulary.section(&heading.title) {
            Section::Field(Label::Status, value) if value.is_empty() => {
                self.is_repeated_status(body) || self.are_relations(range)
            }
            Section::Field(Label::Date(_), value) if value.is_empty() => {
                self.is_repeated_date(body)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use archsite_core::markdown::outline::ParseOptions;

    use super::*;
    use crate::parse::read;

    #[test]
    fn what_says_more_than_the_banner_stays() {
        let check = |text: &str, expected: &[&str]| {
            let record = read("0001-a.md", text, None, &Vocabulary::default()).record;
            let outline = Outline::parse(text, &ParseOptions::default());
            let ids: Vec<String> = outline.headings.iter().map(|h| h.title.clone()).collect();
            let shown = Shown {
                status: record.status.as_ref().map(|status| status.value),
                related: &|kind| usize::from(kind == Kind::Supersedes),
            };
            let found = repeated(text, &outline, &ids, &record, &shown);
            let found: Vec<&str> = found
                .iter()
                .map(|found| &text[found.range.clone()])
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        let context = "## Context\n\nx\n";
        check(
            &format!("# 1. A\n\nDate: 2024-01-02\n\n## Status\n\nAccepted\n\n{context}"),
            &["Date: 2024-01-02\n\n", "## Status\n\nAccepted\n\n"],
        );
        check(
            &format!(
                "# A\n\n* Status: accepted\n* Deciders: Ann, Bo\n* Date: 2 May 2024\n\n{context}"
            ),
            &["* Status: accepted\n* Deciders: Ann, Bo\n* Date: 2 May 2024\n\n"],
        );
        check(
            &format!("# A\n\n## Status\n\nAccepted\n\nSupersedes [1. B](0001-b.md)\n\n{context}"),
            &["## Status\n\nAccepted\n\nSupersedes [1. B](0001-b.md)\n\n"],
        );
        for kept in [
            "## Status\n\nAccepted\n\nSupersedes parts of [1. B](0001-b.md)\n",
            "## Status\n\nAccepted\n\nSupersedes [1. B](0001-b.md), [2. C](0002-c.md)\n",
            "## Status\n\nAccepted\n\nAmended by [1. B](0001-b.md)\n",
            "Date: March 2023\n",
            "Date: 2024-01-02 (drafted in 2023)\n",
            "Status: Accepted by all\nDate: 2024-01-02\n",
            "* Status: accepted\n* Tags: x\n",
            "```text\nStatus: accepted\n```\n",
            "## Status\n\nAccepted\n\nSuperseded in part by ADR-2.\n",
            "## Status\n\nAccepted\n\n### Why\n\nx\n",
            "## Status {#state}\n\nAccepted\n",
        ] {
            check(&format!("# A\n\n{kept}\n{context}"), &[]);
        }
    }
}
