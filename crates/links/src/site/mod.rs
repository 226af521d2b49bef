//! The built site as the link check sees it: what it holds and what a browser finds there.

pub(crate) mod document;
pub(crate) mod elsewhere;
pub(crate) mod href;
pub(crate) mod math;
pub(crate) mod resolver;
pub(crate) mod site_map;
pub mod summary;
pub(crate) mod unknown;
