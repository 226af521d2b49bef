//! One small record for each trap, and for each flaw.

use crate::model::record::FlawKind;
use crate::parse::tests::{check, line};
use crate::parse::{Vocabulary, read, resolve_date_order};

#[test]
fn traps_are_avoided() {
    check(
        "1-a.md",
        "#46. A\n\nDate: 2020-01-02\n",
        "1 | A | 2020-01-02",
    );
    check(
        "1-a.md",
        "<!-- licence -->\n\n# A\n\n## Status: Accepted\n",
        "1 | A | accepted",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\n~~Proposed~~ Accepted\n",
        "1 | A | accepted",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\n- [ ] Proposed\n- [x] Accepted\n",
        "1 | A | accepted",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\n**Accepted**\n\nSupersedes ADR-3\n",
        "1 | A | accepted | >3",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\n![accepted](badge.svg)\n",
        "1 | A | accepted",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\nAccepted: see #3297.\n",
        "1 | A | accepted",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\nProposed 2020-01-01\n\nAccepted 2020-02-02\n",
        "1 | A | accepted | 2020-02-02",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\nImplemented. Parts of this were superseded by [2](0002-b.md).\n",
        "1 | A | accepted | -2",
    );
    check(
        "1-a.md",
        "# A\n\n## Status\n\nDeprecated, see [x](https://example.com/issues/5926)\n",
        "1 | A | deprecated",
    );
    check("1-a.md", "# A &amp; B\n\nDate: TBD\n", "1 | A & B");
    check(
        "1-a.md",
        "# A\n\n## Context\n\nThis supersedes ADR-3. Status: accepted\n",
        "1 | A",
    );
    check("1-a.md", "---\n# only a comment\n---\n\n# A\n", "1 | A");
    check(
        "1-a.md",
        "---\nstatus: { accepted }\n---\n# A\n",
        "1 | A | accepted",
    );
    check(
        "1-a.md",
        "\u{feff}---\r\nstatus: accepted\r\n---\r\n# A\r\n",
        "1 | A | accepted",
    );
    check("x/_superseded/1-a.md", "# A\n", "1 | A | superseded");
    check("1-a.md", "", "1");
}

#[test]
fn flaws_are_not_values() {
    let check = |text: &str, expected: &[FlawKind], values: &str| {
        let mut reading = read("1-a.md", text, None, &Vocabulary::default());
        resolve_date_order(&mut [&mut reading]);
        let found: Vec<FlawKind> = reading.flaws.iter().map(|flaw| flaw.kind).collect();
        assert_eq!(
            (found.as_slice(), line(&reading).as_str()),
            (expected, values),
            "{text}"
        );
    };
    check(
        "# A\n\nDate: 2021-02-30\n",
        &[FlawKind::DateInvalid],
        "1 | A",
    );
    check(
        "# A\n\nDate: 5/4/2021\n",
        &[FlawKind::DateAmbiguous],
        "1 | A",
    );
    check("# {title}\n", &[FlawKind::Template], "1 | {title}");
    check(
        "# A\n\n* Date: [YYYY-MM-DD]\n",
        &[FlawKind::Template],
        "1 | A",
    );
    check(
        "# A\n\n* Status: [proposed | accepted | superseded by [ADR-5](0005-x.md)]\n",
        &[FlawKind::Template],
        "1 | A",
    );
    check("# A\n\nStatus: parked for good\n", &[], "1 | A | on-hold");
    check(
        "# A\n\nStatus: simmering\n",
        &[FlawKind::StatusUnknown],
        "1 | A | unknown",
    );
    check(
        "---\nstatus: [\n---\n# A\n",
        &[FlawKind::FrontMatter],
        "1 | A",
    );
    check(
        "---\nstatus: accepted\n\n# A\n",
        &[FlawKind::FrontMatter],
        "1 | A | accepted",
    );
    check(
        "# A\n\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
        &[FlawKind::MergeMarker],
        "1 | A",
    );
}
