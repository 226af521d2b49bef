//! The lines of a file in few characters, so that it can be told later which of them changed.
//!
//! For each line three characters of its hash and two of its length. A line that is too long for
//! that counts as several. It is no proof against forgery; the hash of the whole file is.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use twox_hash::XxHash3_64;

/// The longest line that is one piece, in bytes.
const LONGEST: usize = 64 * 64 - 1;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A line, or a piece of a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// Its length.
    pub(crate) bytes: usize,
    /// The last 18 bits of its XXH3 of 64 bits, without a seed.
    hash: u32,
}

impl Hash for Line {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// The lines of a text.
pub(crate) fn of(text: &str) -> Vec<Line> {
    let lines = text.split_inclusive('\n');
    let pieces = lines.flat_map(|line| line.as_bytes().chunks(LONGEST));
    pieces
        .map(|piece| {
            let hash = XxHash3_64::oneshot(piece);
            Line {
                bytes: piece.len(),
                hash: (hash & 0x3_ffff) as u32,
            }
        })
        .collect()
}

/// The lines of a text, as they are written down.
pub(crate) fn written(text: &str) -> String {
    let digit = |value: usize| char::from(DIGITS[value & 63]);
    let lines = of(text);
    let mut out = String::with_capacity(5 * lines.len());
    for line in lines {
        let hash = line.hash as usize;
        for value in [hash >> 12, hash >> 6, hash, line.bytes >> 6, line.bytes] {
            out.push(digit(value));
        }
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

/// Reads what was written down; none if it is something else.
pub(crate) fn read(written: &str) -> Option<Vec<Line>> {
    let value = |byte: &u8| DIGITS.iter().position(|digit| digit == byte);
    let lines = written.as_bytes().chunks(5).map(|line| {
        let digits: Vec<usize> = line.iter().map(value).collect::<Option<_>>()?;
        let [a, b, c, d, e] = digits.try_into().ok()?;
        Some(Line {
            bytes: d << 6 | e,
            hash: u32::try_from(a << 12 | b << 6 | c).ok()?,
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
    let is_known = |line: &str| of(line).iter().all(|piece| known.contains(piece));
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
