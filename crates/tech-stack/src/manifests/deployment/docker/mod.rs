//! Container images: Dockerfiles and compose files.
//!
//! The version of an image is what its tag begins with; `latest` and names of systems are none.
//! An image that is built here, a stage and `scratch` are not dependencies.

mod compose;
mod dockerfile;
mod image;

use std::collections::HashMap;

use self::dockerfile::dockerfile;
pub(crate) use self::image::{fact as image, version as tag_version};
use crate::manifests::files::Files;

/// Reads all Dockerfiles and compose files.
pub(crate) fn read(files: &mut Files) {
    // Compose files give arguments to the Dockerfiles that they name.
    for file in files.matching(compose::is_compose) {
        compose::read(files, &file);
    }
    for file in files.matching(is_dockerfile) {
        dockerfile(files, &file, &HashMap::new());
    }
}

fn is_dockerfile(name: &str) -> bool {
    let named = ["Dockerfile", "Containerfile"].contains(&name);
    let variant = name.starts_with("Dockerfile.") || name.starts_with("Containerfile.");
    let ends = name.ends_with(".Dockerfile") || name.ends_with(".dockerfile");
    (named || variant || ends) && !name.ends_with(".dockerignore") && !name.ends_with(".md")
}
