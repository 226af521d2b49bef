//! Names in documents that are not in the source any more.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use archsite_core::site::path;
use archsite_history::Commit;
use regex::Regex;

use crate::checks::changes::{Vanished, line_of};
use crate::document::Document;
use crate::history::History;
use crate::lists::{NO_CLAIM, OTHER_TIME};
use crate::repository::Repository;
use crate::repository::variables::is_source;

/// Shortest name that is looked for.
const SHORTEST: usize = 6;
/// Most commits whose files are searched for one document.
const MOST_COMMITS: usize = 20;

#[allow(clippy::expect_used)]
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[A-Za-z_][A-Za-z0-9_]*").expect("a valid pattern"));

/// A name with its place.
struct Name<'a> {
    range: Range<usize>,
    name: &'a str,
    since: Commit,
}

/// The names that were in the source when their line was written, and are nowhere now.
pub(crate) fn vanished(
    history: &History,
    index: usize,
    document: &Document<'_>,
    repository: &Repository<'_>,
) -> Vec<Vanished> {
    if document.is_about_another_time() || !repository.index().is_complete {
        return Vec::new();
    }
    let lines = history.lines(index, document);
    let mut names: Vec<Name<'_>> = Vec::new();
    for span in &document.spans {
        let name = span.text.trim_end_matches("()");
        let line = line_of(document.source, span.range.start);
        let about_others = document
            .titles(span.range.start)
            .iter()
            .any(|title| OTHER_TIME.is_match(title));
        let Some(since) = lines.get(line).map(|line| line.commit) else {
            continue;
        };
        let claims = !about_others
            && !document.is_task(span.range.start)
            && !NO_CLAIM.is_match(document.line(span.range.start));
        if is_name(name) && claims {
            names.push(Name {
                range: span.range.clone(),
                name,
                since,
            });
        }
    }
    let mut wanted: HashSet<&str> = names.iter().map(|name| name.name).collect();
    for file in &repository.index().files {
        if wanted.is_empty() {
            break;
        }
        if is_searched(file)
            && let Some(text) = repository.read(file)
        {
            for word in WORD.find_iter(&text) {
                wanted.remove(word.as_str());
            }
        }
    }
    names.retain(|name| wanted.contains(name.name));
    let mut then: HashMap<Commit, HashSet<String>> = HashMap::new();
    for name in &names {
        let known = then.len();
        if !then.contains_key(&name.since) && known < MOST_COMMITS {
            let mut found = HashSet::new();
            history
                .git
                .read_files(name.since, &is_searched, &mut |text| {
                    for word in WORD.find_iter(text) {
                        if wanted.contains(word.as_str()) && !found.contains(word.as_str()) {
                            found.insert(word.as_str().to_string());
                        }
                    }
                });
            then.insert(name.since, found);
        }
    }
    names.retain(|name| {
        then.get(&name.since)
            .is_some_and(|found| found.contains(name.name))
    });
    let vanished = names.into_iter().map(|name| Vanished {
        range: name.range,
        name: name.name.to_string(),
        since: name.since.date(),
    });
    vanished.collect()
}

/// Whether a text is a name that only code has: of several words, joined as code joins them.
fn is_name(text: &str) -> bool {
    let is_word = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let has_lower = text.contains(|c: char| c.is_ascii_lowercase());
    let inner = text.trim_matches('_');
    let is_snake = inner.contains('_');
    let is_camel = inner
        .chars()
        .zip(inner.chars().skip(1))
        .any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    is_word && starts && has_lower && text.len() >= SHORTEST && (is_snake || is_camel)
}

/// Whether a file is source of the repository itself.
fn is_searched(file: &str) -> bool {
    let mut folders = path::parent(file).split('/');
    let is_foreign = folders.any(|part| {
        part.starts_with('.') && part != ".github" || ["node_modules", "vendor"].contains(&part)
    });
    !is_foreign && is_source(file)
}
