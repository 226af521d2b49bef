//! The problems of links to records and from them, and all their words.
//!
//! A struct holds the facts, its conversion the words; nothing is looked for here.

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::check::problems::shortened;
use crate::lints;

/// A link whose text names another record than its target.
pub(crate) struct Misnamed<'a> {
    pub(crate) text: &'a str,
    pub(crate) target: &'a str,
    pub(crate) place: Location,
}

impl From<Misnamed<'_>> for Diagnostic {
    fn from(problem: Misnamed<'_>) -> Diagnostic {
        let Misnamed {
            text,
            target,
            place,
        } = problem;
        Diagnostic::new(
            &lints::RECORD_LINK_MISNAMED,
            format!(
                "the text of the link names `{}`, but its destination is {target}",
                shortened(text)
            ),
        )
        .at(place, "")
        .help("correct the text or the destination")
    }
}

/// A page that cites a superseded record.
pub(crate) struct Cited<'a> {
    pub(crate) record: &'a str,
    pub(crate) now: Vec<&'a str>,
    pub(crate) place: Location,
}

impl From<Cited<'_>> for Diagnostic {
    fn from(problem: Cited<'_>) -> Diagnostic {
        let Cited { record, now, place } = problem;
        let found = Diagnostic::new(
            &lints::SUPERSEDED_CITED,
            format!("{record} is cited as if it were in force"),
        )
        .at(place, "superseded");
        found.help(if now.is_empty() {
            "mention in the same line that it is superseded".to_string()
        } else {
            format!(
                "link to {}, which is in force, or mention in the same line that this one is \
                 superseded",
                now.join(" and ")
            )
        })
    }
}

/// A file beside a record that mdBook will not copy.
pub(crate) struct Asset<'a> {
    pub(crate) dest: &'a str,
    pub(crate) place: Location,
}

impl From<Asset<'_>> for Diagnostic {
    fn from(problem: Asset<'_>) -> Diagnostic {
        Diagnostic::new(
            &lints::RECORD_ASSET,
            format!(
                "`{}` is outside `src`, so mdBook does not copy it",
                shortened(problem.dest)
            ),
        )
        .at(problem.place, "")
        .about(problem.dest)
        .help("move the records below `src`, or link to the file by its web address")
    }
}
