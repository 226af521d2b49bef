//! Destinations that a blank cuts off.

use std::ops::Range;

use archsite_core::diagnostics::{Diagnostic, Location};

use crate::lints;
use crate::lints::messages::short;
use crate::site::document::Document;

/// A destination with a blank.
pub(crate) struct BlankInDestination<'a> {
    pub(crate) document: &'a Document<'a>,
    /// The destination as written.
    pub(crate) dest: &'a str,
    pub(crate) range: Range<usize>,
    /// The right destination, if it is certain.
    pub(crate) remedy: Option<String>,
    /// The destination and the title after it that are meant.
    pub(crate) title: Option<(&'a str, &'a str)>,
    /// It may mean something to a preprocessor that did not run.
    pub(crate) cautious: bool,
}

impl From<BlankInDestination<'_>> for Diagnostic {
    fn from(problem: BlankInDestination<'_>) -> Diagnostic {
        let BlankInDestination {
            document,
            dest,
            range,
            remedy,
            title,
            cautious,
        } = problem;
        let place = document.place(range);
        let diagnostic = Diagnostic::new(
            &lints::BLANK_IN_DESTINATION,
            format!(
                "`{}` is not a destination because it contains a space",
                short(dest)
            ),
        )
        .at(place.clone(), "shown as text, with its brackets")
        .about(dest);
        let written = match &remedy {
            Some(remedy) => remedy.trim_matches(['<', '>']),
            None => dest,
        };
        let encoded = written.replace([' ', '\t'], "%20");
        let help = match (&remedy, title) {
            (None, Some((dest, title))) => {
                format!("if the rest is a title, write it in quotes: `{dest} \"{title}\"`")
            }
            (Some(remedy), _) if !remedy.starts_with('<') => format!("write `{remedy}`"),
            (None, _) if dest.contains('#') => {
                "remove the spaces; anchors have `-` instead".to_string()
            }
            _ => format!("write `<{written}>` or `{encoded}`"),
        };
        let diagnostic = diagnostic.help(help);
        match remedy.filter(|_| !cautious) {
            Some(remedy) => diagnostic.suggest(place, remedy),
            None => diagnostic,
        }
    }
}

/// A destination with a blank in SUMMARY.md.
pub(crate) struct BlankInSummary<'a> {
    /// The destination as written.
    pub(crate) dest: &'a str,
    pub(crate) place: Location,
    /// There is a file of that name.
    pub(crate) is_file: bool,
    /// It keeps mdBook from reading SUMMARY.md.
    pub(crate) is_fatal: bool,
}

impl From<BlankInSummary<'_>> for Diagnostic {
    fn from(problem: BlankInSummary<'_>) -> Diagnostic {
        let BlankInSummary {
            dest,
            place,
            is_file,
            is_fatal,
        } = problem;
        let cause = format!("a space keeps `{}` from being a destination", short(dest));
        let encoded = dest.replace([' ', '\t'], "%20");
        let diagnostic = if is_fatal {
            let message = format!("mdBook cannot read SUMMARY.md: {cause}");
            Diagnostic::new(&lints::BROKEN_SUMMARY, message)
        } else {
            Diagnostic::new(&lints::BLANK_IN_DESTINATION, cause)
        };
        let diagnostic = diagnostic
            .at(place.clone(), "no link, so no chapter")
            .help(format!("write `<{dest}>` or `{encoded}`"))
            .about(dest);
        if is_file {
            diagnostic.suggest(place, format!("<{dest}>"))
        } else {
            diagnostic
        }
    }
}
