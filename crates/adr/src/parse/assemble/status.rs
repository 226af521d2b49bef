//! The status of a record, and how it agrees with the relations that the record states.

use std::ops::Range;

use crate::model::record::{FlawKind, Kind, Located, Relation, Rule, Status};
use crate::parse::assemble::Build;
use crate::parse::markdown::doc::{Doc, Line};
use crate::parse::markdown::fields::Field;
use crate::parse::relations::statements;
use crate::parse::values::state;
use crate::parse::vocabulary::Extent;

impl<'t> Build<'_, 't> {
    /// A status of a label that may mean something else. The section `State` of a design is prose.
    pub(super) fn state(&mut self, field: &Field<'t>) {
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

    /// A status, unless one is known, and what its words say about other records. `place` is
    /// the range of the lines if they are not in the text of the record.
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
            self.status_alone = at.map(|(line, r)| {
                let text = line.trimmed(r.clone()).0;
                let last = state::last_of_history(text, self.vocabulary);
                last.map_or_else(
                    || statements::without_names(line, r, &found),
                    |(_, words)| words.to_string(),
                )
            });
        }
        let by = |found: &[Located<Relation>]| {
            found
                .iter()
                .any(|r| matches!(r.value.kind, Kind::SupersededBy | Kind::AmendedBy))
        };
        if first && status == Status::Superseded && !by(&found) {
            // `Superseded ([12](…))`: the link names the successor.
            let at = lines
                .iter()
                .filter(|(line, r)| line.trimmed(r.clone()).1 == range);
            let at: Vec<_> = at.cloned().collect();
            let taken: Vec<String> = found.iter().map(|r| r.value.target.clone()).collect();
            let mut named = statements::listed(doc, &at, Kind::SupersededBy, rule);
            // `Superseded (see ADR-2)`: few words, and no bare number.
            let few = at.iter().all(|(line, r)| {
                let words = line.text[r.clone()].split_whitespace();
                words
                    .filter(|word| word.contains(char::is_alphanumeric))
                    .count()
                    <= 4
            });
            named.retain(|r| {
                let sure = few && !r.value.unsure && r.value.text.starts_with(char::is_alphabetic);
                (r.value.dest.is_some() || sure) && !taken.contains(&r.value.target)
            });
            found.extend(named);
        }
        self.relate(found, place);
    }

    /// `status: partially superseded` counts for the field that names the other record, too.
    pub(super) fn superseded_in_part(&mut self) {
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

    /// Sets the status of a record that names its successor to superseded, if it is in force.
    pub(super) fn superseded_by_field(&mut self) {
        let record = &mut self.out.record;
        let superseded = record
            .relations
            .iter()
            .any(|found| found.value.kind == Kind::SupersededBy && !found.value.planned);
        if let Some(status) = &mut record.status
            && (status.value.in_force() || status.value == Status::Unknown)
            && superseded
        {
            // Words that are no status name what took its place: `Split into ADR-2 and ADR-3`.
            if status.value == Status::Unknown {
                let flaws = &mut self.out.flaws;
                flaws.retain(|flaw| flaw.kind != FlawKind::StatusUnknown);
            }
            record.overruled = Some(status.value);
            status.value = Status::Superseded;
        }
    }
}
