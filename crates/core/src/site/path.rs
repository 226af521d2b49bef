//! Paths inside a book: always `/` between parts, always relative to `src`; and paths of the
//! system on their way there.
//!
//! Pure text; this module never looks at the disk.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The folder of a path, with no `/` at its end; empty for the top.
pub fn parent(path: &str) -> &str {
    last_slash(path).map_or("", |at| &path[..at])
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    last_slash(path).map_or(path, |at| &path[at + 1..])
}

fn last_slash(path: &str) -> Option<usize> {
    memchr::memrchr(b'/', path.as_bytes())
}

/// `path` without its ending: `.md`, as a rule.
pub fn stem(path: &str) -> &str {
    match file_name(path).rfind('.') {
        Some(dot) if dot > 0 => &path[..path.len() - file_name(path).len() + dot],
        _ => path,
    }
}

/// Joins a relative path to a folder and removes `.` and `..`.
///
/// Returns `None` if the path is outside of the book.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    // Most links name a file beside their own.
    if !relative.contains('/') && !matches!(relative, "" | "." | "..") {
        return Some(if folder.is_empty() {
            relative.to_string()
        } else {
            format!("{folder}/{relative}")
        });
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path of the file `to` relative to `folder`, as a link of a page there has it.
pub fn relative(folder: &str, to: &str) -> String {
    let below = match folder {
        "" => Some(to),
        _ => to
            .strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/')),
    };
    if let Some(below) = below {
        return below.to_string();
    }
    let from: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let common = from
        .iter()
        .zip(&to[..to.len().saturating_sub(1)])
        .take_while(|(a, b)| a == b)
        .count();
    let mut path = "../".repeat(from.len() - common);
    path.push_str(&to[common..].join("/"));
    path
}

/// The prefix that gives a relative path, written for `old_folder`, the same target from
/// `new_folder`; empty if none is needed.
pub fn prefix(new_folder: &str, old_folder: &str) -> String {
    if new_folder == old_folder {
        return String::new();
    }
    let file = if old_folder.is_empty() {
        "x".to_string()
    } else {
        format!("{old_folder}/x")
    };
    let mut path = relative(new_folder, &file);
    path.truncate(path.len() - 1);
    path
}

/// A path of the system with `/` between its parts.
pub fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A path of the system without `.` and `..`, as far as its own text tells.
pub fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// The normal form of a chapter's path: without `.`, `//` and the `..` that takes a folder back.
/// `..` stays at the start of a path outside of its folder, `/` at that of an absolute one.
pub fn normal(path: &str) -> Cow<'_, str> {
    let is_odd = |part: &str| matches!(part, "" | "." | "..");
    if !path.split('/').any(is_odd) {
        return Cow::Borrowed(path);
    }
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            // There is nothing above the root of the file system.
            ".." if absolute => {}
            part => parts.push(part),
        }
    }
    let start = if absolute { "/" } else { "" };
    Cow::Owned(format!("{start}{}", parts.join("/")))
}

/// Undoes `%XX` escapes. Bytes that are not UTF-8 afterwards leave the text as it was.
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .unwrap_or(Cow::Borrowed(text))
}

/// Encodes `text` for a Markdown destination, an HTML attribute or a table cell: everything with
/// a meaning there, white space and control characters become `%XX`; letters of all scripts stay readable.
pub fn percent_encode(text: &str) -> Cow<'_, str> {
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b'/')
        .remove(b'!')
        .remove(b'+')
        .remove(b',')
        .remove(b'=')
        .remove(b'@');
    let is_plain = |b: u8| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'+' | b',' | b'=' | b'@'
            )
    };
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        if !c.is_ascii() && !c.is_whitespace() && !c.is_control() {
            out.push(c);
        } else {
            out.extend(utf8_percent_encode(c.encode_utf8(&mut buffer), PLAIN));
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_related() {
        assert_eq!(join("a/b", "../c/./d.md").as_deref(), Some("a/c/d.md"));
        assert_eq!(join("", "../c.md"), None);
        assert_eq!(relative("a/b", "a/c.md"), "../c.md");
        assert_eq!(relative("", "a/c.md"), "a/c.md");
        assert_eq!(relative("a", "a/c.md"), "c.md");
        assert_eq!(relative("a/x", "b/y/c.md"), "../../b/y/c.md");
        assert_eq!(prefix("architecture", ""), "../");
        assert_eq!(prefix("a/b", "a"), "../");
        assert_eq!(prefix("a", "a"), "");
        assert_eq!(parent("a/b/c.md"), "a/b");
        assert_eq!(parent("c.md"), "");
    }

    #[test]
    fn chapters_have_one_spelling() {
        let check = |path: &str, expected: &str| assert_eq!(normal(path), expected, "{path}");
        check("a/b.md", "a/b.md");
        check("./a.md", "a.md");
        check(".//a.md", "a.md");
        check("a//b/./c.md", "a/b/c.md");
        check("x/../a/b.md", "a/b.md");
        check("a/../../up.md", "../up.md");
        check("../../up.md", "../../up.md");
        check("/a/./b.md", "/a/b.md");
        check("/../b.md", "/b.md");
    }

    #[test]
    fn escapes_are_undone_and_made() {
        assert_eq!(percent_decode("a%20b%C3%BC%zz%"), "a bü%zz%");
        assert_eq!(percent_decode("%ff"), "%ff");
        assert_eq!(percent_encode("a b(ü).md"), "a%20b%28ü%29.md");
        assert_eq!(percent_encode("x|y&z:\"'"), "x%7Cy%26z%3A%22%27");
    }
}
