//! Splits the documents of a site and puts their pages into the table of contents.
//!
//! It changes the site last, when every page is written and checked: a failure leaves it as it
//! was.

use archsite_core::diagnostics::{Diagnostic, InternalError};
use archsite_core::markdown::outline::{Describe, ParseOptions};
use archsite_core::site::{Item, Page, PageId, Site};
use archsite_core::text::Text;

use crate::PASS;
use crate::output::list::or_untitled;
use crate::output::render::Renderer;
use crate::output::split::{Noted, Split};
use crate::plan::collisions::refuse_collisions;
use crate::plan::document::{Document, Input};
use crate::plan::select::documents;

/// What the pass found out and made.
#[derive(Debug, Default)]
pub struct Sharding {
    /// Problems of the documents.
    pub problems: Vec<Diagnostic>,
    /// The documents that were split.
    pub documents: Vec<Split>,
}

/// Splits the pages that [`prepare`](crate::prepare) found.
///
/// # Errors
/// [`InternalError`] if a document would lose something; the site is unchanged then.
pub fn run(
    site: &mut Site,
    chosen: &[PageId],
    input: &Input<'_>,
) -> Result<Sharding, InternalError> {
    let mut problems = Vec::new();
    let mut documents = documents(site, chosen, input, &mut problems);
    refuse_collisions(site, &mut documents, input.reader, &mut problems);

    let mut by_page = vec![None; site.pages.len()];
    for (index, document) in documents.iter().enumerate() {
        by_page[document.page] = Some(index);
    }
    let renderer = Renderer {
        site,
        resolution: input.resolution,
        documents: &documents,
        by_page: &by_page,
        config: input.config,
        target: input.target,
    };
    let rendered = documents
        .iter()
        .map(|document| renderer.document(document))
        .collect::<Result<Vec<_>, _>>()?;
    // On disk the other pages are files of the author.
    let others = if input.target.in_book() {
        other_pages(&renderer)?
    } else {
        Vec::new()
    };

    let note = |document| (!input.target.in_book()).then(|| Noted::new(&renderer, document));
    let noted: Vec<Option<Noted>> = documents.iter().map(note).collect();

    for (id, text) in others {
        site.replace_text(id, text);
    }
    let mut done = Vec::with_capacity(documents.len());
    for ((document, rendered), noted) in documents.into_iter().zip(rendered).zip(noted) {
        let (texts, recorded) = rendered.into_iter().map(|r| (r.text, r.recorded)).unzip();
        let pages = put_into_book(site, &document, texts);
        done.push(Split {
            document,
            pages,
            recorded,
            noted,
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
        changed.push((id, page.edited(PASS, edits)?));
    }
    Ok(changed)
}

/// Replaces a document's page and adds the pages of its sections below it.
fn put_into_book(site: &mut Site, document: &Document, mut texts: Vec<Text>) -> Vec<PageId> {
    let names = chapter_names(site, document);
    let plan = &document.plan.pages;
    let mut ids = vec![document.page; plan.len()];
    site.pages.reserve(plan.len());
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
            describe: Describe::Nothing,
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
    site.pages[document.page].options.describe = Describe::Nothing;
    site.pages[document.page].path = document.paths.first().cloned();
    site.replace_text(document.page, std::mem::take(&mut texts[0]));
    ids
}

/// Gives the sub-chapters a document had before the numbers after its `added` sections.
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
                let start = if numbered {
                    document.plan.number_lens[heading]
                } else {
                    0
                };
                let name = &title[start..];
                or_untitled(name).to_string()
            }
        })
        .collect()
}
