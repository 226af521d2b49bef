//! The scripts that commands of npm, pnpm, yarn and bun run.

use crate::checks::commands::{Claim, Thing};
use crate::lists::{KNOWN_PROGRAMS, MANAGER_COMMANDS};
use crate::repository::Repository;

/// Options that are followed by a value.
const WITH_VALUE: &[&str] = &[
    "-w",
    "--workspace",
    "--prefix",
    "-C",
    "--cwd",
    "--dir",
    "--filter",
    "-F",
    "--scope",
    "--loglevel",
    "--include",
    "--exclude",
    "--from",
    "-j",
    "--jobs",
    "--workspace-concurrency",
    "--shell-emulator",
];

/// The script that a command runs, if it runs one.
pub(super) fn claims<'a>(words: &[&'a str], repository: &Repository<'_>) -> Vec<Claim<'a>> {
    let script = script(words, repository);
    let claim = |name| Claim {
        thing: Thing::Script,
        name,
    };
    script.map(claim).into_iter().collect()
}

fn script<'a>(words: &[&'a str], repository: &Repository<'_>) -> Option<&'a str> {
    let manager = *words.first()?;
    let mut rest = Arguments(words[1..].iter().copied());
    let mut word = rest.word()?;
    // `yarn workspace NAME …` runs `…` there, `yarn workspaces foreach …` everywhere.
    if manager == "yarn" && word == "workspace" {
        rest.word()?;
        word = rest.word()?;
    } else if manager == "yarn" && word == "workspaces" {
        word = rest.word()?;
        if word == "foreach" {
            word = rest.word()?;
        }
        if word != "run" {
            return None;
        }
    } else if manager == "pnpm" && ["recursive", "multi", "m"].contains(&word) {
        word = rest.word()?;
    }
    let packages = repository.packages();
    match (manager, word) {
        (_, "run" | "run-script" | "rum" | "urn") => {
            let name = rest.word()?;
            // bun and yarn also run files, and programs of packages.
            let is_file = name.contains('/') || name.ends_with(".ts") || name.ends_with(".js");
            let runs_programs = manager != "npm";
            (!(runs_programs && (is_file || is_program(name, repository)))).then_some(name)
        }
        ("bun", _) => None,
        (_, "test" | "t" | "tst") => Some("test"),
        (_, "start") => (!packages.has_server).then_some("start"),
        ("pnpm" | "yarn", name) => {
            let is_other = MANAGER_COMMANDS.contains(name) || is_program(name, repository);
            let is_file = name.contains(['/', '.', '@']);
            (!is_other && !is_file).then_some(name)
        }
        _ => None,
    }
    .filter(|name| words.contains(name))
}

/// Whether a name is a program that a package brings.
fn is_program(name: &str, repository: &Repository<'_>) -> bool {
    KNOWN_PROGRAMS.contains(name) || repository.packages().programs.contains(name)
}

/// The arguments of a command without its options.
struct Arguments<I>(I);

impl<'a, I: Iterator<Item = &'a str>> Arguments<I> {
    fn word(&mut self) -> Option<&'a str> {
        loop {
            let word = self.0.next()?;
            if word == "--if-present" || word == "--" {
                return None;
            }
            if WITH_VALUE.contains(&word) {
                self.0.next()?;
            } else if !word.starts_with('-') {
                return Some(word);
            }
        }
    }
}
