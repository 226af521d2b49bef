//! Pipelines: the images of their jobs, the actions they use, and the versions of runtimes that they
//! install.

mod actions;
mod azure;
mod circleci;
mod gitlab;

use crate::manifests::files::Files;

/// Reads all pipelines whose images are those of their jobs.
pub(crate) fn read_images(files: &mut Files) {
    gitlab::read(files);
    circleci::read(files);
    azure::read(files);
}

/// Reads the workflows and actions of GitHub.
pub(crate) fn read_actions(files: &mut Files) {
    actions::read(files);
}
