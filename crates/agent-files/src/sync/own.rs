//! Front matter at the top of a file of a folder: it belongs to the file and to no document.
//!
//! Tools put it there, such as the paths for which an agent reads a rule. It is above the comment that
//! this program writes, stays in the file, and counts for no hash.

use archsite_core::markdown::front_matter;

/// How the comments of this program begin.
const COMMENTS: [&str; 2] = ["<!-- Shard of ", "<!-- Generated from "];

/// The front matter of a file with the blank lines after it, and the rest. A file without the comment of
/// this program has none of its own. A byte order mark, and blank lines above the comment, belong to neither.
pub fn split(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches('\u{feff}');
    let length = front_matter::length(text);
    let rest = text[length..].trim_start_matches(['\n', '\r']);
    let has_comment = COMMENTS.iter().any(|comment| rest.starts_with(comment));
    match (has_comment, length) {
        (false, _) => ("", text),
        (true, 0) => ("", rest),
        (true, _) => text.split_at(text.len() - rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_put_above_the_comment_is_no_edit() {
        let comment = "<!-- Shard of ../a.md -->\n\n# A\n";
        for (above, own) in [
            ("", ""),
            ("\u{feff}", ""),
            ("\n\r\n", ""),
            ("---\na: 1\n---\n\n", "---\na: 1\n---\n\n"),
            ("\u{feff}+++\na = 1\n+++\n", "+++\na = 1\n+++\n"),
        ] {
            let text = [above, comment].concat();
            assert_eq!(split(&text), (own, comment), "{above:?}");
        }
        let without = "\n---\na: 1\n---\n# A\n";
        assert_eq!(split(without), ("", without));
    }
}
