//! Why a link is dead, and what its author probably meant.

pub(crate) mod cause;
pub(crate) mod near;
