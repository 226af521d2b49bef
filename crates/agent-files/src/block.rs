//! The part of an instruction file of agents that this program keeps: which file to read for what.
//!
//! It is between two comments. What is outside them is never touched.

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};
use archsite_core::markdown::outline::{BlockKind, Describe, Outline, ParseOptions};
use archsite_core::text::lines::Lines;

/// The comment before the part.
const BEGIN: &str = "<!-- begin: mdbook-archsite context -->";
/// The comment after it.
const END: &str = "<!-- end: mdbook-archsite context -->";

/// The reason why the part cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// A comment has no partner, or there are several.
    #[error("line {line}: `{comment}` has no partner, or is there twice; leave one pair or none")]
    Unpaired {
        /// The line of the comment, from 1.
        line: usize,
        /// The comment.
        comment: &'static str,
    },
}

/// A document with links to its files.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// A link with a note for each file.
    pub entries: Vec<Inline>,
}

/// The text between the comments.
pub fn text(documents: &[Document]) -> String {
    let mut out = Markdown::new(EscapeMode::Source)
        .heading(2, "Architecture documents")
        .paragraph(&emit::text(
            "Each file is one section. Read only the ones that a task needs.",
        ));
    for document in documents {
        out = out
            .heading(3, &document.title)
            .list(document.entries.iter().cloned());
    }
    out.finish()
}

/// A file with the part in its place, or at its end if it has none yet.
///
/// # Errors
/// The comments are not one pair in this order.
pub fn put(file: &str, part: &str) -> Result<String, BlockError> {
    let (begins, ends) = (places(file, BEGIN), places(file, END));
    let line_end = if file.contains("\r\n") { "\r\n" } else { "\n" };
    let part = format!("{BEGIN}\n\n{}\n\n{END}", part.trim()).replace('\n', line_end);
    match (begins.as_slice(), ends.as_slice()) {
        ([], []) => {
            let gap = match file {
                "" => "",
                file if file.ends_with(&line_end.repeat(2)) => "",
                file if file.ends_with('\n') => line_end,
                _ => &line_end.repeat(2),
            };
            Ok(format!("{file}{gap}{part}{line_end}"))
        }
        ([begin], [end]) if begin < end => {
            let after = end + END.len();
            Ok(format!("{}{part}{}", &file[..*begin], &file[after..]))
        }
        ([_, second, ..], _) => Err(unpaired(file, *second, BEGIN)),
        (_, [_, second, ..]) => Err(unpaired(file, *second, END)),
        ([begin], _) => Err(unpaired(file, *begin, BEGIN)),
        (_, [end]) => Err(unpaired(file, *end, END)),
    }
}

fn unpaired(file: &str, at: usize, comment: &'static str) -> BlockError {
    let line = Lines::default().locate(file, at).line;
    BlockError::Unpaired { line, comment }
}

/// Where a comment is in a file, but not in its code.
fn places(file: &str, comment: &str) -> Vec<usize> {
    let options = ParseOptions {
        describe: Describe::Blocks,
        ..ParseOptions::default()
    };
    let outline = Outline::parse(file, &options);
    let in_code = |at: usize| {
        let mut blocks = outline.blocks.iter();
        blocks.any(|block| block.kind == BlockKind::Code && block.range.contains(&at))
    };
    let found = file.match_indices(comment).map(|(at, _)| at);
    found.filter(|at| !in_code(*at)).collect()
}
