//! The names that are shipped, from `aliases.txt`, which says how it is written.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::names::alias::{Alias, Carrier, Elsewhere, folded};
use crate::document::names::near::Near;
use crate::fact::{Ecosystem, Target};
use crate::number::Number;

const ALIASES: &str = include_str!("../../../aliases.txt");

/// The signs between names and targets, and what each says of packages of the same name.
const SIGNS: &[(&str, Elsewhere)] = &[
    (" := ", Elsewhere::Never),
    (" ~= ", Elsewhere::Spelled),
    (" = ", Elsewhere::Any),
];

/// What is shipped.
pub(super) struct Shipped {
    pub(super) aliases: HashMap<String, Alias>,
    /// How people write a package, and what its number says of that technology.
    pub(super) shown: HashMap<Target, (&'static str, Number)>,
    /// Beginnings of packages whose last part is the name of another thing.
    wrappers: Vec<Target>,
    pub(super) near: Near,
}

pub(super) static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let mut aliases = HashMap::new();
    let mut shown = HashMap::new();
    let mut wrappers = Vec::new();
    for (names, alias) in lines() {
        let own = alias.targets.iter().find(|one| one.number != Number::Other);
        // Of a list of packages the first has the name, unless another line has it too.
        if let (Some(first), Some(name)) = (own, names.first()) {
            let shown = shown.entry(first.target.clone());
            shown.or_insert((*name, first.number));
        }
        if names == [WRAPPERS] {
            wrappers.extend(alias.targets.into_iter().map(|one| one.target));
            continue;
        }
        for name in names {
            aliases.insert(folded(name), alias.clone());
        }
    }
    let near = Near::new(aliases.keys().map(String::as_str));
    Shipped {
        aliases,
        shown,
        wrappers,
        near,
    }
});

/// The name of the line of [`Shipped::wrappers`].
const WRAPPERS: &str = "*";

impl Shipped {
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
        let (sign, elsewhere) = SIGNS
            .iter()
            .find(|(sign, _)| line.contains(sign.trim_end()))?;
        let (names, targets) = line.split_once(sign.trim_end())?;
        let alias = Alias {
            targets: targets.split_whitespace().filter_map(carrier).collect(),
            elsewhere: *elsewhere,
        };
        Some((names.split(" | ").map(str::trim).collect(), alias))
    })
}

/// Reads `npm:react`, `!npm:redis` or `docker:postgis/postgis{part:2}`.
pub(super) fn carrier(text: &'static str) -> Option<Carrier> {
    if let Some(other) = text.strip_prefix('!') {
        let target = Target::parse(other)?;
        return Some(Carrier {
            target,
            number: Number::Other,
        });
    }
    let (target, number) = match text.strip_suffix('}') {
        Some(ruled) => {
            let (target, rule) = ruled.split_once('{')?;
            (target, Number::rule(rule)?)
        }
        None => (text, Number::Own),
    };
    Some(Carrier {
        target: Target::parse(target)?,
        number,
    })
}
