//! Generated tables, and how versions are displayed.

mod category;
pub mod display;
pub(crate) mod made;
pub(crate) mod places;
pub(crate) mod table;
