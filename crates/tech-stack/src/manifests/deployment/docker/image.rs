//! One reference to an image: `registry:5000/name:tag@digest`, with variables.
//!
//! It does not read files.

use std::collections::HashMap;

use crate::model::facts::{Ecosystem, Fact, FileRange};
use crate::model::version::Version;

/// The fact of an image; `None` for `scratch`, and where a variable hides the name.
pub(crate) fn fact(
    reference: &str,
    variables: &HashMap<String, String>,
    member: &str,
    at: FileRange,
) -> Option<Fact> {
    let filled = filled(reference.trim(), variables);
    let (name, digest) = match filled.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (filled.as_str(), None),
    };
    // A colon before the last slash belongs to the port of a registry.
    let slash = name.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match name[slash..].find(':') {
        Some(colon) => (&name[..slash + colon], Some(&name[slash + colon + 1..])),
        None => (name, None),
    };
    if name.is_empty() || name == "scratch" || name.contains('$') {
        return None;
    }
    let plain = [
        "docker.io/library/",
        "index.docker.io/library/",
        "docker.io/",
        "library/",
    ];
    let plain = plain.iter().find_map(|prefix| name.strip_prefix(prefix));
    let plain = plain.or_else(|| mirrored(name));
    let mut fact = Fact::new(Ecosystem::Docker, plain.unwrap_or(name), member, at.clone());
    match tag {
        Some("") => fact.unknown = Some("it has no tag"),
        Some(tag) if tag.contains('$') => fact.unknown = Some("a variable in its tag is unknown"),
        Some(tag) => {
            fact.requirement = Some(tag.to_string());
            match version(tag) {
                Some(version) => fact.resolve(version, Some(at)),
                None => fact.unknown = Some("its tag does not name a version"),
            }
        }
        None if digest.is_some() => fact.unknown = Some("it is pinned by a digest"),
        None => fact.unknown = Some("it has no tag"),
    }
    Some(fact)
}

/// Folders of registries that mirror Docker Hub.
const MIRRORS: &[&str] = &[
    "cache",
    "docker.io",
    "dockerhub",
    "docker-hub",
    "docker-proxy",
    "docker-remote",
    "hub",
    "mirror",
    "mirrors",
    "proxy",
    "registry-mirror",
    "remote",
    "upstream",
];

/// The name in Docker Hub of an image of a mirror: `node` for `public.ecr.aws/docker/library/node`
/// and for `registry.example/mirror/node`.
fn mirrored(name: &str) -> Option<&str> {
    if let Some((_, official)) = name.split_once("/library/") {
        return Some(official);
    }
    let (host, path) = name.split_once('/')?;
    if !host.contains(['.', ':']) {
        return None;
    }
    let is_mirror = |part: &str| MIRRORS.contains(&part);
    if host.split('.').next().is_some_and(is_mirror) {
        return Some(path);
    }
    let (folder, rest) = path.split_once('/')?;
    is_mirror(folder).then_some(rest)
}

/// The version a tag begins with: `15.7` of `15.7-alpine`. A date is one too.
pub(crate) fn version(tag: &str) -> Option<&str> {
    let (_, rest) = Version::leading(tag)?;
    let end = tag.len() - rest.len();
    let ends = rest.is_empty() || rest.starts_with(['-', '_', '.', '+']);
    ends.then(|| tag[..end].trim_start_matches(['v', 'V']))
}

/// A text with its variables put in: `$A`, `${A}`, `${A:-default}`, `${A-default}`.
pub(super) fn filled(text: &str, variables: &HashMap<String, String>) -> String {
    let mut out = text.to_string();
    for _ in 0..16 {
        let Some(start) = out.find('$') else { break };
        let rest = &out[start + 1..];
        let (name, default, end, unless_empty) = match rest.strip_prefix('{') {
            Some(inside) => {
                let Some(close) = inside.find('}') else { break };
                let inner = &inside[..close];
                let cut = inner.find([':', '-', '?', '+']).unwrap_or(inner.len());
                let default = inner[cut..].trim_start_matches(':').strip_prefix('-');
                let unless_empty = inner[cut..].starts_with(':');
                (&inner[..cut], default, start + close + 3, unless_empty)
            }
            None => {
                let cut = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let cut = cut.unwrap_or(rest.len());
                (&rest[..cut], None, start + 1 + cut, false)
            }
        };
        let value = variables
            .get(name)
            .map(String::as_str)
            .filter(|value| !(unless_empty && value.is_empty()));
        let Some(value) = value.or(default) else {
            break;
        };
        if value.contains(&format!("${name}")) || value.contains(&format!("${{{name}")) {
            break;
        }
        out = format!("{}{value}{}", &out[..start], &out[end..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_taken_apart() {
        let variables = HashMap::from([
            ("A".to_string(), "1.2".to_string()),
            ("EMPTY".to_string(), String::new()),
        ]);
        let read = |text: &str| {
            let fact = fact(text, &variables, "m", FileRange::new("f", 0..0))?;
            let version = fact.resolved.first().map(|r| r.version.clone());
            Some((fact.name, fact.requirement, version))
        };
        let some = |name: &str, tag: Option<&str>, version: Option<&str>| {
            Some((
                name.to_string(),
                tag.map(str::to_string),
                version.map(str::to_string),
            ))
        };
        assert_eq!(
            read("docker.io/library/node:${A}-slim"),
            some("node", Some("1.2-slim"), Some("1.2"))
        );
        assert_eq!(read("r:5000/x"), some("r:5000/x", None, None));
        assert_eq!(read("x:${B:-15}"), some("x", Some("15"), Some("15")));
        assert_eq!(read("x:$B"), some("x", None, None));
        assert_eq!(read("${B}/x:1"), None);
        assert_eq!(read("scratch"), None);
        assert_eq!(
            read("${EMPTY}golang:1.22"),
            some("golang", Some("1.22"), Some("1.22"))
        );
        assert_eq!(read("x:${EMPTY:-15}"), some("x", Some("15"), Some("15")));
        assert_eq!(
            read("mirror.example/docker/library/node:20"),
            some("node", Some("20"), Some("20"))
        );
        assert_eq!(
            read("registry.example/mirror/postgres:16.2"),
            some("postgres", Some("16.2"), Some("16.2"))
        );
        assert_eq!(
            read("ghcr.io/o/node:20"),
            some("ghcr.io/o/node", Some("20"), Some("20"))
        );
        assert_eq!(read("x:latest"), some("x", Some("latest"), None));
        assert_eq!(read("x:1@sha256:0"), some("x", Some("1"), Some("1")));
    }
}
