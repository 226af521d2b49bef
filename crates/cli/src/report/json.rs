//! Problems for programs: one JSON object a line. The guide has the schema; fields are
//! added, never changed.

use std::io::{self, Write};

use archsite_core::fs::names::relative;
use serde::Serialize;

use super::lines::word;
use crate::report::findings::{Finding, Findings};
use crate::report::locate::SourceLocation;
use crate::report::visible;

/// One problem.
#[derive(Serialize)]
struct Problem<'a> {
    lint: &'a str,
    level: &'a str,
    message: &'a str,
    #[serde(flatten)]
    location: JsonLocation,
    help: Option<&'a str>,
    /// The destination it is about, as the author means it.
    link: Option<&'a str>,
    related: Vec<Related<'a>>,
    suggestions: Vec<Suggestion<'a>>,
}

/// Lines and columns count from 1, columns in characters.
#[derive(Serialize)]
struct JsonLocation {
    file: Option<String>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// Whether another preprocessor changed the text, so that the line is approximate.
    approximate: bool,
}

#[derive(Serialize)]
struct Related<'a> {
    file: String,
    line: usize,
    column: usize,
    message: &'a str,
}

/// Replace the bytes from `start` to `end`.
#[derive(Serialize)]
struct Suggestion<'a> {
    file: String,
    start: usize,
    end: usize,
    text: &'a str,
}

pub(super) fn write(out: &mut dyn Write, findings: &[&Finding], of: &Findings) -> io::Result<()> {
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
