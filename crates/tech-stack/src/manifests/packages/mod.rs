//! Packages of programming languages.

pub(crate) mod cargo;
pub(crate) mod dotnet;
pub(crate) mod go;
pub(crate) mod jvm;
pub(crate) mod mobile;
pub(crate) mod python;
pub(crate) mod sbom;
pub(crate) mod web;
