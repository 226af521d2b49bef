//! Which names of variables occur in the source of a repository.

use std::collections::HashSet;

use archsite_core::site::path;
use regex::RegexBuilder;

use crate::repository::Repository;

/// Endings of documents, of what programs write, and of what is no text.
const NOT_SOURCE: &[&str] = &[
    "md", "mdx", "markdown", "rst", "adoc", "txt", "lock", "svg", "png", "jpg", "jpeg", "gif",
    "pdf", "ico", "woff", "woff2", "ttf", "otf", "zip", "gz", "jar", "map", "csv", "snap", "webp",
    "mp4",
];

/// Largest file that is searched, in bytes.
const LARGEST: usize = 2 << 20;
/// Most bytes that are searched, in all.
const MOST: usize = 256 << 20;

/// Names that a word of the source is near to.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    /// Names, of those asked for, that occur in the source.
    pub(crate) found: HashSet<String>,
    /// Names of variables that the source holds, in capitals.
    pub(crate) known: HashSet<String>,
    /// Beginnings of names that the source has apart from the rest, such as `"APP_"`.
    pub(crate) prefixes: HashSet<String>,
    /// The whole source was searched.
    pub(crate) is_complete: bool,
}

/// Searches the source for names, without case; between the words of a name there may be `_` or `.`,
/// and in long names also `-` or nothing.
pub(crate) fn search(repository: &Repository<'_>, names: &[&str]) -> Variables {
    let index = repository.index();
    let mut variables = Variables {
        is_complete: index.is_complete,
        ..Variables::default()
    };
    // The longest first: a name that is a part of another one must not hide it.
    let mut sorted = names.to_vec();
    sorted.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let parts = sorted.iter().map(|name| {
        let is_long = name.matches('_').count() > 1;
        name.replace('_', if is_long { "[_.-]*" } else { "[_.]" })
    });
    let pattern = parts.collect::<Vec<_>>().join("|");
    let pattern = RegexBuilder::new(&pattern)
        .case_insensitive(true)
        .size_limit(8 << 20)
        .build();
    let capitals = regex::Regex::new(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b");
    let prefix = regex::Regex::new(r#"["']([A-Z][A-Z0-9]*_+)["']"#);
    let (Ok(pattern), Ok(capitals), Ok(prefix)) = (pattern, capitals, prefix) else {
        variables.is_complete = false;
        return variables;
    };
    let mut searched = 0;
    for file in &index.files {
        if !is_source(file) {
            continue;
        }
        let Some(text) = repository.read(file).filter(|text| text.len() <= LARGEST) else {
            continue;
        };
        searched += text.len();
        if searched > MOST {
            variables.is_complete = false;
            break;
        }
        for found in pattern.find_iter(&text) {
            variables.found.insert(plain(found.as_str()));
        }
        for found in prefix.captures_iter(&text) {
            variables.prefixes.insert(found[1].to_string());
        }
        for found in capitals.find_iter(&text) {
            if !variables.known.contains(found.as_str()) {
                variables.known.insert(found.as_str().to_string());
            }
        }
    }
    let all: Vec<String> = variables.found.drain().collect();
    for name in names {
        // The found text may hold the name as a part.
        if all.iter().any(|found| found.contains(&plain(name))) {
            variables.found.insert((*name).to_string());
        }
    }
    variables
}

/// Whether a file is source: no document, lock file or picture.
pub(crate) fn is_source(file: &str) -> bool {
    let lower = path::file_name(file).to_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_lock = lower.contains("-lock.") || lower == "go.sum";
    !NOT_SOURCE.contains(&ending) && !is_lock
}

/// A name without case and without what is between its words.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
