//! Records and how they relate to each other.

pub mod graph;
pub mod prepared;
pub mod record;
pub(crate) mod standing;
