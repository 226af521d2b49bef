//! Which documents of a folder become chapters, and why the others do not.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use archsite_core::site::path;

use crate::commands::init::survey::names::{self, Kind};
use crate::commands::init::survey::{Document, Survey, below, join};

/// Most documents of one folder that are listed: a longer list helps nobody.
const MOST_IN_FOLDER: usize = 40;
/// Most folders beside each other that are named one by one.
const MOST_NAMED: usize = 10;
/// Most chapters of a book that is listed without asking.
const MOST: usize = 150;

/// Documents that become chapters, and those that do not.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Path relative to `src`, and what the document says.
    pub(super) documents: BTreeMap<String, Document>,
    /// Files and folders that are left out, relative to the folder of `book.toml`.
    pub(super) left: BTreeMap<String, Left>,
}

/// Something that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::commands::init) struct Left {
    /// Number of its documents.
    pub(in crate::commands::init) count: usize,
    /// Why.
    pub(in crate::commands::init) why: String,
    /// It is a folder.
    pub(in crate::commands::init) folder: bool,
}

/// Chooses among the documents below `src`.
pub(super) fn choose(survey: &Survey, src: &str) -> Chosen {
    let mut chosen = Chosen::default();
    let inside: Vec<&str> = survey
        .documents()
        .filter_map(|file| below(file, src))
        .filter(|file| path::file_name(file) != "SUMMARY.md")
        .collect();
    let all: HashSet<&str> = inside.iter().copied().collect();
    let folders = folders(survey, src);
    let mut real: HashMap<String, &str> = HashMap::new();
    let mut files = BTreeSet::new();
    for file in &inside {
        let whole = join(src, file);
        if survey.records.contains(&whole) {
            continue;
        }
        if let Some((folder, why)) = out_of_place(file, src, &folders, &all) {
            chosen.leave(folder, why, true);
            continue;
        }
        let target = survey.reader.in_repository(&survey.base.join(&whole));
        let same = target.and_then(|target| real.insert(target, file));
        let why = match same {
            Some(same) => Some(format!("the same file as `{}`", join(src, same))),
            None => unlisted(file, &all).map(ToString::to_string),
        };
        if let Some(why) = why {
            chosen.leave(whole, why, false);
            continue;
        }
        files.insert((*file).to_string());
    }
    chosen.shorten(src, &mut files);
    for file in files {
        match survey.document(&join(src, &file)) {
            Some(document) => drop(chosen.documents.insert(file, document)),
            None => {
                let whole = join(src, &file);
                chosen.leave(whole, "it cannot be read as text".to_string(), false);
            }
        }
    }
    chosen.collapse();
    chosen
}

/// Folders that are left out, relative to the folder of `book.toml`, each with the reason.
fn folders(survey: &Survey, src: &str) -> Vec<(String, String)> {
    let mut folders = Vec::new();
    if let Some(project) = &survey.bmad {
        let relative = |file: &std::path::Path| {
            let file = file.strip_prefix(&survey.base).ok();
            file.map(path::slashes)
        };
        for (file, folder) in project.documents() {
            let (Some(file), Some(folder)) = (relative(file), relative(folder)) else {
                continue;
            };
            // Some projects have no other document than the first of the sections.
            if survey.has(&file) && below(&file, &folder).is_none() {
                let why = format!("sections of `{file}`, which the book makes itself");
                folders.push((folder, why));
            }
        }
        let work = project.work().iter().filter_map(|folder| relative(folder));
        folders.extend(work.map(|folder| (folder, "stories and reports about them".to_string())));
    }
    let records = survey.record_folders.iter().map(|(folder, _)| folder);
    let records = records.filter(|folder| below(folder, src).is_some_and(|rest| !rest.is_empty()));
    let why = "not decision records";
    folders.extend(records.map(|folder| (folder.clone(), why.to_string())));
    folders
}

/// The folder for which a document is left out, and the reason. A README of a folder of records
/// says what they are about.
fn out_of_place(
    file: &str,
    src: &str,
    folders: &[(String, String)],
    all: &HashSet<&str>,
) -> Option<(String, String)> {
    let whole = join(src, file);
    let found = folders
        .iter()
        .find(|(folder, _)| below(&whole, folder).is_some());
    if let Some((folder, why)) = found {
        let is_front = path::parent(&whole) == folder && is_front(file);
        return (!is_front || why != "not decision records").then(|| (folder.clone(), why.clone()));
    }
    let mut at = 0;
    for part in path::parent(file).split('/') {
        at += part.len();
        let (folder, rest) = (&file[..at], file[at..].trim_start_matches('/'));
        if names::ends_in(part, Kind::Aside) {
            let why = "plans or work in progress".to_string();
            return Some((join(src, folder), why));
        }
        let twin = join(path::parent(folder), rest);
        let mut twins = all.iter().filter_map(|other| {
            let (first, other) = below(other, path::parent(folder))?.split_once('/')?;
            (first != part && names::is(first, Kind::Languages) && other == rest).then_some(first)
        });
        if names::is(part, Kind::Languages)
            && !part.eq_ignore_ascii_case("en")
            && (all.contains(twin.as_str()) || twins.any(|first| first.starts_with("en")))
        {
            return Some((join(src, folder), "a translation".to_string()));
        }
        at += 1;
    }
    None
}

/// Whether a file is the first page of its folder.
pub(super) fn is_front(file: &str) -> bool {
    let stem = path::stem(path::file_name(file));
    ["readme", "index"]
        .iter()
        .any(|name| stem.eq_ignore_ascii_case(name))
}

/// Why a single document is left out.
fn unlisted(file: &str, all: &HashSet<&str>) -> Option<&'static str> {
    let name = path::file_name(file);
    let stem = path::stem(name);
    // mdBook does not encode paths, and takes some characters for a part of an address.
    if file.contains(['<', '>', '#', '?', '%', '"', '\\', '\n', '[', ']', '(', ')']) {
        return Some("its path has a character that has a meaning in addresses");
    }
    if names::is(stem, Kind::Host) {
        return Some("code hosts and agents read it at its place");
    }
    if names::is_numbered(stem, Kind::Aside) {
        return Some("plans or work in progress");
    }
    let original = names::translated(stem).map(|(original, _)| {
        let folder = path::parent(file);
        join(folder, &format!("{original}.md"))
    });
    if original.is_some_and(|original| all.contains(original.as_str())) {
        return Some("a translation");
    }
    let readmes =
        ["README.md", "readme.md", "Readme.md"].map(|name| join(path::parent(file), name));
    let is_second = stem == "index" && readmes.iter().any(|readme| all.contains(readme.as_str()));
    is_second.then_some("the page of its folder is made of the README beside it")
}

impl Chosen {
    fn leave(&mut self, what: String, why: String, folder: bool) {
        let new = Left {
            count: 0,
            why,
            folder,
        };
        self.left.entry(what).or_insert(new).count += 1;
    }

    /// Leaves out folders that make the list too long, the longest first.
    fn shorten(&mut self, src: &str, files: &mut BTreeSet<String>) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for file in files.iter().filter(|file| !is_front(file)) {
            *counts.entry(path::parent(file)).or_default() += 1;
        }
        let mut folders: Vec<(&str, usize)> = counts.into_iter().collect();
        folders.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut all = files.len();
        let mut long: BTreeMap<String, usize> = BTreeMap::new();
        for (folder, count) in folders {
            if count <= MOST_IN_FOLDER && all <= MOST {
                break;
            }
            all -= count;
            long.insert(folder.to_string(), count);
        }
        files.retain(|file| is_front(file) || !long.contains_key(path::parent(file)));
        for (folder, count) in long {
            let left = Left {
                count,
                why: "more documents than a table of contents is for".to_string(),
                folder: true,
            };
            self.left.insert(join(src, &folder), left);
        }
    }

    /// Names a folder once of which many folders are left out for one reason.
    fn collapse(&mut self) {
        let mut beside: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for (folder, left) in self.left.iter().filter(|(_, left)| left.folder) {
            let key = (path::parent(folder).to_string(), left.why.clone());
            beside.entry(key).or_default().push(folder.clone());
        }
        for ((above, why), folders) in beside {
            if folders.len() <= MOST_NAMED || above.is_empty() {
                continue;
            }
            let left = folders.iter().filter_map(|folder| self.left.remove(folder));
            let count = left.map(|left| left.count).sum();
            let folder = true;
            self.left.insert(above, Left { count, why, folder });
        }
    }
}
