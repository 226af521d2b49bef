use super::*;
use crate::discover::test_records::records;
use crate::model::records::Directory;

fn new(title: &str) -> NewRecord<'_> {
    NewRecord {
        title,
        status: Status::Proposed,
        date: "2024-05-06",
        supersedes: None,
    }
}

fn made(files: &[(&str, &str)], new: &NewRecord<'_>) -> NewFiles {
    let mut records = records(files);
    records.directories.push(Directory::default());
    create(&records, 0, "docs/adr", None, new).expect("a record")
}

#[test]
fn a_record_has_the_format_of_the_latest_one() {
    let nygard = "# 4. Old\n\nDate: 2020-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nText.\n\n## Decision\n\nText.\n";
    let files = made(&[("docs/adr/0004-old.md", nygard)], &new("Use a log"));
    assert_eq!(files.record.0, "docs/adr/0005-use-a-log.md");
    assert_eq!(
        files.record.1,
        "# 5. Use a log\n\nDate: 2024-05-06\n\n## Status\n\nProposed\n\n## Context\n\n## Decision\n"
    );
    let madr = "---\nstatus: accepted\ndate: 2020-01-02\ntags: [x]\n---\n\n# Old\n\n## Context and Problem Statement\n\nText.\n";
    let files = made(&[("adr/adr-004_old.md", madr)], &new("Use a log"));
    assert_eq!(files.record.0, "adr/adr-005_use_a_log.md");
    assert_eq!(
        files.record.1,
        "---\nstatus: proposed\ndate: 2024-05-06\n---\n\n# Use a log\n\n## Context and Problem Statement\n"
    );
    let bullets = "# Old\n\n* Status: accepted\n* Date: 2020-01-02\n\n## Context\n\nText.\n";
    let files = made(&[("adr/20200102-old.md", bullets)], &new("Use a log"));
    assert_eq!(files.record.0, "adr/20240506-use-a-log.md");
    assert_eq!(
        files.record.1,
        "# Use a log\n\n* Status: proposed\n* Date: 2024-05-06\n\n## Context\n"
    );
}

#[test]
fn both_records_state_a_supersession() {
    let formats = [
        "# 1. Old\n\nDate: 2020-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nText.\n",
        "---\nstatus: accepted\ndate: 2020-01-02\n---\n\n# Old\n\n## Context\n",
        "# Old\n\n* Status: accepted\n* Date: 2020-01-02\n\n## Context\n",
        "# Old\n\n| Status | Accepted |\n|--|--|\n| Date | 2020-01-02 |\n\n## Context\n",
    ];
    for text in formats {
        let new = NewRecord {
            status: Status::Accepted,
            supersedes: Some(0),
            ..new("Use a log")
        };
        let files = made(&[("adr/0001-old.md", text)], &new);
        let old = files.superseded.expect("the old record").1;
        assert!(
            old.contains("uperseded by [2. Use a log](0002-use-a-log.md)"),
            "{old}"
        );
    }
}

#[test]
fn a_status_with_more_beside_it_is_not_replaced() {
    let statuses = [
        "Superseded by [2. B](0002-b.md)",
        "Accepted, amended by [2. B](0002-b.md)",
        "**Accepted** by Bob",
        "Accepted (2024-01-01)",
        "Accepted 2024-01-01",
        "Accepted after long talks",
    ];
    for status in statuses {
        let text = format!("# 1. Old\n\n## Status\n\n{status}\n\n## Context\n\nText.\n");
        let mut records = records(&[("adr/0001-old.md", text.as_str())]);
        records.directories.push(Directory::default());
        let new = NewRecord {
            status: Status::Accepted,
            supersedes: Some(0),
            ..new("Use a log")
        };
        let result = create(&records, 0, "adr", None, &new);
        assert!(
            matches!(result, Err(CreateError::Superseded(_))),
            "{status}: {result:?}"
        );
    }
}

#[test]
fn prose_of_the_latest_record_is_not_copied() {
    let text = "# 1. Old\r\n\r\n* Status: Accepted\r\n* Deciders: Bob\r\n* Date: 2020-01-02\r\n\r\nWe use A.\r\nAlways.\r\n\r\n## Context\r\n\r\nText.\r\n";
    let new = NewRecord {
        status: Status::Accepted,
        supersedes: Some(0),
        ..new("Use a log")
    };
    let files = made(&[("adr/0001-old.md", text)], &new);
    assert_eq!(
        files.record.1,
        "# 2. Use a log\r\n\r\n* Status: Accepted\r\n* Supersedes: [1. Old](0001-old.md)\r\n* Date: 2024-05-06\r\n\r\n## Context\r\n"
    );
}

#[test]
fn titles_become_names_of_files() {
    assert_eq!(
        slug("Use C#, don't ask!").as_deref(),
        Some("use-c-dont-ask")
    );
    assert_eq!(slug("Größe / Länge").as_deref(), Some("größe-länge"));
    assert_eq!(slug("../../etc"), Some("etc".to_string()));
    assert_eq!(slug("…"), None);
}
