//! `{{#version PACKAGE}}`: the version of a package in running text and in code.
//!
//! It is written like mdBook's own directives: a backslash before it keeps it as text. It is replaced
//! by text, whatever a manifest states.

use std::ops::Range;

use archsite_core::emit;
use archsite_core::emit::Position;
use archsite_core::text::Edit;

use crate::document::directive::{precision, stated};
use crate::document::names::Names;
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

/// The text around a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    Code,
    LineStart,
    InLine,
}

/// The beginning of a use.
pub(crate) const OPEN: &str = "{{#version";

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
                Some(("precision", value)) => match precision::read(value.trim_matches('"')) {
                    Ok(count) => one.precision = count,
                    Err(message) => one.wrong = Some(message),
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
    let version = stated::version(&one.package, index, names)?.text;
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
