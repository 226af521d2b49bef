//! Small records and what is read from them.

mod formats;
mod traps;

use crate::model::record::Kind;
use crate::parse::{Reading, Vocabulary, read, resolve_date_order};

/// What was read, on one line: number, title, status, date, relations.
fn view(file: &str, text: &str) -> String {
    let mut reading = read(file, text, None, &Vocabulary::default());
    resolve_date_order(&mut [&mut reading]);
    line(&reading)
}

fn line(reading: &Reading) -> String {
    let record = &reading.record;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(record.number.map(|n| n.to_string()));
    parts.extend(record.title.as_ref().map(|t| t.value.clone()));
    parts.extend(record.status.as_ref().map(|s| s.value.name().to_string()));
    parts.extend(record.date.as_ref().map(|d| d.value.clone()));
    for found in &record.relations {
        let relation = &found.value;
        let mark = match relation.kind {
            Kind::Supersedes => ">",
            Kind::SupersededBy => "<",
            Kind::Amends => "+",
            Kind::AmendedBy => "-",
            Kind::RelatesTo => "~",
        };
        parts.push(format!("{mark}{}", relation.target));
    }
    parts.join(" | ")
}

#[track_caller]
fn check(file: &str, text: &str, expected: &str) {
    assert_eq!(view(file, text), expected, "{text}");
}

#[test]
fn values_know_their_bytes() {
    let text = "# 1. Ü\n\n* **Status:** `Accepted` <!-- c -->\n* Date: 2020-01-02\n* Deciders: x, y\n\n## Links\n\n* Supersedes [B](0002-b.md)\n";
    let record = read("1-a.md", text, None, &Vocabulary::default()).record;
    let status = record.status.expect("a status").range;
    let date = record.date.expect("a date").range;
    let title = record.title.expect("a title").range;
    let relation = record.relations[0].range.clone();
    assert_eq!((&text[title], &text[status]), ("Ü", "Accepted"));
    assert_eq!((&text[date], &text[relation]), ("2020-01-02", "B"));
    let deciders: Vec<&str> = record.deciders.iter().map(|d| d.value.as_str()).collect();
    assert_eq!(deciders, ["x", "y"]);
}

proptest::proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "([#*\\-|:>`\\[\\]{}<~ \n\t]|Status|Date|2020-01-02|Superseded by|ADR-1|é|---\n){0,60}") {
        let mut reading = read("0001-x/README.md", &text, Some(&text), &Vocabulary::default());
        resolve_date_order(&mut [&mut reading]);
        for flaw in &reading.flaws {
            proptest::prop_assert!(text.get(flaw.range.clone()).is_some(), "{:?}", flaw);
        }
        for found in &reading.record.relations {
            proptest::prop_assert!(text.get(found.range.clone()).is_some());
        }
        if let Some(status) = reading.record.status {
            proptest::prop_assert!(text.get(status.range).is_some());
        }
    }
}

#[test]
fn the_words_beside_each_reference_of_a_list_are_its_own() {
    for (value, expected) in [
        ("ADR-8 fully, ADR-9 partially", ">8 | +9"),
        ("ADR-8 and parts of ADR-9", ">8 | +9"),
        ("ADR-8; partly ADR-9", ">8 | +9"),
        ("parts of ADR-8 and ADR-9", "+8 | +9"),
        ("ADR-8 and ADR-9 in part", "+8 | +9"),
        ("ADR-8, ADR-9 (in part)", ">8 | +9"),
        ("ADR-8 of the 9 that we have", ">8"),
        ("ADR-8 (the caching layer)", "+8"),
        ("ADR-8 (the old one)", ">8"),
        ("ADR-8 (The caching layer)", ">8"),
        ("[section 2 of ADR 8](0008-h.md)", "+8"),
        ("[8. Parts of speech](0008-h.md)", ">8"),
    ] {
        let text = format!("# 1. A\n\n**Status**: Accepted\n**Supersedes**: {value}\n");
        check(
            "0001-a.md",
            &text,
            &format!("1 | A | accepted | {expected}"),
        );
    }
}
