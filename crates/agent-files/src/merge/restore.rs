//! From shards that nobody edited back to the document: exact, by the recorded edits.
//!
//! Text in, text out; which files there are is the caller's business.

use std::collections::HashMap;

use crate::manifest;
use crate::manifest::{Manifest, Part, Shard};

/// Why shards cannot be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// The recorded edits do not fit the shard.
    #[error("the entry of `{0}` in manifest.json does not match the file")]
    Edits(String),
    /// The parts of the document are not those that the shard was made of.
    #[error(
        "with the entry of `{0}` in manifest.json, its section could not be restored; restore \
         both files from your version control"
    )]
    Changed(String),
    /// The parts of the document do not follow each other.
    #[error("manifest.json has no source for a part of `{0}`")]
    Order(String),
}

/// The parts of the document that a shard shows, from a shard as it was written.
///
/// # Errors
/// [`RestoreError`] if the manifest does not belong to the shard.
pub fn restore(shard: &Shard, text: &str) -> Result<Vec<String>, RestoreError> {
    let fails = || RestoreError::Edits(shard.file.clone());
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    for (start, len, original) in shard.edits.as_ref().ok_or_else(fails)? {
        whole.push_str(text.get(at..*start).ok_or_else(fails)?);
        whole.push_str(original);
        at = start.checked_add(*len).ok_or_else(fails)?;
    }
    whole.push_str(text.get(at..).ok_or_else(fails)?);
    if manifest::hash(&whole) != shard.source_hash {
        return Err(RestoreError::Changed(shard.file.clone()));
    }
    let mut rest = whole.as_str();
    let mut cut = Vec::new();
    for part in parts(shard, whole.len()) {
        let (head, tail) = rest.split_at_checked(part.bytes).ok_or_else(fails)?;
        cut.push(head.to_string());
        rest = tail;
    }
    match rest {
        "" => Ok(cut),
        _ => Err(fails()),
    }
}

/// The parts of a shard that shows `bytes` of the document.
pub(super) fn parts(shard: &Shard, bytes: usize) -> Vec<Part> {
    let whole = || vec![Part { bytes, after: None }];
    shard.parts.clone().unwrap_or_else(whole)
}

/// In which order the parts of shards make the document: indexes of shards and of their parts.
///
/// # Errors
/// [`RestoreError`] if a part has no place.
pub fn order(manifest: &Manifest) -> Result<Vec<(usize, usize)>, RestoreError> {
    let shards = &manifest.shards;
    let lost = |shard: usize| RestoreError::Order(shards[shard].file.clone());
    let parts: Vec<Vec<Part>> = shards.iter().map(|shard| self::parts(shard, 0)).collect();
    let index_of: HashMap<&str, usize> = shards
        .iter()
        .enumerate()
        .map(|(index, shard)| (shard.file.as_str(), index))
        .collect();
    // The part that follows each shard, if it belongs to another one.
    let mut next: Vec<Option<(usize, usize)>> = vec![None; shards.len()];
    for (index, parts) in parts.iter().enumerate() {
        for (number, part) in parts.iter().enumerate() {
            if let Some(after) = &part.after {
                let before = index_of.get(after.as_str()).ok_or_else(|| lost(index))?;
                next[*before] = Some((index, number));
            }
        }
    }
    let mut order = Vec::new();
    let mut done = vec![0; shards.len()];
    for (index, own) in parts.iter().enumerate() {
        let begins = own.first().is_some_and(|part| part.after.is_none());
        let mut current = begins.then_some((index, 0));
        while let Some((shard, number)) = current.filter(|(shard, number)| done[*shard] == *number)
        {
            order.push((shard, number));
            done[shard] += 1;
            let complete = done[shard] == parts[shard].len();
            current = next[shard].filter(|_| complete);
        }
    }
    let mut open = done.iter().zip(&parts);
    match open.position(|(done, parts)| *done != parts.len()) {
        Some(index) => Err(lost(index)),
        None => Ok(order),
    }
}

/// The line of the document, from 1, that somebody should edit who edited a shard: the last one
/// before the edit that both have.
pub fn line_in_source(document: &str, shard: &Shard, edited: &str) -> usize {
    let of_document: HashMap<&str, usize> = document
        .lines()
        .enumerate()
        .map(|(index, line)| (line.trim_end(), index + 1))
        .collect();
    let title = document
        .lines()
        .position(|line| line.starts_with('#') && line.trim_end().ends_with(&shard.title));
    let first = title.map_or(1, |index| index + 1);
    // Lines after the head that are not in the document are the edit, or near to it.
    let body = edited
        .lines()
        .skip_while(|line| line.starts_with("<!--") || line.is_empty());
    let mut near = first;
    for line in body.filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        match of_document.get(line.trim_end()) {
            Some(line) if *line >= first => near = *line,
            Some(_) => {}
            None => break,
        }
    }
    near
}
