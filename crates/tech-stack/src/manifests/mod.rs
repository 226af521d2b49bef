//! One module per ecosystem: manifests and locks to [`Facts`](crate::model::facts::Facts).
//!
//! Nothing is downloaded, no program is started, no home directory is looked at; a module reads
//! what [`Files`](crate::manifests::files::Files) gives it and adds to `Files::out`. A file that is not
//! understood is one note and the rest goes on. No module may look into another's files, except
//! through the helpers in `common`.

mod common;
mod deployment;
pub(crate) mod files;
mod packages;
#[cfg(test)]
mod tests;
pub(crate) mod value;

use crate::manifests::deployment::{ci, docker, kubernetes, pinned, serverless, terraform};
use crate::manifests::files::Files;
use crate::manifests::packages::jvm::{gradle, maven};
use crate::manifests::packages::mobile::{cocoapods, dart, swift};
use crate::manifests::packages::web::{deno, elixir, npm, php, ruby};
use crate::manifests::packages::{cargo, dotnet, go, python, sbom};

/// Reads everything there is, ecosystem by ecosystem.
pub(crate) fn read(files: &mut Files) {
    cargo::read(files);
    npm::read(files);
    deno::read(files);
    python::read(files);
    go::read(files);
    maven::read(files);
    gradle::read(files);
    dotnet::read(files);
    php::read(files);
    ruby::read(files);
    elixir::read(files);
    dart::read(files);
    swift::read(files);
    cocoapods::read(files);
    docker::read(files);
    ci::read_images(files);
    kubernetes::read(files);
    terraform::read(files);
    serverless::read(files);
    ci::read_actions(files);
    pinned::read(files);
    sbom::read(files);
}
