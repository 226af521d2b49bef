//! The phases of a run, in order, and the passes that take part in each.
//!
//! ```text
//! discover ─▶ fill ─▶ resolve ─▶ check ─▶ split ─▶ render
//! ```
//!
//! The preprocessor, the embedded build, `check` and `context` all run this list; only the target
//! differs. This is the one place that knows all passes; it knows no JSON and prints nothing.

mod directives;
pub(crate) mod edit_links;
mod explained;
mod written;

use std::collections::HashSet;

use archsite_adr::Prepared as Records;
use archsite_core::diagnostics::{Diagnostic, InternalError, Location, Suppressions};
use archsite_core::fs::Reader;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{PageId, Site};
use archsite_links::config::RepositoryLinks;
use archsite_links::lints::includes::Added;
use archsite_links::{LinkProblem, Origins};
use archsite_shard::Split;

use crate::mdbook::expand;
use crate::mdbook::settings::{Scope, Settings};
use crate::pipeline::written::Written;
use crate::report::locate::Locator;

/// Gives each page the path of its file, and names the folders of the documents.
pub(crate) type PlaceFiles<'a> = dyn Fn(&mut Site, &[PageId]) -> archsite_shard::Target + 'a;

/// What the pages become.
pub(crate) enum Target<'a> {
    /// Pages of the book.
    Book,
    /// Files for agents. Their links are those of the documents, so they are not checked and do not
    /// lead to the code host.
    Files(&'a PlaceFiles<'a>),
}

/// A site on its way through the phases.
pub(crate) struct Run<'a> {
    pub(crate) site: &'a mut Site,
    pub(crate) settings: &'a Settings,
    pub(crate) target: Target<'a>,
    /// Expands the directives of mdBook in records.
    pub(crate) expander: &'a expand::Records<'a>,
    /// The pages whose files hold directives of mdBook, where that is known.
    pub(crate) with_directives: Option<&'a HashSet<PageId>>,
}

/// The result of a run, besides the site.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) problems: Vec<Diagnostic>,
    /// What somebody should know that is no problem.
    pub(crate) notes: Vec<String>,
    pub(crate) suppressions: Suppressions,
    /// The documents that were split.
    pub(crate) documents: Vec<Split>,
    /// The decision records, where the book asks for them.
    pub(crate) records: Option<Records>,
    /// The pages of which a version was compared with the manifests.
    pub(crate) compared: HashSet<PageId>,
}

/// The result of `discover`.
struct Discovered {
    reader: Reader,
    /// The pages that are split.
    documents: Option<Vec<PageId>>,
    records: Option<Records>,
}

/// Runs all phases.
///
/// # Errors
/// [`InternalError`] if the edits of a pass do not fit together.
pub(crate) fn run(mut run: Run<'_>) -> Result<Outcome, InternalError> {
    let mut out = Outcome::default();
    if run.has_nothing_to_do() {
        return Ok(out);
    }
    let found = run.discover(&mut out);
    run.fill(&found, &mut out)?;
    let (target, mut resolution) = run.resolve(&found);
    let links = run.check(&found, &resolution, &mut out);
    run.split(&found, &target, &mut resolution, &mut out, links)?;
    run.render(&found, &mut out)?;
    // That a page could not be read is reported once.
    let site = run.site;
    out.problems.retain(|problem| {
        let location = problem.labels.first().map(|label| &label.place);
        !matches!(location, Some(Location::Source { source, .. }) if site.pages[*source].unread)
    });
    out.records = found.records;
    Ok(out)
}

impl Discovered {
    /// The pages of records. What they state was true when they were written.
    fn history(&self) -> HashSet<PageId> {
        let pages = self.records.iter().flat_map(|records| &records.pages);
        pages.copied().collect()
    }
}

impl<'a> Run<'a> {
    /// Whether no pass is switched on and no page holds a directive of ours.
    fn has_nothing_to_do(&self) -> bool {
        let settings = self.settings;
        let is_off = self.checked().is_none()
            && self.code_host_links().is_none()
            && settings.shard.is_none()
            && settings.tech_stack.is_none()
            && self.compared().is_none()
            && settings.adr.is_none()
            && !self.has_diagrams();
        is_off && !directives::any(self.site)
    }

    /// Reads the repository, and adds the pages of records.
    fn discover(&mut self, out: &mut Outcome) -> Discovered {
        let reader = Reader::new(&self.settings.root);
        let config = self.settings.shard.as_ref();
        let documents =
            config.map(|config| archsite_shard::prepare(self.site, config, &mut out.problems));
        let chosen = documents.as_deref().unwrap_or_default();
        let records = self.records(&reader, chosen, &mut out.problems);
        for (source, page) in self.site.pages.iter().enumerate() {
            let outline = page.outline();
            if self.target.is_book() {
                directives::check(source, &outline.directives, &mut out.problems);
            }
            let len = page.text.as_str().len();
            out.suppressions.add(source, outline, len);
        }
        Discovered {
            reader,
            documents,
            records,
        }
    }

    fn records(
        &mut self,
        reader: &Reader,
        documents: &[PageId],
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Records> {
        let settings = self.settings;
        if settings.scope == Scope::Links {
            return None;
        }
        let by_directive =
            || directives::has_index_of_records(self.site).then(|| settings.adr_default.clone());
        let config = settings.adr.clone().or_else(by_directive)?;
        let expand = |texts: Vec<archsite_adr::Unexpanded<'_>>| {
            self.expander.expand(&settings.root, reader, texts)
        };
        let files = archsite_adr::Files {
            reader,
            expand: &expand,
        };
        let records = archsite_adr::prepare(self.site, &config, &files, documents, problems);
        Some(records)
    }

    /// Generated text goes into pages, before links are understood: it may hold links.
    fn fill(&mut self, found: &Discovered, out: &mut Outcome) -> Result<(), InternalError> {
        if self.settings.scope == Scope::Links {
            return Ok(());
        }
        let history = found.history();
        let drift = self.settings.drift.as_ref();
        out.problems.extend(archsite_drift::fill(
            self.site,
            drift,
            &found.reader,
            &history,
        )?);
        let config = self.settings.tech_stack.as_ref();
        let display = archsite_tech_stack::Display {
            html: self.site.html && self.target.is_book(),
            file_address: self.settings.file_address.as_deref(),
        };
        let stack = archsite_tech_stack::run(self.site, config, &found.reader, &history, display)?;
        out.problems.extend(stack.problems);
        out.compared = stack.compared;
        if self.target.is_book()
            && let Some(records) = &found.records
        {
            let reader = self.code_host_links().map(|_| &found.reader);
            archsite_adr::connect(self.site, records, reader)?;
        }
        Ok(())
    }

    /// What each link of the author's site means.
    fn resolve(&mut self, found: &Discovered) -> (archsite_shard::Target, Resolution) {
        let target = match self.target {
            Target::Book => archsite_shard::Target::Book,
            Target::Files(place_files) => {
                place_files(self.site, found.documents.as_deref().unwrap_or_default())
            }
        };
        (target, Resolution::new(self.site))
    }

    /// Reports; changes nothing. Problems of links may be solved by pages that `split` adds.
    fn check(
        &self,
        found: &Discovered,
        resolution: &Resolution,
        out: &mut Outcome,
    ) -> Vec<LinkProblem> {
        self.check_drift(found, out);
        if self.settings.reports && self.target.is_book() && self.settings.scope != Scope::Links {
            out.problems
                .extend(archsite_shard::fences::check(self.site));
        }
        let Some(config) = self.checked() else {
            return Vec::new();
        };
        let locator = Locator::new(self.site, self.expander.context());
        let origin = |page, at| locator.written(page, at);
        let input = archsite_links::Input {
            site: self.site,
            resolution,
            config,
            reader: &found.reader,
            with_directives: self.with_directives,
            added: found.records.as_ref().map(|records| Added {
                pages: &records.added,
                with_directives: &records.expanded,
            }),
            expanded: self.settings.includes_expanded,
            origins: Origins(&origin),
        };
        let mut links = archsite_links::run(&input);
        Written::of(self.site).map_to_source(links.iter_mut().map(|link| &mut link.diagnostic));
        let mut links = explained::without_assets(links, &mut out.problems);
        if let Some(records) = &found.records {
            explained::name_index(self.site, records, &mut links);
        }
        links
    }

    /// Compares documents with the repository.
    fn check_drift(&self, found: &Discovered, out: &mut Outcome) {
        let Some(config) = self.compared() else {
            return;
        };
        let compared = archsite_drift::check(&archsite_drift::Input {
            site: self.site,
            config,
            reader: &found.reader,
            history: &found.history(),
            with_history: self.settings.asks_history(),
        });
        out.problems.extend(compared.problems);
        out.notes.extend(compared.note);
    }

    /// Writes pages and destinations from the resolution.
    fn split(
        &mut self,
        found: &Discovered,
        target: &archsite_shard::Target,
        resolution: &mut Resolution,
        out: &mut Outcome,
        links: Vec<LinkProblem>,
    ) -> Result<(), InternalError> {
        self.lead_to_code_host(found, resolution)?;
        let (Some(documents), Some(config)) = (&found.documents, &self.settings.shard) else {
            out.problems
                .extend(archsite_links::remaining(self.site, links));
            return Ok(());
        };
        let input = archsite_shard::Input {
            config,
            resolution,
            reader: &found.reader,
            includes: !self.settings.includes_expanded,
            target,
        };
        let written = Written::of(self.site);
        let mut sharding = archsite_shard::run(self.site, documents, &input)?;
        out.problems
            .extend(archsite_links::remaining(self.site, links));
        written.map_to_source(&mut sharding.problems);
        for problem in sharding.problems {
            // An include that is not expanded is found by every pass that needs its text.
            if !out.problems.contains(&problem) {
                out.problems.push(problem);
            }
        }
        out.documents = sharding.documents;
        Ok(())
    }

    fn lead_to_code_host(
        &mut self,
        found: &Discovered,
        resolution: &mut Resolution,
    ) -> Result<(), InternalError> {
        let links = self.settings.links.as_ref();
        let Some(links) = links.filter(|_| self.code_host_links().is_some()) else {
            return Ok(());
        };
        let rewrites = {
            let locator = Locator::new(self.site, self.expander.context());
            let origin = |page, at| locator.written(page, at);
            let origins = Origins(&origin);
            archsite_links::rewrites(self.site, resolution, links, &found.reader, origins)
        };
        rewrites.apply(self.site, resolution)?;
        Ok(())
    }

    /// Text that depends on where pages are now.
    fn render(&mut self, found: &Discovered, out: &mut Outcome) -> Result<(), InternalError> {
        if let Some(records) = &found.records {
            archsite_adr::render(self.site, records, &mut out.problems)?;
        }
        if !self.has_diagrams() {
            return Ok(());
        }
        let Some(diagrams) = &self.settings.diagrams else {
            return Ok(());
        };
        let input = archsite_diagrams::Input {
            config: diagrams.config(&self.site.book_root, &found.reader),
            shows: self.site.html,
        };
        let problems = archsite_diagrams::render(self.site, input)?;
        if self.settings.reports {
            out.problems.extend(problems);
        }
        Ok(())
    }

    /// Whether pages of the book may hold diagrams that are shown as pictures.
    fn has_diagrams(&self) -> bool {
        let is_on = self.settings.diagrams.is_some() && self.settings.scope != Scope::Links;
        is_on && self.target.is_book() && archsite_diagrams::any(self.site)
    }

    /// The link check, where it is on and this run reports problems.
    fn checked(&self) -> Option<&'a archsite_links::Config> {
        let links = self.settings.links.as_ref();
        links.filter(|_| self.settings.reports && self.target.is_book())
    }

    /// The comparison with the repository, where it is on and this run reports problems.
    fn compared(&self) -> Option<&'a archsite_drift::Config> {
        let drift = self.settings.drift.as_ref();
        drift.filter(|_| self.settings.reports && self.target.is_book())
    }

    /// Where links to files of the repository lead, if that is the code host.
    fn code_host_links(&self) -> Option<&'a RepositoryLinks> {
        let links = self
            .settings
            .links
            .as_ref()
            .map(|links| &links.repository_links);
        links.filter(|links| self.target.is_book() && **links != RepositoryLinks::Report)
    }
}

impl Target<'_> {
    fn is_book(&self) -> bool {
        matches!(self, Target::Book)
    }
}
