//! What programs are built with and run on: images, services, pinned tools.

pub(crate) mod ci;
pub(crate) mod docker;
pub(crate) mod kubernetes;
pub(crate) mod pinned;
pub(crate) mod serverless;
pub(crate) mod terraform;
