//! Problems as GitLab's report of code quality: one JSON array.

use std::io::{self, Write};

use archsite_core::diagnostics::Level;
use archsite_core::fs::names::relative;
use serde_json::{Value, json};

use crate::report::findings::identity::fingerprints;
use crate::report::findings::{Finding, Findings};
use crate::report::visible;

pub(in crate::report) fn write(
    out: &mut dyn Write,
    findings: &[&Finding],
    of: &Findings,
) -> io::Result<()> {
    let fingerprints = fingerprints(findings, &of.book_root);
    let problems = findings.iter().zip(fingerprints);
    let problems: Vec<Value> = problems
        .map(|(finding, fingerprint)| problem(finding, of, &fingerprint))
        .collect();
    let text = serde_json::to_string(&problems)?;
    writeln!(out, "{}", visible::json(&text))
}

fn problem(finding: &Finding, of: &Findings, fingerprint: &str) -> Value {
    let diagnostic = &finding.diagnostic;
    let lint = diagnostic.lint;
    let description = match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let severity = match finding.level {
        Level::Deny => "major",
        _ => "minor",
    };
    let location = finding.first();
    let file = location.map(|location| location.at.clone());
    let file = file.unwrap_or_else(|| of.book_root.join("book.toml"));
    let (begin, end) = location.map_or((1, 1), |location| {
        let (begin, end) = location.lines();
        (begin.line, end.line)
    });
    json!({
        "description": description,
        "check_name": lint.name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": relative(&file, &of.repository),
            "lines": { "begin": begin, "end": end },
        },
    })
}
