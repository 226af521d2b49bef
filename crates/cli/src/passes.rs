//! Which passes run, in which order.
//!
//! The only place that knows all passes; it knows no JSON and prints nothing.

use std::collections::HashSet;

use archsite_core::diagnostic::{Allowances, Diagnostic, InternalError, Place};
use archsite_core::directive::{self, Directive};
use archsite_core::lints;
use archsite_core::path;
use archsite_core::reader::Reader;
use archsite_core::resolve::Resolution;
use archsite_core::site::{PageId, Site};
use archsite_core::text::{Origin, SourceId, Text};
use archsite_links::config::RepositoryLinks;

use crate::settings::Settings;

/// What the passes found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) allowances: Allowances,
}

/// Runs all passes that are switched on. `with_directives` lists the pages whose files hold
/// directives of mdBook, where that is known.
pub(crate) fn run(
    site: &mut Site,
    settings: &Settings,
    with_directives: Option<&HashSet<PageId>>,
) -> Result<Found, InternalError> {
    let mut found = Found::default();
    let links = settings.links.as_ref();
    let checked = links.filter(|_| settings.reports);
    let rewrites = links.map(|links| &links.repository_links);
    let rewrites = rewrites.filter(|links| **links != RepositoryLinks::Report);
    if checked.is_none() && rewrites.is_none() && settings.shard.is_none() {
        return Ok(found);
    }
    let chosen = settings
        .shard
        .as_ref()
        .map(|config| archsite_shard::prepare(site, config, &mut found.problems));
    for (source, page) in site.pages.iter().enumerate() {
        let outline = page.outline();
        check_directives(source, &outline.directives, &mut found.problems);
        let len = page.text.as_str().len();
        found.allowances.add(source, outline, len);
    }
    let mut resolution = Resolution::new(site);
    let reader = Reader::new(&settings.root);
    if let Some(config) = checked {
        let input = archsite_links::Input {
            site,
            resolution: &resolution,
            config,
            reader: &reader,
            with_directives,
            expanded: settings.includes_expanded,
        };
        found.problems.extend(archsite_links::run(&input));
    }
    let rewritten = match rewrites {
        Some(links) => rewrite(site, &mut resolution, links, &reader)?,
        None => Vec::new(),
    };
    if let (Some(chosen), Some(config)) = (&chosen, &settings.shard) {
        let includes = !settings.includes_expanded;
        let sharding = archsite_shard::run(site, chosen, config, &resolution, &reader, includes)?;
        drop_mended(site, &mut found.problems);
        let problems = sharding.problems.into_iter();
        for problem in problems.map(|problem| in_source(problem, &rewritten)) {
            // What is not expanded is found by every pass that needs it.
            if settings.includes_expanded || !found.problems.contains(&problem) {
                found.problems.push(problem);
            }
        }
    }
    Ok(found)
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

/// Turns links to the repository into links to the forge. Returns the new texts by page.
fn rewrite(
    site: &mut Site,
    resolution: &mut Resolution,
    links: &RepositoryLinks,
    reader: &Reader,
) -> Result<Vec<(PageId, Text)>, InternalError> {
    let pages = archsite_links::rewrite(site, resolution, links, reader).map_err(|error| {
        InternalError {
            document: "a page with links to the repository".to_string(),
            what: error.to_string(),
        }
    })?;
    let text = |id: PageId| (id, site.pages[id].text.clone());
    Ok(pages.into_iter().map(text).collect())
}

/// A problem with its places in the text that was loaded, where a pass before changed it.
fn in_source(mut problem: Diagnostic, rewritten: &[(PageId, Text)]) -> Diagnostic {
    for label in &mut problem.labels {
        let Place::Source { source, range } = &mut label.place else {
            continue;
        };
        let Some((_, text)) = rewritten.iter().find(|(page, _)| page == source) else {
            continue;
        };
        let len = range.len();
        if let Origin::Source { start, .. } = text.origin(range.start) {
            *range = start..start + len;
        }
    }
    problem
}

/// Directives that do not exist, or stand where they do nothing.
fn check_directives(source: SourceId, directives: &[Directive], problems: &mut Vec<Diagnostic>) {
    for directive in directives {
        let place = || Place::Source {
            source,
            range: directive.range.clone(),
        };
        let name = directive.name.as_str();
        if !directive::NAMES.contains(&name) {
            let help = match lints::nearest(name, directive::NAMES.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("directives are {}", directive::NAMES.join(", ")),
            };
            problems.push(
                Diagnostic::new(
                    &lints::UNKNOWN_DIRECTIVE,
                    format!("there is no directive `{name}`"),
                )
                .at(place(), "")
                .help(help),
            );
            continue;
        }
        if directive.nested {
            problems.push(
                Diagnostic::new(
                    &lints::MISPLACED_DIRECTIVE,
                    format!("`{name}` stands inside other text"),
                )
                .at(place(), "does nothing here")
                .help("move it to the top level of the document, on a line of its own"),
            );
        }
        if let Some(message) = bad_options(directive) {
            problems.push(Diagnostic::new(&lints::BAD_OPTION, message).at(place(), ""));
        }
    }
}

/// What is wrong with the words and options of a directive.
fn bad_options(directive: &Directive) -> Option<String> {
    let Directive {
        name,
        words,
        options,
        ..
    } = directive;
    match name.as_str() {
        "split" | "no-split" if !words.is_empty() || !options.is_empty() => {
            Some(format!("`{name}` has no options"))
        }
        "allow" if words.is_empty() => Some("`allow` names no lint".to_string()),
        "allow" => {
            let unknown = words.iter().find(|word| lints::find(word).is_none())?;
            let near = lints::nearest(unknown, lints::ALL.iter().map(|lint| lint.name));
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            Some(format!(
                "there is no lint `{unknown}`{}",
                hint.unwrap_or_default()
            ))
        }
        _ => None,
    }
}
