//! Edits of version cells, which keep the bars of an aligned table below each other.

use std::ops::Range;

use archsite_core::emit;
use archsite_core::emit::Position;

use crate::document::rows::TechnologyRow;

/// The range and the text that replace `range`, a part of the row's cell. In an aligned table
/// the spaces after the cell make room, or fill what is left.
pub(super) fn replacement(
    source: &str,
    row: &TechnologyRow,
    range: Range<usize>,
    with: &str,
) -> (Range<usize>, String) {
    let plain = (range.clone(), with.to_string());
    let end = row.range.end;
    let (Some(old), Some(rest)) = (source.get(range.clone()), source.get(range.end..end)) else {
        return plain;
    };
    if !row.is_aligned {
        return plain;
    }
    let (old_width, new_width) = (old.chars().count(), with.chars().count());
    let after = &source[end..];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    if new_width >= old_width {
        let removed = (new_width - old_width).min(spaces.saturating_sub(1));
        (range.start..end + removed, format!("{with}{rest}"))
    } else {
        let padding = " ".repeat(old_width - new_width);
        (range.start..end, format!("{with}{rest}{padding}"))
    }
}

/// A version as text of a cell. Versions and requirements mean nothing in Markdown, except for
/// signs that are doubled.
pub(crate) fn escaped(version: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".+-^~<>=, ".contains(c);
    let is_tag = version
        .split('<')
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
    let doubled = ["--", "..", "~~"].iter().any(|sign| version.contains(sign));
    let tildes = version.matches('~').count();
    if version.chars().all(is_plain) && !is_tag && !doubled && tildes < 2 {
        version.to_string()
    } else {
        emit::escape(version, Position::InLine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_escaped_only_where_needed() {
        for plain in [
            "^19.2.3",
            "~5.4",
            ">=20.11 <23",
            "16.2-alpine",
            "1.0.0+build.5",
        ] {
            assert_eq!(escaped(plain), plain);
        }
        for text in ["*", "~1 ~2", "<b>", "1--2", "a|b", "_x_"] {
            assert_ne!(escaped(text), text, "{text}");
        }
    }
}
