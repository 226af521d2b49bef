//! Problems that more than one pass reports.

use std::ops::Range;

use crate::diagnostics::lints;
use crate::diagnostics::{Diagnostic, Location};
use crate::text::SourceId;

/// The includes that are still in a text, though they were to be expanded before us.
pub fn unexpanded_includes(source: SourceId, text: &str) -> Vec<Diagnostic> {
    const KIN: &[&str] = &["include", "playground", "rustdoc_include", "playpen"];
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), b"{{#") {
        let word = &text[at + 3..];
        let is_include = KIN.iter().any(|kin| {
            word.strip_prefix(kin)
                .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        });
        if is_include && !text[..at].ends_with('\\') {
            let line = word.lines().next().unwrap_or_default();
            let end = at + 3 + line.find("}}").map_or(line.len(), |end| end + 2);
            found.push(unexpanded_include(source, at..end));
        }
    }
    found
}

/// The one problem of a book in which our preprocessor, of this name, runs before mdBook has
/// expanded any include.
pub fn runs_before_links(own: &str) -> Diagnostic {
    let place = ["preprocessor", own].map(ToString::to_string);
    Diagnostic::new(
        &lints::UNEXPANDED_INCLUDE,
        "archsite runs before mdBook has expanded the includes of this book",
    )
    .at(
        Location::Config(place.to_vec()),
        "`after` does not name `links`",
    )
    .help(format!(
        "add `after = [\"links\", \"index\"]` to [preprocessor.{own}] in book.toml"
    ))
}

fn unexpanded_include(source: SourceId, range: Range<usize>) -> Diagnostic {
    Diagnostic::new(
        &lints::UNEXPANDED_INCLUDE,
        "archsite runs before mdBook has expanded this",
    )
    .at(Location::Source { source, range }, "still a directive")
    .help("add `after = [\"links\", \"index\"]` to [preprocessor.archsite] in book.toml")
}
