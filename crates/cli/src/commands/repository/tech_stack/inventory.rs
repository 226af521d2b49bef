//! The versions in the manifests of a repository, with their lines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_core::fs::Reader;
use archsite_core::text::lines::Lines;
use archsite_tech_stack::document::names::Names;
use archsite_tech_stack::model::facts::FileRange;
use archsite_tech_stack::model::index::FactIndex;

use crate::mdbook::disk;
use crate::mdbook::settings::{Scope, Settings};

/// The versions in the manifests of a repository, with their lines.
pub(crate) struct Inventory {
    pub(crate) known: FactIndex,
    pub(crate) names: Names,
    lines: HashMap<String, (String, Lines)>,
}

impl Inventory {
    /// Reads the repository of a book, or a folder that holds none.
    pub(crate) fn read(dir: &Path) -> anyhow::Result<Inventory> {
        let dir = std::path::absolute(dir)
            .with_context(|| format!("`{}` is not a folder", dir.display()))?;
        anyhow::ensure!(dir.is_dir(), "`{}` is not a folder", dir.display());
        let (root, config): (PathBuf, _) = if dir.join("book.toml").is_file() {
            let context = disk::context(&dir)?;
            let settings = Settings::read(&context, Scope::Check);
            (settings.root, settings.tech_stack.unwrap_or_default())
        } else {
            (dir, archsite_tech_stack::Config::default())
        };
        let reader = Reader::new(&root);
        let only = !config.manifests.is_empty();
        let facts = archsite_tech_stack::read(&reader, &root, &config.manifests, only);
        let known = FactIndex::new(facts);
        let names = Names::new(&known, &config.aliases).linked(&config.links);
        let facts = known.all();
        let mut files: Vec<&str> = Vec::new();
        files.extend(facts.facts.iter().map(|fact| fact.at.file.as_str()));
        files.extend(
            facts
                .runtimes
                .iter()
                .map(|runtime| runtime.at.file.as_str()),
        );
        let resolved = facts.facts.iter().flat_map(|fact| &fact.resolved);
        files.extend(resolved.filter_map(|resolved| Some(resolved.at.as_ref()?.file.as_str())));
        let mut lines = HashMap::new();
        for file in files {
            if !lines.contains_key(file)
                && let Ok(text) = reader.read(&root.join(file))
            {
                lines.insert(file.to_string(), (text, Lines::default()));
            }
        }
        Ok(Inventory {
            known,
            names,
            lines,
        })
    }

    /// The line of a position, from 1.
    pub(crate) fn line(&self, mark: &FileRange) -> usize {
        let file = self.lines.get(&mark.file);
        file.map_or(1, |(text, lines)| lines.locate(text, mark.start).line)
    }

    /// `file:line`.
    pub(crate) fn place(&self, mark: &FileRange) -> String {
        format!("{}:{}", mark.file, self.line(mark))
    }
}

/// The number of manifests, as a sentence without its end.
pub(super) fn files_read(count: usize) -> String {
    match count {
        1 => "1 file was read".to_string(),
        count => format!("{count} files were read"),
    }
}
