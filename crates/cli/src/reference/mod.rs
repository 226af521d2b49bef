//! What the passes declare, put together: lints, directives and keys.
//!
//! The only place that lists them all. The guide is generated from it.

#[cfg(feature = "schemas")]
pub mod schemas;

use archsite_core::config::Key;
use archsite_core::diagnostics::lints::{Family, Lint};
use archsite_core::markdown::directive::{ALLOW, Kind};

use crate::mdbook::settings::keys;

/// The lints of all passes, in the order of the guide.
pub static FAMILIES: &[&Family] = &[
    &archsite_core::diagnostics::lints::FAMILY,
    &archsite_links::lints::FAMILY,
    &archsite_shard::lints::FAMILY,
    &archsite_tech_stack::lints::FAMILY,
    &archsite_adr::lints::FAMILY,
    &archsite_drift::lints::FAMILY,
    &archsite_diagrams::lints::FAMILY,
];

/// The directives of all passes.
pub static DIRECTIVES: &[&Kind] = &[
    &archsite_tech_stack::DIRECTIVE,
    &archsite_tech_stack::VERSION_DIRECTIVE,
    &archsite_adr::DIRECTIVE,
    &archsite_drift::DIRECTIVE,
    &archsite_shard::NO_SPLIT,
    &archsite_shard::SPLIT,
    &ALLOW,
];

/// The keys of `[preprocessor.archsite]`, in the order of the guide.
pub fn configuration() -> impl Iterator<Item = &'static Key> {
    let links = archsite_links::config::KEYS;
    let parts = [
        keys::MDBOOK,
        keys::SHARED,
        links,
        keys::PASSES,
        keys::LEVELS,
    ];
    parts.into_iter().flatten()
}

/// All lints.
pub fn lints() -> impl Iterator<Item = &'static Lint> {
    FAMILIES.iter().flat_map(|family| family.lints).copied()
}

/// The lint of that name.
pub fn lint(name: &str) -> Option<&'static Lint> {
    lints().find(|lint| lint.name == name)
}

/// The web page of a lint, for reports of other programs.
pub(crate) fn page(lint: &Lint) -> String {
    let folder = match lint.family {
        "config" => "core",
        pass => pass,
    };
    format!(
        "{}/blob/HEAD/crates/{folder}/lints/{}.md",
        env!("CARGO_PKG_REPOSITORY"),
        lint.name
    )
}

/// The name of the lint that a misspelt name probably means.
pub(crate) fn nearest_lint(name: &str) -> Option<&'static str> {
    archsite_core::diagnostics::suggest::nearest(name, lints().map(|lint| lint.name))
}

/// The directive of that name.
pub(crate) fn directive(name: &str) -> Option<&'static Kind> {
    DIRECTIVES.iter().copied().find(|kind| kind.name == name)
}
