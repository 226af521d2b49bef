//! Lints: their declaration, and those that do not belong to a pass.
//!
//! A pass lists its lints once, with [`lints!`](crate::lints), and has a page for each in the folder
//! `lints/` of its crate. Everything else that names lints is made from these lists.

use crate::diagnostics::level::Level;

/// One kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Lint {
    /// Stable kebab-case name.
    pub name: &'static str,
    /// Name of the family it belongs to.
    pub family: &'static str,
    /// Its level unless the configuration says otherwise.
    pub level: Level,
    /// The problem that it finds, in one sentence.
    pub summary: &'static str,
    /// Its page: the problem, why it matters, examples, and how to fix it.
    pub page: &'static str,
}

impl Lint {
    /// The page with the level of the lint below its title, as `explain` and the guide show it.
    pub fn document(&self) -> String {
        let (title, rest) = self.page.split_once('\n').unwrap_or((self.page, ""));
        format!("{title}\n\nDefault level: `{}`\n{rest}", self.level.name())
    }
}

/// The lints of one pass.
#[derive(Debug)]
pub struct Family {
    /// Name of the pass.
    pub name: &'static str,
    /// Title of its part of the guide.
    pub title: &'static str,
    /// The lints, by name.
    pub lints: &'static [&'static Lint],
}

/// Declares the lints of a pass: name and title of the family, then for each lint what it finds, the
/// name of its static, its own name and its level. The page is `lints/NAME.md` of the crate.
#[macro_export]
macro_rules! lints {
    ($family:literal $title:literal; $(#[doc = $doc:literal] $id:ident $name:literal $level:ident;)*) => {
        $(
            #[doc = $doc]
            pub static $id: $crate::diagnostics::lints::Lint = $crate::diagnostics::lints::Lint {
                name: $name,
                family: $family,
                level: $crate::diagnostics::level::Level::$level,
                summary: $doc.trim_ascii(),
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/lints/", $name, ".md")),
            };
        )*

        /// The lints of this family.
        pub static FAMILY: $crate::diagnostics::lints::Family = $crate::diagnostics::lints::Family {
            name: $family,
            title: $title,
            lints: &[$(&$id),*],
        };
    };
}

crate::lints! {
    "config" "Configuration and directives";

    /// An invalid value in the configuration or in a directive.
    BAD_OPTION "bad-option" Deny;
    /// A directive at a place where it has no effect.
    MISPLACED_DIRECTIVE "misplaced-directive" Warn;
    /// Problems of the baseline that are gone.
    STALE_BASELINE "stale-baseline" Deny;
    /// A document that still contains an unexpanded `{{#include}}`.
    UNEXPANDED_INCLUDE "unexpanded-include" Deny;
    /// A directive that does not exist.
    UNKNOWN_DIRECTIVE "unknown-directive" Deny;
    /// A key of the configuration that does not exist.
    UNKNOWN_KEY "unknown-key" Deny;
}
