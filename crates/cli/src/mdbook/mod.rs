//! mdBook: its protocol, its books on disk, its configuration.

pub(crate) mod book_toml;
pub(crate) mod disk;
pub(crate) mod expand;
pub(crate) mod load;
pub(crate) mod protocol;
pub(crate) mod readable;
pub(crate) mod settings;
