//! The pass: fills and checks the technology tables of a site.
//!
//! Manifests are read once, and only if a page needs them or they are configured. A page is
//! changed by edits of byte ranges.

mod directive;
mod page;
mod pair;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use archsite_core::config::pattern::Pattern;
use archsite_core::diagnostics::{Diagnostic, InternalError, Location};
use archsite_core::fs::Reader;
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use self::directive::DocumentedPackages;
use crate::PASS;
use crate::compare::problems::{ManifestNotFound, ManifestUnreadable};
use crate::config::Config;
use crate::document::directive::options::Options;
use crate::document::names::Names;
use crate::model::facts::Kind;
use crate::model::index::FactIndex;
use crate::output::places::Places;

/// The result of the pass.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Problems of documents and manifests.
    pub problems: Vec<Diagnostic>,
    /// The pages whose text was changed.
    pub changed: Vec<PageId>,
    /// The pages of which a version was compared with the manifests.
    pub compared: HashSet<PageId>,
}

/// How generated content is displayed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Display<'a> {
    /// The pages are for a browser; otherwise they are plain Markdown.
    pub html: bool,
    /// Address of a file of the repository, with `{path}` for its path.
    pub file_address: Option<&'a str>,
}

/// Runs the pass over a site. Without a configuration only directives have an effect, as on the
/// pages of `history`: what they state was true in the past.
///
/// # Errors
/// [`InternalError`] if the edits of a page do not fit together; that page is unchanged then.
pub fn run(
    site: &mut Site,
    config: Option<&Config>,
    reader: &Reader,
    history: &HashSet<PageId>,
    display: Display<'_>,
) -> Result<Outcome, InternalError> {
    let default = Config::default();
    let root = site.root.clone();
    let places = Places::new(reader, &root, display.file_address);
    let mut pass = Pass {
        is_verifying: config.is_some(),
        history,
        config: config.unwrap_or(&default),
        reader,
        stack: None,
        selections: HashMap::new(),
        documented: DocumentedPackages::default(),
        compared: HashSet::new(),
        places: display.html.then_some(places),
        problems: Vec::new(),
    };
    // Missing manifests are reported whether a page needs them or not.
    if !pass.config.manifests.is_empty() {
        for pattern in &pass.stack(site).index.all().missing {
            let path = ["preprocessor", "archsite", PASS, "manifests"];
            let place = Location::Config(path.map(str::to_string).to_vec());
            pass.problems
                .push(ManifestNotFound { pattern, place }.into());
        }
    }
    let mut changes: Vec<(PageId, Vec<Edit>)> = Vec::new();
    for page in 0..site.sources.len() {
        let edits = pass.page(site, page);
        if !edits.is_empty() {
            changes.push((page, edits));
        }
    }
    let changed = changes.iter().map(|(page, _)| *page).collect();
    for (page, edits) in changes {
        let text = site.pages[page].edited(PASS, edits)?;
        site.replace_text(page, text);
    }
    pass.documented.report(site, &mut pass.problems);
    let stack = pass.stack.iter();
    for file in stack.flat_map(|stack| &stack.index.all().unreadable) {
        let root = &site.root;
        pass.problems.push(ManifestUnreadable { root, file }.into());
    }
    Ok(Outcome {
        problems: pass.problems,
        changed,
        compared: pass.compared,
    })
}

/// The facts of manifests, and the names that they give packages.
struct Stack {
    index: FactIndex,
    names: Names,
}

impl Stack {
    fn new(index: FactIndex, config: &Config) -> Stack {
        let names = Names::new(&index, &config.aliases).linked(&config.links);
        Stack { index, names }
    }
}

/// The part of the manifests that a directive selects.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Selection {
    /// Patterns of manifests, relative to the root; if empty, all are meant.
    manifests: Vec<String>,
    member: Option<String>,
    kinds: Vec<Kind>,
}

struct Pass<'a> {
    /// Tables and lists without a directive are checked.
    is_verifying: bool,
    history: &'a HashSet<PageId>,
    config: &'a Config,
    reader: &'a Reader,
    /// The manifests of the repository, once they are read.
    stack: Option<Rc<Stack>>,
    /// The parts of them that directives selected.
    selections: HashMap<Selection, Rc<Stack>>,
    documented: DocumentedPackages,
    /// The pages of which a version was compared.
    compared: HashSet<PageId>,
    /// The code host, for pages that a browser displays.
    places: Option<Places<'a>>,
    problems: Vec<Diagnostic>,
}

impl Pass<'_> {
    /// The manifests of the repository; they are read once.
    fn stack(&mut self, site: &Site) -> Rc<Stack> {
        let stack = self.stack.get_or_insert_with(|| {
            let named = &self.config.manifests;
            let facts = crate::read(self.reader, &site.root, named, !named.is_empty());
            Rc::new(Stack::new(FactIndex::new(facts), self.config))
        });
        Rc::clone(stack)
    }

    /// The part of the manifests that a directive selects.
    fn selected(
        &mut self,
        site: &Site,
        (page, range): (PageId, &Range<usize>),
        all: &Rc<Stack>,
        options: &Options,
    ) -> Rc<Stack> {
        if options.member.is_none() && options.kinds.is_empty() && options.manifests.is_empty() {
            return Rc::clone(all);
        }
        let folder = folder_of(site, page);
        let manifests = options.manifests.iter().map(|manifest| {
            // A path outside the repository stays as it is, and is not found.
            path::join(&folder, manifest).unwrap_or_else(|| manifest.clone())
        });
        let selection = Selection {
            manifests: manifests.collect(),
            member: options.member.clone(),
            kinds: options.kinds.clone(),
        };
        let stack = match self.selections.get(&selection) {
            Some(stack) => Rc::clone(stack),
            None => {
                let stack = Rc::new(self.select(site, all, &selection));
                self.selections.insert(selection, Rc::clone(&stack));
                stack
            }
        };
        if !options.manifests.is_empty() {
            for pattern in &stack.index.all().missing {
                let place = Location::Source {
                    source: page,
                    range: range.clone(),
                };
                self.problems
                    .push(ManifestNotFound { pattern, place }.into());
            }
        }
        stack
    }

    fn select(&self, site: &Site, all: &Rc<Stack>, selection: &Selection) -> Stack {
        let member = selection.member.as_deref();
        let index = if selection.manifests.is_empty() {
            all.index.narrowed(member, &selection.kinds)
        } else {
            let globs = selection.manifests.iter();
            let globs: Vec<_> = globs
                .filter_map(|pattern| Pattern::new(pattern).ok())
                .collect();
            let facts = crate::read(self.reader, &site.root, &globs, true);
            FactIndex::new(facts).narrowed(member, &selection.kinds)
        };
        Stack::new(index, self.config)
    }
}

/// The folder of a document, relative to the repository root.
fn folder_of(site: &Site, page: PageId) -> String {
    let book = site.book_root.strip_prefix(&site.root).unwrap_or(&site.src);
    let src = book.join(&site.src);
    let src = src.to_string_lossy().replace('\\', "/");
    let file = site.pages[page].source_path.as_deref().unwrap_or_default();
    path::join(&src, path::parent(file)).unwrap_or_default()
}
