//! The records as data for other programs.

use serde_json::{Value, json};

use crate::find::Records;
use crate::record::{Found, Kind, Record, Relation, Source};

/// All records, as `adr list --format json` writes them.
pub fn json(records: &Records) -> Value {
    let entries = records.entries.iter();
    entries
        .map(|entry| record(&entry.file, &entry.reading.record))
        .collect()
}

fn record(file: &str, record: &Record) -> Value {
    let texts =
        |list: &[Found<String>]| -> Value { list.iter().map(|f| f.value.as_str()).collect() };
    json!({
        "file": file,
        "number": record.number,
        "id": record.id,
        "title": record.title.as_ref().map(|t| &t.value),
        "status": record.status.as_ref().map(|s| s.value.name()),
        "status_raw": record.status_raw,
        "date": record.date.as_ref().map(|d| &d.value),
        "supersedes": record.targets(Kind::Supersedes),
        "superseded_by": record.targets(Kind::SupersededBy),
        "amends": record.targets(Kind::Amends),
        "amended_by": record.targets(Kind::AmendedBy),
        "relates_to": record.targets(Kind::RelatesTo),
        "deciders": texts(&record.deciders),
        "tags": texts(&record.tags),
        "area": record.area.as_ref().map(|a| &a.value),
        "inline": record.source == Source::Document,
    })
}

/// Which rule gave which value, line by line: what `adr why` says.
pub fn why(record: &Record) -> Vec<(&'static str, String, &'static str)> {
    let mut lines = Vec::new();
    if let Some(number) = record.number {
        lines.push(("number", number.to_string(), "the file name"));
    }
    let mut push = |what, value: String, rule: crate::record::Rule| {
        lines.push((what, value, rule.words()));
    };
    if let Some(title) = &record.title {
        push("title", title.value.clone(), title.rule);
    }
    if let Some(status) = &record.status {
        let raw = record.status_raw.as_deref().unwrap_or_default();
        push(
            "status",
            format!("{} ({raw})", status.value.name()),
            status.rule,
        );
    }
    if let Some(date) = &record.date {
        push("date", date.value.clone(), date.rule);
    }
    for decider in &record.deciders {
        push("decider", decider.value.clone(), decider.rule);
    }
    for tag in &record.tags {
        push("tag", tag.value.clone(), tag.rule);
    }
    if let Some(area) = &record.area {
        push("area", area.value.clone(), area.rule);
    }
    for Found { value, rule, .. } in &record.relations {
        let Relation { kind, target, .. } = value;
        push(kind.words(), target.clone(), *rule);
    }
    lines
}
