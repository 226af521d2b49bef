//! The directives of the pass: `<!-- archsite: tech-stack -->` and `{{#version PACKAGE}}`.

pub(crate) mod inline;
pub(crate) mod options;
