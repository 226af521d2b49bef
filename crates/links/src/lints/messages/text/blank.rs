//! Destinations that a blank cuts off.

use std::ops::Range;

use archsite_core::diagnostics::Diagnostic;

use crate::lints;
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
            cautious,
        } = problem;
        let place = document.place(range);
        let diagnostic = Diagnostic::new(
            &lints::BLANK_IN_DESTINATION,
            format!("a blank keeps `{}` from being a destination", short(dest)),
        )
        .at(place.clone(), "shown as text, brackets and all")
        .about(dest);
        let written = match &remedy {
            Some(remedy) => remedy.trim_matches(['<', '>']),
            None => dest,
        };
        let encoded = written.replace([' ', '\t'], "%20");
        let help = match &remedy {
            Some(remedy) if !remedy.starts_with('<') => format!("write `{remedy}`"),
            None if dest.contains('#') => {
                "take the blanks out; anchors have `-` in their place".to_string()
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
