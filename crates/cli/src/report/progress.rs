//! The progress of a command: a line on the terminal, once the command takes a noticeable time.

use std::io::{self, IsTerminal, Write, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A command that is faster shows no progress.
const DELAY: Duration = Duration::from_millis(300);
/// Time between two pictures of the spinner.
const TICK: Duration = Duration::from_millis(100);

/// The line that is shown now.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

fn shown() -> MutexGuard<'static, Option<ProgressBar>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The progress of a command; it ends when this is dropped.
pub(crate) struct Progress {
    /// Dropped to end the thread.
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Shows what a command does, if standard error is a terminal and `--quiet` is not set.
pub(crate) fn progress(what: &'static str) -> Progress {
    if super::quiet() || !stderr().is_terminal() {
        return Progress {
            running: None,
            thread: None,
        };
    }
    let (running, ended) = channel::<()>();
    let thread = std::thread::spawn(move || {
        if ended.recv_timeout(DELAY) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let bar = ProgressBar::new_spinner().with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        *shown() = Some(bar);
        // Nothing is sent: the channel closes when the command ends.
        let _ = ended.recv();
        if let Some(bar) = shown().take() {
            bar.finish_and_clear();
        }
    });
    Progress {
        running: Some(running),
        thread: Some(thread),
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.running.take();
        if let Some(thread) = self.thread.take() {
            // A panic there has nothing to do with the command.
            let _ = thread.join();
        }
    }
}

/// Writes to the terminal while no progress is drawn.
pub(super) fn suspend<T>(write: impl FnOnce() -> T) -> T {
    let bar = shown().clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Standard error for the log.
#[derive(Debug, Default)]
pub(super) struct Stderr;

impl Write for Stderr {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        suspend(|| stderr().write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        stderr().flush()
    }
}
