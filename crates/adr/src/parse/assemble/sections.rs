//! The fields of a record: those below the title, and sections that are a field.

use crate::model::record::Rule;
use crate::parse::assemble::Build;
use crate::parse::markdown::doc::Block;
use crate::parse::markdown::fields;
use crate::parse::markdown::fields::Field;
use crate::parse::relations::statements;
use crate::parse::vocabulary::{Label, Section};

impl<'t> Build<'_, 't> {
    /// Fields below the title, then sections that are a field.
    pub(super) fn sections(&mut self) {
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
}
