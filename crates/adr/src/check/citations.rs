//! Comments in source files that name records which do not exist or are no longer in force.

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::path;

use crate::check::links::says_it_is_over;
use crate::check::{Check, messages};
use crate::discover::Citation;
use crate::model::graph::EntryId;
use crate::model::record::Status;
use crate::parse::values::name;

impl Check<'_> {
    /// The problem of a citation, if it has one. A number of several records is fine if one of
    /// them is in force.
    pub(super) fn citation(&self, citation: &Citation) -> Option<Diagnostic> {
        let range = Some(citation.range.clone());
        let location = self.locations.file(&citation.file, range);
        let Some(first) = citation.records.first() else {
            let renamed = self.of_same_number(&citation.text);
            let file = renamed.map(|id| self.records.entries[id].file.as_str());
            return Some(messages::unknown_citation(&citation.text, file, location));
        };
        let is_over = |id: &EntryId| self.over(*id).is_some();
        if !citation.records.iter().all(is_over) || says_it_is_over(&citation.around) {
            return None;
        }
        let status = self.over(*first)?;
        let successors = self.graph.successors(*first).iter();
        let successors: Vec<String> = successors.map(|id| self.name(*id)).collect();
        Some(messages::outdated_citation(
            &citation.text,
            status,
            &successors,
            location,
        ))
    }

    /// The status of a record that is no longer in force.
    fn over(&self, id: EntryId) -> Option<Status> {
        let status = self.records.entries[id].reading.record.status.as_ref();
        if self.graph.is_replaced(id) {
            return Some(Status::Superseded);
        }
        let over = [
            Status::Superseded,
            Status::Deprecated,
            Status::Rejected,
            Status::Reverted,
        ];
        status
            .map(|status| status.value)
            .filter(|status| over.contains(status))
    }

    /// The only record with the number in the name of a file that does not exist.
    fn of_same_number(&self, file: &str) -> Option<EntryId> {
        let stem = path::file_name(file).strip_suffix(".md")?;
        let reference = name::read(stem).reference()?;
        let entries = self.records.entries.iter().enumerate();
        let mut same = entries.filter(|(_, entry)| {
            entry.reading.record.reference().as_deref() == Some(reference.as_str())
        });
        match (same.next(), same.next()) {
            (Some((id, _)), None) => Some(id),
            _ => None,
        }
    }
}
