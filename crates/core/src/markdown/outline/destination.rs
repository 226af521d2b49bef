//! Finds where a destination is written, which the parser does not tell.
//!
//! The parser gives the range of a whole link. This module finds the bytes of the
//! destination inside, so that they can be edited and nothing else is.

use std::ops::Range;

/// Byte range of the destination of `[text](dest "title")`, given where its text ends.
pub(super) fn inline(text: &str, text_end: usize, link_end: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes().get(..link_end)?;
    let mut at = skip_space(bytes, text_end);
    if bytes.get(at) != Some(&b']') {
        // The last event inside may end before closing markup that has no event.
        at = text_end + text.get(text_end..link_end)?.find("](")?;
    }
    if bytes.get(at + 1) != Some(&b'(') {
        return None;
    }
    destination(bytes, at + 2)
}

/// Byte range of the destination of `[label]: dest "title"`.
pub(super) fn definition(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes().get(..range.end)?;
    let mut at = range.start + 1;
    while *bytes.get(at)? != b']' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    if bytes.get(at + 1) != Some(&b':') {
        return None;
    }
    destination(bytes, at + 2)
}

/// Skips white space, line ends, and the `>` of quotes that contain the destination.
fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    let mut new_line = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => new_line = true,
            byte if is_space(*byte) => {}
            b'>' if new_line => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// White space as the parser sees it: with the vertical tab, unlike Rust.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn destination(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let start = skip_space(bytes, from);
    if bytes.get(start) == Some(&b'<') {
        let mut at = start + 1;
        while !matches!(*bytes.get(at)?, b'>' | b'\n') {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        return Some(start + 1..at);
    }
    let mut at = start;
    let mut depth = 0usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            byte if is_space(*byte) => break,
            _ => {}
        }
        at += 1;
    }
    Some(start..at.min(bytes.len()))
}
