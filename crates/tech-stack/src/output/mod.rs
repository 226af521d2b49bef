//! Generated tables and how technologies are displayed.

pub(crate) mod category;
pub(crate) mod rows;
pub mod shown;
