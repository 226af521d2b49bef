//! Files that the repository excludes: the rules of `.gitignore`, in the root and in
//! folders below it.
//!
//! Only files of the repository count: what a person ignores at home may not change what a build
//! says. This module lists no folder.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::config::pattern;
use crate::fs::Reader;
use crate::site::path;

/// The rules of a repository, read as they are asked for.
#[derive(Debug)]
pub struct Ignored {
    reader: Reader,
    root: PathBuf,
    /// Rules by the folder of their file, relative to the root.
    rules: RefCell<HashMap<String, Option<Rc<Gitignore>>>>,
}

/// Largest file of rules that is read, in bytes.
const LIMIT: u64 = 1 << 20;

impl Ignored {
    /// The rules of the repository that a reader reads.
    pub fn new(reader: &Reader) -> Ignored {
        Ignored {
            root: reader.root.clone(),
            reader: reader.clone().with_limit(LIMIT),
            rules: RefCell::default(),
        }
    }

    /// Whether a rule ignores a path, relative to the root of the repository. The folders that
    /// it is in are not judged.
    pub fn ignores(&self, file: &str, is_folder: bool) -> bool {
        let mut folder = path::parent(file);
        loop {
            if let Some(rules) = self.rules(folder) {
                let below = file.strip_prefix(folder).unwrap_or(file);
                match rules.matched(below.trim_start_matches('/'), is_folder) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
            if folder.is_empty() {
                return false;
            }
            folder = path::parent(folder);
        }
    }

    fn rules(&self, folder: &str) -> Option<Rc<Gitignore>> {
        if let Some(known) = self.rules.borrow().get(folder) {
            return known.clone();
        }
        let rules = self.read(&self.root.join(folder)).map(Rc::new);
        let mut known = self.rules.borrow_mut();
        known.insert(folder.to_string(), rules.clone());
        rules
    }

    fn read(&self, folder: &Path) -> Option<Gitignore> {
        let file = folder.join(".gitignore");
        // Anything else has no rules; a pipe would never end.
        if !file.is_file() {
            return None;
        }
        let text = self.reader.read(&file).ok()?;
        let mut builder = GitignoreBuilder::new("");
        let usable = |line: &&str| pattern::limits(line).is_ok();
        let lines = text.trim_start_matches('\u{feff}').lines();
        for line in lines.filter(usable) {
            // A line that is not a pattern has no effect.
            let _ = builder.add_line(None, line);
        }
        builder.build().ok().filter(|rules| !rules.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn rules_count_from_their_folder_and_the_nearer_ones_first() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        fs::create_dir_all(root.join("docs/adr")).expect("folders");
        let write = |name: &str, text: &str| fs::write(root.join(name), text).expect("a file");
        write(".gitignore", "/book\nout/*\n!out/kept\n*.tmp.md\n# docs\n");
        write("docs/.gitignore", "/site\n!a.tmp.md\n");
        let ignored = Ignored::new(&Reader::new(root));
        let check = |path: &str, is_folder: bool, expected: bool| {
            assert_eq!(ignored.ignores(path, is_folder), expected, "{path}");
        };
        check("book", true, true);
        check("docs/book", true, false);
        check("out", true, false);
        check("out/x", true, true);
        check("out/kept", true, false);
        check("docs/site", true, true);
        check("site", true, false);
        check("x.tmp.md", false, true);
        check("docs/adr/x.tmp.md", false, true);
        check("docs/adr/a.tmp.md", false, false);
        check("docs", true, false);
    }
}
