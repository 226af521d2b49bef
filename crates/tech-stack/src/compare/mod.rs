//! Documented versions beside those of the manifests.

pub mod drift;
pub(crate) mod verify;
