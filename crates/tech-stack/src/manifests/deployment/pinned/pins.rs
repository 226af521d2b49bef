//! Files that pin one tool: `.java-version`, `.sdkmanrc`, the wrapper of Maven, development
//! containers.

use archsite_core::site::path;

use crate::manifests::common::{between, folder_name, lines, mark, runtime, within};
use crate::manifests::deployment::docker;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, FileRange, Kind};
use crate::model::version::Version;

/// Files with a version and nothing else, and the runtime it is of.
const FILES: &[(&str, &str)] = &[
    (".java-version", "java"),
    (".go-version", "go"),
    (".php-version", "php"),
    (".swift-version", "swift"),
    (".bun-version", "bun"),
    (".deno-version", "deno"),
    (".dvmrc", "deno"),
    (".scala-version", "scala"),
    (".elixir-version", "elixir"),
    (".zig-version", "zig"),
    (".perl-version", "perl"),
    (".crystal-version", "crystal"),
    (".opentofu-version", "opentofu"),
];

/// The names of tools in `.sdkmanrc` that have another name here.
const SDKMAN: &[(&str, &str)] = &[("springboot", "spring-boot"), ("mvnd", "mvnd")];

/// Features of development containers, and the runtimes they install.
const FEATURES: &[(&str, &str)] = &[
    ("node", "node"),
    ("python", "python"),
    ("go", "go"),
    ("java", "java"),
    ("ruby", "ruby"),
    ("php", "php"),
    ("rust", "rust"),
    ("dotnet", "dotnet-sdk"),
    ("terraform", "terraform"),
];

/// Reads all files.
pub(super) fn read(files: &mut Files) {
    for (name, tool) in FILES {
        for file in files.named(name) {
            let Some(read) = files.read(&file) else {
                continue;
            };
            let line = lines(&read.text).map(|(_, line)| line.trim());
            let first = line
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .find_map(version);
            if let Some(version) = first {
                let at = FileRange::new(&file, within(&read.text, version));
                runtime(files, tool, version, Authority::Pin, at);
            }
        }
    }
    for file in files.named(".sdkmanrc") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        for (_, line) in lines(&read.text) {
            if let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#'))
                && let Some(version) = version(value.trim())
            {
                let name = name.trim();
                let own = SDKMAN.iter().find(|known| known.0 == name);
                let at = FileRange::new(&file, within(&read.text, version));
                let name = own.map_or(name, |known| known.1);
                runtime(files, name, version, Authority::Pin, at);
            }
        }
    }
    for file in files.wrappers() {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let found = between(&read.text, "apache-maven-", "-bin");
        if let Some(version) = found.filter(|version| Version::parse(version).is_some()) {
            let at = FileRange::new(&file, within(&read.text, version));
            runtime(files, "maven", version, Authority::Pin, at);
        }
    }
    for file in files.devcontainers() {
        if let Some(root) = files.parse(&file, value::json) {
            container(files, &file, &root);
        }
    }
}

/// The version in a pin such as `temurin-21.0.2+13`, `21.0.4-tem` or `go1.22.1`.
fn version(text: &str) -> Option<&str> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    // `openjdk64-17.0.2`: the number of a name is before a dash.
    let start = match text[start..].find('-') {
        Some(dash)
            if start > 0 && text[start + dash + 1..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            start + dash + 1
        }
        _ => start,
    };
    let (_, rest) = Version::leading(&text[start..])?;
    Some(&text[start..text.len() - rest.len()])
}

/// A development container: its image, and the features it installs.
fn container(files: &mut Files, file: &str, root: &Node) {
    if let Some(image) = root.get("image")
        && let Some(text) = image.text()
    {
        let member = folder_name(path::parent(file));
        let fact = docker::image(
            text,
            &std::collections::HashMap::new(),
            member,
            mark(file, image),
        );
        let facts = fact.map(|fact| fact.kind(Kind::Dev));
        files.out.facts.extend(facts);
    }
    for entry in root.entries_of("features") {
        let name = entry.key.split(':').next().unwrap_or_default();
        let name = path::file_name(name);
        let known = FEATURES.iter().find(|known| known.0 == name);
        if let Some((_, tool)) = known
            && let Some(node) = entry.node.get("version")
            && let Some(text) = node
                .scalar()
                .filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))
        {
            // A container of developers says less than a pin.
            runtime(files, tool, text, Authority::Ci, mark(file, node));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_pins() {
        for (text, expected) in [
            ("21", Some("21")),
            ("temurin-21.0.2+13", Some("21.0.2")),
            ("openjdk64-17.0.2", Some("17.0.2")),
            ("21.0.4-tem", Some("21.0.4")),
            ("go1.22.1", Some("1.22.1")),
            ("v1.1.3", Some("1.1.3")),
            ("system", None),
        ] {
            assert_eq!(version(text), expected, "{text}");
        }
    }
}
