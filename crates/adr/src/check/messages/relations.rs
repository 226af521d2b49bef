//! Messages about relations between records. `newer` and `older` are names for sentences.

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::lints;
use crate::model::record::{Kind, Status};

/// A relation to a record that does not exist; `suggestion` is the id of a similar one.
pub(crate) fn unknown_target(
    kind: Kind,
    target: &str,
    suggestion: Option<&str>,
    location: Location,
) -> Diagnostic {
    let message = format!(
        "`{}` names `{target}`, but there is no such record",
        kind.phrase()
    );
    let help = match suggestion {
        Some(id) => format!("did you mean `{id}`?"),
        None => "correct the number or the link; add the folder of the record to `directories` \
                 if it is not searched"
            .to_string(),
    };
    Diagnostic::new(&lints::SUPERSESSION_BROKEN, message)
        .at(location, "")
        .help(help)
}

/// A supersession that only one of the two records states.
pub(crate) fn one_sided(newer: &str, older: &str, at: Location, other: Location) -> Diagnostic {
    let message = format!("only one of the two records states that {newer} supersedes {older}");
    Diagnostic::new(&lints::SUPERSESSION_ONE_WAY, message)
        .at(at, "stated here")
        .at(other, "not stated here")
        .help("state it in both, for people who read the files; the book shows it on both")
}

/// A supersession that is part of a cycle.
pub(crate) fn supersession_cycle(
    newer: &str,
    older: &str,
    at: Location,
    other: Location,
) -> Diagnostic {
    let message = format!("the supersession of {older} by {newer} is part of a cycle");
    Diagnostic::new(&lints::SUPERSESSION_CYCLE, message)
        .at(at, "")
        .at(other, "the other record")
        .help("decide which of them is in force, and remove the other relation")
}

/// A record that supersedes itself.
pub(crate) fn self_supersession(record: &str, location: Location) -> Diagnostic {
    let message = format!("{record} supersedes itself");
    Diagnostic::new(&lints::SUPERSESSION_CYCLE, message)
        .at(location, "")
        .help("name the record that is meant")
}

/// A superseded record with another status; `at` is the status, `stated` the relation.
pub(crate) fn contradicting_status(
    newer: &str,
    older: &str,
    status: Status,
    at: Location,
    stated: Location,
) -> Diagnostic {
    let status = status.name();
    let message = format!("{older} is superseded by {newer}, but its status is {status}");
    Diagnostic::new(&lints::SUPERSESSION_CONTRADICTS_STATUS, message)
        .at(at, "")
        .at(stated, "superseded here")
        .help("set its status to superseded")
}

/// A superseded record that does not name its successor.
pub(crate) fn no_successor(location: Location) -> Diagnostic {
    Diagnostic::new(
        &lints::SUPERSEDED_WITHOUT_SUCCESSOR,
        "superseded, but no record is named as its successor",
    )
    .at(location, "")
    .help("name the record that supersedes it")
}
