//! Finds the packages that the name of a technology means.
//!
//! A comment in the row comes first, then the user's aliases, a package of exactly that name, the
//! list of aliases, and a package of about that name. Packages of one name in two ecosystems are
//! ambiguous. A server, platform, language or protocol is never a package that has its name.

mod alias;
mod built_in;
mod links;
mod suggest;

use std::cell::OnceCell;
use std::collections::HashMap;

pub use self::alias::VersionSource;
pub(crate) use self::alias::normalized;
use self::alias::{Alias, SameName};
use self::built_in::BUILT_IN;
use self::suggest::NameIndex;
use crate::document::markdown::Cell;
use crate::model::facts::Ecosystem;
pub use crate::model::facts::Target;
use crate::model::index::FactIndex;
use crate::model::rule::VersionRule;

/// The meaning of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// A package of the manifests that has the version.
    Found(VersionSource),
    /// A known technology whose version no manifest has: their packages, if any, have versions of
    /// their own.
    Unverifiable,
    /// A known technology that no manifest names; these would be it.
    Absent(Vec<Target>),
    /// Several packages have that name.
    Ambiguous(Vec<Target>),
    /// Nothing has that name; a similar name, if there is one.
    Unknown(Option<String>),
}

/// Names and the packages of the manifests of one repository that they mean.
#[derive(Debug)]
pub struct Names {
    /// The user's own aliases.
    aliases: HashMap<String, Alias>,
    /// Packages by their own name, in lower case.
    own: HashMap<String, Vec<Target>>,
    /// The names of `own` and `aliases`, for suggestions.
    near: OnceCell<NameIndex>,
    /// The user's addresses of packages.
    links: Vec<(Ecosystem, String)>,
}

impl Names {
    /// The shipped names and the user's, which win, over what was read.
    pub fn new(known: &FactIndex, user: &[(String, Vec<Target>)]) -> Names {
        let user = user.iter().map(|(name, targets)| {
            let alias = Alias {
                targets: targets.iter().cloned().map(VersionSource::from).collect(),
                same_name: SameName::Accepted,
            };
            (normalized(name), alias)
        });
        let mut own: HashMap<String, Vec<Target>> = HashMap::new();
        let mut note = |key: &str, target: &Target| {
            let named = own.entry(key.to_lowercase()).or_default();
            if !named.contains(target) {
                named.push(target.clone());
            }
        };
        for fact in known.facts() {
            let target = Target {
                ecosystem: fact.ecosystem,
                name: fact.name.clone(),
            };
            note(&fact.name, &target);
            for short in short_names(&target) {
                note(&short, &target);
            }
        }
        for name in known.runtime_names() {
            let target = Target {
                ecosystem: Ecosystem::Runtime,
                name: name.to_string(),
            };
            note(name, &target);
        }
        Names {
            aliases: user.collect(),
            own,
            near: OnceCell::new(),
            links: Vec::new(),
        }
    }

    /// The same with the user's addresses of packages, with `{name}` and `{version}`.
    pub fn linked(mut self, links: &[(Ecosystem, String)]) -> Names {
        self.links = links.to_vec();
        self
    }

    /// The usual name of the technology of a package, if that differs from the package's, and the
    /// rule for its version.
    pub fn display_name(&self, target: &Target) -> Option<(&'static str, VersionRule)> {
        BUILT_IN.display_names.get(target).copied()
    }

    /// The meaning of a cell of technologies.
    pub fn of_cell(&self, cell: &Cell) -> Match {
        let hint = cell
            .comments
            .iter()
            .find_map(|comment| Target::parse(comment));
        if let Some(target) = hint {
            return self.present(vec![target.into()]);
        }
        // What the author wrote counts more than where a link leads.
        match self.find(&cell.text) {
            Match::Unknown(near) => match cell.links.iter().find_map(|link| self.of_link(link)) {
                Some(target) => Match::Found(target.into()),
                None => Match::Unknown(near),
            },
            found => found,
        }
    }

    /// The meaning of a cell of packages: a package of exactly that name, or else the meaning
    /// that the name has everywhere.
    pub fn of_package(&self, cell: &Cell) -> Match {
        let spelled = cell.text.trim();
        if cell.comments.is_empty() && self.is_spelled(spelled) {
            return self
                .by_own_name(spelled)
                .unwrap_or_else(|| self.of_cell(cell));
        }
        self.of_cell(cell)
    }

    /// The meaning of a name.
    pub fn find(&self, text: &str) -> Match {
        if let Some(target) = Target::parse(text) {
            return self.present(vec![target.into()]);
        }
        let bare = bare(text);
        for name in [text.trim(), bare.as_str()] {
            let key = normalized(name);
            if let Some(alias) = self.aliases.get(&key) {
                return self.of_alias(alias, name);
            }
            let Some(alias) = BUILT_IN.aliases.get(&key) else {
                continue;
            };
            // `bloc` is that package, although Bloc usually is flutter_bloc.
            if alias.same_name != SameName::Rejected
                && self.is_spelled(name)
                && let Some(Match::Found(exact)) = self.by_own_name(name)
            {
                return Match::Found(exact);
            }
            return self.of_alias(alias, name);
        }
        let dashed = bare.replace(' ', "-");
        for name in [text.trim(), bare.as_str(), dashed.as_str()] {
            if let Some(found) = self.by_own_name(name) {
                return found;
            }
        }
        // A sentence is not a misspelt name.
        if !(4..=40).contains(&bare.len()) {
            return Match::Unknown(None);
        }
        Match::Unknown(suggest::nearest(
            &normalized(&bare),
            &[&BUILT_IN.near, self.near()],
        ))
    }

    /// Packages of the manifests that a version may belong to as well, beside the image that a name
    /// means: other images and runtimes of the technology, and its clients.
    pub(crate) fn related(&self, text: &str) -> Vec<VersionSource> {
        let bare = bare(text);
        let alias = [text.trim(), bare.as_str()].into_iter().find_map(|name| {
            let key = normalized(name);
            self.aliases
                .get(&key)
                .or_else(|| BUILT_IN.aliases.get(&key))
        });
        let sources = alias.iter().flat_map(|alias| &alias.targets);
        let sources = sources.filter_map(|source| {
            let target = self.named(&source.target)?;
            let rule = match source.rule {
                VersionRule::Unrelated => VersionRule::Same,
                rule => rule,
            };
            Some(VersionSource { target, rule })
        });
        let of_name = self.own.get(&bare.to_lowercase()).into_iter().flatten();
        sources
            .chain(of_name.cloned().map(VersionSource::from))
            .collect()
    }

    /// The packages that the parentheses in a name mean: `FastMCP (MCP Python SDK)`.
    pub(crate) fn in_parentheses(&self, text: &str) -> Vec<VersionSource> {
        let inside = text
            .split_once('(')
            .and_then(|(_, rest)| rest.split_once(')'));
        let names = inside.map_or("", |(inside, _)| inside).split([',', '/']);
        let found = names.filter_map(|name| match self.find(name.trim()) {
            Match::Found(found) => Some(found),
            _ => None,
        });
        found.collect()
    }

    /// The meaning of the name of a package: where no manifest has the version of a technology of
    /// that name, the package of exactly that name.
    pub fn find_package(&self, text: &str) -> Match {
        let found = self.find(text);
        let is_open = matches!(found, Match::Unverifiable | Match::Absent(_));
        let own = (is_open && self.is_spelled(text)).then(|| self.by_own_name(text));
        own.flatten().unwrap_or(found)
    }

    /// The package of the manifests with the most similar name.
    pub(crate) fn nearest_package(&self, name: &str) -> Option<&Target> {
        let near = suggest::nearest(&name.to_lowercase(), &[self.near()])?;
        self.own.get(&near)?.first()
    }

    fn near(&self) -> &NameIndex {
        self.near.get_or_init(|| {
            let names = self.aliases.keys().chain(self.own.keys());
            NameIndex::new(names.map(String::as_str))
        })
    }

    fn of_alias(&self, alias: &Alias, name: &str) -> Match {
        let spelled = alias.same_name == SameName::IfSpelledSame && self.is_spelled(name);
        if spelled && let Some(found) = self.by_own_name(name) {
            return found;
        }
        match self.present(alias.targets.clone()) {
            // A package of that name is better than none of the list.
            Match::Absent(targets) if alias.same_name == SameName::Accepted => {
                match self.by_own_name(name) {
                    Some(Match::Found(version_source)) => Match::Found(version_source),
                    _ => Match::Absent(targets),
                }
            }
            found => found,
        }
    }

    /// Whether a package has exactly that name, capital letters and all.
    fn is_spelled(&self, name: &str) -> bool {
        let named = self.own.get(&name.to_lowercase());
        named.is_some_and(|targets| targets.iter().any(|target| target.name == name))
    }

    fn by_own_name(&self, name: &str) -> Option<Match> {
        let targets = self.own.get(&name.to_lowercase())?;
        match targets.as_slice() {
            [one] => Some(Match::Found(one.clone().into())),
            many => {
                // A runtime is what people mean by its name.
                let runtime = many.iter().find(|t| t.ecosystem == Ecosystem::Runtime);
                Some(match runtime {
                    Some(target) => Match::Found(target.clone().into()),
                    None => Match::Ambiguous(many.to_vec()),
                })
            }
        }
    }

    /// A package as the manifests write it, if they have it.
    fn named(&self, target: &Target) -> Option<Target> {
        let known = self.own.get(&target.name.to_lowercase())?;
        let same = known.iter().find(|k| k.ecosystem == target.ecosystem);
        same.filter(|k| k.name.eq_ignore_ascii_case(&target.name))
            .cloned()
    }

    /// The first of some packages that the manifests name and that says the version.
    fn present(&self, sources: Vec<VersionSource>) -> Match {
        let named = |target: &Target| self.named(target);
        let (others, telling): (Vec<VersionSource>, Vec<VersionSource>) = sources
            .into_iter()
            .partition(|version_source| version_source.rule == VersionRule::Unrelated);
        for version_source in &telling {
            if let Some(target) = named(&version_source.target) {
                let rule = version_source.rule;
                return Match::Found(VersionSource { target, rule });
            }
        }
        if telling.is_empty() || others.iter().any(|other| named(&other.target).is_some()) {
            return Match::Unverifiable;
        }
        Match::Absent(
            telling
                .into_iter()
                .map(|version_source| version_source.target)
                .collect(),
        )
    }
}

/// The last parts of a name that is always written in full.
fn short_names(target: &Target) -> Vec<String> {
    let name = target.name.as_str();
    let short = match target.ecosystem {
        Ecosystem::Maven => name.rsplit(':').next(),
        Ecosystem::Go | Ecosystem::Composer => {
            let mut parts = name.rsplit('/');
            let last = parts.next();
            let version = |part: &str| part.starts_with('v') && part[1..].parse::<u32>().is_ok();
            last.filter(|last| !version(last)).or_else(|| parts.next())
        }
        // A provider is named after what it manages, and has a number of its own.
        Ecosystem::Terraform => {
            let short = name.rsplit('/').next().unwrap_or(name);
            let words = [
                format!("{short} provider"),
                format!("terraform {short} provider"),
            ];
            return words.to_vec();
        }
        _ => None,
    };
    let wrapper = BUILT_IN.is_wrapper(target.ecosystem, name);
    let short = short.filter(|short| *short != name && !wrapper);
    let mut names: Vec<String> = short.map(str::to_string).into_iter().collect();
    names.extend(vendor_names(target));
    names
}

/// Names that begin with the vendor: `Laravel Pint` for `laravel/pint`, and `NestJS Throttler`
/// for `@nestjs/throttler`. The main package of a scope has the name of the scope: `@vueuse/core`.
fn vendor_names(target: &Target) -> Vec<String> {
    let scoped = match target.ecosystem {
        Ecosystem::Npm => target.name.strip_prefix('@'),
        Ecosystem::Composer => Some(target.name.as_str()),
        _ => None,
    };
    let Some((vendor, name)) = scoped.and_then(|name| name.split_once('/')) else {
        return Vec::new();
    };
    if vendor == "types" {
        return Vec::new();
    }
    let mut names = vec![
        format!("{vendor} {name}"),
        format!("{} {}", vendor.replace('-', " "), name.replace('-', " ")),
    ];
    let is_main = name == "core" || name == vendor || vendor == format!("{name}-js");
    if is_main && target.ecosystem == Ecosystem::Npm {
        names.push(vendor.to_string());
        names.push(vendor.replace('-', " "));
        names.push(vendor.trim_end_matches("-js").to_string());
    }
    names.sort();
    names.dedup();
    names
}

/// A name without parentheses, and without a version at its end.
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
