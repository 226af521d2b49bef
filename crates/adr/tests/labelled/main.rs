//! Records and documents that people labelled: what is read is compared with the labels.
//!
//! The project's own set, `tests/labelled/adr`, has every form once and must be read without a mistake. A larger one,
//! of the same layout, is used too where `ARCHSITE_CASES` names the folder above it: one record of fifty may be wrong.

use std::path::{Path, PathBuf};

use archsite_adr::discover;
use archsite_adr::model::record::{Kind, Status};
use archsite_adr::parse::Vocabulary;
use archsite_adr::parse::inline;
use archsite_core::fs::Reader;
use serde_json::Value;

/// The folders that hold a set.
fn sets() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled");
    let larger = std::env::var_os("ARCHSITE_CASES").map(PathBuf::from);
    [own].into_iter().chain(larger).collect()
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

/// Labels have words of their own for what only one team says.
fn status_fits(row: &Value, status: Option<Status>) -> bool {
    let labels = labels(row, "status");
    let ours = status.map(Status::name);
    labels.iter().any(|label| match label.as_str() {
        Some(label) if Status::named(label).is_some() => ours == Some(label),
        Some(_) => true,
        None => matches!(ours, None | Some("unknown")),
    })
}

/// A row is right if nothing in it is invented and title, status, date and relations are
/// those of the label.
#[test]
fn records_are_read_as_labelled() {
    for (set, folder) in sets().iter().enumerate() {
        let (wrong, invented, rows) = compare(folder);
        assert!(rows > 10, "{} has lost its rows", folder.display());
        assert!(invented.is_empty(), "{invented:#?}");
        let allowed = if set == 0 { 0 } else { rows / 50 };
        assert!(wrong.len() <= allowed, "{wrong:#?}");
    }
}

/// The records of a set that are read wrong, those in which something is invented, and the number of all.
fn compare(cases: &Path) -> (Vec<String>, Vec<String>, usize) {
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
            wrong.push(format!("{file}: not found"));
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
            && status_fits(row, status)
            && stated
                .iter()
                .all(|target| record.targets(Kind::SupersededBy).contains(target));
        if !fits {
            wrong.push(format!(
                "{file}: {title:?} {date:?} {status:?} {:?}",
                record.number
            ));
        }
        let no_date = date.is_some() && dates.iter().all(Value::is_null);
        let no_status = status.is_some_and(|s| s != Status::Unknown)
            && labels(row, "status").iter().all(Value::is_null);
        if no_date || no_status {
            invented.push(file.to_string());
        }
    }
    (wrong, invented, rows.len())
}

#[test]
fn decisions_in_documents_are_read_as_labelled() {
    for folder in sets() {
        documents_are_read_as_labelled(&folder);
    }
}

fn documents_are_read_as_labelled(cases: &Path) {
    let truth = json(cases.join("adr/inline-truth.json"));
    let documents = truth["docs"].as_array().expect("documents");
    assert!(
        documents.len() > 2,
        "{} has lost its documents",
        cases.display()
    );
    for document in documents {
        let file = document["file"].as_str().expect("a path");
        let text = std::fs::read_to_string(cases.join(file)).expect("a document");
        let found: Vec<Value> = inline::decisions(&text, 0, &Vocabulary::default())
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
