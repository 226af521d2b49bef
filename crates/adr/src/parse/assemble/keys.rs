//! Values of front matter and of `kep.yaml`, put into the record.

use std::ops::Range;

use archsite_core::site::path;

use crate::model::record::{FlawKind, Located, Relation, Rule};
use crate::parse::assemble::Build;
use crate::parse::markdown::doc::{Doc, Line};
use crate::parse::markdown::fields::Field;
use crate::parse::markdown::front;
use crate::parse::markdown::front::values;
use crate::parse::markdown::front::values::Scalar;
use crate::parse::relations::statements;
use crate::parse::values::title;
use crate::parse::vocabulary::Label;

impl Build<'_, '_> {
    pub(crate) fn front_matter(&mut self, text: &str) {
        if front::is_unclosed(self.doc.text, self.vocabulary) {
            self.flaw(FlawKind::FrontMatter, 0..3, "it has no end");
        }
        let inner = text.trim_start_matches('\u{feff}');
        let is_toml = inner.starts_with("+++");
        if !is_toml && !inner.starts_with("---") {
            return;
        }
        let start = text.len() - inner.len() + inner.find('\n').map_or(inner.len(), |at| at + 1);
        let end = text
            .trim_end()
            .rfind('\n')
            .map_or(start, |at| at + 1)
            .max(start);
        let yaml = if is_toml {
            values::read_toml(&text[start..end], start)
        } else {
            values::read(&text[start..end], start)
        };
        if let Some((words, range)) = yaml.problem {
            self.flaw(FlawKind::FrontMatter, range, words);
        }
        for key in front::keys(&yaml.list, self.vocabulary) {
            for value in key.values {
                self.key(key.label, value, Rule::FrontMatter);
            }
        }
    }

    /// A value of YAML: text that may hold links, or words for records.
    fn key(&mut self, label: Label, value: Scalar, rule: Rule) {
        let record = &mut self.out.record;
        let Scalar { text, range } = value;
        match label {
            Label::Title => {
                let cleaned = title::clean(&text, record.number);
                record.title.get_or_insert(Located::new(
                    cleaned.text.to_string(),
                    range.clone(),
                    rule,
                ));
                if let Some(number) = cleaned.number {
                    record
                        .title_number
                        .get_or_insert(Located::new(number, range, rule));
                }
            }
            Label::Status | Label::State => {
                let doc = Doc::of_value(&text);
                let lines = lines_of(&doc, &text);
                self.status(&doc, &lines, rule, Some(&range));
            }
            Label::Relation(kind) => {
                let doc = Doc::of_value(&text);
                let mut found = statements::listed(&doc, &lines_of(&doc, &text), kind, rule);
                let word = !text.contains(char::is_whitespace) && !text.contains("://");
                if found.is_empty() && word && !statements::is_nothing(&text) {
                    let target = path::file_name(path::stem(&text)).to_string();
                    let dest = None;
                    found.push(Located::new(
                        Relation {
                            kind,
                            text,
                            dest,
                            target,
                            planned: false,
                            unsure: false,
                        },
                        0..0,
                        rule,
                    ));
                }
                self.relate(found, Some(&range));
            }
            Label::Deciders | Label::Tags | Label::Area => {
                self.people_and_tags(label, &text, range, rule)
            }
            Label::Date(_) => {
                let line = match rule {
                    Rule::Kep => Line::elsewhere(text),
                    _ => Line::plain(text, range.start),
                };
                let all = 0..line.text.len();
                self.fields.push(Field {
                    label,
                    rule,
                    lines: vec![(line, all)],
                });
            }
            Label::Summary => {
                record
                    .summary
                    .get_or_insert(Located::new(text, range, rule));
            }
            Label::Review => self.review(&text, range, rule),
            Label::Links | Label::ChangeLog => {}
        }
    }

    pub(crate) fn kep(&mut self, text: &str) {
        let yaml = values::read(text, 0);
        for key in front::keys(&yaml.list, self.vocabulary) {
            for mut value in key.values {
                value.range = 0..0;
                if key.label == Label::Status {
                    value.text = front::of_kep(&value.text).to_string();
                }
                let heading = matches!(key.label, Label::Title) && self.out.record.title.is_some();
                if !heading {
                    self.key(key.label, value, Rule::Kep);
                }
            }
        }
    }
}

/// The lines of a value of YAML.
fn lines_of<'t>(doc: &Doc<'t>, text: &'t str) -> Vec<(Line<'t>, Range<usize>)> {
    let lines: Vec<Line<'t>> = doc.parts.iter().flat_map(|part| doc.lines(part)).collect();
    let lines = if lines.is_empty() {
        // Markdown would read it as something without words.
        vec![Line::plain(text, 0)]
    } else {
        lines
    };
    lines
        .into_iter()
        .map(|line| {
            let all = 0..line.text.len();
            (line, all)
        })
        .collect()
}
