//! Refuses documents of which a page would overwrite something: a chapter, a section of
//! another document, a file that mdBook copies, or a redirect.
//!
//! mdBook lets the last one win without a word. Paths that differ only in case are the same
//! here, because they are on some systems.

use std::collections::HashMap;
use std::path::PathBuf;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::fs::Reader;
use archsite_core::site::Site;
use archsite_core::site::path;
use archsite_core::text::SourceId;

use crate::plan::document::Document;
use crate::problems::{NameCollision, Other};

/// Drops documents of which a page would overwrite something.
pub(crate) fn refuse_collisions(
    site: &Site,
    documents: &mut Vec<Document>,
    reader: &Reader,
    problems: &mut Vec<Diagnostic>,
) {
    let mut taken: HashMap<String, Taken> = HashMap::new();
    for (id, page) in site.pages.iter().enumerate() {
        if let Some(path) = &page.path {
            taken
                .entry(path.to_lowercase())
                .or_insert(Taken::Chapter(id));
        }
    }
    documents.retain(|document| {
        let outline = site.pages[document.page].outline();
        let before = problems.len();
        let mut own: HashMap<String, Taken> = HashMap::with_capacity(document.paths.len());
        let copied = copied_files(site, document, reader);
        for (path, page) in document.paths.iter().zip(&document.plan.pages).skip(1) {
            let Some(heading) = page.heading.map(|index| &outline.headings[index]) else {
                continue;
            };
            let key = path.to_lowercase();
            let other = match taken.get(&key) {
                Some(Taken::Chapter(source)) => Some(Other::Chapter(*source)),
                Some(Taken::Section(source, at)) => Some(Other::Section(*source, *at..*at)),
                None => match site.redirects.get(&key) {
                    Some(redirect) => Some(Other::Redirect(redirect.clone())),
                    None => copied.get(&key).cloned().map(Other::File),
                },
            };
            if let Some(other) = other {
                let source = document.page;
                problems.push(
                    NameCollision {
                        path,
                        heading,
                        source,
                        other,
                    }
                    .into(),
                );
            }
            own.insert(key, Taken::Section(document.page, heading.range.start));
        }
        let stays = problems.len() == before;
        if stays {
            taken.extend(own);
        }
        stays
    });
}

/// Who has a path.
enum Taken {
    Chapter(SourceId),
    Section(SourceId, usize),
}

/// Pages that mdBook would copy from `src` to where sections of a document go, relative to
/// the book root, by the path of the section in lower case.
fn copied_files(site: &Site, document: &Document, reader: &Reader) -> HashMap<String, PathBuf> {
    let Some(section) = document.paths.get(1).filter(|_| site.html) else {
        return HashMap::new();
    };
    // All sections of a document are in one folder.
    let folder = path::parent(section);
    let src = site.book_root.join(&site.src);
    if !folder.is_empty() && reader.is_file(&src.join(folder)) {
        let file = site.src.join(folder);
        return HashMap::from([(section.to_lowercase(), file)]);
    }
    let names = reader.names(&src.join(folder));
    names
        .iter()
        .filter_map(|name| {
            let page = path::join(folder, &format!("{}.md", name.strip_suffix(".html")?))?;
            Some((page.to_lowercase(), site.src.join(folder).join(name)))
        })
        .collect()
}
