//! Markdown together with the origin of every byte of it.
//!
//! This module copies and records; it knows nothing of Markdown.

pub mod lines;
pub mod spans;

use std::borrow::Cow;
use std::ops::Range;

/// Number of a loaded text: an index into [`Site::sources`](crate::site::Site::sources).
pub type SourceId = usize;

/// Where a run of bytes came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Copied from a loaded text, beginning at byte `start` of it.
    Source {
        /// The loaded text.
        source: SourceId,
        /// Byte offset in that text.
        start: usize,
    },
    /// Written by a pass.
    Generated {
        /// Name of the pass.
        by: &'static str,
    },
}

/// A run of bytes with one origin; it ends where the next piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Byte offset of the run in the text that holds it.
    pub at: usize,
    /// Origin of the run's first byte.
    pub origin: Origin,
}

/// Replace the bytes of `range` by `with`. An empty range inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Byte range in the text being edited.
    pub range: Range<usize>,
    /// The new text.
    pub with: String,
}

impl Edit {
    /// An edit that puts `with` in the place of `range`.
    pub fn replace(range: Range<usize>, with: impl Into<String>) -> Edit {
        Edit {
            range,
            with: with.into(),
        }
    }

    /// An edit that puts `with` before the byte at `at`.
    pub fn insert(at: usize, with: impl Into<String>) -> Edit {
        Edit::replace(at..at, with)
    }
}

/// An edit that was made: `len` bytes at `at` of the new text replace `original`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedEdit {
    /// Byte offset in the new text.
    pub at: usize,
    /// Length in bytes of what was written there.
    pub len: usize,
    /// The bytes of the old text that were replaced; empty for an insertion.
    pub original: Range<usize>,
}

/// Edits that cannot be made: a bug of the pass that asked for them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    /// Two edits claim the same bytes, or an edit crosses the border of a range.
    #[error("an edit of bytes {0:?} overlaps another edit or the border of its range")]
    Overlap(Range<usize>),
    /// A range is not inside the text, or splits a character.
    #[error("bytes {0:?} are not a part of the text")]
    OutOfBounds(Range<usize>),
}

/// Markdown plus the origin of every part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    source: String,
    pieces: Vec<Piece>,
}

impl Text {
    /// A text just loaded: every byte is its own origin.
    pub fn loaded(id: SourceId, source: String) -> Text {
        Text {
            source,
            pieces: vec![Piece {
                at: 0,
                origin: Origin::Source {
                    source: id,
                    start: 0,
                },
            }],
        }
    }

    /// The Markdown.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Takes the Markdown out, leaving the text empty.
    pub fn take(&mut self) -> String {
        self.pieces.clear();
        std::mem::take(&mut self.source)
    }

    /// The runs of the text, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Origin of the byte at `offset`.
    pub fn origin(&self, offset: usize) -> Origin {
        let index = self.pieces.partition_point(|piece| piece.at <= offset);
        let Some(piece) = index.checked_sub(1).and_then(|i| self.pieces.get(i)) else {
            return Origin::Generated { by: "nobody" };
        };
        match piece.origin {
            Origin::Source { source, start } => Origin::Source {
                source,
                start: start + (offset - piece.at),
            },
            generated => generated,
        }
    }

    /// Adds bytes written by the pass `by`.
    pub fn push_generated(&mut self, by: &'static str, text: &str) {
        if !text.is_empty() {
            self.push(text, Origin::Generated { by });
        }
    }

    /// Adds the bytes of `range` of `from`, with their origins. `range` must be a part
    /// of `from`.
    pub fn push_copy(&mut self, from: &Text, range: Range<usize>) {
        let mut at = range.start;
        let mut next = from.pieces.partition_point(|piece| piece.at <= at);
        while at < range.end {
            let end = from
                .pieces
                .get(next)
                .map_or(range.end, |p| p.at)
                .min(range.end);
            self.push(&from.source[at..end], from.origin(at));
            at = end;
            next += 1;
        }
    }

    fn push(&mut self, text: &str, origin: Origin) {
        let at = self.source.len();
        let continues = match (self.pieces.last(), origin) {
            (Some(last), Origin::Source { source, start }) => {
                last.origin
                    == Origin::Source {
                        source,
                        start: start.wrapping_sub(at - last.at),
                    }
            }
            (Some(last), generated) => last.origin == generated,
            (None, _) => false,
        };
        if !continues {
            self.pieces.push(Piece { at, origin });
        }
        self.source.push_str(text);
    }

    /// Appends `ranges` of `from` to this text, in the given order, making `edits` on the
    /// way: one forward copy.
    ///
    /// `edits` are sorted by range and do not overlap; each is within one of `ranges`
    /// or is not applied. Returns what was edited, so that it can be undone.
    ///
    /// # Errors
    /// [`SpliceError`] if edits overlap or a range is no part of the text.
    pub fn splice(
        &mut self,
        by: &'static str,
        from: &Text,
        ranges: &[Range<usize>],
        edits: &[Edit],
    ) -> Result<Vec<AppliedEdit>, SpliceError> {
        let mut recorded = Vec::new();
        self.source
            .reserve(ranges.iter().map(|r| r.end.saturating_sub(r.start)).sum());
        for range in ranges {
            if from.source.get(range.clone()).is_none() {
                return Err(SpliceError::OutOfBounds(range.clone()));
            }
            let mut at = range.start;
            let first = edits.partition_point(|edit| edit.range.start < range.start);
            for edit in &edits[first..] {
                let outside = edit.range.start > range.end
                    || (edit.range.start == range.end && !edit.range.is_empty());
                if outside {
                    break;
                }
                if edit.range.start < at || edit.range.end > range.end {
                    return Err(SpliceError::Overlap(edit.range.clone()));
                }
                if from.source.get(edit.range.clone()).is_none() {
                    return Err(SpliceError::OutOfBounds(edit.range.clone()));
                }
                self.push_copy(from, at..edit.range.start);
                recorded.push(AppliedEdit {
                    at: self.source.len(),
                    len: edit.with.len(),
                    original: edit.range.clone(),
                });
                self.push_generated(by, &edit.with);
                at = edit.range.end;
            }
            self.push_copy(from, at..range.end);
        }
        Ok(recorded)
    }

    /// The text with `recorded` edits of `source` undone.
    ///
    /// Returns `None` if the edits do not belong to the two texts.
    pub fn undo(&self, recorded: &[AppliedEdit], source: &str) -> Option<String> {
        let mut text = String::with_capacity(self.source.len());
        let mut at = 0;
        for edit in recorded {
            text.push_str(self.source.get(at..edit.at)?);
            text.push_str(source.get(edit.original.clone())?);
            at = edit.at + edit.len;
        }
        text.push_str(self.source.get(at..)?);
        Some(text)
    }
}

/// A text with edits made in it. They need not be sorted; those of one position keep their order, and one
/// that overlaps another before it is left out.
pub fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        if let Some(between) = text.get(at..edit.range.start) {
            out.push_str(between);
            out.push_str(&edit.with);
            at = edit.range.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The lines of a data file without its comments, which begin with `#`.
pub fn data_lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

/// A text on one line: runs of ASCII white space become single blanks, none at the ends.
pub fn collapse_whitespace(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let bytes = trimmed.as_bytes();
    // Without a way out, so that many bytes are looked at in one step.
    let odd = bytes.iter().fold(false, |odd, byte| {
        odd | matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r')
    });
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let doubled = pairs.fold(false, |doubled, pair| doubled | (pair == (&b' ', &b' ')));
    let plain = !odd && !doubled;
    if plain {
        Cow::Borrowed(trimmed)
    } else {
        Cow::Owned(
            trimmed
                .split_ascii_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_of_a_plain_text_are_made_in_order() {
        let edits = vec![
            Edit::insert(5, "!"),
            Edit::replace(0..1, "B"),
            Edit::insert(5, "?"),
            // Inside another one.
            Edit::replace(0..3, "X"),
        ];
        assert_eq!(edited("bread", edits), "Bread!?");
        assert_eq!(edited("bread", Vec::new()), "bread");
    }

    fn cut(source: &str, ranges: &[Range<usize>], edits: &[Edit]) -> (Text, Vec<AppliedEdit>) {
        let whole = Text::loaded(7, source.to_string());
        let mut text = Text::default();
        let recorded = text
            .splice("test", &whole, ranges, edits)
            .expect("edits are sound");
        (text, recorded)
    }

    #[test]
    fn a_copy_without_edits_is_the_source() {
        let (text, recorded) = cut("one two", &[0..3, 3..7], &[]);
        assert_eq!(text.as_str(), "one two");
        assert_eq!(text.pieces().len(), 1, "neighbouring runs are one piece");
        assert!(recorded.is_empty());
    }

    #[test]
    fn edits_are_made_and_undone() {
        let edits = [Edit::replace(1..3, "XYZ"), Edit::insert(5, "!")];
        let (text, recorded) = cut("abcdef", std::slice::from_ref(&(0..6)), &edits);
        assert_eq!(text.as_str(), "aXYZde!f");
        assert_eq!(
            text.origin(4),
            Origin::Source {
                source: 7,
                start: 3
            }
        );
        assert_eq!(text.origin(2), Origin::Generated { by: "test" });
        assert_eq!(text.undo(&recorded, "abcdef").as_deref(), Some("abcdef"));
    }

    #[test]
    fn edits_outside_the_ranges_are_not_made() {
        let edits = [
            Edit::replace(0..1, "X"),
            Edit::replace(4..5, "Y"),
            Edit::replace(5..6, "Z"),
        ];
        let (text, _) = cut("abcdef", &[1..3, 4..5], &edits);
        assert_eq!(text.as_str(), "bcY");
    }

    #[test]
    fn overlapping_edits_are_refused() {
        let whole = Text::loaded(0, "abcdef".to_string());
        let edits = [Edit::replace(0..3, "X"), Edit::replace(2..4, "Y")];
        let spliced = Text::default().splice("test", &whole, std::slice::from_ref(&(0..6)), &edits);
        assert_eq!(spliced, Err(SpliceError::Overlap(2..4)));
    }

    #[test]
    fn a_range_that_splits_a_character_is_refused() {
        let whole = Text::loaded(0, "ü".to_string());
        let spliced = Text::default().splice("test", &whole, std::slice::from_ref(&(0..1)), &[]);
        assert_eq!(spliced, Err(SpliceError::OutOfBounds(0..1)));
    }
}
