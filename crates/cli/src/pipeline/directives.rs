//! What is wrong with the directives of a page, whoever acts on them.

use archsite_core::diagnostics::lints::{BAD_OPTION, MISPLACED_DIRECTIVE, UNKNOWN_DIRECTIVE};
use archsite_core::diagnostics::suggest::nearest;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::directive::{Directive, Takes};
use archsite_core::site::Site;
use archsite_core::text::SourceId;

use crate::reference;

/// Whether a text of the site may hold a directive of ours.
pub(crate) fn any(site: &Site) -> bool {
    let is_marked = |text: &str| text.contains("archsite:") || text.contains("{{#version");
    site.pages.iter().any(|page| is_marked(page.text.as_str()))
}

/// Whether a page holds the directive of the index of records.
pub(crate) fn has_index_of_records(site: &Site) -> bool {
    site.pages.iter().any(|page| {
        // Most pages hold none, and need not be parsed for that.
        page.text.as_str().contains(archsite_adr::DIRECTIVE.name)
            && page
                .outline()
                .directives
                .iter()
                .any(|directive| directive.name == archsite_adr::DIRECTIVE.name)
    })
}

/// Reports directives that do not exist, or that are where they do nothing.
pub(crate) fn check(source: SourceId, directives: &[Directive], problems: &mut Vec<Diagnostic>) {
    for directive in directives {
        let place = || Location::Source {
            source,
            range: directive.range.clone(),
        };
        let name = directive.name.as_str();
        let Some(kind) = reference::directive(name) else {
            let known: Vec<&str> = reference::DIRECTIVES.iter().map(|kind| kind.name).collect();
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known directives are {}", known.join(", ")),
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
        if directive.nested && !kind.is_inline {
            problems.push(
                Diagnostic::new(
                    &MISPLACED_DIRECTIVE,
                    format!("`{name}` is inside other text"),
                )
                .at(place(), "has no effect here")
                .help("move it to the top level of the document, on a line of its own"),
            );
        }
        if let Some(message) = bad_options(directive, &kind.takes) {
            problems.push(Diagnostic::new(&BAD_OPTION, message).at(place(), ""));
        }
    }
}

/// The problem of the arguments and options of a directive.
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
        Takes::Lints if words.is_empty() => Some(format!("`{name}` does not name a lint")),
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
