//! How problems are written: a file for each format.

pub(super) mod gitlab;
pub(super) mod human;
pub(super) mod json;
pub(super) mod lines;
pub(super) mod sarif;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path of a URI need not encode.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

/// A path with `/` between its parts as a URI, which is ASCII.
fn uri(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}
