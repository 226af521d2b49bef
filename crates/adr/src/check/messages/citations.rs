//! Messages about comments in source files that name records.

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::check::messages::shortened;
use crate::lints;
use crate::model::record::Status;

/// A name of no record; `renamed` is the file of the record with the same number.
pub(crate) fn unknown_citation(
    name: &str,
    renamed: Option<&str>,
    location: Location,
) -> Diagnostic {
    let name = shortened(name);
    let message = format!("the comment names `{name}`, but there is no such record");
    let help = match renamed {
        Some(file) => format!("the record of this number is `{}`", shortened(file)),
        None => "correct the number, or write the record".to_string(),
    };
    Diagnostic::new(&lints::CITATION_UNKNOWN, message)
        .at(location, "")
        .help(help)
}

/// A name of a record that is no longer in force; `successors` are.
pub(crate) fn outdated_citation(
    name: &str,
    status: Status,
    successors: &[String],
    location: Location,
) -> Diagnostic {
    let name = shortened(name);
    let status = status.name();
    let message = format!("the comment names `{name}`, but that record is {status}");
    let help = if successors.is_empty() {
        format!("change the code, or mention in the same line that the record is {status}")
    } else {
        format!(
            "name {}, which is in force, or mention in the same line that this one is {status}",
            successors.join(" and ")
        )
    };
    Diagnostic::new(&lints::CITATION_OUTDATED, message)
        .at(location, "")
        .help(help)
}
