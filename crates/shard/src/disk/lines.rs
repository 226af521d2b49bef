//! The lines of a file in few characters, so that it can be told later which of them changed.
//!
//! For each line three characters of its hash and two of its length. A line that is too long for
//! that counts as several. It is no proof against forgery; the hash of the whole file is.

use std::hash::{Hash, Hasher};

use sha2::{Digest, Sha256};

/// The longest line that is one piece, in bytes.
const LONGEST: usize = 64 * 64 - 1;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A line, or a piece of a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// Its length.
    pub(crate) bytes: usize,
    /// The first 18 bits of its hash.
    hash: u32,
}

impl Hash for Line {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// The lines of a text.
pub(crate) fn of(text: &str) -> Vec<Line> {
    let lines = text.as_bytes().split_inclusive(|byte| *byte == b'\n');
    let pieces = lines.flat_map(|line| line.chunks(LONGEST));
    pieces
        .map(|piece| {
            let hash = Sha256::digest(piece);
            Line {
                bytes: piece.len(),
                hash: u32::from_be_bytes([0, hash[0], hash[1], hash[2]]) >> 6,
            }
        })
        .collect()
}

/// The lines of a text, as they are written down.
pub(crate) fn written(text: &str) -> String {
    let digit = |value: usize| char::from(DIGITS[value & 63]);
    let lines = of(text).into_iter().flat_map(|line| {
        let hash = line.hash as usize;
        [
            digit(hash >> 12),
            digit(hash >> 6),
            digit(hash),
            digit(line.bytes >> 6),
            digit(line.bytes),
        ]
    });
    lines.collect()
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
