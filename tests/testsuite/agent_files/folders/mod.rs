//! Folders that did not come from this run alone: what a command reads, writes and deletes there.

mod edits;
mod safety;

use std::fs;
use std::path::PathBuf;

use super::archsite;

const DOC: &str = "# D\n\nIntro.\n\n## One\n\nSee [two](#two).\n\n---\n\n## Two\n\ny\n";

const BOOK: &str = "[preprocessor.archsite]\nafter = [\"links\"]\n\n\
                    [preprocessor.archsite.shard]\ndocuments = [\"doc.md\"]\n";

/// A repository with a document that was cut, in a folder with nothing else.
struct Repository {
    folder: tempfile::TempDir,
    root: PathBuf,
}

impl Repository {
    fn new(doc: &str) -> Repository {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("repository");
        fs::create_dir_all(root.join(".git")).expect("a folder");
        fs::write(root.join("doc.md"), doc).expect("a document");
        let said = archsite(&root, "shard doc.md");
        assert_eq!(said.code, 0, "{}", said.stderr);
        Repository { folder, root }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root.join(name), text).expect("a file");
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{text}");
        self.write(name, &text.replacen(from, to, 1));
    }

    /// Runs a command that must be refused with some words.
    fn refused(&self, command: &str, words: &str) {
        let said = archsite(&self.root, command);
        assert_eq!(said.code, 2, "{command}: {}{}", said.stdout, said.stderr);
        assert!(said.stderr.contains(words), "{command}: {}", said.stderr);
    }
}
