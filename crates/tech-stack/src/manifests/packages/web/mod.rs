//! Languages that web servers and web pages are written in.

pub(crate) mod deno;
pub(crate) mod elixir;
pub(crate) mod npm;
pub(crate) mod php;
pub(crate) mod ruby;
