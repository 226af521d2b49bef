//! Compares documented versions with those of the manifests.

pub(crate) mod actual;
pub(crate) mod drift;
mod edit;
pub(crate) mod problems;
pub(crate) mod verify;
