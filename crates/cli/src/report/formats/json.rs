//! Problems for programs: one JSON object a line. The guide has the schema; fields are
//! added, never changed.

use std::io::{self, Write};

use archsite_core::fs::names::relative;
use serde::Serialize;

use super::lines::word;
use crate::report::findings::{Finding, Findings};
use crate::report::locate::SourceLocation;
use crate::report::visible;

/// One line of `mdbook-archsite check --format json`: a problem.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct Problem<'a> {
    /// Name of the lint.
    lint: &'a str,
    /// `error` or `warning`.
    #[cfg_attr(feature = "schemas", schemars(extend("enum" = ["error", "warning"])))]
    level: &'a str,
    /// What is wrong, in one sentence.
    message: &'a str,
    #[serde(flatten)]
    location: JsonLocation,
    /// What to do.
    help: Option<&'a str>,
    /// The destination that the problem is about.
    link: Option<&'a str>,
    /// Further locations.
    related: Vec<Related<'a>>,
    /// Changes that are proven to fix the problem; empty if a fix is only likely.
    suggestions: Vec<Suggestion<'a>>,
}

/// Lines and columns count from 1, columns in characters.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct JsonLocation {
    /// Relative to the folder of book.toml, with `/`; null for a setting from the environment.
    file: Option<String>,
    /// First line, from 1; 1 if the problem is about a whole file.
    line: usize,
    /// First column, from 1, in characters.
    column: usize,
    /// Last line.
    end_line: usize,
    /// The column after the last character.
    end_column: usize,
    /// Whether another preprocessor changed the text, so that the line is approximate.
    approximate: bool,
}

/// A further location of a problem.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct Related<'a> {
    /// Relative to the folder of book.toml, with `/`.
    file: String,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    /// What is at this location; may be empty.
    message: &'a str,
}

/// A fix: replaces the bytes from `start` to `end` of a file.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct Suggestion<'a> {
    /// Relative to the folder of book.toml, with `/`.
    file: String,
    /// First byte that is replaced, from 0.
    start: usize,
    /// The byte after the last one that is replaced.
    end: usize,
    /// The new text.
    text: &'a str,
}

/// The JSON schema of a line.
#[cfg(feature = "schemas")]
pub(in crate::report) fn schema() -> serde_json::Value {
    crate::reference::schemas::of::<Problem<'_>>()
}

pub(in crate::report) fn write(
    out: &mut dyn Write,
    findings: &[&Finding],
    of: &Findings,
) -> io::Result<()> {
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        let labels = finding.locations.iter().zip(&diagnostic.labels).skip(1);
        let related = labels.filter_map(|(location, label)| {
            let location = location.as_ref()?;
            let (start, _) = location.lines();
            Some(Related {
                file: relative(&location.at, &of.book_root),
                line: start.line,
                column: start.column,
                message: &label.words,
            })
        });
        let suggestion = finding.fix.iter().map(|(location, text)| Suggestion {
            file: relative(&location.at, &of.book_root),
            start: location.range.start,
            end: location.range.end,
            text,
        });
        let problem = Problem {
            lint: diagnostic.lint.name,
            level: word(finding.level),
            message: &diagnostic.message,
            location: json_location(finding.first(), of),
            help: diagnostic.help.as_deref(),
            link: diagnostic.link.as_deref(),
            related: related.collect(),
            suggestions: suggestion.collect(),
        };
        let line = serde_json::to_string(&problem)?;
        writeln!(out, "{}", visible::json(&line))?;
    }
    Ok(())
}

fn json_location(location: Option<&SourceLocation>, of: &Findings) -> JsonLocation {
    let lines = location.map(SourceLocation::lines);
    let start = lines.map_or((1, 1), |(start, _)| (start.line, start.column));
    let end = lines.map_or((1, 1), |(_, end)| (end.line, end.column));
    JsonLocation {
        file: location.map(|location| relative(&location.at, &of.book_root)),
        line: start.0,
        column: start.1,
        end_line: end.0,
        end_column: end.1,
        approximate: location.is_some_and(|location| location.approximate),
    }
}
