//! The address of the repository: it is declared in Cargo.toml, and repeated in documents and settings.

use std::fs;

use anyhow::Context;
use regex::Regex;

use crate::output::Output;

/// Folders whose files may have the address, without the folders in them.
const FOLDERS: &[&str] = &[".", "book-example", "book-example/src/guide"];

/// Writes the address of Cargo.toml in place of every other address of this project.
pub(crate) fn address(output: &mut Output) -> anyhow::Result<()> {
    let address = env!("CARGO_PKG_REPOSITORY");
    let name = address.rsplit('/').next().unwrap_or_default();
    let host = address.split('/').nth(2).unwrap_or_default();
    let other = format!(
        r"https://{}/[\w.-]+/{}\b",
        regex::escape(host),
        regex::escape(name)
    );
    let other = Regex::new(&other)?;
    for file in files(output)? {
        let old = output.text(&file)?;
        let new = other.replace_all(&old, address).into_owned();
        if new != old {
            output.file(file, new);
        }
    }
    Ok(())
}

fn files(output: &Output) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for package in names(output, "crates")? {
        files.push(format!("crates/{package}/README.md"));
    }
    for folder in FOLDERS {
        let named = names(output, folder)?;
        let texts = named.into_iter().filter(|name| {
            [".md", ".toml"].iter().any(|end| name.ends_with(end)) && name != "Cargo.toml"
        });
        files.extend(texts.map(|name| match *folder {
            "." => name,
            folder => format!("{folder}/{name}"),
        }));
    }
    Ok(files)
}

/// The names of the entries of a folder.
fn names(output: &Output, folder: &str) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(output.path(folder));
    let entries = entries.with_context(|| format!("cannot read {folder}"))?;
    entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}
