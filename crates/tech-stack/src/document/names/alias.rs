//! Names of technologies, and the packages that have their versions.

use crate::model::facts::Target;
use crate::model::rule::VersionRule;

/// A package, and how its version gives that of a technology.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VersionSource {
    /// The package.
    pub target: Target,
    /// The rule for the version.
    pub rule: VersionRule,
}

impl From<Target> for VersionSource {
    /// A package that is meant itself.
    fn from(target: Target) -> VersionSource {
        let rule = VersionRule::Same;
        VersionSource { target, rule }
    }
}

/// The meaning of a name in the list, or in the user's configuration.
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
    /// Only if the author writes it as the package is written: `uuid`, and not `UUID`.
    IfSpelledSame,
    /// It never is: the package is a client, a driver, or something else.
    Rejected,
}

/// A name in lower case with single blanks.
pub(crate) fn normalized(name: &str) -> String {
    archsite_core::text::collapse_whitespace(name).to_lowercase()
}
