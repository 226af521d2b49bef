//! The text of a new record, made of another one or of a template.

use std::ops::Range;

use crate::model::record::{FlawKind, Rule, Status};
use crate::model::records::Entry;
use crate::output::create::NewRecord;
use crate::parse;
use crate::parse::markdown::doc::{Block, Doc};
use crate::parse::{Reading, Vocabulary};

/// The text that a new record is made of.
pub(super) struct Shape<'a> {
    pub(super) source: &'a str,
    /// Its sections are kept; those of a record are emptied.
    pub(super) is_template: bool,
    /// Titles have their number before them.
    pub(super) numbered: bool,
    /// The record whose title shows how titles are written.
    pub(super) title_of: Option<&'a Entry>,
}

/// A text in Markdown without the characters that would end the text of a link.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '[' | ']' | '\\' | '<' | '`' | '*' | '_') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

impl Shape<'_> {
    /// The text of the record; `link` is the text and the destination of the superseded one.
    pub(super) fn record(
        &self,
        number: u64,
        new: &NewRecord<'_>,
        link: Option<&(String, String)>,
    ) -> String {
        let reading = parse::read("0000-x.md", self.source, None, &Vocabulary::default());
        let mut edits = self.values(&reading, number, new);
        let supersedes = link.map(|(text, dest)| format!("[{}]({dest})", escaped(text)));
        if let Some(supersedes) = supersedes {
            edits.extend(self.supersedes(&reading, &supersedes));
        }
        if !self.is_template {
            edits.extend(self.emptied(&reading));
        }
        let text = apply(self.source, edits).replace("\r\n", "\n");
        let text = if self.is_template {
            text
        } else {
            without_double_blanks(&text)
        };
        if self.source.contains("\r\n") {
            text.replace('\n', "\r\n")
        } else {
            text
        }
    }

    /// The edits that put in title, status and date.
    fn values(&self, reading: &Reading, number: u64, new: &NewRecord<'_>) -> Vec<Edit> {
        let record = &reading.record;
        let mut edits = Vec::new();
        if let Some(title) = &record.title {
            edits.push((title.range.clone(), new.title.trim().to_string()));
        }
        let width = self.title_of.and_then(|entry| number_of_title(&entry.text));
        if let Some((range, digits)) = number_of_title(self.source) {
            let digits = width.map_or(digits, |(_, digits)| digits);
            edits.push((range, format!("{number:0digits$}")));
        } else if self.numbered
            && self.is_template
            && let Some(title) = &record.title
        {
            edits.push((title.range.start..title.range.start, format!("{number}. ")));
        }
        let placeholders = || {
            reading
                .flaws
                .iter()
                .filter(|flaw| flaw.kind == FlawKind::Template)
        };
        match &record.status {
            Some(status) => {
                let raw = &self.source[status.range.clone()];
                edits.push((status.range.clone(), word(new.status, raw)));
            }
            None => {
                let choice = placeholders().find(|flaw| flaw.text.contains("ccepted"));
                let edit = choice.map(|flaw| (flaw.range.clone(), word(new.status, "proposed")));
                edits.extend(edit);
            }
        }
        match &record.date {
            Some(date) if !date.range.is_empty() => {
                edits.push((date.range.clone(), new.date.to_string()));
            }
            _ => {
                let date =
                    placeholders().find(|flaw| flaw.text.to_ascii_uppercase().contains("YYYY"));
                let edit = date.map(|flaw| (flaw.range.clone(), new.date.to_string()));
                edits.extend(edit);
            }
        }
        edits
    }

    /// The edit that states what the record supersedes, in the way its status is stated.
    fn supersedes(&self, reading: &Reading, link: &str) -> Option<Edit> {
        let status = reading.record.status.as_ref()?;
        let text = self.source;
        let end = text[status.range.end..]
            .find('\n')
            .map_or(text.len(), |at| status.range.end + at);
        let start = text[..status.range.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let line = &text[start..end];
        let added = match status.rule {
            Rule::FrontMatter => format!("\nsupersedes: \"{}\"", link.replace(['"', '\\'], "")),
            Rule::Bullet => {
                let mark =
                    &line[..line.len() - line.trim_start_matches([' ', '*', '-', '+']).len()];
                format!("\n{mark}Supersedes: {link}")
            }
            Rule::Table => format!("\n| Supersedes | {link} |"),
            _ => format!("\n\nSupersedes {link}"),
        };
        // The separator of a table comes after its header.
        let at = match text[end..]
            .strip_prefix('\n')
            .and_then(|rest| rest.lines().next())
        {
            Some(next) if status.rule == Rule::Table && next.contains("--") => end + 1 + next.len(),
            _ => end,
        };
        Some((at..at, added))
    }

    /// The edits that remove the text between the title and the first section. Lines of values
    /// are kept, and lines of tables.
    fn prose(&self, doc: &Doc<'_>, before: Range<usize>, kept: &[Range<usize>]) -> Vec<Edit> {
        let title = doc
            .headings()
            .find(|(at, _)| doc.parts[*at].range.start < before.end);
        let from = title.map_or(before.start, |(at, _)| doc.parts[at].range.end);
        let mut edits = Vec::new();
        let mut start = from.min(before.end);
        for line in self.source[start..before.end].split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            let is_value = kept
                .iter()
                .any(|kept| kept.start < range.end && range.start < kept.end);
            let text = line.trim();
            if !text.is_empty() && !is_value && !text.starts_with('|') {
                edits.push((range, String::new()));
            }
        }
        edits
    }

    /// The edits that remove the values of another record: relations, people, tags and sections.
    fn emptied(&self, reading: &Reading) -> Vec<Edit> {
        let record = &reading.record;
        let text = self.source;
        let line_of = |range: &Range<usize>| {
            let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[range.end..]
                .find('\n')
                .map_or(text.len(), |at| range.end + at + 1);
            start..end
        };
        let doc = Doc::parse(text, record.front_matter);
        let first_section = doc.headings().find(|(_, level)| *level > 1);
        let body = first_section.map_or(text.len(), |(at, _)| doc.parts[at].range.start);
        let own = record.relations.iter().map(|found| &found.range);
        let own = own.chain(
            record
                .deciders
                .iter()
                .chain(&record.tags)
                .map(|found| &found.range),
        );
        let own = own.chain(
            record
                .area
                .iter()
                .chain(&record.summary)
                .map(|found| &found.range),
        );
        let kept: Vec<Range<usize>> = [
            record.status.as_ref().map(|status| status.range.clone()),
            record.date.as_ref().map(|date| date.range.clone()),
            record.title.as_ref().map(|title| title.range.clone()),
        ]
        .into_iter()
        .flatten()
        .map(|range| line_of(&range))
        .collect();
        let lines = own
            .filter(|range| !range.is_empty() && range.start < body)
            .map(line_of);
        let lines = lines.filter(|line| !kept.contains(line));
        let mut edits: Vec<Edit> = lines.map(|line| (line, String::new())).collect();
        edits.extend(self.prose(&doc, record.front_matter..body, &kept));
        let headings: Vec<usize> = doc.headings().map(|(at, _)| at).collect();
        for (index, at) in headings.iter().enumerate() {
            if matches!(doc.parts[*at].block, Block::Heading(1)) {
                continue;
            }
            // The range of a heading may include the end of its line.
            let heading = doc.parts[*at].range.clone();
            let heading = heading.start..heading.start + text[heading].trim_end().len();
            let start = line_of(&heading).end;
            let next = headings.get(index + 1);
            let end = next.map_or(text.len(), |next| doc.parts[*next].range.start);
            let status = record.status.as_ref().map(|status| status.range.clone());
            let holds = |range: &Range<usize>| start <= range.start && range.end <= end;
            match status.filter(holds) {
                Some(status) => {
                    let after = line_of(&status).end.min(end);
                    edits.push((after..end, after_section(next.is_some())));
                }
                None => edits.push((start..end, after_section(next.is_some()))),
            }
        }
        edits
    }
}

/// A text with at most one blank line between others.
fn without_double_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut was_blank = false;
    for line in text.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if !(is_blank && was_blank) {
            out.push_str(line);
        }
        was_blank = is_blank;
    }
    out
}

/// The blank line after a section, unless it is the last one.
fn after_section(more: bool) -> String {
    if more {
        "\n".to_string()
    } else {
        String::new()
    }
}

type Edit = (Range<usize>, String);

/// A text with edits; of two that overlap the first in the text counts.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&with);
        at = range.end;
    }
    out.push_str(&text[at..]);
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

/// The word of a status, with a capital if the one in its place has one.
fn word(status: Status, like: &str) -> String {
    let name = status.name().replace('-', " ");
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if like.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => name,
    }
}

/// The number in the first heading: its byte range and how many digits it has.
fn number_of_title(text: &str) -> Option<(Range<usize>, usize)> {
    let doc = Doc::parse(text, crate::parse::markdown::front::length(text));
    let (at, _) = doc.headings().find(|(_, level)| *level == 1)?;
    let line = doc.lines(&doc.parts[at]).into_iter().next()?;
    let start = line.text.find(|c: char| c.is_ascii_digit())?;
    let digits = line.text[start..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let before = line.text[..start].trim();
    let after = line.text[start + digits..].trim_start();
    let words = [
        "", "adr", "adr-", "adr #", "#", "no.", "rfc", "rfc-", "decision",
    ];
    let named = words.contains(&before.to_ascii_lowercase().as_str());
    let separated = after.starts_with(['.', ':', '-', '–', '—', ')']);
    (named && separated).then(|| (line.source(start..start + digits), digits))
}
