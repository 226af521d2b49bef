//! Finds manifests and reads each file once.
//!
//! Looks at the root of the repository and at most two folders down, never into tests, examples
//! and other people's code; readers of manifests request more files by name. It does not walk the
//! repository, follow a link out of it, or read anything except through core's reader.

mod find;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use archsite_core::config::pattern::Pattern;
use archsite_core::fs::{Ignored, Reader};
use archsite_core::site::path;

use crate::manifests::value::{Node, ParseError};
use crate::model::facts::{Facts, Runtime, Unreadable};

/// Most folders that are listed.
const MAX_FOLDERS: usize = 4_000;

/// Most folders one pattern of a workspace may mean.
const MAX_MEMBERS: usize = 2_000;

/// Deepest folder below which a `**` of a workspace is followed.
const MAX_GLOB_DEPTH: usize = 6;

/// Largest manifest that is read, in bytes. Locks of large repositories have 10 MB.
const MAX_BYTES: u64 = 32 << 20;

/// A file that was read.
pub(crate) struct File {
    /// Its text.
    pub(crate) text: String,
}

/// The files of a repository.
pub(crate) struct Files {
    reader: Reader,
    root: PathBuf,
    ignored: Ignored,
    /// Only the configured manifests are read.
    is_limited: bool,
    read: HashMap<String, Option<Rc<File>>>,
    parsed: HashMap<String, Option<Rc<Node>>>,
    listed: HashMap<String, Rc<Listing>>,
    /// Paths of files by name, sorted.
    found: BTreeMap<String, Vec<String>>,
    /// Files a reader has taken, so that no other one reads them again.
    taken: HashSet<String>,
    /// Files that are noted as unreadable, and parts of files that are.
    rejected: HashSet<(String, String)>,
    /// Versions of runtimes that are noted.
    runtimes: HashSet<Runtime>,
    /// The result.
    pub(crate) out: Facts,
}

/// The contents of a folder, sorted.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) files: Vec<String>,
    pub(crate) folders: Vec<String>,
}

impl Files {
    /// The files below `root`. `named` are patterns of more manifests, or of all of them if
    /// `only` is set.
    pub(crate) fn new(reader: &Reader, root: &Path, named: &[Pattern], only: bool) -> Files {
        let mut files = Files {
            reader: reader.clone().with_limit(MAX_BYTES),
            root: root.to_path_buf(),
            ignored: Ignored::new(reader),
            is_limited: false,
            read: HashMap::new(),
            parsed: HashMap::new(),
            listed: HashMap::new(),
            found: BTreeMap::new(),
            taken: HashSet::new(),
            rejected: HashSet::new(),
            runtimes: HashSet::new(),
            out: Facts::default(),
        };
        files.find(named, only);
        files
    }

    /// Files of that name, those nearest to the root first.
    pub(crate) fn named(&self, name: &str) -> Vec<String> {
        self.found.get(name).cloned().unwrap_or_default()
    }

    /// Files whose name satisfies a condition, those nearest to the root first.
    pub(crate) fn matching(&self, accepts: impl Fn(&str) -> bool) -> Vec<String> {
        let names = self.found.iter().filter(|(name, _)| accepts(name));
        let mut paths: Vec<String> = names.flat_map(|(_, paths)| paths.clone()).collect();
        paths.sort_by_key(|path| (depth(path), path.clone()));
        paths
    }

    /// Whether the text of a file satisfies a condition. A file that does not is not counted as
    /// read, and no problem of it is noted.
    pub(crate) fn has_text(&mut self, path: &str, accepts: &dyn Fn(&str) -> bool) -> bool {
        if let Some(known) = self.read.get(path) {
            return known.as_ref().is_some_and(|file| accepts(&file.text));
        }
        let text = self.reader.read(&self.root.join(path));
        text.is_ok_and(|text| accepts(&text))
    }

    /// Claims a file; `false` if it was claimed before.
    pub(crate) fn take(&mut self, path: &str) -> bool {
        self.taken.insert(path.to_string())
    }

    /// Whether there is such a file.
    pub(crate) fn exists(&self, path: &str) -> bool {
        match self.listed.get(archsite_core::site::path::parent(path)) {
            Some(listing) => {
                let name = archsite_core::site::path::file_name(path).to_string();
                listing.files.binary_search(&name).is_ok()
            }
            None => self.reader.is_file(&self.root.join(path)),
        }
    }

    /// The text of a file; `None` if it is not there, or cannot be read, which is noted.
    pub(crate) fn read(&mut self, path: &str) -> Option<Rc<File>> {
        if let Some(known) = self.read.get(path) {
            return known.clone();
        }
        let file = match self.reader.read(&self.root.join(path)) {
            Ok(text) if conflicts(&text) => {
                let at = text.find("<<<<<<< ");
                self.reject(
                    path,
                    "it contains markers of an unresolved merge conflict",
                    at,
                );
                None
            }
            Ok(text) => {
                let text = without_mark(text);
                self.out.files.push(path.to_string());
                Some(Rc::new(File { text }))
            }
            Err(error) if error.is_not_found() => None,
            Err(error) => {
                self.reject(path, error.reason(), None);
                None
            }
        };
        self.read.insert(path.to_string(), file.clone());
        file
    }

    /// A file as a tree; a file that does not parse is noted once and is `None`.
    pub(crate) fn parse(
        &mut self,
        path: &str,
        parse: fn(&str) -> Result<Node, ParseError>,
    ) -> Option<Rc<Node>> {
        if let Some(known) = self.parsed.get(path) {
            return known.clone();
        }
        let node = self.read(path).and_then(|file| match parse(&file.text) {
            Ok(node) => Some(Rc::new(node)),
            Err(error) => {
                self.reject(path, error.message, error.at);
                None
            }
        });
        self.parsed.insert(path.to_string(), node.clone());
        node
    }

    /// Notes that a file cannot be used.
    pub(crate) fn reject(&mut self, file: &str, why: impl Into<String>, at: Option<usize>) {
        if !self.rejected.insert((file.to_string(), String::new())) {
            return;
        }
        self.out.unreadable.push(Unreadable {
            file: file.to_string(),
            part: false,
            why: why.into(),
            at,
        });
    }

    /// Records that a part of a file refers to a path outside the repository, where nothing is read.
    pub(crate) fn pass_over(&mut self, file: &str, part: &str, at: Option<usize>) {
        if !self.rejected.insert((file.to_string(), part.to_string())) {
            return;
        }
        self.out.unreadable.push(Unreadable {
            file: file.to_string(),
            part: true,
            why: format!("{part} leads out of the repository"),
            at,
        });
    }

    /// Notes a version of a runtime, once for each place.
    pub(crate) fn add_runtime(&mut self, runtime: Runtime) {
        if self.runtimes.insert(runtime.clone()) {
            self.out.runtimes.push(runtime);
        }
    }

    /// The contents of a folder.
    pub(crate) fn list(&mut self, folder: &str) -> Rc<Listing> {
        if let Some(known) = self.listed.get(folder) {
            return Rc::clone(known);
        }
        let mut listing = Listing::default();
        if self.listed.len() < MAX_FOLDERS {
            for entry in self.reader.list(&self.root.join(folder)) {
                if entry.folder {
                    listing.folders.push(entry.name)
                } else {
                    listing.files.push(entry.name)
                }
            }
        }
        let listing = Rc::new(listing);
        self.listed.insert(folder.to_string(), Rc::clone(&listing));
        listing
    }

    /// Folders below `base` that a pattern of a workspace means and that hold `manifest`.
    /// `None` if the pattern is outside the repository.
    pub(crate) fn members(
        &mut self,
        base: &str,
        pattern: &str,
        manifest: &str,
    ) -> Option<Vec<String>> {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        let wild = |part: &str| part.contains(['*', '?', '[', '{']);
        let parts: Vec<&str> = pattern.split('/').collect();
        let fixed = parts.iter().take_while(|part| !wild(part)).count();
        let start = path::join(base, &parts[..fixed].join("/"))?;
        if fixed == parts.len() {
            let file = joined(&start, manifest);
            return Some(if self.exists(&file) {
                vec![start]
            } else {
                Vec::new()
            });
        }
        let glob = joined(&start, &parts[fixed..].join("/"));
        let matcher = match Pattern::new(&glob) {
            Ok(matcher) => matcher,
            Err(error) => {
                self.reject(&joined(base, manifest), error.about(pattern), None);
                return Some(Vec::new());
            }
        };
        let rest = &parts[fixed..];
        let deepest = if rest.contains(&"**") {
            MAX_GLOB_DEPTH
        } else {
            rest.len()
        };
        let mut members = Vec::new();
        self.walk(&start, deepest, &mut |files, folder| {
            let meant = matcher.matches(folder) || pattern.ends_with("**") && folder == start;
            if meant && files.exists(&joined(folder, manifest)) {
                members.push(folder.to_string());
            }
            members.len() < MAX_MEMBERS
        });
        Some(members)
    }

    /// Visits `start` and the folders below it, until `visit` returns `false`.
    fn walk(
        &mut self,
        start: &str,
        deepest: usize,
        visit: &mut dyn FnMut(&mut Files, &str) -> bool,
    ) {
        let mut stack = vec![(start.to_string(), 0)];
        while let Some((folder, depth)) = stack.pop() {
            let listing = self.list(&folder);
            if !visit(self, &folder) {
                return;
            }
            if depth == deepest {
                continue;
            }
            for name in listing.folders.iter().rev() {
                if name != "node_modules" && !name.starts_with('.') {
                    stack.push((joined(&folder, name), depth + 1));
                }
            }
        }
    }
}

/// Whether the name of a manifest is a pattern for several.
pub(crate) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// Whether a merge was left unfinished: both sides are in the file, and neither counts.
fn conflicts(text: &str) -> bool {
    let begins = |mark: &str| text.starts_with(mark) || text.contains(&format!("\n{mark}"));
    begins("<<<<<<< ") && begins(">>>>>>> ")
}

/// A text without the byte order mark some editors put first. Empty lines take its place, so that
/// offsets stay the same; XML may not begin with one, and its reader accepts the mark.
fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) if !rest.starts_with('<') => format!("\n\n\n{rest}"),
        _ => text,
    }
}

fn depth(path: &str) -> usize {
    path.matches('/').count()
}

/// A name in a folder; the root is empty.
pub(crate) fn joined(folder: &str, name: &str) -> String {
    match (folder, name) {
        ("", name) => name.to_string(),
        (folder, "") => folder.to_string(),
        (folder, name) => format!("{folder}/{name}"),
    }
}
