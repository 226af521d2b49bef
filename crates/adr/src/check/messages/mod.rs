//! Messages of the checks: each function makes the diagnostic of one problem from its facts.

mod citations;
mod index;
mod links;
mod records;
mod relations;

pub(crate) use citations::{outdated_citation, unknown_citation};
pub(crate) use index::{StaleEntry, stale_index};
pub(crate) use links::{asset_not_copied, misnamed_link, superseded_cited};
pub(crate) use records::{
    Missing, decision_placeholder, duplicate_number, flaw, missing_value, no_records,
    not_understood, number_gap, number_unlike_file, review_due, unknown_label,
};
pub(crate) use relations::{
    contradicting_status, no_successor, one_sided, self_supersession, supersession_cycle,
    unknown_target,
};

/// Most characters of a quoted text in a message.
const LONGEST: usize = 60;

/// A text from a record on one line, cut after [`LONGEST`] characters.
fn shortened(text: &str) -> String {
    let text = archsite_core::text::collapse_whitespace(text);
    match text.char_indices().nth(LONGEST) {
        None => text.into_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}
