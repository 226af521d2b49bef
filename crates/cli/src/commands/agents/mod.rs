//! Commands that serve coding agents: files for sections, the way back, and a server.

pub(crate) mod assemble;
pub(crate) mod context;
pub(crate) mod folder;
#[cfg(feature = "mcp")]
pub(crate) mod mcp;
pub(crate) mod shard;
