//! Splits the documents of a site and puts their pages into the table of contents.

use std::collections::HashMap;
use std::path::PathBuf;

use archsite_core::diagnostic::{Diagnostic, InternalError};
use archsite_core::outline::ParseOptions;
use archsite_core::path;
use archsite_core::reader::Reader;
use archsite_core::resolve::Resolution;
use archsite_core::site::{Item, Page, PageId, Site};
use archsite_core::text::{Recorded, SourceId, Text};

use crate::PASS;
use crate::config::{Config, Names};
use crate::document::Document;
use crate::list::UNTITLED;
use crate::names::missing_contract_names;
use crate::numbers::without_number;
use crate::plan;
use crate::problems::{
    ContractNamesMissing, DocumentNotFound, MisplacedPage, NameCollision, NothingToSplit, Other,
    UnexpandedInclude,
};
use crate::render::Renderer;

/// What the pass found out and made.
#[derive(Debug, Default)]
pub struct Sharding {
    /// Problems of the documents.
    pub problems: Vec<Diagnostic>,
    /// The documents that were split.
    pub documents: Vec<Split>,
}

/// A document that was split.
#[derive(Debug)]
pub struct Split {
    /// What was planned.
    pub document: Document,
    /// The site's page for each page of the plan.
    pub pages: Vec<PageId>,
    /// For each page of the plan, what undoes its edits.
    pub recorded: Vec<Vec<Recorded>>,
}

/// Finds the pages to split and has their front matter read as metadata. Must run before
/// links are resolved.
pub fn prepare(site: &mut Site, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<PageId> {
    let mut chosen = Vec::new();
    let order = site.reading_order();
    for pattern in &config.documents {
        let matches = |id: &&PageId| {
            let page = &site.pages[**id];
            let paths = [&page.source_path, &page.path];
            page.path.is_some() && paths.into_iter().flatten().any(|p| pattern.matches(p))
        };
        let found: Vec<PageId> = order.iter().filter(matches).copied().collect();
        if found.is_empty() {
            let chapters = order
                .iter()
                .filter_map(|id| site.pages[*id].source_path.as_deref());
            problems.push(
                DocumentNotFound {
                    glob: &pattern.glob,
                    chapters: chapters.collect(),
                }
                .into(),
            );
        }
        chosen.extend(found);
    }
    chosen.sort_unstable();
    chosen.dedup();
    for id in &chosen {
        site.pages[*id].options.skip_front_matter = true;
    }
    chosen
}

/// Splits the pages that [`prepare`] found. `resolution` is of the site as it is now;
/// `includes` says that includes were left unexpanded.
///
/// # Errors
/// [`InternalError`] if a document would lose something; the site is unchanged then.
pub fn run(
    site: &mut Site,
    chosen: &[PageId],
    config: &Config,
    resolution: &Resolution,
    reader: &Reader,
    includes: bool,
) -> Result<Sharding, InternalError> {
    let mut problems = Vec::new();
    let mut documents: Vec<Document> = Vec::new();
    let first = site
        .reading_order()
        .into_iter()
        .find(|id| site.pages[*id].path.is_some());
    for id in chosen {
        if includes {
            problems.extend(unexpanded(site, *id));
        }
        let page = &site.pages[*id];
        let outline = page.outline();
        let plan = plan::plan(page.text.as_str(), outline, config, *id, &mut problems);
        if plan.pages.is_empty() {
            let all_kept = outline
                .headings
                .iter()
                .any(|h| h.root && h.level == config.level);
            problems.push(
                NothingToSplit {
                    source: *id,
                    level: config.level,
                    all_kept,
                }
                .into(),
            );
            continue;
        }
        let path = page.path.as_deref().unwrap_or_default();
        if first == Some(*id) && site.html && path.contains('/') {
            problems.push(MisplacedPage { source: *id, path }.into());
            continue;
        }
        let document = Document::new(site, *id, plan, config, resolution);
        if config.names == Names::Bmad {
            let names = missing_contract_names(&document.names);
            if !names.is_empty() {
                problems.push(ContractNamesMissing { source: *id, names }.into());
            }
        }
        documents.push(document);
    }
    refuse_collisions(site, &mut documents, reader, &mut problems);

    let mut by_page = vec![None; site.pages.len()];
    for (index, document) in documents.iter().enumerate() {
        by_page[document.page] = Some(index);
    }
    let renderer = Renderer {
        site,
        resolution,
        documents: &documents,
        by_page: &by_page,
        config,
    };
    let rendered = documents
        .iter()
        .map(|document| renderer.document(document))
        .collect::<Result<Vec<_>, _>>()?;
    let others = other_pages(&renderer)?;

    for (id, text) in others {
        site.replace_text(id, text);
    }
    let mut done = Vec::with_capacity(documents.len());
    for (document, rendered) in documents.into_iter().zip(rendered) {
        let (texts, recorded) = rendered.into_iter().map(|r| (r.text, r.recorded)).unzip();
        let pages = put_into_book(site, &document, texts);
        done.push(Split {
            document,
            pages,
            recorded,
        });
    }
    Ok(Sharding {
        problems,
        documents: done,
    })
}

/// Pages that are not split but whose links must follow what moved.
fn other_pages(renderer: &Renderer<'_>) -> Result<Vec<(PageId, Text)>, InternalError> {
    let mut changed = Vec::new();
    for (id, page) in renderer.site.pages.iter().enumerate() {
        if renderer.by_page[id].is_some() || renderer.documents.is_empty() {
            continue;
        }
        let edits = renderer.other_page(id);
        if edits.is_empty() {
            continue;
        }
        let mut text = Text::default();
        let all = 0..page.text.as_str().len();
        text.splice(PASS, &page.text, std::slice::from_ref(&all), &edits)
            .map_err(|error| InternalError {
                document: page.source_path.clone().unwrap_or_default(),
                what: error.to_string(),
            })?;
        changed.push((id, text));
    }
    Ok(changed)
}

/// Drops documents of which a page would overwrite something.
fn refuse_collisions(
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
        let mut own: HashMap<String, Taken> = HashMap::new();
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
    // All sections of a document lie in one folder.
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

/// The includes that are still in a document.
fn unexpanded(site: &Site, id: PageId) -> Vec<Diagnostic> {
    const KIN: &[&str] = &["include", "playground", "rustdoc_include", "playpen"];
    let text = site.pages[id].text.as_str();
    let mut found = Vec::new();
    for (at, _) in text.match_indices("{{#") {
        let word = &text[at + 3..];
        let is_include = KIN.iter().any(|kin| {
            word.strip_prefix(kin)
                .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        });
        if is_include && !text[..at].ends_with('\\') {
            let line = word.lines().next().unwrap_or_default();
            let end = at + 3 + line.find("}}").map_or(line.len(), |end| end + 2);
            found.push(
                UnexpandedInclude {
                    source: id,
                    range: at..end,
                }
                .into(),
            );
        }
    }
    found
}

/// Replaces a document's page and adds the pages of its sections below it.
fn put_into_book(site: &mut Site, document: &Document, mut texts: Vec<Text>) -> Vec<PageId> {
    let names = chapter_names(site, document);
    let plan = &document.plan.pages;
    let mut ids = vec![document.page; plan.len()];
    for (index, planned) in plan.iter().enumerate().skip(1) {
        let above = &site.pages[ids[planned.parent]];
        let siblings = &document.children[planned.parent];
        let place = siblings.partition_point(|sibling| *sibling < index) as u32 + 1;
        let number = above.number.as_ref().map(|number| {
            let mut number = number.clone();
            number.push(place);
            number
        });
        let mut parent_names = above.parent_names.clone();
        parent_names.push(above.name.clone());
        ids[index] = site.pages.len();
        let mut page = Page::default();
        page.name.clone_from(&names[index]);
        page.number = number;
        page.path = Some(document.paths[index].clone());
        page.source_path
            .clone_from(&site.pages[document.page].source_path);
        page.parent_names = parent_names;
        page.options = ParseOptions {
            skip_front_matter: false,
            ..site.pages[document.page].options
        };
        page.text = std::mem::take(&mut texts[index]);
        site.pages.push(page);
    }
    for (index, below) in document.children.iter().enumerate() {
        let old = std::mem::take(&mut site.pages[ids[index]].items);
        let new = below.iter().map(|page| Item::Page(ids[*page]));
        site.pages[ids[index]].items = new.chain(old).collect();
    }
    renumber(site, document.page, document.children[0].len() as u32);
    site.pages[document.page].options.skip_front_matter = false;
    site.replace_text(document.page, std::mem::take(&mut texts[0]));
    ids
}

/// Gives the sub-chapters a document had before the numbers behind its `added` sections.
fn renumber(site: &mut Site, document: PageId, added: u32) {
    let Some(depth) = site.pages[document].number.as_ref().map(Vec::len) else {
        return;
    };
    let old = site.pages[document].items[added as usize..].to_vec();
    let mut stack = old;
    while let Some(item) = stack.pop() {
        if let Item::Page(id) = item {
            if let Some(place) = site.pages[id]
                .number
                .as_mut()
                .and_then(|n| n.get_mut(depth))
            {
                *place = place.saturating_add(added);
            }
            stack.extend(site.pages[id].items.iter().cloned());
        }
    }
}

/// What the pages are called in the sidebar. A section number gives way to the chapter's.
fn chapter_names(site: &Site, document: &Document) -> Vec<String> {
    let page = &site.pages[document.page];
    let outline = page.outline();
    let numbered = page.number.is_some();
    document
        .plan
        .pages
        .iter()
        .map(|planned| match planned.heading {
            None => page.name.clone(),
            Some(heading) => {
                let title = outline.headings[heading].title.as_str();
                let name = match numbered {
                    true => without_number(title),
                    false => title,
                };
                match name {
                    "" => UNTITLED.to_string(),
                    name => name.to_string(),
                }
            }
        })
        .collect()
}
