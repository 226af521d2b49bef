//! The folders whose files a book is built from: its own, and those of manifests and records.

use std::path::{Path, PathBuf};

use archsite_core::fs::Reader;
use mdbook_driver::config::Config;

use crate::commands::book::serve::watch::{Folders, real};
use crate::mdbook::settings::{NAME, Scope, Settings};
use crate::mdbook::{book_toml, disk};

/// The folders of the book in `dir`; `true` for those whose folders count too.
pub(super) fn of(dir: &Path) -> Folders {
    let mut folders = Folders::new();
    // A change of book.toml is also noticed if it cannot be read now.
    add(&mut folders, dir, false);
    let Ok(config) = book_toml::read(dir) else {
        return folders;
    };
    for folder in read_by_mdbook(&config) {
        let path = dir.join(folder);
        if path.is_dir() {
            add(&mut folders, &path, true);
        } else if let Some(parent) = path.parent() {
            add(&mut folders, parent, false);
        }
    }
    if config.contains_key(&format!("preprocessor.{NAME}")) {
        for file in read_by_passes(dir) {
            if let Some(parent) = file.parent() {
                add(&mut folders, parent, false);
            }
        }
    }
    folders
}

/// Adds a folder that exists; a recursive watch of it stays one.
fn add(folders: &mut Folders, path: &Path, recursive: bool) {
    let path = real(path);
    let mut above = path.ancestors().skip(1);
    if path.is_dir() && !above.any(|above| folders.get(above) == Some(&true)) {
        *folders.entry(path).or_default() |= recursive;
    }
}

/// The folders and files that mdBook reads, relative to the book.
fn read_by_mdbook(config: &Config) -> Vec<PathBuf> {
    let mut paths = vec![config.book.src.clone()];
    paths.extend(config.build.extra_watch_dirs.iter().cloned());
    let html = config.html_config().unwrap_or_default();
    paths.push(html.theme.unwrap_or_else(|| PathBuf::from("theme")));
    paths.extend(html.additional_css);
    paths.extend(html.additional_js);
    paths
}

/// The manifests and the decision records that the passes read, which may be outside `src`.
fn read_by_passes(dir: &Path) -> Vec<PathBuf> {
    let Ok(context) = disk::context(dir) else {
        return Vec::new();
    };
    let settings = Settings::read(&context, Scope::Check);
    let root = &settings.root;
    let reader = Reader::new(root);
    let stack = settings.tech_stack.unwrap_or_default();
    let only = !stack.manifests.is_empty();
    let manifests = archsite_tech_stack::read(&reader, root, &stack.manifests, only).files;
    let book = reader.in_repository(dir).unwrap_or_default();
    let records = settings.adr.unwrap_or(settings.adr_default);
    let records = archsite_adr::discover::find(&reader, root, &records.request(&book));
    let directories = records.directories.iter();
    // A record may be added to a folder: a name in it stands for all.
    let directories = directories.map(|directory| root.join(&directory.path).join("*"));
    let entries = records.entries.iter().map(|entry| root.join(&entry.file));
    let manifests = manifests.iter().map(|file| root.join(file));
    directories.chain(entries).chain(manifests).collect()
}
