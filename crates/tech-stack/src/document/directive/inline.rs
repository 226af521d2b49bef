//! `{{#version PACKAGE}}`: the version of a package in running text and in code.
//!
//! Written like mdBook's own directives: a backslash in front keeps it as text. What is put in
//! its place is text, whatever a manifest states.

use std::ops::Range;

use archsite_core::emit;
use archsite_core::emit::Position;
use archsite_core::text::Edit;

use crate::document::names::{Match, Names, Target};
use crate::model::index::FactIndex;
use crate::output::display;

/// One use of the directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Use {
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// The package, as written.
    pub(crate) package: String,
    /// How many numbers to show; all if `None`.
    pub(crate) precision: Option<usize>,
    /// Options that do not exist.
    pub(crate) wrong: Option<String>,
    /// A backslash stands before it.
    pub(crate) escaped: bool,
}

/// Where a use stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    Code,
    LineStart,
    Line,
}

/// What a use begins with.
pub(crate) const OPEN: &str = "{{#version";

/// Most packages that a message lists.
const MAX_LISTED: usize = 3;

/// All uses in a text.
pub(crate) fn uses(text: &str) -> Vec<Use> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(OPEN) {
        let start = at + next;
        at = start + OPEN.len();
        let rest = &text[at..];
        let Some(end) = rest.find("}}").filter(|end| !rest[..*end].contains('\n')) else {
            continue;
        };
        let inside = &rest[..end];
        if !inside.starts_with([' ', '\t']) {
            continue;
        }
        let mut words = inside.split_whitespace();
        let mut one = Use {
            range: start..at + end + 2,
            package: words.next().unwrap_or_default().to_string(),
            precision: None,
            wrong: None,
            escaped: text[..start].ends_with('\\'),
        };
        for word in words {
            match word.split_once('=') {
                Some(("precision", value)) => match value.trim_matches('"') {
                    "major" => one.precision = Some(1),
                    "minor" => one.precision = Some(2),
                    "full" => one.precision = None,
                    value => {
                        let known = "the precisions are major, minor and full";
                        one.wrong = Some(format!("there is no precision `{value}`; {known}"));
                    }
                },
                _ => {
                    one.wrong = Some(format!(
                        "`{word}` is not an option of `version`; the only option is `precision`"
                    ))
                }
            }
        }
        at = one.range.end;
        found.push(one);
    }
    found
}

/// What stands for a use, or what to say about it.
pub(crate) fn edit(
    one: &Use,
    known: &FactIndex,
    names: &Names,
    place: Where,
) -> Result<Edit, String> {
    if one.escaped {
        return Ok(Edit::replace(one.range.start - 1..one.range.start, ""));
    }
    let version_source = match names.find_package(&one.package) {
        Match::Found(version_source) => version_source,
        Match::Unverifiable => {
            let help = "no manifest gives its version; a package with this name has a version of \
                        its own, and is written with its ecosystem, such as `npm:redis`";
            return Err(help.to_string());
        }
        Match::Ambiguous(many) => {
            let many: Vec<String> = many.iter().map(|t| format!("`{t}`")).collect();
            return Err(format!(
                "it may be {}; write one of these",
                many.join(" or ")
            ));
        }
        Match::Absent(targets) => {
            let mut near = targets.iter().filter_map(|target| {
                let near = names.nearest_package(&target.name)?;
                (near.ecosystem == target.ecosystem).then_some(near)
            });
            if let Some(near) = near.next() {
                return Err(format!("did you mean `{near}`?"));
            }
            // Images come in many editions; the first ones are the usual.
            let targets = targets.iter().take(MAX_LISTED).map(Target::to_string);
            let targets: Vec<String> = targets.collect();
            return Err(format!("no manifest names {}", targets.join(" or ")));
        }
        Match::Unknown(Some(near)) => return Err(format!("did you mean `{near}`?")),
        Match::Unknown(None) => return Err("no manifest names a similar package".to_string()),
    };
    let version = display::version(known, &version_source);
    let version = version.ok_or("a manifest names it, but no file states its version")?;
    let version = match one.precision {
        Some(count) => display::cut(&version, count),
        None => version,
    };
    // In code an escape would be display, so only what cannot end code is put there.
    let plain = |c: &char| !matches!(c, '`' | '<' | '{' | '}') && !c.is_control();
    let with = match place {
        Where::Code => version.chars().filter(plain).collect(),
        Where::LineStart => emit::escape(&version, Position::LineStart),
        Where::Line => emit::escape(&version, Position::InLine),
    };
    Ok(Edit::replace(one.range.clone(), with))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_found_as_mdbook_finds_its_own() {
        let text = "a {{#version tokio}} \\{{#version x}} {{#version npm:react precision=\"major\"}} {{#versions y}} {{#version z\n}}";
        let found: Vec<_> = uses(text)
            .into_iter()
            .map(|one| {
                (
                    text[one.range].to_string(),
                    one.package,
                    one.precision,
                    one.escaped,
                )
            })
            .collect();
        let some = |range: &str, package: &str, precision, escaped| {
            (range.to_string(), package.to_string(), precision, escaped)
        };
        assert_eq!(
            found,
            [
                some("{{#version tokio}}", "tokio", None, false),
                some("{{#version x}}", "x", None, true),
                some(
                    "{{#version npm:react precision=\"major\"}}",
                    "npm:react",
                    Some(1),
                    false
                ),
            ]
        );
    }
}
