//! Nix: packages of nixpkgs whose names contain the version of a runtime, such as `nodejs_20`.
//!
//! A file of Nix is a program; only these names are read. A version of nixpkgs says nothing exact
//! about the packages in it.

use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::Files;
use crate::model::facts::{Authority, FileRange};

/// Names of packages before the version, the runtime, and whether the numbers of the version are
/// written without a separator: `python312`.
const PACKAGES: &[(&str, &str, bool)] = &[
    ("nodejs_", "node", false),
    ("nodejs-", "node", false),
    ("go_", "go", false),
    ("ruby_", "ruby", false),
    ("erlang_", "erlang", false),
    ("elixir_", "elixir", false),
    ("dotnet-sdk_", "dotnet-sdk", false),
    ("zig_", "zig", false),
    ("jdk", "java", false),
    ("openjdk", "java", false),
    ("temurin-bin-", "java", false),
    ("python3", "python", true),
    ("php8", "php", true),
];

/// Reads the files of environments.
pub(super) fn read(files: &mut Files) {
    for file in files.matching(|name| matches!(name, "flake.nix" | "shell.nix" | "devenv.nix")) {
        let Some(read) = files.read(&file) else {
            continue;
        };
        for (_, line) in lines(&read.text) {
            let code = line.split('#').next().unwrap_or_default();
            let is_part = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
            for word in code.split(|c: char| !is_part(c)) {
                if let Some((name, version)) = package(word) {
                    let at = FileRange::new(&file, within(&read.text, word));
                    runtime(files, name, &version, Authority::Pin, at);
                }
            }
        }
    }
}

/// The runtime and the version that the name of a package means.
fn package(word: &str) -> Option<(&'static str, String)> {
    PACKAGES.iter().find_map(|(prefix, name, is_joined)| {
        let rest = word.strip_prefix(prefix)?;
        let rest = rest.strip_suffix("_x").unwrap_or(rest);
        if *is_joined {
            // The first number is the last sign of the prefix.
            let is_number = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
            let major = &prefix[prefix.len() - 1..];
            return is_number.then(|| (*name, format!("{major}.{rest}")));
        }
        let parts: Vec<&str> = rest.split('_').collect();
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        parts
            .iter()
            .all(is_number)
            .then(|| (*name, parts.join(".")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_version_count() {
        for (word, expected) in [
            ("nodejs_20", Some(("node", "20"))),
            ("nodejs-18_x", Some(("node", "18"))),
            ("go_1_22", Some(("go", "1.22"))),
            ("python312", Some(("python", "3.12"))),
            ("php83", Some(("php", "8.3"))),
            ("jdk21", Some(("java", "21"))),
            ("python3", None),
            ("python312Packages", None),
            ("nodejs", None),
            ("jdk", None),
            ("jdk21_headless", None),
            ("go_latest", None),
        ] {
            let found = package(word);
            let found = found
                .as_ref()
                .map(|(name, version)| (*name, version.as_str()));
            assert_eq!(found, expected, "{word}");
        }
    }
}
