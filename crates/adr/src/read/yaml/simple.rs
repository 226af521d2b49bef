//! Mappings of which each line is a key and plain words, or a list of them in brackets.
//!
//! Most front matter is so, and setting up the library costs more than reading it. Anything that
//! could mean more to YAML than it says is left to the library; a test compares the two.

use super::{Entry, Scalar, normal, said};

/// The entries of a text, where there is nothing but simple lines.
pub(super) fn entries(text: &str, base: usize) -> Option<Vec<Entry>> {
    let mut entries = Vec::with_capacity(8);
    let mut at = base;
    for line in text.split_inclusive('\n') {
        entries.push(entry(line.strip_suffix('\n').unwrap_or(line), at)?);
        at += line.len();
    }
    Some(entries)
}

fn entry(line: &str, at: usize) -> Option<Entry> {
    let (key, value) = line.split_once(": ")?;
    let is_key = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let starts = key.as_bytes().first()?.is_ascii_alphabetic();
    if !starts || key.len() > 64 || !key.bytes().all(is_key) {
        return None;
    }
    let from = at + key.len() + 2;
    let list = value.strip_prefix('[').map(|rest| rest.strip_suffix(']'));
    let values = match list {
        None => said(words(value, from)?).into_iter().collect(),
        Some(inner) => list_of(inner?, from + 1)?,
    };
    let key = normal(key);
    Some(Entry { key, values })
}

fn list_of(inner: &str, mut from: usize) -> Option<Vec<Scalar>> {
    let mut values = Vec::new();
    for item in inner.split(',') {
        values.extend(said(words(item, from)?));
        from += item.len() + 1;
    }
    Some(values)
}

/// Words that mean themselves, blanks around them left out.
fn words(text: &str, from: usize) -> Option<Scalar> {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_' | b'.');
    let plain = text.trim_matches(' ');
    let starts = plain.as_bytes().first()?.is_ascii_alphanumeric();
    // A word of its own that begins with a dash may be the start of a list.
    if !starts || !plain.bytes().all(is_word) || plain.contains(" -") {
        return None;
    }
    let start = from + (text.len() - text.trim_start_matches(' ').len());
    Some(Scalar {
        text: plain.to_string(),
        range: start..start + plain.len(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::read::yaml::mapping;

    /// What the library makes of a text that is read without it.
    fn check(text: &str) {
        if let Some(ours) = entries(text, 7) {
            let mut theirs = Vec::new();
            assert_eq!(mapping(text, 7, &mut theirs), Ok(()), "{text:?}");
            assert_eq!(ours, theirs, "{text:?}");
        }
    }

    #[test]
    fn simple_lines_are_read_and_others_are_not() {
        let simple = "status: accepted\nDate: 2020-01-02\ntags: [a b, c-d]\nx: null\nn: 1.5";
        assert!(entries(simple, 0).is_some());
        check(simple);
        for other in [
            "a: b: c\n",
            "a: \"b\"\n",
            "a:\n",
            "a: [b\n",
            "a: b\n  c\n",
            "a: b # c\n",
            "- a: b\n",
            "a: []\n",
            "a: b\r\n",
            "a: b\n\nc: d\n",
        ] {
            assert_eq!(entries(other, 0), None, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn the_library_reads_the_same(
            lines in prop::collection::vec("[a-zA-Z0-9_-]{1,4}: {0,2}[a-zA-Z0-9. _,-]{0,6}|[a-z]{1,3}: {1,2}\\[[a-z0-9 ,.-]{0,8}\\] ?", 0..5),
            end in "\n?",
        ) {
            check(&(lines.join("\n") + &end));
        }
    }
}
