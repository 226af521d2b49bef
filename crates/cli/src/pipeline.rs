//! Which passes run, in which order.
//!
//! The only place that knows all passes; it knows no JSON and prints nothing.

use std::collections::HashSet;

use archsite_adr::pass::Prepared as Records;
use archsite_core::diagnostics::lints::{
    BAD_OPTION, MISPLACED_DIRECTIVE, UNKNOWN_DIRECTIVE, nearest,
};
use archsite_core::diagnostics::{Allowances, Diagnostic, InternalError, Place};
use archsite_core::fs::Reader;
use archsite_core::markdown::directive::{Directive, Takes};
use archsite_core::site::path;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{PageId, Site};
use archsite_core::text::SourceId;
use archsite_links::config::RepositoryLinks;
use archsite_links::lints::includes::Added;
use archsite_shard::{Split, Target};

use crate::changed::Changed;
use crate::mdbook::expand;
use crate::mdbook::settings::{Scope, Settings};
use crate::reference;

/// What the passes found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) allowances: Allowances,
}

/// Runs all passes that are switched on. `with_directives` lists the pages whose files hold
/// directives of mdBook, where that is known; `expander` knows what they become in records.
pub(crate) fn run(
    site: &mut Site,
    settings: &Settings,
    expander: &expand::Records<'_>,
    with_directives: Option<&HashSet<PageId>>,
) -> Result<Found, InternalError> {
    let mut found = Found::default();
    let links = settings.links.as_ref();
    let checked = links.filter(|_| settings.reports);
    let rewrites = links.map(|links| &links.repository_links);
    let rewrites = rewrites.filter(|links| **links != RepositoryLinks::Report);
    let idle = checked.is_none() && rewrites.is_none() && settings.shard.is_none();
    let idle = idle && settings.tech_stack.is_none() && settings.adr.is_none();
    if idle && !asks_for_us(site) {
        return Ok(found);
    }
    let reader = Reader::new(&settings.root);
    let chosen = settings
        .shard
        .as_ref()
        .map(|config| archsite_shard::prepare(site, config, &mut found.problems));
    let documents = chosen.as_deref().unwrap_or_default();
    let records = prepare_records(
        site,
        settings,
        (&reader, expander),
        documents,
        &mut found.problems,
    );
    for (source, page) in site.pages.iter().enumerate() {
        let outline = page.outline();
        check_directives(source, &outline.directives, &mut found.problems);
        let len = page.text.as_str().len();
        found.allowances.add(source, outline, len);
    }
    let mut changed = Changed::default();
    // Tables are filled before links are understood: what is generated may hold links.
    if settings.scope != Scope::Links {
        let history = history(records.as_ref());
        let config = settings.tech_stack.as_ref();
        let stack = archsite_tech_stack::run(site, config, &reader, &history)?;
        found.problems.extend(stack.problems);
        changed.note(site, stack.changed);
    }
    if let Some(records) = &records {
        let pages = archsite_adr::connect(site, records, rewrites.map(|_| &reader))?;
        changed.note(site, pages);
    }
    let mut resolution = Resolution::new(site);
    if let Some(config) = checked {
        let input = archsite_links::Input {
            site,
            resolution: &resolution,
            config,
            reader: &reader,
            with_directives,
            added: records.as_ref().map(|records| Added {
                pages: &records.added,
                with_directives: &records.expanded,
            }),
            expanded: settings.includes_expanded,
        };
        let problems = archsite_links::run(&input).into_iter();
        let problems = problems.map(|problem| changed.in_source(problem)).collect();
        let problems = without_assets(problems, &mut found.problems);
        found.problems.extend(problems);
    }
    if let Some(links) = rewrites {
        let pages = archsite_links::rewrite(site, &mut resolution, links, &reader)?;
        changed.note(site, pages);
    }
    if let (Some(chosen), Some(config)) = (&chosen, &settings.shard) {
        let includes = !settings.includes_expanded;
        let input = archsite_shard::Input {
            config,
            resolution: &resolution,
            reader: &reader,
            includes,
            target: &Target::Book,
        };
        let sharding = archsite_shard::run(site, chosen, &input)?;
        drop_mended(site, &mut found.problems);
        let problems = sharding.problems.into_iter();
        for problem in problems.map(|problem| changed.in_source(problem)) {
            // What is not expanded is found by every pass that needs it.
            if settings.includes_expanded || !found.problems.contains(&problem) {
                found.problems.push(problem);
            }
        }
    }
    if let Some(records) = &records {
        archsite_adr::render(site, records, &mut found.problems)?;
    }
    // As with the site: taking all ids apart costs more than it gives back.
    std::mem::forget(resolution);
    Ok(found)
}

/// What a book says, as files: the documents that are split, and the records.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) found: Found,
    pub(crate) documents: Vec<Split>,
    pub(crate) records: Option<Records>,
}

/// Runs the passes that write text, with the documents split into files instead of chapters.
/// `on_disk` gives each page the path of its file, and says where the files go.
pub(crate) fn publish(
    site: &mut Site,
    settings: &Settings,
    expander: &expand::Records<'_>,
    on_disk: impl FnOnce(&mut Site, &[PageId]) -> Target,
) -> Result<Published, InternalError> {
    let mut found = Found::default();
    let reader = Reader::new(&settings.root);
    let config = settings.shard.clone().unwrap_or_default();
    let chosen = archsite_shard::prepare(site, &config, &mut found.problems);
    let files = (&reader, expander);
    let records = prepare_records(site, settings, files, &chosen, &mut found.problems);
    let history = history(records.as_ref());
    archsite_tech_stack::run(site, settings.tech_stack.as_ref(), &reader, &history)?;
    // Records are linked where they lie; their links need not follow them anywhere.
    let target = on_disk(site, &chosen);
    for (source, page) in site.pages.iter().enumerate() {
        let len = page.text.as_str().len();
        found.allowances.add(source, page.outline(), len);
    }
    let resolution = Resolution::new(site);
    let input = archsite_shard::Input {
        config: &config,
        resolution: &resolution,
        reader: &reader,
        includes: !settings.includes_expanded,
        target: &target,
    };
    let sharding = archsite_shard::run(site, &chosen, &input)?;
    found.problems.extend(sharding.problems);
    if let Some(records) = &records {
        archsite_adr::render(site, records, &mut found.problems)?;
    }
    Ok(Published {
        found,
        documents: sharding.documents,
        records,
    })
}

/// Finds the records of the repository, where the book asks for them.
fn prepare_records(
    site: &mut Site,
    settings: &Settings,
    (reader, expander): (&Reader, &expand::Records<'_>),
    documents: &[PageId],
    problems: &mut Vec<Diagnostic>,
) -> Option<Records> {
    if settings.scope == Scope::Links {
        return None;
    }
    let asks = || asks_for_records(site).then(Default::default);
    let config = settings.adr.clone().or_else(asks)?;
    let expand = |texts: Vec<(&str, &str)>| expander.expand(&settings.root, reader, texts);
    let expand = &expand;
    let files = archsite_adr::Files { reader, expand };
    Some(archsite_adr::prepare(
        site, &config, &files, documents, problems,
    ))
}

/// The pages of records: what they say of technologies was so when they were written.
fn history(records: Option<&Records>) -> HashSet<PageId> {
    let pages = records.map(|records| &records.pages);
    pages.into_iter().flatten().copied().collect()
}

/// The problems of links that the pass of records has not explained better. What it says about a
/// file that is not copied goes where the link is good for readers.
fn without_assets(links: Vec<Diagnostic>, problems: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    let place = |problem: &Diagnostic| problem.labels.first().map(|label| label.place.clone());
    let is_asset = |problem: &Diagnostic| problem.lint == &archsite_adr::lints::RECORD_ASSET;
    if !problems.iter().any(is_asset) {
        return links;
    }
    let dead: Vec<Option<Place>> = links.iter().map(place).collect();
    problems.retain(|problem| !is_asset(problem) || dead.contains(&place(problem)));
    let assets = problems.iter().filter(|problem| is_asset(problem));
    let assets: Vec<Option<Place>> = assets.map(place).collect();
    let links = links.into_iter();
    links
        .filter(|link| !assets.contains(&place(link)))
        .collect()
}

/// Drops problems of links that lead to a page which a later pass added.
fn drop_mended(site: &Site, problems: &mut Vec<Diagnostic>) {
    let added = site.pages[site.sources.len()..].iter();
    let added: HashSet<String> = added
        .filter_map(|page| page.path.as_ref())
        .map(|path| format!("{}.html", path::stem(path)))
        .collect();
    problems.retain(|problem| {
        let missing = problem.missing.as_ref();
        missing.is_none_or(|path| !added.contains(path))
    });
}

/// Whether a text may hold something for a pass that needs no configuration.
fn asks_for_us(site: &Site) -> bool {
    let marks = [&b"archsite:"[..], b"{{#version"];
    let texts = site.pages.iter().map(|page| page.text.as_str().as_bytes());
    let mut texts = texts.filter(|text| {
        let mut marks = marks.iter();
        marks.any(|mark| memchr::memmem::find(text, mark).is_some())
    });
    texts.next().is_some()
}

/// Whether a page holds the directive of the index of records.
fn asks_for_records(site: &Site) -> bool {
    let mut pages = site.pages.iter();
    pages.any(|page| {
        page.text.as_str().contains(archsite_adr::DIRECTIVE.name) && {
            let mut directives = page.outline().directives.iter();
            directives.any(|d| d.name == archsite_adr::DIRECTIVE.name)
        }
    })
}

/// Directives that do not exist, or stand where they do nothing.
fn check_directives(source: SourceId, directives: &[Directive], problems: &mut Vec<Diagnostic>) {
    for directive in directives {
        let place = || Place::Source {
            source,
            range: directive.range.clone(),
        };
        let name = directive.name.as_str();
        let Some(kind) = reference::directive(name) else {
            let known: Vec<&str> = reference::DIRECTIVES.iter().map(|kind| kind.name).collect();
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("directives are {}", known.join(", ")),
            };
            problems.push(
                Diagnostic::new(
                    &UNKNOWN_DIRECTIVE,
                    format!("there is no directive `{name}`"),
                )
                .at(place(), "")
                .help(help),
            );
            continue;
        };
        if directive.nested {
            problems.push(
                Diagnostic::new(
                    &MISPLACED_DIRECTIVE,
                    format!("`{name}` stands inside other text"),
                )
                .at(place(), "does nothing here")
                .help("move it to the top level of the document, on a line of its own"),
            );
        }
        if let Some(message) = bad_options(directive, &kind.takes) {
            problems.push(Diagnostic::new(&BAD_OPTION, message).at(place(), ""));
        }
    }
}

/// What is wrong with the words and options of a directive.
fn bad_options(directive: &Directive, takes: &Takes) -> Option<String> {
    let Directive {
        name,
        words,
        options,
        ..
    } = directive;
    match takes {
        Takes::Nothing if !words.is_empty() || !options.is_empty() => {
            Some(format!("`{name}` has no options"))
        }
        Takes::Lints if words.is_empty() => Some(format!("`{name}` names no lint")),
        Takes::Lints => {
            let unknown = words.iter().find(|word| reference::lint(word).is_none())?;
            let near = reference::nearest_lint(unknown);
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            Some(format!(
                "there is no lint `{unknown}`{}",
                hint.unwrap_or_default()
            ))
        }
        // The pass that has the directive checks its options.
        Takes::Nothing | Takes::Options(_) => None,
    }
}
