//! Documents as files for coding agents: a file per section, a manifest, and the way back.
//!
//! ```text
//!  shard::Split ──files──▶ comment + page + list of sections ──manifest──▶ manifest.json
//!                                     │
//!                                   sync ──▶ the folder: only files of the last manifest change
//!                                     │
//!  document ◀──merge── shards, some of them edited
//! ```
//!
//! The pages themselves are planned and written by `archsite-shard`, as for a book. Commands choose
//! the documents and print what was done.

pub mod adopt;
pub mod aside;
pub mod block;
pub mod bmad;
pub mod document;
pub mod files;
pub mod llms;
#[cfg(any(test, feature = "lossless"))]
pub mod lossless;
pub mod manifest;
pub mod merge;
pub mod site;
pub mod sync;

pub use crate::files::file::{File, How, MadeBy};
pub use crate::files::files;
pub use crate::manifest::{Manifest, ManifestError, Other, Part, Shard, hash, is_file_name, read};
pub use crate::merge::merge_back::{MergedBack, merge_back};
pub use crate::merge::restore::{RestoreError, line_in_source, order, restore};
pub use crate::merge::sound::MergeError;
pub use crate::merge::unrewrite::{Places, Reference};
