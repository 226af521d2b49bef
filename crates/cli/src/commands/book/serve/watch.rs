//! Waits for changes of the sources of a book.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::Context as _;
use archsite_core::fs::is_unfinished;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::report;

/// How long nothing must change before a build: editors write several files for one change.
const QUIET: Duration = Duration::from_millis(200);

/// Folders to watch, and whether the folders in them are watched too.
pub(super) type Folders = BTreeMap<PathBuf, bool>;

/// Watches folders.
pub(super) struct Watcher {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folders: Folders,
    /// The folder of the built site, whose changes do not count.
    site: PathBuf,
}

impl Watcher {
    /// # Errors
    /// The system does not report changes of files.
    pub(super) fn new() -> anyhow::Result<Watcher> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).context("cannot watch files")?;
        Ok(Watcher {
            watcher,
            events,
            folders: Folders::new(),
            site: PathBuf::new(),
        })
    }

    /// Watches these folders and no others.
    pub(super) fn watch(&mut self, folders: Folders, site: PathBuf) {
        self.site = real(&site);
        for (folder, recursive) in &self.folders {
            if folders.get(folder) != Some(recursive) {
                // It may have been deleted.
                let _ = self.watcher.unwatch(folder);
            }
        }
        for (folder, recursive) in &folders {
            if self.folders.get(folder) == Some(recursive) {
                continue;
            }
            let mode = if *recursive {
                RecursiveMode::Recursive
            } else {
                RecursiveMode::NonRecursive
            };
            if let Err(error) = self.watcher.watch(folder, mode) {
                report::note(&format!("cannot watch `{}`: {error}", folder.display()));
            }
        }
        self.folders = folders;
    }

    /// Waits for the next change, and until no more follow; gives the first changed file. `None` if
    /// nothing is watched any more.
    pub(super) fn wait(&mut self) -> Option<PathBuf> {
        let first = loop {
            let event = self.events.recv().ok()?;
            if let Some(path) = self.changed(event) {
                break path;
            }
        };
        while self.events.recv_timeout(QUIET).is_ok() {}
        Some(first)
    }

    /// The file that an event is about, if it is a source.
    fn changed(&self, event: notify::Result<Event>) -> Option<PathBuf> {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                report::note(&format!("cannot watch all files: {error}"));
                return None;
            }
        };
        if event.kind.is_access() {
            return None;
        }
        event
            .paths
            .into_iter()
            .find(|path| is_source(path, &self.site))
    }
}

/// A path with its links followed, as events have it.
pub(super) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// Whether a file is neither part of the built site nor of git, nor a file that is being written.
fn is_source(path: &Path, site: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_git = path.iter().any(|part| part == ".git");
    !path.starts_with(site) && !is_git && !is_unfinished(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_site_and_git_are_not_sources() {
        let check = |path: &str| is_source(Path::new(path), Path::new("/book/book"));
        assert!(check("/book/src/a.md"));
        assert!(check("/book/book.toml"));
        assert!(check("/book/.gitignore"));
        assert!(!check("/book/book/index.html"));
        assert!(!check("/book/book"));
        assert!(!check("/book/.git/index"));
    }
}
