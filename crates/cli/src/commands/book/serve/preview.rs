//! The state of the preview that builds and requests share: the site, its problems, and its version.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// The box that is added to pages; `TITLE` and `TEXT` are replaced.
const REPORT: &str = include_str!("report.html");

/// What a page shows of the last build.
#[derive(Debug, Clone, Default)]
struct State {
    /// The folder of the built pages.
    site: PathBuf,
    /// Whether the last build failed, so that the pages are older, or there are none.
    failed: bool,
    /// The messages of the last build.
    text: String,
}

/// The state of the preview.
#[derive(Debug)]
pub(super) struct Preview {
    state: Mutex<State>,
    version: watch::Sender<u64>,
}

impl Preview {
    /// The state before the first build.
    pub(super) fn new(site: PathBuf) -> Preview {
        Preview {
            state: Mutex::new(State {
                site,
                ..State::default()
            }),
            version: watch::Sender::new(0),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores the result of a build.
    pub(super) fn built(&self, site: PathBuf, text: String) {
        *self.state() = State {
            site,
            failed: false,
            text,
        };
    }

    /// Stores that a build failed. The site of the build before remains.
    pub(super) fn failed(&self, text: String) {
        let mut state = self.state();
        state.failed = true;
        state.text = text;
    }

    /// The folder of the built pages.
    pub(super) fn site(&self) -> PathBuf {
        self.state().site.clone()
    }

    /// The box with the messages of the last build, as HTML; `None` if there are none.
    pub(super) fn report(&self) -> Option<String> {
        let state = self.state();
        let title = if state.failed {
            "The build failed; this page may be old"
        } else {
            "Messages of the build"
        };
        let open = if state.failed { " open" } else { "" };
        let report = || {
            REPORT
                .replace("OPEN", open)
                .replace("TITLE", title)
                .replace("TEXT", &escape(state.text.trim()))
        };
        (!state.text.trim().is_empty()).then(report)
    }

    /// Tells all open pages to reload.
    pub(super) fn reload(&self) {
        self.version.send_modify(|version| *version += 1);
    }

    /// Receives the next reload.
    pub(super) fn reloads(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }
}

/// Escapes text for HTML; white space stays as it is.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_a_build_are_text() {
        let preview = Preview::new(PathBuf::new());
        assert_eq!(preview.report(), None);
        preview.failed("error: `<script>alert(1)</script>`\n".to_string());
        let report = preview.report().expect("a report");
        assert!(report.contains("The build failed"), "{report}");
        assert!(!report.contains("<script>alert"), "{report}");
        preview.built(PathBuf::new(), String::new());
        assert_eq!(preview.report(), None);
    }
}
