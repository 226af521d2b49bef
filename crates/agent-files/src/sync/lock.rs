//! One run at a time in a folder.
//!
//! The folder itself is locked, and made first where it is missing, so that all runs agree on
//! what they lock. The lock ends with the process, however it ends.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::fs::names::display;

/// The right to work in a folder.
#[derive(Debug)]
pub struct Lock {
    /// None where the system cannot lock a folder; each file is written as a whole all the same.
    file: Option<File>,
    /// Folders that were made for this run, the deepest first.
    made: Vec<PathBuf>,
}

impl Lock {
    /// Waits until no other run works in a folder, and calls `waits` before it does. With `writes`
    /// the folder is created if it is missing, and removed again if it stays empty.
    ///
    /// # Errors
    /// It is not a folder, or it cannot be made.
    pub fn take(dir: &Path, writes: bool, waits: &dyn Fn()) -> anyhow::Result<Lock> {
        if dir.exists() && !dir.is_dir() {
            bail!("`{}` is a file; name a folder", display(dir));
        }
        let mut lock = Lock {
            file: None,
            made: Vec::new(),
        };
        loop {
            if writes {
                lock.make(dir)?;
            }
            let Ok(file) = File::open(dir) else {
                return Ok(lock);
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    waits();
                    if file.lock().is_err() {
                        return Ok(lock);
                    }
                }
                Err(TryLockError::Error(_)) => return Ok(lock),
            }
            // The other run may have removed the folder that it had made.
            if is_at(&file, dir) {
                lock.file = Some(file);
                return Ok(lock);
            }
        }
    }

    fn make(&mut self, dir: &Path) -> anyhow::Result<()> {
        let missing = dir.ancestors().take_while(|folder| !folder.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        fs::create_dir_all(dir)
            .with_context(|| format!("cannot create the folder `{}`", display(dir)))?;
        self.made.extend(missing);
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Only an empty folder can be removed so, and while the lock is held.
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
        drop(self.file.take());
    }
}

/// Whether an open folder is the one at a path.
#[cfg(unix)]
fn is_at(file: &File, dir: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let open = file.metadata().ok().map(identity);
    open.is_some() && open == fs::metadata(dir).ok().map(identity)
}

/// Whether an open folder is the one at a path: one that is open cannot be removed here.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
