//! Destinations that a blank cuts off.

use std::ops::Range;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::diagnostics::lints;

use crate::lints::messages::short;
use crate::site::document::Document;

/// A destination with a blank.
pub(crate) struct BlankInDestination<'a> {
    pub(crate) document: &'a Document<'a>,
    /// The destination as written.
    pub(crate) dest: &'a str,
    pub(crate) range: Range<usize>,
    /// What to write for it, where that is certain.
    pub(crate) remedy: Option<String>,
}

impl From<BlankInDestination<'_>> for Diagnostic {
    fn from(problem: BlankInDestination<'_>) -> Diagnostic {
        let BlankInDestination {
            document,
            dest,
            range,
            remedy,
        } = problem;
        let place = document.place(range);
        let diagnostic = Diagnostic::new(
            &lints::BLANK_IN_DESTINATION,
            format!("a blank keeps `{}` from being a destination", short(dest)),
        )
        .at(place.clone(), "shown as text, brackets and all")
        .about(dest);
        let encoded = dest.replace([' ', '\t'], "%20");
        match remedy {
            Some(remedy) if remedy.starts_with('<') => diagnostic
                .help(format!("write `{remedy}` or `{encoded}`"))
                .suggest(place, remedy),
            Some(remedy) => diagnostic
                .help(format!("write `{remedy}`"))
                .suggest(place, remedy),
            None if dest.contains('#') => {
                diagnostic.help("take the blanks out; anchors have `-` in their place")
            }
            None => diagnostic.help(format!("write `<{dest}>` or `{encoded}`")),
        }
    }
}
