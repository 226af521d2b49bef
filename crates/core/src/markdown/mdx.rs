//! MDX: Markdown with tags of components and expressions between its blocks.
//!
//! In MDX a line with such a tag is a block of its own; in Markdown it would begin HTML that goes on to the
//! next blank line and hides the start of the code below it. Blanks in the place of tags and comments give
//! every other byte the meaning that it has in MDX, at the same offset.

use std::ops::Range;

/// Most bytes that a tag may have.
const LONGEST_TAG: usize = 4096;

/// Whether a file is MDX, by its name.
pub fn is_mdx(file: &str) -> bool {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("mdx"))
}

/// A text with blanks in the place of tags of components that are alone on their lines, and of comments
/// that begin a line.
pub(super) fn masked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in masks(text) {
        for byte in &mut bytes[range] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}

/// What is masked.
fn masks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start + line.len() - line.trim_start().len();
        start += line.len();
        // A mark that spans lines was found at its first one.
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let rest = text[at..start].trim_end();
        let mark = mark(rest);
        if let Some(open) = fence {
            let closes = mark.is_some_and(|mark| mark.starts_with(open) && mark == rest);
            fence = Some(open).filter(|_| !closes);
        } else if mark
            .is_some_and(|mark| !(mark.starts_with('`') && rest[mark.len()..].contains('`')))
        {
            fence = mark;
        } else if let Some(end) = comment(&text[at..]).or_else(|| tag(&text[at..])) {
            found.push(at..at + end);
        }
    }
    found
}

/// The mark of a fence of code that a line begins with.
fn mark(line: &str) -> Option<&str> {
    let first = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = line.len() - line.trim_start_matches(first).len();
    (len >= 3).then(|| &line[..len])
}

/// Length of a comment at the start.
fn comment(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("{/*")?;
    Some("{/*".len() + inner.find("*/}")? + "*/}".len())
}

/// Length of the tag of a component at the start, if nothing else is on its last line.
fn tag(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    if !name.starts_with(|c: char| c.is_ascii_uppercase() || c == '>') {
        return None;
    }
    let mut depth = 0_usize;
    let mut quote = None;
    let bytes = text.bytes().take(LONGEST_TAG);
    for (at, byte) in bytes.enumerate() {
        match (quote, byte) {
            (Some(open), _) => quote = quote.filter(|_| byte != open),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => {
                let rest = &text[at + 1..];
                let rest = rest.split('\n').next().unwrap_or_default();
                return rest.trim().is_empty().then_some(at + 1);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::markdown::outline::{Outline, ParseOptions};

    use super::*;

    #[test]
    fn tags_and_comments_are_blanks() {
        let cases = [
            (
                "<Tab>\n```ts\n<X>\n```\n</Tab>\n",
                "     \n```ts\n<X>\n```\n      \n",
            ),
            (
                "<A b={x > 1}\n  c=\">\"\n/>\n",
                "            \n       \n  \n",
            ),
            ("{/* a\n```\nb */}\ntext\n", "     \n   \n     \ntext\n"),
            ("<A>text</A>\n", "<A>text</A>\n"),
            ("<details>\n", "<details>\n"),
            ("a <B>\n", "a <B>\n"),
            ("<A\n", "<A\n"),
            ("  <Ä>\n", "  <Ä>\n"),
            ("{/* ä */}\n", "          \n"),
        ];
        for (text, expected) in cases {
            assert_eq!(masked(text), expected, "{text}");
        }
    }

    #[test]
    fn code_in_tabs_swallows_no_heading() {
        let text = "# T\n\n<Tab>\n```ts\na\n\n// b\n```\n</Tab>\n\n## Next\n\n```\nx\n```\n";
        let headings = |components| {
            let options = ParseOptions {
                components,
                ..ParseOptions::default()
            };
            Outline::parse(text, &options).headings.len()
        };
        assert_eq!((headings(true), headings(false)), (2, 1));
        assert!(is_mdx("a/b.MDX") && !is_mdx("a.md") && !is_mdx("mdx"));
    }
}
