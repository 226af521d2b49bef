//! Requirements, and the versions that they allow.

use super::*;

#[test]
fn requirements_allow_what_their_ecosystem_says() {
    use Ecosystem::{Cargo, Composer, Docker, Hex, Maven, Npm, NuGet, PyPi, RubyGems, Terraform};
    // Ecosystem, requirement, a version that is allowed, one that is not.
    let cases = [
        (Cargo, "1.2", "1.9.0", "2.0.0"),
        (Cargo, "0.2.3", "0.2.9", "0.3.0"),
        (Cargo, "=1.0.83", "1.0.83", "1.0.84"),
        (Cargo, ">=1.8, <3", "2.9.9", "3.0.0"),
        (Cargo, "~1.2", "1.2.9", "1.3.0"),
        (Npm, "^18 || ^19", "19.1.0", "20.0.0"),
        (Npm, "18.x", "18.3.1", "19.0.0"),
        (Npm, "~5.4.0", "5.4.5", "5.5.0"),
        (Npm, "5", "5.9.0", "6.0.0"),
        (Npm, "npm:ms@~1.0.0", "1.0.7", "1.1.0"),
        (Npm, "1.2 - 2.3", "2.3.9", "2.4.0"),
        (Npm, "<=4", "4.9.0", "5.0.0-0"),
        (Npm, ">3", "4.0.0", "3.9.0"),
        (Npm, "<=4.1", "4.1.9", "4.2.0"),
        (Npm, ">=4.0.0-rc.2", "4.0.0-rc.10", "4.0.0-rc.1"),
        (Npm, ">=20.11 <23", "22.0.0", "23.0.0-rc.1"),
        (PyPi, "~=1.4.2", "1.4.9", "1.5.0"),
        (PyPi, "==3.11.*", "3.11.7", "3.12.0"),
        (PyPi, ">=2.0,!=2.0.5", "2.1", "1.9"),
        (PyPi, "!=4.2.1", "4.2.2", "4.2.1"),
        (PyPi, "!=4.2.1", "4.2", "4.2.1"),
        (PyPi, ">=2.28,!=2.30.0", "2.30.1", "2.30.0"),
        (PyPi, ">=2.28,!=2.30.0", "2.29", "2.27"),
        (PyPi, "!=2.*", "3.0", "2.9.1"),
        (PyPi, ">=1.0,!=1.5.*,<2", "1.6", "1.5.3"),
        (RubyGems, "!= 7.0.1, >= 7", "7.0.2", "7.0.1"),
        (Composer, ">=1.0 <>1.2.0", "1.2.1", "1.2.0"),
        (PyPi, "^3.8", "3.12", "4.0"),
        (PyPi, "2.31.0", "2.31.0", "2.32.0"),
        (Maven, "[1.0,2.0)", "1.5", "2.0"),
        (Maven, "2.2.+", "2.2.224", "2.3.0"),
        (Maven, "strictly [4.10, 5.0[ prefer 4.12.0", "4.12.0", "5.0"),
        (NuGet, "4.0.0", "9.0.0", "3.9.9"),
        (NuGet, "[13.0.3]", "13.0.3", "13.0.4"),
        (NuGet, "8.0.*", "8.0.6", "8.1.0"),
        (Composer, "~1.2", "1.9.0", "2.0.0"),
        (Composer, "7.0.*", "7.0.7", "7.1.0"),
        (RubyGems, "~> 7.1.3, >= 7.1.3.2", "7.1.9", "7.1.3.1"),
        (Hex, ">= 3.11.0 and < 4.0.0", "3.12.0", "4.0.0"),
        (Terraform, "~> 1.7", "1.99.0", "2.0.0"),
        (Docker, "15-alpine", "15.7", "16.0"),
    ];
    for (ecosystem, text, yes, no) in cases {
        let range = requirement(ecosystem, text).expect(text);
        let version = |text: &str| Version::parse(text).expect("a version");
        assert!(
            range.contains(&version(yes)),
            "{ecosystem} {text} allows {yes}"
        );
        assert!(
            !range.contains(&version(no)),
            "{ecosystem} {text} excludes {no}"
        );
    }
}

#[test]
fn numbers_are_common_only_if_all_versions_have_them() {
    let cases = [
        ("^18.2.0", 1, Some("18")),
        ("^18.2.0", 2, None),
        ("~5.4.0", 2, Some("5.4")),
        ("18.x", 1, Some("18")),
        ("18.x", 2, None),
        (">=20", 1, None),
        ("^18 || ^19", 1, None),
        ("<3", 1, None),
        ("*", 1, None),
        ("1.2.3", 3, Some("1.2.3")),
    ];
    for (text, count, expected) in cases {
        let range = requirement(Ecosystem::Npm, text).expect(text);
        let common = range.common(count).map(|version| version.to_string());
        assert_eq!(common.as_deref(), expected, "{text} {count}");
    }
}

#[test]
fn what_is_no_version_is_none() {
    for text in [
        "latest",
        "workspace:^",
        "file:../x",
        "${x}",
        "github:a/b",
        "next",
    ] {
        assert_eq!(requirement(Ecosystem::Npm, text), None, "{text}");
    }
    assert_eq!(requirement(Ecosystem::Docker, "nonroot"), None);
}
