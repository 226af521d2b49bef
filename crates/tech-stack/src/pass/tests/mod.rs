//! The pass over small sites: what is filled, what is generated, what is said.

mod labelled;
mod made;
mod numbers;
mod pairs;

use std::path::Path;

use archsite_core::fs::Reader;
use archsite_core::site::{Item, Page, Site};
use proptest::prelude::*;

use crate::{Config, Display};

/// Runs the pass over one page of a repository; the page afterwards, and the problems.
fn run(files: &[(&str, &str)], page: &str, configured: bool) -> (String, Vec<String>) {
    displayed(files, page, configured, Display::default())
}

/// The same for a renderer.
fn displayed(
    files: &[(&str, &str)],
    page: &str,
    configured: bool,
    display: Display<'_>,
) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("a folder");
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let mut site = Site {
        root: root.clone(),
        book_root: root.clone(),
        src: "src".into(),
        ..Site::default()
    };
    let mut loaded = Page::default();
    loaded.path = Some("a.md".into());
    loaded.source_path = Some("a.md".into());
    let id = site.add_loaded(loaded, page.to_string());
    site.items = vec![Item::Page(id)];
    let config = configured.then(Config::default);
    let (reader, history) = (Reader::new(&root), Default::default());
    let outcome =
        crate::run(&mut site, config.as_ref(), &reader, &history, display).expect("sound edits");
    let problems = outcome.problems.iter().map(|p| {
        let help = p.help.clone().unwrap_or_default();
        format!("{}: {} [{help}]", p.lint.name, p.message)
    });
    (site.pages[id].text.as_str().to_string(), problems.collect())
}

const PACKAGE: (&str, &str) = (
    "package.json",
    r#"{"name": "app", "description": "x", "engines": {"node": ">=20"},
        "dependencies": {"react": "^18.2.0", "bad": "latest", "e|vil": "1.0.0|<b>"},
        "devDependencies": {"vitest": "~2.1.0"}}"#,
);

const LOCK: (&str, &str) = (
    "package-lock.json",
    r#"{"lockfileVersion": 3, "packages": {
        "node_modules/react": {"version": "18.3.1"}, "node_modules/bad": {"version": "4.0.0"},
        "node_modules/vitest": {"version": "2.1.9"}}}"#,
);

#[test]
fn open_cells_are_filled_and_nothing_else_is_touched() {
    let page = "# T\n\n<!-- archsite: tech-stack -->\n\n| Technology | Version | Why |\n|:--|--|--|\n\
        | **React**  |  | `a`\\|b |\n| Vitest | Latest |x|\n| Node.js | TBD |\n| Jest, Cypress | Latest | |\n\
        | Redis | N/A | |\n| ~~React~~ | TBD | |\n";
    let (text, problems) = run(&[PACKAGE, LOCK], page, false);
    let expected = page
        .replace("| **React**  |  |", "| **React**  | 18.3.1 |")
        .replace("| Vitest | Latest |", "| Vitest | 2.1.9 |")
        .replace("| Node.js | TBD |", "| Node.js | >=20 |");
    assert_eq!(text, expected);
    let display: Vec<&String> = problems
        .iter()
        .filter(|p| p.starts_with("version") && !p.starts_with("version-open"))
        .collect();
    assert!(display.is_empty(), "{display:?}");
}

#[test]
fn cells_that_hold_something_are_left_alone() {
    let row = |cells: &str| {
        let page = format!(
            "# T\n\n<!-- archsite: tech-stack -->\n\n| Technology | Version |\n|--|--|\n{cells}\n| Vitest | 2.1.9 |\n\n[^1]: x\n"
        );
        let (text, _) = run(&[PACKAGE, LOCK], &page, false);
        let filled = text
            .lines()
            .skip(6)
            .take_while(|line| *line != "| Vitest | 2.1.9 |");
        filled.collect::<Vec<_>>().join("\n")
    };
    let untouched = [
        "| React",
        "| React |",
        "| React | ![](x.png) |",
        "| React | <b></b> |",
        "| React | Latest[^1] |",
        "| React | [Latest](https://h.example/) |",
        "| React | (see package.json) |",
        "| React | {{ version }} |",
        "| React | {{#include x}} |",
    ];
    for cells in untouched {
        assert_eq!(row(cells), cells);
    }
    for (cells, filled) in [
        ("| React | |", "| React | 18.3.1 |"),
        ("| React ||", "| React | 18.3.1 |"),
        ("| React | **Latest** |", "| React | **18.3.1** |"),
        ("| React |   |", "| React | 18.3.1  |"),
    ] {
        assert_eq!(row(cells), filled);
    }
}

#[test]
fn contradictions_are_reported_with_the_authors_precision() {
    let page = "# Tech Stack\n\n| Technology | Version |\n|--|--|\n| React | 17.x |\n| Vitest | 2.1.0 |\n\
        | Node.js | 22+ |\n| React | 18 |\n\n- **React** 16.x: views\n- **Language**: TypeScript 5\n- React is 15 years old\n";
    let marked = page.replace(
        "| Technology",
        "<!-- archsite: tech-stack -->\n\n| Technology",
    );
    let versions = |page: &str, configured| -> Vec<String> {
        let (text, problems) = run(&[PACKAGE, LOCK], page, configured);
        assert_eq!(text, page, "versions are never changed");
        problems
            .into_iter()
            .filter(|p| p.starts_with("version"))
            .collect()
    };
    assert_eq!(versions(page, false), [""; 0], "nobody asked");
    let unmarked = versions(page, true);
    assert_eq!(
        unmarked,
        [
            "version-contradicts-unmarked: React is documented as 17.x, but `package-lock.json` has 18.3.1 [write `18.x`; files read: `package.json`, `package-lock.json`]",
            "version-repeats-requirement: Vitest is documented as 2.1.0, but the lock file now has 2.1.9 [write `2.1.9`; files read: `package.json`, `package-lock.json`]",
            "version-contradicts-unmarked: React is documented as 16.x, but `package-lock.json` has 18.3.1 [write `18.x`; files read: `package.json`, `package-lock.json`]",
        ]
    );
    let marked = versions(&marked, false);
    assert_eq!(marked.len(), 2, "{marked:#?}");
    assert!(
        marked[0].starts_with("version-contradicts: React is documented as 17.x"),
        "{marked:#?}"
    );
}

#[test]
fn a_file_that_counts_more_decides() {
    let pins = [PACKAGE, (".nvmrc", "22.4.0\n")];
    let page = "<!-- archsite: tech-stack -->\n\n| Tool | Version |\n|--|--|\n| Node.js | 20 |\n";
    let (_, problems) = run(&pins, page, false);
    let said = "version-stale: Node.js is documented as 20, but `.nvmrc` now has 22.4.0";
    assert!(
        problems.iter().any(|p| p.starts_with(said)),
        "{problems:#?}"
    );
}

#[test]
fn the_templates_own_ways_are_verified() {
    let page = "# A\n\n## 3. Technology Stack\n\n**Frameworks:**\n- React 17, Vitest 1.x\n\n**Runtime:** Node.js 18.x\n\n\
        | Layer | Technology | Rationale |\n|--|--|--|\n| UI | React 16 | [Why chosen] |\n| X | [Framework] | |\n\n\
        ## Other\n\n- React 15\n";
    let (text, problems) = run(&[PACKAGE, LOCK], page, true);
    assert_eq!(text, page);
    let problems: Vec<&str> = problems
        .iter()
        .filter_map(|p| p.split(", but").next())
        .collect();
    let said = |what: &str| format!("version-contradicts-unmarked: {what}");
    let expected = [
        said("React is documented as 16"),
        said("React is documented as 17"),
        said("Vitest is documented as 1.x"),
        said("Node.js is documented as 18.x"),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn tables_are_generated_where_there_are_none() {
    let (text, _) = run(
        &[PACKAGE, LOCK],
        "# T\n\n<!-- archsite: tech-stack exclude=\"bad\" -->\nword\n",
        false,
    );
    assert_eq!(
        text,
        "# T\n\n<!-- archsite: tech-stack exclude=\"bad\" -->\n\n| Category | Technology | Version |\n\
         | --- | --- | --- |\n| Runtime | Node.js | >=20 |\n| Framework | React | 18.3.1 |\n\
         | Library | e\\|vil | |\n| Testing | Vitest | 2.1.9 |\n\nword\n"
    );
    let empty = "<!-- archsite: tech-stack kinds=\"normal\" limit=\"1\" -->\n| Technology | Layer | Version | Rationale |\n|--|--|--|--|\n\nword\n";
    let (text, _) = run(&[PACKAGE, LOCK], empty, false);
    assert_eq!(
        text,
        empty.replace("|--|\n\n", "|--|\n| React | Framework | 18.3.1 | |\n\n")
    );
}

#[test]
fn versions_stand_in_text_and_code() {
    let page = "React {{#version react}}, `npm i react@{{#version npm:react precision=\"major\"}}`\n\n```sh\nx {{#version vitest}}\n```\n\\{{#version react}} {{#version reacct}}\n";
    let (text, problems) = run(&[PACKAGE, LOCK], page, false);
    assert_eq!(
        text,
        "React 18.3.1, `npm i react@18`\n\n```sh\nx 2.1.9\n```\n{{#version react}} {{#version reacct}}\n"
    );
    assert_eq!(
        problems,
        ["version-unknown: the version of `reacct` is unknown [did you mean `react`?]"]
    );
}

#[test]
fn a_backslash_that_mdbook_took_away_still_counts() {
    let written = ("src/a.md", "\\{{#version react}} {{#version react}}\n");
    let (text, _) = run(
        &[PACKAGE, LOCK, written],
        "{{#version react}} {{#version react}}\n",
        false,
    );
    assert_eq!(text, "{{#version react}} 18.3.1\n");
}

#[test]
fn options_that_do_not_exist_are_reported() {
    let (_, problems) = run(
        &[],
        "<!-- archsite: tech-stack kindz=\"a\" kind=\"nromal\" limit=x -->\n",
        false,
    );
    assert_eq!(problems.len(), 3, "{problems:#?}");
    let page = "<!-- archsite: tech-stack member=\"apq\" -->\n\n| Tool | Version |\n|--|--|\n| React | |\n";
    let (text, problems) = run(&[PACKAGE, LOCK], page, false);
    assert!(text.contains("| React | 18.3.1 |"), "{text}");
    let said = "there is no member `apq`; did you mean `app`?";
    assert!(problems.iter().any(|p| p.contains(said)), "{problems:#?}");
}

#[test]
fn bad_manifests_are_one_problem_each_and_the_rest_goes_on() {
    let bad = [
        ("package.json", "{\"dependencies\": {\"react\": "),
        ("Cargo.toml", "<<<<<<< HEAD\n[package]\n"),
        ("go.mod", "module x\nrequire github.com/a/b v1.0.0\n"),
        ("a/pom.xml", "<project><a></project>"),
        ("a/compose.yml", "services: [\n"),
        ("b/Cargo.toml", "[workspace]\nmembers = [\"../../..\"]\n"),
        ("b/pnpm-lock.yaml", "lockfileVersion: '99.0'\n"),
        ("b/package.json", "{}"),
    ];
    let page = "<!-- archsite: tech-stack -->\n\n| Tool | Version |\n|--|--|\n| b | TBD |\n";
    let (text, problems) = run(&bad, page, false);
    assert!(text.contains("| b | 1.0.0 |"), "{text}");
    let unreadable: Vec<_> = problems
        .iter()
        .filter(|p| p.starts_with("manifest-unreadable"))
        .collect();
    assert_eq!(unreadable.len(), 6, "{problems:#?}");
}

/// Names of manifests and locks, one of each reader.
const MANIFESTS: &[&str] = &[
    "Cargo.toml",
    "package.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "pyproject.toml",
    "requirements.txt",
    "setup.cfg",
    "setup.py",
    "go.mod",
    "go.work",
    "pom.xml",
    "build.gradle",
    "settings.gradle",
    "a.csproj",
    "composer.json",
    "Gemfile",
    "Gemfile.lock",
    "x.gemspec",
    "mix.exs",
    "mix.lock",
    "pubspec.yaml",
    "Dockerfile",
    "compose.yaml",
    "main.tf",
    ".github/workflows/a.yml",
    ".tool-versions",
    "mise.toml",
    "bom.cdx.json",
    ".env",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_makes_it_panic(
        text in "([ \\-+*a-cv0-9.,:;@=<>~^|(){}\\[\\]'\"$#/\\\\\n]|gem |deps |FROM |image: |require |implementation |dependencies \\{\n|ä|版){0,60}",
        name in proptest::sample::select(MANIFESTS),
    ) {
        for ecosystem in crate::model::facts::Ecosystem::ALL {
            crate::model::requirement::requirement(*ecosystem, &text);
        }
        if let crate::document::versions::VersionText::One(documented) = crate::document::versions::read(&text, false) {
            documented.restated(
                &text,
                &crate::model::version::Version::of(&[1, 2, 3]),
                "1.2.3",
            );
        }
        let page = format!("# Tech Stack\n\n<!-- archsite: tech-stack -->\n\n|Technology|Version|\n|--|--|\n|{text}|{text}|\n\n{text} {{{{#version {text}}}}}\n");
        run(&[(name, &text), ("package.json", PACKAGE.1)], &page, true);
    }
}
