//! Reads the configuration of a BMAD project, `core-config.yaml`: which documents are split for
//! agents, and into which folders.

use std::path::{Path, PathBuf};

use archsite_core::fs::Reader;
use archsite_core::site::path;
use archsite_core::yaml;
use archsite_core::yaml::{Aliases, Node};

/// Where the file usually is, below the root of a project.
const PLACES: &[&str] = &[
    ".bmad-core/core-config.yaml",
    ".bmad-core/core-config.yml",
    "bmad-core/core-config.yaml",
    ".bmad/core-config.yaml",
    "core-config.yaml",
];

/// A document and the folder that agents read instead of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sharded {
    file: PathBuf,
    folder: PathBuf,
}

/// A project with documents for agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    documents: Vec<Sharded>,
    /// Files that an agent reads before all else.
    always: Vec<PathBuf>,
    /// Folders of stories and of reports about them.
    work: Vec<PathBuf>,
}

impl Project {
    /// The project that a file belongs to: the nearest one upward.
    pub fn around(file: &Path) -> Option<Project> {
        let repository = file
            .ancestors()
            .skip(1)
            .find(|folder| folder.join(".git").exists());
        let limit = repository.or_else(|| file.parent().and_then(Path::parent))?;
        let mut folders = file
            .ancestors()
            .skip(1)
            .take_while(|f| f.starts_with(limit));
        folders.find_map(Project::at)
    }

    /// The project in a folder.
    pub fn at(root: &Path) -> Option<Project> {
        let reader = Reader::new(root);
        let mut places = PLACES.iter();
        let text = places.find_map(|place| reader.read(&root.join(place)).ok())?;
        // A file that is not YAML configures nothing.
        let config = yaml::read(&text, Aliases::Keep).unwrap_or_default();
        let config = config.first();
        let path = |node: &Node| Some(path::clean(&root.join(node.text()?)));
        let document = |table: &str, key: &str, folder: &str| -> Option<Sharded> {
            let table = config?.get(table)?;
            Some(Sharded {
                file: path(table.get(key)?)?,
                folder: path(table.get(folder)?)?,
            })
        };
        let documents = [
            document(
                "architecture",
                "architectureFile",
                "architectureShardedLocation",
            ),
            document("prd", "prdFile", "prdShardedLocation"),
        ];
        let always = config.and_then(|config| config.get("devLoadAlwaysFiles"));
        let always = always.map_or(&[][..], Node::items);
        let stories = config.and_then(|config| config.get("devStoryLocation"));
        let reports = config.and_then(|config| config.get("qa")?.get("qaLocation"));
        let work = [stories, reports].into_iter().flatten();
        Some(Project {
            root: root.to_path_buf(),
            documents: documents.into_iter().flatten().collect(),
            always: always.iter().filter_map(path).collect(),
            work: work.filter_map(path).collect(),
        })
    }

    /// Names of shards that an agent reads before all else, without their endings.
    pub fn always_read(&self) -> Vec<String> {
        let shards = self.always.iter().filter(|file| {
            let mut documents = self.documents.iter();
            documents.any(|document| file.parent() == Some(document.folder.as_path()))
        });
        let names = shards.filter_map(|file| file.file_stem());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }

    /// Documents of which agents read the sections, each with the folder of these.
    pub fn documents(&self) -> impl Iterator<Item = (&Path, &Path)> {
        let documents = self.documents.iter();
        documents.map(|document| (document.file.as_path(), document.folder.as_path()))
    }

    /// Folders of stories and of reports about them.
    pub fn work(&self) -> &[PathBuf] {
        &self.work
    }

    /// Names of files in a folder that an agent reads before all else, without their endings.
    pub fn always_read_in(&self, folder: &Path) -> Vec<String> {
        let files = self.always.iter();
        let files = files.filter(|file| file.parent() == Some(folder));
        let names = files.filter_map(|file| file.file_stem());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }

    /// The folder for the shards of a document, if the project names it.
    pub fn folder_of(&self, file: &Path) -> Option<PathBuf> {
        let mut documents = self.documents.iter();
        let found = documents.find(|document| document.file == file)?;
        Some(found.folder.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_and_folders_are_found() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        std::fs::create_dir_all(root.join(".bmad-core")).expect("a folder");
        let yaml = "markdownExploder: true\nprd:\n  prdFile: docs/prd.md\n  prdSharded: true\n  \
                    prdShardedLocation: docs/prd\narchitecture: &a\n  architectureFile: docs/a.md\n  \
                    architectureShardedLocation: docs/arch\nother: *a\ndevLoadAlwaysFiles:\n  \
                    - docs/arch/tech-stack.md\n  - docs/arch/source-tree.md\n";
        std::fs::write(root.join(".bmad-core/core-config.yaml"), yaml).expect("a file");
        let project = Project::at(root).expect("a project");
        let folder = |file: &str| project.folder_of(&root.join(file));
        assert_eq!(folder("docs/a.md"), Some(root.join("docs/arch")));
        assert_eq!(folder("docs/prd.md"), Some(root.join("docs/prd")));
        assert_eq!(folder("docs/b.md"), None);
        assert_eq!(project.always_read(), ["tech-stack", "source-tree"]);
        assert_eq!(Project::around(&root.join("docs/a.md")), Some(project));
        std::fs::write(root.join(".bmad-core/core-config.yaml"), "a: [").expect("a file");
        assert!(Project::at(root).is_some_and(|project| project.documents.is_empty()));
    }
}
