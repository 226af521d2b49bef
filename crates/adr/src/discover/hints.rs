//! Folders that may contain records which are not read: for a search that found none.

use std::collections::BTreeMap;
use std::path::Path;

use archsite_core::fs::{Ignored, Reader};
use archsite_core::site::path;

use crate::discover::LIMITS;
use crate::discover::classify::markdown_stem;
use crate::discover::folders::{is_third_party, is_usual};
use crate::parse::values::name;

/// Folders that are searched without configuration, as examples.
pub const USUAL: &[&str] = &[
    "adr",
    "doc/adr",
    "docs/adr",
    "docs/decisions",
    "docs/architecture/decisions",
];

/// A folder that may contain records, and why they are not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Files in another markup language: the folder, the number of files, the language.
    Markup(String, usize, &'static str),
    /// A hidden folder with numbered Markdown files.
    Hidden(String, usize),
    /// A folder of proposals, which has another name than folders of records.
    Proposals(String, usize),
}

/// Names of folders of proposals.
const PROPOSALS: &[&str] = &[
    "enhancements",
    "proposals",
    "rfcs",
    "rfc",
    "keps",
    "eips",
    "rfds",
    "oeps",
    "design",
    "designs",
];

/// Hidden folders that are never searched.
const TOOLS: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    ".venv",
    ".tox",
    ".cache",
    ".idea",
    ".vscode",
    ".cargo",
    ".npm",
    ".yarn",
    ".gradle",
    ".terraform",
];

/// Folders below `root` that may contain records.
pub fn hints(reader: &Reader, root: &Path) -> Vec<Hint> {
    let start = reader.in_repository(root).unwrap_or_default();
    let ignored = Ignored::new(reader);
    let enter = |folder: &str| {
        let name = path::file_name(folder);
        let whole = path::join(&start, folder).unwrap_or_default();
        let hidden = name.starts_with('.') && !TOOLS.contains(&name);
        (hidden || !is_third_party(name)) && !ignored.ignores(&whole, true)
    };
    let walk = reader.walk(root, LIMITS, &enter);
    let mut folders: BTreeMap<&str, Counts> = BTreeMap::new();
    for file in &walk.files {
        folders.entry(path::parent(file)).or_default().add(file);
    }
    folders
        .into_iter()
        .filter_map(|(folder, counts)| counts.hint(folder))
        .collect()
}

/// Files of a folder by what they may be.
#[derive(Default)]
struct Counts {
    asciidoc: usize,
    restructured: usize,
    numbered: usize,
    markdown: usize,
}

impl Counts {
    fn add(&mut self, file: &str) {
        let name = path::file_name(file);
        let is_numbered = |stem: &str| {
            let name = name::read(stem);
            name.prefixed || name.is_numbered()
        };
        if let Some(stem) = markdown_stem(file) {
            self.markdown += usize::from(!name::is_other(stem));
            self.numbered += usize::from(is_numbered(stem));
        } else if let Some(stem) = name
            .strip_suffix(".adoc")
            .or(name.strip_suffix(".asciidoc"))
        {
            self.asciidoc += usize::from(is_numbered(stem));
        } else if let Some(stem) = name.strip_suffix(".rst") {
            self.restructured += usize::from(is_numbered(stem));
        }
    }

    fn hint(self, folder: &str) -> Option<Hint> {
        let owned = || folder.to_string();
        let name = path::file_name(folder);
        if self.asciidoc > 0 {
            return Some(Hint::Markup(owned(), self.asciidoc, "AsciiDoc"));
        }
        if self.restructured > 0 {
            return Some(Hint::Markup(owned(), self.restructured, "reStructuredText"));
        }
        let hidden = folder
            .split('/')
            .any(|part| part.starts_with('.') && !is_usual(part));
        if hidden {
            return (self.numbered > 1).then(|| Hint::Hidden(owned(), self.numbered));
        }
        let proposals = PROPOSALS
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known));
        (proposals && self.markdown > 1).then(|| Hint::Proposals(owned(), self.markdown))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_that_are_not_read_are_named() {
        let folder = tempfile::tempdir().expect("a folder");
        for file in [
            "doc/adrs/0001-a.adoc",
            "doc/adrs/0002-b.adoc",
            "doc/guide.adoc",
            ".agents/decided/0001-a.md",
            ".agents/decided/0002-b.md",
            ".venv/x/0001-a.adoc",
            "enhancements/fast.md",
            "enhancements/slow.md",
        ] {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            fs::write(file, "x").expect("a file");
        }
        let found = hints(&Reader::new(folder.path()), folder.path());
        assert_eq!(
            found,
            [
                Hint::Hidden(".agents/decided".to_string(), 2),
                Hint::Markup("doc/adrs".to_string(), 2, "AsciiDoc"),
                Hint::Proposals("enhancements".to_string(), 2),
            ]
        );
    }
}
