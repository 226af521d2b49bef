//! Includes that give nothing.

use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::{Diagnostic, Location};

use crate::lints;
use crate::lints::messages::short;

/// The problem of an include.
pub(crate) enum Why {
    /// No such file; perhaps this one was meant.
    NoFile(Option<String>),
    /// The file is not part of the repository.
    Outside,
    /// It would give more than a page can hold.
    TooMuch,
    /// The file cannot be read as text.
    NoText,
    /// The file includes itself.
    Circle,
    /// The file has only so many lines.
    NoLine(usize),
    /// The file has no such anchor.
    NoAnchor {
        name: String,
        near: Option<String>,
        known: Vec<String>,
        file: Location,
    },
}

/// An include that gives nothing, or not what was meant.
///
/// `name`: the file as written.
/// `chain`: the files that include each other down to this one, the chapter first.
pub(crate) fn broken_include(
    name: &str,
    place: Location,
    why: Why,
    chain: Vec<String>,
) -> Diagnostic {
    let name = short(name);
    let new = |message: String| Diagnostic::new(&lints::BROKEN_INCLUDE, message);
    let mut diagnostic = match why {
        Why::NoFile(near) => new(format!("there is no file `{name}` to include"))
            .at(
                place,
                "mdBook leaves the directive in the text and continues",
            )
            .help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "paths are relative to the file that contains the directive; write \
                         `\\{{#` if the directive is meant as text"
                    .to_string(),
            }),
        Why::Outside => new(format!("`{name}` is outside the repository"))
            .at(place, "not included in the page of a record")
            .help("only include files of the repository, or set `root`"),
        Why::TooMuch => new(format!("`{name}` expands to too much text"))
            .at(place, "not included in the page of a record")
            .help(
                "include a part of it; files that include each other can grow to many \
                   times their size",
            ),
        Why::NoText => new(format!("`{name}` cannot be included"))
            .at(place, "not UTF-8 text, or too large")
            .help("include a text file"),
        Why::Circle => new(format!("`{name}` includes itself"))
            .at(place, "mdBook stops after ten levels")
            .help("break the cycle"),
        Why::NoLine(lines) => new(format!("`{name}` only has {lines} lines"))
            .at(place, "includes nothing")
            .help("correct the line numbers, or use an anchor, which moves with the text"),
        Why::NoAnchor {
            name: anchor,
            near,
            known,
            file,
        } => new(format!("`{name}` has no anchor `{anchor}`"))
            .at(place, "includes nothing")
            .at(file, "in this file")
            .help(match (near, known.is_empty()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, true) => format!("mark the part with `ANCHOR: {anchor}` in a comment"),
                (None, false) => {
                    format!(
                        "its anchors are {}",
                        sentence::list(known.iter().map(String::as_str), 0)
                    )
                }
            }),
    };
    if chain.len() > 1 {
        diagnostic
            .message
            .push_str(&format!(" (included by {})", chain.join(", then ")));
    }
    diagnostic
}
