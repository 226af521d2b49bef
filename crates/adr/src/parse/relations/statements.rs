//! Statements of lines about other records.

use std::collections::HashSet;
use std::ops::Range;

use crate::model::record::{Kind, Located, Relation, Rule};
use crate::parse::markdown::doc::{Doc, Line};
use crate::parse::relations::phrases::{Phrase, phrases};
use crate::parse::relations::references;
use crate::parse::relations::references::Reference;
use crate::parse::relations::scope;
use crate::parse::values::name;
use crate::parse::vocabulary::Extent;

type Lines<'a> = &'a [(Line<'a>, Range<usize>)];

/// The records that the value of a field names. The field says how they are related, unless the
/// words of the value say better: `Supersedes: none (amends ADR-1)`.
pub(crate) fn listed(
    doc: &Doc<'_>,
    lines: Lines<'_>,
    kind: Kind,
    rule: Rule,
) -> Vec<Located<Relation>> {
    let mut found = Vec::new();
    for (line, range) in lines {
        let value = Value { doc, line, rule };
        if kind == Kind::RelatesTo {
            value.mentioned(range, &mut found);
            continue;
        }
        let text = &line.text[range.clone()];
        let phrases = phrases(text);
        let first = phrases.first().map_or(text.len(), |phrase| phrase.start);
        let mut named_until = None;
        if !scope::is_nothing(&text[..first]) {
            let about = range.start..range.start + first;
            named_until = value.named(kind, Extent::Whole, about, &mut found);
        }
        value.phrases(&phrases, range, named_until, &|_, _| true, &mut found);
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
) -> Vec<Located<Relation>> {
    let mut found = Vec::new();
    let mut open: Option<(Kind, Extent)> = None;
    for (line, range) in lines {
        let value = Value { doc, line, rule };
        let text = &line.text[range.clone()];
        let phrases = phrases(text);
        if phrases.is_empty()
            && let Some((kind, extent)) = open.take()
            && value
                .named(kind, extent, range.clone(), &mut found)
                .is_some()
        {
            // `Superseded by:` and the records below it.
            open = Some((kind, extent));
        }
        // Elsewhere than in a list some words are prose.
        let counts = |index: usize, phrase: &Phrase| {
            let first = index == 0 && phrase.lead <= 1;
            let weak = !phrase.replaces();
            if at_start {
                first
            } else {
                !weak || phrase.lead <= 4
            }
        };
        value.phrases(&phrases, range, None, &counts, &mut found);
        for (index, phrase) in phrases.iter().enumerate() {
            let blank = text[phrase.about.clone()]
                .trim_matches([':', ' '])
                .is_empty();
            if blank && phrase.extent != Extent::Negated && counts(index, phrase) {
                open = Some((phrase.kind, phrase.extent));
            }
        }
    }
    found
}

/// How much of its record a line says is superseded, and whether it names by what; `None` if it
/// says nothing of that.
pub(crate) fn supersession(
    doc: &Doc<'_>,
    line: &Line<'_>,
    range: &Range<usize>,
) -> Option<(Extent, bool)> {
    let phrases = phrases(&line.text[range.clone()]);
    let by = phrases.iter().find(|phrase| {
        let counts = phrase.extent != Extent::Negated && !phrase.is_expression;
        phrase.kind == Kind::SupersededBy && counts
    })?;
    let value = Value {
        doc,
        line,
        rule: Rule::Line,
    };
    let mut found = Vec::new();
    value.phrases(&phrases, range, None, &|_, _| true, &mut found);
    let whole =
        |found: &Located<Relation>| found.value.kind == Kind::SupersededBy && !found.value.planned;
    if found.iter().any(whole) {
        return Some((Extent::Whole, true));
    }
    let planned = found.iter().any(|found| found.value.planned);
    let part = found
        .iter()
        .any(|found| found.value.kind == Kind::AmendedBy);
    Some(match (planned, part) {
        (true, _) => (Extent::Planned, true),
        (_, true) => (Extent::Part, true),
        _ => (by.extent, false),
    })
}

/// A value on one line.
struct Value<'v, 't> {
    doc: &'v Doc<'t>,
    line: &'v Line<'t>,
    rule: Rule,
}

impl Value<'_, '_> {
    /// The relations that the phrases of the line state, of which `counts` chooses.
    fn phrases(
        &self,
        phrases: &[Phrase],
        range: &Range<usize>,
        mut named_until: Option<usize>,
        counts: &dyn Fn(usize, &Phrase) -> bool,
        found: &mut Vec<Located<Relation>>,
    ) {
        for (index, phrase) in phrases.iter().enumerate() {
            // A note in parentheses after a reference is about that record, not about this one.
            let parenthesis = phrase
                .parenthesis
                .map(|parenthesis| range.start + parenthesis);
            let note = parenthesis
                .is_some_and(|parenthesis| named_until.is_some_and(|until| until <= parenthesis));
            if phrase.extent == Extent::Negated || note || !counts(index, phrase) {
                continue;
            }
            let about = range.start + phrase.about.start..range.start + phrase.about.end;
            let first = found.len();
            let until = self.named(phrase.kind, phrase.extent, about, found);
            named_until = until.or(named_until);
            if phrase.is_expression {
                // "deprecated in favour of" something that is not a record.
                let mut index = 0;
                found.retain(|relation| {
                    index += 1;
                    index <= first || !relation.value.is_external()
                });
            }
        }
    }

    /// The records named in a part of the line, with what the words around each say. Returns
    /// where the last of them ends.
    fn named(
        &self,
        kind: Kind,
        extent: Extent,
        about: Range<usize>,
        found: &mut Vec<Located<Relation>>,
    ) -> Option<usize> {
        if kind == Kind::RelatesTo {
            return self.mentioned(&about, found);
        }
        let named = references::references(self.doc, self.line, about.clone());
        let last = named.last()?.range.end;
        let first = named.first()?.range.start;
        let text = |range: Range<usize>| self.line.text.get(range).unwrap_or_default();
        let replaces = kind == Kind::Supersedes;
        let before = scope::between(text(about.start..first), replaces);
        // What is said of each, and whether anything is.
        let mut extents = Vec::new();
        let mut lead = Extent::Whole;
        let mut all = Extent::Whole;
        for (index, reference) in named.iter().enumerate() {
            let next = named.get(index + 1);
            let end = next.map_or(about.end, |next| next.range.start);
            let behind = text(reference.range.end..end);
            let turn = next.map_or(behind.len(), |_| scope::turn(behind));
            let (own, about_all) = scope::behind(&behind[..turn], replaces);
            if next.is_none() && about_all {
                all = own;
            }
            let link = reference.dest.as_ref().filter(|_| replaces);
            let link = link.map_or(Extent::Whole, |_| scope::within(&reference.text));
            let is_said = scope::says_more(&behind[..turn]) || lead != Extent::Whole;
            extents.push((own.max(lead).max(link), is_said && next.is_some()));
            lead = scope::between(&behind[turn..], replaces);
        }
        let common = extent.max(before);
        let extents = named.into_iter().zip(extents);
        // A request or an issue is not a record that is replaced, but may be what replaced this one.
        let extents = extents.filter(|(reference, _)| {
            kind == Kind::SupersededBy || !references::is_issue(&reference.target)
        });
        for (reference, (own, is_said)) in extents {
            let all = if is_said { Extent::Whole } else { all };
            found.push(self.relation(reference, kind, common.max(own).max(all)));
        }
        Some(last)
    }

    /// The records that a part of the line mentions in any way. Returns where the last ends.
    fn mentioned(&self, about: &Range<usize>, found: &mut Vec<Located<Relation>>) -> Option<usize> {
        let text = &self.line.text[about.clone()];
        if is_nothing(text.trim()) {
            return None;
        }
        let mut named = references::mentioned(self.doc, self.line, about.clone());
        // What records relate to on other sites is not a relation between records.
        named.retain(|reference| {
            !references::is_external(&reference.target) || may_be_own(reference)
        });
        let last = named.last().map(|reference| reference.range.end);
        let named = named.into_iter();
        found.extend(
            named.map(|reference| self.relation(reference, Kind::RelatesTo, Extent::Whole)),
        );
        last
    }

    fn relation(&self, reference: Reference, kind: Kind, extent: Extent) -> Located<Relation> {
        let range = self.line.source(reference.range.clone());
        let kind = match (kind, extent) {
            (Kind::Supersedes, Extent::Part) => Kind::Amends,
            (Kind::SupersededBy, Extent::Part) => Kind::AmendedBy,
            (kind, _) => kind,
        };
        let relation = Relation {
            kind,
            text: reference.text,
            dest: reference.dest,
            target: reference.target,
            planned: extent == Extent::Planned,
            unsure: reference.unsure,
        };
        Located::new(relation, range, self.rule)
    }
}

/// Whether an address may be that of a file in the own repository.
fn may_be_own(reference: &Reference) -> bool {
    let file = [".md", ".mdx", ".markdown"];
    file.iter().any(|ending| reference.target.contains(ending))
}

/// A part of a line without the names of the records that it relates to.
pub(crate) fn without_names(
    line: &Line<'_>,
    range: &Range<usize>,
    found: &[Located<Relation>],
) -> String {
    let named: HashSet<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
    let mut out = String::new();
    let mut from = range.start;
    for (link, _) in &line.links {
        let inside = from <= link.start && link.end <= range.end;
        if inside && named.contains(&line.source(link.clone())) {
            out.push_str(&line.text[from..link.start]);
            from = link.end;
        }
    }
    out.push_str(&line.text[from..range.end]);
    let is_name = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let read = name::read(word);
        let before = word.len() - read.slug.len();
        let joined = word[..before].ends_with(['-', '_']);
        joined && read.date.is_some() && read.slug.contains(char::is_alphabetic)
    };
    let words: Vec<&str> = out
        .split_whitespace()
        .filter(|word| !is_name(word))
        .collect();
    words.join(" ")
}

/// Whether a value says that there is no record, such as "none".
pub(crate) fn is_nothing(text: &str) -> bool {
    let word = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_ascii_lowercase();
    matches!(
        word.as_str(),
        "" | "n/a" | "na" | "none" | "nothing" | "no" | "tbd" | "null"
    )
}
