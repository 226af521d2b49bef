//! Files that stop a build.

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::fs::{Uncopied, Why};

use crate::config::InputFile;
use crate::lints;
use crate::lints::messages::short;

/// A file or folder that book.toml names and that is not there.
///
/// `target`: where a symbolic link of that name leads, if it is one.
pub(crate) fn missing_input(input: &InputFile, target: Option<String>) -> Diagnostic {
    let what = if input.is_folder { "folder" } else { "file" };
    let path = short(&input.path);
    let message = match target {
        Some(target) => {
            format!("`{path}` is a symbolic link to `{target}`, which does not exist")
        }
        None => format!("there is no {what} `{path}`"),
    };
    let from = if input.in_src {
        "`src`"
    } else {
        "the folder of book.toml"
    };
    let key = ["output", "html", input.key];
    Diagnostic::new(&lints::MISSING_FILE, message)
        .at(
            Location::Config(key.iter().map(ToString::to_string).collect()),
            "mdBook stops here",
        )
        .help(format!(
            "correct the path, which is relative to {from}, or remove it"
        ))
}

/// Search settings for chapters that the book does not have.
pub(crate) fn no_search_chapter(key: &str) -> Diagnostic {
    let path = ["output", "html", "search", "chapter", key];
    Diagnostic::new(
        &lints::MISSING_FILE,
        format!(
            "there is no chapter `{}`, nor a chapter in a folder with that name",
            short(key)
        ),
    )
    .at(
        Location::Config(path.iter().map(ToString::to_string).collect()),
        "mdBook stops here",
    )
    .help("write the path of a chapter or of a folder below `src`, or remove the key")
}

/// A file below `src` that mdBook cannot copy.
pub(crate) fn uncopied_file(found: &Uncopied, place: Location) -> Diagnostic {
    let file = short(&found.file);
    let (message, help) = match &found.why {
        Why::Dangling(target) => (
            format!("`{file}` is a symbolic link to `{target}`, which does not exist"),
            "create its target, or remove the link from `src`",
        ),
        Why::Circle(target) => (
            format!("`{file}` is a symbolic link to `{target}`, which contains the link itself"),
            "remove the link from `src`",
        ),
        Why::Name => (
            format!("the extension of `{file}` is not valid UTF-8"),
            "rename the file, or move it out of `src`",
        ),
    };
    Diagnostic::new(&lints::MISSING_FILE, message)
        .at(place, "mdBook stops here when it copies `src`")
        .help(help)
}
