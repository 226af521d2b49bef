//! Problems as SARIF 2.1.0, which code hosts and editors read: one document with the rules of all lints
//! and the results.

use std::io::{self, Write};

use archsite_core::diagnostics::Level;
use archsite_core::diagnostics::lints::Lint;
use archsite_core::fs::names::relative;
use serde_json::{Value, json};

use crate::reference;
use crate::report::findings::identity::fingerprints;
use crate::report::findings::{Finding, Findings};
use crate::report::formats::lines::word;
use crate::report::formats::uri;
use crate::report::locate::SourceLocation;
use crate::report::visible;

/// Of the standard's own site, where validators look for it.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(in crate::report) fn write(
    out: &mut dyn Write,
    findings: &[&Finding],
    of: &Findings,
) -> io::Result<()> {
    let lints: Vec<&Lint> = reference::lints().collect();
    let rules: Vec<Value> = lints.iter().map(|lint| rule(lint)).collect();
    let index = |lint: &Lint| lints.iter().position(|other| *other == lint);
    let fingerprints = fingerprints(findings, &of.book_root);
    let results = findings.iter().zip(fingerprints);
    let results: Vec<Value> = results
        .map(|(finding, fingerprint)| {
            let mut result = result(finding, of, &fingerprint);
            if let Some(index) = index(finding.diagnostic.lint) {
                result["ruleIndex"] = json!(index);
            }
            result
        })
        .collect();
    let book = match relative(&of.book_root, &of.repository).as_str() {
        "" => String::new(),
        book => format!("{book}/"),
    };
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "mdbook-archsite",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            // Keeps the results of several books of a repository apart.
            "automationDetails": { "id": format!("mdbook-archsite/{book}") },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "ROOT": { "description": { "text": "The root of the repository" } } },
            "results": results,
        }],
    });
    writeln!(out, "{}", visible::json(&serde_json::to_string(&document)?))
}

/// A lint.
fn rule(lint: &Lint) -> Value {
    let level = match lint.level {
        Level::Allow => "none",
        level => word(level),
    };
    let page = lint.document();
    json!({
        "id": lint.name,
        "shortDescription": { "text": lint.summary },
        "help": { "text": page, "markdown": page },
        "helpUri": reference::page(lint),
        "defaultConfiguration": { "level": level, "enabled": lint.level != Level::Allow },
        "properties": { "tags": [lint.family] },
    })
}

fn result(finding: &Finding, of: &Findings, fingerprint: &str) -> Value {
    let diagnostic = &finding.diagnostic;
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.lint.name,
        "level": word(finding.level),
        "message": { "text": text },
        "locations": finding.first().map(|location| json!([place(location, of)])).unwrap_or(json!([])),
        "partialFingerprints": { "archsite/v1": fingerprint },
    });
    let labels = finding.locations.iter().zip(&diagnostic.labels).skip(1);
    let related: Vec<Value> = labels
        .filter_map(|(location, label)| {
            let mut place = place(location.as_ref()?, of);
            place["message"] = json!({ "text": label.words });
            Some(place)
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some((location, text)) = &finding.fix {
        let description = diagnostic.help.as_deref().unwrap_or("fix it");
        result["fixes"] = json!([{
            "description": { "text": description },
            "artifactChanges": [{
                "artifactLocation": artifact(location, of),
                "replacements": [{
                    "deletedRegion": region(location),
                    "insertedContent": { "text": text },
                }],
            }],
        }]);
    }
    result
}

fn place(location: &SourceLocation, of: &Findings) -> Value {
    let mut place = json!({ "artifactLocation": artifact(location, of) });
    if location.file.is_some() {
        place["region"] = region(location);
    }
    json!({ "physicalLocation": place })
}

fn artifact(location: &SourceLocation, of: &Findings) -> Value {
    json!({ "uri": uri(&relative(&location.at, &of.repository)), "uriBaseId": "ROOT" })
}

/// Lines and columns count from 1, and the end is behind the last character.
fn region(location: &SourceLocation) -> Value {
    let (start, end) = location.lines();
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}
