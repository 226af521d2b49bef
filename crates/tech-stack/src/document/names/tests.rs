//! Names and links, and the packages they lead to.

use crate::document::names::*;
use crate::fact::{Authority, Fact, Mark, Runtime};

#[test]
fn the_list_is_long_and_has_no_name_twice() {
    let mut seen = HashMap::new();
    for (names, targets) in shipped() {
        assert!(!targets.is_empty(), "{names:?} means something");
        for name in names {
            assert_eq!(seen.insert(folded(name), ()), None, "{name} stands twice");
        }
    }
    assert!(seen.len() >= 400, "{}", seen.len());
    let lines = ALIASES
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    for line in lines {
        let (_, targets) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}"));
        for target in targets.split_whitespace() {
            assert!(Target::parse(target).is_some(), "{line}: {target}");
        }
    }
}

#[test]
fn names_lead_to_packages() {
    let at = || Mark::new("f", 0..0);
    let fact = |e, name: &str| Fact::new(e, name, "m", at());
    let facts = Facts {
        facts: vec![
            fact(Ecosystem::Npm, "next"),
            fact(Ecosystem::Npm, "redis"),
            fact(Ecosystem::PyPi, "redis"),
            fact(Ecosystem::Npm, "ws"),
            fact(Ecosystem::Maven, "com.x:jts-core"),
            fact(Ecosystem::PyPi, "rich"),
            fact(Ecosystem::Cargo, "rich"),
        ],
        runtimes: vec![Runtime {
            name: "node".into(),
            value: "20".into(),
            authority: Authority::Pin,
            at: at(),
        }],
        ..Facts::default()
    };
    let user = [(
        "Our Kit".to_string(),
        vec![Target::parse("npm:ws").expect("a target")],
    )];
    let names = Names::new(&facts, &user);
    let found = |text: &str| match names.find(text) {
        Match::Found(target) => target.to_string(),
        Match::Absent(_) => "absent".to_string(),
        Match::Ambiguous(many) => format!("{} of that name", many.len()),
        Match::Unknown(near) => format!("unknown {}", near.unwrap_or_default()),
    };
    let cases = [
        ("Next.js", "npm:next"),
        ("Next.js 15 (App Router)", "npm:next"),
        ("next", "npm:next"),
        ("npm:next", "npm:next"),
        ("Node.js", "runtime:node"),
        ("JTS Core", "maven:com.x:jts-core"),
        ("our kit", "npm:ws"),
        ("React", "absent"),
        ("Redis", "absent"),
        ("Rich", "pypi:rich"),
        ("Next.js API Routes", "unknown "),
        ("Nextt.js", "unknown next.js"),
    ];
    for (text, expected) in cases {
        assert_eq!(found(text), expected, "{text}");
    }
    let cell = |links: &[&str], comments: &[&str]| Cell {
        text: "Something".into(),
        links: links.iter().map(ToString::to_string).collect(),
        comments: comments.iter().map(ToString::to_string).collect(),
        ..Cell::default()
    };
    let next = Match::Found(Target::parse("npm:next").expect("a target"));
    let names = names.linked(&[(
        Ecosystem::Npm,
        "https://own.example/{name}/{version}".into(),
    )]);
    for (link, leads) in [
        ("https://packages.example/package/next", true),
        ("https://packages.example/package/next/v/15.0.0", true),
        ("https://own.example/next/15.0.0", true),
        ("https://own.example/nextt", false),
        ("https://blog.example/learn/next", false),
        ("https://blog.example/next", false),
        ("https://packages.example/crates/next", false),
    ] {
        assert_eq!(names.of_cell(&cell(&[link], &[])) == next, leads, "{link}");
    }
    let mut named = cell(&["https://packages.example/package/next"], &[]);
    named.text = "Redis".into();
    assert_ne!(names.of_cell(&named), next);
    assert_eq!(names.of_cell(&cell(&[], &["npm:next"])), next);
}
