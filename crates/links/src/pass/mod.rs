//! The pass: every link of every page, then what else can be dead.
//!
//! It defines the order of the checks; other modules judge links and write messages.

mod judge;
mod proof;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::problems::unexpanded_includes;
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Link, LinkKind, Outline};
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, Resolution, Target};
use archsite_core::site::{PageId, Site};

use self::proof::Proof;
use crate::added::LinkProblem;
use crate::config::Config;
use crate::explain::anchor_names::AnchorNames;
use crate::explain::cause::Causes;
use crate::explain::home::{Homes, Origins};
use crate::lints;
use crate::lints::book::chapters;
use crate::lints::book::inputs;
use crate::lints::book::{pages, redirects};
use crate::lints::includes;
use crate::lints::messages::alive::{Unportable, damaged, empty_link, first_page};
use crate::lints::messages::links::drive_path;
use crate::lints::text::shared::Shared;
use crate::lints::text::{blank, footnotes, references};
use crate::rewrite::Means;
use crate::site::document::{Document, Home};
use crate::site::href;
use crate::site::math;
use crate::site::resolver::{LinkResolver, Outcome, Unportable as Why};
use crate::site::site_map::{Entry, SiteMap};
use crate::site::summary::OfSite;
use crate::site::unknown::Unknown;

/// The input of the pass.
#[derive(Debug)]
pub struct Input<'a> {
    /// The site as the author wrote it, with the pages that other passes added.
    pub site: &'a Site,
    /// The targets of its links.
    pub resolution: &'a Resolution,
    /// The configuration.
    pub config: &'a Config,
    /// Reads files.
    pub reader: &'a Reader,
    /// The pages whose files hold mdBook's directives; `None` if that is unknown.
    pub with_directives: Option<&'a HashSet<PageId>>,
    /// The pages that a pass of ours added.
    pub added: Option<includes::Added<'a>>,
    /// mdBook's directives are expanded in the texts of the site.
    pub expanded: bool,
    /// Where included text was written.
    pub origins: Origins<'a>,
}

/// Lints that only the whole text of a page can show.
static NEEDS_ALL: &[&Lint] = &[
    &lints::UNDEFINED_REFERENCE,
    &lints::UNUSED_DEFINITION,
    &lints::UNDEFINED_FOOTNOTE,
    &lints::DOUBTFUL_FOOTNOTE,
    &lints::UNUSED_FOOTNOTE,
];

/// Checks all links of a site. After pages are added, [`remaining`](crate::remaining) tells which
/// problems remain.
pub fn run(input: &Input<'_>) -> Vec<LinkProblem> {
    let mut problems = Vec::new();
    if !input.expanded {
        for (source, page) in input.site.pages.iter().enumerate() {
            problems.extend(unexpanded_includes(source, page.text.as_str()));
        }
        // Links to text of files that are not included yet would be reported as broken.
        if !problems.is_empty() {
            return problems.into_iter().map(LinkProblem::from).collect();
        }
    }
    let Input {
        site,
        resolution,
        config,
        reader,
        ..
    } = input;
    let (among, added) = (input.with_directives, input.added);
    let included = includes::check(site, among, added, reader, &mut problems);
    let map = SiteMap::new(site, &config.output, reader);
    let paths = inputs::check(site, &config.output, reader, &mut problems);
    let unknown = Unknown::new(site, &included.files, paths, &problems);
    let resolver = LinkResolver::new(map, config, resolution, reader, unknown);
    let homes = Homes {
        site,
        map: &resolver.map,
        reader,
        origins: input.origins,
    };
    let causes = Causes::new(site, &resolver, homes);
    let names = AnchorNames::new(site, resolution);
    let mut check = Check {
        site,
        resolution,
        resolver: &resolver,
        causes: &causes,
        names: &names,
        proof: Proof {
            resolver: &resolver,
            names: &names,
            // What did not run may know links that are none to us.
            cautious: config.output.unprocessed,
        },
        math: config.output.math,
        means: Means::of(config, site, reader),
        linked: HashSet::new(),
        shared: Shared::default(),
        problems,
        pending: Vec::new(),
    };
    for id in 0..site.pages.len() {
        check.page(id);
    }
    check.not_found(config);
    let Check {
        linked,
        shared,
        mut problems,
        mut pending,
        ..
    } = check;
    shared.finish(site, &included.pages, input.origins, &mut problems);
    let summary = OfSite::new(site, reader);
    let of_passes = added.map_or_else(HashSet::new, |added| added.pages.iter().copied().collect());
    chapters::check(site, &resolver, &summary, &of_passes, &mut problems);
    redirects::check(&resolver, &mut problems, &mut pending);
    let used = pages::Used {
        linked: &linked,
        included: &included.files,
        uncopied: &resolver.unknown.paths,
    };
    pages::check(site, resolution, &resolver, &used, &mut problems);
    pending.extend(problems.into_iter().map(LinkProblem::from));
    pending
}

/// The pass while it runs.
struct Check<'a> {
    site: &'a Site,
    resolution: &'a Resolution,
    resolver: &'a LinkResolver<'a>,
    causes: &'a Causes<'a>,
    names: &'a AnchorNames<'a>,
    proof: Proof<'a>,
    /// Something sets formulas.
    math: bool,
    /// What links that are dead on the site become, if they are rewritten.
    means: Option<Means<'a>>,
    /// Files of `src` and paths of the site that some link names.
    linked: HashSet<String>,
    /// Definitions that do nothing on single pages.
    shared: Shared,
    problems: Vec<Diagnostic>,
    /// Problems that an added page may solve.
    pending: Vec<LinkProblem>,
}

impl Check<'_> {
    fn page(&mut self, id: PageId) {
        let page = &self.site.pages[id];
        let Some(html) = &self.resolver.map.pages[id] else {
            return;
        };
        let outline = page.outline();
        let text = page.text.as_str();
        let formulas = self.formulas(text);
        let document = Document::new(Home::Page(id), text, outline, html.clone(), formulas);
        self.document(&document, Some(&self.resolution.targets[id]));
        let is_first = self.resolver.map.get("index.html") == Some(Entry::First(id));
        if is_first && !document.folder().is_empty() {
            self.first_page(&document);
        }
        let is_there = |dest: &str| {
            let address = href::rewritten(dest);
            self.resolver.resolve(&document.html, &address) == Outcome::Fine
        };
        let before = self.problems.len();
        // What refers to what is known once all of the text is.
        let is_known = !self.resolver.unknown.pages.contains(&id);
        let mut unknown = Shared::default();
        let shared = if is_known {
            &mut self.shared
        } else {
            &mut unknown
        };
        references::undefined(&document, &is_there, &mut self.problems);
        let same = |a: &str, b: &str| same_place(&document, a, b);
        references::idle(&document, id, &page.options, &same, shared);
        footnotes::idle(&document, id, shared, &mut self.problems);
        footnotes::undefined(&document, &mut self.problems);
        if !is_known {
            let found = self.problems.split_off(before).into_iter();
            let found = found.filter(|problem| !NEEDS_ALL.contains(&problem.lint));
            self.problems.extend(found);
        }
        let same_anchor = |page: PageId, fragment: &str| {
            let meant = self.names.suggestion(page, fragment)?;
            meant.proven.then_some(meant.id)
        };
        blank::check(&document, self.resolver, &same_anchor, &mut self.problems);
    }

    fn formulas(&self, text: &str) -> Vec<Range<usize>> {
        if self.math {
            math::spans(text)
        } else {
            Vec::new()
        }
    }

    /// The page for addresses that do not exist, which is no chapter.
    fn not_found(&mut self, config: &Config) {
        let file = &config.output.not_found;
        let is_page = self
            .site
            .pages
            .iter()
            .any(|p| p.source_path.as_ref() == Some(file));
        if file.is_empty() || is_page || !self.resolver.map.is_file(file) {
            return;
        }
        let path = self.resolver.map.src.join(file);
        let Ok(text) = self.resolver.reader.read(&path) else {
            return;
        };
        let options = self.site.pages.first().map(|page| page.options);
        let outline = Outline::parse(&text, &options.unwrap_or_default());
        let shown = self.site.src.join(file);
        let shown = shown.to_string_lossy().replace('\\', "/");
        // Its links count from the root of the site, wherever it is shown.
        let html = "404.html".to_string();
        let formulas = self.formulas(&text);
        let document = Document::new(Home::File(&shown), &text, &outline, html, formulas);
        self.linked.insert(file.clone());
        self.document(&document, None);
    }

    fn document(&mut self, document: &Document<'_>, targets: Option<&[Target]>) {
        let mut uses: HashMap<usize, usize> = HashMap::new();
        for used in &document.outline.uses {
            *uses.entry(used.definition).or_default() += 1;
        }
        for (index, link) in document.outline.links.iter().enumerate() {
            let is_unused = matches!(&link.kind, LinkKind::Definition(d) if !uses.contains_key(d));
            if is_unused || !document.shows(link.range.start) {
                continue;
            }
            if let Some(targets) = targets
                && self.is_plain(&targets[index], link)
            {
                continue;
            }
            self.link(document, link);
        }
    }

    /// Whether a link is plainly right: the file of a chapter, and a place it has. Nearly
    /// all are.
    fn is_plain(&self, target: &Target, link: &Link) -> bool {
        let Target::Page { page, .. } = target else {
            return *target == Target::External && is_web(&link.dest);
        };
        let parts = Destination::parse(&link.dest);
        if parts.path.is_empty() {
            return parts.query.is_empty();
        }
        let path = self.site.pages[*page].path.as_deref().unwrap_or_default();
        parts.query.is_empty()
            && parts.path.ends_with(".md")
            && path::file_name(parts.path) == path::file_name(path)
            && parts
                .fragment
                .is_none_or(|fragment| !fragment.contains(".md"))
            && href::is_rewritten(link)
    }

    fn link(&mut self, document: &Document<'_>, link: &Link) {
        let dest = link.dest.trim();
        // `<https://…>` and `<name@host>` are no paths.
        if link.kind == LinkKind::Autolink {
            return;
        }
        if dest.is_empty() {
            self.problems.push(empty_link(document, link));
            return;
        }
        // What a template fills in is not known yet.
        let is_template = dest.starts_with('{') || dest.contains("{{");
        if is_template {
            return;
        }
        if href::is_drive(dest) {
            self.problems.push(drive_path(document, link));
            return;
        }
        let written = href::written(link);
        if let Some(problem) = damaged(document, link, &written) {
            self.problems.push(problem);
            return;
        }
        self.note(document, dest);
        let found = self.resolver.resolve(&document.html, &written);
        let missing = found.missing_page().map(ToString::to_string);
        if let Some(diagnostic) = self.problem(document, link, found) {
            self.pending.push(LinkProblem {
                diagnostic,
                missing,
            });
        }
    }

    /// Remembers what is linked to, whether it is there or not.
    fn note(&mut self, document: &Document<'_>, dest: &str) {
        let parts = Destination::parse(dest);
        let relative = path::percent_decode(parts.path);
        if let Some(file) = path::join(document.folder(), &relative) {
            self.linked.insert(file);
        }
    }

    /// mdBook copies the first page to the top of the site, where its relative links start
    /// from another folder.
    fn first_page(&mut self, document: &Document<'_>) {
        for link in &document.outline.links {
            let dest = link.dest.trim();
            let is_none = link.kind == LinkKind::Autolink || dest.is_empty();
            if is_none || dest.starts_with('{') || !document.shows(link.range.start) {
                continue;
            }
            let written = href::written(link);
            let here = self.resolver.resolve(&document.html, &written);
            if !matches!(here, Outcome::Fine | Outcome::Unportable(_)) {
                continue;
            }
            match self.resolver.resolve("index.html", &written) {
                Outcome::Unportable(why @ Why::AboveRoot(_)) if here == Outcome::Fine => {
                    let problem = Unportable {
                        document,
                        link,
                        why,
                        right: String::new(),
                        fix: None,
                    };
                    self.problems.push(problem.on_first_page());
                }
                Outcome::Fine | Outcome::Unportable(_) => {}
                _ => self.problems.push(first_page(document, link)),
            }
        }
    }
}

/// Whether two destinations on a page have one target.
fn same_place(document: &Document<'_>, a: &str, b: &str) -> bool {
    let read = |dest: &str| {
        let dest = href::rewritten(dest);
        let parts = Destination::parse(&dest);
        if href::is_elsewhere(&dest) || parts.path.is_empty() {
            return None;
        }
        let written = path::percent_decode(parts.path);
        let place = match written.strip_prefix('/') {
            Some(below) => href::SitePath::join("", below),
            None => href::SitePath::join(document.folder(), &written),
        };
        let fragment = parts.fragment.map(str::to_string);
        Some((place, parts.query.to_string(), fragment))
    };
    a == b || (read(a).is_some() && read(a) == read(b))
}

/// An address on the web that mdBook leaves alone.
fn is_web(dest: &str) -> bool {
    dest.starts_with("https://") || dest.starts_with("http://")
}
