//! What a name stands for.

use crate::model::facts::Target;
use crate::model::rule::VersionRule;

/// A package, and what its number says about the technology it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VersionSource {
    /// The package.
    pub target: Target,
    /// Whose number it has.
    pub rule: VersionRule,
}

impl From<Target> for VersionSource {
    /// A package that is meant itself.
    fn from(target: Target) -> VersionSource {
        let rule = VersionRule::Same;
        VersionSource { target, rule }
    }
}

/// What a name stands for, in the list or by the user's word.
#[derive(Debug, Clone)]
pub(crate) struct Alias {
    pub(super) targets: Vec<VersionSource>,
    pub(super) same_name: SameName,
}

/// Whether a package with the name of a known technology is that technology, where the manifests
/// name none of its own packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SameName {
    /// It is: the technology is a library or tool.
    Accepted,
    /// Only if the author spells it as the package is spelled: `uuid`, and not `UUID`.
    IfSpelledSame,
    /// It never is: the package is a client, a driver, or something else.
    Rejected,
}

/// A name in lower case with single blanks.
pub(crate) fn folded(name: &str) -> String {
    archsite_core::text::collapse_whitespace(name).to_lowercase()
}
