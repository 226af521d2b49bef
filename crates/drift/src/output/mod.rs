//! What the pass writes: its problems, and generated parts of pages.

pub(crate) mod fill;
pub(crate) mod problems;
