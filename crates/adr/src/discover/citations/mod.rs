//! Decision records that comments in the repository's source code name.
//!
//! A false report is worse than a missed one: only comments of known languages count, folders of
//! tests and of code from elsewhere are left out, and a number counts only if it can mean nothing else.

mod comments;
mod mentions;

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use archsite_core::fs::{Ignored, Reader, WalkLimits};
use archsite_core::site::path;
use archsite_core::text::lines;
use memchr::memmem;

use crate::discover::folders::is_third_party;
use crate::model::record::EntryId;
use crate::model::records::Records;
use crate::parse::values::name;
use mentions::Mention;

/// Largest source file that is read, in bytes: larger ones are generated.
const LIMIT: u64 = 1 << 20;

const LIMITS: WalkLimits = WalkLimits {
    depth: Reader::DEEPEST,
    count: 300_000,
};

/// Numbers that people write for any record.
const EXAMPLES: &[&str] = &["0", "123", "1234", "999", "9999"];

/// A place in source code that names a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source file, relative to the root of the repository.
    pub file: String,
    /// Byte range of the name in it.
    pub range: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// The name as written.
    pub text: String,
    /// The text of the line.
    pub around: String,
    /// The records that it may mean; none if there is no such record.
    pub records: Vec<EntryId>,
}

/// Finds the comments below `root` that name records, by file and place. The files of records are
/// relative to `root`.
pub fn citations(reader: &Reader, root: &Path, records: &Records) -> Vec<Citation> {
    let names = Names::new(records);
    if records.entries.is_empty() {
        return Vec::new();
    }
    let reader = reader.clone().with_limit(LIMIT);
    let ignored = Ignored::new(&reader);
    let enter =
        |folder: &str| !is_third_party(path::file_name(folder)) && !ignored.ignores(folder, true);
    let walk = reader.walk(root, LIMITS, &enter);
    let mut found = Vec::new();
    for file in walk.files {
        let Some(marks) = comments::marks(&file).filter(|_| !ignored.ignores(&file, false)) else {
            continue;
        };
        let Ok(text) = reader.read(&root.join(&file)) else {
            continue;
        };
        if !may_mention(text.as_bytes()) {
            continue;
        }
        let places = lines::Lines::default();
        for comment in comments::comments(&text, marks) {
            for (range, mention) in mentions::mentions(&text, comment) {
                let start = lines::line_start(&text, range.start);
                let around = &text[start..lines::line_end(&text, range.end)];
                let Some(records) = names.find(&mention, around) else {
                    continue;
                };
                found.push(Citation {
                    line: places.locate(&text, range.start).line,
                    file: file.clone(),
                    text: text[range.clone()].to_string(),
                    around: around.trim_end().to_string(),
                    range,
                    records,
                });
            }
        }
    }
    found
}

/// Whether a text has one of the words that name records: most have none.
fn may_mention(text: &[u8]) -> bool {
    let words: [&[u8]; 3] = [b"ADR", b"adr", b"decisions/"];
    words.iter().any(|word| memmem::find(text, word).is_some())
}

/// The names of all records.
struct Names<'r> {
    records: &'r Records,
    by_number: HashMap<String, Vec<EntryId>>,
    /// Some record has a number without a series.
    has_plain: bool,
}

impl<'r> Names<'r> {
    fn new(records: &'r Records) -> Names<'r> {
        let mut names = Names {
            records,
            by_number: HashMap::new(),
            has_plain: false,
        };
        for (id, entry) in records.entries.iter().enumerate() {
            let record = &entry.reading.record;
            let directory = records.directories.get(entry.directory);
            let prefix = directory.and_then(|directory| directory.prefix.as_deref());
            let prefixed = prefix
                .zip(record.number)
                .map(|(prefix, number)| format!("{}-{number}", prefix.trim_end_matches('-')));
            let title = record.title_number.as_ref();
            let of_title = title.map(|number| number.value.to_string());
            // The series of the file's name, also where all records have the same.
            let of_file = name::read(&record.id).reference();
            names.has_plain |= record.number.is_some() && record.series.is_none();
            let all = [record.reference(), of_file, of_title, prefixed];
            for reference in all.into_iter().flatten() {
                let known = names.by_number.entry(reference.to_ascii_lowercase());
                let known = known.or_default();
                if known.last() != Some(&id) {
                    known.push(id);
                }
            }
        }
        names
    }

    /// The records that a mention means, none if they do not exist; `None` if it may mean something
    /// else.
    fn find(&self, mention: &Mention<'_>, around: &str) -> Option<Vec<EntryId>> {
        match mention {
            Mention::Number(number) => {
                if let Some(known) = self.by_number.get(number) {
                    return Some(known.clone());
                }
                let plain = number.bytes().all(|byte| byte.is_ascii_digit());
                // A line with an address may be about the records of another repository.
                let own = self.has_plain && !around.contains("://");
                let example = EXAMPLES.contains(&number.as_str());
                (plain && own && !example).then(Vec::new)
            }
            Mention::File(file) => self.file(file),
        }
    }

    /// The record of a file, by its path or the end of it; of a file that does not exist, none, if
    /// its folder is one of records.
    fn file(&self, file: &str) -> Option<Vec<EntryId>> {
        let end = file.trim_start_matches(['.', '/']);
        let entries = self.records.entries.iter();
        let files = entries.map(|entry| entry.file.as_str());
        let is_end = |whole: &str, end: &str| {
            let before = whole.strip_suffix(end);
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let found = files
            .clone()
            .enumerate()
            .filter(|(_, file)| is_end(file, end));
        let found: Vec<EntryId> = found.map(|(id, _)| id).collect();
        let folder = path::parent(end);
        let known =
            !folder.is_empty() && files.clone().any(|file| is_end(path::parent(file), folder));
        (!found.is_empty() || known).then_some(found)
    }
}

#[cfg(test)]
mod tests;
