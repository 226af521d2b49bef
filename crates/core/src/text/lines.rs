//! Lines and columns of byte offsets, counted only when someone asks.
//!
//! A line ends with LF; CR before it belongs to it. A CR alone ends no line, as for the
//! Markdown parser, and U+2028 ends none either.

use std::cell::{Cell, OnceCell};

/// A place as editors count it: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The line starts of one text, found on first use.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    starts: OnceCell<Vec<usize>>,
    /// The last place that was asked for: offset and column, for lines that are long.
    last: Cell<(usize, usize)>,
}

impl Lines {
    /// Line and column of the byte at `offset` of `text`; the end of the text if it is
    /// shorter.
    pub fn locate(&self, text: &str, offset: usize) -> LineColumn {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.starts(text);
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts[line - 1];
        let (from, before) = match self.last.get() {
            (last, column) if column > 0 && start <= last && last <= offset => (last, column),
            _ => (start, 1),
        };
        let column = before + text[from..offset].chars().count();
        self.last.set((offset, column));
        LineColumn { line, column }
    }

    /// Byte offset at which `line` (from 1) starts, or the end of the text.
    pub fn start(&self, text: &str, line: usize) -> usize {
        let starts = self.starts(text);
        starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(text.len())
    }

    fn starts(&self, text: &str) -> &[usize] {
        self.starts.get_or_init(|| {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
                .collect()
        })
    }
}

/// Byte offset of the start of the line that holds `offset`.
pub fn line_start(text: &str, offset: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1)
}

/// Byte offset at which the indentation before `offset` starts. For a block this is the
/// start of its line, whatever the parser takes for a line end before it.
pub fn indent_start(text: &str, offset: usize) -> usize {
    text[..offset].trim_end_matches([' ', '\t']).len()
}

/// Byte offset after the line that contains `offset`, its line end included.
pub fn line_end(text: &str, offset: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters() {
        let check = |text: &str, offset, line, column| {
            assert_eq!(
                Lines::default().locate(text, offset),
                LineColumn { line, column },
                "{text:?} at {offset}"
            );
        };
        check("", 0, 1, 1);
        check("ab\ncd", 3, 2, 1);
        check("ab\r\ncd", 5, 2, 2);
        check("üb\nc", 2, 1, 2);
        check("a\u{2028}b\rc", 6, 1, 5);
        check("a\n", 9, 2, 1);
    }
}
