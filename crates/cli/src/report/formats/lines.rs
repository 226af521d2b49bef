//! Problems on one line each: for terminals and editors, and for code hosts.
//!
//! Nothing an author wrote may end a line or a field.

use std::io::{self, Write};

use archsite_core::diagnostics::Level;
use archsite_core::fs::names::relative;

use crate::report::findings::{Finding, Findings};
use crate::report::visible::line as visible;

/// `file:line:column: level[lint]: message; help`.
pub(in crate::report) fn write_short(out: &mut dyn Write, findings: &[&Finding]) -> io::Result<()> {
    for finding in findings {
        let place =
            finding
                .first()
                .map_or("book.toml".to_string(), |location| match location.file {
                    Some(_) => location.line_column(),
                    None => location.path.clone(),
                });
        let diagnostic = &finding.diagnostic;
        let help = diagnostic.help.as_ref().map(|help| format!("; {help}"));
        let line = format!(
            "{place}: {}[{}]: {}{}",
            word(finding.level),
            diagnostic.lint.name,
            diagnostic.message,
            help.unwrap_or_default()
        );
        writeln!(out, "{}", visible(&line))?;
    }
    Ok(())
}

/// Workflow commands, with files as the repository has them.
pub(in crate::report) fn write_github(
    out: &mut dyn Write,
    findings: &[&Finding],
    of: &Findings,
) -> io::Result<()> {
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        let mut properties = Vec::new();
        if let Some(location) = finding.first() {
            let file = visible(&relative(&location.at, &of.repository));
            properties.push(format!("file={}", property(&file)));
            if location.file.is_some() {
                let (start, end) = location.lines();
                properties.push(format!("line={}", start.line));
                properties.push(format!("endLine={}", end.line));
                // Columns are understood on one line only.
                if start.line == end.line {
                    properties.push(format!("col={}", start.column));
                    properties.push(format!("endColumn={}", end.column));
                }
            }
        }
        properties.push(format!("title={}", property(diagnostic.lint.name)));
        let help = diagnostic
            .help
            .as_ref()
            .map(|help| format!("\n{}", visible(help)));
        let message = format!(
            "{}{}",
            visible(&diagnostic.message),
            help.unwrap_or_default()
        );
        writeln!(
            out,
            "::{} {}::{}",
            word(finding.level),
            properties.join(","),
            data(&message)
        )?;
    }
    Ok(())
}

/// What a level is called.
pub(super) fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        _ => "warning",
    }
}

/// The message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
