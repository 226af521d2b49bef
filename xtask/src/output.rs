//! The files that are generated, whole or in regions, and how they differ from what is on disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The folder of the guide.
pub(crate) const GUIDE: &str = "book-example/src/guide";

/// Files as they should be, by their path from the root of the repository.
pub(crate) struct Output {
    root: PathBuf,
    /// `None` for a file that should not be there.
    files: BTreeMap<String, Option<String>>,
}

impl Output {
    pub(crate) fn new(root: &Path) -> Output {
        Output {
            root: root.to_path_buf(),
            files: BTreeMap::new(),
        }
    }

    /// The path of a file on disk.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// The text of a file, with what was generated so far.
    pub(crate) fn text(&self, file: &str) -> anyhow::Result<String> {
        if let Some(Some(text)) = self.files.get(file) {
            return Ok(text.clone());
        }
        fs::read_to_string(self.path(file)).with_context(|| format!("cannot read {file}"))
    }

    /// A file as a whole.
    pub(crate) fn file(&mut self, file: String, text: String) {
        self.files.insert(file, Some(text));
    }

    /// Removes the files of a folder that are not generated.
    pub(crate) fn only_generated(&mut self, folder: &str) -> anyhow::Result<()> {
        let entries = fs::read_dir(self.root.join(folder));
        for entry in entries.with_context(|| format!("cannot read {folder}"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            self.files.entry(format!("{folder}/{name}")).or_insert(None);
        }
        Ok(())
    }

    /// The part of a Markdown file between `<!-- generated: NAME -->` and `<!-- end: NAME -->`.
    pub(crate) fn region(&mut self, file: &str, name: &str, text: &str) -> anyhow::Result<()> {
        let old = self.text(file)?;
        let (start, end) = (
            format!("<!-- generated: {name} -->"),
            format!("<!-- end: {name} -->"),
        );
        let found = old.split_once(&start).and_then(|(before, rest)| {
            let (_, after) = rest.split_once(&end)?;
            Some((before, after))
        });
        let Some((before, after)) = found else {
            bail!("{file} has no region `{start}` … `{end}`");
        };
        let text = text.trim();
        let new = format!("{before}{start}\n\n{text}\n\n{end}{after}");
        self.file(file.to_string(), new);
        Ok(())
    }

    /// Writes what differs, or with `check` only names it.
    pub(crate) fn finish(self, check: bool) -> anyhow::Result<Vec<String>> {
        let mut stale = Vec::new();
        for (file, text) in self.files {
            let path = self.root.join(&file);
            if fs::read_to_string(&path).ok() == text {
                continue;
            }
            if !check {
                match &text {
                    Some(text) => fs::write(&path, text),
                    None => fs::remove_file(&path),
                }
                .with_context(|| format!("cannot write {file}"))?;
            }
            stale.push(file);
        }
        Ok(stale)
    }
}

/// A table of Markdown. Cells are Markdown already, except for `|`.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let mut text = line(&header);
    text.push_str(&format!("|{}\n", "---|".repeat(header.len())));
    for row in rows {
        text.push_str(&line(row));
    }
    text
}
