//! Small folders of records, each with one thing wrong.

use std::ops::Range;

use super::*;
use crate::discover;
use crate::parse::Vocabulary;
use archsite_core::fs::Reader;

struct Names<'r>(&'r Records);

impl LocateRecord for Names<'_> {
    fn record(&self, id: EntryId, _: Range<usize>) -> Location {
        self.file(&self.0.entries[id].file, None)
    }
    fn file(&self, file: &str, _: Option<Range<usize>>) -> Location {
        Location::file(file)
    }
    fn directories(&self) -> Location {
        Location::Config(vec!["directories".to_string()])
    }
}

/// The problems of a folder of records, those of `ignored` lints left out.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join("adr").join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let reader = Reader::new(folder.path());
    let records = discover::find(&reader, folder.path(), &discover::Request::default());
    let graph = Graph::new(&records);
    let ignored = ["record-date-missing", "record-number-gap"];
    check(
        &records,
        &graph,
        &Vocabulary::default(),
        &Names(&records),
        "2024-05-06",
    )
    .into_iter()
    .filter(|problem| !ignored.contains(&problem.lint.name))
    .map(|problem| format!("{}: {}", problem.lint.name, problem.message))
    .collect()
}

#[test]
fn every_problem_is_found() {
    let accepted = "# A\n\n## Status\n\nAccepted\n";
    let superseded = |by: &str| format!("# A\n\n## Status\n\nSuperseded by {by}\n");
    let check = |files: &[(&str, &str)], expected: &[&str]| {
        assert_eq!(problems(files), expected, "{files:?}");
    };
    check(&[("0001-a.md", accepted)], &[]);
    let review = |day: &str| format!("---\nstatus: accepted\nexpires: {day}\n---\n# A\n");
    check(&[("0001-a.md", &review("2024-05-06"))], &[]);
    check(
        &[("0001-a.md", &review("2024-05-05"))],
        &["record-review-due: this decision was to be reviewed by 2024-05-05"],
    );
    check(
        &[("0001-a.md", accepted), ("0001-b.md", accepted)],
        &["record-number-duplicate: `adr/0001-a.md` has the number 1 too"],
    );
    check(
        &[("0001-a.md", "# 2. A\n\nStatus: accepted\n")],
        &["record-number-unlike-file: the title has the number 2, the file name 1"],
    );
    check(
        &[("0001-a.md", "# A\n")],
        &["record-status-missing: this record has no status"],
    );
    check(
        &[("0001-a.md", "## Status\n\nAccepted\n")],
        &["record-title-missing: this record has no title"],
    );
    check(
        &[("0001-a.md", &superseded("ADR-9"))],
        &["supersession-broken: `superseded by` names `9`, but there is no such record"],
    );
    check(
        &[("0001-a.md", &superseded("ADR-1"))],
        &["supersession-cycle: record 1 supersedes itself"],
    );
    check(
        &[("0001-a.md", &superseded("ADR-2")), ("0002-b.md", accepted)],
        &[
            "supersession-one-way: only one of the two records states that record 2 supersedes record 1",
        ],
    );
    check(
        &[
            ("0001-a.md", accepted),
            (
                "0002-b.md",
                "# B\n\n## Status\n\nAccepted\n\nSupersedes ADR-1\n",
            ),
        ],
        &[
            "supersession-one-way: only one of the two records states that record 2 supersedes record 1",
            "supersession-contradicts-status: record 1 is superseded by record 2, but its status is accepted",
        ],
    );
    check(
        &[("0001-a.md", "# A\n\n## Status\n\nSuperseded\n")],
        &["superseded-without-successor: superseded, but no record is named as its successor"],
    );
    check(
        &[("0001-a.md", "# A\n\nStatus: simmering\n")],
        &["record-status-unknown: `simmering` is not a known status"],
    );
}

#[test]
fn lists_kept_by_hand_are_compared() {
    let record = "# A\n\nStatus: accepted\n";
    let list = "# Decisions\n\n* [1](0001-a.md)\n* [2](0002-b.md)\n* [3](0003-c.md)\n";
    let mut files = vec![("README.md", list)];
    files.extend(["0001-a.md", "0002-b.md", "0003-c.md"].map(|name| (name, record)));
    assert!(problems(&files).is_empty(), "the list is complete");
    files.push(("0004-d.md", record));
    assert_eq!(
        problems(&files),
        ["record-index-stale: this index does not list `0004-d.md`"]
    );
}

#[test]
fn lists_kept_by_hand_may_misstate_records() {
    let a = ("0001-a.md", "# A\n\nStatus: superseded by ADR-2\n");
    let b = ("0002-b.md", "# B\n\nStatus: accepted\n\nSupersedes ADR-1\n");
    let check = |list: &str, expected: &[&str]| {
        assert_eq!(problems(&[a, b, ("README.md", list)]), expected, "{list}");
    };
    let table = |rows: &str| format!("| # | Title | State |\n|---|---|---|\n{rows}");
    check(
        &table("| 1 | [A](0001-a.md) | superseded |\n| ADR-2 | [B](0002-b.md) | Accepted |\n"),
        &[],
    );
    check(&table("| 1 | [A](0001-a.md) | 7 accepted things |\n"), &[]);
    check(
        &table("| 3 | [A](0001-a.md) | Accepted |\n"),
        &[
            "record-index-stale: this index gives the number 3 to the record with the number 1",
            "record-index-stale: this index gives record 1 the status accepted, but its file has superseded",
        ],
    );
    check(
        "* [B](0002-b.md) – **proposed**\n* [A](0001-a.md) (superseded)\n* [C](0003-c.md)\n",
        &[
            "record-index-stale: this index gives record 2 the status proposed, but its file has accepted",
            "record-index-stale: this index lists `0003-c.md`",
        ],
    );
}

#[test]
fn what_can_not_be_read_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let adr = folder.path().join("adr");
    std::fs::create_dir(&adr).expect("a folder");
    std::fs::write(adr.join("0001-a.md"), [0xff, 0xfe]).expect("a file");
    let big = std::fs::File::create(adr.join("0002-b.md")).expect("a file");
    big.set_len(50 << 20).expect("a large file");
    std::fs::write(adr.join("0003-c.md"), "# C\n\nStatus: accepted\n").expect("a file");
    let reader = Reader::new(folder.path());
    let records = discover::find(&reader, folder.path(), &discover::Request::default());
    let skipped: Vec<&str> = records.skipped.iter().map(|s| s.file.as_str()).collect();
    assert_eq!(skipped, ["adr/0001-a.md", "adr/0002-b.md"]);
    assert_eq!(records.entries.len(), 1, "the rest goes on");
}
