//! A place in a file as it can be shown, and the file's text.
//!
//! Plain data; finding it is `locate`'s.

use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use archsite_core::text::lines::{LineColumn, Lines};

/// A place in a file.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// The file as it is shown to a person.
    pub(crate) path: String,
    /// The file, without `.` and `..`.
    pub(crate) at: PathBuf,
    /// The file's text; `None` for a file that is no text.
    pub(crate) file: Option<Rc<File>>,
    /// Byte range in the text, at the borders of characters.
    pub(crate) range: Range<usize>,
    /// Another preprocessor changed the text; the line is the nearest one.
    pub(crate) approximate: bool,
}

impl Spot {
    /// Line and column of the place's start and end; 1 for a file that is no text.
    pub(crate) fn lines(&self) -> (LineColumn, LineColumn) {
        let locate = |offset| match &self.file {
            Some(file) => file.lines.locate(&file.text, offset),
            None => LineColumn { line: 1, column: 1 },
        };
        (locate(self.range.start), locate(self.range.end))
    }

    /// The place as editors and terminals understand it: `file:line:column`.
    pub(crate) fn line_column(&self) -> String {
        let (start, _) = self.lines();
        format!("{}:{}:{}", self.path, start.line, start.column)
    }
}

/// A text, with its lines once someone asked for them.
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

    /// A range that can be shown: within the text, at the borders of characters.
    pub(crate) fn shown(&self, range: Range<usize>) -> Range<usize> {
        let border = |offset: usize| {
            let offset = offset.min(self.text.len());
            (0..=offset)
                .rev()
                .find(|at| self.text.is_char_boundary(*at))
                .unwrap_or(0)
        };
        let start = border(range.start);
        start..border(range.end).max(start)
    }
}
