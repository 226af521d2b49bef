//! Generated tables, and how versions are displayed.

pub(crate) mod authored;
mod category;
pub mod display;
pub(crate) mod made;
pub(crate) mod places;
pub(crate) mod table;

/// The style of all tables of technologies.
const BASE: &str = include_str!("../../style/tables.css");

/// The class of a name.
const NAME: &str = "archsite-name";

/// The class of a version.
const VERSION: &str = "archsite-version";
