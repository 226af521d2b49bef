//! What the names of documents and folders say, in many languages.
//!
//! Sees names only, never what is in the files.

use std::sync::LazyLock;

use archsite_core::site::path;
use archsite_core::text::data_lines;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::commands::init) enum Kind {
    /// A folder of documents.
    Docs,
    /// The first page of a book or folder.
    Introduction,
    /// How a system is made.
    Architecture,
    /// What a product is for.
    Product,
    /// How to do something.
    Guide,
    /// Plans and work in progress.
    Aside,
    /// A file that a code host shows at its place, or one for agents.
    Host,
    /// Files of others, generated files, data for tests.
    Foreign,
    /// Code to try.
    Samples,
    /// The code of a language.
    Languages,
}

static WORDS: LazyLock<Vec<(Kind, Vec<&'static str>)>> = LazyLock::new(|| {
    let kinds = data_lines(include_str!("names.txt")).filter_map(|line| {
        let (kind, words) = line.split_once(':')?;
        Some((kind_named(kind)?, words.split_whitespace().collect()))
    });
    kinds.collect()
});

/// The words of a kind.
fn words(kind: Kind) -> &'static [&'static str] {
    let found = WORDS.iter().find(|(of, _)| *of == kind);
    found.map_or(&[], |(_, words)| words)
}

fn kind_named(name: &str) -> Option<Kind> {
    Some(match name {
        "docs" => Kind::Docs,
        "introduction" => Kind::Introduction,
        "architecture" => Kind::Architecture,
        "product" => Kind::Product,
        "guide" => Kind::Guide,
        "aside" => Kind::Aside,
        "host" => Kind::Host,
        "foreign" => Kind::Foreign,
        "samples" => Kind::Samples,
        "languages" => Kind::Languages,
        _ => return None,
    })
}

/// The place of a name in the list of a kind, if the whole name is one of its words.
pub(in crate::commands::init) fn rank(name: &str, kind: Kind) -> Option<usize> {
    let name = name.to_lowercase();
    words(kind).iter().position(|word| *word == name)
}

/// Whether a whole name is a word of a kind.
pub(in crate::commands::init) fn is(name: &str, kind: Kind) -> bool {
    rank(name, kind).is_some()
}

/// Whether a part of a name is a word of a kind: parts are separated by anything but letters and
/// digits.
pub(in crate::commands::init) fn has(name: &str, kind: Kind) -> bool {
    let words = words(kind);
    let name = name.to_lowercase();
    let mut parts = name.split(|c: char| !c.is_alphanumeric());
    words.contains(&name.as_str())
        || parts.any(|part| words.contains(&part))
        || words
            .iter()
            .any(|word| !has_spaces(word) && name.contains(word))
}

/// Whether the script of a word separates words by spaces.
fn has_spaces(word: &str) -> bool {
    word.chars().all(|c| c < '\u{2e80}')
}

/// Whether a whole name is a word of a kind; a number behind it does not count.
pub(in crate::commands::init) fn is_numbered(name: &str, kind: Kind) -> bool {
    is(without_number(name), kind)
}

/// Whether the last part of a name, or all of it, is a word of a kind; a number behind it does not
/// count.
pub(in crate::commands::init) fn ends_in(name: &str, kind: Kind) -> bool {
    let name = without_number(name);
    let last = name.rsplit(|c: char| !c.is_alphanumeric()).next();
    is(name, kind) || last.is_some_and(|last| is(last, kind))
}

fn without_number(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c))
}

/// The name of a document without the language that it ends with, and that language: `README.de`,
/// `guide_zh-CN`, `intro-fr`.
pub(in crate::commands::init) fn translated(stem: &str) -> Option<(&str, &str)> {
    let ends = stem.char_indices().filter(|(_, c)| ".-_".contains(*c));
    let mut ends = ends.map(|(at, _)| (&stem[..at], &stem[at + 1..]));
    ends.find(|(name, end)| {
        let end = end.replace('_', "-");
        !name.is_empty() && is(&end, Kind::Languages)
    })
}

/// A name in words: `02_getting-started.md` is "Getting started".
pub(in crate::commands::init) fn in_words(file: &str) -> String {
    let stem = path::stem(path::file_name(file));
    let name = stem.trim_start_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c));
    let name = if name.is_empty() { stem } else { name };
    let words: Vec<&str> = name
        .split(['-', '_', ' '])
        .filter(|w| !w.is_empty())
        .collect();
    let words = words.join(" ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => stem.to_string(),
    }
}

/// The order of names that people expect: numbers by their value, then letters in any case.
pub(in crate::commands::init) fn sort_key(name: &str) -> Vec<(bool, u64, String)> {
    let mut key = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            key.push((
                false,
                rest[..digits].parse().unwrap_or(u64::MAX),
                String::new(),
            ));
            rest = &rest[digits..];
            continue;
        }
        let end = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        key.push((true, 0, rest[..end].to_lowercase()));
        rest = &rest[end..];
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_kinds_in_many_languages() {
        for name in [
            "architecture",
            "System-Architektur",
            "03_design",
            "系统架构",
            "SAD",
        ] {
            assert!(has(name, Kind::Architecture), "{name}");
        }
        for name in ["archive", "research", "search", "designation"] {
            assert!(!has(name, Kind::Architecture), "{name}");
        }
        assert_eq!(rank("DOCS", Kind::Docs), Some(0));
        for kind in [
            Kind::Product,
            Kind::Aside,
            Kind::Host,
            Kind::Foreign,
            Kind::Samples,
        ] {
            assert!(!words(kind).is_empty());
        }
    }

    #[test]
    fn translations_are_told_by_their_ends() {
        assert_eq!(translated("README.de"), Some(("README", "de")));
        assert_eq!(translated("guide_zh-CN"), Some(("guide", "zh-CN")));
        assert_eq!(translated("intro"), None);
        assert_eq!(translated("how-to"), None);
    }

    #[test]
    fn names_become_words_and_are_sorted_by_number() {
        assert_eq!(in_words("a/02_getting-started.md"), "Getting started");
        assert_eq!(in_words("2024.md"), "2024");
        let mut names = ["10-b.md", "9-a.md", "B.md", "a.md"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["9-a.md", "10-b.md", "a.md", "B.md"]);
    }
}
