//! The built-in names of technologies, from `aliases.txt`, which describes its format.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::names::alias::{Alias, SameName, VersionSource, normalized};
use crate::document::names::suggest::NameIndex;
use crate::model::facts::{Ecosystem, Target};
use crate::model::rule::VersionRule;

const ALIASES: &str = include_str!("../../../data/aliases.txt");

/// The signs between names and targets, with their meaning for packages of the same name.
const SIGNS: &[(&str, SameName)] = &[
    (" := ", SameName::Rejected),
    (" ~= ", SameName::IfSpelledSame),
    (" = ", SameName::Accepted),
];

/// The built-in names.
pub(super) struct BuiltIn {
    pub(super) aliases: HashMap<String, Alias>,
    /// The usual name of the technology of a package, and the rule for its version.
    pub(super) display_names: HashMap<Target, (&'static str, VersionRule)>,
    /// Beginnings of packages whose last part is the name of another thing.
    wrappers: Vec<Target>,
    pub(super) near: NameIndex,
}

pub(super) static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(|| {
    let mut aliases = HashMap::new();
    let mut display_names = HashMap::new();
    let mut wrappers = Vec::new();
    let mut others = Vec::new();
    for (names, alias) in lines() {
        if names == [WRAPPERS] {
            wrappers.extend(alias.targets.into_iter().map(|one| one.target));
            continue;
        }
        let related = alias
            .targets
            .iter()
            .filter(|one| one.rule != VersionRule::Unrelated);
        for (position, source) in related.enumerate() {
            let Some(name) = names.first().copied() else {
                continue;
            };
            if position == 0 {
                let entry = display_names.entry(source.target.clone());
                entry.or_insert((name, source.rule));
            } else if source.rule == VersionRule::Same {
                others.push((source.target.clone(), (name, source.rule)));
            }
        }
        for name in names {
            aliases.insert(normalized(name), alias.clone());
        }
    }
    // The first package of a line has its name; the others have it unless they are first in
    // another one.
    for (target, name) in others {
        display_names.entry(target).or_insert(name);
    }
    let near = NameIndex::new(aliases.keys().map(String::as_str));
    BuiltIn {
        aliases,
        display_names,
        wrappers,
        near,
    }
});

/// The name of the line of [`BuiltIn::wrappers`].
const WRAPPERS: &str = "*";

impl BuiltIn {
    /// Whether a package is named after another thing, which it wraps, tests or calls.
    pub(super) fn is_wrapper(&self, ecosystem: Ecosystem, name: &str) -> bool {
        let mut wrappers = self.wrappers.iter();
        wrappers.any(|known| known.ecosystem == ecosystem && name.starts_with(&known.name))
    }
}

/// The lines of the file: names and their meaning.
pub(super) fn lines() -> impl Iterator<Item = (Vec<&'static str>, Alias)> {
    let lines = ALIASES.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (sign, same_name) = SIGNS
            .iter()
            .find(|(sign, _)| line.contains(sign.trim_end()))?;
        let (names, targets) = line.split_once(sign.trim_end())?;
        let alias = Alias {
            targets: targets
                .split_whitespace()
                .filter_map(version_source)
                .collect(),
            same_name: *same_name,
        };
        Some((names.split(" | ").map(str::trim).collect(), alias))
    })
}

/// Reads `npm:react`, `!npm:redis` or `docker:postgis/postgis{part:2}`.
pub(super) fn version_source(text: &'static str) -> Option<VersionSource> {
    if let Some(other) = text.strip_prefix('!') {
        let target = Target::parse(other)?;
        return Some(VersionSource {
            target,
            rule: VersionRule::Unrelated,
        });
    }
    let (target, rule) = match text.strip_suffix('}') {
        Some(ruled) => {
            let (target, rule) = ruled.split_once('{')?;
            (target, VersionRule::rule(rule)?)
        }
        None => (text, VersionRule::Same),
    };
    Some(VersionSource {
        target: Target::parse(target)?,
        rule,
    })
}
