//! Reports for other programs.

use serde_json::Value;

use super::{check, edit, fixture};
use crate::common::TestBook;

fn report(book: &TestBook, format: &str) -> Value {
    let run = check(book, &["--format", format]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.stderr, "");
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// Without the rules, which are all lints.
#[test]
fn sarif() {
    let mut log = report(&fixture("old-book"), "sarif");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = "VERSION".into();
    let rules = std::mem::take(&mut driver["rules"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).expect("JSON"));
    let rules = rules.as_array().expect("rules");
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().expect("an index");
        let rule = &rules[usize::try_from(index).expect("an index")];
        assert_eq!(rule["id"], result["ruleId"]);
        let page = rule["helpUri"].as_str().expect("an address");
        assert!(page.starts_with("https://"), "{page}");
    }
}

#[test]
fn gitlab() {
    let log = report(&fixture("old-book"), "gitlab");
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).expect("JSON"));
}

/// A service that knows a problem does not take it for another one after lines have moved.
#[test]
fn fingerprints_stay_where_lines_move() {
    let book = fixture("old-book");
    let fingerprints = || {
        let of_sarif = report(&book, "sarif")["runs"][0]["results"].take();
        let of_gitlab = report(&book, "gitlab");
        let list = |of: &Value, key: &str| -> Vec<String> {
            let all = of.as_array().expect("problems").iter();
            all.map(|problem| problem.pointer(key).expect(key).to_string())
                .collect()
        };
        (
            list(&of_sarif, "/partialFingerprints/archsite~1v1"),
            list(&of_gitlab, "/fingerprint"),
        )
    };
    let before = fingerprints();
    let mut different = before.0.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), before.0.len());
    edit(&book, "src/shop.md", "# Shop\n", "# Shop\n\nA text.\n");
    assert_eq!(fingerprints(), before);
}

/// Empty reports are reports.
#[test]
fn a_book_without_problems() {
    let book = TestBook::new("", &[("a.md", "# A\n")]);
    let log = |format: &str| -> Value {
        let run = check(&book, &["--format", format]);
        assert_eq!(run.code, 0);
        serde_json::from_str(&run.stdout).expect("JSON")
    };
    assert_eq!(log("gitlab"), serde_json::json!([]));
    assert_eq!(log("sarif")["runs"][0]["results"], serde_json::json!([]));
}
