//! Files for agents: folders that commands keep.

pub(crate) mod args;
pub(crate) mod bmad;
pub(crate) mod deliver;
pub(crate) mod folder;
pub(crate) mod home;
pub(crate) mod llms;
pub(crate) mod readable;
pub(crate) mod write;
