//! The names that agents of BMAD projects read, and which section of a document fits each.
//!
//! Titles in, indexes out: it knows nothing of files.

use std::collections::{HashMap, HashSet};

use crate::plan::names::slug::slug;
use crate::plan::names::titles::without_number;

/// The names, each with titles that mean the same. Longer titles that begin or end with one of
/// several words fit too, if nothing fits better.
const EXPECTED_NAMES: &[(&str, &[&str])] = &[
    (
        "tech-stack",
        &[
            "technology-stack",
            "technical-stack",
            "technologies",
            "stack",
        ],
    ),
    (
        "source-tree",
        &[
            "project-structure",
            "directory-structure",
            "repository-structure",
            "monorepo-structure",
            "folder-structure",
            "file-structure",
            "code-structure",
            "codebase-structure",
            "source-structure",
            "source-code-structure",
            "code-organization",
            "repository-layout",
            "project-layout",
        ],
    ),
    ("unified-project-structure", &["unified-structure"]),
    (
        "coding-standards",
        &[
            "coding-conventions",
            "coding-guidelines",
            "coding-rules",
            "coding-style",
            "code-standards",
            "code-conventions",
            "code-style",
            "development-standards",
            "implementation-patterns",
        ],
    ),
    (
        "testing-strategy",
        &[
            "test-strategy",
            "testing",
            "tests",
            "testing-approach",
            "test-approach",
            "testing-standards",
            "testing-philosophy",
            "test-plan",
        ],
    ),
    (
        "data-models",
        &[
            "data-model",
            "domain-model",
            "domain-models",
            "data-architecture",
        ],
    ),
    (
        "database-schema",
        &[
            "database-schemas",
            "database-design",
            "database-architecture",
            "db-schema",
            "data-schema",
            "storage-schema",
            "schema",
        ],
    ),
    (
        "backend-architecture",
        &["back-end-architecture", "server-architecture"],
    ),
    (
        "rest-api-spec",
        &[
            "rest-api",
            "rest-api-specification",
            "api-specification",
            "api-spec",
            "api-specifications",
            "api-design",
            "api-contracts",
            "api-endpoints",
            "api-reference",
            "api",
            "apis",
        ],
    ),
    (
        "external-apis",
        &[
            "external-api",
            "external-services",
            "external-integrations",
            "third-party-apis",
            "third-party-services",
            "third-party-integrations",
        ],
    ),
    (
        "frontend-architecture",
        &[
            "front-end-architecture",
            "ui-architecture",
            "client-architecture",
        ],
    ),
    (
        "components",
        &[
            "component",
            "component-architecture",
            "component-details",
            "component-design",
            "component-overview",
            "system-components",
        ],
    ),
    (
        "core-workflows",
        &[
            "core-workflow",
            "workflows",
            "key-workflows",
            "key-flows",
            "core-flows",
            "user-flows",
        ],
    ),
];

/// Contract names of which one is enough.
const EITHER: &[(&str, &str)] = &[("source-tree", "unified-project-structure")];

/// How well a title fits a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Alias,
    /// A longer title that begins or ends with one of them.
    Part,
}

/// Which title serves which name: a title that says it exactly goes first.
pub(crate) fn given<'a>(titles: impl Iterator<Item = &'a str>) -> HashMap<usize, &'static str> {
    let slugs: Vec<String> = titles.map(|title| slug(without_number(title))).collect();
    let mut given: HashMap<usize, &'static str> = HashMap::new();
    let mut served = HashSet::new();
    for wanted in [Fit::Exact, Fit::Alias, Fit::Part] {
        for (name, aliases) in EXPECTED_NAMES {
            if served.contains(name) {
                continue;
            }
            let mut free = (0..slugs.len()).filter(|index| !given.contains_key(index));
            let found = free.find(|index| fit(&slugs[*index], name, aliases) == Some(wanted));
            if let Some(index) = found {
                given.insert(index, *name);
                served.insert(*name);
            }
        }
    }
    given
}

/// The first title that could serve a name.
pub(crate) fn candidate<'a>(
    name: &str,
    titles: impl Iterator<Item = (usize, &'a str)>,
) -> Option<usize> {
    let name = without_position(name);
    let (name, aliases) = EXPECTED_NAMES.iter().find(|(known, _)| *known == name)?;
    let fits = titles.filter_map(|(index, title)| {
        Some((fit(&slug(without_number(title)), name, aliases)?, index))
    });
    fits.min().map(|(_, index)| index)
}

fn fit(slug: &str, name: &str, aliases: &[&str]) -> Option<Fit> {
    if slug == name {
        return Some(Fit::Exact);
    }
    if aliases.contains(&slug) {
        return Some(Fit::Alias);
    }
    let part = |words: &str| {
        let before = slug
            .strip_suffix(words)
            .and_then(|rest| rest.strip_suffix('-'));
        let behind = slug
            .strip_prefix(words)
            .and_then(|rest| rest.strip_prefix('-'));
        words.contains('-')
            && before
                .or(behind)
                .is_some_and(|rest| rest.split('-').count() <= 4)
    };
    let parts = part(name) || aliases.iter().any(|alias| part(alias));
    parts.then_some(Fit::Part)
}

/// A name without the number of its section in front, as md-tree writes it: `3-tech-stack`.
pub(crate) fn without_position(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| c.is_alphabetic()) => rest,
        _ => name,
    }
}

/// Whether agents look for a file of this name.
pub(crate) fn is_expected_name(name: &str) -> bool {
    EXPECTED_NAMES.iter().any(|(known, _)| *known == name)
}

/// The name that means the same thing, if there is one.
pub(crate) fn twin(name: &str) -> Option<&'static str> {
    EITHER.iter().find_map(|(a, b)| match name {
        name if name == *a => Some(*b),
        name if name == *b => Some(*a),
        _ => None,
    })
}

/// The names that agents read and no section gives: `expected` ones of the project, and those of
/// all projects, of which one of two twins is enough.
pub(crate) fn missing_names(names: &[String], expected: &[String], usual: bool) -> Vec<String> {
    let has = |name: &str| names.iter().any(|n| n == name);
    let all = EXPECTED_NAMES.iter().filter(|_| usual);
    let usual = all.map(|(name, _)| *name);
    let usual = usual.filter(|name| !twin(name).is_some_and(has));
    let expected = expected.iter().map(String::as_str);
    let mut missing: Vec<String> = Vec::new();
    for name in expected.chain(usual).filter(|name| !has(name)) {
        if !missing.iter().any(|known| known == name) {
            missing.push(name.to_string());
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_fit_names() {
        type Case = (&'static [&'static str], &'static [(usize, &'static str)]);
        let cases: &[Case] = &[
            (&["Tech Stack", "Technology Stack"], &[(0, "tech-stack")]),
            (&["Technology Stack", "3. Tech Stack"], &[(1, "tech-stack")]),
            (&["Technology Stack Details"], &[(0, "tech-stack")]),
            (&["Tech Stack Alignment"], &[(0, "tech-stack")]),
            (&["Source Tree Integration"], &[(0, "source-tree")]),
            (&["Project Structure & Boundaries"], &[(0, "source-tree")]),
            (
                &["Database Schema", "Data Models and Schema Changes"],
                &[(0, "database-schema"), (1, "data-models")],
            ),
            (
                &["API Design and Integration", "External API Integration"],
                &[(0, "rest-api-spec"), (1, "external-apis")],
            ),
            (&["High Level Architecture", "Introduction"], &[]),
            (
                &["A very long title about many things and our tech stack"],
                &[],
            ),
        ];
        for (titles, expected) in cases {
            let found = given(titles.iter().copied());
            let expected: HashMap<usize, &str> = expected.iter().copied().collect();
            assert_eq!(found, expected, "{titles:?}");
        }
    }
}
