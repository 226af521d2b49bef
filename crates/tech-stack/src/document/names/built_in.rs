//! The names that are shipped, from `aliases.txt`, which says how it is written.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::names::alias::{Alias, SameName, VersionSource, folded};
use crate::document::names::suggest::NameIndex;
use crate::model::facts::{Ecosystem, Target};
use crate::model::rule::VersionRule;

const ALIASES: &str = include_str!("../../../data/aliases.txt");

/// The signs between names and targets, and what each says of packages of the same name.
const SIGNS: &[(&str, SameName)] = &[
    (" := ", SameName::Rejected),
    (" ~= ", SameName::IfSpelledSame),
    (" = ", SameName::Accepted),
];

/// What is shipped.
pub(super) struct BuiltIn {
    pub(super) aliases: HashMap<String, Alias>,
    /// How people write a package, and what its number says of that technology.
    pub(super) display: HashMap<Target, (&'static str, VersionRule)>,
    /// Beginnings of packages whose last part is the name of another thing.
    wrappers: Vec<Target>,
    pub(super) near: NameIndex,
}

pub(super) static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(|| {
    let mut aliases = HashMap::new();
    let mut display = HashMap::new();
    let mut wrappers = Vec::new();
    for (names, alias) in lines() {
        let own = alias
            .targets
            .iter()
            .find(|one| one.rule != VersionRule::Unrelated);
        // Of a list of packages the first has the name, unless another line has it too.
        if let (Some(first), Some(name)) = (own, names.first()) {
            let display = display.entry(first.target.clone());
            display.or_insert((*name, first.rule));
        }
        if names == [WRAPPERS] {
            wrappers.extend(alias.targets.into_iter().map(|one| one.target));
            continue;
        }
        for name in names {
            aliases.insert(folded(name), alias.clone());
        }
    }
    let near = NameIndex::new(aliases.keys().map(String::as_str));
    BuiltIn {
        aliases,
        display,
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

/// The lines of the file: names, and what they stand for.
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
