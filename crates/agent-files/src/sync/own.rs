//! Front matter at the top of a file of a folder: it belongs to the file and to no document.
//!
//! Tools put it there, such as the paths for which an agent reads a rule. It is above the comment that
//! this program writes, stays in the file, and counts for no hash.

use archsite_core::markdown::front_matter;

/// How the comments of this program begin.
const COMMENTS: [&str; 2] = ["<!-- Shard of ", "<!-- Generated from "];

/// The front matter of a file with the blank lines after it, and the rest. A file without the comment of
/// this program has none of its own.
pub fn split(text: &str) -> (&str, &str) {
    let length = front_matter::length(text);
    let rest = text[length..].trim_start_matches(['\n', '\r']);
    if length > 0 && COMMENTS.iter().any(|comment| rest.starts_with(comment)) {
        text.split_at(text.len() - rest.len())
    } else {
        ("", text)
    }
}
