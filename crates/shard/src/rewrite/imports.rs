//! Imports of instruction files: `@docs/style.md` names a file relative to the one that has it.
//!
//! Only text decides what is one, so that the pages do not depend on which files there are.

use std::ops::Range;
use std::sync::LazyLock;

use archsite_core::markdown::outline::ParseOptions;
use archsite_core::markdown::prose::prose;
use archsite_core::site::path;
use archsite_core::text::data_lines;

/// Names of files with imports, and endings of files that are imported by name.
static KNOWN: LazyLock<Vec<&str>> =
    LazyLock::new(|| data_lines(include_str!("../../data/instruction-files.txt")).collect());

/// Whether a document is one in which agents follow imports.
pub fn has_imports(document: &str) -> bool {
    let name = path::file_name(document).to_lowercase();
    !name.starts_with('.') && KNOWN.contains(&name.as_str())
}

/// The paths that a text imports, as byte ranges without the `@`.
pub fn imports(text: &str, options: &ParseOptions) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for run in prose(text, options) {
        let mut at = run.start;
        while let Some(mark) = text[at..run.end].find('@').map(|offset| at + offset) {
            at = mark + 1;
            let before = text[..mark].chars().next_back();
            if !before.is_none_or(char::is_whitespace) {
                continue;
            }
            let token = text[at..run.end].split(char::is_whitespace).next();
            let token = token.unwrap_or_default();
            let token = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
            if is_path(token) {
                found.push(at..at + token.len());
            }
            at += token.len();
        }
    }
    found
}

/// Whether a word names a file relative to another one: it begins with dots, or has an ending. A
/// name alone has one of those that are imported, so that `@app.route` is none, and a package such
/// as `@types/node` has none.
fn is_path(token: &str) -> bool {
    let is_plain = !token.contains(['\\', '@', '(', '<', '*', '|', '`', '{'])
        && !token.starts_with(['/', '~'])
        && !token.contains("://");
    let name = path::file_name(token);
    let has_ending = name.rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_short = (1..=8).contains(&ending.len());
        !stem.is_empty() && is_short && ending.chars().all(|c| c.is_ascii_alphanumeric())
    });
    let is_known = || {
        let name = name.to_lowercase();
        KNOWN
            .iter()
            .any(|ending| ending.starts_with('.') && name.ends_with(ending))
    };
    let is_relative = token.starts_with("./") || token.starts_with("../");
    let is_file = if token.contains('/') {
        has_ending || (is_relative && !name.is_empty())
    } else {
        has_ending && is_known()
    };
    is_plain && is_file
}

/// A text that names its imports instead.
pub(crate) fn without_marks(text: &str) -> String {
    let mut out = text.to_string();
    for import in imports(text, &ParseOptions::default()).into_iter().rev() {
        out.replace_range(import.start - 1..import.start, "");
    }
    out
}

/// The path of an import of a file at `from`, as one at `to` writes it; none if it stays.
pub fn moved(token: &str, from: &str, to: &str) -> Option<String> {
    let target = path::join(path::parent(from), token)?;
    let relative = path::relative(path::parent(to), &target);
    let stays = path::join(path::parent(to), token).is_some_and(|now| now == target);
    if stays {
        None
    } else if is_path(&relative) {
        Some(relative)
    } else {
        // A name without an ending is taken for a path with dots alone.
        Some(format!("./{relative}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_paths_in_running_text() {
        let cases: &[(&str, &[&str])] = &[
            ("@docs/style.md\n", &["docs/style.md"]),
            ("- @./a_b.md\n- @../c/d.txt\n", &["./a_b.md", "../c/d.txt"]),
            (
                "See @README.md, and @package.json.\n",
                &["README.md", "package.json"],
            ),
            ("(@docs/a.md) and x@docs/a.md\n", &[]),
            (
                "`@docs/a.md`\n\n```\n@docs/a.md\n```\n\n# @docs/a.md\n",
                &[],
            ),
            ("[@docs/a.md](x.md)\n", &[]),
            (
                "@types/node @user @app.route @Component @~/a.md @/etc/a.md\n",
                &[],
            ),
            ("Write to a@b.org or @user.\n", &[]),
        ];
        for (text, expected) in cases {
            let found = imports(text, &ParseOptions::default());
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn imports_move_with_their_file() {
        let cases = [
            (
                "docs/style.md",
                "CLAUDE.md",
                "docs/claude/a.md",
                Some("../style.md"),
            ),
            ("./x.md", "a/CLAUDE.md", "a/claude/b.md", Some("../x.md")),
            (
                "../x.md",
                "a/CLAUDE.md",
                "a/claude/b.md",
                Some("../../x.md"),
            ),
            ("../LICENSE", "a/b.md", "CLAUDE.md", Some("./LICENSE")),
            ("x.md", "a/CLAUDE.md", "a/index.md", None),
            ("../../x.md", "a/CLAUDE.md", "a/b/c.md", None),
        ];
        for (token, from, to, expected) in cases {
            assert_eq!(moved(token, from, to).as_deref(), expected, "{token}");
        }
    }
}
