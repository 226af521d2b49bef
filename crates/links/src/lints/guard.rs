//! Checks what is put into the page of a record by mdBook's directives: files of the repository,
//! and not without end.
//!
//! The one place that decides it: what is kept out of a page is what is reported. It expands
//! nothing.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use archsite_core::fs::Reader;

use crate::lints::includes::directives;

/// As deep as mdBook follows includes in includes.
const DEEPEST: usize = 10;
/// Most bytes that one directive may give.
const MOST: u64 = 16 << 20;

/// Why a directive is left as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// It is outside of the repository, or a file does that it includes.
    Outside,
    /// It would give too much: files that include each other many times over.
    TooMuch,
}

/// Checks the files that directives name.
#[derive(Debug)]
pub struct Guard<'a> {
    reader: &'a Reader,
    files: HashMap<PathBuf, Rc<File>>,
    /// Bytes that a file gives, by how deep it is included.
    sizes: HashMap<(PathBuf, usize), u64>,
}

/// A file, and the files that it names, each in its real folder.
#[derive(Debug, Default)]
struct File {
    size: u64,
    names: Vec<PathBuf>,
}

impl<'a> Guard<'a> {
    /// Nothing was looked at yet.
    pub fn new(reader: &'a Reader) -> Self {
        Guard {
            reader,
            files: HashMap::new(),
            sizes: HashMap::new(),
        }
    }

    /// The reason not to expand a directive in `file` that names a file.
    pub fn objection(&mut self, file: &Path, name: &str) -> Option<Objection> {
        let target = file.parent().unwrap_or(file).join(name);
        if !self.stays(&target) {
            return Some(Objection::Outside);
        }
        (self.size(&target, 0) > MOST).then_some(Objection::TooMuch)
    }

    /// Whether a file is in the repository, and all files that it includes.
    fn stays(&mut self, target: &Path) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![target.to_path_buf()];
        while let Some(path) = open.pop() {
            if self.reader.is_outside(&path) {
                return false;
            }
            if let Some(path) = real(&path)
                && seen.insert(path.clone())
            {
                open.extend(self.file(&path).names.iter().cloned());
            }
        }
        true
    }

    /// At most as many bytes as a file gives, with all that it includes.
    fn size(&mut self, path: &Path, depth: usize) -> u64 {
        let Some(path) = real(path).filter(|_| depth <= DEEPEST) else {
            return 0;
        };
        let key = (path, depth);
        if let Some(known) = self.sizes.get(&key) {
            return *known;
        }
        let file = self.file(&key.0);
        let below = file.names.iter().map(|name| self.size(name, depth + 1));
        let size = below.fold(file.size, u64::saturating_add);
        self.sizes.insert(key, size);
        size
    }

    fn file(&mut self, path: &Path) -> Rc<File> {
        let reader = self.reader;
        let file = self.files.entry(path.to_path_buf()).or_insert_with(|| {
            let text = reader.read(path).unwrap_or_default();
            let folder = path.parent().unwrap_or(path);
            let names = directives::files(&text).into_iter();
            Rc::new(File {
                size: text.len() as u64,
                names: names.map(|(_, name)| folder.join(name)).collect(),
            })
        });
        file.clone()
    }
}

/// A path in its real folder, as the system finds it: `..` after a symbolic link is not the
/// folder before it.
fn real(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?.canonicalize().ok()?;
    Some(folder.join(path.file_name()?))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_leads_out_or_never_ends_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("repository");
        fs::create_dir(&root).expect("a folder");
        let write = |name: &str, text: &str| fs::write(root.join(name), text).expect("a file");
        fs::write(folder.path().join("out.md"), "x").expect("a file");
        write("in.md", "in");
        write("leads-out.md", "{{#include in.md}} {{#include ../out.md}}");
        // Whoever is asked about one of two that include each other learns of both.
        write("a.md", "{{#include b.md}} {{#include leads-out.md}}");
        write("b.md", "{{#include a.md}}");
        write("circle.md", "{{#include circle.md}}");
        write("bomb.md", &"{{#include bomb.md}}".repeat(20));
        for level in 0..9 {
            let next = format!("{{{{#include level-{}.md}}}}", level + 1);
            write(&format!("level-{level}.md"), &next.repeat(20));
        }
        let reader = Reader::new(&root);
        let mut guard = Guard::new(&reader);
        let mut check = |name: &str, expected: Option<Objection>| {
            let found = guard.objection(&root.join("record.md"), name);
            assert_eq!(found, expected, "{name}");
        };
        check("in.md", None);
        check("gone.md", None);
        check("circle.md", None);
        check("../repository/in.md", None);
        check("../out.md", Some(Objection::Outside));
        check("leads-out.md", Some(Objection::Outside));
        check("a.md", Some(Objection::Outside));
        check("b.md", Some(Objection::Outside));
        check("bomb.md", Some(Objection::TooMuch));
        check("level-0.md", Some(Objection::TooMuch));
        check("level-7.md", None);
    }
}
