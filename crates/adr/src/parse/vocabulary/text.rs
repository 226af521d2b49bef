//! The words of generated text in the language of the book.

use serde::Deserialize;

use crate::model::record::{Kind, Status};

/// The words of the index, of banners and of the diagram in one language. `{}` is a value.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Texts {
    pub(crate) in_force: String,
    pub(crate) not_decided: String,
    pub(crate) no_status: String,
    pub(crate) no_longer: String,
    pub(crate) what_replaced_what: String,
    pub(crate) counts_in_force: String,
    pub(crate) counts_not_decided: String,
    pub(crate) counts_no_status: String,
    pub(crate) counts_no_longer: String,
    accepted: String,
    proposed: String,
    draft: String,
    rejected: String,
    deprecated: String,
    superseded: String,
    on_hold: String,
    experimental: String,
    reverted: String,
    unknown: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) status: String,
    pub(crate) date: String,
    pub(crate) deciders: String,
    pub(crate) tags: String,
    pub(crate) area: String,
    pub(crate) review_by: String,
    pub(crate) supersedes: String,
    pub(crate) superseded_by: String,
    replaces: String,
    replaced_by: String,
    amends: String,
    amended_by: String,
    relates_to: String,
    would_replace: String,
    would_be_replaced_by: String,
    would_amend: String,
    would_be_amended_by: String,
    pub(crate) decided_by: String,
    pub(crate) cited_in: String,
    pub(crate) all_decisions: String,
    pub(crate) now: String,
    pub(crate) replaced_by_nothing: String,
    pub(crate) never_in_force: String,
    pub(crate) nothing_binds: String,
    pub(crate) was_reverted: String,
    pub(crate) review_due: String,
    pub(crate) more: String,
    pub(crate) newest_first: String,
    pub(crate) no_date: String,
    pub(crate) no_tag: String,
    pub(crate) general: String,
    pub(crate) in_documents: String,
}

impl Texts {
    /// The name of a status.
    pub(crate) fn status_name(&self, status: Status) -> &str {
        match status {
            Status::Draft => &self.draft,
            Status::Proposed => &self.proposed,
            Status::Accepted => &self.accepted,
            Status::Experimental => &self.experimental,
            Status::OnHold => &self.on_hold,
            Status::Rejected => &self.rejected,
            Status::Deprecated => &self.deprecated,
            Status::Superseded => &self.superseded,
            Status::Reverted => &self.reverted,
            Status::Unknown => &self.unknown,
        }
    }

    /// The words between two records in a relation, in lower case where the language has it.
    pub(crate) fn relation(&self, kind: Kind, planned: bool) -> &str {
        match (kind, planned) {
            (Kind::Supersedes, false) => &self.replaces,
            (Kind::SupersededBy, false) => &self.replaced_by,
            (Kind::Amends, false) => &self.amends,
            (Kind::AmendedBy, false) => &self.amended_by,
            (Kind::Supersedes, true) => &self.would_replace,
            (Kind::SupersededBy, true) => &self.would_be_replaced_by,
            (Kind::Amends, true) => &self.would_amend,
            (Kind::AmendedBy, true) => &self.would_be_amended_by,
            (Kind::RelatesTo, _) => &self.relates_to,
        }
    }
}
