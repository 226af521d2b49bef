//! The lines of a file in few characters, so that it can be told later which of them changed.
//!
//! For each line seven characters of its hash and two of its length, after a `.`. Manifests of
//! schema 1 have no `.` and three characters of the hash: 18 bits, by which two lines can be the
//! same by chance. A line that is too long for its length counts as several.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use twox_hash::XxHash3_64;

/// The longest line that is one piece, in bytes.
const LONGEST: usize = 64 * 64 - 1;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What lines with long hashes begin with.
const LONG_MARK: char = '.';

/// A line, or a piece of a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// Its length.
    pub(crate) bytes: usize,
    /// The last bits of its XXH3 of 64 bits, without a seed.
    hash: u64,
    width: Width,
}

/// How many digits, of six bits each, of a hash are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Width {
    /// Three, in manifests of schema 1.
    Short,
    /// Seven.
    #[default]
    Long,
}

impl Width {
    fn digits(self) -> usize {
        match self {
            Width::Short => 3,
            Width::Long => 7,
        }
    }

    /// The width that the hashes of some lines have.
    pub(crate) fn of(lines: &[Line]) -> Width {
        lines.first().map_or(Width::default(), |line| line.width)
    }
}

impl Line {
    /// The width of its hash.
    pub(crate) fn width(&self) -> Width {
        self.width
    }
}

impl Hash for Line {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// The lines of a text, with hashes of a width.
pub(crate) fn of(text: &str, width: Width) -> Vec<Line> {
    let mask = (1 << (6 * width.digits())) - 1;
    let lines = text.split_inclusive('\n');
    let pieces = lines.flat_map(|line| line.as_bytes().chunks(LONGEST));
    pieces
        .map(|piece| Line {
            bytes: piece.len(),
            hash: XxHash3_64::oneshot(piece) & mask,
            width,
        })
        .collect()
}

/// The lines of a text, as they are written in a manifest.
pub(crate) fn written(text: &str) -> String {
    let digit = |value: u64| char::from(DIGITS[(value & 63) as usize]);
    let lines = of(text, Width::Long);
    let mut out = String::from(LONG_MARK);
    for line in lines {
        let bytes = line.bytes as u64;
        let hash = (0..line.width.digits())
            .rev()
            .map(|at| line.hash >> (6 * at));
        out.extend(hash.chain([bytes >> 6, bytes]).map(digit));
    }
    out
}

/// A text with LF in the place of CR and LF.
pub(crate) fn with_lf(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Reads what [`written`] made, in this version or an earlier one; none if it is something else.
pub(crate) fn read(written: &str) -> Option<Vec<Line>> {
    let (digits, width) = match written.strip_prefix(LONG_MARK) {
        Some(digits) => (digits, Width::Long),
        None => (written, Width::Short),
    };
    let value = |byte: &u8| DIGITS.iter().position(|digit| digit == byte);
    let lines = digits.as_bytes().chunks(width.digits() + 2).map(|line| {
        let values: Vec<usize> = line.iter().map(value).collect::<Option<_>>()?;
        let (hash, [high, low]) = values.split_at_checked(width.digits())? else {
            return None;
        };
        Some(Line {
            bytes: high << 6 | low,
            hash: hash.iter().fold(0, |hash, value| hash << 6 | *value as u64),
            width,
        })
    });
    lines.collect()
}

/// A text with the line ends that its lines had when they were written: an editor may have made
/// all of them alike.
pub(crate) fn with_old_ends<'t>(text: &'t str, lines: &[Line]) -> Cow<'t, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let known: HashSet<Line> = lines.iter().copied().collect();
    let is_known = |line: &str| {
        of(line, Width::of(lines))
            .iter()
            .all(|piece| known.contains(piece))
    };
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let other = match line.strip_suffix("\r\n") {
            Some(rest) => format!("{rest}\n"),
            None => line.replace('\n', "\r\n"),
        };
        let changed = !is_known(line) && is_known(&other);
        out.push_str(if changed { &other } else { line });
    }
    Cow::Owned(out)
}
