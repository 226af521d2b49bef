//! Brings a folder to the files that are desired, and never overwrites what somebody else wrote.

mod change;
mod ends;
pub mod folder;
mod journal;
pub mod lock;
pub mod own;
mod refuse;
mod subfolders;

pub use self::change::{Change, FileState, Found};
pub use self::ends::{has_hash, is_crlf, with_crlf, with_lf};
pub use self::folder::{DesiredFiles, Folder};
pub use self::lock::Lock;
