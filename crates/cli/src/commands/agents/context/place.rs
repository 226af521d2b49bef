//! Where the files of a book and of its documents are.

use std::path::Path;

use archsite_agent_files::bmad::Project;
use archsite_agent_files::document::site_path;
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};
use archsite_shard::plan::target::{Folders, Target};

use crate::mdbook::settings::Settings;

/// Gives each page the path of its file, and says in which folders the documents go.
pub(super) fn place_files(
    site: &mut Site,
    chosen: &[PageId],
    src: &Path,
    book: &Path,
    settings: &Settings,
) -> Target {
    let here = site_path(src);
    for page in &mut site.pages {
        if let Some(source) = &page.source_path {
            page.path = path::join(&here, source);
        }
    }
    let mut folders = Folders::default();
    for id in chosen {
        let page = &site.pages[*id];
        let (Some(path), Some(source)) = (&page.path, &page.source_path) else {
            continue;
        };
        let project = Project::around(&src.join(source));
        let agreed = project.and_then(|project| project.folder_of(&src.join(source)));
        let folder = match (&settings.context.dir, agreed) {
            (Some(dir), _) => Some(path::clean(&book.join(dir).join(path::stem(source)))),
            (None, agreed) => agreed,
        };
        if let Some(folder) = folder {
            folders.chosen.push((path.clone(), site_path(&folder)));
        }
    }
    Target::Disk(folders)
}
