//! The version of a package that a directive names.

use crate::document::names::{Match, Names, Target, VersionSource};
use crate::model::index::FactIndex;
use crate::output::display;

/// Most packages that a message lists.
const MAX_LISTED: usize = 3;

/// A version that the manifests state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The version, or the requirement where no lock file settles it.
    pub(crate) text: String,
    /// The package or runtime; `None` for a package of the repository.
    pub(crate) source: Option<VersionSource>,
}

/// The version of a package: of the repository's own, or of one that a manifest names.
///
/// # Errors
/// The help for a message, if the version is not known.
pub(crate) fn version(name: &str, index: &FactIndex, names: &Names) -> Result<Stated, String> {
    if let Some(own) = index.own_version(name) {
        return Ok(Stated {
            text: own.to_string(),
            source: None,
        });
    }
    let source = source(name, names)?;
    let text = display::version(index, &source)
        .ok_or("a manifest names it, but no file states its version")?;
    Ok(Stated {
        text,
        source: Some(source),
    })
}

/// The package that has the version.
fn source(name: &str, names: &Names) -> Result<VersionSource, String> {
    match names.find_package(name) {
        Match::Found(source) => Ok(source),
        Match::Unverifiable => {
            let help = "no manifest gives its version; a package with this name has a version of \
                        its own, and is written with its ecosystem, such as `npm:redis`";
            Err(help.to_string())
        }
        Match::Ambiguous(many) => {
            let many: Vec<String> = many.iter().map(|t| format!("`{t}`")).collect();
            Err(format!(
                "it may be {}; write one of these",
                many.join(" or ")
            ))
        }
        Match::Absent(targets) => Err(absent(&targets, names)),
        Match::Unknown(Some(name)) => Err(format!("did you mean `{name}`?")),
        Match::Unknown(None) => Err("no manifest names a similar package".to_string()),
    }
}

/// The help for a technology that no manifest has.
fn absent(targets: &[Target], names: &Names) -> String {
    let mut similar = targets.iter().filter_map(|target| {
        let similar = names.nearest_package(&target.name)?;
        (similar.ecosystem == target.ecosystem).then_some(similar)
    });
    if let Some(similar) = similar.next() {
        return format!("did you mean `{similar}`?");
    }
    // Images come in many editions; the first ones are the usual.
    let targets = targets.iter().take(MAX_LISTED).map(Target::to_string);
    let targets: Vec<String> = targets.collect();
    format!("no manifest names {}", targets.join(" or "))
}
