//! The existing path that a missing one probably means.

use archsite_core::site::path;

use crate::checks::tree::place::plain;
use crate::repository::Repository;

/// Smallest likeness of two names, from 0 to 1.
const LIKE: f64 = 0.6;
/// Likeness of names that begin differently.
const MUCH_LIKE: f64 = 0.8;
/// Most names of a folder that are compared.
const MOST: usize = 2000;

/// The nearest existing path, if one is near enough: the same name spelt otherwise in its folder, else the
/// only file of that name elsewhere, else a name much like it in its folder.
pub(crate) fn nearest(repository: &Repository<'_>, missing: &str) -> Option<String> {
    let folder = path::parent(missing);
    let name = path::file_name(missing);
    let names = repository.names(folder);
    let mut names: Vec<&String> = names.iter().collect();
    names.sort();
    let full = |name: &str| match folder {
        "" => name.to_string(),
        folder => format!("{folder}/{name}"),
    };
    let same = |other: &&&String| plain(other) == plain(name);
    let stem = |other: &&&String| {
        let (a, b) = (path::stem(other), path::stem(name));
        !a.is_empty() && plain(a) == plain(b)
    };
    let spelt = names.iter().find(same).or_else(|| names.iter().find(stem));
    if let Some(spelt) = spelt {
        return Some(full(spelt));
    }
    let index = repository.index();
    let mut elsewhere = index.named(name);
    if let (Some(only), None) = (elsewhere.next(), elsewhere.next()) {
        return Some(only.to_string());
    }
    let like = names.iter().take(MOST).map(|other| {
        let likeness = strsim::normalized_levenshtein(&other.to_lowercase(), &name.to_lowercase());
        (likeness, other)
    });
    // Names that only end the same are those of another thing.
    let begins = |other: &str| {
        other
            .chars()
            .zip(name.chars())
            .take(3)
            .all(|(a, b)| a.eq_ignore_ascii_case(&b))
    };
    let like = like
        .filter(|(likeness, other)| *likeness >= MUCH_LIKE || *likeness >= LIKE && begins(other));
    let best = like.max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, other)| full(other))
}
