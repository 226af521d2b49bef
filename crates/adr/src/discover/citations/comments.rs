//! The comments of source files, by the marks of their language.
//!
//! Strings in double quotes are skipped, so that the marks in them do not count. A language is known
//! by the ending of the file only.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use archsite_core::site::path;
use memchr::memmem;

/// The marks of a language.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    line: Vec<&'static str>,
    /// Start and end.
    block: Vec<(&'static str, &'static str)>,
}

/// The marks of the language of a file; `None` for files that are not source files.
pub(super) fn marks(file: &str) -> Option<&'static Marks> {
    static KNOWN: LazyLock<HashMap<&'static str, Marks>> =
        LazyLock::new(|| read(include_str!("comments.txt")));
    let name = path::file_name(file);
    let ending = name.rsplit_once('.').map_or(name, |(_, ending)| ending);
    KNOWN.get(ending.to_ascii_lowercase().as_str())
}

fn read(table: &'static str) -> HashMap<&'static str, Marks> {
    let mut known = HashMap::new();
    for row in table.lines().filter(|line| !line.starts_with("# ")) {
        let mut cells = row.split(" |").map(str::split_whitespace);
        let (Some(endings), Some(line), Some(block)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let line: Vec<&str> = line.collect();
        let block: Vec<&str> = block.collect();
        let pairs = block.chunks_exact(2).map(|pair| (pair[0], pair[1]));
        let pairs: Vec<(&str, &str)> = pairs.collect();
        for ending in endings {
            let marks = Marks {
                line: line.clone(),
                block: pairs.clone(),
            };
            known.insert(ending, marks);
        }
    }
    known
}

/// The byte ranges of the comments of a text, in order.
pub(super) fn comments(text: &str, marks: &Marks) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let block = marks
            .block
            .iter()
            .find(|(start, _)| rest.starts_with(start.as_bytes()));
        if let Some((start, end)) = block {
            let inside = at + start.len();
            let length = memmem::find(&bytes[inside..], end.as_bytes());
            let stop = length.map_or(bytes.len(), |length| inside + length);
            found.push(inside..stop);
            at = (stop + end.len()).min(bytes.len());
            continue;
        }
        let line = marks
            .line
            .iter()
            .find(|mark| rest.starts_with(mark.as_bytes()) && begins(bytes, at, mark));
        if let Some(mark) = line {
            let stop = line_end(bytes, at);
            found.push(at + mark.len()..stop);
            at = stop;
        } else if rest[0] == b'"' {
            at = string_end(bytes, at);
        } else {
            at += 1;
        }
    }
    found
}

/// Whether a mark begins a comment: `https://` does not, and `a#b` does not.
fn begins(bytes: &[u8], at: usize, mark: &str) -> bool {
    let before = at.checked_sub(1).map(|before| bytes[before]);
    match mark {
        "//" => before != Some(b':'),
        _ => before.is_none_or(|byte| byte.is_ascii_whitespace() || mark.as_bytes()[0] == byte),
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

/// The end of a string that begins at `at`, or of its line if it does not end there.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(byte) = bytes.get(end).filter(|byte| **byte != b'\n') {
        match byte {
            b'"' => return end + 1,
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    end.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_by_the_marks_of_the_language() {
        let check = |file: &str, text: &str, expected: &[&str]| {
            let marks = marks(file).expect("a known language");
            let found = comments(text, marks);
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{file}: {text}");
        };
        check(
            "a/b.rs",
            "let a = 1; // one\n/* two\n */ x",
            &[" one", " two\n "],
        );
        check("b.go", "x := \"// no\" // yes\n", &[" yes"]);
        check("b.ts", "get(\"\\\"// no\", https://x) // yes", &[" yes"]);
        check("b.c", "char *s = \"open\nint a; // yes\n", &[" yes"]);
        check(
            "b.py",
            "\"\"\"Doc.\"\"\"\nx = a#b # yes\n",
            &["Doc.", " yes"],
        );
        check("Dockerfile", "# yes\nRUN x\n", &[" yes"]);
        check("b.sql", "select 1 -- yes\n", &[" yes"]);
        check("b.js", "/* to the end", &[" to the end"]);
        assert_eq!(marks("notes.md"), None);
        assert_eq!(marks("data.json"), None);
    }
}
