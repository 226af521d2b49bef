//! Checks of single records: values that are wrong, missing or contradict the file name.

use archsite_core::diagnostics::Diagnostic;

use crate::check::Check;
use crate::check::messages;
use crate::check::messages::Missing;
use crate::model::graph::EntryId;
use crate::model::record::FlawKind;
use crate::model::records::Entry;

impl Check<'_> {
    pub(super) fn record(&self, id: EntryId, entry: &Entry, problems: &mut Vec<Diagnostic>) {
        let record = &entry.reading.record;
        for flaw in &entry.reading.flaws {
            let location = self.locations.record(id, flaw.range.clone());
            problems.push(messages::flaw(flaw, location));
        }
        for missing in missing_values(entry) {
            let unknown = entry
                .reading
                .unknown_labels
                .first()
                .filter(|_| match missing {
                    Missing::Title => false,
                    Missing::Status | Missing::Date => true,
                });
            problems.push(match unknown {
                Some((label, range)) => {
                    let location = self.locations.record(id, range.clone());
                    messages::unknown_label(missing, label, location)
                }
                None => messages::missing_value(missing, self.title(id)),
            });
        }
        if let (Some(title), Some(file)) = (&record.title_number, record.number)
            && title.value != file
        {
            let location = self.locations.record(id, title.range.clone());
            problems.push(messages::number_unlike_file(title.value, file, location));
        }
    }

    /// Reports a record in force that was to be reviewed before today.
    pub(super) fn review(
        &self,
        id: EntryId,
        entry: &Entry,
        today: &str,
        problems: &mut Vec<Diagnostic>,
    ) {
        let record = &entry.reading.record;
        let status = record.status.as_ref();
        let binds = status.is_some_and(|status| status.value.in_force());
        if let Some(review) = &record.review_by
            && review.value.as_str() < today
            && binds
            && !self.graph.is_replaced(id)
        {
            let location = self.locations.record(id, review.range.clone());
            problems.push(messages::review_due(&review.value, location));
        }
    }
}

/// The values that a record does not state. A value that is wrong is not missing.
fn missing_values(entry: &Entry) -> Vec<Missing> {
    use FlawKind::{DateAmbiguous, DateInvalid, Template};
    let record = &entry.reading.record;
    let flawed = |kinds: &[FlawKind]| {
        let mut flaws = entry.reading.flaws.iter();
        flaws.any(|flaw| kinds.contains(&flaw.kind))
    };
    let mut missing = Vec::new();
    if record.title.is_none() {
        missing.push(Missing::Title);
    }
    if record.status.is_none() && !flawed(&[Template]) {
        missing.push(Missing::Status);
    }
    if record.date.is_none() && !flawed(&[Template, DateInvalid, DateAmbiguous]) {
        missing.push(Missing::Date);
    }
    missing
}
