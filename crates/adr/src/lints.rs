//! The lints of the pass. The page of each is in `lints/`, named like the lint.

archsite_core::lints! {
    "adr" "Decision records";

    /// A comment in source code that names a record which is no longer in force.
    CITATION_OUTDATED "citation-outdated" Allow;
    /// A comment in source code that names a record which does not exist.
    CITATION_UNKNOWN "citation-unknown" Allow;
    /// A decision inside a document that was not filled in.
    DECISION_PLACEHOLDER "decision-placeholder" Warn;
    /// A file beside a record that mdBook will not copy.
    RECORD_ASSET "record-asset" Warn;
    /// A date whose day and month can be confused.
    RECORD_DATE_AMBIGUOUS "record-date-ambiguous" Warn;
    /// A date that does not exist.
    RECORD_DATE_INVALID "record-date-invalid" Warn;
    /// A record without a date.
    RECORD_DATE_MISSING "record-date-missing" Warn;
    /// Front matter that is not YAML.
    RECORD_FRONT_MATTER "record-front-matter" Warn;
    /// An index written by hand that is out of date.
    RECORD_INDEX_STALE "record-index-stale" Warn;
    /// A link whose text names another record.
    RECORD_LINK_MISNAMED "record-link-misnamed" Warn;
    /// Lines of an unfinished merge in a record.
    RECORD_MERGE_MARKER "record-merge-marker" Deny;
    /// A file among records that could not be read as one.
    RECORD_NOT_UNDERSTOOD "record-not-understood" Warn;
    /// Two records with one number.
    RECORD_NUMBER_DUPLICATE "record-number-duplicate" Warn;
    /// A number that is missing between two records.
    RECORD_NUMBER_GAP "record-number-gap" Allow;
    /// A number in the title that differs from the file name.
    RECORD_NUMBER_UNLIKE_FILE "record-number-unlike-file" Warn;
    /// A decision in force whose review date has passed.
    RECORD_REVIEW_DUE "record-review-due" Warn;
    /// A record without a status.
    RECORD_STATUS_MISSING "record-status-missing" Warn;
    /// A status that is not a known word.
    RECORD_STATUS_UNKNOWN "record-status-unknown" Warn;
    /// Text of the template left in a record.
    RECORD_TEMPLATE_TEXT "record-template-text" Warn;
    /// A record without a title.
    RECORD_TITLE_MISSING "record-title-missing" Warn;
    /// A configured folder that contains no records.
    RECORDS_NOT_FOUND "records-not-found" Deny;
    /// A page that links to a record which is no longer in force.
    SUPERSEDED_CITED "superseded-cited" Warn;
    /// A superseded record that does not name its successor.
    SUPERSEDED_WITHOUT_SUCCESSOR "superseded-without-successor" Warn;
    /// A supersession by a record that does not exist.
    SUPERSESSION_BROKEN "supersession-broken" Deny;
    /// A superseded record with another status.
    SUPERSESSION_CONTRADICTS_STATUS "supersession-contradicts-status" Warn;
    /// Records that supersede each other in a cycle.
    SUPERSESSION_CYCLE "supersession-cycle" Deny;
    /// A supersession that only one of the two records states.
    SUPERSESSION_ONE_WAY "supersession-one-way" Allow;
}
