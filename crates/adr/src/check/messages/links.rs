//! Messages about links to records and from them.

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::check::messages::shortened;
use crate::lints;

/// A link whose text names another record than its destination; `target` is the record that it
/// leads to.
pub(crate) fn misnamed_link(text: &str, target: &str, location: Location) -> Diagnostic {
    let text = shortened(text);
    let message = format!("the text of the link names `{text}`, but its destination is {target}");
    Diagnostic::new(&lints::RECORD_LINK_MISNAMED, message)
        .at(location, "")
        .help("correct the text or the destination")
}

/// A page that cites a superseded record; `successors` are in force.
pub(crate) fn superseded_cited(
    record: &str,
    successors: &[String],
    location: Location,
) -> Diagnostic {
    let message = format!("{record} is cited as if it were in force");
    let help = if successors.is_empty() {
        "mention in the same line that it is superseded".to_string()
    } else {
        format!(
            "link to {}, which is in force, or mention in the same line that this one is superseded",
            successors.join(" and ")
        )
    };
    Diagnostic::new(&lints::SUPERSEDED_CITED, message)
        .at(location, "superseded")
        .help(help)
}

/// A file beside a record that mdBook does not copy.
pub(crate) fn asset_not_copied(dest: &str, location: Location) -> Diagnostic {
    let message = format!(
        "`{}` is outside `src`, so mdBook does not copy it",
        shortened(dest)
    );
    Diagnostic::new(&lints::RECORD_ASSET, message)
        .at(location, "")
        .about(dest)
        .help("move the records below `src`, or link to the file by its web address")
}
