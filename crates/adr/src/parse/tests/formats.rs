//! One small record for each format.

use crate::parse::tests::{check, line};
use crate::parse::{Vocabulary, read};

#[test]
fn every_format_is_read() {
    check(
        "0001-a.md",
        "# 1. A\n\nDate: 2016-02-12\n\n## Status\n\nAccepted\n\nSuperseded by [2. B](0002-b.md)\n\n## Context\n",
        "1 | A | superseded | 2016-02-12 | <2",
    );
    check(
        "0002-b.md",
        "# B\n\n* Status: accepted\n* Deciders:\n  * x\n* Date: 2020-01-02\n\n## Context\n",
        "2 | B | accepted | 2020-01-02",
    );
    check(
        "0003-c.md",
        "---\nstatus: \"accepted; supersedes ADR-0002\"\ndate: 2021-03-04\n---\n# C\n",
        "3 | C | accepted | 2021-03-04 | >2",
    );
    check(
        "0004-d.md",
        "---\nadr: \"0004\"\nstatus: Superseded\ndate: 2021-03-04\nsuperseded_by: [\"0009\"]\n---\n# 0004 - D\n",
        "4 | D | superseded | 2021-03-04 | <9",
    );
    check(
        "005-e.md",
        "---\nslug: 5\ntitle: |\n  5. E\ntags: [Accepted]\n---\n\n## Status\n\nSuperseded by [ADR 7](/adr/7)\n",
        "5 | E | superseded | <7",
    );
    check(
        "20200926-f.md",
        "# F\n\n- Status: superseded by [20201016-g](20201016-g.md)\n- Date: 2020-09-26\n",
        "F | superseded | 2020-09-26 | <20201016-g",
    );
    check(
        "adr-007-g.md",
        "# ADR 007: G\n\n## Changelog\n\n- 13/07/2018: Draft\n- 02/07/2018: Start\n\n## Status\n\nPROPOSED\n",
        "7 | G | proposed | 2018-07-02",
    );
    check(
        "ORG-ADR-0008-h.md",
        "# H\n\n| | |\n|-|-|\n| Date | 8 Jun 2024 |\n| Status | Review |\n| Supersedes | N/A |\n| Superseded by: | [9](ORG-ADR-0009-i.md) |\n",
        "8 | H | proposed | 2024-06-08 | <ORG-9",
    );
    check(
        "0009-i.md",
        "# I\n\n| Date | Status |\n|-|-|\n| 2018-02-05 | Accepted |\n",
        "9 | I | accepted | 2018-02-05",
    );
    check(
        "0010-j.md",
        "# J\n\n**Status**: Implemented. See below.\n**Date:** 2020-01-02 | **Tags:** x\n",
        "10 | J | accepted | 2020-01-02",
    );
    check(
        "0011-k.md",
        "# K\n\n## Change log\n\n- [proposed](u) (2022-06-01)\n- [approved](u) (2022-07-12)\n",
        "11 | K | accepted | 2022-07-12",
    );
    check(
        "0012-l.md",
        "# L\n\nIn the context of x, facing y, we decided for z and neglected w, to achieve v, accepting u.\n",
        "12 | L",
    );
}

#[test]
fn a_kep_is_read_from_the_file_beside_it() {
    let kep = "title: Long\nstatus: provisional\ncreation-date: 2020-01-02\nsuperseded-by:\n  - \"0014\"\n";
    let reading = read(
        "keps/0013-x/README.md",
        "# KEP-0013: X\n",
        Some(kep),
        &Vocabulary::default(),
    );
    assert_eq!(line(&reading), "13 | X | proposed | 2020-01-02 | <14");
    // A value of another file has no range in this one.
    assert_eq!(reading.record.date.map(|date| date.range), Some(0..0));
}

#[test]
fn less_usual_formats_are_read() {
    let cases = [
        // Dates without label, and dates of less than a day.
        (
            "1-a.md",
            "# A\n\n3 March 2021\n\n## Status\n\nAccepted\n",
            "1 | A | accepted | 2021-03-03",
        ),
        ("1-a.md", "# A\n\nDate: May 2021\n", "1 | A | 2021-05"),
        (
            "2021-05-a.md",
            "# A\n\nStatus: accepted\n",
            "A | accepted | 2021-05",
        ),
        (
            "1-a.md",
            "# A\n\nLast modified: 2021-05-06\n",
            "1 | A | 2021-05-06",
        ),
        (
            "1-a.md",
            "# A\n\nStatus: done (task 4.5.21)\n",
            "1 | A | accepted",
        ),
        // Statuses.
        (
            "1-a.md",
            "# A\n\nStatus: Draft / **Accepted** / Rejected\n",
            "1 | A | accepted",
        ),
        (
            "1-a.md",
            "# A\n\n## Status\n\n### Rejected\n",
            "1 | A | rejected",
        ),
        (
            "1-a.md",
            "# A\n\nStatus: :tada: Accepted\n",
            "1 | A | accepted",
        ),
        (
            "1-a.md",
            "# A\n\n| State | Date |\n|-|-|\n| Draft | 2021-01-02 |\n| Accepted | 2021-03-04 |\n",
            "1 | A | accepted | 2021-03-04",
        ),
        ("1-a.md", "# A\n\n## State\n\nThe client has it.\n", "1 | A"),
        (
            "1-a.md",
            "---\nstatus: accepted\nsupersededBy: [2]\n---\n# A\n",
            "1 | A | superseded | <2",
        ),
        // Sentences over two lines, and in other words.
        (
            "1-a.md",
            "# A\n\n**Status:** Superseded\nby ADR-2\n",
            "1 | A | superseded | <2",
        ),
        (
            "1-a.md",
            "# A\n\nStatus: Accepted, replacing\nADR-2\n",
            "1 | A | accepted | >2",
        ),
        (
            "1-a.md",
            "# A\n\nStatus: Retired in favour of ADR-2\n",
            "1 | A | deprecated | <2",
        ),
        // Titles.
        (
            "1-a.md",
            "# History\n\nStatus: accepted\n",
            "1 | History | accepted",
        ),
        ("1-a.md", "# No. 1: A\n", "1 | A"),
        ("1-a.md", "# :rocket: A\n", "1 | A"),
        ("0001a-b.md", "# 1a. B\n", "1 | B"),
        (
            "1-a.md",
            "- Feature Name: a_b\n\n# Summary\n\nx\n\n# Motivation\n\ny\n",
            "1 | a_b",
        ),
        // Front matter.
        (
            "1-a.md",
            "+++\ntitle = \"A\"\nstatus = \"accepted\"\ndate = 2021-02-03\n+++\n",
            "1 | A | accepted | 2021-02-03",
        ),
        (
            "1-a.md",
            "---\nadr:\n  status: draft\n---\n# A\n",
            "1 | A | draft",
        ),
        // Other languages.
        (
            "1-a.md",
            "# A\n\nDatum: 4. Mai 2021\n\n## Status\n\nTeilweise ersetzt durch ADR-2\n",
            "1 | A | accepted | 2021-05-04 | -2",
        ),
        (
            "1-a.md",
            "# A\n\n## Statut\n\nAbandonnée au profit de ADR-2\n",
            "1 | A | superseded | <2",
        ),
        (
            "1-a.md",
            "# A\n\n- 状态：已被 ADR-2 取代\n",
            "1 | A | superseded | <2",
        ),
        ("1-a.md", "# A\n\n- Статус: Принято\n", "1 | A | accepted"),
        ("1-a.md", "# A\n\n## Data\n\nOf all customers.\n", "1 | A"),
    ];
    for (file, text, expected) in cases {
        check(file, text, expected);
    }
}
