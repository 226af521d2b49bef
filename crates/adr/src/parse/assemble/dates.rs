//! The date of a record, and the status where only a change log, a tag or a folder tells it.

use std::ops::Range;

use archsite_core::site::path;

use crate::model::record::{FlawKind, Located, Rule, Status};
use crate::parse::assemble::Build;
use crate::parse::markdown::doc::Line;
use crate::parse::markdown::fields::Field;
use crate::parse::reading::Pending;
use crate::parse::relations::statements;
use crate::parse::values::date;
use crate::parse::values::date::{Day, Order};
use crate::parse::values::name::Name;
use crate::parse::values::title;
use crate::parse::vocabulary::Label;
use crate::parse::vocabulary::ParsedStatus;

impl<'t> Build<'_, 't> {
    /// A status in the change log, in a tag or in the name of the folder.
    pub(crate) fn status_elsewhere(&mut self, file: &str) {
        if self.out.record.status.is_some() {
            return;
        }
        if let Some((status, raw, range, day)) = self.status_of_log() {
            self.out.record.status = Some(Located::new(status, range.clone(), Rule::ChangeLog));
            self.out.record.status_raw = Some(raw);
            if let Some(date) = day.settled(None) {
                let found = Located::new(date.to_string(), range, Rule::ChangeLog);
                self.out.record.date = Some(found);
            }
            return;
        }
        let tag = self.out.record.tags.iter().find_map(|tag| {
            let status = self.vocabulary.is_exact(&tag.value)?;
            Some((
                Located::new(status, tag.range.clone(), Rule::Tag),
                tag.value.clone(),
            ))
        });
        if let Some((found, raw)) = tag {
            self.out.record.status = Some(found);
            self.out.record.status_raw = Some(raw);
            return;
        }
        let mut folders = path::parent(file).rsplit('/');
        let folder = folders.find_map(|folder| {
            let folder = folder.trim_start_matches('_');
            let status = self.vocabulary.is_exact(folder)?;
            matches!(
                status,
                Status::Superseded
                    | Status::Rejected
                    | Status::Deprecated
                    | Status::Draft
                    | Status::Proposed
            )
            .then(|| (status, folder.to_string()))
        });
        if let Some((status, raw)) = folder {
            self.out.record.status = Some(Located::new(status, 0..0, Rule::Folder));
            self.out.record.status_raw = Some(raw);
        }
    }

    /// The latest entry of a change log whose first word is a status.
    fn status_of_log(&self) -> Option<(Status, String, Range<usize>, Day)> {
        let mut found: Vec<(Status, String, Range<usize>, Day)> = Vec::new();
        for (line, range) in self.log() {
            let (text, source) = line.trimmed(range.clone());
            let dated = date::read(text).0;
            let word = text.trim_start_matches(|c: char| !c.is_alphabetic());
            let first: String = word.split_whitespace().take(1).collect();
            if let (ParsedStatus::Known(_), Some(status)) =
                (self.vocabulary.read(text), self.vocabulary.is_exact(&first))
                && matches!(dated, Day::Sure(_))
            {
                found.push((status, first, source, dated));
            }
        }
        let day = |day: &Day| day.settled(None);
        found
            .into_iter()
            .max_by_key(|(_, _, range, d)| (day(d), range.start))
    }

    fn log(&self) -> Vec<(Line<'t>, Range<usize>)> {
        let logs = self
            .fields
            .iter()
            .filter(|field| field.label == Label::ChangeLog);
        logs.flat_map(|field| field.lines.clone()).collect()
    }

    /// The date: fields first, then the words of the status, the file's name and the change log.
    pub(crate) fn date(&mut self, name: &Name<'_>) {
        if self.out.record.date.is_some() {
            return;
        }
        let mut fields: Vec<(u8, Field<'t>)> = Vec::new();
        for field in &self.fields {
            if let Label::Date(rank) = field.label {
                fields.push((rank, field.clone()));
            }
        }
        fields.sort_by_key(|(rank, _)| *rank);
        let mut flaws = Vec::new();
        for (_, field) in fields {
            let text = field.text();
            let (day, order) = date::read(&text);
            self.vote(order);
            if !self.out.pending.is_empty() || self.out.record.date.is_some() {
                continue;
            }
            let range = field.range();
            match day {
                Day::Sure(date) => {
                    self.out.record.date = Some(Located::new(date.to_string(), range, field.rule));
                }
                Day::Either(..) => {
                    self.out.pending.push(Pending {
                        day,
                        range,
                        rule: field.rule,
                    });
                }
                Day::Month(..) | Day::Year(_) => {
                    let partial = day.partial();
                    self.out.record.date =
                        partial.map(|date| Located::new(date, range, field.rule));
                }
                Day::None if statements::is_nothing(&text) => {}
                _ if title::is_placeholder(&text) => flaws.push((FlawKind::Template, range, text)),
                Day::Invalid | Day::None => flaws.push((FlawKind::DateInvalid, range, text)),
            }
        }
        let stated = self.out.record.date.is_some() || !self.out.pending.is_empty();
        let invalid = flaws
            .iter()
            .any(|(kind, ..)| *kind == FlawKind::DateInvalid);
        for (kind, range, words) in flaws {
            if !stated {
                self.flaw(kind, range, words);
            }
        }
        if !stated && !invalid {
            self.date_elsewhere(name);
        }
    }

    fn date_elsewhere(&mut self, name: &Name<'_>) {
        let raw = self.status_alone.as_ref();
        let raw = raw.or(self.out.record.status_raw.as_ref());
        if let (Some(status), Some(raw)) = (&self.out.record.status, raw)
            && let Day::Sure(date) = date::in_sentence(raw)
        {
            let found = Located::new(date.to_string(), status.range.clone(), status.rule);
            self.out.record.date = Some(found);
            return;
        }
        if let Some((year, month, day)) = name.date
            && let Ok(date) = jiff::civil::Date::new(year, month, day)
        {
            self.out.record.date = Some(Located::new(date.to_string(), 0..0, Rule::FileName));
            return;
        }
        if let Some((year, month)) = name.month {
            let month = format!("{year:04}-{month:02}");
            self.out.record.date = Some(Located::new(month, 0..0, Rule::FileName));
            return;
        }
        for (line, range) in self.log() {
            let (text, source) = line.trimmed(range.clone());
            let start: String = text.chars().take(40).collect();
            let (day, order) = date::read(&start);
            self.vote(order);
            if matches!(day, Day::Sure(_) | Day::Either(..)) {
                let (range, rule) = (source, Rule::ChangeLog);
                self.out.pending.push(Pending { day, range, rule });
            }
        }
    }

    fn vote(&mut self, order: Option<Order>) {
        match order {
            Some(Order::DayFirst) => self.out.orders.0 += 1,
            Some(Order::MonthFirst) => self.out.orders.1 += 1,
            None => {}
        }
    }
}
