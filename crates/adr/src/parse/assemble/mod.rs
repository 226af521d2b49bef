//! Puts a record together from what the rules found, the more explicit ones first.

mod dates;
mod keys;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;

use crate::model::record::{Flaw, FlawKind, Kind, Located, Record, Relation, Rule, Status};
use crate::parse::markdown::doc::{Block, Doc, Line};
use crate::parse::markdown::fields;
use crate::parse::markdown::fields::Field;
use crate::parse::markdown::{front, statement};
use crate::parse::reading::Reading;
use crate::parse::relations::scope::Extent;
use crate::parse::relations::statements;
use crate::parse::values::date;
use crate::parse::values::date::Day;
use crate::parse::values::{name, state, title};
use crate::parse::vocabulary::Vocabulary;
use crate::parse::vocabulary::{Label, Section};

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
    /// What the words of the status leave of a supersession.
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

    /// The title is the first heading; `#46. X` without a blank is one to its author.
    fn title(&mut self) {
        let doc = self.doc;
        let first = doc.parts.iter().position(|part| match part.block {
            Block::Heading(_) => true,
            Block::Text => {
                let bytes = doc.text[part.range.clone()].as_bytes();
                matches!(bytes, [b'#', b'0'..=b'9', ..])
            }
            _ => false,
        });
        let Some(at) = first else { return };
        let part = &doc.parts[at];
        let is_title = matches!(part.block, Block::Heading(1) | Block::Text);
        let lines = doc.lines(part);
        let Some(line) = lines.first() else { return };
        let plain = match part.block {
            Block::Text => Cow::clone(&line.text),
            _ if lines.len() == 1 => Cow::Borrowed(line.text.trim()),
            _ => Cow::Owned(doc.plain(part)),
        };
        if !is_title || self.is_section(at, &plain) {
            return;
        }
        self.title_at = Some(at);
        let record = &mut self.out.record;
        let cleaned = title::clean(&plain, record.number);
        let from = memmem::find(line.text.as_bytes(), cleaned.text.as_bytes()).unwrap_or(0);
        let start = line.source(from..from + 1).start;
        let whole = lines
            .last()
            .map_or(start, |last| last.source(0..last.text.len()).end);
        let range = start..whole.max(start);
        let title = cleaned.text.to_string();
        if let Some(number) = cleaned.number {
            record.title_number = Some(Located::new(number, range.clone(), Rule::Heading));
        }
        if title::is_placeholder(&title) {
            self.flaw(FlawKind::Template, range.clone(), title.clone());
        }
        self.out.record.title = Some(Located::new(title, range, Rule::Heading));
    }

    /// Whether the first heading is that of a section: the record has several headings of the
    /// first level, or its title is in the front matter.
    fn is_section(&self, at: usize, heading: &str) -> bool {
        let mut others = self.doc.headings();
        let several = others.any(|(other, level)| other != at && level == 1);
        let titled = self.out.record.title.is_some();
        if !several && !titled || title::is_placeholder(heading) {
            return false;
        }
        let vocabulary = self.vocabulary;
        let known = vocabulary.is_record_heading(heading)
            || vocabulary
                .label(heading)
                .is_some_and(|label| label != Label::Title);
        known || several && vocabulary.is_proposal_heading(heading)
    }

    /// Fields below the title, then sections that are a field.
    fn sections(&mut self) {
        let doc = self.doc;
        let headings: Vec<(usize, u8)> = doc.headings().collect();
        let head = match self.title_at {
            Some(at) if matches!(doc.parts[at].block, Block::Heading(_)) => 0..doc.below(at).end,
            _ => 0..headings.first().map_or(doc.parts.len(), |(at, _)| *at),
        };
        self.out.unknown_labels = fields::unknown(doc, head.clone(), self.vocabulary);
        let leading = fields::unlabelled(doc, head.clone(), self.vocabulary);
        let found = statements::stated(doc, &leading, Rule::Line, true);
        self.fields
            .extend(fields::fields(doc, head, self.vocabulary));
        self.relate(found, None);
        let mut seen: Vec<Label> = Vec::new();
        for (at, _) in headings {
            if Some(at) == self.title_at {
                continue;
            }
            let part = &doc.parts[at];
            if part.skimmed {
                let words = &doc.text[part.range.clone()];
                self.heading(words);
                continue;
            }
            let lines = doc.lines(part);
            let Some(line) = lines.first() else { continue };
            self.heading(&line.text);
            let (label, value) = match self.vocabulary.section(&line.text) {
                Section::Fields => {
                    self.fields
                        .extend(fields::fields(doc, doc.below(at), self.vocabulary));
                    continue;
                }
                Section::Field(label, value) => (label, value),
                Section::Prose => continue,
            };
            if seen.contains(&label) {
                continue;
            }
            seen.push(label);
            if !line.text[value.clone()].trim().is_empty() {
                let rule = Rule::Section;
                self.fields.push(Field {
                    label,
                    rule,
                    lines: vec![(line.clone(), value)],
                });
            }
            if label == Label::Status {
                let inside = fields::fields(doc, doc.below(at), self.vocabulary);
                self.fields.extend(inside);
            }
            let section = fields::section(doc, label, doc.below(at));
            let section = section.or_else(|| self.status_heading(label, at));
            self.fields.extend(section);
        }
    }

    /// Counts a heading that shows what the text is.
    fn heading(&mut self, heading: &str) {
        let vocabulary = self.vocabulary;
        self.out.record.marks += usize::from(vocabulary.is_record_heading(heading));
        self.out.decides |= vocabulary.is_decision_heading(heading);
        self.proposal += usize::from(vocabulary.is_proposal_heading(heading));
        self.story += usize::from(vocabulary.is_story_heading(heading));
    }

    /// The heading below an empty section of a status, if it is a status: `### Accepted`.
    fn status_heading(&self, label: Label, at: usize) -> Option<Field<'t>> {
        let below = self.doc.parts.get(self.doc.below(at).end)?;
        let Block::Heading(_) = below.block else {
            return None;
        };
        let line = self.doc.lines(below).into_iter().next()?;
        self.vocabulary.is_exact(&line.text)?;
        let all = 0..line.text.len();
        let rule = Rule::Section;
        let lines = vec![(line, all)];
        (label == Label::Status).then_some(Field { label, rule, lines })
    }

    /// Everything but the date, from all fields.
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

    /// A status of a label that may mean something else. The section `State` of a design is prose.
    fn state(&mut self, field: &Field<'t>) {
        if self.out.record.status.is_some() {
            return;
        }
        let first = field.lines.iter().take(1).cloned().collect::<Vec<_>>();
        let known = state::read(self.doc, &first, self.vocabulary).found;
        let known = known.is_some_and(|(status, ..)| status != Status::Unknown);
        if known || field.rule != Rule::Section {
            self.status(self.doc, &field.lines, field.rule, None);
        }
    }

    /// The day until which the decision is to be reviewed.
    pub(super) fn review(&mut self, text: &str, range: Range<usize>, rule: Rule) {
        if let Day::Sure(day) = date::read(text).0 {
            let found = Located::new(day.to_string(), range, rule);
            self.out.record.review_by.get_or_insert(found);
        }
    }

    /// A status, unless one is known, and what its words say about other records. `place` is
    /// where the lines stand, if they are not of the record itself.
    pub(super) fn status(
        &mut self,
        doc: &Doc<'_>,
        lines: &[(Line<'_>, Range<usize>)],
        rule: Rule,
        place: Option<&Range<usize>>,
    ) {
        let read = state::read(doc, lines, self.vocabulary);
        for (words, range) in read.placeholders {
            let range = place.cloned().unwrap_or(range);
            self.flaw(FlawKind::Template, range, words);
        }
        let Some((status, raw, range)) = read.found else {
            return;
        };
        let first = self.out.record.status.is_none();
        let same = self
            .out
            .record
            .status
            .as_ref()
            .is_some_and(|s| s.rule == rule);
        if !first && !same {
            return;
        }
        if first {
            let range = place.cloned().unwrap_or(range.clone());
            if status == Status::Unknown {
                self.flaw(FlawKind::StatusUnknown, range.clone(), raw.clone());
            }
            self.out.record.status = Some(Located::new(status, range, rule));
            self.out.record.status_raw = Some(raw);
            self.stays = read.stays.filter(|_| status == Status::Accepted);
        }
        let mut found = statements::stated(doc, lines, rule, false);
        if first {
            let at = lines
                .iter()
                .find(|(line, r)| line.trimmed(r.clone()).1 == range);
            self.status_alone = at.map(|(line, r)| statements::without_names(line, r, &found));
        }
        let by = |found: &[Located<Relation>]| {
            found
                .iter()
                .any(|r| matches!(r.value.kind, Kind::SupersededBy | Kind::AmendedBy))
        };
        if first && status == Status::Superseded && !by(&found) {
            // `Superseded ([12](…))`: whom else could it name?
            let at = lines
                .iter()
                .filter(|(line, r)| line.trimmed(r.clone()).1 == range);
            let at: Vec<_> = at.cloned().collect();
            let taken: Vec<String> = found.iter().map(|r| r.value.target.clone()).collect();
            let mut named = statements::listed(doc, &at, Kind::SupersededBy, rule);
            named.retain(|r| r.value.dest.is_some() && !taken.contains(&r.value.target));
            found.extend(named);
        }
        self.relate(found, place);
    }

    /// `status: partially superseded` counts for the field that names the other record, too.
    fn superseded_in_part(&mut self) {
        for found in &mut self.out.record.relations {
            let relation = &mut found.value;
            match self.stays {
                Some(Extent::Part) if relation.kind == Kind::SupersededBy => {
                    relation.kind = Kind::AmendedBy;
                }
                Some(Extent::Planned) if relation.kind == Kind::SupersededBy => {
                    relation.planned = true;
                }
                _ => {}
            }
        }
    }

    /// A record that says itself by what it is superseded is no longer accepted, whatever its status
    /// says.
    fn superseded_by_field(&mut self) {
        let record = &mut self.out.record;
        let superseded = record
            .relations
            .iter()
            .any(|found| found.value.kind == Kind::SupersededBy && !found.value.planned);
        if let Some(status) = &mut record.status
            && status.value.in_force()
            && superseded
        {
            record.overruled = Some(status.value);
            status.value = Status::Superseded;
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
        if statements::is_nothing(text) {
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
