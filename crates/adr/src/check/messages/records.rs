//! Messages about one record, or about files that are not read as one.

use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::{Diagnostic, Location};

use crate::check::messages::shortened;
use crate::lints;
use crate::model::record::{Flaw, FlawKind};

/// A value that is wrong.
pub(crate) fn flaw(flaw: &Flaw, location: Location) -> Diagnostic {
    let text = shortened(&flaw.text);
    let (lint, message, help): (&'static Lint, String, &str) = match flaw.kind {
        FlawKind::FrontMatter => (
            &lints::RECORD_FRONT_MATTER,
            format!("the front matter is not valid: {text}"),
            "only what could be read line by line is used",
        ),
        FlawKind::DateInvalid => (
            &lints::RECORD_DATE_INVALID,
            format!("`{text}` is not a date"),
            "write it as `YYYY-MM-DD`",
        ),
        FlawKind::DateAmbiguous => (
            &lints::RECORD_DATE_AMBIGUOUS,
            "day and month of this date are ambiguous, and no other date of the folder resolves them"
                .to_string(),
            "write it as `YYYY-MM-DD`",
        ),
        FlawKind::Template => (
            &lints::RECORD_TEMPLATE_TEXT,
            format!("`{text}` is text from the template"),
            "fill it in, or remove it",
        ),
        FlawKind::MergeMarker => (
            &lints::RECORD_MERGE_MARKER,
            "unresolved merge conflict".to_string(),
            "resolve the conflict, and remove the markers",
        ),
        FlawKind::StatusUnknown => (
            &lints::RECORD_STATUS_UNKNOWN,
            format!("`{text}` is not a known status"),
            "define it in [preprocessor.archsite.adr.statuses], or use a known word",
        ),
    };
    Diagnostic::new(lint, message).at(location, "").help(help)
}

/// A value that a record does not state.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Missing {
    Title,
    Status,
    Date,
}

/// A record without a value.
pub(crate) fn missing_value(missing: Missing, location: Location) -> Diagnostic {
    let (lint, message, help): (&'static Lint, _, _) = match missing {
        Missing::Title => (
            &lints::RECORD_TITLE_MISSING,
            "this record has no title",
            "begin it with `# Title`",
        ),
        Missing::Status => (
            &lints::RECORD_STATUS_MISSING,
            "this record has no status",
            "write `status: accepted` into the front matter, or add a section `## Status`",
        ),
        Missing::Date => (
            &lints::RECORD_DATE_MISSING,
            "this record has no date",
            "write `date: YYYY-MM-DD` into the front matter, or add a line `Date: YYYY-MM-DD`",
        ),
    };
    Diagnostic::new(lint, message)
        .at(location, "none is assumed")
        .help(help)
}

/// A record without a known value that has a label which is not known.
pub(crate) fn unknown_label(missing: Missing, label: &str, location: Location) -> Diagnostic {
    let (lint, value): (&'static Lint, _) = match missing {
        Missing::Title => (&lints::RECORD_TITLE_MISSING, "title"),
        Missing::Status => (&lints::RECORD_STATUS_MISSING, "status"),
        Missing::Date => (&lints::RECORD_DATE_MISSING, "date"),
    };
    let label = shortened(label);
    let message = format!(
        "this record has no known label for a {value}, and the label `{label}` is not known"
    );
    let key = label.to_lowercase();
    Diagnostic::new(lint, message)
        .at(location, "")
        .help(format!(
            "if it is the {value}, write `labels = {{ \"{key}\" = \"{value}\" }}` into \
         [preprocessor.archsite.adr]; otherwise add the {value} to the record"
        ))
}

/// A record that was to be reviewed by a day that has passed.
pub(crate) fn review_due(day: &str, location: Location) -> Diagnostic {
    let message = format!("this decision was to be reviewed by {day}");
    Diagnostic::new(&lints::RECORD_REVIEW_DUE, message)
        .at(location, "")
        .help("review it, then set a later day, or supersede or deprecate the record")
}

/// Two records with one number; `first` is the file of the other one, `free` the next number.
pub(crate) fn duplicate_number(
    number: &str,
    free: u64,
    first: &str,
    location: Location,
    other: Location,
) -> Diagnostic {
    let message = format!("`{first}` has the number {number} too");
    Diagnostic::new(&lints::RECORD_NUMBER_DUPLICATE, message)
        .at(location, "")
        .at(other, "this record has the same number")
        .help(format!("the next free number is {free}"))
}

/// Numbers between two records that no record has; `location` is the record after them.
pub(crate) fn number_gap(from: u64, to: u64, location: Location) -> Diagnostic {
    let message = if from == to {
        format!("there is no record {from}")
    } else {
        format!("there are no records {from} to {to}")
    };
    Diagnostic::new(&lints::RECORD_NUMBER_GAP, message)
        .at(location, "this is the next one")
        .help("nothing needs to be done if a record was removed or never written")
}

/// A title with another number than the file name.
pub(crate) fn number_unlike_file(title: u64, file: u64, location: Location) -> Diagnostic {
    let message = format!("the title has the number {title}, the file name {file}");
    Diagnostic::new(&lints::RECORD_NUMBER_UNLIKE_FILE, message)
        .at(location, "")
        .help("links and the index use the number of the file")
}

/// A file that looks like a record and is not listed; `error` says why it cannot be read.
pub(crate) fn not_understood(error: Option<&str>, location: Location) -> Diagnostic {
    let (message, help) = match error {
        Some(error) => (
            format!("this file looks like a record, but cannot be read: {error}"),
            "a record is a text file in UTF-8, below the size limit and inside the repository",
        ),
        None => (
            "this file looks like a record, but has neither the name nor the sections of one"
                .to_string(),
            "give it a number, a status or a heading `Decision`, or move it to another folder",
        ),
    };
    Diagnostic::new(&lints::RECORD_NOT_UNDERSTOOD, message)
        .at(location, "not in the index")
        .help(help)
}

/// A configured folder without records, or a book with an index and no records at all.
pub(crate) fn no_records(folder: Option<&str>, location: Location) -> Diagnostic {
    let message = match folder {
        Some(folder) => format!("there are no records in `{folder}`"),
        None => "there are no decision records in the usual folders".to_string(),
    };
    Diagnostic::new(&lints::RECORDS_NOT_FOUND, message)
        .at(location, "")
        .help("name their folders in `directories`, relative to the book root")
}

/// A decision inside a document that is not filled in.
pub(crate) fn decision_placeholder(title: &str, location: Location) -> Diagnostic {
    let message = format!("the decision `{}` is still a placeholder", shortened(title));
    Diagnostic::new(&lints::DECISION_PLACEHOLDER, message)
        .at(location, "not in the index")
        .help("fill it in, or remove it")
}
