//! The commands: each owns its arguments.

pub(crate) mod adr;
pub(crate) mod args;
pub(crate) mod assemble;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod context;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod preprocess;
pub(crate) mod shard;
pub(crate) mod tech_stack;
