//! The book of labelled cases, `tests/links-book`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::json;
use crate::common::run;

fn conformance() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links-book")
}

/// A book of labelled cases: all that is bad is found, and nothing that is good.
#[test]
fn labelled_cases_are_judged_right() {
    let labels = std::fs::read_to_string(conformance().join("expected.json")).expect("labels");
    let labels: Vec<Value> = serde_json::from_str(&labels).expect("JSON");
    let mut primary = BTreeSet::new();
    let mut related = BTreeSet::new();
    let place = |value: &Value| {
        let line = value["line"].as_u64().expect("a line");
        (value["file"].as_str().expect("a file").to_string(), line)
    };
    for problem in json(&conformance()) {
        primary.insert(place(&problem));
        related.extend(
            problem["related"]
                .as_array()
                .expect("a list")
                .iter()
                .map(place),
        );
    }
    let mut wrong = Vec::new();
    let mut silent = Vec::new();
    for label in &labels {
        let (file, line) = place(label);
        let file = match file.strip_prefix("../") {
            Some(above) => above.to_string(),
            None => format!("src/{file}"),
        };
        let lines = line..line + label["lines"].as_u64().unwrap_or(1);
        let said = |places: &BTreeSet<(String, u64)>| {
            lines
                .clone()
                .any(|line| places.contains(&(file.clone(), line)))
        };
        let (is_primary, is_related) = (said(&primary), said(&related));
        let id = label["id"].as_str().expect("an id");
        match label["expected"].as_str() {
            Some("good") if is_primary => wrong.push(id),
            Some("bad") if !is_primary && !is_related => wrong.push(id),
            Some("warn") if !is_primary => silent.push(id),
            _ => {}
        }
    }
    assert_eq!(wrong, Vec::<&str>::new());
    // Brackets alone and files that nothing links to are nobody's business by default.
    assert_eq!(silent, ["R04", "B04"]);
}

#[test]
fn messages_for_the_labelled_cases() {
    let run = run(&conformance(), &["check", "--format", "short"], "");
    insta::assert_snapshot!(run.stdout);
}
