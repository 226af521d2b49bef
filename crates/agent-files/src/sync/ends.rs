//! Line ends of files in a folder: a checkout may have other ones than the run that wrote them.
//!
//! Texts and hashes are kept with LF. What has line ends of both kinds is kept as it is.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::hash;

/// A text with LF in the place of CR and LF.
pub fn with_lf(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text that has LF only, with CR and LF.
pub fn with_crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// Whether every line of a text that ends, ends with CR and LF, there is one, and no other CR: with
/// LF at its ends, the text has no CR.
pub fn is_crlf(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut ends = memchr::memchr_iter(b'\n', bytes).peekable();
    let is_pair = |at: usize| at > 0 && bytes[at - 1] == b'\r';
    let returns = memchr::memchr_iter(b'\r', bytes).count();
    let lines = memchr::memchr_iter(b'\n', bytes).count();
    ends.peek().is_some() && returns == lines && ends.all(is_pair)
}

/// Whether a file says what is desired, whatever its line ends are.
pub(super) fn is_same(found: &str, desired: &str) -> bool {
    found == desired || (!desired.contains('\r') && with_lf(found) == desired)
}

/// Whether a file is as its hash says, whatever its line ends are.
pub fn has_hash(found: &str, desired: &str) -> bool {
    has_one_of(found, &BTreeSet::from([desired]))
}

/// Whether a file is as one of some hashes says, whatever its line ends are.
pub(super) fn has_one_of(found: &str, hashes: &BTreeSet<&str>) -> bool {
    if hashes.contains(hash(found).as_str()) {
        return true;
    }
    let lf = with_lf(found);
    hashes.contains(hash(&lf).as_str()) || hashes.contains(hash(&with_crlf(&lf)).as_str())
}
