//! From the name of a technology to the packages that are meant.
//!
//! First what the row or the user says, then the list of aliases, then a package of that very
//! name. Never across ecosystems by name alone: two packages of one name are ambiguous.

use std::collections::HashMap;

use archsite_core::diagnostics::lints::nearest;

use crate::document::Cell;
use crate::fact::{Ecosystem, Facts};

/// Names that people use, and packages that manifests name; one line each.
const ALIASES: &str = include_str!("../../aliases.txt");

/// A package, image or runtime.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// Where the name means something.
    pub ecosystem: Ecosystem,
    /// Its name there.
    pub name: String,
}

impl Target {
    /// Reads `npm:react`.
    pub fn parse(text: &str) -> Option<Target> {
        let (ecosystem, name) = text.trim().split_once(':')?;
        let name = name.trim();
        (!name.is_empty()).then_some(Target {
            ecosystem: Ecosystem::parse(ecosystem.trim())?,
            name: name.to_string(),
        })
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.ecosystem, self.name)
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// A package that the manifests name.
    Found(Target),
    /// A known technology that no manifest names; these would be it.
    Absent(Vec<Target>),
    /// Several packages have that name.
    Ambiguous(Vec<Target>),
    /// Nothing has that name; this comes near, if anything does.
    Unknown(Option<String>),
}

/// Names, and what the manifests of one repository make of them.
#[derive(Debug)]
pub struct Names {
    aliases: HashMap<String, Vec<Target>>,
    /// Packages by their own name, in lower case.
    own: HashMap<String, Vec<Target>>,
    /// How people write a package.
    shown: HashMap<Target, &'static str>,
    /// The user's addresses of packages.
    links: Vec<(Ecosystem, String)>,
}

impl Names {
    /// The shipped names and the user's, which win, over what was read.
    pub fn new(facts: &Facts, user: &[(String, Vec<Target>)]) -> Names {
        let mut aliases: HashMap<String, Vec<Target>> = HashMap::new();
        let mut shown = HashMap::new();
        for (names, targets) in shipped() {
            // Of a list of packages the first has the name, unless another line has it too.
            if let (Some(first), Some(name)) = (targets.first(), names.first()) {
                shown.entry(first.clone()).or_insert(*name);
            }
            for name in names {
                aliases.insert(folded(name), targets.clone());
            }
        }
        for (name, targets) in user {
            aliases.insert(folded(name), targets.clone());
        }
        let mut own: HashMap<String, Vec<Target>> = HashMap::new();
        let mut note = |key: &str, target: &Target| {
            let known = own.entry(key.to_lowercase()).or_default();
            if !known.contains(target) {
                known.push(target.clone());
            }
        };
        for fact in &facts.facts {
            let target = Target {
                ecosystem: fact.ecosystem,
                name: fact.name.clone(),
            };
            note(&fact.name, &target);
            // The short name of what is always named in full.
            let short = match fact.ecosystem {
                Ecosystem::Maven => fact.name.rsplit(':').next(),
                Ecosystem::Go | Ecosystem::Composer | Ecosystem::Terraform => {
                    let mut parts = fact.name.rsplit('/');
                    let last = parts.next();
                    let version =
                        |part: &str| part.starts_with('v') && part[1..].parse::<u32>().is_ok();
                    last.filter(|last| !version(last)).or_else(|| parts.next())
                }
                _ => None,
            };
            if let Some(short) = short.filter(|short| *short != fact.name) {
                note(short, &target);
            }
        }
        for runtime in &facts.runtimes {
            let target = Target {
                ecosystem: Ecosystem::Runtime,
                name: runtime.name.clone(),
            };
            note(&runtime.name, &target);
        }
        Names {
            aliases,
            own,
            shown,
            links: Vec::new(),
        }
    }

    /// The same with the user's addresses of packages, with `{name}` and `{version}`.
    pub fn linked(mut self, links: &[(Ecosystem, String)]) -> Names {
        self.links = links.to_vec();
        self
    }

    /// How people write a package, if they write it in another way than its ecosystem.
    pub fn shown(&self, target: &Target) -> Option<&str> {
        self.shown.get(target).copied()
    }

    /// What a cell of technologies stands for.
    pub fn of_cell(&self, cell: &Cell) -> Match {
        let hint = cell
            .comments
            .iter()
            .find_map(|comment| Target::parse(comment));
        if let Some(target) = hint {
            return self.present(vec![target]);
        }
        // What the author wrote counts more than where a link leads.
        match self.find(&cell.text) {
            Match::Unknown(near) => match cell.links.iter().find_map(|link| self.of_link(link)) {
                Some(target) => Match::Found(target),
                None => Match::Unknown(near),
            },
            found => found,
        }
    }

    /// What a name stands for.
    pub fn find(&self, text: &str) -> Match {
        if let Some(target) = Target::parse(text) {
            return self.present(vec![target]);
        }
        let bare = bare(text);
        for name in [text.trim(), bare.as_str()] {
            if let Some(targets) = self.aliases.get(&folded(name)) {
                return match self.present(targets.clone()) {
                    // A package of that very name is better than nothing of the list.
                    Match::Absent(targets) => match self.by_own_name(name) {
                        Some(Match::Found(target)) => Match::Found(target),
                        _ => Match::Absent(targets),
                    },
                    found => found,
                };
            }
        }
        let dashed = bare.replace(' ', "-");
        for name in [text.trim(), bare.as_str(), dashed.as_str()] {
            if let Some(found) = self.by_own_name(name) {
                return found;
            }
        }
        // A sentence is no misspelt name, and comparing it costs.
        if !(4..=40).contains(&bare.len()) {
            return Match::Unknown(None);
        }
        let known = self
            .aliases
            .keys()
            .chain(self.own.keys())
            .map(String::as_str);
        let near = nearest(&folded(&bare), known.filter(|name| name.len() > 3));
        Match::Unknown(near.filter(|_| bare.len() > 3).map(str::to_string))
    }

    fn by_own_name(&self, name: &str) -> Option<Match> {
        let targets = self.own.get(&name.to_lowercase())?;
        match targets.as_slice() {
            [one] => Some(Match::Found(one.clone())),
            many => {
                // A runtime is what people mean by its name.
                let runtime = many.iter().find(|t| t.ecosystem == Ecosystem::Runtime);
                Some(match runtime {
                    Some(target) => Match::Found(target.clone()),
                    None => Match::Ambiguous(many.to_vec()),
                })
            }
        }
    }

    /// The first of some packages that the manifests name.
    fn present(&self, targets: Vec<Target>) -> Match {
        let named = |target: &Target| -> Option<Target> {
            let known = self.own.get(&target.name.to_lowercase())?;
            let same = known.iter().find(|k| k.ecosystem == target.ecosystem);
            same.filter(|k| k.name.eq_ignore_ascii_case(&target.name))
                .cloned()
        };
        match targets.iter().find_map(named) {
            Some(target) => Match::Found(target),
            None => Match::Absent(targets),
        }
    }

    /// The package a link leads to: its page in a registry, or where the user's template leads.
    fn of_link(&self, link: &str) -> Option<Target> {
        let clean = link.split(['?', '#']).next()?.trim_end_matches('/');
        let known = self.own.values().flatten();
        let templated = self.links.iter().find_map(|(ecosystem, template)| {
            let address = |target: &Target| {
                let name = archsite_core::site::path::percent_encode(&target.name);
                let template = template.split("{version}").next()?.replace("{name}", &name);
                let rest = clean.strip_prefix(template.trim_end_matches('/'))?;
                (rest.is_empty() || rest.starts_with('/')).then_some(())
            };
            let own = known
                .clone()
                .filter(|target| target.ecosystem == *ecosystem);
            own.into_iter()
                .find(|target| address(target).is_some())
                .cloned()
        });
        if templated.is_some() {
            return templated;
        }
        let (_, path) = clean.split_once("://")?.1.split_once('/')?;
        let (ecosystems, name): (&[Ecosystem], &str) = match path.split_once('/')? {
            // The page of a Go module has its whole name as its path.
            (host, _) if host.contains('.') => (&[Ecosystem::Go], path),
            (shape, name) => (SHAPES.iter().find(|known| known.0 == shape)?.1, name),
        };
        // A version may follow the name, which may have slashes of its own.
        let ends = name.match_indices('/').map(|(at, _)| &name[..at]);
        let mut names = std::iter::once(name).chain(ends);
        names.find_map(|name| {
            let same = |target: &&Target| {
                ecosystems.contains(&target.ecosystem) && target.name.eq_ignore_ascii_case(name)
            };
            self.own
                .get(&name.to_lowercase())?
                .iter()
                .find(same)
                .cloned()
        })
    }
}

/// How the paths of registries begin, and whose packages follow. A link to anywhere else says
/// nothing: `/react` may be a tutorial.
const SHAPES: &[(&str, &[Ecosystem])] = &[
    ("package", &[Ecosystem::Npm]),
    ("crates", &[Ecosystem::Cargo]),
    ("project", &[Ecosystem::PyPi]),
    (
        "packages",
        &[
            Ecosystem::NuGet,
            Ecosystem::Composer,
            Ecosystem::Hex,
            Ecosystem::Pub,
        ],
    ),
    ("gems", &[Ecosystem::RubyGems]),
    ("providers", &[Ecosystem::Terraform]),
];

/// The shipped aliases: names, and the packages they may stand for.
fn shipped() -> impl Iterator<Item = (Vec<&'static str>, Vec<Target>)> {
    let lines = ALIASES.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (names, targets) = line.split_once(" = ")?;
        let targets = targets
            .split_whitespace()
            .filter_map(Target::parse)
            .collect();
        Some((names.split(" | ").map(str::trim).collect(), targets))
    })
}

/// A name in lower case with single blanks.
fn folded(name: &str) -> String {
    archsite_core::text::folded(name).to_lowercase()
}

/// A name without what stands in parentheses, and without a version at its end.
pub fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let out = out.trim().trim_end_matches(':').trim();
    let last = out.rsplit(' ').next().unwrap_or_default();
    let version = last.trim_start_matches(['v', '^', '~', '>', '=']);
    let number = version.starts_with(|c: char| c.is_ascii_digit());
    if number && last.len() < out.len() {
        out[..out.len() - last.len()].trim().to_string()
    } else {
        out.to_string()
    }
}

#[cfg(test)]
mod tests;
