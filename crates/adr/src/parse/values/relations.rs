//! What lines say about other records.

use std::ops::Range;

use crate::model::record::{Found, Kind, Relation, Rule};
use crate::parse::markdown::doc::{Doc, Line};
use crate::parse::values::references;
use crate::parse::values::references::Reference;

type Lines<'a> = &'a [(Line<'a>, Range<usize>)];

/// All records that the lines name, in one kind of relation.
pub(crate) fn listed(
    doc: &Doc<'_>,
    lines: Lines<'_>,
    kind: Kind,
    rule: Rule,
) -> Vec<Found<Relation>> {
    let mut found = Vec::new();
    for (line, range) in lines {
        if is_nothing(line.text[range.clone()].trim()) {
            continue;
        }
        for reference in references::references(doc, line, range.clone()) {
            found.push(relation(line, reference, kind, rule));
        }
    }
    found
}

/// Relations that the words of the lines state: `Superseded by X`. With `at_start` a line
/// must begin with the words, as the items of a list of links do.
pub(crate) fn stated(
    doc: &Doc<'_>,
    lines: Lines<'_>,
    rule: Rule,
    at_start: bool,
) -> Vec<Found<Relation>> {
    let mut found = Vec::new();
    let mut open = None;
    for (line, range) in lines {
        let text = &line.text[range.clone()];
        let phrases = references::phrases(text);
        if phrases.is_empty()
            && let Some(kind) = open.take()
        {
            // `Superseded by:` and the records below it.
            let named = references::references(doc, line, range.clone());
            if !named.is_empty() {
                open = Some(kind);
            }
            found.extend(named.into_iter().map(|r| relation(line, r, kind, rule)));
        }
        for (index, (kind, at)) in phrases.into_iter().enumerate() {
            let lead = text[..at.start].split_whitespace().count();
            if at_start && (index > 0 || lead > 1) {
                continue;
            }
            // Elsewhere than in a list these words are prose.
            let weak = matches!(kind, Kind::RelatesTo | Kind::Amends | Kind::AmendedBy);
            if weak && lead > 4 && !partial(kind, text) {
                continue;
            }
            let blank = text[at.clone()].trim_matches([':', ' ']).is_empty();
            let at = range.start + at.start..range.start + at.end;
            let named = references::references(doc, line, at);
            if blank {
                open = Some(kind);
            }
            found.extend(named.into_iter().map(|r| relation(line, r, kind, rule)));
        }
    }
    found
}

/// An amendment that was stated as a partial supersession.
fn partial(kind: Kind, text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    match kind {
        Kind::Amends => lower.contains("supersedes"),
        Kind::AmendedBy => lower.contains("superseded"),
        _ => false,
    }
}

fn relation(line: &Line<'_>, reference: Reference, kind: Kind, rule: Rule) -> Found<Relation> {
    let range = line.source(reference.range.clone());
    let Reference {
        text, dest, target, ..
    } = reference;
    Found::new(
        Relation {
            kind,
            text,
            dest,
            target,
        },
        range,
        rule,
    )
}

/// Words for no record at all.
pub(crate) fn is_nothing(text: &str) -> bool {
    let word = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_ascii_lowercase();
    matches!(
        word.as_str(),
        "" | "n/a" | "na" | "none" | "nothing" | "no" | "tbd" | "null"
    )
}
