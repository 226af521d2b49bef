//! The records and documents that people labelled by hand, where they lie beside the
//! repository: `ARCHSITE_CASES`, else `../shared/cases`. Skipped where they do not.

use std::path::PathBuf;

use archsite_adr::discover;
use archsite_adr::model::record::{Kind, Status};
use archsite_adr::parse::Words;
use archsite_adr::parse::inline;
use archsite_core::fs::Reader;
use serde_json::Value;

fn cases() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/cases");
    let folder = std::env::var_os("ARCHSITE_CASES").map_or_else(|| beside.into(), PathBuf::from);
    folder.join("adr/truth.json").is_file().then_some(folder)
}

fn json(path: PathBuf) -> Value {
    let text = std::fs::read_to_string(path).expect("the labels");
    serde_json::from_str(&text).expect("JSON")
}

/// The labels of a key, with those that are accepted too.
fn labels(row: &Value, key: &str) -> Vec<Value> {
    let accepted = row[format!("{key}_accept")]
        .as_array()
        .cloned()
        .unwrap_or_default();
    accepted.into_iter().chain([row[key].clone()]).collect()
}

/// A row is right if nothing in it is invented and title, status, date and relations are
/// those of the label.
#[test]
fn records_are_read_as_labelled() {
    let Some(cases) = cases() else { return };
    let truth = json(cases.join("adr/truth.json"));
    let rows = truth["adrs"].as_array().expect("rows");
    let mut wrong = Vec::new();
    let mut invented = Vec::new();
    let mut found = std::collections::HashMap::new();
    for corpus in std::fs::read_dir(cases.join("adr/corpora")).expect("corpora") {
        let root = corpus.expect("a folder").path();
        let name = root
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let records = discover::find(&Reader::new(&root), &root, &discover::Request::default());
        for entry in records.entries {
            found.insert(format!("{name}/{}", entry.file), entry.reading.record);
        }
    }
    for other in truth["not_adr"].as_array().expect("files") {
        if found.contains_key(other.as_str().expect("a path")) {
            invented.push(other.to_string());
        }
    }
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    for row in rows {
        let file = row["file"].as_str().expect("a path");
        let Some(record) = found.get(file) else {
            wrong.push(file);
            continue;
        };
        let title = record.title.as_ref().map(|title| plain(&title.value));
        let titles = labels(row, "title");
        let date = record.date.as_ref().map(|date| date.value.as_str());
        let dates = labels(row, "date");
        let status = record.status.as_ref().map(|status| status.value);
        let stated: Vec<&str> = row["superseded_by"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let fits = titles
            .iter()
            .any(|label| label.as_str().map(&plain) == title)
            && dates.iter().any(|label| label.as_str() == date)
            && record.number == row["number"].as_u64()
            && stated
                .iter()
                .all(|target| record.targets(Kind::SupersededBy).contains(target));
        if !fits {
            wrong.push(file);
        }
        let no_date = date.is_some() && dates.iter().all(Value::is_null);
        let no_status = status.is_some_and(|s| s != Status::Unknown)
            && labels(row, "status").iter().all(Value::is_null);
        if no_date || no_status {
            invented.push(file.to_string());
        }
    }
    assert!(invented.is_empty(), "{invented:#?}");
    assert!(wrong.len() * 50 <= rows.len(), "{wrong:#?}");
}

#[test]
fn decisions_in_documents_are_read_as_labelled() {
    let Some(cases) = cases() else { return };
    let truth = json(cases.join("adr/inline-truth.json"));
    for document in truth["docs"].as_array().expect("documents") {
        let file = document["file"].as_str().expect("a path");
        let text = std::fs::read_to_string(cases.join(file)).expect("a document");
        let found: Vec<Value> = inline::decisions(&text, 0, &Words::default())
            .iter()
            .map(|inline| {
                let record = &inline.record;
                let line = text[..inline.range.start].matches('\n').count() + 1;
                let title = record.title.as_ref().map(|title| &title.value);
                serde_json::json!([line, record.number, title, inline.placeholder])
            })
            .collect();
        let meant: Vec<Value> = document["decisions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|d| serde_json::json!([d["line"], d["number"], d["title"], d["placeholder"]]))
            .collect();
        assert_eq!(found, meant, "{file}");
    }
}
