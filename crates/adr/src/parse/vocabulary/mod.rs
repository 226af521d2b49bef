//! The words of records: labels, statuses, months and headings of all languages, and the user's own.
//!
//! The built-in words are in `languages/`, a file a language.

mod extent;
mod label;
mod language;
mod lookup;
pub(crate) mod sentences;
mod status;
mod tables;
pub(crate) mod text;

pub(crate) use self::extent::Extent;
pub(crate) use self::label::Label;
pub(crate) use self::lookup::Section;
pub use self::lookup::Vocabulary;
pub(crate) use self::status::{ParsedStatus, is_status_word};
pub(crate) use self::tables::{is_decision_word, is_month, is_template_word, month, tables};
