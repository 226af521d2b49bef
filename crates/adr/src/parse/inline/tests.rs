//! One small document for each form of a decision.

use crate::parse::inline::*;

fn view(text: &str) -> Vec<String> {
    let all = decisions(text, 0, &Vocabulary::default());
    all.iter()
        .map(|inline| {
            let record = &inline.record;
            let parts = [
                record.id.clone(),
                record
                    .title
                    .as_ref()
                    .map(|t| t.value.clone())
                    .unwrap_or_default(),
                record
                    .status
                    .as_ref()
                    .map(|s| s.value.name().to_string())
                    .unwrap_or_default(),
                record
                    .date
                    .as_ref()
                    .map(|d| d.value.clone())
                    .unwrap_or_default(),
                if inline.placeholder { "?" } else { "" }.to_string(),
            ];
            parts
                .into_iter()
                .filter(|p| !p.is_empty())
                .collect::<Vec<_>>()
                .join(" | ")
        })
        .collect()
}

#[test]
fn every_form_is_found() {
    let check = |body: &str, expected: &[&str]| {
        let text = format!(
            "# D\n\n**Status:** Draft\n\n## 9. Key Decisions\n\n{body}\n\n## After\n\n### No entry\n"
        );
        assert_eq!(view(&text), expected, "{body}");
    };
    check(
        "### ADR-001: X\n\n**Status:** Accepted\n",
        &["ADR-001 | X | accepted"],
    );
    check(
        "### Decision: A vs B\n\n**Chosen:** B\n\n### Decision: [Another]\n",
        &["A vs B", "[Another] | ?"],
    );
    check(
        "### Decision 1: [Title]\n\n**Date**: [YYYY-MM-DD]\n",
        &["Decision 1 | [Title] | ?"],
    );
    check(
        "### Decision Priority Analysis\n\nText.\n\n### Decision 1: X\n\nText.\n\n### Decision 2: Y\n",
        &["Decision 1 | X", "Decision 2 | Y"],
    );
    check(
        "### Priorities\n\n**Status:** Accepted\n\n### ADR-1: X\n\n### ADR-2: Y\n",
        &["Priorities | accepted", "ADR-1 | X", "ADR-2 | Y"],
    );
    check("### Store\n\n### ADR-1: X\n", &["Store", "ADR-1 | X"]);
    check(
        "### Major Architectural Decisions\n\n**[Date] - Decision Title**\n- **Context**: x\n",
        &["Decision Title | ?"],
    );
    check(
        "**Example ADR-001: X over Y**\n> link\n",
        &["ADR-001 | X over Y"],
    );
    check(
        "| ID | Title | Status |\n|-|-|-|\n| ADR-1 | X | Accepted |\n",
        &["ADR-1 | X | accepted"],
    );
    check(
        "| Date | Decision | Why |\n|-|-|-|\n| 2020-01-02 | X | y |\n",
        &["X | 2020-01-02"],
    );
    check(
        "- 2020-01-02: X\n- **2020-01-03**: Y\n",
        &["X | 2020-01-02", "Y | 2020-01-03"],
    );
    check("- **D-007-1** X\n", &["D-007-1 | X"]);
    check(
        "- Decision: X\n  Rationale: y\n  Date: 2020-01-02\n",
        &["X | 2020-01-02"],
    );
    check("### 2020-01-02\n\n- X\n", &["X | 2020-01-02"]);
    check(
        "In the context of x, facing y, we decided for Z and neglected w.\n",
        &["Z"],
    );
    check(
        "Some prose about decisions.\n\n**Best practices:**\n\n* one\n",
        &[],
    );
}

#[test]
fn what_stands_elsewhere_is_no_decision() {
    assert!(view("# D\n\n## Context\n\n### Decision: X\n\n**Bold**\n").is_empty());
    assert!(view("# D\n\n## Change Log\n\n| Date | Decision |\n|-|-|\n| x | y |\n").is_empty());
}
