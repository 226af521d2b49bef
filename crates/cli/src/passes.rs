//! Which passes run, in which order.
//!
//! The only place that knows all passes; it knows no JSON and prints nothing.

use archsite_core::diagnostic::{Allowances, Diagnostic, InternalError, Place};
use archsite_core::directive::{self, Directive};
use archsite_core::lints;
use archsite_core::reader::Reader;
use archsite_core::resolve::Resolution;
use archsite_core::site::Site;
use archsite_core::text::SourceId;

use crate::settings::Settings;

/// What the passes found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) allowances: Allowances,
}

/// Runs all passes that are switched on.
pub(crate) fn run(site: &mut Site, settings: &Settings) -> Result<Findings, InternalError> {
    let mut findings = Findings::default();
    let adr = settings
        .adr
        .clone()
        .or_else(|| asks_for_records(site).then(Default::default));
    if settings.shard.is_none() && adr.is_none() {
        return Ok(findings);
    }
    let reader = Reader::new(&settings.root);
    let chosen = match &settings.shard {
        Some(config) => archsite_shard::prepare(site, config, &mut findings.problems),
        None => Vec::new(),
    };
    let records = adr.map(|config| {
        archsite_adr::prepare(site, &config, &reader, &chosen, &mut findings.problems)
    });
    for (source, page) in site.pages.iter().enumerate() {
        let outline = page.outline();
        check_directives(source, &outline.directives, &mut findings.problems);
        findings
            .allowances
            .add(source, outline, page.text.as_str().len());
    }
    if let Some(config) = &settings.shard {
        let resolution = Resolution::new(site);
        let includes = !settings.includes_expanded;
        let sharding = archsite_shard::run(site, &chosen, config, &resolution, &reader, includes)?;
        findings.problems.extend(sharding.problems);
    }
    if let Some(records) = &records {
        archsite_adr::render(site, records, &mut findings.problems)?;
    }
    Ok(findings)
}

/// Whether a page holds the directive of the index of records.
fn asks_for_records(site: &Site) -> bool {
    let pages = site.pages.iter();
    pages
        .filter(|page| page.text.as_str().contains(archsite_adr::DIRECTIVE))
        .any(|page| {
            page.outline()
                .directives
                .iter()
                .any(|d| d.name == archsite_adr::DIRECTIVE)
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
