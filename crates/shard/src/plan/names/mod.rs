//! File names of pages: short, in the script of their titles, the same on every system.

pub(crate) mod expected_names;
pub mod sequence;
pub(crate) mod slug;
pub mod titles;

use std::collections::{HashMap, HashSet};

use crate::config::Names;
use crate::plan::names::slug::{ascii_slug, cut, slug};
use crate::plan::names::titles::without_number;

/// Names that mdBook needs at the top of a site.
const RESERVED_AT_TOP: &[&str] = &["summary", "print", "toc", "404"];
/// Names that mdBook or a file system needs in every folder.
const RESERVED: &[&str] = &[
    "index", "readme", "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5",
    "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
    "lpt8", "lpt9",
];

/// What a name is made from.
#[derive(Debug, Clone, Copy)]
pub struct Titled<'a> {
    /// The heading's text, without a section number if it can be told from the title.
    pub title: &'a str,
    /// `{#id}`, if the author gave one.
    pub id: Option<&'a str>,
    /// Index of the page above, if that is a section too.
    pub parent: Option<usize>,
}

/// How the sections of a document are named.
#[derive(Debug, Clone, Copy, Default)]
pub struct Naming {
    /// What the names are made from.
    pub style: Names,
    /// Names have ASCII characters only.
    pub ascii: bool,
    /// A section below another one is in a folder of the name of that one.
    pub folders: bool,
    /// The pages are at the top of the site.
    pub at_top: bool,
}

/// The names of all sections of a document, in order and all different.
pub fn names(sections: &[Titled<'_>], naming: Naming) -> Vec<String> {
    let style = naming.style;
    let contract = match style {
        Names::Bmad => expected_names::given(sections.iter().map(|section| section.title)),
        _ => HashMap::new(),
    };
    let width = sections.len().to_string().len().max(2);
    let mut used = HashSet::new();
    let mut next = HashMap::new();
    let mut names: Vec<String> = Vec::with_capacity(sections.len());
    for (index, section) in sections.iter().enumerate() {
        let name = match (style, contract.get(&index)) {
            (Names::Numbered, _) => {
                let name = format!("{:0width$}-{}", index + 1, title_name(section, naming));
                match folder(section, &names, naming) {
                    Some(folder) => format!("{folder}/{name}"),
                    None => name,
                }
            }
            (_, Some(name)) => (*name).to_string(),
            // Agents look for epics by the beginning of their names.
            (Names::Bmad, None) if is_epic(section, naming) => title_name(section, naming),
            (_, None) => not_reserved(own_name(section, &names, naming), naming.at_top),
        };
        names.push(unique(name, &mut used, &mut next));
    }
    names
}

/// A section's name from its id or its title alone.
fn title_name(section: &Titled<'_>, naming: Naming) -> String {
    let text = match section.id {
        Some(id) => id,
        None => without_number(section.title),
    };
    let name = if naming.ascii {
        ascii_slug(text)
    } else {
        slug(text)
    };
    if name.is_empty() {
        "section".to_string()
    } else {
        name
    }
}

/// Whether a section is an epic: `Epic 3`, with or without a title.
fn is_epic(section: &Titled<'_>, naming: Naming) -> bool {
    let name = title_name(section, naming);
    let number = name.strip_prefix("epic-");
    number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The folder of a section, if it is in one.
fn folder<'n>(section: &Titled<'_>, names: &'n [String], naming: Naming) -> Option<&'n String> {
    let parent = section.parent.filter(|_| naming.folders)?;
    names.get(parent)
}

/// The same with the name of the section above in front, or in the folder of that section.
fn own_name(section: &Titled<'_>, names: &[String], naming: Naming) -> String {
    let name = title_name(section, naming);
    if let Some(folder) = folder(section, names, naming) {
        return format!("{folder}/{}", not_reserved(name, false));
    }
    match section.parent.and_then(|parent| names.get(parent)) {
        Some(parent) => cut(&format!("{parent}-{name}")).to_string(),
        None => name,
    }
}

fn not_reserved(name: String, at_top: bool) -> String {
    let is_needed = |names: &[&str]| names.contains(&name.as_str());
    if is_needed(RESERVED) || (at_top && is_needed(RESERVED_AT_TOP)) {
        name + "-section"
    } else {
        name
    }
}

fn unique(name: String, used: &mut HashSet<String>, next: &mut HashMap<String, usize>) -> String {
    if used.insert(name.clone()) {
        return name;
    }
    let number = next.entry(name.clone()).or_insert(2);
    loop {
        let candidate = format!("{name}-{number}");
        *number += 1;
        if used.insert(candidate.clone()) {
            return candidate;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::names::slug::LONGEST;

    fn styled(style: Names) -> Naming {
        Naming {
            style,
            ..Naming::default()
        }
    }

    fn one(title: &str) -> String {
        let section = Titled {
            title,
            id: None,
            parent: None,
        };
        names(&[section], Naming::default()).remove(0)
    }

    #[test]
    fn titles_give_names() {
        let long = format!("{} end", "word ".repeat(60));
        let cases = [
            ("Tech Stack", "tech-stack"),
            ("3. Tech Stack", "tech-stack"),
            ("3.1 Tech Stack", "tech-stack"),
            ("3.2.1. Tech", "tech"),
            ("3) Tech", "tech"),
            ("3 - Tech", "tech"),
            ("Section 3: Tech", "tech"),
            ("Section 3 Tech", "tech"),
            ("Chapter IV - Tech", "tech"),
            ("IV. Tech", "tech"),
            ("I. Goals", "goals"),
            ("§ 4 Rules", "rules"),
            ("3 Tiers", "3-tiers"),
            ("3.", "3"),
            ("2024-01-02 Notes", "2024-01-02-notes"),
            ("2024. In review", "2024-in-review"),
            (".NET", "net"),
            ("I think", "i-think"),
            ("XL. Sizes", "xl-sizes"),
            ("Section headers", "section-headers"),
            ("Sectional 3", "sectional-3"),
            ("Don't “panic”", "dont-panic"),
            ("C++", "cpp"),
            ("Epic 1: User Auth & Login", "epic-1-user-auth-login"),
            ("Déploiement à l'échelle", "deploiement-a-lechelle"),
            ("Übersicht & Größe", "ubersicht-grosse"),
            ("Обзор Системы", "обзор-системы"),
            ("架构概述", "架构概述"),
            ("ログの出力", "ログの出力"),
            ("ΣΥΣΤΗΜΑ", "συστημα"),
            ("हिन्दी भाषा", "हिन्दी-भाषा"),
            ("e\u{301}a", "ea"),
            ("🚀 Deployment", "deployment"),
            ("🔥", "fire"),
            ("???", "section"),
            ("", "section"),
            ("index", "index-section"),
            ("CON", "con-section"),
            ("{Service Name}", "service-name"),
            ("a/b\\c", "a-b-c"),
            ("..", "section"),
            (
                long.as_str(),
                "word-word-word-word-word-word-word-word-word-word-word-word-word-word-word-word",
            ),
        ];
        for (title, name) in cases {
            assert_eq!(one(title), name, "{title:?}");
        }
        assert_eq!(one(&"x".repeat(250)).len(), LONGEST);
    }

    #[test]
    fn names_are_all_different() {
        let titles = ["C++", "C#", "C", "C 2", "Overview", "overview"];
        let sections: Vec<_> = titles
            .iter()
            .map(|title| Titled {
                title,
                id: None,
                parent: None,
            })
            .collect();
        assert_eq!(
            names(&sections, Naming::default()),
            ["cpp", "csharp", "c", "c-2", "overview", "overview-2"]
        );
    }

    #[test]
    fn ids_and_parents_count() {
        let section = |title, id, parent| Titled { title, id, parent };
        let sections = [
            section("Tech Stack", Some("Stack"), None),
            section("Rust", None, Some(0)),
            section("3. Rust", None, None),
        ];
        assert_eq!(
            names(&sections, Naming::default()),
            ["stack", "stack-rust", "rust"]
        );
        assert_eq!(
            names(&sections, styled(Names::Numbered)),
            ["01-stack", "02-rust", "03-rust"]
        );
        let in_folders = |style| Naming {
            style,
            folders: true,
            ..Naming::default()
        };
        let sections = [
            section("Stack", None, None),
            section("Index", None, Some(0)),
            section("Index", None, Some(0)),
        ];
        assert_eq!(
            names(&sections, in_folders(Names::Title)),
            ["stack", "stack/index-section", "stack/index-section-2"]
        );
        assert_eq!(
            names(&sections, in_folders(Names::Numbered)),
            ["01-stack", "01-stack/02-index", "01-stack/03-index"]
        );
    }

    #[test]
    fn contract_names_are_given_and_missed() {
        let titles = [
            "1. Introduction",
            "Section 3: Tech Stack",
            "Test Strategy and Standards",
            "Unified Project Structure",
            "API Specification",
            "Testing Strategy",
        ];
        let sections: Vec<_> = titles
            .iter()
            .map(|title| Titled {
                title,
                id: None,
                parent: None,
            })
            .collect();
        let given = names(&sections, styled(Names::Bmad));
        assert_eq!(
            given,
            [
                "introduction",
                "tech-stack",
                "test-strategy-and-standards",
                "unified-project-structure",
                "rest-api-spec",
                "testing-strategy"
            ]
        );
        let missing = expected_names::missing_names(&given, &["source-tree".to_string()], true);
        let missing = missing.join(" ");
        assert!(
            missing.starts_with("source-tree coding-standards "),
            "{missing}"
        );
        assert!(!missing.contains("tech-stack"), "{missing}");
    }
}
