//! Whether a file is a record, by its name and by what was read of it.

use archsite_core::site::path;

use crate::model::record::{FlawKind, Rule};
use crate::parse::Reading;
use crate::parse::values::name;
use crate::parse::values::name::Name;

/// The kind of a file in a folder of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    Record,
    /// It looks like a record, and may be one.
    Unclear,
    Other,
}

/// How a folder came to be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The user names it: complete front matter is enough for a record.
    Configured,
    /// Folders of its name contain records: a number in the name is enough.
    Usual,
    /// Only what is surely a record counts.
    Other,
}

impl Place {
    /// The same for a file with a `kep.yaml` beside it.
    pub(super) fn with_kep(self, kep: bool) -> Place {
        if kep && self == Place::Other {
            Place::Usual
        } else {
            self
        }
    }
}

/// The kind of the file `below` the folder of records, by its stem and what was read of it. `all`
/// are the files of the folder, sorted.
pub(super) fn classify(
    below: &str,
    stem: &str,
    all: &[&str],
    reading: &Reading,
    place: Place,
) -> FileKind {
    let record = &reading.record;
    let folder = path::parent(below);
    let folder_name = name::read(path::file_name(folder));
    let own_folder =
        !folder.is_empty() && folder_name.is_numbered() && !name::is_template(&folder_name);
    let name = name::read(stem);
    let is_index = name::is_index(stem);
    let named = if is_index { &folder_name } else { &name };
    if reading.is_story || is_unfilled_template(named, reading) || is_review(stem, reading) {
        return FileKind::Other;
    }
    if is_index {
        let states = record.status.is_some() && record.marks >= 3;
        let sure = !folder.is_empty() && (own_folder || states) && record.title.is_some();
        return record_if(sure);
    }
    let in_own_folder = own_folder && has_index(folder, all);
    if name.prefixed || name.is_numbered() {
        // Plans and notes have dates and a status, too.
        // `6.15-x` is a section or a story.
        let in_parts = name.slug.starts_with(|c: char| c.is_ascii_digit());
        let numbered = name.number.is_some() && !in_parts;
        let says = numbered || reading.decides || record.statement.is_some();
        let decides = record.marks >= 3 && says;
        let sure = if name.number.is_none() && !name.is_numbered() {
            // `adr-draft-x` is a record, `adr-policy` is about records.
            record.status.is_some() || decides
        } else {
            place != Place::Other || name.is_decision || decides
        };
        return record_if(sure && !(in_own_folder && record.status.is_none()));
    }
    if in_own_folder || place == Place::Other {
        return FileKind::Other;
    }
    of_slug(reading, place)
}

/// The kind of a file whose name has no number.
fn of_slug(reading: &Reading, place: Place) -> FileKind {
    let record = &reading.record;
    let placeholder = reading
        .flaws
        .iter()
        .any(|flaw| flaw.kind == FlawKind::Template);
    if placeholder && record.marks < 3 {
        return FileKind::Other;
    }
    let front_matter = record.status.as_ref().map(|status| status.rule) == Some(Rule::FrontMatter);
    if front_matter && record.title.is_some() && place == Place::Configured {
        return FileKind::Record;
    }
    match (record.status.is_some(), record.marks) {
        (true, 3..) | (false, 4..) => FileKind::Record,
        (true, _) | (false, 3..) => FileKind::Unclear,
        _ => record_if(record.statement.is_some()),
    }
}

fn record_if(sure: bool) -> FileKind {
    if sure {
        FileKind::Record
    } else {
        FileKind::Other
    }
}

/// A template with number 0 or none, and `NNNN` or the like in its title.
fn is_unfilled_template(name: &Name<'_>, reading: &Reading) -> bool {
    let title = reading.record.title.as_ref();
    let title = title.map_or("", |title| title.value.as_str());
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    let placeholder = words.any(|word| {
        let of = |letter: u8| word.len() >= 3 && word.bytes().all(|b| b == letter);
        of(b'N') || of(b'X')
    });
    placeholder && name.number.is_none_or(|number| number == 0)
}

/// Words in the name of a file about a record.
const REVIEWS: &[&str] = &[
    "review",
    "reviews",
    "debate",
    "critique",
    "feedback",
    "discussion",
    "minutes",
    "retrospective",
];

/// A review of a record: its name says so at its start or end, and it decides nothing.
fn is_review(stem: &str, reading: &Reading) -> bool {
    let is_separator = |c: char| matches!(c, '-' | '_' | '.' | ' ');
    let words: Vec<&str> = stem.split(is_separator).collect();
    let is_word = |word: &&str| REVIEWS.iter().any(|known| word.eq_ignore_ascii_case(known));
    let first = words.iter().take(2).any(is_word);
    let last = words.last().is_some_and(is_word);
    (first || last) && !reading.decides
}

/// Whether a file is among some that are sorted.
pub(super) fn has(all: &[&str], file: &str) -> bool {
    all.binary_search(&file).is_ok()
}

fn has_index(folder: &str, all: &[&str]) -> bool {
    let names = [
        "README.md",
        "readme.md",
        "index.md",
        "index.mdx",
        "README.mdx",
    ];
    names.iter().any(|name| has(all, &joined(folder, name)))
}

pub(super) fn skip_by_name(stem: &str, below: &str) -> bool {
    let is_template = |part: &str| {
        let names = ["template", "templates"];
        names.iter().any(|name| part.eq_ignore_ascii_case(name))
    };
    let template_folder = path::parent(below).split('/').any(is_template);
    let other = name::is_other(stem) && !name::is_index(stem);
    template_folder || other || name::is_template(&name::read(stem))
}

pub(super) fn markdown_stem(file: &str) -> Option<&str> {
    let name = path::file_name(file);
    let endings = [".md", ".mdx", ".markdown"];
    endings.iter().find_map(|ending| name.strip_suffix(ending))
}

/// The path of a file in a folder.
pub(super) fn joined(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_string()
    } else {
        [folder, "/", file].concat()
    }
}
