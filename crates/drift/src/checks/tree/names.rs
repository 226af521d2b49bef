//! Names in the lines of a source tree: where a name ends, and which names it stands for.

use crate::lists::PLACEHOLDER_NAMES;

/// Longest name in which braces are read, in bytes.
const LONGEST: usize = 400;
/// Most names that braces in one name stand for.
const MOST_NAMES: usize = 32;

/// The offset of the name in a line, the name, and the comment behind it.
pub(super) fn split(rest: &str) -> (usize, &str, &str) {
    // Emoji and marks before the name.
    let is_name = |c: char| c.is_alphanumeric() || "._@([{<~$/-+#%…".contains(c);
    let start = rest.find(is_name).unwrap_or(0);
    let start = if rest[..start].contains('*') && rest[start..].starts_with('.') && start == 1 {
        0 // `*.rs`
    } else {
        start
    };
    let text = &rest[start..];
    let marks = [
        " #", "\t", "  ", " //", " <-", " ←", " - ", " -- ", " — ", " – ", " : ", " (", " =", " ·",
        " •", "\u{a0}#", " ⭐", " ✅", " 🆕", " ❌",
    ];
    let end = marks
        .iter()
        .filter_map(|mark| text.find(mark))
        .filter(|at| *at > 0)
        .min();
    let (name, comment) = text.split_at(end.unwrap_or(text.len()));
    let name = name.trim_end_matches(|c: char| c.is_whitespace() || ":,;*`".contains(c));
    // A name of several words: text follows what is plainly a name.
    if let Some((first, _)) = name.split_once(' ')
        && several(name).len() == 1
        && (first.ends_with('/') || has_extension(first))
    {
        return (start, first, &text[first.len()..]);
    }
    (start, name, comment)
}

/// The names of a line that names several.
pub(super) fn several(name: &str) -> Vec<&str> {
    for between in [" / ", ", ", " | ", " & ", " + "] {
        let parts: Vec<&str> = name.split(between).map(str::trim).collect();
        let are_names = parts
            .iter()
            .all(|part| !part.is_empty() && !part.contains(' '));
        if parts.len() > 1
            && are_names
            && parts.iter().any(|p| has_extension(p) || p.ends_with('/'))
        {
            return parts;
        }
    }
    vec![name]
}

/// The names that a name with braces stands for.
pub(super) fn braces(name: &str) -> Vec<String> {
    if name.len() > LONGEST {
        return vec![name.to_string()];
    }
    let Some((before, rest)) = name.split_once('{') else {
        return vec![name.to_string()];
    };
    let Some((inner, after)) = rest.split_once('}') else {
        return vec![name.to_string()];
    };
    if !inner.contains(',') {
        return vec![name.to_string()];
    }
    let mut names = Vec::new();
    for after in braces(after) {
        for part in inner.split(',') {
            if names.len() < MOST_NAMES {
                names.push(format!("{before}{}{after}", part.trim()));
            }
        }
    }
    names
}

/// Whether a name is none of a file or folder.
pub(super) fn is_opaque(name: &str) -> bool {
    let is_text = name.contains(char::is_whitespace);
    // `[...slug]` is a real name.
    let is_route = name.starts_with('[') && name.ends_with(']') || name.starts_with("[[");
    // `main()`, but `(group)` is a real name.
    let is_call = name.ends_with(')')
        && name
            .find('(')
            .is_some_and(|at| at > 0 && name[..at].ends_with(char::is_alphanumeric));
    is_text
        || is_call
        || name.contains(['{', '}', '"', '\'', ';', '|', '?', '='])
        || name.starts_with(['~', '$'])
        || name.contains("..") && !name.contains("[...")
        || !is_route && !name.contains("[...") && PLACEHOLDER_NAMES.is_match(name)
}

/// Whether a name ends like a file.
pub(crate) fn has_extension(name: &str) -> bool {
    let name = name.trim_end_matches(['*', '`']);
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let is_ending =
        (1..=12).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    // A hidden file.
    is_ending
        && (stem.is_empty()
            || stem.chars().any(char::is_alphanumeric)
            || stem.ends_with([']', ')']))
}
