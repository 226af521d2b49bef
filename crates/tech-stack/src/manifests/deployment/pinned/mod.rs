//! Files that pin tools: version managers, files of one tool, environments of Nix.

mod nix;
mod pins;
mod tools;

use crate::manifests::files::Files;

/// Reads all files that pin tools.
pub(crate) fn read(files: &mut Files) {
    tools::read(files);
    pins::read(files);
    nix::read(files);
}
