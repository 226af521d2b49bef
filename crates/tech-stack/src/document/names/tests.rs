//! Names and links, and the packages they lead to.

use crate::document::names::*;
use crate::model::facts::{Authority, Fact, Facts, FileRange, Runtime};

#[test]
fn the_list_is_long_and_sound() {
    let mut seen = HashMap::new();
    let mut rules = 0;
    for (names, alias) in built_in::lines() {
        for name in names {
            assert_eq!(
                seen.insert(normalized(name), ()),
                None,
                "{name} is there twice"
            );
        }
        rules += alias
            .targets
            .iter()
            .filter(|one| one.rule != VersionRule::Same)
            .count();
    }
    assert!(seen.len() >= 1000, "{}", seen.len());
    assert!(rules >= 100, "{rules}");
    let text = include_str!("../../../data/aliases.txt");
    let lines = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    let mut read = built_in::lines();
    for line in lines {
        let (_, alias) = read.next().unwrap_or_else(|| panic!("{line}"));
        let (_, targets) = line.split_once('=').unwrap_or_else(|| panic!("{line}"));
        assert_eq!(
            alias.targets.len(),
            targets.split_whitespace().count(),
            "{line}"
        );
    }
}

#[test]
fn names_lead_to_packages() {
    let at = || FileRange::new("f", 0..0);
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
    let names = Names::new(&FactIndex::new(facts), &user);
    let found = |text: &str| match names.find(text) {
        Match::Found(version_source) => version_source.target.to_string(),
        Match::Unverifiable => "unverifiable".to_string(),
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
    let next = Match::Found(Target::parse("npm:next").expect("a target").into());
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

/// Names as authors write them, what a project has, and what the names stand for.
#[test]
fn servers_platforms_and_protocols_are_not_their_packages() {
    let found = |name: &str, packages: &str| {
        let facts = packages.split(' ').filter_map(Target::parse);
        let facts = facts.map(|t| Fact::new(t.ecosystem, t.name, "m", FileRange::new("f", 0..0)));
        let facts = Facts {
            facts: facts.collect(),
            ..Facts::default()
        };
        match Names::new(&FactIndex::new(facts), &[]).find(name) {
            Match::Found(version_source) => version_source.target.to_string(),
            Match::Unverifiable | Match::Absent(_) => "-".to_string(),
            other => format!("{other:?}"),
        }
    };
    for (name, packages) in [
        ("Redis", "npm:redis"),
        ("Redis (cache)", "pypi:redis"),
        ("redis", "cargo:redis"),
        ("MongoDB", "composer:mongodb/mongodb"),
        ("PostgreSQL", "maven:org.postgresql:postgresql"),
        ("Kafka", "maven:software.amazon.awssdk:kafka"),
        ("Selenium", "maven:org.testcontainers:selenium"),
        ("Kubernetes", "terraform:hashicorp/kubernetes"),
        ("K8s", "pypi:kubernetes"),
        ("Datadog", "terraform:datadog/datadog"),
        ("Docker", "go:github.com/docker/docker"),
        ("OpenSSL", "cargo:openssl"),
        ("etcd", "cargo:etcd"),
        ("GraphQL", "npm:graphql"),
        ("gRPC", "npm:@grpc/grpc-js"),
        ("OAuth 2.0", "npm:oauth"),
        ("JWT", "npm:jwt"),
        ("Git", "npm:git"),
        ("Java", "npm:java"),
        ("WebSocket", "npm:websocket"),
        ("API", "go:github.com/hashicorp/vault/api"),
        ("coverage", "pypi:coverage"),
    ] {
        assert_eq!(found(name, packages), "-", "{name} {packages}");
    }
    for (name, packages, expected) in [
        ("Redis", "npm:redis docker:redis", "docker:redis"),
        ("npm:redis", "npm:redis", "npm:redis"),
        ("redis-py", "pypi:redis", "pypi:redis"),
        ("graphql", "npm:graphql", "npm:graphql"),
        ("uuid", "npm:uuid", "npm:uuid"),
        ("Click", "npm:click", "npm:click"),
        (
            "Datadog Provider",
            "terraform:datadog/datadog",
            "terraform:datadog/datadog",
        ),
        ("JTS Core", "maven:com.x:jts-core", "maven:com.x:jts-core"),
    ] {
        assert_eq!(found(name, packages), expected, "{name} {packages}");
    }
}
