//! Lines, and the versions in them.

use crate::document::markdown;
use crate::document::rows::*;
use crate::model::facts::{Authority, Fact, Facts, FileRange, Runtime};
use crate::model::index::FactIndex;

fn names() -> Names {
    let at = || FileRange::new("f", 0..0);
    let runtime = |name: &str, value: &str| Runtime {
        name: name.into(),
        value: value.into(),
        authority: Authority::Requirement,
        at: at(),
    };
    let facts = Facts {
        facts: vec![
            Fact::new(Ecosystem::Npm, "react", "m", at()),
            Fact::new(Ecosystem::Npm, "redis", "m", at()),
        ],
        runtimes: vec![runtime("rust", "1.80"), runtime("rust-edition", "2021")],
        ..Facts::default()
    };
    Names::new(&FactIndex::new(facts), &[])
}

/// The names and versions in a list of one item.
fn versions(item: &str) -> String {
    let source = format!("- {item}\n");
    let document = markdown::read(
        &source,
        &archsite_core::markdown::outline::ParseOptions::default(),
    );
    let stated = document
        .lines
        .iter()
        .flat_map(|line| of_line(line, None, &names()));
    let words = stated.map(|s| match &s.version {
        VersionText::One(c) => {
            let name = s.target().map_or(s.technology.clone(), Target::to_string);
            format!("{name} {}", &s.text[c.whole.clone()])
        }
        other => format!("{other:?}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[test]
fn lines_state_what_authors_mean() {
    let cases = [
        ("React 18", "npm:react 18"),
        ("Node.js (inferred from @types/react: ^18)", ""),
        ("Vue/React 18", "npm:react 18"),
        ("Requires React 18", "npm:react 18"),
        ("React 18 (coming soon)", ""),
        ("React 18 LTS", "npm:react 18"),
        ("React 18 for views", "npm:react 18"),
        ("React 18 or later", "npm:react 18"),
        ("React 18 GB RAM", ""),
        ("React 3 nodes", ""),
        ("React 2–4 instances", ""),
        ("React 3/5 nodes", ""),
        ("React 16:9", ""),
        ("React: 15.01.2024", ""),
        ("React: 0 €", ""),
        ("React 42.1 kB", ""),
        ("React 3.5 MB (gzipped)", ""),
        ("React 3+ replicas", ""),
        ("React (port 80)", ""),
        ("React (version 17)", "npm:react 17"),
        ("React (v17.0.2)", "npm:react v17.0.2"),
        ("React (components: 17)", ""),
        ("React 3 (replicas)", ""),
        ("React: 6379", ""),
        ("Replicas: React 3", ""),
        ("Bundle size: React 42", ""),
        ("Coverage: 80", ""),
        ("React 10,000 users", ""),
        ("React 18, React 17", "npm:react 18, npm:react 17"),
        ("~~React 16~~", ""),
        ("React ~~16~~ 18", "npm:react 18"),
        ("**React**: 17.0.2", "npm:react 17.0.2"),
        ("React: ^17.0.0", "npm:react ^17.0.0"),
        ("React — 17", "npm:react 17"),
        ("React: 3.5 million users", ""),
        ("Something: 17.0.2", ""),
        ("React 16: 17", "npm:react 16"),
        ("React 16 (deprecated)", ""),
        ("React 16 (to be removed)", ""),
        ("React 17 (for views)", "npm:react 17"),
        ("React 16 or 17", ""),
        ("React 16, 17", ""),
        ("React 16 -> 17", ""),
        ("Was: React 16", ""),
        ("React 17 migration guide", ""),
        ("We moved from React 16 to React 17", ""),
        ("[e.g. React 17]", ""),
        ("`react@17.0.2`", "npm:react 17.0.2"),
        ("React version 17.0.2", "npm:react 17.0.2"),
        ("Rust 1.80 with React 17", "runtime:rust 1.80, npm:react 17"),
        ("Rust 1.80 / React 17", "runtime:rust 1.80, npm:react 17"),
        ("Rust 1.80 (React 17)", "runtime:rust 1.80, npm:react 17"),
        ("React 17 Server Components", "npm:react 17"),
        (
            "React 17.0.2 for the views and everything else",
            "npm:react 17.0.2",
        ),
        ("React with 17 components", ""),
        ("React in 17 pages", ""),
        ("Rust 2021 edition", "runtime:rust-edition 2021"),
        ("Rust: 2018", "runtime:rust-edition 2018"),
        ("Rust 1.80", "runtime:rust 1.80"),
    ];
    for (item, expected) in cases {
        assert_eq!(versions(item), expected, "{item}");
    }
}
