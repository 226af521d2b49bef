//! Go: `go.mod` and `go.work`, with replacements, indirect requirements and the tool chain.
//!
//! `go.sum` is not a lock file and is not read: it lists versions that are not used.

use std::collections::HashMap;

use archsite_core::site::path;
use archsite_core::site::path::parent;

use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Source};

/// Reads all modules, those of a workspace with its replacements.
pub(crate) fn read(files: &mut Files) {
    for file in files.named("go.work") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let work = GoMod::read(&read.text, &file);
        work.runtimes(files);
        for folder in &work.uses {
            if let Some(folder) = path::join(parent(&file), folder) {
                module(files, &joined(&folder, "go.mod"), Some(&work));
            }
        }
    }
    for file in files.named("go.mod") {
        module(files, &file, None);
    }
}

/// A module or folder, and its version; any, or none, if that is missing.
type Version<'a> = (&'a str, Option<&'a str>);

/// The contents of a `go.mod` or `go.work`; texts are slices of the file.
#[derive(Default)]
struct GoMod<'a> {
    file: String,
    text: &'a str,
    module: Option<&'a str>,
    /// Module, version, and whether it is indirect.
    requires: Vec<(&'a str, &'a str, bool)>,
    /// Module and version (or any) to module or folder and version.
    replaces: HashMap<Version<'a>, Version<'a>>,
    uses: Vec<&'a str>,
    go: Option<&'a str>,
    toolchain: Option<&'a str>,
}

impl<'a> GoMod<'a> {
    fn read(text: &'a str, file: &str) -> GoMod<'a> {
        let mut found = GoMod {
            file: file.to_string(),
            text,
            ..GoMod::default()
        };
        let mut block = None;
        for (_, line) in lines(text) {
            let (code, comment) = line.split_once("//").unwrap_or((line, ""));
            let code = code.trim();
            match block {
                Some(_) if code == ")" => block = None,
                Some(verb) => found.line(verb, code, comment),
                None => {
                    let (verb, rest) = code.split_once([' ', '\t']).unwrap_or((code, ""));
                    match rest.trim() {
                        "(" => block = Some(verb),
                        rest => found.line(verb, rest, comment),
                    }
                }
            }
        }
        found
    }

    fn line(&mut self, verb: &str, rest: &'a str, comment: &str) {
        let words: Vec<&str> = rest
            .split_whitespace()
            .map(|w| w.trim_matches('"'))
            .collect();
        match (verb, words.as_slice()) {
            ("module", [name]) => self.module = Some(name),
            ("go", [version]) => self.go = Some(version),
            ("toolchain", [version]) => self.toolchain = Some(version),
            ("use", [folder]) => self.uses.push(folder),
            ("require", [name, version]) => {
                let indirect = comment.trim_start().starts_with("indirect");
                self.requires.push((name, version, indirect));
            }
            ("replace", [from, "=>", to]) => {
                self.replaces.insert((from, None), (to, None));
            }
            ("replace", [from, "=>", to, version]) => {
                self.replaces.insert((from, None), (to, Some(version)));
            }
            ("replace", [from, old, "=>", to]) => {
                self.replaces.insert((from, Some(old)), (to, None));
            }
            ("replace", [from, old, "=>", to, version]) => {
                self.replaces.insert((from, Some(old)), (to, Some(version)));
            }
            _ => {}
        }
    }

    fn at(&self, part: &str) -> FileRange {
        FileRange::new(&self.file, within(self.text, part))
    }

    fn replaced(&self, name: &str, version: &str) -> Option<Version<'a>> {
        let one = self.replaces.get(&(name, Some(version)));
        one.or_else(|| self.replaces.get(&(name, None))).copied()
    }

    fn runtimes(&self, files: &mut Files) {
        if let Some(version) = self.go {
            runtime(
                files,
                "go",
                version,
                Authority::Requirement,
                self.at(version),
            );
        }
        if let Some(chain) = self.toolchain.filter(|chain| *chain != "default") {
            let version = chain.strip_prefix("go").unwrap_or(chain);
            runtime(files, "go", version, Authority::Pin, self.at(version));
        }
    }
}

fn module(files: &mut Files, file: &str, work: Option<&GoMod<'_>>) {
    if !files.take(file) {
        return;
    }
    let Some(read) = files.read(file) else { return };
    let found = GoMod::read(&read.text, file);
    let Some(name) = found.module else {
        files.reject(file, "it does not name a module", None);
        return;
    };
    files.out.members.push(Member {
        ecosystem: Ecosystem::Go,
        name: name.to_string(),
        path: parent(file).to_string(),
        version: None,
        license: None,
        description: None,
        at: found.at(name),
    });
    found.runtimes(files);
    for (dependency, version, indirect) in &found.requires {
        let mut fact =
            Fact::new(Ecosystem::Go, *dependency, name, found.at(version)).requires(Some(version));
        if *indirect {
            fact.kind = Kind::Indirect;
        }
        // The workspace's replacements go before the module's.
        let by_work = work.and_then(|w| Some((w, w.replaced(dependency, version)?)));
        let replaced = by_work.or_else(|| Some((&found, found.replaced(dependency, version)?)));
        match replaced {
            None => fact.resolve(version, Some(found.at(version))),
            Some((owner, (_, Some(version)))) => fact.resolve(version, Some(owner.at(version))),
            Some((_, (_, None))) => {
                fact.source = Some(Source::Path);
                fact.unknown = Some("it is replaced by a folder");
            }
        }
        files.out.facts.push(fact);
    }
}
