//! `{{#version PACKAGE}}`: the version of a package in running text and in code.
//!
//! It is written like mdBook's own directives: a backslash before it keeps it as text. It is replaced
//! by text, whatever a manifest states.

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
    /// The number of numbers; all if `None`.
    pub(crate) precision: Option<usize>,
    /// Options that do not exist.
    pub(crate) wrong: Option<String>,
    /// A backslash is before it.
    pub(crate) escaped: bool,
}

/// Context a use stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    Code,
    LineStart,
    InLine,
}

/// The beginning of a use.
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

/// The edit that replaces a use by the version.
///
/// # Errors
/// The help for a message, if the version is not known.
pub(crate) fn edit(
    one: &Use,
    index: &FactIndex,
    names: &Names,
    context: Context,
) -> Result<Edit, String> {
    if one.escaped {
        return Ok(Edit::replace(one.range.start - 1..one.range.start, ""));
    }
    let version = match index.own_version(&one.package) {
        Some(version) => version.to_string(),
        None => version(one, index, names)?,
    };
    let version = match one.precision {
        Some(count) => display::cut(&version, count),
        None => version,
    };
    // In code an escape would be displayed, so only characters that cannot end code are used.
    let plain = |c: &char| !matches!(c, '`' | '<' | '{' | '}') && !c.is_control();
    let with = match context {
        Context::Code => version.chars().filter(plain).collect(),
        Context::LineStart => emit::escape(&version, Position::LineStart),
        Context::InLine => emit::escape(&version, Position::InLine),
    };
    Ok(Edit::replace(one.range.clone(), with))
}

/// The version of the package that a use names.
fn version(one: &Use, index: &FactIndex, names: &Names) -> Result<String, String> {
    let source = match names.find_package(&one.package) {
        Match::Found(source) => source,
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
        Match::Absent(targets) => return Err(absent(&targets, names)),
        Match::Unknown(Some(name)) => return Err(format!("did you mean `{name}`?")),
        Match::Unknown(None) => return Err("no manifest names a similar package".to_string()),
    };
    let version = display::version(index, &source);
    version.ok_or("a manifest names it, but no file states its version".to_string())
}

/// The help for a technology that no manifest has.
fn absent(targets: &[Target], names: &Names) -> String {
    let mut similar = targets.iter().filter_map(|target| {
        let similar = names.nearest_package(&target.name)?;
        (similar.ecosystem == target.ecosystem).then_some(similar)
    });
    if let Some(similar) = similar.next() {
        return format!("did you mean `{similar}`?");
    }
    // Images come in many editions; the first ones are the usual.
    let targets = targets.iter().take(MAX_LISTED).map(Target::to_string);
    let targets: Vec<String> = targets.collect();
    format!("no manifest names {}", targets.join(" or "))
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
