//! Lines of a record that say the same with and without a Markdown parser.
//!
//! Headings, paragraphs of one line and lists of such, all of plain words: most of what is kept
//! of a record, and a parser costs more than it tells there. Anything else is left to the
//! parser, as a whole; a test compares the two.

use std::ops::Range;

use super::doc::Block;
use super::statement;
use super::walk::Walk;

/// What a line stands below.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    /// Nothing that it could belong to.
    Nothing,
    /// A paragraph.
    Paragraph,
    /// An item of the list with this mark, right above or with empty lines between.
    Item(u8, bool),
}

impl Walk<'_> {
    /// Adds the blocks of some lines, by the parser only where that is needed.
    pub(super) fn lines(&mut self, lines: Range<usize>) {
        let before = (self.doc.parts.len(), self.doc.runs.len());
        if self.plain(&lines).is_none() {
            self.doc.parts.truncate(before.0);
            self.doc.runs.truncate(before.1);
            self.parse(lines);
        }
    }

    /// `None` where a line is not surely plain; what was added so far is of no use then.
    fn plain(&mut self, lines: &Range<usize>) -> Option<()> {
        let text = self.doc.text;
        let mut above = Above::Nothing;
        let mut at = lines.start;
        for line in text[lines.clone()].split_inclusive('\n') {
            let start = at;
            at += line.len();
            let line = line.strip_suffix('\n').unwrap_or(line).as_bytes();
            let words = |mark: usize| start + mark..start + line.len();
            above = match (line, above) {
                ([], Above::Item(mark, _)) => Above::Item(mark, false),
                ([], _) => Above::Nothing,
                ([b'#', ..], _) => {
                    let level = line.iter().take_while(|b| **b == b'#').count();
                    let inner = line[level..].strip_prefix(b" ")?;
                    if level > 6 || !is_plain(inner) || inner.contains(&b'#') {
                        return None;
                    }
                    self.block(Block::Heading(level as u8), words(level + 1));
                    Above::Nothing
                }
                ([mark @ (b'*' | b'-'), b' ', inner @ ..], _) => {
                    let fits = match above {
                        Above::Nothing => true,
                        Above::Paragraph => false,
                        Above::Item(before, _) => before == *mark,
                    };
                    if !fits || !begins_nothing(inner) {
                        return None;
                    }
                    self.block(Block::Item(1), words(2));
                    Above::Item(*mark, true)
                }
                (_, Above::Nothing | Above::Item(_, false)) if begins_nothing(line) => {
                    self.block(Block::Text, words(0));
                    Above::Paragraph
                }
                _ => return None,
            };
        }
        Some(())
    }
}

/// Words in which nothing is markup.
fn is_plain(words: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b" ,.:;/()+=-'\"?@%#".contains(b);
    let ends = |b: Option<&u8>| b.is_some_and(|b| *b != b' ');
    ends(words.first()) && ends(words.last()) && words.iter().all(plain)
}

/// Plain words that begin neither a list nor a sentence whose place is told.
fn begins_nothing(words: &[u8]) -> bool {
    let digits = words.iter().take_while(|b| b.is_ascii_digit()).count();
    let numbers = digits > 0 && matches!(words.get(digits), Some(b'.' | b')'));
    let opening = words.get(..statement::OPENING.len());
    let states = opening.is_some_and(|o| o.eq_ignore_ascii_case(statement::OPENING.as_bytes()));
    let starts = words.first().is_some_and(u8::is_ascii_alphanumeric);
    starts && !numbers && !states && is_plain(words)
}
