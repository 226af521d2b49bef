//! Finds the records of a repository: in the folders the user names, else in the usual places.
//!
//! Files are classified by their whole names first and by their contents second. This
//! module reads each file once and does not look at the book.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use archsite_core::config::pattern::Pattern;
use archsite_core::fs::{Ignored, Reader, Walk, WalkLimits};
use archsite_core::site::path;

use crate::model::lookup::Lookup;
use crate::model::record::Kind;
use crate::parse;
use crate::parse::relations::references;
use crate::parse::values::name;
use crate::parse::{Reading, Vocabulary};

mod built;
mod citations;
mod classify;
mod elsewhere;
mod folders;
mod hints;
mod series;
#[cfg(test)]
pub(crate) mod test_records;

pub use crate::model::host::Host;
pub use crate::model::records::{Directory, Entry, Reason, Records, Skipped};
pub use citations::{Citation, citations};
pub use hints::{Hint, USUAL, hints};
pub(crate) use series::numbered_folder;

use built::Built;
use classify::{FileKind, Place, classify, has, joined, markdown_stem, skip_by_name};
use elsewhere::{name_other_document, resolve};
use folders::{is_third_party, is_usual, outermost, usual_folder};

/// The places to search, and how to read the files.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The folders of records; the usual places if there are none.
    pub directories: Vec<Directory>,
    /// The user's own words.
    pub vocabulary: Vocabulary,
    /// The code host of the repository.
    pub host: Host,
    /// Folders into which books are built, relative to the root of the search.
    pub built: Vec<String>,
    /// Files that are not records, relative to the root of the search.
    pub exclude: Vec<Pattern>,
}

/// Largest record that is read, in bytes.
pub const LIMIT: u64 = 4 << 20;

const LIMITS: WalkLimits = WalkLimits {
    depth: 12,
    count: 200_000,
};

/// Finds and reads all records below `root`.
pub fn find(reader: &Reader, root: &Path, request: &Request) -> Records {
    let mut search = Search {
        reader: reader.clone().with_limit(LIMIT),
        root,
        request,
        ignored: Ignored::new(reader),
        built: Built::new(reader, root, &request.built),
        records: Records {
            host: request.host.clone(),
            ..Records::default()
        },
        seen: HashSet::new(),
    };
    if request.directories.is_empty() {
        search.usual_places();
    } else {
        for directory in &request.directories {
            search.configured(directory);
        }
    }
    search.finish()
}

struct Search<'a> {
    reader: Reader,
    root: &'a Path,
    request: &'a Request,
    ignored: Ignored,
    built: Built<'a>,
    records: Records,
    /// Files that belong to a folder already.
    seen: HashSet<String>,
}

impl Search<'_> {
    fn configured(&mut self, directory: &Directory) {
        let index = self.records.directories.len();
        self.records.directories.push(directory.clone());
        let walk = self.walk_named(&directory.path);
        let before = self.records.entries.len();
        self.folder(index, &directory.path, &walk.files, Place::Configured);
        self.note(&directory.path, &walk);
        if self.records.entries.len() == before {
            self.records.empty.push(index);
        }
    }

    fn usual_places(&mut self) {
        let walk = self.walk("");
        self.note("", &walk);
        let mut places: BTreeMap<String, (bool, Vec<String>)> = BTreeMap::new();
        let own = self
            .root
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let here = own.is_some_and(|name| is_usual(&name));
        // Folders with files that have the name of a record.
        let sure: HashSet<&str> = walk
            .files
            .iter()
            .filter(|file| markdown_stem(file).is_some_and(|stem| name::read(stem).is_sure()))
            .map(|file| path::parent(file))
            .collect();
        // Files of a folder are next to each other.
        for files in walk
            .files
            .chunk_by(|a, b| path::parent(a) == path::parent(b))
        {
            let folder = path::parent(&files[0]);
            let named = usual_folder(folder).or(here.then_some(""));
            let place = match named {
                Some(place) => Some((place, true)),
                None => outermost(folder, &sure).map(|place| (place, false)),
            };
            if let Some((place, whole)) = place {
                let entry = places.entry(place.to_string()).or_default();
                entry.0 = whole;
                entry.1.extend(files.iter().map(|file| below(place, file)));
            }
        }
        if places.is_empty() {
            // The folder asked for may be one of records under another name.
            places.insert(String::new(), (false, walk.files));
        }
        for (place, (whole, files)) in places {
            let index = self.records.directories.len();
            let before = self.records.entries.len();
            self.records.directories.push(Directory {
                path: place.clone(),
                prefix: None,
            });
            let place_kind = if whole { Place::Usual } else { Place::Other };
            self.folder(index, &place, &files, place_kind);
            if self.records.entries.len() == before {
                self.records.directories.pop();
            }
        }
    }

    /// Records the folders that a walk could not list.
    fn note(&mut self, folder: &str, walk: &Walk) {
        self.records.stopped |= walk.stopped;
        let unlisted = walk.unlisted.iter();
        let unlisted = unlisted.map(|(below, why)| {
            let path = joined(folder, below).trim_end_matches('/').to_string();
            (path, why.clone())
        });
        self.records.unlisted.extend(unlisted);
    }

    /// The files below a folder, without generated and ignored ones.
    fn walk(&self, folder: &str) -> Walk {
        let real = self.root.join(folder);
        let own = |path: &str| !is_third_party(path::file_name(path));
        let Some(start) = self.reader.in_repository(&real) else {
            return self.reader.walk(&real, LIMITS, &own);
        };
        let enter = |path: &str| {
            let path = joined(&start, path);
            own(&path) && !self.ignored.ignores(&path, true) && !self.built.holds(&path)
        };
        let mut walk = self.reader.walk(&real, LIMITS, &enter);
        // A book may be built into a folder that comes before its own.
        let books = walk.files.iter().map(|file| joined(&start, file));
        self.built
            .note(books.filter(|file| path::file_name(file) == "book.toml"));
        walk.files.retain(|file| {
            let whole = joined(&start, file);
            let made = || self.ignored.ignores(&whole, false) || self.built.made(&start, file);
            markdown_stem(file).is_none() || !made()
        });
        walk
    }

    /// The files below a folder that the user names, also if it is generated or ignored.
    fn walk_named(&self, folder: &str) -> Walk {
        let walk = self.walk(folder);
        if walk.files.iter().any(|file| markdown_stem(file).is_some()) {
            return walk;
        }
        let own = |path: &str| !is_third_party(path::file_name(path));
        self.reader.walk(&self.root.join(folder), LIMITS, &own)
    }

    /// Reads the files of one folder.
    fn folder(&mut self, directory: usize, place: &str, files: &[String], kind: Place) {
        let mut all: Vec<&str> = files.iter().map(String::as_str).collect();
        all.sort_unstable();
        for below in files {
            let Some(stem) = markdown_stem(below) else {
                continue;
            };
            let file = joined(place, below);
            let excluded = self.request.exclude.iter().any(|glob| glob.matches(&file));
            if excluded || skip_by_name(stem, below) || self.seen.contains(&file) {
                continue;
            }
            let folder = path::parent(below);
            let text = match self.reader.read(&self.root.join(&file)) {
                Ok(text) => text,
                Err(error) => {
                    if name::read(stem).is_numbered() {
                        let reason = Reason::Unreadable(error.reason());
                        self.records.skipped.push(Skipped { file, reason });
                    }
                    continue;
                }
            };
            let kep = has(&all, &joined(folder, "kep.yaml"));
            let kep = kep.then(|| {
                self.reader
                    .read(&self.root.join(place).join(folder).join("kep.yaml"))
            });
            let kep = kep.and_then(Result::ok);
            let mut reading = parse::read(&file, &text, kep.as_deref(), &self.request.vocabulary);
            self.localise(&file, &mut reading);
            match classify(below, stem, &all, &reading, kind.with_kep(kep.is_some())) {
                FileKind::Record => {
                    self.seen.insert(file.clone());
                    self.records.entries.push(Entry {
                        file,
                        directory,
                        text,
                        reading,
                    });
                }
                FileKind::Unclear => {
                    let reason = Reason::Unclear;
                    self.records.skipped.push(Skipped { file, reason });
                }
                FileKind::Other if name::is_index(stem) => {
                    self.records.index_pages.push((file, text))
                }
                FileKind::Other => {}
            }
        }
    }

    /// Turns relations to files on the repository's code host into relations to the files.
    fn localise(&self, file: &str, reading: &mut Reading) {
        let exists = |file: &str| self.reader.is_file(&self.root.join(file));
        reading.record.relations.retain_mut(|found| {
            let relation = &mut found.value;
            if !relation.is_external() {
                // Another document than a record can take the place of one, and a path out of the
                // repository leads to a record of another one.
                let led = relation
                    .dest
                    .as_deref()
                    .and_then(|dest| resolve(file, dest));
                relation.unsure |= led.is_some_and(|led| led.is_none_or(|led| exists(&led)));
                return true;
            }
            let Some(own) = self.request.host.file(&relation.target, &exists) else {
                // What a record relates to elsewhere is not a relation between records.
                return relation.kind != Kind::RelatesTo;
            };
            let own = path::relative(path::parent(file), &own);
            let dest = path::percent_encode(&own).into_owned();
            if let Some(target) = references::of_link(&relation.text, &dest) {
                relation.target = target;
                relation.dest = Some(dest);
            }
            true
        });
    }

    fn finish(self) -> Records {
        let mut records = self.records;
        let mut folders: BTreeMap<String, Vec<&mut Reading>> = BTreeMap::new();
        let files: HashSet<String> = records.entries.iter().map(|e| e.file.clone()).collect();
        for entry in &mut records.entries {
            for found in &mut entry.reading.record.relations {
                name_other_document(&entry.file, &mut found.value, &files);
            }
            let folder = path::parent(&entry.file).to_string();
            folders.entry(folder).or_default().push(&mut entry.reading);
        }
        for readings in folders.values_mut() {
            parse::resolve_date_order(readings);
        }
        series::drop_single(&mut records.entries);
        records.entries.sort_by(|a, b| {
            let key = |e: &Entry| {
                let record = &e.reading.record;
                let series = record.series.clone();
                let number = record.number.unwrap_or(u64::MAX);
                (
                    e.directory,
                    record.number.is_none(),
                    series,
                    number,
                    record.letter,
                )
            };
            key(a).cmp(&key(b)).then_with(|| a.file.cmp(&b.file))
        });
        drop_unrelated(&mut records);
        let found: HashSet<&str> = records.entries.iter().map(|e| e.file.as_str()).collect();
        records
            .skipped
            .retain(|skipped| !found.contains(skipped.file.as_str()));
        records.skipped.sort_by(|a, b| a.file.cmp(&b.file));
        records.skipped.dedup();
        records
    }
}

/// Drops relations of the kind "relates to" whose target is not a record.
fn drop_unrelated(records: &mut Records) {
    let unrelated: Vec<Vec<bool>> = {
        let lookup = Lookup::new(records);
        let entries = records.entries.iter().enumerate();
        let relates = entries.map(|(id, entry)| {
            let relations = entry
                .reading
                .record
                .relations
                .iter()
                .map(|found| &found.value);
            let unknown = relations.map(|relation| {
                relation.kind == Kind::RelatesTo && lookup.find(id, relation).is_none()
            });
            unknown.collect()
        });
        relates.collect()
    };
    for (entry, unrelated) in records.entries.iter_mut().zip(unrelated) {
        let mut unrelated = unrelated.into_iter();
        let relations = &mut entry.reading.record.relations;
        relations.retain(|_| !unrelated.next().unwrap_or(false));
    }
}

/// The path of a file relative to the folder `place` that it is in.
fn below(place: &str, file: &str) -> String {
    let inside = file.strip_prefix(place);
    let inside = inside.and_then(|rest| rest.strip_prefix('/'));
    inside.map_or_else(|| path::relative(place, file), ToString::to_string)
}
