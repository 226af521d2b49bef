//! Requirement files of pip: includes, constraints, hashes, addresses, editable packages.
//!
//! A compiled file beside its `.in` is that file's lock. It does not follow an include out of the
//! repository, or twice.

use std::collections::HashMap;

use archsite_core::site::path;
use archsite_core::site::path::{file_name, parent};

use super::common::{exact, fact, member_of, normal, settle_by_itself};
use super::entry::{Entry, wheel};
use super::setup::folder_version;
use crate::manifests::common::{lines, within};
use crate::manifests::files::Files;
use crate::model::facts::{Ecosystem, Fact, FileRange, Kind, Source};

/// Reads all requirement files, those for development last: they include the others.
pub(super) fn read(files: &mut Files) {
    let mut found = files.matching(|name| {
        let text = name.ends_with(".txt") || name.ends_with(".in");
        text && name.contains("requirements") && !name.contains("constraints")
    });
    let folder = files.matching(|name| name.ends_with(".txt") || name.ends_with(".in"));
    for file in folder {
        let inside = file_name(parent(&file)) == "requirements";
        if inside && !found.contains(&file) && !file.contains("constraints") {
            found.push(file);
        }
    }
    found.sort_by_key(|file| (is_dev(file), !file.ends_with(".in")));
    for file in found {
        let kind = if is_dev(&file) {
            Kind::Dev
        } else {
            Kind::Normal
        };
        let mut run = Run {
            member: root_member(&file),
            kind,
            facts: Vec::new(),
            constraints: HashMap::new(),
        };
        run.file(files, &file, 0);
        for fact in &mut run.facts {
            if fact.resolved.is_empty()
                && fact.source.is_none()
                && let Some((version, at)) = run.constraints.get(&fact.name)
            {
                fact.resolve(version, Some(at.clone()));
            }
        }
        files.out.facts.append(&mut run.facts);
    }
}

/// The folder a file is about: `requirements/base.txt` is about the folder above.
fn root_member(file: &str) -> String {
    match file_name(parent(file)) {
        "requirements" => member_of(parent(file)),
        _ => member_of(file),
    }
}

fn is_dev(file: &str) -> bool {
    let name = file_name(file).to_ascii_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let dev = [
        "dev",
        "develop",
        "development",
        "test",
        "tests",
        "testing",
        "lint",
        "docs",
        "doc",
        "ci",
        "typing",
    ];
    words.any(|word| dev.contains(&word))
}

struct Run {
    member: String,
    kind: Kind,
    facts: Vec<Fact>,
    /// Exact versions of constraint files and of a compiled file.
    constraints: HashMap<String, (String, FileRange)>,
}

/// Deepest chain of includes.
const MAX_INCLUDES: usize = 20;

impl Run {
    fn file(&mut self, files: &mut Files, file: &str, depth: usize) {
        if depth > MAX_INCLUDES || !files.take(file) {
            return;
        }
        let Some(read) = files.read(file) else { return };
        // The output of pip-compile or uv for this file resolves it.
        if let Some(stem) = file.strip_suffix(".in") {
            let compiled = format!("{stem}.txt");
            if files.exists(&compiled) && files.take(&compiled) {
                self.constrain(files, &compiled, depth);
            }
        }
        for line in logical(&read.text) {
            let text = line.split(" --").next().unwrap_or_default().trim();
            if let Some(include) = option(text, &["-r", "--requirement"]) {
                if let Some(include) = path::join(parent(file), include) {
                    self.file(files, &include, depth + 1);
                }
            } else if let Some(constraints) = option(text, &["-c", "--constraint"]) {
                if let Some(constraints) = path::join(parent(file), constraints) {
                    files.take(&constraints);
                    self.constrain(files, &constraints, depth + 1);
                }
            } else if let Some(target) = option(text, &["-e", "--editable"]) {
                let at = FileRange::new(file, within(&read.text, text));
                self.target(files, file, target, at);
            } else if !text.starts_with('-') {
                let at = FileRange::new(file, within(&read.text, text));
                self.entry(files, file, text, at);
            }
        }
    }

    fn constrain(&mut self, files: &mut Files, file: &str, depth: usize) {
        if depth > MAX_INCLUDES {
            return;
        }
        let Some(read) = files.read(file) else { return };
        for line in logical(&read.text) {
            let text = line.split(" --").next().unwrap_or_default().trim();
            if let Some(entry) = Entry::read(text)
                && let Some(version) = entry.requirement.and_then(exact)
            {
                let at = FileRange::new(file, within(&read.text, version));
                let known = self.constraints.entry(normal(entry.name));
                known.or_insert((version.to_string(), at));
            }
        }
    }

    fn entry(&mut self, files: &mut Files, file: &str, text: &str, at: FileRange) {
        let local = text.starts_with(['.', '/']) || text.contains("://") && !text.contains(" @ ");
        let archive = [".whl", ".tar.gz", ".zip"]
            .iter()
            .any(|end| text.ends_with(end));
        if local || archive && !text.contains('@') {
            self.target(files, file, text, at);
        } else if let Some(entry) = Entry::read(text) {
            let mut fact = fact(&entry, &self.member, at).kind(self.kind);
            settle_by_itself(&mut fact, &entry);
            self.facts.push(fact);
        }
    }

    /// A folder, an archive or an address instead of a name.
    fn target(&mut self, files: &mut Files, file: &str, target: &str, at: FileRange) {
        let target = target.split(" ;").next().unwrap_or_default().trim();
        let remote = target.contains("://");
        if let Some((name, version)) = wheel(target) {
            let mut fact = Fact::new(Ecosystem::PyPi, normal(name), &self.member, at.clone());
            fact.requirement = Some(format!("=={version}"));
            fact.source = Some(if remote { Source::Url } else { Source::Path });
            fact.resolve(version, Some(at));
            self.facts.push(fact.kind(self.kind));
        } else if remote {
            let (address, egg) = target.split_once("#egg=").unwrap_or((target, ""));
            let egg = egg.split(['&', '[']).next().unwrap_or_default();
            let last = address
                .trim_end_matches('/')
                .rsplit('/')
                .next()
                .unwrap_or_default();
            let last = last.split('@').next().unwrap_or_default();
            let name = match egg {
                "" => last.trim_end_matches(".git"),
                egg => egg,
            };
            let mut fact = Fact::new(Ecosystem::PyPi, normal(name), &self.member, at);
            fact.source = Some(Source::Git);
            self.facts.push(fact.kind(self.kind));
        } else {
            let folder = target.split('[').next().unwrap_or_default();
            let Some(folder) = path::join(parent(file), folder) else {
                return;
            };
            // `-e .` installs the project itself.
            if folder == parent(file) {
                return;
            }
            let found = folder_version(files, &folder);
            let name = found
                .as_ref()
                .map_or(file_name(&folder), |found| found.0.as_str());
            let mut fact = Fact::new(Ecosystem::PyPi, normal(name), &self.member, at);
            fact.source = Some(Source::Path);
            if let Some((_, Some(version), at)) = found {
                fact.resolve(&version, Some(at));
            }
            self.facts.push(fact.kind(self.kind));
        }
    }
}

/// The lines of a file, without comments; a line that goes on is cut at its first backslash,
/// after which only hashes follow.
fn logical(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut continued = false;
    for (_, line) in lines(text) {
        let goes_on = line.trim_end().ends_with('\\');
        if !continued {
            let line = line.trim_end().trim_end_matches('\\');
            let line = line.split(" #").next().unwrap_or_default().trim();
            let line = line.split("\t#").next().unwrap_or_default().trim();
            if !line.is_empty() && !line.starts_with('#') {
                found.push(line);
            }
        }
        continued = goes_on;
    }
    found
}

/// The value of an option, in the forms `-r x`, `-rx`, `--requirement x` and `…=x`.
fn option<'a>(text: &'a str, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let rest = text.strip_prefix(name)?;
        let rest = rest.trim_start_matches(['=', ' ']).trim();
        (!rest.is_empty()).then_some(rest)
    })
}
