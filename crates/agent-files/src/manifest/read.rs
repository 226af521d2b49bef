//! Reads a manifest, and refuses one that names files elsewhere or was damaged.

use std::collections::HashSet;

use serde::Deserialize;

use super::{Manifest, SCHEMA};

/// Why a manifest is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is not a manifest.
    #[error("it is not a manifest of this program: {0}")]
    Broken(String),
    /// A later version of this program wrote it.
    #[error(
        "it has version {0}, and this program supports versions up to {SCHEMA}; use a newer \
             one"
    )]
    Newer(u64),
    /// It names a file that is not in its folder, or that this program never writes.
    #[error("it names `{0}`, which is not a file of its folder")]
    Elsewhere(String),
    /// It lists a file twice, as a merge of two versions may leave it.
    #[error("it lists `{0}` twice, as after a failed merge")]
    Twice(String),
    /// The entry of a file does not match the checksum that was written with it.
    #[error("its entry of `{0}` was changed, by hand or by a failed merge")]
    Changed(String),
}

#[derive(Deserialize)]
struct Version {
    schema: u64,
}

/// Reads a manifest.
///
/// # Errors
/// [`ManifestError`] says what is wrong with it.
pub fn read(text: &str) -> Result<Manifest, ManifestError> {
    // Some editors begin every file with a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    let broken = |error: serde_json::Error| ManifestError::Broken(error.to_string());
    // A later version may look different in all but this.
    let Version { schema } = serde_json::from_str(text).map_err(broken)?;
    if schema > u64::from(SCHEMA) {
        return Err(ManifestError::Newer(schema));
    }
    let manifest: Manifest = serde_json::from_str(text).map_err(broken)?;
    let outside = manifest.names_of_files().find(|name| !is_file_name(name));
    if let Some(name) = outside {
        return Err(ManifestError::Elsewhere(name.to_string()));
    }
    let mut names = HashSet::new();
    if let Some(name) = manifest.names_of_files().find(|name| !names.insert(*name)) {
        return Err(ManifestError::Twice(name.to_string()));
    }
    if let Some(shard) = manifest.shards.iter().find(|shard| shard.is_changed()) {
        return Err(ManifestError::Changed(shard.file.clone()));
    }
    let is_known = matches!(manifest.made_by.as_str(), "shard" | "context");
    let archived = manifest.archived.as_deref();
    let is_relative = is_relative(&manifest.source) && archived.is_none_or(is_relative);
    match (is_known, is_relative) {
        (true, true) => Ok(manifest),
        (false, _) => Err(ManifestError::Broken(format!(
            "made_by is `{}`",
            manifest.made_by
        ))),
        (true, false) => Err(ManifestError::Broken("source is not relative".to_string())),
    }
}

/// Whether a path is relative. A colon or a backslash has a meaning on one system only.
fn is_relative(path: &str) -> bool {
    let has_root = path.starts_with('/') || path.contains('\0');
    !(has_root || (cfg!(windows) && path.contains([':', '\\'])))
}

/// Whether a name is one of a file in the folder itself or in a folder of a section, on every
/// system, and of a kind that this program writes.
pub fn is_file_name(name: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0'])
    };
    let are_plain = name.split('/').all(is_plain);
    are_plain && (name.ends_with(".md") || Manifest::LLMS.contains(&name))
}
