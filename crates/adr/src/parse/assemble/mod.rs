//! Puts a record together from what the rules found, the more explicit ones first.

mod dates;
mod first_heading;
mod keys;
mod sections;
mod status;

use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;

use crate::model::record::{Flaw, FlawKind, Kind, Located, Record, Relation, Rule};
use crate::parse::markdown::doc::Doc;
use crate::parse::markdown::fields::Field;
use crate::parse::markdown::{front, statement};
use crate::parse::reading::Reading;
use crate::parse::relations::statements;
use crate::parse::values::date;
use crate::parse::values::date::Day;
use crate::parse::values::{name, title};
use crate::parse::vocabulary::Extent;
use crate::parse::vocabulary::Label;
use crate::parse::vocabulary::Vocabulary;

/// Reads one record.
pub(super) fn record(
    file: &str,
    text: &str,
    kep: Option<&str>,
    vocabulary: &Vocabulary,
) -> Reading {
    let front_matter = front::length(text);
    let doc = Doc::skim(text, front_matter, vocabulary);
    of_doc(&doc, file, front_matter, kep, vocabulary)
}

/// Reads one record from its blocks.
pub(super) fn of_doc(
    doc: &Doc<'_>,
    file: &str,
    front_matter: usize,
    kep: Option<&str>,
    vocabulary: &Vocabulary,
) -> Reading {
    let text = doc.text;
    let id = name::of_file(file);
    let name = name::read(id);
    let mut build = Build {
        doc,
        vocabulary,
        out: Reading {
            record: Record {
                number: name.number,
                series: name.series.map(ToString::to_string),
                letter: name.letter,
                id: id.to_string(),
                front_matter,
                ..Record::default()
            },
            ..Reading::default()
        },
        fields: Vec::new(),
        title_at: None,
        proposal: 0,
        story: 0,
        status_alone: None,
        stays: None,
        related: HashSet::new(),
        listed: HashSet::new(),
    };
    build.front_matter(&text[..front_matter]);
    build.title();
    build.number_by_title();
    build.sections();
    build.values();
    if let Some(kep) = kep {
        build.kep(kep);
    }
    build.status_elsewhere(file);
    build.date(&name);
    build.superseded_in_part();
    build.superseded_by_field();
    build.statement();
    build.merge_markers();
    build
        .out
        .flaws
        .sort_by_key(|flaw| (flaw.range.start, flaw.kind));
    build.out
}

pub(super) struct Build<'d, 't> {
    pub(super) doc: &'d Doc<'t>,
    pub(super) vocabulary: &'d Vocabulary,
    pub(super) out: Reading,
    /// All fields, the more explicit ones first.
    pub(super) fields: Vec<Field<'t>>,
    /// The heading that is the title.
    title_at: Option<usize>,
    /// How many headings are those of a proposal, and of a user story.
    proposal: usize,
    story: usize,
    /// The words of the status without the names of other records, which may hold dates.
    pub(super) status_alone: Option<String>,
    /// Set if the words of the status limit a supersession to a part, or to the future.
    stays: Option<Extent>,
    /// Relations that are in the record already.
    related: HashSet<(Kind, String)>,
    /// People, marked by `true`, and tags that are in the record already.
    listed: HashSet<(bool, String)>,
}

impl<'t> Build<'_, 't> {
    pub(super) fn flaw(&mut self, kind: FlawKind, range: Range<usize>, text: impl Into<String>) {
        let text = text.into();
        self.out.flaws.push(Flaw { kind, range, text });
    }

    /// The number of a file such as `shop-api-007-use-x.md`, whose words before the number are
    /// a project's own: the title has it, too.
    fn number_by_title(&mut self) {
        let record = &mut self.out.record;
        let Some(title) = record
            .title_number
            .as_ref()
            .filter(|_| record.number.is_none())
        else {
            return;
        };
        let mut parts = record.id.split(['-', '_', '.', ' ']);
        let is_number = |part: &str| part.len() > 1 && part.parse() == Ok(title.value);
        if parts.any(is_number) {
            record.number = Some(title.value);
        }
    }

    /// Reads all fields but those of the date.
    fn values(&mut self) {
        let mut fields = std::mem::take(&mut self.fields);
        // Any label that surely means a status comes before those that may.
        fields.sort_by_key(|field| field.label == Label::State);
        for field in fields {
            match field.label {
                Label::Status => self.status(self.doc, &field.lines, field.rule, None),
                Label::State => self.state(&field),
                Label::Relation(kind) => {
                    let mut found = Vec::new();
                    for line in field.lines.chunks(1) {
                        let stated = match kind {
                            Kind::RelatesTo => statements::stated(self.doc, line, field.rule, true),
                            _ => Vec::new(),
                        };
                        if stated.is_empty() {
                            found.extend(statements::listed(self.doc, line, kind, field.rule))
                        } else {
                            found.extend(stated)
                        }
                    }
                    self.relate(found, None);
                }
                Label::Links => {
                    let found = statements::stated(self.doc, &field.lines, Rule::Links, true);
                    self.relate(found, None);
                }
                Label::Tags if field.rule == Rule::Section && is_prose(&field) => {}
                Label::Deciders | Label::Tags | Label::Area => {
                    for (line, range) in &field.lines {
                        let (text, source) = line.trimmed(range.clone());
                        self.people_and_tags(field.label, text, source, field.rule);
                    }
                }
                Label::Title if self.out.record.title.is_none() => {
                    let text = field.text();
                    let title = title::clean(&text, self.out.record.number).text.to_string();
                    let found = Located::new(title, field.range(), field.rule);
                    self.out.record.title = Some(found);
                }
                Label::Review => self.review(&field.text(), field.range(), field.rule),
                // A section of this name is prose, and so is a line.
                Label::Title | Label::Summary => {}
                Label::Date(_) | Label::ChangeLog => self.fields.push(field),
            }
        }
    }

    /// The day until which the decision is to be reviewed.
    pub(super) fn review(&mut self, text: &str, range: Range<usize>, rule: Rule) {
        if let Day::Sure(day) = date::read(text).0 {
            let found = Located::new(day.to_string(), range, rule);
            self.out.record.review_by.get_or_insert(found);
        }
    }

    pub(super) fn relate(&mut self, found: Vec<Located<Relation>>, place: Option<&Range<usize>>) {
        for mut relation in found {
            if let Some(place) = place {
                relation.range = place.clone();
            }
            let name = (relation.value.kind, relation.value.target.clone());
            if self.related.insert(name) {
                self.out.record.relations.push(relation);
            }
        }
    }

    pub(super) fn people_and_tags(
        &mut self,
        label: Label,
        text: &str,
        range: Range<usize>,
        rule: Rule,
    ) {
        if title::is_placeholder(text) {
            self.flaw(FlawKind::Template, range, text);
            return;
        }
        // `Date: 2024-01-02` among the names.
        let other = text.split_once(':');
        let other = other.and_then(|(name, _)| self.vocabulary.label(name));
        if statements::is_nothing(text) || matches!(other, Some(Label::Date(_) | Label::Status)) {
            return;
        }
        let record = &mut self.out.record;
        let list = match label {
            Label::Area => {
                record
                    .area
                    .get_or_insert(Located::new(text.to_string(), range, rule));
                return;
            }
            Label::Deciders => &mut record.deciders,
            _ => &mut record.tags,
        };
        for word in text
            .split([',', ';', '&'])
            .flat_map(|part| part.split(" and "))
            // `@a @b`
            .flat_map(|part| part.split(" @"))
        {
            let word = word
                .trim()
                .trim_start_matches(['@', '#'])
                .trim_end_matches('.');
            let name = (label == Label::Deciders, word.to_string());
            if !word.is_empty() && self.listed.insert(name) {
                list.push(Located::new(word.to_string(), range.clone(), rule));
            }
        }
    }

    fn statement(&mut self) {
        if let Some((chosen, range)) = statement::find(self.doc) {
            self.out.record.marks += 2;
            self.out.record.statement = Some(Located::new(chosen, range, Rule::Statement));
        }
        let record = &mut self.out.record;
        record.marks += usize::from(record.status.is_some()) + usize::from(record.date.is_some());
        if record.status.is_some() {
            record.marks += self.proposal;
        }
        self.out.is_story = self.story >= 2;
    }

    fn merge_markers(&mut self) {
        let text = self.doc.text;
        let start = if text.starts_with("<<<<<<< ") {
            Some(0)
        } else {
            memmem::find(text.as_bytes(), b"\n<<<<<<< ").map(|at| at + 1)
        };
        if let Some(at) = start
            && text[at..].contains("\n>>>>>>> ")
        {
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            self.flaw(FlawKind::MergeMarker, at..end, "");
        }
    }
}

/// Whether a section about tags is prose: a line of it has a part that is too long for a tag.
fn is_prose(field: &Field<'_>) -> bool {
    let long = |part: &str| part.split_whitespace().count() > 4;
    let mut lines = field.lines.iter();
    lines.any(|(line, range)| line.text[range.clone()].split([',', ';']).any(long))
}
