//! Python: `pyproject.toml` (PEP 621, PEP 735, Poetry, uv, PDM), requirement files, `setup.cfg`,
//! Pipfile, and their locks.
//!
//! Names are normalised as PEP 503 says. A `setup.py` is not run.

mod common;
mod entry;
mod lock;
mod pyproject;
mod requirements;
mod setup;

use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::Files;
use crate::model::facts::{Authority, FileRange};

/// Reads all projects and the pins of the interpreter.
pub(crate) fn read(files: &mut Files) {
    pyproject::read(files);
    setup::read(files);
    requirements::read(files);
    for file in files.named(".python-version") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        for (_, line) in lines(&read.text) {
            let word = line.split('#').next().unwrap_or_default().trim();
            let version = word.trim_start_matches("python").trim_start_matches('-');
            if version.starts_with(|c: char| c.is_ascii_digit()) {
                let at = FileRange::new(&file, within(&read.text, version));
                runtime(files, "python", version, Authority::Pin, at);
                break;
            }
        }
    }
    for file in files.named("runtime.txt") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let text = read.text.trim();
        if let Some(version) = text.strip_prefix("python-") {
            let at = FileRange::new(&file, within(&read.text, version));
            runtime(files, "python", version, Authority::Pin, at);
        }
    }
}
