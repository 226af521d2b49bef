//! What is wrong with the directives of a page, whoever acts on them.

use archsite_core::diagnostics::{Diagnostic, Place, lints};
use archsite_core::markdown::directive::{self, Directive};
use archsite_core::site::Site;
use archsite_core::text::SourceId;

/// Whether a text of the site may hold a directive of ours.
pub(crate) fn any(site: &Site) -> bool {
    let is_marked = |text: &str| text.contains("archsite:") || text.contains("{{#version");
    site.pages.iter().any(|page| is_marked(page.text.as_str()))
}

/// Whether a page holds the directive of the index of records.
pub(crate) fn has_index_of_records(site: &Site) -> bool {
    site.pages.iter().any(|page| {
        // Most pages hold none, and need not be parsed for that.
        page.text.as_str().contains(archsite_adr::DIRECTIVE)
            && page
                .outline()
                .directives
                .iter()
                .any(|directive| directive.name == archsite_adr::DIRECTIVE)
    })
}

/// Reports directives that do not exist, or that are where they do nothing.
pub(crate) fn check(source: SourceId, directives: &[Directive], problems: &mut Vec<Diagnostic>) {
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
