//! Reads the history of files from a git repository: which commits changed them, what they held then, and when
//! each of their lines was written.
//!
//! ```text
//!  HEAD ──walk, newest first──▶ commits ──entry of each path, by tree id──▶ versions of a file
//!                                                                             │
//!                                                   differences of lines ──▶ commit of each line
//! ```
//!
//! Several paths are followed in one walk: the trees of a commit are read as far as the paths need it, and a
//! tree is read once, however many commits have it. No program is started, and nothing is written. The configuration
//! of the user does not count.

mod lines;
mod trees;
mod versions;
mod walk;

use std::cell::OnceCell;
use std::path::Path;

use gix::ObjectId;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use self::lines::{Line, changed_lines};
pub use self::trees::{Changes, Listed};
pub use self::versions::History as Files;
use self::walk::Step;
pub use self::walk::Version;

/// Memory for objects that are read again, in bytes.
const CACHE: usize = 64 << 20;

/// Why there is no history.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    /// The folder is not a git repository, or has no commit.
    #[error("{0} has no git history")]
    None(String),
    /// The clone was made without the older commits.
    #[error("the clone is shallow: its older commits are missing")]
    Shallow,
    /// The repository cannot be read.
    #[error("the git history cannot be read: {0}")]
    Unreadable(String),
}

/// A commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Commit {
    id: ObjectId,
    /// Seconds since 1970.
    time: i64,
}

impl Commit {
    /// The time of the commit, in seconds since 1970.
    pub fn seconds(&self) -> i64 {
        self.time
    }

    /// The day of the commit, in UTC.
    pub fn date(&self) -> Date {
        let time = jiff::Timestamp::from_second(self.time).unwrap_or_default();
        time.to_zoned(TimeZone::UTC).date()
    }
}

/// A git repository with all its commits.
pub struct Repository {
    git: gix::Repository,
    head: ObjectId,
    /// Commits that only changed the format, from `.git-blame-ignore-revs`.
    ignored: Vec<ObjectId>,
    /// All commits, when they were needed.
    steps: OnceCell<Vec<Step>>,
}

impl Repository {
    /// Opens the repository at a folder. `ignored` is the text of its `.git-blame-ignore-revs`: the commits in it
    /// only changed the format.
    ///
    /// # Errors
    /// [`Unavailable`] says why there is no history.
    pub fn open(root: &Path, ignored: &str) -> Result<Repository, Unavailable> {
        let none = || Unavailable::None(root.display().to_string());
        // A repository of somebody else is only read.
        let options = gix::open::Options::isolated();
        let mut git = gix::open_opts(root, options).map_err(|_| none())?;
        if git.is_shallow().unwrap_or(true) {
            return Err(Unavailable::Shallow);
        }
        git.object_cache_size_if_unset(CACHE);
        let head = git.head_id().map_err(|_| none())?.detach();
        let ignored = ignored.lines().filter_map(|line| {
            let id = line.split('#').next().unwrap_or_default().trim();
            ObjectId::from_hex(id.as_bytes()).ok()
        });
        Ok(Repository {
            head,
            ignored: ignored.collect(),
            steps: OnceCell::new(),
            git,
        })
    }

    /// The text of a version; `None` if it is not UTF-8.
    fn text(&self, id: ObjectId) -> Option<String> {
        let blob = self.git.find_blob(id).ok()?;
        String::from_utf8(blob.data.clone()).ok()
    }
}

fn unreadable(error: impl std::fmt::Display) -> Unavailable {
    Unavailable::Unreadable(error.to_string())
}
