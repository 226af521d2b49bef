//! What a name stands for.

use crate::fact::Target;
use crate::number::Number;

/// A package, and what its number says about the technology it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Carrier {
    /// The package.
    pub target: Target,
    /// Whose number it has.
    pub number: Number,
}

impl From<Target> for Carrier {
    /// A package that is meant itself.
    fn from(target: Target) -> Carrier {
        let number = Number::Own;
        Carrier { target, number }
    }
}

/// What a name stands for, in the list or by the user's word.
#[derive(Debug, Clone)]
pub(crate) struct Alias {
    pub(super) targets: Vec<Carrier>,
    pub(super) elsewhere: Elsewhere,
}

/// Whether a package with the name of a known technology is that technology, where the manifests
/// name none of its own packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Elsewhere {
    /// It is: the technology is a library or tool.
    Any,
    /// Only if the author spells it as the package is spelled: `uuid`, and not `UUID`.
    Spelled,
    /// It never is: the package is a client, a driver, or something else.
    Never,
}

/// A name in lower case with single blanks.
pub(crate) fn folded(name: &str) -> String {
    archsite_core::text::collapse_whitespace(name).to_lowercase()
}
