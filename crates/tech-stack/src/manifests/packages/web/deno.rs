//! Deno: the imports of `deno.json` from npm and JSR, with `deno.lock`.

use std::collections::HashMap;

use archsite_core::site::path::parent;

use crate::manifests::common::{folder_name, mark};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::model::facts::{Ecosystem, Fact, FileRange, Member};

/// Reads all configurations.
pub(crate) fn read(files: &mut Files) {
    for file in files.matching(|name| name == "deno.json" || name == "deno.jsonc") {
        let Some(root) = files.parse(&file, value::json) else {
            continue;
        };
        let folder = parent(&file).to_string();
        let member = root.text_of("name").unwrap_or(folder_name(&folder));
        if let Some(name) = root.text_of("name") {
            files.out.members.push(Member {
                ecosystem: Ecosystem::Jsr,
                name: name.to_string(),
                path: folder.clone(),
                version: root.text_of("version").map(str::to_string),
                license: root.text_of("license").map(str::to_string),
                description: None,
                at: FileRange::new(&file, 0..0),
            });
        }
        // Members of a workspace share the lock of the root.
        let mut locked = locked(files, &joined(&folder, "deno.lock"));
        if locked.is_empty() {
            locked = self::locked(files, "deno.lock");
        }
        let mut facts = Vec::new();
        for entry in root.entries_of("imports") {
            let Some(specifier) = entry.node.text().and_then(Specifier::read) else {
                continue;
            };
            let mut fact = Fact::new(
                specifier.ecosystem,
                specifier.name,
                member,
                mark(&file, &entry.node),
            )
            .requires(specifier.requirement);
            if let Some((version, at)) = locked.get(specifier.text) {
                fact.resolve(version, Some(at.clone()));
            }
            facts.push(fact);
        }
        files.out.facts.append(&mut facts);
    }
}

/// `jsr:@std/assert@^1.0.0`, without a path in the package.
struct Specifier<'a> {
    /// All of it but the path.
    text: &'a str,
    ecosystem: Ecosystem,
    name: &'a str,
    requirement: Option<&'a str>,
}

impl<'a> Specifier<'a> {
    fn read(text: &'a str) -> Option<Specifier<'a>> {
        let (ecosystem, rest) = match text.split_once(':')? {
            ("npm", rest) => (Ecosystem::Npm, rest),
            ("jsr", rest) => (Ecosystem::Jsr, rest),
            _ => return None,
        };
        let start = rest.len() - rest.trim_start_matches('/').len();
        let rest = &rest[start..];
        // The `@` of a scope begins the name.
        let scope = if rest.starts_with('@') {
            rest.find('/')? + 1
        } else {
            0
        };
        let end = rest[scope..]
            .find('/')
            .map_or(rest.len(), |end| scope + end);
        let rest = &rest[..end];
        let (name, requirement) = match rest[scope..].find('@') {
            Some(at) => (&rest[..scope + at], Some(&rest[scope + at + 1..])),
            None => (rest, None),
        };
        let length = text.len() - text.split_once(':')?.1.len() + start + end;
        (!name.is_empty()).then_some(Specifier {
            text: &text[..length],
            ecosystem,
            name,
            requirement,
        })
    }
}

/// The versions of a lock, by specifiers.
fn locked(files: &mut Files, file: &str) -> HashMap<String, (String, FileRange)> {
    let mut versions = HashMap::new();
    if !files.exists(file) {
        return versions;
    }
    let Some(root) = files.parse(file, value::json) else {
        return versions;
    };
    let specifiers = root
        .get("specifiers")
        .or(root.at(&["packages", "specifiers"]));
    for entry in specifiers.map_or(&[][..], |node| node.entries()) {
        let Some(text) = entry.node.text() else {
            continue;
        };
        // `npm:react@18.3.1` in older locks; `_` begins the versions of peers.
        let version = text.rsplit('@').next().unwrap_or(text);
        let version = version.split('_').next().unwrap_or(version);
        let at = mark(file, &entry.node);
        versions.insert(entry.key.clone(), (version.to_string(), at));
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifiers_are_taken_apart() {
        for (text, expected) in [
            (
                "jsr:@std/assert@^1.0.0",
                Some(("jsr:@std/assert@^1.0.0", "@std/assert", Some("^1.0.0"))),
            ),
            (
                "npm:/react@18.2.0/jsx-runtime",
                Some(("npm:/react@18.2.0", "react", Some("18.2.0"))),
            ),
            ("npm:chalk", Some(("npm:chalk", "chalk", None))),
            ("jsr:@std", None),
            ("https://deno.land/std@0.200.0/mod.ts", None),
            ("./local.ts", None),
        ] {
            let found =
                Specifier::read(text).map(|found| (found.text, found.name, found.requirement));
            assert_eq!(found, expected, "{text}");
        }
    }
}
