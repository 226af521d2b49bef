//! Footnotes that do not come together with their references.

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::outline::{NoteDefinition, NoteUse, UndefinedNote};

use crate::lints;
use crate::lints::messages::short;
use crate::site::document::Document;

/// The label of a footnote, where it is defined.
fn label(document: &Document<'_>, note: &NoteDefinition) -> Location {
    let start = note.range.start;
    let end = document.text[start..]
        .find("]:")
        .map_or(note.range.end, |at| start + at + 1);
    document.place(start..end)
}

/// A reference.
fn reference(document: &Document<'_>, used: &NoteUse) -> Location {
    let rest = &document.text[used.at..];
    let end = rest.find(']').map_or(rest.len(), |at| at + 1);
    document.place(used.at..used.at + end)
}

/// A footnote whose label is taken.
///
/// `used`: the first reference to them.
pub(crate) fn duplicate_footnote(
    document: &Document<'_>,
    note: &NoteDefinition,
    first: &NoteDefinition,
    used: Option<&NoteUse>,
) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        &lints::DUPLICATE_FOOTNOTE,
        format!("there are two footnotes `[^{}]`", short(&note.label)),
    )
    .at(label(document, note), "this text is dropped")
    .at(label(document, first), "this one is shown");
    if let Some(used) = used {
        diagnostic = diagnostic.at(reference(document, used), "here");
    }
    diagnostic.help("give one of them another label")
}

/// A reference in another case than its footnote.
///
/// `proven`: no other footnote can be meant.
pub(crate) fn footnote_case(
    document: &Document<'_>,
    note_use: &NoteUse,
    note: &NoteDefinition,
    proven: bool,
) -> Diagnostic {
    let start = note_use.at + "[^".len();
    let written = start..start + note_use.label.len();
    let mut diagnostic = Diagnostic::new(
        &lints::FOOTNOTE_CASE_MISMATCH,
        format!(
            "`[^{}]` and `[^{}]` differ in case, so the text of the footnote is lost",
            short(&note_use.label),
            short(&note.label)
        ),
    )
    .at(reference(document, note_use), "no footnote with this label")
    .at(label(document, note), "this text is dropped")
    .help(format!("write `[^{}]`", note.label));
    if proven && document.text.get(written.clone()) == Some(note_use.label.as_str()) {
        diagnostic = diagnostic.suggest(document.place(written), note.label.as_str());
    }
    diagnostic
}

/// A footnote that nothing refers to.
pub(crate) fn unused_footnote(document: &Document<'_>, note: &NoteDefinition) -> Diagnostic {
    Diagnostic::new(
        &lints::UNUSED_FOOTNOTE,
        format!("nothing refers to the footnote `[^{}]`", short(&note.label)),
    )
    .at(label(document, note), "this text is dropped")
    .help("refer to it, or remove it")
}

/// A reference without a footnote.
///
/// `attached`: it is at the end of a word, as only a footnote is.
pub(crate) fn undefined_footnote(
    document: &Document<'_>,
    undefined: &UndefinedNote,
    near: Option<&str>,
    attached: bool,
) -> Diagnostic {
    let lint = if attached {
        &lints::UNDEFINED_FOOTNOTE
    } else {
        &lints::DOUBTFUL_FOOTNOTE
    };
    let label = short(&undefined.label);
    Diagnostic::new(lint, format!("there is no footnote `[^{label}]`"))
        .at(
            document.place(undefined.range.clone()),
            "shown as typed, with its brackets",
        )
        .help(match near {
            Some(near) => format!("did you mean `[^{near}]`?"),
            None => format!(
                "add `[^{label}]: text` on a line of its own, or write `\\[` if the brackets \
                 are intended"
            ),
        })
}
