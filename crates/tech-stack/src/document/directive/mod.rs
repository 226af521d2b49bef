//! The directives of the pass: `<!-- archsite: tech-stack -->`, `{{#version PACKAGE}}` and
//! `<!-- archsite: version name="PACKAGE" -->`.

pub(crate) mod inline;
pub(crate) mod options;
pub(crate) mod pair;
mod precision;
pub(crate) mod stated;
