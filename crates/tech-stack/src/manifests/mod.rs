//! One module per ecosystem: manifests and locks to [`Facts`](crate::fact::Facts).
//!
//! Nothing is downloaded, no program is started, no home directory is looked at; a module reads
//! what [`Files`](crate::manifests::files::Files) gives it and adds to `Files::out`. A file that is not
//! understood is one note and the rest goes on. No module may look into another's files, except
//! through the helpers here.

mod actions;
mod cargo;
mod dart;
mod docker;
mod dotnet;
mod elixir;
pub(crate) mod files;
mod go;
mod gradle;
mod maven;
mod npm;
mod php;
mod python;
mod ruby;
mod sbom;
mod terraform;
#[cfg(test)]
mod tests;
mod tools;
pub(crate) mod value;

use std::ops::Range;

use crate::fact::{Authority, Mark, Runtime};
use crate::manifests::files::Files;
use crate::manifests::value::Node;

/// Reads everything there is, ecosystem by ecosystem.
pub(crate) fn read(files: &mut Files) {
    cargo::read(files);
    npm::read(files);
    python::read(files);
    go::read(files);
    maven::read(files);
    gradle::read(files);
    dotnet::read(files);
    php::read(files);
    ruby::read(files);
    elixir::read(files);
    dart::read(files);
    docker::read(files);
    terraform::read(files);
    actions::read(files);
    tools::read(files);
    sbom::read(files);
}

/// Notes a version of a runtime, once for each place.
fn runtime(files: &mut Files, name: &str, value: &str, authority: Authority, at: Mark) {
    let value = value.trim();
    if value.is_empty() || value == "*" || value.contains("${") {
        return;
    }
    files.add_runtime(Runtime {
        name: name.to_string(),
        value: value.to_string(),
        authority,
        at,
    });
}

/// Where a node stands.
fn mark(file: &str, node: &Node) -> Mark {
    Mark::new(file, node.range.clone())
}

/// What to call a member that has no name of its own: its folder, or `.`.
fn folder_name(folder: &str) -> &str {
    match folder {
        "" => ".",
        folder => folder,
    }
}

/// The lines of a text without their ends, each with its offset.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// The bytes of `part` in `whole`; `part` must be a slice of it.
fn within(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    let start = start.min(whole.len());
    start..(start + part.len()).min(whole.len())
}

/// The part between `open` and the next `close` behind it.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let start = text.find(open)? + open.len();
    let rest = &text[start..];
    Some(&rest[..rest.find(close)?])
}

/// A text of several lines on one.
fn folded(text: &str) -> String {
    archsite_core::text::collapse_whitespace(text).into_owned()
}
