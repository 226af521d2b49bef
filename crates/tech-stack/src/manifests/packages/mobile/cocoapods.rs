//! CocoaPods: Podfile and `Podfile.lock`.
//!
//! A Podfile is a Ruby program. Only literals are read; it is not run.

use std::collections::HashMap;

use archsite_core::site::path::parent;

use crate::manifests::common::{folder_name, lines, mark, within};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Ecosystem, Fact, FileRange, Kind, Source};

/// Reads all Podfiles.
pub(crate) fn read(files: &mut Files) {
    for file in files.named("Podfile") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let folder = parent(&file).to_string();
        let locked = locked(files, &joined(&folder, "Podfile.lock"));
        let mut facts = Vec::new();
        for (_, line) in lines(&read.text) {
            let Some(pod) = pod(line) else { continue };
            let at = FileRange::new(&file, within(&read.text, pod.name));
            // A subspec has the version of its pod.
            let name = pod.name.split('/').next().unwrap_or(pod.name);
            let mut fact = Fact::new(Ecosystem::CocoaPods, name, folder_name(&folder), at)
                .requires(pod.requirement)
                .kind(if pod.is_for_tests {
                    Kind::Dev
                } else {
                    Kind::Normal
                });
            if pod.is_local {
                fact.source = Some(Source::Path);
            }
            if let Some((version, at)) = locked.get(name) {
                fact.resolve(version, Some(at.clone()));
            }
            facts.push(fact);
        }
        files.out.facts.append(&mut facts);
    }
}

/// A line `pod 'Name', '~> 1.0'`.
struct Pod<'a> {
    name: &'a str,
    requirement: Option<&'a str>,
    is_local: bool,
    is_for_tests: bool,
}

fn pod(line: &str) -> Option<Pod<'_>> {
    let line = line.trim();
    let rest = line.strip_prefix("pod ").or(line.strip_prefix("pod("))?;
    let mut arguments = rest.split(',').map(str::trim);
    let name = literal(arguments.next()?)?;
    let second = arguments.next().and_then(literal);
    let requirement = second.filter(|text| {
        let number = text.trim_start_matches(['~', '>', '<', '=', ' ']);
        number.starts_with(|c: char| c.is_ascii_digit())
    });
    Some(Pod {
        name,
        requirement,
        is_local: rest.contains(":path"),
        is_for_tests: rest.contains(":configurations => ['Debug']"),
    })
}

fn literal(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(')').trim();
    let quote = text.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    let (inside, _) = text[1..].split_once(quote)?;
    (!inside.is_empty()).then_some(inside)
}

/// The versions of `Podfile.lock`, by the names of pods.
fn locked(files: &mut Files, file: &str) -> HashMap<String, (String, FileRange)> {
    let mut versions = HashMap::new();
    if !files.exists(file) {
        return versions;
    }
    let Some(root) = files.parse(file, value::yaml) else {
        return versions;
    };
    for item in root.items_of("PODS") {
        // `- Name (1.0)`, or a table with that as its key where the pod has dependencies.
        let (text, at) = match item.entries() {
            [entry, ..] => (entry.key.as_str(), FileRange::new(file, entry.at.clone())),
            [] => (Node::text(item).unwrap_or_default(), mark(file, item)),
        };
        let Some((name, version)) = text.split_once(" (") else {
            continue;
        };
        let name = name.split('/').next().unwrap_or(name);
        let version = version.trim_end_matches(')').to_string();
        versions.entry(name.to_string()).or_insert((version, at));
    }
    versions
}
