//! Commands that a document quotes, compared with what the repository can run.
//!
//! ```text
//!  code spans, shell blocks ──shell──▶ commands ──npm, make, cargo──▶ names ──▶ those that do not exist
//! ```

mod cargo;
mod npm;
mod shell;

use std::ops::Range;

use archsite_core::diagnostics::suggest;
use archsite_core::site::path;

use crate::checks::commands::shell::{Command, Line};
use crate::document::Document;
use crate::lists::{AGENT_FILES, CONDITIONS};
use crate::repository::Repository;

/// Most targets of one command that are looked up.
const MOST_TARGETS: usize = 20;

/// What a command names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thing {
    Script,
    Target,
    Recipe,
    Package,
    Program,
    Example,
}

/// A command that names what the repository does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// The bytes of the name.
    pub(crate) range: Range<usize>,
    pub(crate) thing: Thing,
    pub(crate) name: String,
    /// A name that it probably means.
    pub(crate) nearest: Option<String>,
}

/// A name in a command: its bytes in the command, and what it must be.
struct Claim<'a> {
    thing: Thing,
    name: &'a str,
}

/// The unknown commands of a document.
pub(crate) fn unknown(document: &Document<'_>, repository: &Repository<'_>) -> Vec<Unknown> {
    let mut found = Vec::new();
    if is_about_others(document) {
        return found;
    }
    let names_own = names_own_package(document, repository);
    // A checkout of another repository goes on to the end of its section.
    let mut elsewhere_until = 0;
    for fence in &document.fences {
        if !shell::is_shell(fence, document.source) {
            continue;
        }
        let mut is_elsewhere = fence.range.start < elsewhere_until;
        for line in shell::lines(document.source, fence) {
            for command in &line.commands {
                if is_elsewhere || leaves(command, document, repository) {
                    if command.words.starts_with(&["git", "clone"]) {
                        elsewhere_until = section_end(document, fence.range.start);
                    }
                    is_elsewhere = true;
                    continue;
                }
                if !is_conditional(document, &line) {
                    judge(command, repository, names_own, &mut found);
                }
            }
        }
    }
    for span in &document.spans {
        let line = shell::span(document.source, span);
        let mut is_elsewhere = span.range.start < elsewhere_until;
        for command in &line.commands {
            is_elsewhere |= leaves(command, document, repository);
            if !is_elsewhere && !is_conditional(document, &line) {
                judge(command, repository, names_own, &mut found);
            }
        }
    }
    found.sort_by_key(|unknown| unknown.range.start);
    found
}

/// Whether a command of cargo in a document names a package of the repository.
fn names_own_package(document: &Document<'_>, repository: &Repository<'_>) -> bool {
    if !document.source.contains("cargo ") {
        return false;
    }
    let fences = document
        .fences
        .iter()
        .filter(|fence| shell::is_shell(fence, document.source));
    let fences = fences.flat_map(|fence| shell::lines(document.source, fence));
    let spans = document
        .spans
        .iter()
        .map(|span| shell::span(document.source, span));
    let mut lines = fences.chain(spans);
    lines.any(|line| {
        let mut cargo = line
            .commands
            .iter()
            .filter(|command| command.words.first() == Some(&"cargo"));
        cargo.any(|command| {
            let claims = cargo::claims(&command.words);
            let is_own = |claim: &Claim<'_>| repository.crates().own.contains(claim.name);
            claims.iter().any(is_own)
        })
    })
}

/// Whether a document quotes commands of other projects, or of another time.
fn is_about_others(document: &Document<'_>) -> bool {
    let name = path::file_name(&document.path);
    let stem = path::stem(name).to_lowercase();
    if AGENT_FILES.contains(stem.as_str()) || AGENT_FILES.contains(name.to_lowercase().as_str()) {
        return true;
    }
    document.is_about_another_time()
}

/// Where the section of an offset ends.
fn section_end(document: &Document<'_>, at: usize) -> usize {
    let next = document
        .headings
        .iter()
        .find(|heading| heading.range.start > at);
    next.map_or(document.source.len(), |heading| heading.range.start)
}

/// Whether what follows a command is run in another repository.
fn leaves(command: &Command<'_>, document: &Document<'_>, repository: &Repository<'_>) -> bool {
    match command.words.as_slice() {
        ["git", "clone", ..] => true,
        ["cd" | "pushd", to, ..] => {
            let to = to.trim_matches(['"', '\'']).trim_end_matches('/');
            if ["..", ".", "-"].contains(&to) {
                return false;
            }
            let to = to.trim_start_matches("./");
            let here = path::join("", to).is_some_and(|to| repository.is_folder(&to));
            let beside = path::join(document.folder(), to);
            !here
                && !beside.is_some_and(|to| repository.is_folder(&to))
                && !repository
                    .index()
                    .folders
                    .iter()
                    .any(|folder| path::file_name(folder) == to)
        }
        _ => false,
    }
}

/// Whether the line of a command names it for some readers only.
fn is_conditional(document: &Document<'_>, line: &Line<'_>) -> bool {
    CONDITIONS.is_match(document.line(line.at))
}

fn judge(
    command: &Command<'_>,
    repository: &Repository<'_>,
    names_own: bool,
    found: &mut Vec<Unknown>,
) {
    let claims = match command.words.first().copied() {
        Some("npm" | "pnpm" | "yarn" | "bun") => npm::claims(&command.words, repository),
        Some("make" | "gmake") => make(&command.words, repository),
        Some("just") => just(&command.words, repository),
        Some("cargo") => cargo::claims(&command.words),
        _ => return,
    };
    for claim in claims {
        if !is_name(claim.name) {
            continue;
        }
        let known: Vec<&str> = match claim.thing {
            Thing::Script => {
                let packages = repository.packages();
                if !packages.any || packages.unreadable || packages.scripts.contains(claim.name) {
                    continue;
                }
                packages.scripts.iter().map(String::as_str).collect()
            }
            Thing::Target | Thing::Recipe => {
                let targets = if claim.thing == Thing::Target {
                    repository.make()
                } else {
                    repository.recipes()
                };
                if !targets.any || targets.computed || targets.has(claim.name) {
                    continue;
                }
                targets.names.iter().map(String::as_str).collect()
            }
            Thing::Package | Thing::Program | Thing::Example => {
                let crates = repository.crates();
                let names = match claim.thing {
                    Thing::Package => &crates.packages,
                    Thing::Program => &crates.programs,
                    _ => &crates.examples,
                };
                let same = |name: &String| name.replace('_', "-") == claim.name.replace('_', "-");
                if !crates.any || crates.unreadable || names.iter().any(same) {
                    continue;
                }
                // Books quote commands of other workspaces.
                let prefix = claim.name.split_once('-').map_or("", |(prefix, _)| prefix);
                let is_kin = |name: &String| {
                    !prefix.is_empty()
                        && name
                            .split_once('-')
                            .is_some_and(|(other, _)| other == prefix)
                };
                if !crates.own.iter().any(is_kin) && !names_own {
                    continue;
                }
                names.iter().map(String::as_str).collect()
            }
        };
        found.push(Unknown {
            range: command.place(claim.name),
            thing: claim.thing,
            name: claim.name.to_string(),
            nearest: nearest(claim.name, known),
        });
    }
}

/// Whether a word can be a name, and stands for no other.
fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ":_-./@".contains(c);
    name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().all(is_part)
        && !name.ends_with([':', '.', '/'])
        && !name.contains("...")
        && !["xxx", "name", "script", "target", "your-script"]
            .contains(&name.to_lowercase().as_str())
}

/// The nearest known name: the same letters, else one that is near enough.
fn nearest(name: &str, mut known: Vec<&str>) -> Option<String> {
    known.sort_unstable();
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let same = known
        .iter()
        .find(|known| plain(known) == plain(name))
        .copied();
    let near = same.or_else(|| suggest::nearest(name, known.iter().copied()));
    near.map(str::to_string)
}

fn make<'a>(words: &[&'a str], repository: &Repository<'_>) -> Vec<Claim<'a>> {
    let mut claims = Vec::new();
    let mut words = words[1..].iter().copied();
    while let Some(word) = words.next() {
        match word {
            "-C" | "--directory" | "-f" | "--file" | "-I" | "-o" | "-W" => {
                let there = words.next().unwrap_or_default();
                // What is made elsewhere is not ours to know.
                if word == "-C" && !repository.exists(there.trim_end_matches('/')) {
                    return Vec::new();
                }
            }
            "-j" | "-l" | "-k" | "-s" | "-B" | "-n" => {}
            _ if word.starts_with('-') || word.contains('=') => {}
            _ if word.parse::<u32>().is_ok() => {}
            name => claims.push(Claim {
                thing: Thing::Target,
                name,
            }),
        }
    }
    // Files are made by patterns and built-in rules.
    claims.retain(|claim| !claim.name.contains(['.', '/']));
    claims.truncate(MOST_TARGETS);
    claims
}

fn just<'a>(words: &[&'a str], _: &Repository<'_>) -> Vec<Claim<'a>> {
    // What follows the recipe are its arguments.
    let name = words[1..].iter().copied().find(|word| !word.contains('='));
    let name = name.filter(|name| !name.starts_with('-') && !name.contains("::"));
    let claim = |name| Claim {
        thing: Thing::Recipe,
        name,
    };
    name.map(claim).into_iter().collect()
}
