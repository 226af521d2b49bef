//! The documents, decisions and technologies that the tools ask for.

use std::ops::Range;
use std::rc::Rc;

/// Gives what a repository says now. Each call reads the files again.
pub trait Library: Send + Sync + 'static {
    /// The documents, in reading order.
    ///
    /// # Errors
    /// The book cannot be read.
    fn documents(&self) -> anyhow::Result<Vec<Document>>;

    /// The decision records that are in force and pass a filter.
    ///
    /// # Errors
    /// The folder cannot be searched.
    fn decisions(&self, filter: &DecisionFilter) -> anyhow::Result<Vec<Decision>>;

    /// A technology with its versions and the files and lines that state them; without a name a line
    /// for each technology.
    ///
    /// # Errors
    /// No manifest names the technology, or the name means several.
    fn technology(&self, name: Option<&str>) -> anyhow::Result<String>;
}

/// Which decision records are wanted. All conditions that are given hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionFilter {
    /// A tag of the record.
    pub tag: Option<String>,
    /// The area that it states, or its folder below the folder of records.
    pub area: Option<String>,
    /// A file or folder of the repository that the record mentions or is in.
    pub path: Option<String>,
}

/// A decision record.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its number and title.
    pub name: String,
    /// Status and date, in words.
    pub status: String,
    /// Its file.
    pub file: String,
    /// The line of its title, from 1.
    pub line: usize,
    /// What was decided, on one line; may be empty.
    pub statement: String,
}

/// A document, with its includes expanded.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its file.
    pub file: String,
    /// Its title, or its name in the table of contents.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where each line of the text was written.
    pub lines: Vec<Line>,
    /// Its sections, in their order.
    pub sections: Vec<Section>,
}

/// Where a line of a text was written.
#[derive(Debug, Clone)]
pub struct Line {
    /// Offset of its first byte in the text.
    pub start: usize,
    /// The file that it is in.
    pub file: Rc<str>,
    /// Its number in that file, from 1.
    pub number: usize,
}

/// A heading and what is below it.
#[derive(Debug, Clone)]
pub struct Section {
    /// Level of the heading, 1 to 6.
    pub level: u8,
    /// Its title, without markup.
    pub title: String,
    /// Its id on the page; may be empty.
    pub id: String,
    /// The bytes of the text from the heading to the next one of its level or a higher one.
    pub range: Range<usize>,
    /// Offset of the next heading, whatever its level.
    pub own_end: usize,
    /// Index of the section that it is in.
    pub parent: Option<usize>,
}

impl Document {
    /// The place of a byte of the text as `file:line`.
    pub fn place(&self, offset: usize) -> String {
        match self.line(offset) {
            Some(line) => format!("{}:{}", line.file, line.number),
            None => format!("{}:1", self.file),
        }
    }

    /// The line that a byte of the text is in.
    pub fn line(&self, offset: usize) -> Option<&Line> {
        let next = self.lines.partition_point(|line| line.start <= offset);
        self.lines.get(next.checked_sub(1)?)
    }

    /// The titles from the outermost section to one of them.
    pub fn path(&self, section: usize) -> Vec<&str> {
        let mut titles = Vec::new();
        let mut at = Some(section);
        while let Some(index) = at {
            titles.push(self.sections[index].title.as_str());
            at = self.sections[index].parent;
        }
        titles.reverse();
        titles
    }
}
