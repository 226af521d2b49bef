//! One parse of a Markdown text: its outline, raw HTML, front matter and directives.

pub mod directive;
pub mod front_matter;
pub(crate) mod html;
pub mod mdx;
pub mod outline;
pub mod prose;
