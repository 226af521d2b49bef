//! Functions that the readers of Python projects share.

use super::entry::Entry;
use crate::model::facts::{Ecosystem, Fact, FileRange, Source};
use crate::model::range::Range;
use crate::model::requirement;
use crate::model::version::Version;
use archsite_core::site::path::parent;

/// A name as PEP 503 normalises it.
pub(super) fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.trim().chars() {
        match c {
            '-' | '_' | '.' => gap = !out.is_empty(),
            c => {
                if gap {
                    out.push('-');
                }
                gap = false;
                out.push(c.to_ascii_lowercase());
            }
        }
    }
    out
}

/// The fact of an entry such as `name[extra]>=1; marker`.
pub(super) fn fact(entry: &Entry<'_>, member: &str, at: FileRange) -> Fact {
    let mut fact = Fact::new(Ecosystem::PyPi, normal(entry.name), member, at)
        .requires(entry.requirement)
        .called(entry.name);
    fact.condition = entry.marker.map(str::to_string);
    if let Some(url) = entry.url {
        fact.source = Some(match () {
            () if url.starts_with("git+") || url.contains(".git") => Source::Git,
            () if url.contains("://") && !url.starts_with("file:") => Source::Url,
            () => Source::Path,
        });
    }
    fact
}

/// Resolves a version from an exact requirement, a tag or a file name where no lock file does.
pub(super) fn settle_by_itself(fact: &mut Fact, entry: &Entry<'_>) {
    if !fact.resolved.is_empty() {
        return;
    }
    let exact = entry.requirement.and_then(exact);
    let version = exact.or_else(|| {
        let url = entry.url?;
        let wheel = super::entry::wheel(url).map(|(_, version)| version);
        wheel.or_else(|| {
            let (_, tag) = url.split('#').next()?.rsplit_once('@')?;
            let tag = tag.strip_prefix('v').unwrap_or(tag);
            (tag.contains('.') && Version::parse(tag).is_some()).then_some(tag)
        })
    });
    if let Some(version) = version {
        let at = fact.at.clone();
        fact.resolve(version, Some(at));
    }
}

/// The version of `==1.2` and `===1.2`; none for `==1.*` and for lists.
pub(super) fn exact(requirement: &str) -> Option<&str> {
    let version = requirement.trim().strip_prefix("==")?;
    let version = version.strip_prefix('=').unwrap_or(version).trim();
    let plain = !version.contains(['*', ',', '<', '>', '!']);
    (plain && Version::parse(version).is_some()).then_some(version)
}

/// The versions of Python that a marker allows; other conditions are ignored.
pub(super) fn pythons(marker: &str) -> Range {
    let mut range = Range::any();
    if marker.contains(" or ") {
        return range;
    }
    for part in marker.split(" and ") {
        let part = part.trim().trim_matches(['(', ')']);
        let rest = part
            .strip_prefix("python_full_version")
            .or_else(|| part.strip_prefix("python_version"));
        let text = rest.map(|rest| rest.replace(['\'', '"'], ""));
        if let Some(part) = text.and_then(|text| requirement::runtime(text.trim(), false)) {
            range = range.and(&part);
        }
    }
    range
}

/// A project's folder as a member.
pub(super) fn member_of(file: &str) -> String {
    crate::manifests::common::folder_name(parent(file)).to_string()
}

/// The folder of a file as the name of a member.
pub(super) fn folder_of(file: &str) -> String {
    let folder = parent(file);
    match archsite_core::site::path::file_name(folder) {
        "" => ".".to_string(),
        name => normal(name),
    }
}
