//! Projects and documents with labels: what is read and reported is compared with them.
//!
//! The project's own set, `tests/labelled/stack`, must be read without a mistake; of a larger one a few per cent may
//! be wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use archsite_core::fs::Reader;
use archsite_core::markdown::outline::ParseOptions;
use serde_json::Value;

use crate::compare::drift::Verdict;
use crate::compare::{actual, drift};
use crate::document::columns::OwnHeaders;
use crate::document::names::Names;
use crate::document::versions::VersionText;
use crate::document::{markdown, rows};
use crate::model::facts::{Fact, Facts, Source};
use crate::model::index::FactIndex;

/// The folders that hold a set: the project's own, and a larger one that `ARCHSITE_CASES` names.
fn sets() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled/stack");
    let larger = std::env::var_os("ARCHSITE_CASES").map(|folder| Path::new(&folder).join("stack"));
    [own].into_iter().chain(larger).collect()
}

fn projects(set: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(set).expect("a folder of projects");
    let mut projects: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("expected.json").is_file())
        .collect();
    projects.sort();
    projects
}

/// Versions that a label accepts, sorted.
fn versions(label: &Value) -> Vec<String> {
    let mut versions: Vec<String> = match label {
        Value::Array(list) => list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_string)
            .collect(),
        Value::String(one) => vec![one.clone()],
        _ => Vec::new(),
    };
    versions.sort();
    versions
}

/// Whether a fact is what the label says.
fn is(fact: &Fact, label: &Value, paths: &BTreeMap<String, Vec<String>>) -> bool {
    let text = |key: &str| label.get(key).and_then(Value::as_str);
    let mut resolved: Vec<String> = fact.resolved.iter().map(|r| r.version.clone()).collect();
    resolved.sort();
    let loose = text("note").is_some_and(|note| note.contains("may also be null"));
    let member = text("member").unwrap_or_default();
    let in_member = fact.member == member
        || paths
            .get(&fact.member)
            .is_some_and(|p| p.iter().any(|p| p == member))
        || archsite_core::site::path::parent(&fact.at.file) == member;
    Some(fact.name.as_str()) == text("name")
        && fact.ecosystem.name() == text("ecosystem").unwrap_or_default()
        && fact.kind.name() == text("kind").unwrap_or_default()
        && fact.requirement.as_deref() == text("requirement")
        && (resolved == versions(&label["resolved"]) || loose)
        && in_member
        && (text("license").is_none() || fact.license.as_deref() == text("license"))
        && (text("declared_as").is_none() || fact.declared_as.as_deref() == text("declared_as"))
        && (text("source").is_none() || fact.source.map(word) == text("source"))
}

fn word(source: Source) -> &'static str {
    match source {
        Source::Path => "path",
        Source::Workspace => "workspace",
        Source::Git => "git",
        Source::Url => "url",
        Source::Sdk => "sdk",
    }
}

fn runtime_is(facts: &Facts, label: &Value) -> bool {
    let text = |key: &str| label.get(key).and_then(Value::as_str);
    let file = text("source").unwrap_or_default();
    let file = file.split('#').next().unwrap_or_default();
    facts.runtimes.iter().any(|runtime| {
        Some(runtime.name.as_str()) == text("name")
            && Some(runtime.value.as_str()) == text("value")
            && runtime.at.file == file
    })
}

/// Fails with all reports if `ARCHSITE_REPORT` is set, to look at what differs.
fn show(reports: impl Iterator<Item = String>) {
    let reports: String = reports.collect();
    assert!(std::env::var_os("ARCHSITE_REPORT").is_none(), "{reports}");
}

#[test]
fn labelled_projects_are_read_as_labelled() {
    let sets = sets();
    let reports = sets.iter().enumerate();
    show(reports.map(|(set, folder)| projects_are_read_as_labelled(folder, set == 0)));
}

fn projects_are_read_as_labelled(set: &Path, exactly: bool) -> String {
    let (mut found, mut total, mut report) = (0, 0, String::new());
    let (mut runtimes_found, mut runtimes) = (0, 0);
    let mut forbidden = Vec::new();
    for project in projects(set) {
        let label = std::fs::read_to_string(project.join("expected.json")).expect("labels");
        let label: Value = serde_json::from_str(&label).expect("JSON");
        let facts = crate::read(&Reader::new(&project), &project, &[], false);
        let name = label["project"].as_str().unwrap_or_default();
        let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for member in &facts.members {
            let list = paths.entry(member.name.clone()).or_default();
            list.push(member.path.clone());
        }
        let mut used = vec![false; facts.facts.len()];
        for expected in label["facts"].as_array().into_iter().flatten() {
            total += 1;
            let hit = facts
                .facts
                .iter()
                .enumerate()
                .find(|(index, fact)| !used[*index] && is(fact, expected, &paths));
            match hit {
                Some((index, _)) => {
                    used[index] = true;
                    found += 1;
                }
                None => {
                    let _ = writeln!(report, "{name}: missing {expected}");
                    for fact in &facts.facts {
                        if Some(fact.name.as_str()) == expected["name"].as_str() {
                            let _ = writeln!(report, "    has {fact:?}");
                        }
                    }
                }
            }
        }
        for (index, fact) in facts.facts.iter().enumerate() {
            if !used[index] {
                let _ = writeln!(
                    report,
                    "{name}: more {} {:?} {:?} {}",
                    fact.name,
                    fact.requirement,
                    fact.resolved.first().map(|r| &r.version),
                    fact.member
                );
            }
        }
        for expected in label["runtimes"].as_array().into_iter().flatten() {
            runtimes += 1;
            if runtime_is(&facts, expected) {
                runtimes_found += 1
            } else {
                let _ = writeln!(report, "{name}: missing runtime {expected}");
            }
        }
        for problem in &facts.unreadable {
            let _ = writeln!(report, "{name}: {problem:?}");
        }
        for entry in label["must_not_report"].as_array().into_iter().flatten() {
            let words = entry.as_str().unwrap_or_default();
            let (first, _) = words.split_once(" (").unwrap_or((words, ""));
            let (first, rest) = first.split_once(' ').unwrap_or((first, ""));
            let reported = facts.facts.iter().find(|fact| {
                let named = fact.name == first || fact.name.ends_with(&format!("/{first}"));
                let version = rest.split(' ').next().filter(|v| v.contains('.'));
                let same = version.is_none_or(|v| fact.resolved.iter().any(|r| r.version == v));
                named && same && rest.split(' ').all(|w| w != "as" && w != "as a")
            });
            if let Some(fact) = reported {
                forbidden.push(format!("{name}: {words}: {fact:?}"));
            }
        }
    }
    let summary = format!("{found} of {total} facts, {runtimes_found} of {runtimes} runtimes");
    assert!(total > 10 && runtimes > 3, "a set is missing: {summary}");
    assert!(!exactly || report.is_empty(), "{report}{summary}");
    assert_eq!(forbidden, Vec::<String>::new(), "{report}{summary}");
    assert!(found * 100 >= total * 98, "{report}{summary}");
    assert!(runtimes_found * 100 >= runtimes * 95, "{report}{summary}");
    format!("{report}{summary}\n")
}

/// Verdicts checked by hand, compared with what is reported: precision and recall.
#[test]
fn drift_of_labelled_documents_is_found() {
    let sets = sets();
    let reports = sets.iter().enumerate();
    show(reports.map(|(set, folder)| drift_is_found(&folder.join("real"), set == 0)));
}

fn drift_is_found(folder: &Path, exactly: bool) -> String {
    let label = std::fs::read_to_string(folder.join("drift-verified.json")).expect("labels");
    let rows: Value = serde_json::from_str(&label).expect("JSON");
    let mut expected: BTreeMap<(String, u64), Vec<&Value>> = BTreeMap::new();
    for row in rows.as_array().into_iter().flatten() {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let key = (
            format!("{}/{}", text("repo"), text("doc")),
            row["line"].as_u64().unwrap_or(0),
        );
        expected.entry(key).or_default().push(row);
    }
    let mut documents: Vec<String> = expected.keys().map(|key| key.0.clone()).collect();
    documents.dedup();
    let (mut right, mut wrong, mut missed, mut matched, mut labelled) = (0, 0, 0, 0, 0);
    let mut report = String::new();
    for document in documents {
        let repository = folder.join(document.split('/').next().unwrap_or_default());
        let facts = crate::read(&Reader::new(&repository), &repository, &[], false);
        let index = FactIndex::new(facts);
        let names = Names::new(&index, &[]);
        let source = std::fs::read_to_string(folder.join(&document)).expect("a document");
        let found = markdown::read(&source, &ParseOptions::default());
        let mut seen = BTreeMap::new();
        for table in &found.tables {
            let headers = OwnHeaders {
                technology: &[],
                version: &[],
            };
            for row in rows::of_table(&source, table, headers, None, &names) {
                let before = &source[..row.technology_range.start];
                let line = before.lines().count() as u64;
                let line = line.max(1) + u64::from(before.ends_with('\n'));
                let verdict = match (&row.version, row.version_source()) {
                    (VersionText::One(documented), Some(version_source)) => {
                        let actual_versions = actual::of_source(&index, version_source);
                        let documented = drift::normalized(documented, &version_source.target);
                        Some(drift::verdict(&documented, &actual_versions).0)
                    }
                    _ => None,
                };
                seen.insert(line, (row, verdict));
            }
        }
        for ((_, line), rows) in expected.iter().filter(|(key, _)| key.0 == document) {
            for row in rows {
                let verdict = row["verdict"].as_str().unwrap_or_default();
                let verified = row["verified"].as_str().unwrap_or_default();
                let drifts = verdict.starts_with("drift") && !verified.starts_with("FP");
                let ours = seen.get(line);
                let reports = ours.is_some_and(|(_, verdict)| {
                    matches!(
                        verdict,
                        Some(
                            Verdict::Contradicts
                                | Verdict::Stale
                                | Verdict::RepeatsRequirement
                                | Verdict::FloorTooLow
                        )
                    )
                });
                let known = verdict.starts_with("drift")
                    || verdict.starts_with("ok")
                    || verdict == "latest";
                labelled += u32::from(known);
                matched += u32::from(known && ours.is_some_and(|o| o.0.target().is_some()));
                // Where the label knows no version to compare with, a report is not judged.
                match (drifts, reports && known) {
                    (true, true) => right += 1,
                    (false, true) => wrong += 1,
                    (true, false) => missed += 1,
                    (false, false) => {}
                }
                let unmatched = known && ours.is_none_or(|o| o.0.target().is_none());
                if drifts != reports || unmatched {
                    let _ = writeln!(
                        report,
                        "{document}:{line} {} {}: {verdict} {verified}, ours {:?}",
                        row["tech"],
                        row["claim"],
                        ours.map(|o| (o.1, &o.0.meaning))
                    );
                }
            }
        }
        for problem in &index.all().unreadable {
            let _ = writeln!(report, "{document}: {problem:?}");
        }
    }
    let summary =
        format!("{right} right, {wrong} wrong, {missed} missed; {matched} of {labelled} names");
    assert!(right > 1 && labelled > right, "a set is missing: {summary}");
    assert!(!exactly || report.is_empty(), "{report}{summary}");
    assert!(right * 100 >= (right + wrong) * 97, "{report}{summary}");
    assert!(right * 100 >= (right + missed) * 95, "{report}{summary}");
    format!("{report}{summary}\n")
}
