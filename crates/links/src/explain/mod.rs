//! Why a link is dead, and what its author probably meant.

pub(crate) mod anchor_names;
pub(crate) mod cause;
pub(crate) mod home;
pub(crate) mod names;
