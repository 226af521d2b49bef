//! New records: their file names, and texts in the format of their folder.
//!
//! A text is made of the folder's template, else of its latest record; values are put in by byte
//! ranges. The caller writes the files, after the texts were read again and their values were checked.

#[cfg(test)]
mod tests;
mod text;

use std::ops::Range;

use archsite_core::site::path;

use crate::model::record::{Kind, Status};
use crate::model::records::{Entry, Records};
use crate::parse;
use crate::parse::Vocabulary;
use crate::parse::values::name;

/// The values of a new record.
#[derive(Debug, Clone)]
pub struct NewRecord<'a> {
    /// The title, without number.
    pub title: &'a str,
    /// The status.
    pub status: Status,
    /// The date, `YYYY-MM-DD`.
    pub date: &'a str,
    /// The index of the record that it supersedes.
    pub supersedes: Option<usize>,
}

/// Files to write, relative to the root of the search, each with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFiles {
    /// The new record.
    pub record: (String, String),
    /// The superseded record.
    pub superseded: Option<(String, String)>,
}

/// The reason why a record cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// The title has no letters or digits for a file name.
    #[error("a title needs at least one letter or digit")]
    Title,
    /// The title would be read back in another way: `../x` after a number.
    #[error("the title `{0}` cannot follow a number; begin it with a letter or a digit")]
    Start(String),
    /// The status of the superseded record is not written in a place that can be changed.
    #[error(
        "cannot change the status of `{0}`; write \"Superseded by\" into it, and leave out `--supersedes`"
    )]
    Superseded(String),
    /// The text that was made does not have the values that were asked for.
    #[error("cannot make a record in the format of `{0}`; add a template to its folder")]
    Format(String),
}

/// The format of a folder without records and template.
const PLAIN: &str = "# 1. Title\n\nDate: 2000-01-01\n\n## Status\n\nAccepted\n\n## Context\n\n\
                     ## Decision\n\n## Consequences\n";

/// Makes the files of a new record in a folder of records. `template` is the text of the folder's
/// template; `folder` is used where the folder has no records.
///
/// # Errors
/// The title cannot be a file name, or the formats of the folder cannot state the values.
pub fn create(
    records: &Records,
    directory: usize,
    folder: &str,
    template: Option<&str>,
    new: &NewRecord<'_>,
) -> Result<NewFiles, CreateError> {
    let slug = slug(new.title).ok_or(CreateError::Title)?;
    let entries = || {
        records
            .entries
            .iter()
            .filter(|entry| entry.directory == directory)
    };
    let by_age = |entry: &&Entry| {
        let record = &entry.reading.record;
        let date = record.date.as_ref().map(|date| date.value.clone());
        (record.number, date)
    };
    // A stub shows how files are named, and not how records are written.
    let whole = |entry: &&Entry| {
        let record = &entry.reading.record;
        record.title.is_some() && record.status.is_some()
    };
    let latest = entries().max_by_key(by_age);
    let model = entries().filter(whole).max_by_key(by_age);
    let number = next_number(records, directory);
    let file = file_name(latest, folder, number, &slug, new.date);
    let old = new.supersedes.and_then(|id| records.entries.get(id));
    let source = template.or(model.map(|entry| entry.text.as_str()));
    let shape = text::Shape {
        source: source.unwrap_or(PLAIN),
        is_template: template.is_some(),
        numbered: model.is_none_or(|entry| entry.reading.record.title_number.is_some()),
        title_of: model,
    };
    let link = old.map(|old| link(&file, old));
    let text = shape.record(number, new, link.as_ref());
    let plain_start = new.title.starts_with(char::is_alphanumeric);
    let format = || {
        if plain_start {
            CreateError::Format(latest.map_or(folder, |entry| &entry.file).to_string())
        } else {
            CreateError::Start(new.title.to_string())
        }
    };
    verify(&file, &text, new, old).ok_or_else(format)?;
    let superseded = match old {
        Some(old) => Some(superseded(old, &file, number, new)?),
        None => None,
    };
    Ok(NewFiles {
        record: (file, text),
        superseded,
    })
}

/// The number after the highest of a folder of records, those of files that are not records
/// included.
fn next_number(records: &Records, directory: usize) -> u64 {
    let entries = records
        .entries
        .iter()
        .filter(|entry| entry.directory == directory);
    let numbers = entries.filter_map(|entry| entry.reading.record.number);
    let place = records
        .directories
        .get(directory)
        .map_or("", |d| d.path.as_str());
    let skipped = records
        .skipped
        .iter()
        .filter(|skipped| skipped.file.starts_with(place));
    let skipped = skipped.filter_map(|s| name::read(path::file_name(path::stem(&s.file))).number);
    numbers.chain(skipped).max().unwrap_or(0).saturating_add(1)
}

/// A title as a part of a file name: `Use a log` → `use-a-log`.
fn slug(title: &str) -> Option<String> {
    let mut slug = String::new();
    for c in title.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_end_matches('-').chars().take(80).collect();
    (!slug.is_empty()).then_some(slug)
}

/// The path of the new record, named like the latest one.
fn file_name(latest: Option<&Entry>, folder: &str, number: u64, slug: &str, date: &str) -> String {
    let in_folder = |folder: &str, name: String| match folder {
        "" => name,
        folder => format!("{folder}/{name}"),
    };
    let Some(latest) = latest else {
        return in_folder(folder, format!("{number:04}-{slug}.md"));
    };
    let (stem, index) = own_name(&latest.file);
    let ending = &latest.file[path::stem(&latest.file).len()..];
    let name = name::read(stem);
    let new = match (name.number, name.date) {
        (Some(_), _) => {
            let before = stem.len() - name.slug.len();
            let head = stem[..before].trim_end_matches(['-', '_', '.', ' ']);
            let head = head.trim_end_matches(|c: char| c.is_ascii_lowercase());
            let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
            let start = &head[..head.len() - digits];
            let mark = stem[head.len()..before].chars().next().unwrap_or('-');
            let slug = if mark == '_' {
                slug.replace('-', "_")
            } else {
                slug.to_string()
            };
            let start = if name.date.is_some() {
                format!("{date}{}", &start[start.len().min(10)..])
            } else {
                start.to_string()
            };
            format!("{start}{number:0digits$}{mark}{slug}")
        }
        (None, Some(_)) if stem.get(4..5) == Some("-") => format!("{date}-{slug}"),
        (None, Some(_)) => format!("{}-{slug}", date.replace('-', "")),
        (None, None) => slug.to_string(),
    };
    match index {
        Some((folder, page)) => in_folder(path::parent(folder), format!("{new}/{page}")),
        None => in_folder(path::parent(&latest.file), format!("{new}{ending}")),
    }
}

/// The name with the number of a record: its folder's with the page in it, or its file's.
fn own_name(file: &str) -> (&str, Option<(&str, &str)>) {
    let stem = path::file_name(path::stem(file));
    if name::is_index(stem) {
        let folder = path::parent(file);
        (
            path::file_name(folder),
            Some((folder, path::file_name(file))),
        )
    } else {
        (stem, None)
    }
}

/// A link to a record in the file `from`: its text and destination.
fn link(from: &str, to: &Entry) -> (String, String) {
    let record = &to.reading.record;
    let title = record
        .title
        .as_ref()
        .map_or(record.id.as_str(), |title| title.value.as_str());
    let text = match record.label() {
        Some(label) => format!("{label}. {title}"),
        None => title.to_string(),
    };
    let dest = path::relative(path::parent(from), &to.file);
    (text, path::percent_encode(&dest).into_owned())
}

/// Reads the text of a new record again: it must have the values that were asked for.
fn verify(file: &str, text: &str, new: &NewRecord<'_>, old: Option<&Entry>) -> Option<()> {
    let read = parse::read(file, text, None, &Vocabulary::default()).record;
    let title = read
        .title
        .is_some_and(|title| title.value == new.title.trim());
    let status = read.status.is_some_and(|status| status.value == new.status);
    let supersedes = old.is_none_or(|old| {
        let target = old.reading.record.reference();
        let id = &old.reading.record.id;
        let mut relations = read.relations.iter().map(|found| &found.value);
        relations.any(|relation| {
            relation.kind == Kind::Supersedes
                && (Some(&relation.target) == target.as_ref() || relation.target == *id)
        })
    });
    (title && status && supersedes).then_some(())
}

/// Whether a range of a text is a status and nothing else is said beside it: one or two words, at
/// the end of a line or of a cell. Another status can take its place without a loss.
fn is_status_alone(text: &str, range: &Range<usize>) -> bool {
    let status = &text[range.clone()];
    let is_words = status.split_whitespace().count() <= 2
        && !status.is_empty()
        && status
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'));
    let is_marked = text[..range.start].ends_with(['*', '_', '[', '`', '~']);
    let rest = text[range.end..].lines().next().unwrap_or_default();
    let rest = rest.trim_matches(['.', '"', '\'', ' ', '\t']);
    is_words && !is_marked && (rest.is_empty() || rest.starts_with('|'))
}

/// The superseded record with its new status.
fn superseded(
    old: &Entry,
    file: &str,
    number: u64,
    new: &NewRecord<'_>,
) -> Result<(String, String), CreateError> {
    let cannot = || CreateError::Superseded(old.file.clone());
    let record = &old.reading.record;
    let status = record.status.as_ref().ok_or_else(cannot)?;
    if status.value == Status::Superseded || !is_status_alone(&old.text, &status.range) {
        return Err(cannot());
    }
    let dest = path::percent_encode(&path::relative(path::parent(&old.file), file)).into_owned();
    let numbered = record.title_number.is_some() || record.number.is_some();
    let name = if numbered {
        format!("{number}. {}", new.title.trim())
    } else {
        new.title.trim().to_string()
    };
    let by = format!("uperseded by [{}]({dest})", text::escaped(&name));
    let range = status.range.clone();
    let in_front = range.start < record.front_matter;
    let lower = old.text[range.clone()].starts_with(char::is_lowercase);
    let first = if lower { "s" } else { "S" };
    let value = format!("{first}{by}");
    let before = &old.text[..range.start];
    let quoted = before.ends_with(['"', '\'']);
    let value = match (in_front, quoted) {
        (true, true) => value.replace(['"', '\''], ""),
        (true, false) => format!("\"{}\"", value.replace(['"', '\\'], "")),
        _ => value,
    };
    let text = format!("{before}{value}{}", &old.text[range.end..]);
    let read = parse::read(&old.file, &text, None, &Vocabulary::default()).record;
    let done = read
        .status
        .is_some_and(|status| status.value == Status::Superseded)
        && read
            .relations
            .iter()
            .any(|found| found.value.kind == Kind::SupersededBy);
    if done {
        Ok((old.file.clone(), text))
    } else {
        Err(cannot())
    }
}
