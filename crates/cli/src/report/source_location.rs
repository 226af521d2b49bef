//! A location in a file, with the file's text. Plain data; `locate` finds it.

use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use archsite_core::text::lines::{LineColumn, Lines};

/// A location in a file.
#[derive(Debug, Clone)]
pub(crate) struct SourceLocation {
    /// Display name of the file.
    pub(crate) path: String,
    /// The file, without `.` and `..`.
    pub(crate) at: PathBuf,
    /// The file's text; `None` if it is not a text file.
    pub(crate) file: Option<Rc<File>>,
    /// Byte range in the text, at character boundaries.
    pub(crate) range: Range<usize>,
    /// Another preprocessor changed the text; the line is the nearest one.
    pub(crate) approximate: bool,
}

impl SourceLocation {
    /// Lines and columns of start and end; 1 if the file is not a text file.
    pub(crate) fn lines(&self) -> (LineColumn, LineColumn) {
        let locate = |offset| match &self.file {
            Some(file) => file.lines.locate(&file.text, offset),
            None => LineColumn { line: 1, column: 1 },
        };
        (locate(self.range.start), locate(self.range.end))
    }

    /// `file:line:column`, which editors and terminals understand.
    pub(crate) fn line_column(&self) -> String {
        let (start, _) = self.lines();
        format!("{}:{}:{}", self.path, start.line, start.column)
    }
}

/// A text, with its line index, which is computed on first use.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) text: String,
    pub(crate) lines: Lines,
}

impl File {
    pub(crate) fn new(text: String) -> Rc<File> {
        let lines = Lines::default();
        Rc::new(File { text, lines })
    }

    /// The range, limited to the text and moved to character boundaries.
    pub(crate) fn clamp(&self, range: Range<usize>) -> Range<usize> {
        let boundary = |offset: usize| {
            let offset = offset.min(self.text.len());
            (0..=offset)
                .rev()
                .find(|at| self.text.is_char_boundary(*at))
                .unwrap_or(0)
        };
        let start = boundary(range.start);
        start..boundary(range.end).max(start)
    }
}
