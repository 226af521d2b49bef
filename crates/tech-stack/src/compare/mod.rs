//! Compares documented versions with those of the manifests.

pub(crate) mod actual;
pub(crate) mod drift;
pub(crate) mod edit;
pub(crate) mod problems;
pub(crate) mod verify;
