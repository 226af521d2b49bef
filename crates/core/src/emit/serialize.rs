//! The serializer: pulldown-cmark-to-cmark, with the options of mdBook.
//!
//! A text that needs escapes has its escaped form beside it. The serializer uses this form after it
//! has parsed the written block and found the events it was given; otherwise it writes its own
//! escapes.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Options};
use pulldown_cmark_to_cmark::State;

use crate::emit::escape::EscapeMode;

/// An event, and where in the escaped texts its text is.
pub(super) type Ranged = (Event<'static>, Option<Range<usize>>);

/// The options of mdBook's parser; files are read without typographic punctuation.
fn parser_options(mode: EscapeMode) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    options.set(
        Options::ENABLE_SMART_PUNCTUATION,
        mode == EscapeMode::MdBook,
    );
    options
}

/// The Markdown of some events; `escaped` has the escaped forms of texts that need them.
pub(super) fn serialized(events: &[Ranged], escaped: &str, mode: EscapeMode) -> String {
    let options = pulldown_cmark_to_cmark::Options {
        list_token: match mode {
            EscapeMode::MdBook => '*',
            EscapeMode::Source => '-',
        },
        ..Default::default()
    };
    let mut state = State::new(parser_options(mode), options);
    let mut out = String::new();
    let events = events.iter().map(|(event, range)| (event, range.clone()));
    let result = state
        .process_with_source_range(events, escaped, &mut out)
        .and_then(|_| state.finish(&mut out));
    // Writing to a String does not fail, and the events are well-formed by construction.
    debug_assert!(
        result.is_ok(),
        "generated events are well-formed: {result:?}"
    );
    out
}

/// A written table with blanks around its cells. The serializer leaves them out, but its rows may
/// go into the table of an author.
pub(super) fn spaced(table: &str) -> String {
    let mut out = String::with_capacity(table.len() * 2);
    for (index, line) in table.lines().enumerate() {
        let line = line.strip_prefix('|').unwrap_or(line);
        let mut start = 0;
        out.push('|');
        for (end, _) in line.match_indices('|') {
            // A bar with a backslash before it is text.
            if line[..end].ends_with('\\') {
                continue;
            }
            let cell = if index == 1 {
                "---"
            } else {
                line[start..end].trim()
            };
            out.push(' ');
            out.push_str(cell);
            if !cell.is_empty() {
                out.push(' ');
            }
            out.push('|');
            start = end + 1;
        }
        out.push('\n');
    }
    out
}
