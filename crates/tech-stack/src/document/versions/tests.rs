//! Texts of cells, and what they claim.

use crate::document::versions::*;

#[test]
fn cells_claim_what_authors_mean() {
    // Text, a version that makes it true, one that does not.
    let cases = [
        ("1.2.3", "1.2.3", "1.2.4"),
        ("20", "20.11.0", "22.0.0"),
        ("18.x", "18.3.1", "19.0.0"),
        ("4.18.x", "4.18.9", "4.19.0"),
        ("3.11+", "3.13.0", "3.10.9"),
        ("≥ 3.11", "4.0", "3.10"),
        (">= 5.0.1", "5.0.1", "5.0.0"),
        ("^1.2", "1.9.0", "2.0.0"),
        ("~5.9", "5.9.3", "5.10.0"),
        ("20 LTS", "20.1.0", "21.0.0"),
        ("20.11.0 LTS", "20.11.0", "20.12.0"),
        ("Next.js 15", "15.5.2", "14.0.0"),
        ("v4", "4.1.0", "5.0.0"),
        ("15-alpine", "15.7", "16.0"),
        ("8.4.1.jre8", "8.4.1", "8.4.2"),
        ("7.12.1 (Spring Boot 管理)", "7.12.1", "7.13.0"),
        ("21 or later", "25.0", "20.0"),
        (">=18 <21", "20.0.0", "21.0.0"),
        ("2.0.0-rc.1", "2.0.0-rc.1", "2.0.0"),
        ("20 ", "20.1.0", "21.0.0"),
        ("Latest (17.x)", "17.2.0", "18.0.0"),
        ("stable (17)", "17.2.0", "18.0.0"),
        ("[17.0.2]", "17.0.2", "17.0.3"),
        ("{17}", "17.1.0", "18.0.0"),
        ("5.x", "5.0.0-beta.25", "6.0.0-beta.1"),
        ("v5", "5.0.0-beta.25", "4.9.0"),
        ("4.0", "4.0.0-rc.10", "4.1.0-rc.1"),
        ("2022", "2022.1", "2019"),
        ("16 (Alpine)", "16.2", "15.0"),
        ("<17.0>", "17.0.1", "17.1.0"),
    ];
    let version = |text: &str| Version::parse(text).expect("a version");
    for (text, yes, no) in cases {
        let VersionText::One(documented) = read(text, false) else {
            panic!("{text} is {:?}", read(text, false));
        };
        assert!(documented.range.contains(&version(yes)), "{text}: {yes}");
        assert!(!documented.range.contains(&version(no)), "{text}: {no}");
    }
}

#[test]
fn what_claims_nothing_is_told_apart() {
    for text in [
        "",
        "Latest",
        " latest ",
        "TBD",
        "{version}",
        "[x.y.z]",
        "Latest (stable)",
        "[TBD]",
    ] {
        assert_eq!(read(text, false), VersionText::Placeholder, "{text}");
    }
    for text in [
        "N/A",
        "-",
        "Built-in",
        "Native",
        "None (MVP)",
        "GPT-4",
        "ES2022",
        "Pro Plan",
        "2024-01",
        "Claude-3 Haiku",
        "100%",
        "(see package.json)",
        "3 replicas",
        "3-node cluster",
        "3 (replicas)",
        "42.1 kB",
        "1.5 MB of output",
        "< 200 ms",
        "port 80",
        "6379",
        "> 10000",
        "3×",
        "Latest (since 2021)",
        "[n/a]",
        "[e.g. 1.2.3]",
        "()",
    ] {
        assert_eq!(read(text, false), VersionText::NoVersion, "{text}");
    }
    assert_eq!(read("1.2.3", true), VersionText::NoVersion);
    let several =
        |text| matches!(read(text, false), VersionText::Several(found) if found.len() == 2);
    assert!(several("18.x / 5.x"));
    assert!(several("ESLint 8+, Prettier 3+"));
}

#[test]
fn suggestions_keep_the_authors_precision() {
    let restated = |text: &str, actual: &str| {
        let VersionText::One(documented) = read(text, false) else {
            panic!("{text} versions nothing");
        };
        documented.restated(text, &Version::parse(actual).expect("a version"), actual)
    };
    assert_eq!(restated("18.x", "19.1.0"), "19.x");
    assert_eq!(restated("3.11+", "3.12.4"), "3.12+");
    assert_eq!(restated("1.2.3", "1.3.0"), "1.3.0");
    assert_eq!(restated("^4.0.0", "5.0.8"), "^5.0.8");
    assert_eq!(restated("Next.js 15", "16.0.1"), "16");
    assert_eq!(restated("v4", "5.1.0"), "v5");
    assert_eq!(restated("22.04", "20.04"), "20.04");
    assert_eq!(restated("22", "20.04"), "20");
    assert_eq!(restated("2024.01.15", "2023.09.02"), "2023.09.02");
    assert_eq!(restated("2.14", "16"), "16");
}
