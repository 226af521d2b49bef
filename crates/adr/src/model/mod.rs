//! Records and how they relate to each other.

pub mod graph;
pub mod host;
pub(crate) mod locations;
pub(crate) mod lookup;
pub mod prepared;
pub mod record;
pub mod records;
